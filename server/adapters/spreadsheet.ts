import {
  type Cell,
  type CellStyle,
  type CellValue,
  colToLetter,
  readXlsx,
  type WriteSheet,
  writeXlsx,
} from 'hucre/xlsx';
import { isWide, type Paper, type PaperCell, type PaperTable, placed, unitLine } from './paper.ts';
import { unzipped, zipOf } from './zip.ts';

/** Hundredths of 元 in one printed 万元. */
const UNIT = 1_000_000;
const LINE = { style: 'thin', color: { rgb: '000000' } } as const;
const BOX = { top: LINE, right: LINE, bottom: LINE, left: LINE };
const FONT = { name: '仿宋_GB2312', size: 11 };

/** The tables of a document as a workbook: a sheet each, amounts as numbers, headings printed on every page. */
export async function writeWorkbook(paper: Paper): Promise<Uint8Array> {
  const tables = paper.blocks.filter((block): block is PaperTable => block.kind === 'table' && block.head.length > 0);
  return writeXlsx({
    properties: { title: paper.title },
    defaultFont: FONT,
    sheets: tables.map(sheetOf),
  });
}

/**
 * A sheet's name has at most 31 characters. Of letters and digits only, for it is named without quotes where the rows
 * are told that are printed on every page.
 */
const sheetName = ({ id, title }: PaperTable) =>
  `表${Number(id.replace(/\D/g, ''))}${title.replace(/^\d{4}\s*年度?/, '').replace(/[^\p{L}\p{N}]/gu, '')}`.slice(
    0,
    31,
  );

/** Signs of a digit's width that a page has room for. */
const ROOM = { upright: 92, across: 136 };
/** Points of one line of a cell. */
const LINE_HEIGHT = 16;

function sheetOf(table: PaperTable): WriteSheet {
  const columns = table.widths.length;
  const last = columns - 1;
  const rows: CellValue[][] = [];
  const cells = new Map<string, Partial<Cell>>();
  const merges = [
    { startRow: 0, startCol: 0, endRow: 0, endCol: last },
    { startRow: 1, startCol: 0, endRow: 1, endCol: last },
  ];
  const put = (row: number, column: number, value: CellValue, style: CellStyle) => {
    while (rows.length <= row) rows.push(Array.from({ length: columns }, () => null));
    const own = rows[row];
    if (own) own[column] = value;
    cells.set(`${row},${column}`, { value, style });
  };
  put(0, 0, table.title, {
    font: { name: '方正小标宋简体', size: 16, bold: true },
    alignment: { horizontal: 'center', vertical: 'center' },
  });
  put(1, 0, unitLine(table), { font: FONT, alignment: { horizontal: 'right' } });
  const grid = (part: readonly (readonly PaperCell[])[], from: number, strong: (row: number) => boolean) => {
    for (const cell of placed(part)) {
      const [row, column] = [from + cell.row, cell.column];
      const [down, across] = [cell.rowSpan ?? 1, cell.colSpan ?? 1];
      const style: CellStyle = {
        font: { ...FONT, bold: strong(cell.row) },
        border: BOX,
        alignment: { horizontal: cell.align ?? 'left', vertical: 'center', wrapText: cell.fen === undefined },
        ...(cell.fen === undefined ? {} : { numFmt: '0.00' }),
      };
      const room = widths.slice(column, column + across).reduce((sum, width) => sum + width, 0);
      const lines = Math.ceil((cell.text.length * (cell.fen === undefined ? 2 : 1)) / Math.max(1, room - 1));
      const height = Math.max(heights.get(row)?.height ?? LINE_HEIGHT + 2, (lines * LINE_HEIGHT) / down + 2);
      heights.set(row, { height });
      for (let r = 0; r < down; r++) for (let c = 0; c < across; c++) put(row + r, column + c, null, style);
      put(row, column, cell.fen === undefined ? cell.text || null : cell.fen / UNIT, style);
      if (down > 1 || across > 1)
        merges.push({ startRow: row, startCol: column, endRow: row + down - 1, endCol: column + across - 1 });
    }
  };
  const whole = table.widths.reduce((sum, width) => sum + width, 0);
  const widths = table.widths.map((width) =>
    Math.round((width / whole) * (isWide(table) ? ROOM.across : ROOM.upright)),
  );
  const heights = new Map([[0, { height: 30 }]]);
  const top = 2 + table.head.length;
  grid(table.head, 2, () => true);
  grid(
    table.rows.map((row) => row.cells),
    top,
    (row) => table.rows[row]?.strong ?? false,
  );
  if (table.statement) {
    const row = top + table.rows.length;
    put(row, 0, table.statement, { font: FONT, alignment: { horizontal: 'left', vertical: 'center', wrapText: true } });
    heights.set(row, { height: LINE_HEIGHT * 2 });
    merges.push({ startRow: row, startCol: 0, endRow: row, endCol: last });
  }
  return {
    name: sheetName(table),
    columns: widths.map((width) => ({ width })),
    rows,
    rowDefs: heights,
    cells,
    merges,
    freezePane: { rows: top },
    pageSetup: {
      paperSize: 'a4',
      orientation: isWide(table) ? 'landscape' : 'portrait',
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: `$1:$${top}`,
      horizontalCentered: true,
    },
    headerFooter: { oddFooter: '&C— &P —' },
  };
}

