import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { explain, type Reckoning, type Stop } from './explain.ts';
import type { CalendarDefinition, Deadline, Limit, Pause } from './model.ts';
import { badTime, pausesUntil, readStops } from './pauses.ts';
import { layOut, officeBefore, officeInstant, ordinaryMinutes, spansOfDay, type Timeline } from './timeline.ts';
import { countBelow, DAY, dayNumber, dayOf, instantOfWall, midnightOf, wallOf } from './zone.ts';

/** A district's calendar, ready to reckon with. Its years are laid out when first asked for, and kept. */
export interface WorkingCalendar {
  definition: CalendarDefinition;
  /** What a deadline names as its rule: version of the calendar and reading of a workday. */
  rule: string;
  timelines: (Timeline | undefined)[];
}

/** Nearly every question falls into the first range; the last is all that is ever answered. */
const RANGES = [
  [2015, 2035],
  [1990, 2070],
  [1990, 2099],
] as const;

export function compileCalendar(definition: CalendarDefinition): WorkingCalendar {
  return { definition, rule: `calendar-${definition.version}/${definition.reading}`, timelines: [] };
}

function timelineAt(calendar: WorkingCalendar, level: number): Timeline | undefined {
  const range = RANGES[level];
  if (!range) return undefined;
  calendar.timelines[level] ??= layOut(calendar.definition, range[0], range[1]);
  return calendar.timelines[level];
}

/** The smallest layout that covers an instant; the widest if none does. */
function timelineFor(calendar: WorkingCalendar, at: number): Timeline | undefined {
  for (let level = 0; ; level++) {
    const timeline = timelineAt(calendar, level);
    if (!timeline) return timelineAt(calendar, RANGES.length - 1);
    if (at >= timeline.from && at < timeline.to) return timeline;
  }
}

const badLimit: Refusal = {
  refused: 'invalid',
  code: 'badLimit',
  message: {
    zh: '时限须大于 0、不超过 10000；小时与工作时间须为整分钟，自然日与“到日终”的工作日须为整天。',
    en: 'A limit must be above 0 and at most 10,000; hours and working time in whole minutes, calendar days and days read to their end in whole days.',
  },
};

const beyondCalendar: Refusal = {
  refused: 'invalid',
  code: 'beyondCalendar',
  message: { zh: '日历只覆盖 1990–2099 年。', en: 'The calendar covers 1990–2099 only.' },
};

const clockStandsStill: Refusal = {
  refused: 'conflict',
  code: 'clockStandsStill',
  message: {
    zh: '计时暂停中，恢复后才有到期时间。',
    en: 'The clock is standing still; there is no deadline until it is resumed.',
  },
};

function between(timeline: Timeline, measure: Reckoning['measure'], from: number, to: number): number {
  return measure === 'wall' ? to - from : officeBefore(timeline, to) - officeBefore(timeline, from);
}

/** The time that has counted from the start to an instant. */
function counted({ timeline, measure, from, stops }: Omit<Reckoning, 'total' | 'due'>, until: number): number {
  let at = from;
  let sum = 0;
  for (const stop of stops) {
    if (stop.from >= until) break;
    sum += between(timeline, measure, at, stop.from);
    at = stop.to;
  }
  return at < until ? sum + between(timeline, measure, at, until) : sum;
}

/** The first instant at which so much time has counted; infinity while the clock stands still before it. */
function advance(
  { timeline, measure, from, stops }: Omit<Reckoning, 'total' | 'due'>,
  amount: number,
): number | undefined {
  let at = from;
  let left = amount;
  for (const stop of stops) {
    const run = between(timeline, measure, at, stop.from);
    if (left <= run) break;
    left -= run;
    at = stop.to;
  }
  if (at === Number.POSITIVE_INFINITY) return at;
  return measure === 'wall' ? at + left : officeInstant(timeline, officeBefore(timeline, at) + left);
}

/**
 * 到日终 — the closing time of the N-th workday after the day of the start. A workday counts at the moment its office
 * closes, if the clock is running then; so a day at whose close the clock stands still is not counted, and no deadline
 * falls into a pause.
 */
