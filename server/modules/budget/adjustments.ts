import type { Adjustment } from './model.ts';

/** What an adjustment moves. Entries of the time when money only moved between lines have no incomes. */
export type AskedAdjustment = Partial<Pick<Adjustment, 'deltas' | 'incomes'>>;

interface Adjusted {
  adjustments: readonly Adjustment[];
}

export const openAdjustment = ({ adjustments }: Adjusted): Adjustment | undefined =>
  adjustments.find(({ state }) => state === 'asked');

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
