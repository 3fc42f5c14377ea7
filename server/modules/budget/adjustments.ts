import type { Words } from '../../kernel/words.ts';
import type { Adjustment, IncomeLine, Line } from './model.ts';
import { type Booked, takenBeyond, withIncomeDeltas } from './rules.ts';

/** What an adjustment moves. Entries of the time when money only moved between lines have no incomes. */
export type AskedAdjustment = Partial<Pick<Adjustment, 'deltas' | 'incomes'>>;

interface Adjusted {
  adjustments: readonly Adjustment[];
}

export const openAdjustment = ({ adjustments }: Adjusted): Adjustment | undefined =>
  adjustments.find(({ state }) => state === 'asked');

/** What an adjustment that is asked for, or else the open one, would take although it was paid, in words. */
export function takesPaid(
  budget: Adjusted & { lines: readonly Line[] },
  booked: readonly Booked[],
  { deltas = openAdjustment(budget)?.deltas ?? [] }: AskedAdjustment,
): Words | false {
  const codes = takenBeyond(budget.lines, booked, deltas).map(({ economicCode }) => economicCode);
  return (
    codes.length > 0 && {
      zh: `调减后低于已支付数：${codes.join('、')}。`,
      en: `More would be taken than is left of: ${codes.join(', ')}.`,
    }
  );
}

/** The adjustments with one more that somebody asks for. */
export function withAsked(
  { adjustments }: Adjusted,
  { reason, deltas, incomes = [] }: Pick<Adjustment, 'reason' | 'deltas' | 'incomes'>,
  askedBy: string | null,
): Adjustment[] {
  const asked: Adjustment = { number: adjustments.length + 1, reason, askedBy, state: 'asked', on: null, deltas };
  return [...adjustments, incomes.length > 0 ? { ...asked, incomes } : asked];
}

/** The adjustments with the open one decided on a day. */
export const decided = ({ adjustments }: Adjusted, state: 'granted' | 'refused', on: string): Adjustment[] =>
  adjustments.map((one) => (one.state === 'asked' ? { ...one, state, on } : one));

/** The incomes as they were approved: what granted adjustments brought in or took away is taken off again. */
export const approvedIncomes = ({
  incomes,
  adjustments,
}: Adjusted & { incomes: readonly IncomeLine[] }): IncomeLine[] =>
  withIncomeDeltas(
    incomes,
    adjustments
      .filter(({ state }) => state === 'granted')
      .flatMap(({ incomes: granted = [] }) => granted.map((one) => ({ ...one, fen: -one.fen }))),
  );
