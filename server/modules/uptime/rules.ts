import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type {
  Availability,
  Correction,
  FailureRate,
  Maintenance,
  Probe,
  Run,
  Span,
  SpanState,
  UptimePolicy,
  Verdict,
} from './model.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A result holds until the next check, at most so many intervals; beyond that nobody knows. */
export const INTERVALS_HELD = 2;

export const standardPolicy: UptimePolicy = { announcedHours: 24, maintenanceMinutesPerMonth: 480 };

type Watched = Pick<Probe, 'intervalSeconds' | 'failuresToFault'>;

const holds = (probe: Watched): number => INTERVALS_HELD * probe.intervalSeconds * 1000;

/** Adds a run, often of one check, to the last one known, or begins the next. One not later than the last is not taken: null. */
export function withRun(last: Run | null, run: Run, probe: Watched): Run | null {
  if (last && run.first <= last.last) return null;
  const follows = last !== null && last.result === run.result && millis(run.first) - millis(last.last) <= holds(probe);
  return follows ? { ...last, last: run.last, checks: last.checks + run.checks } : run;
}

/** The runs of one probe as spans without gap or overlap over [from, to): time that no check speaks for is unknown. */
export function spansOf(runs: readonly Run[], probe: Watched, from: number, to: number): Span[] {
  const spans: Span[] = [];
  let at = from;
  const put = (until: number, state: SpanState) => {
    const end = Math.min(until, to);
    if (end <= at) return;
    const before = spans.at(-1);
    if (before?.state === state) before.to = end;
    else spans.push({ from: at, to: end, state });
    at = end;
  };
  for (const [i, run] of runs.entries()) {
    const next = runs[i + 1];
    const held = millis(run.last) + holds(probe);
    put(millis(run.first), 'unknown');
    put(next ? Math.min(held, millis(next.first)) : held, isFault(run, probe) ? 'down' : 'up');
  }
  put(to, 'unknown');
  return spans;
}

/** 故障 — a streak that reached the limit is a fault from its first failing check on; a shorter one was a hiccup. */
export function isFault(run: Run, probe: Watched): boolean {
  return run.result === 'failed' && run.checks >= probe.failuresToFault;
}

/**
 * The time that a probe answers for: from its first check on and, once it is stopped, until its last ceases to hold. A probe
 * added later says nothing of the time before, and one that was given up nothing of the time after.
 */
export function termOf({ first, last }: { first: Instant; last: Instant }, probe: Watched & Pick<Probe, 'active'>) {
  return { from: millis(first), to: probe.active ? Number.POSITIVE_INFINITY : millis(last) + holds(probe) };
}

/**
 * One subject by all its probes, each over the time it answers for: down while any is, else unknown while any is. Where none
 * answers it is unknown.
 */
export function together(perProbe: readonly (readonly Span[])[], from: number, to: number): Span[] {
  const edges = perProbe.flatMap((spans) => [
    ...spans.map((span) => span.from),
    ...spans.slice(-1).map((last) => last.to),
  ]);
  const cuts = [...new Set([from, ...edges])].filter((cut) => cut < to).sort((a, b) => a - b);
  const cursors = perProbe.map(() => 0);
  const merged: Span[] = [];
  for (const [i, cut] of cuts.entries()) {
    const end = cuts[i + 1] ?? to;
    const states = perProbe.flatMap((spans, p) => {
      while ((spans[cursors[p] ?? 0]?.to ?? Number.POSITIVE_INFINITY) <= cut) cursors[p] = (cursors[p] ?? 0) + 1;
      const span = spans[cursors[p] ?? 0];
      return span && span.from <= cut ? [span.state] : [];
    });
    const silent = states.length === 0 || states.includes('unknown');
    const state = states.includes('down') ? 'down' : silent ? 'unknown' : 'up';
    const before = merged.at(-1);
    if (before?.state === state) before.to = end;
    else merged.push({ from: cut, to: end, state });
  }
  return merged;
}

/** What a second person confirmed stands in place of what the probes said; of two, the later. */
export function corrected(spans: readonly Span[], corrections: readonly Correction[]): Span[] {
  return corrections.reduce<Span[]>(
    (present, { from, to, state }) => {
      const kept = present.flatMap((span) => without(span, from, to));
      const first = present[0]?.from ?? from;
      const last = present.at(-1)?.to ?? to;
      const put: Span = { from: Math.max(from, first), to: Math.min(to, last), state };
      return put.to > put.from ? [...kept, put].sort((a, b) => a.from - b.from) : present;
    },
    [...spans],
  );
}

function without(span: Span, from: number, to: number): Span[] {
  if (span.to <= from || span.from >= to) return [span];
  return [...(span.from < from ? [{ ...span, to: from }] : []), ...(span.to > to ? [{ ...span, from: to }] : [])];
}

/** Why a maintenance counts as what it was, whatever else was taken out of its month; null if it may leave the denominator. */
export function countsBecause(
  { from, announcedAt, approvedAt }: Maintenance,
  { announcedHours }: UptimePolicy,
): 'late' | 'unapproved' | null {
  if (announcedAt > from - announcedHours * HOUR) return 'late';
  return approvedAt !== null && approvedAt <= from ? null : 'unapproved';
}

