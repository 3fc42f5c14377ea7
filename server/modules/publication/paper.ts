import type { Block, Paper, PaperCell, PaperRow, PaperTable } from '../../adapters/paper.ts';
import type { TableForm } from '../disclosure/data/template.ts';
import type { Reading } from '../disclosure/document/parse.ts';
import { normal, numbered } from '../disclosure/document/signs.ts';
import type { Amount, Row, Table } from '../disclosure/model.ts';

const LEVELS = { part: 1, section: 2, subsection: 3, point: 4 } as const;

/** What is printed of a line: none of the marks by which a text tells its layout. */
const plain = (text: string) =>
  text
    .replace(/<\/p>\s*<p>/g, '\n')
    .replace(/<\/?[a-zA-Z][^>]*>/g, '')
    .replace(/^\s*-\s+(?=\S)/, '')
    .replaceAll('**', '')
    .trim();

/** A document laid out: its words as they are read, its tables as they were understood. */
export function paperOf({ document, template, outline }: Reading): Paper {
  const levels = new Map(outline.headings.map(({ line, level }) => [line, LEVELS[level]]));
  const tables = document.tables.map((table, i) => {
    const form = template.tables.find(({ key }) => key === table.key);
    return { table, paper: tableOf(table, form, `/tables/${i}`) };
  });
  const blocks: Block[] = [];
  const cover: string[] = [];
  const seen = new Set<string>();
  let inContents = false;
  let begun = false;
  let grid: { line: number; cells: string[] }[] = [];
  const endGrid = () => {
    if (grid.length > 0) {
      const made = gridOf(grid, `G${blocks.length}`);
      const before = blocks.at(-1);
      // A heading without a number is the name of the table under it.
      const named = before?.kind === 'heading' && isTargets(grid) && numbered(normal(before.text)) === null;
      if (named) blocks.pop();
      blocks.push(named ? { ...made, title: before.text, line: before.line } : made);
    }
    grid = [];
  };
  for (const { n, t } of document.lines) {
    const within = tables.find(({ table }) => n >= table.titleLine && n <= lastLine(table));
    const [, marks = '', heading = ''] = /^(#+)\s*(.*)$/.exec(plain(t)) ?? [];
    const level = levels.get(n);
    if (within || !t.includes('\t') || inContents) endGrid();
    if (within) {
      if (!seen.has(within.table.id)) blocks.push(within.paper);
      seen.add(within.table.id);
    } else if (marks !== '') {
      inContents = /^目\s*录$/.test(heading);
      const isPart = /^第.+部分/.test(heading);
      if (isPart) begun = true;
      if (inContents || !begun) continue;
      const before = blocks.at(-1);
      // The number of a part and its name are one heading.
      if (before?.kind === 'heading' && /^第.+部分$/.test(before.text)) before.text += ` ${heading}`;
      else blocks.push({ kind: 'heading', level: isPart ? 1 : (level ?? 3), text: heading, line: n });
    } else if (inContents) {
    } else if (t.includes('\t')) {
      const cells = t.split('\t').map(plain);
      // A row of dashes only parts a heading from what is under it.
      if (!cells.every((cell) => /^-*$/.test(cell))) grid.push({ line: n, cells });
    } else if (begun && level !== undefined && level > 1)
      blocks.push({ kind: 'heading', level, text: plain(t), line: n });
    else if (begun) blocks.push({ kind: 'paragraph', text: plain(t), line: n });
    else cover.push(plain(t));
  }
  endGrid();
  return { title: document.document.titleZh, cover, blocks };
}

const lastLine = (table: Table) =>
  Math.max(table.lines[1], table.statementLine ?? 0, ...table.rows.map(({ line }) => line));

function tableOf(table: Table, form: TableForm | undefined, pointer: string): PaperTable {
  const sides = table.rows.some(({ side }) => side !== null);
  const coded = form?.layout === 'codes';
  const first = sides || coded ? [] : table.columns.some(({ key }) => key === 'competentDepartment') ? [] : [''];
  const head = headOf(
    form?.header ?? [[...(coded ? ['科目编码', '科目名称'] : first), ...table.columns.map(({ labelZh }) => labelZh)]],
  );
  const at = (row: Row, column: string) => `${pointer}/rows/${table.rows.indexOf(row)}/cells/${column}`;
  const amounts = (row: Row) => table.columns.map(({ key }) => amountCell(row.cells[key], at(row, key)));
  const rows = sides
    ? sideRows(table, (row) => [{ text: label(row), align: 'left' }, ...amounts(row)])
    : table.rows.map((row): PaperRow => {
        const strong = row.kind !== 'detail';
        const lead: PaperCell[] = coded
          ? row.code === null
            ? [{ text: row.nameZh, colSpan: 2, align: 'center' }]
            : [
                { text: row.code, align: 'left' },
                { text: row.nameZh, align: 'left' },
              ]
          : form?.layout === 'catalogue'
            ? []
            : [{ text: row.labelPrinted ?? label(row), align: 'left' }];
        return { cells: [...lead, ...amounts(row)], strong, line: row.line };
      });
  const widths = sides
    ? [3.3, 1.1, 3.3, 1.1]
    : coded
      ? [1.1, table.columns.length > 6 ? 2 : 3, ...table.columns.map(() => 1.2)]
      : widthsOf(form, table);
  return {
    kind: 'table',
    id: table.id,
    title: plain(table.titlePrinted).replace(/^#+\s*/, ''),
    unit: plain(table.unitPrinted),
    head,
    rows,
    widths,
    statement: table.statementZh,
    line: table.titleLine,
  };
}

const widthsOf = (form: TableForm | undefined, table: Table) =>
  form?.layout === 'catalogue' ? table.columns.map(() => 1) : [3, ...table.columns.map(() => 1.4)];

const label = ({ ordinal, nameZh, labelPrinted }: Row) => labelPrinted ?? (ordinal ? `${ordinal}、${nameZh}` : nameZh);

function amountCell(amount: Amount | undefined, pointer: string): PaperCell {
  const text = amount?.printed ?? '';
  const fen = amount?.fen;
  return { text, align: 'right', pointer, ...(typeof fen === 'number' ? { fen } : {}) };
}

/** Income on the left, expenditure on the right, both totals in the last row. */
function sideRows(table: Table, cells: (row: Row) => PaperCell[]): PaperRow[] {
  const side = (wanted: Row['side']) => table.rows.filter((row) => row.side === wanted);
  const body = (rows: Row[]) => rows.filter(({ kind }) => kind !== 'total');
  const [left, right] = [side('income'), side('expenditure')];
  const empty: PaperCell[] = [{ text: '' }, { text: '' }];
  const pairs = Array.from(
    { length: Math.max(body(left).length, body(right).length) },
    (_, i) => [body(left)[i], body(right)[i], false] as const,
  );
  const totals = [left.find(({ kind }) => kind === 'total'), right.find(({ kind }) => kind === 'total'), true] as const;
  return [...pairs, totals].map(([income, expenditure, strong]) => ({
    cells: [...(income ? cells(income) : empty), ...(expenditure ? cells(expenditure) : empty)],
    strong,
    ...(income || expenditure ? { line: (income ?? expenditure)?.line ?? 0 } : {}),
  }));
}

/** A heading of several lines: what is blank below or beside belongs to its neighbour. */
function headOf(header: readonly (readonly string[])[]): PaperCell[][] {
  const text = (r: number, c: number) => header[r]?.[c];
  return header.map((cells, r) =>
    cells.flatMap((own, c): PaperCell[] => {
      if (own === '') return [];
      let rowSpan = 1;
      while (r + rowSpan < header.length && text(r + rowSpan, c) === '') rowSpan++;
      let colSpan = 1;
      if (rowSpan === 1) while (text(r, c + colSpan) === '' && (header[r + 1]?.[c + colSpan] ?? '') !== '') colSpan++;
      return [{ text: own, align: 'center', ...(rowSpan > 1 ? { rowSpan } : {}), ...(colSpan > 1 ? { colSpan } : {}) }];
    }),
  );
}

/** Rows of the text that no table of the form is made of: the targets, and what belongs to the unit. */
function gridOf(lines: readonly { line: number; cells: string[] }[], id: string): PaperTable {
  const width = Math.max(...lines.map(({ cells }) => cells.length));
  const targets = isTargets(lines);
  const rows = targets ? rejoined(lines).map((row) => ({ ...row, cells: righted(row.cells, width) })) : lines;
  return {
    kind: 'table',
    id,
    title: '',
    unit: '',
    head: [],
    rows: targets ? merged(rows, width) : rows.map(({ line, cells }) => ({ line, cells: cells.map(written) })),
    widths: Array.from({ length: width }, (_, i) => (targets ? (LEVEL_WIDTHS[i] ?? 1) : i === 0 ? 2 : 1)),
    statement: null,
    line: lines[0]?.line ?? 0,
  };
}

const isTargets = (lines: readonly { cells: string[] }[]) => lines.some(({ cells }) => cells.includes('一级指标'));

/** 绩效目标指标, 一级, 二级, 三级, 目标值. */
const LEVEL_WIDTHS = [1.1, 1.2, 1.5, 2.6, 1.2];

const written = (text: string): PaperCell => ({ text, align: 'center' });

/** Goals that follow each other in one cell each begin a line. */
const parted = (text: string) => text.replace(/\s+(?=[（(][一二三四五六七八九十]+[）)])/g, '\n');

/** A line of nothing but words that goes on with the cell above it. */
function rejoined(lines: readonly { line: number; cells: string[] }[]): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  for (const { line, cells } of lines) {
    const before = rows.at(-1);
    const [first = '', text = '', ...rest] = cells;
    if (before && first === '' && rest.every((cell) => cell === '') && text.length > 60)
      before.cells[1] = `${before.cells[1] ?? ''}\n${text}`;
    else rows.push({ line, cells: [...cells] });
  }
  return rows;
}

const TARGET = /^(?:[≥≤=＝<>＞＜]|大于|小于|等于|不少于|不超过)/;

/** The target of an indicator stands in the last column, its name before it, whatever was lost on the left. */
function righted(cells: readonly string[], width: number): string[] {
  const said = cells.filter((cell) => cell !== '');
  if (!TARGET.test(said.at(-1) ?? '')) return [...cells];
  return [...Array.from({ length: Math.max(0, width - said.length) }, () => ''), ...said];
}

/** What is blank on the left of a row belongs to the cell above it; what is blank elsewhere, to the cell before it. */
function merged(rows: readonly { line: number; cells: string[] }[], width: number): PaperRow[] {
  const made: PaperRow[] = [];
  const above: (PaperCell | undefined)[] = [];
  for (const { line, cells } of rows) {
    const own: PaperCell[] = [];
    const lead = cells.findIndex((cell) => cell !== '');
    for (let column = 0; column < width; column++) {
      const text = cells[column] ?? '';
      const over = above[column];
      if (column < lead && over && !over.colSpan) over.rowSpan = (over.rowSpan ?? 1) + 1;
      else if (text === '' && column > 0 && own.length > 0 && column > lead) {
        const before = own.at(-1);
        if (before) before.colSpan = (before.colSpan ?? 1) + 1;
        above[column] = undefined;
      } else {
        const long = text.length > 40;
        const cell: PaperCell = { text: long ? parted(text) : text, align: long ? 'left' : 'center' };
        own.push(cell);
        above[column] = cell;
      }
    }
    for (const cell of own) if (cell.colSpan) above[above.indexOf(cell)] = undefined;
    made.push({ line, cells: own });
  }
  return made;
}
