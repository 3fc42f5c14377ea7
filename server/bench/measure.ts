import { setTimeout as wait } from 'node:timers/promises';
import type { CpuMeter } from './processes.ts';

/** The works that are measured; each gives one promise a request, `life` four requests. */
export interface Works {
  create(): Promise<void>;
  read(): Promise<void>;
  list(): Promise<void>;
  search(): Promise<void>;
  act(): Promise<void>;
  life(): Promise<void>;
  scores(): Promise<void>;
}

/** Who does the works: the house, the same SQL behind bare Node, the same SQL through the driver alone. */
export interface Side {
  works: Works;
  /** Of the process that serves, or that speaks to the database. */
  cpu: CpuMeter;
  /** Until what was set off has been done, as by those that follow the log: it belongs to the work that set it off. */
  settled: () => Promise<void>;
}

export interface Figures {
  perSecond: number;
  /** Processor time of the serving process and of the database, for one piece of work. */
  cpuMs: number | null;
  databaseCpuMs: number | null;
}

export type SideName = 'ours' | 'thin' | 'sql';

/** One line of the bench; `thin` and `sql` are absent where there is nothing to compare with. */
export interface Measured {
  name: string;
  ours: Figures;
  thin?: Figures;
  sql?: Figures;
}

export interface Effort {
  clients: number;
  seconds: number;
  rounds: number;
}

/** A work by all sides in alternating rounds, so that whatever else the machine does falls on all; the middle round counts. */
export async function measure(
  name: string,
  work: keyof Works,
  sides: Record<SideName, Side>,
  database: CpuMeter,
  effort: Effort,
): Promise<Measured> {
  const rounds: Record<SideName, Figures[]> = { ours: [], thin: [], sql: [] };
  for (let round = 0; round < effort.rounds; round++)
    for (const side of ['ours', 'thin', 'sql'] as const)
      rounds[side].push(await oneRound(work, sides[side], database, effort));
  return { name, ours: middle(rounds.ours), thin: middle(rounds.thin), sql: middle(rounds.sql) };
}

async function oneRound(work: keyof Works, side: Side, database: CpuMeter, effort: Effort): Promise<Figures> {
  const [cpuBefore, databaseBefore] = await Promise.all([side.cpu(), database()]);
  const { done, seconds } = await busy(() => side.works[work](), effort);
  await side.settled();
  const [cpu, databaseCpu] = await Promise.all([side.cpu(), database()]);
  const each = (before: number | null, after: number | null) =>
    before === null || after === null ? null : (after - before) / done;
  return { perSecond: done / seconds, cpuMs: each(cpuBefore, cpu), databaseCpuMs: each(databaseBefore, databaseCpu) };
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
export async function measureHere(name: string, work: (i: number) => void, seconds: number): Promise<Measured> {
  await wait(0);
  const before = process.cpuUsage();
  const started = performance.now();
  const until = started + seconds * 1000;
  let done = 0;
  while (performance.now() < until) for (let i = 0; i < 200; i++) work(done++);
  const { user, system } = process.cpuUsage(before);
  const perSecond = done / ((performance.now() - started) / 1000);
  return { name, ours: { perSecond, cpuMs: (user + system) / 1000 / done, databaseCpuMs: null } };
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

const number = (value: number) => (value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1));

function cpuOf(figures: Figures | undefined): string {
  if (!figures || figures.cpuMs === null) return '—';
  const own = figures.cpuMs < 0.01 ? figures.cpuMs.toExponential(0) : figures.cpuMs.toFixed(2);
  return figures.databaseCpuMs === null ? own : `${own} + ${figures.databaseCpuMs.toFixed(2)}`;
}

const total = ({ cpuMs, databaseCpuMs }: Figures) => (cpuMs ?? 0) + (databaseCpuMs ?? 0);

export function tableOf(lines: readonly Measured[]): string {
  const rows = lines.map(({ name, ours, thin, sql }) => [
    name,
    ...[ours, thin, sql].map((side) => (side ? `${number(side.perSecond)}/s` : '—')),
    thin ? (ours.perSecond / thin.perSecond).toFixed(2) : '—',
    ...[ours, thin, sql].map(cpuOf),
    thin && thin.cpuMs !== null ? `${(total(ours) / total(thin)).toFixed(1)}×` : '—',
  ]);
  const head = ['work', 'Drumtower', 'thin', 'SQL', 'of thin', 'CPU ms: Drumtower', 'thin', 'SQL', 'of thin'];
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: string[]) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ');
  return [
    ...all.map(line),
    '',
    'CPU ms: processor time of the serving process + of the database, for one piece of work.',
  ].join('\n');
}
