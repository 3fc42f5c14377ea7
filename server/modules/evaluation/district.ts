import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { granted } from '../../kernel/refusal.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import type { IndicatorCode } from './indicators.ts';
import type { Period } from './model.ts';
import { monthOf, periodOf } from './periods.ts';
import { measureObjects } from './total-store.ts';

/** 全区 — the parts of a rate over the whole district, its sub-districts together, for each month that has begun. */
export async function measureDistrictByMonth(
  tx: Tx,
  jurisdictionId: number,
  code: IndicatorCode,
  { period, timeZone, asOf }: { period: Period; timeZone: string; asOf: Instant },
): Promise<{ day: string; met: number; of: number }[]> {
  const whose = { jurisdictionId, object: 'subdistrict' } as const;
  const months = monthsOf(period).map(([from, to]) => granted(periodOf(from, to, timeZone)));
  const reads = months.map((month) => ({ period: month, asOf, codes: [code] }));
  const measures = await measureObjects(tx, whose, reads);
  return months.map(({ from }, i) => {
    const all = [...(measures[i]?.values() ?? [])].flatMap((one) => one[code] ?? []);
    const sum = (part: 'met' | 'of') => all.reduce((total, one) => total + one[part], 0);
    return { day: from, met: sum('met'), of: sum('of') };
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
