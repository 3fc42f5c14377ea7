import { millis } from '../../kernel/instant.ts';
import type { CalendarDay, CalendarDefinition, Closure, OfficeHours, OfficeSpan } from './model.ts';
import { countBelow, DAY, dateOf, dayNumber, instantOfWall, midnightOf, readZone, type Zone } from './zone.ts';

/** A stretch without office hours that has a name: a run of holidays, a closure. */
export interface Off {
  from: number;
  to: number;
  name: string;
}

/**
 * All office time of some years, laid end to end: with the sum of what lies before each span, the office time between
 * any two instants, and the instant after any amount of it, are found by one search each, however far apart they lie.
 */
export interface Timeline {
  zone: Zone;
  /** Instants covered: `from` inclusive, `to` exclusive. */
  from: number;
  to: number;
  starts: Float64Array;
  ends: Float64Array;
  /** Office milliseconds before each span. */
  before: Float64Array;
  /** Where each workday's last span ends. */
  dayEnds: Float64Array;
  offs: Off[];
  /** Days that a notice speaks of, by day number. A make-up workday has won over a holiday. */
  named: Map<number, CalendarDay>;
  hours: ReadHours[];
}

interface ReadHours {
  special: boolean;
  from: number;
  to: number;
  season: { from: string; to: string } | undefined;
  week: [number, number][][];
}

function minuteOf(clock: string): number {
  return Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
}

function readHours(hours: OfficeHours): ReadHours {
  const read = (spans: OfficeSpan[]) => spans.map(([from, to]): [number, number] => [minuteOf(from), minuteOf(to)]);
  return {
    special: hours.season !== undefined || hours.validTo !== undefined,
    from: dayNumber(hours.validFrom),
    to: hours.validTo ? dayNumber(hours.validTo) : Number.POSITIVE_INFINITY,
    season: hours.season,
    week: hours.week.map(read),
  };
}

/** Sorted so that the first that holds on a day is the one that counts. */
function inOrder(hours: OfficeHours[]): ReadHours[] {
  return hours.map(readHours).sort((a, b) => Number(b.special) - Number(a.special) || b.from - a.from);
}

function holds(hours: ReadHours, day: number): boolean {
  if (day < hours.from || day > hours.to) return false;
  if (!hours.season) return true;
  const { from, to } = hours.season;
  const monthDay = dateOf(day).slice(5);
  if (from > to) return monthDay >= from || monthDay <= to;
  return from <= monthDay && monthDay <= to;
}

/** The hours of an ordinary day: those of the first weekday that has any. A worked weekend has these too. */
function ordinarySpans(hours: ReadHours | undefined): [number, number][] {
  return hours?.week.find((spans) => spans.length > 0) ?? [];
}

/** Minutes of an ordinary office day under the hours that hold on a local day: what "one workday" is worth. */
export function ordinaryMinutes(timeline: Timeline, day: number): number {
  const hours = timeline.hours.find((candidate) => holds(candidate, day));
  return ordinarySpans(hours).reduce((sum, [from, to]) => sum + to - from, 0);
}

/**
 * A make-up workday wins over the weekend, and over a holiday that another notice has for the same date: the notice
 * lists worked days one by one.
 */
function nameDays(days: CalendarDay[]): Map<number, CalendarDay> {
  const named = new Map<number, CalendarDay>();
  for (const day of days) {
    const number = dayNumber(day.date);
    if (named.get(number)?.kind !== 'makeUp') named.set(number, day);
  }
  return named;
}

function holidayRuns(named: Map<number, CalendarDay>, zone: Zone): Off[] {
  const runs: { first: number; last: number; name: string }[] = [];
  for (const [day, { kind, name }] of [...named].sort(([a], [b]) => a - b)) {
    if (kind === 'makeUp') continue;
    const run = runs.at(-1);
    if (run && run.last === day - 1 && run.name === name) run.last = day;
    else runs.push({ first: day, last: day, name });
  }
  return runs.map(({ first, last, name }) => ({ from: midnightOf(zone, first), to: midnightOf(zone, last + 1), name }));
}

