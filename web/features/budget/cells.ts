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

/** A block as spreadsheets put it on the clipboard: rows by lines, cells by tabs. */
export function readBlock(text: string): string[][] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((row) => row.split('\t'));
}

/** Where the cells of a pasted block fall: sums are stepped over, what reaches beyond the grid is left out. */
export function fallOf(
  block: readonly (readonly string[])[],
  at: { row: number; column: number },
  grid: { rows: readonly GridRow[]; columns: readonly GridColumn[]; cellAt: CellAt },
): Typed[] {
  const rows = grid.rows.slice(at.row).filter(({ sum }) => !sum);
  return block.flatMap((cells, i) =>
    cells.flatMap((text, j) => {
      const [row, column] = [rows[i], grid.columns[at.column + j]];
      const cell = row && column ? grid.cellAt(row, column) : null;
      return cell === null ? [] : [{ cell, text }];
    }),
  );
}
