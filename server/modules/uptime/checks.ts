import { millis } from '../../kernel/instant.ts';
import type { Correction, Probe, Run } from './model.ts';
import { spansOf } from './rules.ts';

/** 探测次数 — checks made of one subject or several on one local day, those that failed, and those that were owed and not made. */
export interface CheckCount {
  date: string;
  checks: number;
  failed: number;
  missing: number;
}

export interface Between {
  from: number;
  to: number;
}

/** How many checks of a run lie in [from, to): a run keeps its first, its last and their number, and they came evenly. */
export function checksWithin({ first, last, checks }: Run, { from, to }: Between): number {
  const [start, end] = [millis(first), millis(last)];
  const step = checks > 1 ? (end - start) / (checks - 1) : 0;
  if (step === 0) return start >= from && start < to ? checks : 0;
  // The n-th check, from 0 on, came at start + n · step: how many came before a moment.
  const before = (at: number) => Math.min(checks, Math.max(0, Math.ceil((at - start) / step)));
  return before(to) - before(from);
}

/** What is left of a span when others are cut out of it. */
export function outside(span: Between, cuts: readonly Between[]): Between[] {
  return cuts.reduce<Between[]>(
    (left, cut) =>
      left.flatMap(({ from, to }) =>
        [
          { from, to: Math.min(to, cut.from) },
          { from: Math.max(from, cut.to), to },
        ].filter((part) => part.to > part.from),
      ),
    [span],
  );
}

interface Found {
  probe: Pick<Probe, 'intervalSeconds' | 'failuresToFault'>;
  runs: readonly Run[];
  /** When it owed no check: it was not there yet, or no more, and another probe answered for the subject. */
  excused?: readonly Between[];
}

/**
 * 失败的探测 of one probe by local day. Checks within planned maintenance are left out; where a second person confirmed that
 * it ran, or that it did not, the checks of that time are counted so.
 */
export function countChecks(
  { probe, runs, excused = [] }: Found,
  days: readonly { date: string; start: number; end: number }[],
  { maintenance, corrections }: { maintenance: readonly Between[]; corrections: readonly Correction[] },
): CheckCount[] {
  const spans = spansOf(runs, probe, days[0]?.start ?? 0, days.at(-1)?.end ?? 0);
  const gaps = spans.filter(({ state }) => state === 'unknown').flatMap((gap) => outside(gap, excused));
  const touching = runsByDay(runs, days);
  return days.map((day, i) => {
    const served = outside({ from: day.start, to: day.end }, maintenance);
    const own = touching[i] ?? [];
    const made = (parts: readonly Between[], of: readonly Run[]) =>
      parts.reduce((sum, part) => sum + of.reduce((all, run) => all + checksWithin(run, part), 0), 0);
    const ruled = corrections.filter(({ from, to }) => from < day.end && to > day.start);
    const asFound = served.flatMap((part) => outside(part, ruled));
    const failing = own.filter(({ result }) => result === 'failed');
    const saidDown = served.flatMap((part) => ruled.flatMap((one) => (one.state === 'down' ? common(part, one) : [])));
    const silent = gaps.flatMap((gap) => served.flatMap((part) => common(part, gap)));
    const silence = silent.reduce((sum, { from, to }) => sum + to - from, 0);
    return {
      date: day.date,
      checks: made(served, own),
      failed: made(asFound, failing) + made(saidDown, own),
      missing: Math.round(silence / (probe.intervalSeconds * 1000)),
    };
  });
}

/** The runs that reach into each day; both come in the order of time. */
function runsByDay(runs: readonly Run[], days: readonly { start: number; end: number }[]): Run[][] {
  const touching: Run[][] = days.map(() => []);
  let at = 0;
  for (const run of runs) {
    const [first, last] = [millis(run.first), millis(run.last)];
    while ((days[at]?.end ?? Number.POSITIVE_INFINITY) <= first) at++;
    for (let i = at; (days[i]?.start ?? Number.POSITIVE_INFINITY) <= last; i++) touching[i]?.push(run);
  }
  return touching;
}

function common(a: Between, b: Between): Between[] {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return to > from ? [{ from, to }] : [];
}

/** Counts of several probes together, by day. */
export function addedByDay(counts: readonly CheckCount[]): CheckCount[] {
  return [...Map.groupBy(counts, ({ date }) => date)]
    .map(([date, own]) => ({
      date,
      checks: own.reduce((sum, one) => sum + one.checks, 0),
      failed: own.reduce((sum, one) => sum + one.failed, 0),
      missing: own.reduce((sum, one) => sum + one.missing, 0),
    }))
    .sort((a, b) => (a.date < b.date ? -1 : 1));
}
