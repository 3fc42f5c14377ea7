import type { Instant } from '../../kernel/instant.ts';
import { mostUrgent } from './clocks.ts';
import { openStates } from './lifecycle.ts';
import type { CaseFile } from './model.ts';

/** 看板 — everything about a case by which it is counted on the board. */
export interface Standing {
  state: string;
  source: string;
  categoryId: string | null;
  unitId: string | null;
  subdistrictCode: string | null;
  reportedAt: Instant;
  closedAt: Instant | null;
  dueAt: Instant | null;
  warnAt: Instant | null;
}

export function standingOf(kase: CaseFile): Standing {
  const clock = openStates.includes(kase.state) ? mostUrgent(kase.clocks) : null;
  return {
    state: kase.state,
    source: kase.source,
    categoryId: kase.categoryId,
    unitId: kase.unitId,
    subdistrictCode: kase.place?.subdistrictCode ?? null,
    reportedAt: kase.reportedAt,
    closedAt: kase.closedAt,
    dueAt: clock?.dueAt ?? null,
    warnAt: clock?.warnAt ?? null,
  };
}

export interface BoardChange {
  jurisdictionId: number;
  weight: 1 | -1;
  standing: Standing;
}

/** What an action changes on the board: nothing, or how the case stood goes and how it stands comes. */
export function boardChanges(before: CaseFile | null, after: CaseFile): BoardChange[] {
  const { jurisdictionId } = after;
  const came: BoardChange = { jurisdictionId, weight: 1, standing: standingOf(after) };
  if (!before) return [came];
  const went: BoardChange = { jurisdictionId, weight: -1, standing: standingOf(before) };
  const same = (Object.keys(came.standing) as (keyof Standing)[]).every(
    (field) => came.standing[field] === went.standing[field],
  );
  return same ? [] : [went, came];
}

/** What the board is cut by, beside the category: the units' own board has no other units. */
export const boardDimensions = ['category', 'unit', 'subdistrict', 'source'] as const;
export type BoardDimension = (typeof boardDimensions)[number];

/** `open`: all that is under way, `all`: every case, whenever it came; else what was reported in so many days up to today. */
export const boardWindows = ['open', 'all', 'today', 'week', 'days30', 'month'] as const;
export type BoardWindow = (typeof boardWindows)[number];

/** The first day of a window that ends today; null where it does not matter when a case came. */
export function firstDayOf(window: BoardWindow, today: string): string | null {
  if (window === 'open' || window === 'all') return null;
  if (window === 'month') return `${today.slice(0, 7)}-01`;
  return dayBefore(today, { today: 1, week: 7, days30: 30 }[window] - 1);
}

/** What came in and what ended is told for so many days. */
export const FLOW_DAYS = 30;

export function dayBefore(day: string, days: number): string {
  return new Date(Date.parse(day) - days * 86_400_000).toISOString().slice(0, 10);
}

/** Reports and ends are kept by day for so long, whichever window is asked for. */
export const KEPT_DAYS = 62;
/** A clock set back by an hour, or by a day, finds the days still apart. */
export const FLOOR_DAYS = 2;

/**
 * Times from report to end are kept in quarter octaves of a minute: each step is 19 % longer than the one before, so that a
 * median is right to a few per cent for minutes and for months.
 */
export const STEPS_PER_OCTAVE = 4;
const MINUTE = 60;

/** The time below which a share of the counted cases ended, in seconds; null without any. */
export function quantile(steps: ReadonlyMap<number, number>, share: number): number | null {
  const counts = [...steps].filter(([, cases]) => cases > 0).sort(([a], [b]) => a - b);
  const wanted = counts.reduce((sum, [, cases]) => sum + cases, 0) * share;
  let below = 0;
  for (const [step, cases] of counts) {
    if (below + cases >= wanted)
      return Math.round(MINUTE * 2 ** ((step + (wanted - below) / cases) / STEPS_PER_OCTAVE));
    below += cases;
  }
  return null;
}
