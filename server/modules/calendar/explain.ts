import { instant } from '../../kernel/instant.ts';
import type { LimitUnit, Span } from './model.ts';
import type { Timeline } from './timeline.ts';
import { countBelow, dateOf, dayOf, midnightOf } from './zone.ts';

/** A stretch in which the clock stands still, in milliseconds; an open one ends at infinity. */
export interface Stop {
  from: number;
  to: number;
}

/** A limit as an amount of time of one kind, and where it ends. */
export interface Reckoning {
  timeline: Timeline;
  /** Only office time counts, or all time does. */
  measure: 'office' | 'wall';
  from: number;
  total: number;
  due: number;
  stops: Stop[];
}

function span(timeline: Timeline, what: Span['what'], from: number, to: number, note?: string): Span {
  return {
    from: instant(from),
    to: instant(to),
    minutes: what === 'pause' || what === 'off' ? 0 : (to - from) / 60_000,
    what,
    date: dateOf(dayOf(timeline.zone, from)),
    ...(note ? { note } : {}),
  };
}

/** The stretches between start and end in which the clock ran. */
function running({ from, due, stops }: Reckoning): Stop[] {
  const runs: Stop[] = [];
  let at = from;
  for (const stop of stops) {
    if (stop.from >= due) break;
    if (stop.from > at) runs.push({ from: at, to: stop.from });
    at = stop.to;
  }
  if (at < due) runs.push({ from: at, to: due });
  return runs;
}

function officeSpans(timeline: Timeline, run: Stop): Span[] {
  const spans: Span[] = [];
  for (let index = countBelow(timeline.ends, run.from, true); (timeline.starts[index] ?? run.to) < run.to; index++) {
    const from = Math.max(run.from, timeline.starts[index] ?? 0);
    const to = Math.min(run.to, timeline.ends[index] ?? 0);
    const worked = timeline.named.get(dayOf(timeline.zone, from));
    spans.push(span(timeline, 'office', from, to, worked && `${worked.name}调休上班`));
  }
  return spans;
}

function daySpans(timeline: Timeline, run: Stop): Span[] {
  const spans: Span[] = [];
  for (let at = run.from; at < run.to; ) {
    const next = Math.min(run.to, midnightOf(timeline.zone, dayOf(timeline.zone, at) + 1));
    spans.push(span(timeline, 'calendarDay', at, next));
    at = next;
  }
  return spans;
}

/** Days of a year whose notice is not out yet count as if it had no holidays; the first such day says so. */
function noteUnannounced(spans: Span[], years: readonly number[]): void {
  if (years.length === 0) return;
  const last = Math.max(...years);
  const first = spans.find((counted) => counted.what === 'office' && Number(counted.date.slice(0, 4)) > last);
  if (first && !first.note) first.note = `${first.date.slice(0, 4)}年放假安排尚未公布`;
}

/** 为什么是这个时间 — the stretches from the start of a limit to its end, in order: counted, paused, passed over. */
export function explain(reckoned: Reckoning, unit: LimitUnit, years: readonly number[]): Span[] {
  const { timeline, from, due, stops } = reckoned;
  const inside = (stretch: Stop): Stop => ({ from: Math.max(from, stretch.from), to: Math.min(due, stretch.to) });
  const spans: Span[] = [];
  for (const run of running(reckoned)) {
    if (reckoned.measure === 'office') spans.push(...officeSpans(timeline, run));
    else if (unit === 'calendarDays') spans.push(...daySpans(timeline, run));
    else spans.push(span(timeline, 'roundTheClock', run.from, run.to));
  }
  for (const stop of stops.map(inside)) {
    if (stop.from < stop.to) spans.push(span(timeline, 'pause', stop.from, stop.to));
  }
  if (reckoned.measure === 'office') {
    noteUnannounced(spans, years);
    for (const off of timeline.offs) {
      const { from: begin, to: end } = inside(off);
      const paused = stops.some((stop) => stop.from <= begin && stop.to >= end);
      if (begin < end && !paused) spans.push(span(timeline, 'off', begin, end, off.name));
    }
  }
  return spans.sort((a, b) => (a.from < b.from ? -1 : Number(a.from > b.from)));
}