function closeOfDay(timeline: Timeline, from: number, count: number, stops: Stop[]): number | undefined {
  const { dayEnds, zone } = timeline;
  const first = countBelow(dayEnds, midnightOf(zone, dayOf(zone, from) + 1), true);
  let index = first + count - 1;
  for (const stop of stops) {
    const skipFrom = Math.max(first, countBelow(dayEnds, stop.from, true));
    if (skipFrom > index) break;
    if (stop.to === Number.POSITIVE_INFINITY) return stop.to;
    index += Math.max(0, countBelow(dayEnds, stop.to, true) - skipFrom);
  }
  return dayEnds[index];
}

function isWhole(amount: number): boolean {
  return Math.abs(amount - Math.round(amount)) < 1e-6;
}

/** Milliseconds of a limit, undefined if it is not in whole minutes, or days. */
function amountOf(
  timeline: Timeline,
  from: number,
  limit: Limit,
): { measure: Reckoning['measure']; total: number } | undefined {
  const minutes = (measure: Reckoning['measure'], amount: number) =>
    isWhole(amount) && Math.round(amount) > 0 ? { measure, total: Math.round(amount) * 60_000 } : undefined;
  switch (limit.unit) {
    case 'urgentHours':
      return minutes('wall', limit.amount * 60);
    case 'workHours':
      return minutes('office', limit.amount * 60);
    case 'workdays':
      return minutes('office', limit.amount * ordinaryMinutes(timeline, dayOf(timeline.zone, from)));
    case 'calendarDays': {
      const { zone } = timeline;
      if (!Number.isInteger(limit.amount)) return undefined;
      return { measure: 'wall', total: instantOfWall(zone, wallOf(zone, from) + limit.amount * DAY) - from };
    }
  }
}

function reckonOn(
  calendar: WorkingCalendar,
  timeline: Timeline,
  from: number,
  limit: Limit,
  stops: Stop[],
): Reckoning | Refusal | undefined {
  if (limit.unit === 'workdays' && calendar.definition.reading === 'toEndOfDay') {
    if (!Number.isInteger(limit.amount)) return badLimit;
    const due = closeOfDay(timeline, from, limit.amount, stops);
    if (due === undefined) return undefined;
    const clock = { timeline, measure: 'office' as const, from, stops };
    return { ...clock, due, total: due === Number.POSITIVE_INFINITY ? due : counted(clock, due) };
  }
  const amount = amountOf(timeline, from, limit);
  if (!amount) return badLimit;
  const clock = { timeline, measure: amount.measure, from, stops };
  const due = advance(clock, amount.total);
  return due === undefined ? undefined : { ...clock, due, total: amount.total };
}

/** Reckons a limit on the smallest layout of years that reaches from its start to its end. */
function reckon(
  calendar: WorkingCalendar,
  start: Instant,
  limit: Limit,
  pauses: readonly Pause[],
): Reckoning | Refusal {
  const from = millis(start);
  if (Number.isNaN(from)) return badTime('from', '起算时间无效。', 'The start is not a time.');
  if (!(limit.amount > 0 && limit.amount <= 10_000)) return badLimit;
  const stops = readStops(from, pauses);
  if ('refused' in stops) return stops;
  const last = stops.at(-1);
  const latest = Math.max(from, last ? (last.to === Number.POSITIVE_INFINITY ? last.from : last.to) : from);
  for (let level = 0; ; level++) {
    const timeline = timelineAt(calendar, level);
    if (!timeline) return beyondCalendar;
    if (from < timeline.from || latest >= timeline.to) continue;
    const reckoned = reckonOn(calendar, timeline, from, limit, stops);
    if (!reckoned) continue;
    if ('refused' in reckoned || reckoned.due < timeline.to || reckoned.due === Number.POSITIVE_INFINITY)
      return reckoned;
  }
}

/**
 * When a limit ends. Time in pauses does not count; a pause still open is a refusal unless the limit ended before it.
 * Takes the same time for an hour and for a year.
 */
