import type { Tx } from '../../kernel/db.ts';
import { countDays, type DaysAsked } from './day-store.ts';
import type { IndicatorCode } from './indicators.ts';
import { passesOf } from './passes.ts';

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
