import type { CodeVersion } from '../../../server/modules/budget/classification/model.ts';
import type { Line } from '../../../server/modules/budget/model.ts';
import { readMoney } from '../../kit/moneyText.ts';

export interface GridColumn {
  key: string;
  label: string;
}

export interface GridRow {
  key: string;
  code: string;
  name: string;
  /** Of a class: the sum of the rows whose code begins with its own, never typed. */
  sum?: boolean;
}

/** Which cell of a budget stands at a row and a column; null where there is none. */
export type CellAt = (row: GridRow, column: GridColumn) => string | null;

/** The economic classes of a year and their items; without `all`, only those that hold money or are usual. */
export function gridRows(codes: readonly CodeVersion[], lines: readonly Line[], all: boolean): GridRow[] {
  const used = new Set(lines.map(({ economicCode }) => economicCode));
  const economic = codes.filter(({ scheme }) => scheme === 'departmentEconomic');
  const items = economic.filter(({ code }) => code.length === 5 && (all || used.has(code) || /^30[12]/.test(code)));
  return economic
    .filter(({ code }) => code.length === 3 && items.some((item) => item.code.startsWith(code)))
    .flatMap(({ code, nameZh }) => [
      { key: code, code, name: nameZh, sum: true },
      ...items
        .filter((item) => item.code.startsWith(code))
        .map((item) => ({ key: item.code, code: item.code, name: item.nameZh })),
    ]);
}

/** One cell that differs from what the server holds: what was seen there, what was typed, and what it means. */
export interface Edit {
  was: number;
  typed: string;
  /** Null as long as it is no amount. */
  fen: number | null;
}
/** By the cell's key. */
export type Edits = ReadonlyMap<string, Edit>;

export interface Typed {
  cell: string;
  text: string;
}

/** Edits with some cells typed anew; a cell that is back at what the server holds is no edit any more. */
export function withTyped(edits: Edits, typed: readonly Typed[], stored: ReadonlyMap<string, number>): Edits {
  const next = new Map(edits);
  for (const { cell, text } of typed) {
    const read = readMoney(text);
    const was = stored.get(cell) ?? 0;
    if ('fen' in read && read.fen === was) next.delete(cell);
    else next.set(cell, { was, typed: text, fen: 'fen' in read ? read.fen : null });
  }
  return next;
}

/** Edits beside what the server holds by now: of each it is seen anew what stood there, and whether it still differs. */
export const rebased = (edits: Edits, stored: ReadonlyMap<string, number>): Edits =>
  withTyped(
    new Map(),
    [...edits].map(([cell, { typed }]) => ({ cell, text: typed })),
    stored,
  );

/** What is kept of edits while nobody has saved them: of each cell what was seen there, and what was typed. */
export const writtenOf = (edits: Edits) => [...edits].map(([cell, { was, typed }]) => ({ cell, was, text: typed }));

const isWritten = (one: unknown): one is Typed & { was: number } =>
  typeof one === 'object' &&
  one !== null &&
  'cell' in one &&
  typeof one.cell === 'string' &&
  'text' in one &&
  typeof one.text === 'string' &&
  'was' in one &&
  typeof one.was === 'number';

/** Kept edits beside what the server holds by now, and whose change came between. What is no edit is left out. */
export function restored(
  kept: unknown,
  stored: ReadonlyMap<string, number>,
): { edits: Edits; theirs: ReadonlyMap<string, number> } {
  const written = Array.isArray(kept) ? kept.filter(isWritten) : [];
  const edits = withTyped(new Map(), written, stored);
  const moved = written.flatMap(({ cell, was }) => {
    const now = stored.get(cell) ?? 0;
    return edits.has(cell) && now !== was ? [[cell, now] as const] : [];
  });
  return { edits, theirs: new Map(moved) };
}

/** A block as spreadsheets put it on the clipboard: rows by lines, cells by tabs. */
export function readBlock(text: string): string[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((row) => row.split('\t'));
}

/** A place in a grid. */
export interface At {
  row: number;
  column: number;
}

/** 选区 — a rectangle of a grid, its edges counted. */
export interface Block {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

/** A grid as far as its cells are concerned. */
export interface Field {
  rows: readonly GridRow[];
  columns: readonly GridColumn[];
  cellAt: CellAt;
}

export const blockOf = (one: At, other: At): Block => ({
  top: Math.min(one.row, other.row),
  bottom: Math.max(one.row, other.row),
  left: Math.min(one.column, other.column),
  right: Math.max(one.column, other.column),
});

/** The cells of a block by rows. Sums are left out: what is copied falls on the same cells where it is pasted. */
export function cellsIn({ top, bottom, left, right }: Block, { rows, columns, cellAt }: Field): (string | null)[][] {
  return rows
    .slice(top, bottom + 1)
    .filter(({ sum }) => !sum)
    .map((row) => columns.slice(left, right + 1).map((column) => cellAt(row, column)));
}

/** A block as spreadsheets read it from the clipboard. */
export const writeBlock = (block: readonly (readonly string[])[]): string =>
  block.map((row) => row.join('\t')).join('\n');

/**
 * Where the cells of a pasted block fall: from the corner of what is selected on; a single amount fills all that is selected.
 * Sums are stepped over, what reaches beyond the grid is left out.
 */
export function fallOf(block: readonly (readonly string[])[], into: Block, field: Field): Typed[] {
  const single = block.length === 1 && block[0]?.length === 1 ? block[0][0] : undefined;
  if (single !== undefined)
    return cellsIn(into, field).flatMap((row) =>
      row.flatMap((cell) => (cell === null ? [] : [{ cell, text: single }])),
    );
  const rows = field.rows.slice(into.top).filter(({ sum }) => !sum);
  return block.flatMap((cells, i) =>
    cells.flatMap((text, j) => {
      const [row, column] = [rows[i], field.columns[into.left + j]];
      const cell = row && column ? field.cellAt(row, column) : null;
      return cell === null ? [] : [{ cell, text }];
    }),
  );
}