export function deadlineOf(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[] = [],
): Instant | Refusal {
  const reckoned = reckon(calendar, from, limit, pauses);
  if ('refused' in reckoned) return reckoned;
  return reckoned.due === Number.POSITIVE_INFINITY ? clockStandsStill : instant(reckoned.due);
}

/** When a limit ends and why then: every stretch that counted, every pause, every holiday passed over. */
export function deadline(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[] = [],
): Deadline | Refusal {
  const reckoned = reckon(calendar, from, limit, pauses);
  if ('refused' in reckoned) return reckoned;
  if (reckoned.due === Number.POSITIVE_INFINITY) return clockStandsStill;
  return {
    due: instant(reckoned.due),
    spans: explain(reckoned, limit.unit, calendar.definition.years),
    rule: calendar.rule,
  };
}

/** Minutes of a limit used up at a moment, beyond its end too. Office minutes, or all minutes, as the unit counts. */
export function usedMinutes(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[],
  now: Instant,
): number | Refusal {
  const reckoned = reckon(calendar, from, limit, pausesUntil(pauses, now));
  return 'refused' in reckoned ? reckoned : counted(reckoned, millis(now)) / 60_000;
}

/** The share of a limit used up at a moment: 0 before the start, 1 when it ends, more when overdue. */
export function elapsedShare(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[],
  now: Instant,
): number | Refusal {
  const reckoned = reckon(calendar, from, limit, pausesUntil(pauses, now));
  return 'refused' in reckoned ? reckoned : counted(reckoned, millis(now)) / reckoned.total;
}

/** 预警 — when a share of a limit (0–1) is used up: amber before red. Never later than the deadline. */
export function warnInstant(
  calendar: WorkingCalendar,
  from: Instant,
  limit: Limit,
  pauses: readonly Pause[],
  share: number,
): Instant | Refusal {
  const reckoned = reckon(calendar, from, limit, pauses);
  if ('refused' in reckoned) return reckoned;
  if (share <= 0 || Number.isNaN(share)) return from;
  if (reckoned.total === Number.POSITIVE_INFINITY) return clockStandsStill;
  const at = advance(reckoned, Math.max(1, Math.round(reckoned.total * Math.min(1, share))));
  if (at === undefined) return beyondCalendar;
  return at === Number.POSITIVE_INFINITY ? clockStandsStill : instant(at);
}

/** Office minutes between two instants, 0 if the second is not later. Outside 1990–2099 there are none. */
export function workingMinutesBetween(calendar: WorkingCalendar, from: Instant, to: Instant): number {
  const early = timelineFor(calendar, millis(from));
  const timeline = early && millis(to) <= early.to ? early : timelineAt(calendar, RANGES.length - 1);
  return timeline && from < to ? between(timeline, 'office', millis(from), millis(to)) / 60_000 : 0;
}

/** The hours in which the office is open on a local date, closures taken out; empty on a day off. */
export function officeSpansOf(calendar: WorkingCalendar, date: string): { from: Instant; to: Instant }[] {
  const day = dayNumber(date);
  const timeline = timelineFor(calendar, day * DAY);
  if (!timeline || Number.isNaN(day)) return [];
  return spansOfDay(timeline, day).map(({ from, to }) => ({ from: instant(from), to: instant(to) }));
}

/** The instant at which a local date begins. */
export function startOfDay(calendar: WorkingCalendar, date: string): Instant {
  const timeline = timelineFor(calendar, dayNumber(date) * DAY);
  return instant(timeline ? midnightOf(timeline.zone, dayNumber(date)) : dayNumber(date) * DAY);
}

export function isWorkday(calendar: WorkingCalendar, date: string): boolean {
  return officeSpansOf(calendar, date).length > 0;
}

/** What one workday is worth on a local date: the office minutes of an ordinary day of that season. */
export function minutesPerWorkday(calendar: WorkingCalendar, date: string): number {
  const timeline = timelineFor(calendar, dayNumber(date) * DAY);
  return timeline ? ordinaryMinutes(timeline, dayNumber(date)) : 0;
}
