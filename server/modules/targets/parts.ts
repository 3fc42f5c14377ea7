import type { Dates } from '../office/rules.ts';
import type { MeasuredValue, PinnedIndicator } from './model.ts';

/** What every value is put together from. */

export type Asked = Pick<PinnedIndicator, 'metric' | 'choice' | 'systems' | 'scope'>;
export type Part = Partial<MeasuredValue>;
type Months = readonly { month: string; value: number | null }[];

/** Percent; null of nothing. */
export const share = (met: number, of: number): number | null => (of > 0 ? (100 * met) / of : null);

/** A rate by its parts; an empty denominator is no data. */
export function rate(met: number, of: number, more: Part = {}): Part {
  const value = share(met, of);
  return { numerator: met, denominator: of, value, sample: of, state: value === null ? 'noData' : 'live', ...more };
}

export const count = (value: number, more: Part = {}): Part => ({
  numerator: value,
  value,
  sample: value,
  state: 'live',
  ...more,
});

const monthsOfYear = ({ from, to }: Dates): string[] =>
  Array.from({ length: 12 }, (_, i) => `${from.slice(0, 4)}-${String(i + 1).padStart(2, '0')}`).filter(
    (month) => month <= to.slice(0, 7),
  );

/** The part of a month that lies in the period. */
function within({ from, to }: Dates, month: string): Dates {
  const last = `${month}-31`;
  return { from: from > `${month}-01` ? from : `${month}-01`, to: to < last ? to : last };
}

/** A value for each month that has begun. */
export const eachMonth = (dates: Dates, of: (dates: Dates) => number | null): Months =>
  monthsOfYear(dates).map((month) => ({ month, value: of(within(dates, month)) }));