/** A sheet as it was read: its cells as text and number, and which of them are merged. */
export interface ReadSheet {
  name: string;
  rows: (string | number | boolean | null)[][];
  /** As `B3:C4`. */
  merged: string[];
}

/** Bytes of all parts of a workbook together, unpacked: a hundred thousand cells. A few packed kilobytes can hold gigabytes. */
const MOST_UNPACKED = 8_000_000;
/** What anybody types lies within. A cell far out makes the reader fill in every one before it. */
export const MOST_CELLS = { rows: 10_000, columns: 64 };
const WITHIN = `A1:${colToLetter(MOST_CELLS.columns - 1)}${MOST_CELLS.rows}`;

/** The sheets of a workbook; null if it is none, or holds more than anybody types. */
export async function readWorkbook(bytes: Uint8Array): Promise<ReadSheet[] | null> {
  try {
    const parts = unzipped(bytes, MOST_UNPACKED);
    if (parts.some(({ name, bytes: part }) => name.startsWith('xl/worksheets/') && reachesFar(part))) return null;
    // Packed anew as it was measured, so that the reader meets nothing that was not.
    const { sheets } = await readXlsx(zipOf(parts), { range: WITHIN });
    return sheets.map(({ name, rows, merges = [] }) => ({
      name,
      rows: rows.map((cells) => cells.map((value) => (value instanceof Date ? value.toISOString() : value))),
      merged: merges.map(
        ({ startRow, startCol, endRow, endCol }) =>
          `${colToLetter(startCol)}${startRow + 1}:${colToLetter(endCol)}${endRow + 1}`,
      ),
    }));
  } catch {
    return null;
  }
}

/** Whether a sheet as programs write it has a cell beyond the bound that holds something; coloured ones that hold nothing do not count. */
function reachesFar(sheet: Uint8Array): boolean {
  const xml = Buffer.from(sheet.buffer, sheet.byteOffset, sheet.byteLength).toString('latin1');
  for (const found of xml.matchAll(/\br="([A-Z]{1,3})(\d{1,7})"([^<>]{0,200}>)?/g)) {
    const [, letters = '', row, rest] = found;
    const column = [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0);
    if ((column > MOST_CELLS.columns || Number(row) > MOST_CELLS.rows) && !rest?.endsWith('/>')) return true;
  }
  return false;
}

/** A workbook of one plain sheet. */
export async function writeSheet(
  name: string,
  rows: (string | number | null)[][],
  merged: string[] = [],
): Promise<Uint8Array> {
  const at = (ref: string): [number, number] => {
    const [, letters = 'A', row = '1'] = /^([A-Z]+)(\d+)$/.exec(ref) ?? [];
    return [Number(row) - 1, [...letters].reduce((n, letter) => n * 26 + letter.charCodeAt(0) - 64, 0) - 1];
  };
  const merges = merged.map((range) => {
    const [from = 'A1', to = from] = range.split(':');
    const [[startRow, startCol], [endRow, endCol]] = [at(from), at(to)];
    return { startRow, startCol, endRow, endCol };
  });
  return writeXlsx({ sheets: [{ name, rows, merges }] });
}
