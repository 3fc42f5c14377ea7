import { setTimeout as wait } from 'node:timers/promises';
import type { Figures } from './lines.ts';
import type { CpuMeter } from './processes.ts';

/** The works that all sides do; each gives one promise a request, `life` four requests. */
export interface Works {
  create(): Promise<void>;
  read(): Promise<void>;
  list(): Promise<void>;
  search(): Promise<void>;
  act(): Promise<void>;
  life(): Promise<void>;
}

/** Who does the works: the house, the same SQL behind bare Node, the same SQL through the driver alone. */
export interface Side {
  works: Works;
  /** Of the process that serves, or that speaks to the database. */
  cpu: CpuMeter;
  /** Until what was set off has been done, as by those that follow the log: it belongs to the work that set it off. */
  settled: () => Promise<void>;
}

export type SideName = 'ours' | 'thin' | 'sql';

export interface Effort {
  clients: number;
  seconds: number;
  rounds: number;
}

/** A work by all sides in alternating rounds, so that whatever else the machine does falls on all; the middle round counts. */
export async function measure(
  work: keyof Works,
  sides: Record<SideName, Side>,
  database: CpuMeter,
  effort: Effort,
): Promise<Record<SideName, Figures>> {
  const rounds: Record<SideName, Figures[]> = { ours: [], thin: [], sql: [] };
  for (let round = 0; round < effort.rounds; round++)
    for (const side of ['ours', 'thin', 'sql'] as const)
      rounds[side].push(await oneRound(() => sides[side].works[work](), sides[side], database, effort));
  return { ours: middle(rounds.ours), thin: middle(rounds.thin), sql: middle(rounds.sql) };
}

async function oneRound(
  work: () => Promise<void>,
  side: Pick<Side, 'cpu' | 'settled'>,
  database: CpuMeter,
  effort: Effort,
): Promise<Figures> {
  const [cpuBefore, databaseBefore] = await Promise.all([side.cpu(), database()]);
  const { done, seconds } = await busy(work, effort);
  await side.settled();
  const [cpu, databaseCpu] = await Promise.all([side.cpu(), database()]);
  const each = (before: number | null, after: number | null) =>
    before === null || after === null ? null : (after - before) / done;
  return { perSecond: done / seconds, cpuMs: each(cpuBefore, cpu), databaseCpuMs: each(databaseBefore, databaseCpu) };
}

/** How long a work of ours takes for whoever waits for it: milliseconds, each in its place of a hundred. */
export async function measureWaits(
  work: () => Promise<void>,
  side: Pick<Side, 'cpu' | 'settled'>,
  database: CpuMeter,
  effort: Effort,
): Promise<{ figures: Figures; percentile: (share: number) => number }> {
  const waits: number[] = [];
  const timed = async () => {
    const started = performance.now();
    await work();
    waits.push(performance.now() - started);
  };
  // The first answers are those of statements that nobody has asked before.
  for (let i = 0; i < 8; i++) await work();
  const figures = await oneRound(timed, side, database, { ...effort, seconds: effort.seconds * effort.rounds });
  waits.sort((a, b) => a - b);
  return { figures, percentile: (share) => waits[Math.min(waits.length - 1, Math.floor(waits.length * share))] ?? 0 };
}

/** Several clients do the work for about so long. */
async function busy(
  work: () => Promise<void>,
  { clients, seconds }: Effort,
): Promise<{ done: number; seconds: number }> {
  const started = performance.now();
  const until = started + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (performance.now() < until) {
        await work();
        done += 1;
      }
    }),
  );
  return { done, seconds: (performance.now() - started) / 1000 };
}

/** Work that never waits, in this very process. */
export async function measureHere(work: (i: number) => void, seconds: number): Promise<Figures> {
  await wait(0);
  for (let i = 0; i < 2000; i++) work(i);
  const before = process.cpuUsage();
  const started = performance.now();
  const until = started + seconds * 1000;
  let done = 0;
  while (performance.now() < until) for (let i = 0; i < 200; i++) work(done++);
  const { user, system } = process.cpuUsage(before);
  const perSecond = done / ((performance.now() - started) / 1000);
  return { perSecond, cpuMs: (user + system) / 1000 / done, databaseCpuMs: null };
}

function middle(rounds: readonly Figures[]): Figures {
  const of = (pick: (figures: Figures) => number | null): number | null => {
    const values = rounds.map(pick).filter((value) => value !== null);
    return values.sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? null;
  };
  return {
    perSecond: of((one) => one.perSecond) ?? 0,
    cpuMs: of((one) => one.cpuMs),
    databaseCpuMs: of((one) => one.databaseCpuMs),
  };
}
