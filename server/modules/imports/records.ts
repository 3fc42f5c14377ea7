import { LONGEST_LINE } from './model.ts';

/** One record of a CSV file: its cells, or null if its quotes are broken; where it begins; and its text as it stood. */
export interface CsvRecord {
  line: number;
  cells: string[] | null;
  raw: string;
}

/** A cell with line breaks goes on over at most so many lines; beyond, its opening quote was a mistake. */
const LONGEST_RECORD = 400;

/**
 * Takes a CSV text piece by piece and gives the records that are complete (RFC 4180: quotes doubled within quotes, line
 * breaks within quotes). A record with broken quotes costs its own first line and nothing else: reading goes on with the
 * next line, whatever the broken quote would have swallowed. A line without end costs itself, cut off. Lines without any
 * content are passed over.
 */
export function recordReader(delimiter: string): { push(text: string): CsvRecord[]; end(): CsvRecord[] } {
  let rest = '';
  let lines: string[] = [];
  let first = 1;

  function take(all: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    let at = 0;
    while (at < lines.length) {
      const read = scan(lines, at, delimiter);
      if (read === 'open' && !all && lines.length - at < LONGEST_RECORD) break;
      const count = typeof read === 'string' ? 1 : read.lines;
      const raw = count === 1 ? (lines[at] ?? '') : lines.slice(at, at + count).join('\n');
      const cells = typeof read === 'string' ? null : read.cells;
      if (cells === null || cells.some((cell) => cell.trim() !== '')) records.push({ line: first + at, cells, raw });
      at += count;
    }
    lines = lines.slice(at);
    first += at;
    return records;
  }

  return {
    push(text) {
      let more = text;
      if (rest.length > LONGEST_LINE) {
        const end = text.indexOf('\n');
        if (end === -1) return [];
        more = text.slice(end);
      }
      const parts = (rest + more).split('\n');
      rest = (parts.pop() ?? '').slice(0, LONGEST_LINE + 1);
      for (const part of parts) lines.push(part.endsWith('\r') ? part.slice(0, -1) : part);
      return take(false);
    },
    end() {
      if (rest !== '') lines.push(rest.endsWith('\r') ? rest.slice(0, -1) : rest);
      rest = '';
      return take(true);
    },
  };
}

/** The record that begins at a line; `open` if its last quote is not closed within what is there, `broken` if text follows one. */
function scan(
  lines: readonly string[],
  from: number,
  delimiter: string,
): { cells: string[]; lines: number } | 'open' | 'broken' {
  let text = lines[from] ?? '';
  if (text.length > LONGEST_LINE) return 'broken';
  if (!text.includes('"')) return { cells: text.split(delimiter), lines: 1 };
  const cells: string[] = [];
  let count = 1;
  for (let at = 0; ; at += 1) {
    if (text[at] !== '"') {
      const end = text.indexOf(delimiter, at);
      cells.push(end === -1 ? text.slice(at) : text.slice(at, end));
      at = end === -1 ? text.length : end;
    } else {
      let cell = '';
      for (at += 1; ; ) {
        const quote = text.indexOf('"', at);
        if (quote === -1) {
          if (from + count >= lines.length || count >= LONGEST_RECORD) return 'open';
          cell += `${text.slice(at)}\n`;
          text = lines[from + count] ?? '';
          count += 1;
          at = 0;
        } else if (text[quote + 1] === '"') {
          cell += text.slice(at, quote + 1);
          at = quote + 2;
        } else {
          cell += text.slice(at, quote);
          at = quote + 1;
          break;
        }
      }
      if (at < text.length && text[at] !== delimiter) return 'broken';
      cells.push(cell);
    }
    if (at >= text.length) return { cells, lines: count };
  }
}

/** A cell as it is written: quoted where it must be. */
export function cellText(value: string, delimiter: string): string {
  return /["\r\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** What a spreadsheet takes for a formula, also in the full width of a Chinese keyboard; a plain number is none. */
const FORMULA = /^[\s]*[=+\-@\t\r\n＝＋－＠]/;
const NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A cell of a table for people: a text that a spreadsheet would reckon is written so that it is none. */
export function tableCell(value: string, delimiter: string): string {
  return cellText(FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value, delimiter);
}

/** Rows as CSV that spreadsheets open as UTF-8 (RFC 4180, with the mark before). */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => row.map((value) => tableCell(value, ',')).join(',')).join('\r\n')}\r\n`;
