import { z } from 'zod';
import { type Call, route } from '../../kernel/http.ts';
import { localDate } from '../../kernel/instant.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { draftBudget, handleBudget, handlePayment, pay } from './commands.ts';
import { budgetLifecycle, incomeKey, lineKey, paymentLifecycle, project, unitFacts } from './lifecycle.ts';
import { type BudgetRecord, bookedOf, budgetProcedure, paymentProcedure } from './procedures.ts';
import { executionOf, totals, yearPassed } from './rules.ts';
import { listBudgets, listPayments } from './store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

const lineShape = lineKey.extend({ fen: z.number() });
const incomeShape = incomeKey.extend({ fen: z.number() });

const budgetShape = filedShape(budgetLifecycle).extend({
  year: z.number(),
  unit: unitFacts,
  lines: z.array(lineShape),
  incomes: z.array(incomeShape),
  projects: z.array(project),
  approvedLines: z.array(lineShape).nullable(),
  approvedOn: z.string().nullable(),
  approvalDocument: z.string().nullable(),
  publishDueOn: z.string().nullable(),
  adjustments: z.array(
    z.object({
      number: z.number(),
      reason: z.string(),
      askedBy: z.string().nullable(),
      state: z.enum(['asked', 'granted', 'refused']),
      on: z.string().nullable(),
      deltas: z.array(lineShape),
    }),
  ),
  totals: z.object({ income: z.number(), expenditure: z.number() }),
});

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

const budgetView = (record: BudgetRecord, call: Asking) => ({
  ...shown(budgetProcedure, record, call),
  totals: totals(record),
});

export const budgetRoutes = [
  route({
    method: 'GET',
    path: '/budgets',
    permission: 'budget.read',
    summary: { zh: '各年度预算', en: 'The budgets, the newest year first' },
    answer: z.object({
      items: z.array(
        filedShape(budgetLifecycle)
          .omit({ may: true })
          .extend({
            year: z.number(),
            approvedOn: z.string().nullable(),
            publishDueOn: z.string().nullable(),
            totals: z.object({ income: z.number(), expenditure: z.number() }),
          }),
      ),
    }),
    async handle({ tx, actor }) {
      const budgets = await listBudgets(tx, actor.jurisdictionId);
      return {
        items: budgets.map((budget) => {
          const { id, version, state, openedAt, openedBy, updatedAt, year, approvedOn, publishDueOn } = budget;
          const filed = { id, version, state, openedAt, openedBy, updatedAt };
          return { ...filed, year, approvedOn, publishDueOn, totals: totals(budget) };
        }),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/budgets',
    permission: 'budget.edit',
    summary: { zh: '编制预算', en: 'Draft the budget of a year' },
    status: 201,
    body: budgetLifecycle.openings.draft.asks.strict(),
    answer: budgetShape,
    handle: async (call) => budgetView(await draftBudget(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/budgets/:id',
    permission: 'budget.read',
    summary: { zh: '一个年度的预算', en: 'The budget of a year' },
    params: recordId,
    answer: budgetShape,
    handle: async (call) => budgetView(await seenRecord(call.tx, budgetProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'POST',
    path: '/budgets/:id/amounts',
    permission: 'budget.edit',
    summary: {
      zh: '填报金额：每格带着原值，他人改过的格不会被覆盖',
      en: 'Enter amounts: each cell carries what was seen there, so that nobody’s change is overwritten',
    },
    params: recordId,
    body: budgetLifecycle.actions.edit.asks.strict(),
    answer: budgetShape,
    async handle(call) {
      const asked = { id: call.params.id, action: 'edit', input: call.body, version: null } as const;
      return budgetView(await handleBudget(deedOf(call), asked), call);
    },
  }),
  route({
    method: 'POST',
    path: '/budgets/:id/actions/:action',
    permission: 'budget.read',
    summary: { zh: '办理预算', en: 'Take an action on a budget' },
    params: recordId.extend({ action: actionNames(budgetLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: budgetShape,
    handle: async (call) =>
      budgetView(await handleBudget(deedOf(call), { ...call.params, input: call.body, version: call.version }), call),
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
      payments: z.array(paymentShape),
    }),
    async handle(call) {
      const { tx, actor, params, query, now } = call;
      const budget = await seenRecord(tx, budgetProcedure, actor, params.id);
      const payments = await listPayments(tx, actor.jurisdictionId, budget.id);
      const timeZone = (await findJurisdiction(tx, actor.jurisdictionId))?.timeZone ?? 'UTC';
      const cutoff = query.cutoff ?? localDate(now, timeZone);
      return {
        cutoff,
        ...executionOf(budget.lines, bookedOf(payments), cutoff),
        yearPassed: yearPassed(budget.year, cutoff),
        payments: payments.map((payment) => shown(paymentProcedure, payment, call)),
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