/**
 * 不计入的计划维护 — maintenance that leaves the denominator: announced and approved in time, and within the cap of each local
 * month it lies in, the earliest first. `monthEnd` gives where the month of a moment ends. Overlapping windows count once.
 */
export function excluded(
  windows: readonly Maintenance[],
  policy: UptimePolicy,
  monthEnd: (at: number) => number,
): { from: number; to: number }[] {
  const left = new Map<number, number>();
  const taken: { from: number; to: number }[] = [];
  const inTime = windows.filter((window) => countsBecause(window, policy) === null).sort((a, b) => a.from - b.from);
  for (const { from, to } of inTime) {
    let start = Math.max(from, taken.at(-1)?.to ?? from);
    while (start < to) {
      const month = monthEnd(start);
      const budget = left.get(month) ?? policy.maintenanceMinutesPerMonth * MINUTE;
      const end = Math.min(to, month, start + budget);
      if (end > start) taken.push({ from: start, to: end });
      left.set(month, budget - (end - start));
      start = month;
    }
  }
  return taken;
}

/**
 * 可用性 of a subject over [from, to). Time is counted by intervals, each minute once; what the maintenance takes out is
 * neither service nor fault nor unknown.
 */
export function availabilityOf(given: {
  spans: readonly Span[];
  corrections: readonly Correction[];
  maintenance: readonly { from: number; to: number }[];
}): Availability {
  const outside = (spans: readonly Span[]) =>
    given.maintenance.reduce<Span[]>(
      (left, { from, to }) => left.flatMap((span) => without(span, from, to)),
      [...spans],
    );
  const told = outside(given.spans);
  const right = outside(corrected(given.spans, given.corrections));
  const all = minutes(given.spans);
  const service = minutes(right);
  return {
    serviceMinutes: service,
    faultMinutes: minutes(right, 'down'),
    unknownMinutes: minutes(right, 'unknown'),
    maintenanceMinutes: all - service,
    uncorrectedFaultMinutes: minutes(told, 'down'),
    faults: right.filter(({ state }) => state === 'down').length,
  };
}

function minutes(spans: readonly Span[], state?: SpanState): number {
  return spans.reduce((sum, span) => (state && span.state !== state ? sum : sum + (span.to - span.from)), 0) / MINUTE;
}

/** 故障率 = Σ 故障分钟 ÷ Σ 应运行分钟, over one subject or several; null where nothing owed service. */
export function failureRateOf(parts: readonly Availability[]): FailureRate | null {
  const sum = (of: (part: Availability) => number) => parts.reduce((total, part) => total + of(part), 0);
  const service = sum((part) => part.serviceMinutes);
  if (service <= 0) return null;
  const fault = sum((part) => part.faultMinutes);
  return { low: fault / service, high: (fault + sum((part) => part.unknownMinutes)) / service };
}

/** Against a ceiling such as 0.001. A range that lies on both sides decides nothing. */
export function verdictOf(rate: FailureRate | null, ceiling: number): Verdict {
  if (rate === null) return 'noData';
  if (rate.high <= ceiling) return 'met';
  return rate.low > ceiling ? 'missed' : 'undecided';
}

export interface DayAvailability {
  date: string;
  availability: Availability;
}

/** 正常运行天数 — days whose availability reached the threshold; days known too little about are told apart. */
export function normalDays(
  days: readonly DayAvailability[],
  threshold: number,
  unknownShare = 0.05,
): { normal: number; faulty: number; unknown: number } {
  const count = { normal: 0, faulty: 0, unknown: 0 };
  for (const { availability } of days) {
    const rate = failureRateOf([availability]);
    if (rate === null || availability.unknownMinutes > unknownShare * availability.serviceMinutes) count.unknown++;
    else if (1 - rate.low >= threshold) count.normal++;
    else count.faulty++;
  }
  return count;
}

export interface HandledFault {
  from: Instant;
  dueAt: Instant;
  endedAt: Instant | null;
  falseAlarm: boolean;
}

/** 异常处理率 — of the faults already due, those gone in time; open ones not yet due and false alarms on neither side. */
export function handledInTime(faults: readonly HandledFault[], now: Instant): { reached: number; due: number } {
  const due = faults.filter((fault) => !fault.falseAlarm && (fault.endedAt !== null || fault.dueAt <= now));
  return { reached: due.filter(({ endedAt, dueAt }) => endedAt !== null && endedAt <= dueAt).length, due: due.length };
}

/** Until when a fault that was seen now should be gone. */
export function repairDue(from: Instant, repairMinutes: number): Instant {
  return instant(millis(from) + repairMinutes * MINUTE);
}

/** 机房维护天数 — days with a signed sheet in every room: of several rooms the smallest count. */
export function inspectedDays(rooms: readonly { dates: ReadonlySet<string> }[]): number | null {
  return rooms.length === 0 ? null : Math.min(...rooms.map(({ dates }) => dates.size));
}
