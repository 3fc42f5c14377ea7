import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { localDate } from '../../kernel/instant.ts';
import { readLog } from '../../kernel/log.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import type { Words } from '../../kernel/words.ts';
import { findNames } from '../accounts/store.ts';
import { findTimeZone } from '../organisation/store.ts';
import { handlePayment, pay } from './commands.ts';
import { historyOf } from './history.ts';
import { budgetLifecycle, lineKey, paymentLifecycle } from './lifecycle.ts';
import { bookedOf, paymentProcedure } from './payments.ts';
import { budgetProcedure } from './procedures.ts';
import { executionOf, plannedByMonth, yearPassed } from './rules.ts';
import { listPayments } from './store.ts';

const paymentShape = filedShape(paymentLifecycle).extend({
  budgetId: z.string(),
  line: lineKey,
  fen: z.number(),
  on: z.string(),
  voucher: z.string(),
  purpose: z.string(),
  overrule: z.string(),
  reversedOn: z.string().nullable(),
});

/** What became of a budget: who changed it, and what was paid from it. */
export const paymentRoutes = [
  route({
    method: 'GET',
    path: '/budgets/:id/history',
    permission: 'budget.read',
    summary: {
      zh: '沿革：谁在何时把哪一格由多少改为多少',
      en: 'History: who changed which cell from what to what; of one cell, or of all',
    },
    params: recordId,
    query: z.object({ cell: z.string().max(200).optional() }),
    answer: z.object({
      items: z.array(
        z.object({
          seq: z.number(),
          at: z.string(),
          action: z.string(),
          label: z.object({ zh: z.string(), en: z.string() }),
          actorName: z.string().nullable(),
          reason: z.string(),
          project: z.object({ code: z.string(), nameZh: z.string() }).nullable(),
          review: z.object({ passed: z.boolean(), on: z.string() }).nullable(),
          /** How many cells it changed; of them, the first fifty. */
          changed: z.number(),
          cells: z.array(z.object({ cell: z.string(), was: z.number(), fen: z.number() })),
        }),
      ),
    }),
    async handle({ tx, actor, params, query }) {
      const budget = await seenRecord(tx, budgetProcedure, actor, params.id);
      const history = historyOf(await readLog(tx, actor.jurisdictionId, budget.id))
        .map((item) => ({
          ...item,
          cells: query.cell === undefined ? item.cells : item.cells.filter(({ cell }) => cell === query.cell),
        }))
        .filter(({ cells }) => query.cell === undefined || cells.length > 0)
        .slice(0, 500);
      const people = history.flatMap(({ actorId }) => actorId ?? []);
      const names = await findNames(tx, actor.jurisdictionId, [...new Set(people)]);
      const label = (action: string) =>
        (budgetLifecycle.actions as Record<string, { label: Words }>)[action]?.label ??
        budgetLifecycle.openings.draft.label;
      return {
        items: history.map(({ actorId, cells, ...item }) => ({
          ...item,
          label: label(item.action),
          actorName: actorId ? (names.get(actorId) ?? null) : null,
          changed: cells.length,
          cells: cells.slice(0, 50),
        })),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/budgets/:id/execution',
    permission: 'budget.read',
    summary: {
      zh: '执行：按月支付，与时间进度对照',
      en: 'Execution: payments by month beside the share of the year passed',
    },
    params: recordId,
    query: z.object({ cutoff: z.iso.date().optional() }),
    answer: z.object({
      cutoff: z.string(),
      plannedFen: z.number(),
      paidFen: z.number(),
      yearPassed: z.number(),
      months: z.array(z.object({ month: z.string(), fen: z.number() })),
      /** The month plan: each month, and what was due by the cut-off; null where there is none. */
      plan: z
        .object({ months: z.array(z.object({ month: z.string(), fen: z.number() })), dueFen: z.number() })
        .nullable(),
      payments: z.array(paymentShape),
    }),
    async handle(call) {
      const { tx, actor, params, query, now } = call;
      const budget = await seenRecord(tx, budgetProcedure, actor, params.id);
      const payments = await listPayments(tx, actor.jurisdictionId, budget.id);
      const timeZone = await findTimeZone(tx, actor.jurisdictionId);
      const cutoff = query.cutoff ?? localDate(now, timeZone);
      return {
        cutoff,
        ...executionOf(budget.lines, bookedOf(payments), cutoff),
        plan: plannedByMonth(budget.months ?? [], budget.year, cutoff),
        yearPassed: yearPassed(budget.year, cutoff),
        payments: payments.map((payment) => shown(paymentProcedure, payment, { ...call, budget })),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/payments',
    permission: 'budget.pay',
    summary: { zh: '登记支付', en: 'Book a payment' },
    status: 201,
    body: paymentLifecycle.openings.pay.asks.strict(),
    answer: paymentShape,
    handle: async (call) => shown(paymentProcedure, await pay(deedOf(call), call.body), call),
  }),
  route({
    method: 'POST',
    path: '/payments/:id/actions/:action',
    permission: 'budget.pay',
    summary: { zh: '冲销支付', en: 'Take an action on a payment' },
    params: recordId.extend({ action: actionNames(paymentLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: paymentShape,
    handle: async (call) =>
      shown(
        paymentProcedure,
        await handlePayment(deedOf(call), { ...call.params, input: call.body, version: call.version }),
        call,
      ),
  }),
] as const;
