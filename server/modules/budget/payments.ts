import type { Procedure, RecordOf } from '../../kernel/procedure.ts';
import { invalidInput } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import { laterFaults } from './checks/input.ts';
import { paymentLifecycle } from './lifecycle.ts';
import type { LineKey } from './model.ts';
import type { BudgetFacts } from './procedures.ts';
import { type Booked, leftOf } from './rules.ts';

export interface Payment {
  budgetId: string;
  line: LineKey;
  fen: number;
  on: string;
  voucher: string;
  purpose: string;
  overrule: string;
  reversedOn: string | null;
}

export const paymentProcedure: Procedure<typeof paymentLifecycle, Payment, BudgetFacts> = {
  lifecycle: paymentLifecycle,
  table: 'budget_payment',
  freeze(record, _name, input, { budget, booked = [], today }) {
    const later = laterFaults(input, today);
    if (later.length > 0) return invalidInput(later);
    if (record !== null) return {};
    if (budget?.state !== 'approved')
      return {
        refused: 'conflict',
        code: 'budgetNotApproved',
        message: {
          zh: '只能从已批复、未决算的预算支付。',
          en: 'Money is paid from an approved budget that is not closed.',
        },
      };
    if (!String(input.on).startsWith(`${budget.year}-`))
      return invalidInput([
        {
          path: 'on',
          message: { zh: `支付日期须在 ${budget.year} 年内。`, en: `It must be paid within ${budget.year}.` },
        },
      ]);
    const left = leftOf(budget.lines, booked, input.line as LineKey);
    if (Number(input.fen) > left && input.overrule === '')
      return {
        refused: 'conflict',
        code: 'beyondBudget',
        message: {
          zh: `该科目余额 ${(left / 1_000_000).toFixed(2)} 万元，不足支付。`,
          en: `The line has ${(left / 1_000_000).toFixed(2)} 万元 left, which is not enough.`,
        },
        right: {
          zh: '先申请预算调整；确需支付的，写明超预算理由。',
          en: 'Ask for an adjustment first, or write why it must be paid all the same.',
        },
        facts: { leftFen: left },
      };
    return {};
  },
  begin: ({ data: { input } }) => ({ ...input, reversedOn: null }),
  change: (_payment, entry) => ({ reversedOn: entry.data.input.on }),
  relations: {},
  refusals: {
    beforePayment: (payment, _facts, input) => input !== null && String(input.on) < payment.on,
    otherYear: (payment, _facts, input) => input !== null && String(input.on).slice(0, 4) > payment.on.slice(0, 4),
    yearClosed: (_payment, { budget }) => budget?.state === 'closed',
  },
  maySee: (_payment, actor) => actor.permissions.has('budget.read'),
  columns: ({ budgetId, on }) => ({ budget_id: budgetId, paid_on: on }),
  cleaned: redact,
};
export type PaymentRecord = RecordOf<typeof paymentProcedure>;

/** A payment as it counts: money out on its day, and back on the day of its reversal. */
export function bookedOf(payments: readonly PaymentRecord[]): Booked[] {
  return payments.flatMap(({ line, fen, on, reversedOn }) => [
    { ...line, fen, on },
    ...(reversedOn === null ? [] : [{ ...line, fen: -fen, on: reversedOn }]),
  ]);
}
