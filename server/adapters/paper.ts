/** A document as it is laid out, whatever it is written as: the one definition behind page, Word, PDF and workbook. */

export interface PaperCell {
  text: string;
  /** Hundredths of 元; where it is there the cell is a number. */
  fen?: number;
  colSpan?: number;
  rowSpan?: number;
  align?: 'left' | 'center' | 'right';
  /** Where it stands in the JSON of the document. */
  pointer?: string;
}

export interface PaperRow {
  cells: PaperCell[];
  /** Sums are told by weight. */
  strong?: boolean;
  line?: number;
}

export interface PaperTable {
  kind: 'table';
  id: string;
  title: string;
  unit: string;
  head: PaperCell[][];
  rows: PaperRow[];
  /** Share of the width, by column. */
  widths: number[];
  /** The sentence under an empty table. */
  statement: string | null;
  line: number;
}

export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3 | 4; text: string; line: number }
  | { kind: 'paragraph'; text: string; line: number }
  | PaperTable;

export interface Paper {
  title: string;
  /** Lines on the cover, under the title. */
  cover: string[];
  blocks: Block[];
}

/** A cell in the column where it stands, spans of rows above reckoned in. */
export interface PlacedCell extends PaperCell {
  row: number;
  column: number;
}

/** Rows of cells with spans as cells with their places. */
export function placed(rows: readonly (readonly PaperCell[])[]): PlacedCell[] {
  const taken = new Set<string>();
  return rows.flatMap((cells, row) => {
    let column = 0;
    return cells.map((cell) => {
      while (taken.has(`${row} ${column}`)) column++;
      for (let r = 0; r < (cell.rowSpan ?? 1); r++)
        for (let c = 0; c < (cell.colSpan ?? 1); c++) taken.add(`${row + r} ${column + c}`);
      return { ...cell, row, column };
    });
  });
}

/** A long title parts before and after the name of the unit, not within it. */
export function titleLines(title: string): string[] {
  const [, year = '', name = '', kind = ''] =
    /^(\d{4}\s*年度?)(.{9,}?)((?:部门|单位)(?:预算|决算).*|绩效报告)$/.exec(title) ?? [];
  return kind === '' ? [title] : name.length > 14 ? [year, name, kind] : [`${year}${name}`, kind];
}

/** 单位：万元, without the table's number before it; empty where a table tells its unit by its rows. */
export const unitLine = ({ unit }: PaperTable): string =>
  unit === '' ? '' : `单位：${unit.replace(/^.*?单位[:：]\s*/, '')}`;

/** What must not be parted by the end of a page: headings, and the beginning of what stands under them. */
export function kept(blocks: readonly Block[]): Block[][] {
  const groups: Block[][] = [];
  let open: Block[] = [];
  for (const block of blocks) {
    open.push(block);
    if (block.kind === 'heading') continue;
    groups.push(open);
    open = [];
  }
  return open.length > 0 ? [...groups, open] : groups;
}

/** Wide tables are printed across. */
export const isWide = (table: PaperTable): boolean => table.widths.length > 6;

/** Wide tables stand on pages laid across, with the headings above them. */
export const across = (group: readonly Block[]): boolean =>
  group.some((block) => block.kind === 'table' && isWide(block));
