import { perDatabase, type Tx } from '../../kernel/db.ts';
import { type Instant, localDate, millis } from '../../kernel/instant.ts';
import {
  type BoardDimension,
  type BoardWindow,
  boardDimensions,
  dayBefore,
  FLOW_DAYS,
  firstDayOf,
  quantile,
} from './board.ts';
import { type BoardLine, listPassedToday, readBoard } from './board-read-store.ts';
import { findFloor } from './board-store.ts';
import { openStates } from './lifecycle.ts';

/** One row of the board: a category, a unit, a place, a source, or all of them. */
export interface BoardRow {
  /** Null: cases without one. */
  value: string | null;
  states: Record<string, number>;
  cases: number;
  /** Of everything open now, whichever window is asked for. */
  overdue: number;
  amber: number;
  /** Ended as closed within the window, and how long that took on average; told by category and in all. */
  closed: number;
  meanSeconds: number | null;
}

export interface Board {
  today: string;
  /** First day of the window; null where it does not matter when a case came. */
  from: string | null;
  /** First day of the flows, and of the times to close where the window has no first day. */
  flowFrom: string;
  total: BoardRow & { medianSeconds: number | null; p90Seconds: number | null };
  rows: Record<BoardDimension, BoardRow[]>;
  days: { day: string; reported: number; ended: number }[];
}

export interface BoardWanted {
  jurisdictionId: number;
  timeZone: string;
  /** The unit whose board it is; null for the whole jurisdiction. */
  unitId: string | null;
  window: BoardWindow;
  now: Instant;
}

/** However many look at one board, it is read once in so long. */
const SHARED_MS = 1000;
const readings = perDatabase(() => new Map<string, { at: number; board: Promise<Board> }>());

/** The board as it was at most a second ago; all who look at the same one within that second share one reading. */
export function recentBoard(tx: Tx, wanted: BoardWanted): Promise<Board> {
  const known = readings(tx);
  const key = `${wanted.jurisdictionId} ${wanted.unitId} ${wanted.window}`;
  const now = millis(wanted.now);
  const last = known.get(key);
  if (last && Math.abs(now - last.at) < SHARED_MS) return last.board;
  for (const [other, { at }] of known) if (Math.abs(now - at) >= SHARED_MS) known.delete(other);
  const board = boardOf(tx, wanted);
  known.set(key, { at: now, board });
  board.catch(() => known.delete(key));
  return board;
}

/** 看板 — what is open or came, by category, unit, place and source; what is late; what comes in and goes out; how long it takes. */
export async function boardOf(tx: Tx, wanted: BoardWanted): Promise<Board> {
  const { jurisdictionId, timeZone, window, now } = wanted;
  const today = localDate(now, timeZone);
  const from = firstDayOf(window, today);
  const flowFrom = dayBefore(today, FLOW_DAYS - 1);
  const keeping = { timeZone, floor: await findFloor(tx, jurisdictionId, today) };
  const states = window === 'open' ? openStates : null;
  const asked = { jurisdictionId, scope: wanted.unitId ?? '', from, states, flowFrom, today, keeping };
  const lines = [...(await readBoard(tx, asked)), ...(await listPassedToday(tx, asked, now))];
  const stock = from === null ? 'now' : 'reported';
  const rows = boardDimensions.map(
    (dimension) =>
      [
        dimension,
        rowsOf(
          lines.filter((line) => line.dimension === dimension && (dimension !== 'unit' || wanted.unitId === null)),
          stock,
        ),
      ] as const,
  );
  return {
    today,
    from,
    flowFrom,
    total: totalOf(lines),
    rows: Object.fromEntries(rows) as Board['rows'],
    days: flowsOf(lines, flowFrom, today),
  };
}

function rowsOf(lines: readonly BoardLine[], stock: BoardLine['axis']): BoardRow[] {
  const rows = new Map<string, BoardRow>();
  const seconds = new Map<string, number>();
  for (const { axis, value, state, cases, seconds: took } of lines) {
    const row = rows.get(value) ?? emptyRow(value);
    rows.set(value, row);
    if (axis === stock) {
      row.states[state] = (row.states[state] ?? 0) + cases;
      row.cases += cases;
    } else if (axis === 'due') row.overdue += cases;
    else if (axis === 'warned') row.amber += cases;
    else if (axis === 'closed') {
      row.closed += cases;
      seconds.set(value, (seconds.get(value) ?? 0) + took);
    }
  }
  for (const [value, row] of rows) {
    row.amber -= row.overdue;
    row.states = present(row.states);
    row.meanSeconds = row.closed > 0 ? Math.round((seconds.get(value) ?? 0) / row.closed) : null;
  }
  const filled = [...rows.values()].filter(
    (row) => row.cases > 0 || row.overdue > 0 || row.amber > 0 || row.closed > 0,
  );
  return filled.sort((a, b) => b.cases - a.cases || (`${a.value}` < `${b.value}` ? -1 : 1));
}

/** Without states of which nothing is left: what is noted as gone is taken from what is kept. */
const present = (states: Record<string, number>) =>
  Object.fromEntries(Object.entries(states).filter(([, cases]) => cases !== 0));

const emptyRow = (value: string): BoardRow => ({
  value: value || null,
  states: {},
  cases: 0,
  overdue: 0,
  amber: 0,
  closed: 0,
  meanSeconds: null,
});

/** Every case has exactly one source and one category, so each of those sums to all. */
function totalOf(lines: readonly BoardLine[]): Board['total'] {
  const total = emptyRow('');
  let seconds = 0;
  for (const { axis, dimension, state, cases, seconds: took } of lines) {
    if (dimension === 'source' && (axis === 'now' || axis === 'reported')) {
      total.states[state] = (total.states[state] ?? 0) + cases;
      total.cases += cases;
    } else if (dimension === 'all' && axis === 'due') total.overdue += cases;
    else if (dimension === 'all' && axis === 'warned') total.amber += cases;
    else if (dimension === 'category' && axis === 'closed') {
      total.closed += cases;
      seconds += took;
    }
  }
  total.amber -= total.overdue;
  total.meanSeconds = total.closed > 0 ? Math.round(seconds / total.closed) : null;
  const steps = new Map<number, number>();
  for (const { dimension, value, cases } of lines)
    if (dimension === 'step') steps.set(Number(value), (steps.get(Number(value)) ?? 0) + cases);
  total.states = present(total.states);
  return { ...total, medianSeconds: quantile(steps, 0.5), p90Seconds: quantile(steps, 0.9) };
}

function flowsOf(lines: readonly BoardLine[], first: string, last: string): Board['days'] {
  const days = new Map<string, { day: string; reported: number; ended: number }>();
  for (let day = first; day <= last; day = dayBefore(day, -1)) days.set(day, { day, reported: 0, ended: 0 });
  for (const { axis, day, cases } of lines) {
    const flow = day === null ? undefined : days.get(day);
    if (!flow) continue;
    if (axis === 'reported') flow.reported += cases;
    else if (axis === 'closed') flow.ended += cases;
  }
  return [...days.values()];
}
