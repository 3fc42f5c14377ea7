import { z } from 'zod';
import { type Call, route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, seenRecord } from '../../kernel/records.ts';
import { findNames } from '../accounts/store.ts';
import { governmentOf } from './classification/government.ts';
import { draftBudget, enterCells, handleBudget } from './commands.ts';
import { budgetLifecycle, incomeKey, lineKey, monthKey, project, purchaseKey, unitFacts } from './lifecycle.ts';
import { projectCategories } from './model.ts';
import { type BudgetRecord, budgetProcedure } from './procedures.ts';
import { procurementOf, totals } from './rules.ts';
import { listBudgets } from './store.ts';

type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

const lineShape = lineKey.extend({ fen: z.number() });
const incomeShape = incomeKey.extend({ fen: z.number() });

// What older budgets do not have yet is absent in them.
const projectShape = project.partial().extend({
  code: z.string(),
  nameZh: z.string(),
  category: z.enum(projectCategories),
  basis: z.string(),
  goalZh: z.string(),
  reviewed: z.boolean(),
  proposedBy: z.string().optional(),
  review: z.object({ passed: z.boolean(), by: z.string().nullable(), on: z.string(), note: z.string() }).optional(),
});

const budgetShape = filedShape(budgetLifecycle).extend({
  year: z.number(),
  unit: unitFacts,
  lines: z.array(lineShape),
  incomes: z.array(incomeShape),
  projects: z.array(projectShape),
  months: z.array(monthKey.extend({ fen: z.number() })),
  purchases: z.array(purchaseKey.extend({ fen: z.number() })),
  codeNames: z.record(z.string(), z.string()),
  /** What was said of lines in place of what is usual, by the line's key. */
  government: z.record(z.string(), z.string()),
  /** Why lines count as personnel that usually do not, by the line's key. */
  personnelReasons: z.record(z.string(), z.string()),
  /** 政府预算支出经济分类 of each line, by the line's key; where it is not known, the line is absent. */
  governmentCodes: z.record(z.string(), z.string()),
  procurement: z.object({ goods: z.number(), works: z.number(), services: z.number() }),
  /** Who is named above by an id. */
  names: z.record(z.string(), z.string()),
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
      incomes: z.array(incomeShape).optional(),
    }),
  ),
  totals: z.object({ income: z.number(), expenditure: z.number() }),
});

async function budgetView(record: BudgetRecord, call: Asking) {
  const people = [
    ...record.adjustments.map(({ askedBy }) => askedBy),
    ...record.projects.flatMap(({ proposedBy, review }) => [proposedBy, review?.by]),
  ].filter((id) => typeof id === 'string');
  return {
    months: [],
    purchases: [],
    codeNames: {},
    government: {},
    personnelReasons: {},
    ...shown(budgetProcedure, record, call),
    governmentCodes: Object.fromEntries(governmentOf(record)),
    procurement: procurementOf(record),
    totals: totals(record),
    names: Object.fromEntries(await findNames(call.tx, record.jurisdictionId, people)),
  };
}

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
      zh: '填报金额、政府采购与分月用款计划：每格带着原值，他人改过的格不会被覆盖；全部写入或全部不写',
      en: 'Enter amounts, purchases and the plan by months: each cell carries what was seen there, so that nobody’s change is overwritten; all of them, or none',
    },
    params: recordId,
    body: budgetLifecycle.actions.edit.asks.extend(budgetLifecycle.actions.plan.asks.shape).strict(),
    answer: budgetShape,
    handle: async (call) => budgetView(await enterCells(deedOf(call), call.params.id, call.body), call),
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
] as const;
