import { unlessTaken } from '../../kernel/db.ts';
import { localDate } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { listCodes } from './classification/store.ts';
import type { budgetLifecycle, paymentLifecycle } from './lifecycle.ts';
import {
  type BudgetFacts,
  type BudgetRecord,
  bookedOf,
  budgetProcedure,
  type PaymentRecord,
  paymentProcedure,
} from './procedures.ts';
import { listPayments, lockBudget } from './store.ts';

const situation = ({ actor, now }: Deed): BudgetFacts => ({ actor, now });

/** 编制预算 — one for each year. */
export const draftBudget = (deed: Deed, asked: unknown): Promise<BudgetRecord> =>
  unlessTaken(
    {
      refused: 'conflict',
      code: 'budgetExists',
      message: { zh: '该年度已有预算。', en: 'There is already a budget of that year.' },
    },
    () => openRecord(deed, budgetProcedure, 'draft', asked, situation(deed)),
  );

export const handleBudget = (deed: Deed, asked: Asked<typeof budgetLifecycle>): Promise<BudgetRecord> =>
  actOn(deed, budgetProcedure, asked, async () => ({
    ...situation(deed),
    versions: await listCodes(deed.tx, deed.jurisdictionId),
    today: localDate(deed.now, (await findJurisdiction(deed.tx, deed.jurisdictionId))?.timeZone ?? 'UTC'),
  }));

/** 登记支付 — not beyond what is left of its line, unless a reason is written. */
export async function pay(deed: Deed, asked: { budgetId: string }): Promise<PaymentRecord> {
  const budget = await lockBudget(deed.tx, deed.jurisdictionId, asked.budgetId);
  const booked = bookedOf(budget ? await listPayments(deed.tx, deed.jurisdictionId, budget.id) : []);
  return openRecord(deed, paymentProcedure, 'pay', asked, { ...situation(deed), budget, booked });
}

export const handlePayment = (deed: Deed, asked: Asked<typeof paymentLifecycle>): Promise<PaymentRecord> =>
  actOn(deed, paymentProcedure, asked, () => situation(deed));
