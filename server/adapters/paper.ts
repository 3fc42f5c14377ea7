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

/** Wide tables are printed across. */
export const isWide = (table: PaperTable): boolean => table.widths.length > 6;

/** Which blocks stand on pages laid across: wide tables, and the headings right above them. */
export function across(blocks: readonly Block[]): boolean[] {
  const wide = blocks.map((block) => block.kind === 'table' && isWide(block));
  for (let i = blocks.length - 2; i >= 0; i--) if (blocks[i]?.kind === 'heading' && wide[i + 1]) wide[i] = true;
  return wide;
}
