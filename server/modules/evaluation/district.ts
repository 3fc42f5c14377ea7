import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { granted } from '../../kernel/refusal.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import { countDays, type DaysAsked } from './day-store.ts';
import type { IndicatorCode } from './indicators.ts';
import { completed } from './measure-store.ts';
import type { Grade, Period, StoredScheme } from './model.ts';
import { passesOf } from './passes.ts';
import { monthOf, periodOf } from './periods.ts';
import { gradeOf, score } from './rules.ts';
import { findScheme } from './store.ts';
import { measureObjects } from './total-store.ts';

/** One local day of a period: how many counted, and how many of them met what the indicator asks. */
export interface DayCount {
  day: string;
  of: number;
  met: number;
}

/** 全区 — the parts of a rate over the whole district, its sub-districts together, for each day on which anything counted. */
export async function measureDistrictByDay(
  tx: Tx,
  code: IndicatorCode,
  asked: Omit<DaysAsked, 'id'>,
): Promise<DayCount[]> {
  const pass = passesOf('subdistrict').find(({ counts }) => counts.some((count) => count.code === code));
  if (!pass) return [];
  const [of, met] = (['of', 'met'] as const).map((part) =>
    pass.counts.findIndex((count) => count.code === code && count.part === part),
  );
  const days = await countDays(tx, pass, asked);
  return days.map(({ day, counts }) => ({ day, of: counts[of ?? -1] ?? 0, met: counts[met ?? -1] ?? 0 }));
}

/**
 * 本系统自算 — what the district would be graded by our own cases, for each month that has begun: the mean of the composites of
 * its sub-districts, by the scheme of the month. Null where no sub-district has anything to score.
 */
export async function scoreDistrictByMonth(
  tx: Tx,
  jurisdictionId: number,
  { period, timeZone, asOf }: { period: Period; timeZone: string; asOf: Instant },
): Promise<{ month: string; value: number | null; grade: Grade | null }[]> {
  const object = 'subdistrict' as const;
  const months = monthsOf(period).map(([from, to]) => granted(periodOf(from, to, timeZone)));
  const schemes: StoredScheme[] = [];
  for (const { from } of months) schemes.push(await findScheme(tx, jurisdictionId, object, from));
  const reads = months.map((month, i) => ({
    period: month,
    asOf,
    codes: (schemes[i]?.parts ?? []).map(({ indicator }) => indicator),
  }));
  const measures = await measureObjects(tx, { jurisdictionId, object }, reads);
  return months.map((month, i) => {
    const scheme = schemes[i];
    const composites = [...(measures[i]?.values() ?? [])].flatMap((own) =>
      scheme ? (score(completed(object, own), scheme, month.months).value ?? []) : [],
    );
    const value = composites.length === 0 ? null : composites.reduce((sum, one) => sum + one, 0) / composites.length;
    return { month: month.from.slice(0, 7), value, grade: gradeOf(value) };
  });
}

/** A period cut at the ends of its months. */
function monthsOf({ from, to }: Period): [from: string, to: string][] {
  const parts: [string, string][] = [];
  for (let at = from; at <= to; ) {
    const last = monthOf(at).to;
    parts.push([at, last > to ? to : last]);
    at = dateOf(dayNumber(last) + 1);
  }
  return parts;
}
