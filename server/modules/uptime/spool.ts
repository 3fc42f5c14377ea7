import type { Check, FoundRun } from './commands.ts';
import { withRun } from './rules.ts';
import type { DueProbe } from './store.ts';

/** What the checks of one probe found: checks in a row with one result are one. */
export interface Found {
  probe: DueProbe;
  run: FoundRun;
}

/**
 * 待写入 — what was found and is not written down yet. While the database is away it lasts as long as this process does:
 * one entry a probe and change of its result, and at most so many a probe; what comes after those stays unknown.
 */
export interface Spool {
  /** By probe, oldest first. */
  waiting: Map<string, Found[]>;
  /** Handed over to be written; kept until that is known to have been committed. Written twice it counts once. */
  handed: Found[];
}

const MOST_PER_PROBE = 200;

export const newSpool = (): Spool => ({ waiting: new Map(), handed: [] });

export function keep({ waiting }: Spool, probe: DueProbe, { result, at, said }: Check): void {
  const own = waiting.get(probe.id) ?? [];
  waiting.set(probe.id, own);
  // Nor is the last one carried on: it would cover what was left out before it.
  if (own.length >= MOST_PER_PROBE) return;
  const before = own.at(-1)?.run ?? null;
  const run = withRun(before, { result, first: at, last: at, checks: 1 }, probe);
  if (!run) return;
  if (before && run.first === before.first) own[own.length - 1] = { probe, run: { ...run, said } };
  else own.push({ probe, run: { ...run, said } });
}

/** All that waits, oldest first, with what was handed over before and perhaps never committed. */
export function handOver(spool: Spool): readonly Found[] {
  const waiting = [...spool.waiting.values()].flat();
  spool.waiting.clear();
  spool.handed = [...spool.handed, ...waiting].sort((a, b) => (a.run.first < b.run.first ? -1 : 1));
  return spool.handed;
}

/** What was handed over is safely written. */
export function written(spool: Spool): void {
  spool.handed = [];
}
