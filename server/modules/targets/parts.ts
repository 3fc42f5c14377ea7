import type { Words } from '../../kernel/words.ts';
import { dayNumber } from '../calendar/zone.ts';
import type { Dates } from '../office/rules.ts';
import type { Beside, MeasuredValue, PinnedIndicator } from './model.ts';

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

/** A value as it stands beside another. */
export const besideOf = (label: Words, { numerator = null, denominator = null, value = null }: Part): Beside => ({
  label,
  numerator,
  denominator,
  value,
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

/** How much of something there was on one local day, and how much of it met what is asked. */
export interface OnDay {
  day: string;
  of: number;
  met: number;
}

/** Days put together by weeks counted from the first day of the year. */
function weeksOf(days: readonly OnDay[]): Pick<OnDay, 'of' | 'met'>[] {
  const first = dayNumber(`${days[0]?.day.slice(0, 4) ?? '1970'}-01-01`);
  const weeks = Map.groupBy(days, ({ day }) => Math.floor((dayNumber(day) - first) / 7));
  return [...weeks.values()].map((own) => ({
    of: own.reduce((sum, one) => sum + one.of, 0),
    met: own.reduce((sum, one) => sum + one.met, 0),
  }));
}

/** Fewer weeks than these tell little of how weeks differ. */
const FEW_WEEKS = 4;
/** What is assumed until they do: what goes wrong comes in clusters. */
const ASSUMED = 2;

/** A spread seen in few weeks is itself unsure: it is widened as Student's is beside the normal one. */
function atLeast(found: number, weeks: number): number {
  const unsure = weeks < FEW_WEEKS ? 1 : (weeks - 1) / (weeks - 3);
  return Math.max(1, found * (found > 1 ? unsure : 1), weeks < FEW_WEEKS ? ASSUMED : 1);
}

/**
 * 过度离散 — how many times more the weeks of a rate vary than independent cases would make them; at least 1. By it a forecast
 * is widened, for a bad week brings many failures at once.
 */
export function dispersionOf(days: readonly OnDay[]): number {
  const weeks = weeksOf(days).filter(({ of }) => of > 0);
  const [of, met] = [weeks.reduce((sum, one) => sum + one.of, 0), weeks.reduce((sum, one) => sum + one.met, 0)];
  const p = of > 0 ? met / of : 0;
  if (weeks.length < 2 || p <= 0 || p >= 1) return atLeast(1, weeks.length);
  const chi = weeks.reduce((sum, one) => sum + (one.met - one.of * p) ** 2 / (one.of * p * (1 - p)), 0);
  return atLeast(chi / (weeks.length - 1), weeks.length);
}

/** The same of a count: variance of the whole weeks over their mean; weeks without any are weeks, too. */
export function dispersionOfCounts(days: readonly string[], { from, to }: Dates): number {
  const first = dayNumber(from);
  const whole = Math.floor((dayNumber(to) - first + 1) / 7);
  if (whole < 2) return ASSUMED;
  const weeks = Array.from({ length: whole }, () => 0);
  for (const day of days) {
    const week = Math.floor((dayNumber(day) - first) / 7);
    if (week >= 0 && week < whole) weeks[week] = (weeks[week] ?? 0) + 1;
  }
  const mean = weeks.reduce((sum, n) => sum + n, 0) / whole;
  if (mean === 0) return atLeast(1, whole);
  const variance = weeks.reduce((sum, n) => sum + (n - mean) ** 2, 0) / (whole - 1);
  return atLeast(variance / mean, whole);
}

/** A rate with its months and how much its weeks vary, from its days. */
export function rateOfDays(days: readonly OnDay[], more: Part = {}): Part {
  const sum = (list: readonly OnDay[], part: 'of' | 'met') => list.reduce((total, one) => total + one[part], 0);
  const months = [...Map.groupBy(days, ({ day }) => day.slice(0, 7))];
  return rate(sum(days, 'met'), sum(days, 'of'), {
    months: months.map(([month, own]) => ({ month, value: share(sum(own, 'met'), sum(own, 'of')) })),
    dispersion: dispersionOf(days),
    ...more,
  });
}
