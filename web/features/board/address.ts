import { z } from 'zod';
import { type BoardDimension, boardDimensions, boardWindows } from '../../../server/modules/cases/board.ts';
import { writeQuery } from '../../address.ts';
import type { Board, Row } from './queries.ts';

export const orders = ['cases', 'overdue', 'amber', 'time'] as const;
export type Order = (typeof orders)[number];

export const boardAddress = z.object({
  window: z.enum(boardWindows).optional(),
  by: z.enum(boardDimensions).optional(),
  order: z.enum(orders).optional(),
  all: z.literal('true').optional(),
});

/** What a number of the board counts, as the work list narrows by it. */
export interface Counted {
  state?: string;
  time?: 'overdue' | 'amber';
  dimension?: BoardDimension;
  value?: string | null;
  day?: string;
}

/** The work list that shows exactly the cases behind a number; undefined where no list is narrowed so. */
export function listOf(
  board: Pick<Board, 'window' | 'unitId' | 'from' | 'today'>,
  counted: Counted,
): string | undefined {
  const { state, time, dimension, value, day } = counted;
  if (dimension !== undefined && value === null) return undefined;
  const came = day ? { from: day, to: day } : board.from && !time ? { from: board.from, to: board.today } : {};
  return `/cases${writeQuery({
    ...(time || (board.window === 'open' && !day) ? { scope: 'open' } : { scope: 'all' }),
    state: state ? [state] : undefined,
    time,
    unit: dimension === 'unit' ? value : board.unitId,
    category: dimension === 'category' ? value : undefined,
    subdistrict: dimension === 'subdistrict' ? value : undefined,
    source: dimension === 'source' ? value : undefined,
    ...came,
    order: time || board.window === 'open' ? undefined : 'newest',
  })}`;
}

const measures: Record<Order, (row: Row) => number> = {
  cases: (row) => row.cases,
  overdue: (row) => row.overdue,
  amber: (row) => row.amber,
  time: (row) => row.meanSeconds ?? -1,
};

/** Rows with anything to show, the largest first by what they are ordered by. */
export function ordered(rows: readonly Row[], order: Order): Row[] {
  const measure = measures[order];
  return rows
    .filter((row) => row.cases > 0 || row.overdue > 0 || row.amber > 0)
    .sort((a, b) => measure(b) - measure(a) || b.cases - a.cases);
}

/** How warm a cell is, 0–1: by the logarithm, so that a hundred is warmer than ten and ten is not cold. */
export function heat(cases: number, most: number): number {
  return cases <= 0 || most <= 0 ? 0 : Math.log1p(cases) / Math.log1p(most);
}
