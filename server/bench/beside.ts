import type { BenchDesk, Officer } from './desk.ts';
import type { Ground } from './ground.ts';
import { besideThin, type Figures, type Line, number, total } from './lines.ts';
import { type Effort, measure, measureWaits, type Side, type SideName, type Works } from './measure.ts';
import type { CpuMeter } from './processes.ts';

/** All that the lines over HTTP are measured with. */
export interface Stage {
  sides: Record<SideName, Side>;
  desk: BenchDesk;
  ground: Ground;
  database: CpuMeter;
  effort: Effort;
}

export interface Task {
  key: string;
  work: string;
  run(stage: Stage): Promise<Omit<Line, 'key' | 'work'>>;
}

/** A work that all sides do: so many CPU milliseconds at most, or three times thin's, whatever this machine is. */
function compared(key: keyof Works, work: string, cpuMs: number): Task {
  return {
    key,
    work,
    async run({ sides, database, effort }) {
      const figures = await measure(key, sides, database, effort);
      const value = total(figures.ours);
      const beside = besideThin(figures)?.cpu ?? null;
      return {
        ...figures,
        value,
        unit: 'CPU ms',
        target: `≤ ${number(cpuMs)} CPU ms or 3 × thin`,
        met: figures.ours.cpuMs === null ? null : value <= cpuMs || (beside !== null && beside <= 3),
      };
    },
  };
}

const lifecycle: Task = {
  key: 'life',
  work: 'case life-cycle of four calls, 16 clients',
  async run({ sides, database, effort }) {
    const figures = await measure('life', sides, database, { ...effort, clients: 16 });
    const speed = besideThin(figures)?.speed ?? 0;
    const value = figures.ours.perSecond;
    return { ...figures, value, unit: '/s', target: '≥ 150/s and ≥ 33 % of thin', met: value >= 150 && speed >= 0.33 };
  },
};

/** A work of ours alone: how long somebody waits, and what it costs. */
function waited(
  key: string,
  work: string,
  target: { p95Ms?: number; cpuMs?: number },
  turn: (stage: Stage, i: number) => Promise<unknown>,
): Task {
  return {
    key,
    work,
    async run(stage) {
      let i = 0;
      const { figures, percentile } = await measureWaits(
        async () => void (await turn(stage, i++)),
        stage.sides.ours,
        stage.database,
        { ...stage.effort, clients: 2 },
      );
      const p95 = percentile(0.95);
      const also = `p50 ${number(percentile(0.5))} ms, p95 ${number(p95)} ms, p99 ${number(percentile(0.99))} ms`;
      const { p95Ms, cpuMs } = target;
      if (p95Ms !== undefined)
        return { ours: figures, value: p95, unit: 'ms p95', target: `p95 < ${p95Ms} ms`, met: p95 < p95Ms, also };
      return { ours: figures, ...costing(figures, cpuMs ?? 0), also };
    },
  };
}

function costing(figures: Figures, cpuMs: number) {
  const value = total(figures);
  const met = figures.cpuMs === null ? null : value <= cpuMs;
  return { value, unit: 'CPU ms', target: `≤ ${number(cpuMs)} CPU ms`, met };
}

const worklist = (key: string, officer: Officer, order: 'newest' | 'endangered', who: string): Task =>
  waited(
    key,
    `work list of ${who}, ${order === 'newest' ? 'newest' : 'most endangered'} first`,
    { p95Ms: 50 },
    ({ desk }) =>
      desk.ask(officer, 'GET', `/cases?limit=50&order=${order}${order === 'endangered' ? '&open=true' : ''}`),
  );

const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);

/** A case with the longest list of answers comes round again after hundreds of others. */
const inTurn = <T>(list: readonly T[], i: number): T => {
  const found = list[i % list.length];
  if (found === undefined) throw new Error('an empty list');
  return found;
};

export const besideTasks: readonly Task[] = [
  compared('create', 'report a case', 2),
  compared('read', 'one case with what may be done', 0.6),
  compared('list', 'list of 50 with three filters, most endangered first', 2),
  compared('search', 'search for a Chinese word, 50 newest', 4),
  compared('act', 'an action, with log and hash', 2.2),
  waited('board', 'board of all that is under way', { cpuMs: 5 }, ({ desk }) => desk.ask('paiqian01', 'GET', '/board')),
  waited('boardAll', 'board of every case, with mean times to close', { cpuMs: 5 }, ({ desk }) =>
    desk.ask('paiqian01', 'GET', '/board?window=all'),
  ),
  lifecycle,
  worklist('worklist', 'paiqian01', 'endangered', 'a dispatcher'),
  worklist('worklistNewest', 'paiqian01', 'newest', 'a dispatcher'),
  worklist('worklistUnit', 'jingban01', 'endangered', 'a unit'),
  worklist('worklistUnitNewest', 'jingban01', 'newest', 'a unit'),
  worklist('worklistInspector', 'jiandu01', 'endangered', 'an inspector'),
  worklist('worklistInspectorNewest', 'jiandu01', 'newest', 'an inspector'),
  waited('counts', 'counters above the work list of a dispatcher', { p95Ms: 150 }, ({ desk }) =>
    desk.ask('paiqian01', 'GET', '/cases/counts'),
  ),
  waited('searchWait', 'search for common and rare words in turn', { p95Ms: 150 }, ({ desk, ground }, i) =>
    desk.find(inTurn(ground.words, i)),
  ),
  waited('searchUrgent', 'the same words, most endangered first', { p95Ms: 150 }, ({ desk, ground }, i) =>
    desk.find(inTurn(ground.words, i), 'endangered'),
  ),
  waited('page', 'case page: case, log and clocks at once', { p95Ms: 25 }, ({ desk, ground }, i) =>
    desk.page(inTurn(ground.caseIds, i)),
  ),
  waited('scorecard', 'scorecard of a unit for a month', { p95Ms: 500 }, ({ desk, ground }) =>
    desk.ask('kaoping01', 'GET', `/scores/unit/${ground.unitId}?from=${day(-31)}&to=${day(-1)}`),
  ),
  waited('ranking', 'scores of all units of a month', { p95Ms: 500 }, ({ desk }) =>
    desk.ask('kaoping01', 'GET', `/scores?object=unit&from=${day(-31)}&to=${day(-1)}`),
  ),
  waited('targetBoard', 'target board of the year, every promise measured', { p95Ms: 300 }, ({ desk }) =>
    desk.ask('kaoping01', 'GET', `/targets/years/${day(0).slice(0, 4)}`),
  ),
];
