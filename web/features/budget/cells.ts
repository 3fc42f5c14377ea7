import type { Line, LineKey } from '../../../server/modules/budget/model.ts';
import { keyOf } from '../../../server/modules/budget/rules.ts';
import { CODES } from '../../../server/modules/disclosure/data/classification.ts';
import { readAmount, showAmount } from '../../../server/modules/disclosure/document/money.ts';

const WAN = 10_000;
export const columns = ['personnel', 'public', 'project'] as const;
export type ColumnKey = (typeof columns)[number] | string;

/** A column of the grid: 人员经费, 公用经费, or one project of the library. */
export interface GridColumn {
  key: string;
  label: string;
  line: (functionCode: string, economicCode: string) => LineKey;
}

export interface GridRow {
  code: string;
  name: string;
  /** Of a class (three digits): the sum of its items, never typed. */
  sum: boolean;
}

export function gridColumns(
  words: { personnel: string; public: string },
  projects: readonly { code: string; nameZh: string }[],
): GridColumn[] {
  const basic = (role: 'personnel' | 'public'): GridColumn => ({
    key: role,
    label: words[role],
    line: (functionCode, economicCode) => ({
      functionCode,
      economicCode,
      fund: 'generalPublicBudget',
      kind: 'basic',
      role,
      projectCode: null,
    }),
  });
  const ofProject = ({ code, nameZh }: { code: string; nameZh: string }): GridColumn => ({
    key: `project ${code}`,
    label: nameZh,
    line: (functionCode, economicCode) => ({
      functionCode,
      economicCode,
      fund: 'generalPublicBudget',
      kind: 'project',
      role: null,
      projectCode: code,
    }),
  });
  return [basic('personnel'), basic('public'), ...projects.map(ofProject)];
}

/** The economic classes of a year and their items; without `all`, only those that hold money or are usual. */
export function gridRows(year: number, lines: readonly Line[], all: boolean): GridRow[] {
  const used = new Set(lines.map(({ economicCode }) => economicCode));
  const valid = CODES.filter(
    ({ code, from, to }) => /^3\d\d(\d\d)?$/.test(code) && from <= year && (to ?? year) >= year,
  );
  const items = valid.filter(({ code }) => code.length === 5 && (all || used.has(code) || /^30[12]/.test(code)));
  return valid
    .filter(({ code }) => code.length === 3 && items.some((item) => item.code.startsWith(code)))
    .flatMap(({ code, nameZh }) => [
      { code, name: nameZh, sum: true },
      ...items
        .filter((item) => item.code.startsWith(code))
        .map((item) => ({ code: item.code, name: item.nameZh, sum: false })),
    ]);
}

/** What somebody typed into a cell: exact fen, or why it is no amount. Blank is nothing, not zero. */
export function readCell(typed: string): { fen: number } | { fault: 'notNumber' | 'negative' | 'decimals' } {
  const text = typed.trim();
  if (text === '' || text === '—') return { fen: 0 };
  const { fen, fault } = readAmount(text.replace(/[，]/g, ','), WAN);
  if (fault === 'exponent' || fault === 'notNumber' || fen === null)
    return { fault: fault === 'decimals' ? 'decimals' : 'notNumber' };
  return fen < 0 ? { fault: 'negative' } : { fen };
}

export const showCell = (fen: number): string => (fen === 0 ? '' : showAmount(fen, WAN));

/** One cell that differs from what the server holds: what was seen there, what was typed, and what it means. */
export interface Edit {
  line: LineKey;
  was: number;
  typed: string;
  /** Null as long as it is no amount. */
  fen: number | null;
}
export type Edits = ReadonlyMap<string, Edit>;

/** Edits with some cells typed anew; a cell that is back at what the server holds is no edit any more. */
export function withTyped(
  edits: Edits,
  typed: readonly { line: LineKey; text: string }[],
  stored: ReadonlyMap<string, number>,
): Edits {
  const next = new Map(edits);
  for (const { line, text } of typed) {
    const key = keyOf(line);
    const read = readCell(text);
    const was = stored.get(key) ?? 0;
    if ('fen' in read && read.fen === was) next.delete(key);
    else next.set(key, { line, was, typed: text, fen: 'fen' in read ? read.fen : null });
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
  grid: { rows: readonly GridRow[]; columns: readonly GridColumn[]; functionCode: string },
): { line: LineKey; text: string }[] {
  const rows = grid.rows.slice(at.row).filter(({ sum }) => !sum);
  return block.flatMap((cells, i) =>
    cells.flatMap((text, j) => {
      const [row, column] = [rows[i], grid.columns[at.column + j]];
      return row && column ? [{ line: column.line(grid.functionCode, row.code), text }] : [];
    }),
  );
}