function readClosures(closures: Closure[]): Off[] {
  return closures
    .map(({ from, to, reason }) => ({ from: millis(from), to: millis(to), name: reason }))
    .sort((a, b) => a.from - b.from);
}

/** What is left of a span when the closures, in order of their beginning, are taken out of it. */
function openParts(from: number, to: number, closures: Off[]): [number, number][] {
  const parts: [number, number][] = [];
  let at = from;
  for (const closure of closures) {
    if (closure.from >= to) break;
    if (closure.to <= at) continue;
    if (closure.from > at) parts.push([at, closure.from]);
    at = closure.to;
  }
  if (at < to) parts.push([at, to]);
  return parts;
}

/** Lays out the office time of whole local years, the last one included. */
export function layOut(definition: CalendarDefinition, firstYear: number, lastYear: number): Timeline {
  const firstDay = dayNumber(`${firstYear}-01-01`);
  const endDay = dayNumber(`${lastYear + 1}-01-01`);
  const zone = readZone(definition.timeZone, (firstDay - 2) * DAY, (endDay + 2) * DAY);
  const hours = inOrder(definition.hours);
  const named = nameDays(definition.days);
  const closures = readClosures(definition.closures);
  const starts: number[] = [];
  const ends: number[] = [];
  const before: number[] = [];
  const dayEnds: number[] = [];
  let sum = 0;
  let midnight = midnightOf(zone, firstDay);
  for (let day = firstDay; day < endDay; day++) {
    const start = midnight;
    midnight = midnightOf(zone, day + 1);
    const kind = named.get(day)?.kind;
    if (kind === 'holiday') continue;
    const ruling = hours.find((candidate) => holds(candidate, day));
    const usual = ruling?.week[(day + 3) % 7] ?? [];
    const spans = kind === 'makeUp' && usual.length === 0 ? ordinarySpans(ruling) : usual;
    // Only on the day of a clock change does adding minutes to midnight miss the local time.
    const plain = midnight - start === DAY;
    const at = (minute: number) => (plain ? start + minute * 60_000 : instantOfWall(zone, day * DAY + minute * 60_000));
    const spansBefore = ends.length;
    for (const [from, to] of spans) {
      for (const [open, close] of openParts(at(from), at(to), closures)) {
        starts.push(open);
        ends.push(close);
        before.push(sum);
        sum += close - open;
      }
    }
    if (ends.length > spansBefore) dayEnds.push(ends.at(-1) ?? 0);
  }
  return {
    zone,
    from: midnightOf(zone, firstDay),
    to: midnight,
    starts: Float64Array.from(starts),
    ends: Float64Array.from(ends),
    before: Float64Array.from(before),
    dayEnds: Float64Array.from(dayEnds),
    offs: [...holidayRuns(named, zone), ...closures].sort((a, b) => a.from - b.from),
    named,
    hours,
  };
}

/** Office milliseconds from the timeline's beginning to an instant. */
export function officeBefore(timeline: Timeline, at: number): number {
  const index = countBelow(timeline.starts, at, true) - 1;
  if (index < 0) return 0;
  const start = timeline.starts[index] ?? 0;
  return (timeline.before[index] ?? 0) + Math.min(at, timeline.ends[index] ?? 0) - start;
}

/**
 * The first instant with so much office time before it, undefined if the timeline ends sooner. An amount used up
 * exactly when the office closes ends there, not when it opens again.
 */
export function officeInstant(timeline: Timeline, amount: number): number | undefined {
  const index = countBelow(timeline.before, amount) - 1;
  if (index < 0) return undefined;
  const at = (timeline.starts[index] ?? 0) + amount - (timeline.before[index] ?? 0);
  return at <= (timeline.ends[index] ?? 0) ? at : undefined;
}

/** The office spans of one local day, in order. */
export function spansOfDay(timeline: Timeline, day: number): { from: number; to: number }[] {
  const begin = countBelow(timeline.starts, midnightOf(timeline.zone, day));
  const end = countBelow(timeline.starts, midnightOf(timeline.zone, day + 1));
  return Array.from({ length: end - begin }, (_, at) => ({
    from: timeline.starts[begin + at] ?? 0,
    to: timeline.ends[begin + at] ?? 0,
  }));
}
