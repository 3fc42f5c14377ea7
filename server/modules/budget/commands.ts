import type { z } from 'zod';
import { unlessTaken } from '../../kernel/db.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { findToday } from '../organisation/store.ts';
import { listCodes } from './classification/store.ts';
import type { budgetLifecycle, paymentLifecycle } from './lifecycle.ts';
import { bookedOf, type PaymentRecord, paymentProcedure } from './payments.ts';
import { type BudgetFacts, type BudgetRecord, budgetProcedure } from './procedures.ts';
import { listPayments, lockBudget } from './store.ts';

type Asks = (typeof budgetLifecycle)['actions'];
type Cells = z.output<Asks['edit']['asks']> & z.output<Asks['plan']['asks']>;

const situation = async ({ actor, now, tx, jurisdictionId }: Deed): Promise<BudgetFacts> => ({
  actor,
  now,
  today: await findToday(tx, jurisdictionId, now),
});

/** 编制预算 — one for each year. */
export const draftBudget = (deed: Deed, asked: unknown): Promise<BudgetRecord> =>
  unlessTaken(
    {
      refused: 'conflict',
      code: 'budgetExists',
      message: { zh: '该年度已有预算。', en: 'There is already a budget of that year.' },
    },
    async () => openRecord(deed, budgetProcedure, 'draft', asked, await situation(deed)),
  );

export const handleBudget = (deed: Deed, asked: Asked<typeof budgetLifecycle>): Promise<BudgetRecord> =>
  actOn(deed, budgetProcedure, asked, async ({ id }) => ({
    ...(await situation(deed)),
    versions: await listCodes(deed.tx, deed.jurisdictionId),
    booked: ADJUSTING.has(asked.action) ? bookedOf(await listPayments(deed.tx, deed.jurisdictionId, id)) : [],
  }));

/** Actions that look at what was paid. */
const ADJUSTING: ReadonlySet<string> = new Set<keyof Asks>(['askAdjustment', 'grantAdjustment']);

/** 填报 — the amounts of one saving, and what is planned beside them: all of it, or nothing. */
export async function enterCells(
  deed: Deed,
  id: string,
  { months, purchases, ...amounts }: Cells,
): Promise<BudgetRecord> {
  const planned = months.length + purchases.length > 0;
  const entered = amounts.lines.length + amounts.incomes.length > 0 || !planned;
  const take = (action: 'edit' | 'plan', input: object) => handleBudget(deed, { id, action, input, version: null });
  const after = entered ? await take('edit', amounts) : null;
  return planned || after === null ? take('plan', { months, purchases }) : after;
}

/** 登记支付 — not beyond what is left of its line, unless a reason is written. */
export async function pay(deed: Deed, asked: { budgetId: string }): Promise<PaymentRecord> {
  const budget = await lockBudget(deed.tx, deed.jurisdictionId, asked.budgetId);
  const booked = bookedOf(budget ? await listPayments(deed.tx, deed.jurisdictionId, budget.id) : []);
  return openRecord(deed, paymentProcedure, 'pay', asked, { ...(await situation(deed)), budget, booked });
}

export const handlePayment = (deed: Deed, asked: Asked<typeof paymentLifecycle>): Promise<PaymentRecord> =>
  actOn(deed, paymentProcedure, asked, async ({ budgetId }) => ({
    ...(await situation(deed)),
    budget: await lockBudget(deed.tx, deed.jurisdictionId, budgetId),
  }));
