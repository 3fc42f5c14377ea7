import type { Block, Paper, PaperCell, PaperRow, PaperTable } from '../../adapters/paper.ts';
import type { TableForm } from '../disclosure/data/template.ts';
import type { Reading } from '../disclosure/document/parse.ts';
import type { Amount, Row, Table } from '../disclosure/model.ts';

const LEVELS = { part: 1, section: 2, subsection: 3, point: 4 } as const;

const plain = (text: string) => text.replace(/<\/?b>/g, '').trim();

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
    if (grid.length > 0) blocks.push(gridOf(grid, `G${blocks.length}`));
    grid = [];
  };
  for (const { n, t } of document.lines) {
    const within = tables.find(({ table }) => n >= table.titleLine && n <= lastLine(table));
    const [, marks = '', heading = ''] = /^(#+)\s*(.*)$/.exec(plain(t)) ?? [];
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
      else blocks.push({ kind: 'heading', level: isPart ? 1 : (levels.get(n) ?? 3), text: heading, line: n });
    } else if (inContents) {
    } else if (t.includes('\t')) {
      const cells = t.split('\t').map(plain);
      // A row of dashes only parts a heading from what is under it.
      if (!cells.every((cell) => /^-*$/.test(cell))) grid.push({ line: n, cells });
    } else if (begun) blocks.push({ kind: 'paragraph', text: plain(t), line: n });
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
  const widths = sides ? [3, 1.4, 3, 1.4] : coded ? [1.3, 3, ...table.columns.map(() => 1.3)] : widthsOf(form, table);
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

/** Rows of the text that no table of the form is made of: the targets. */
function gridOf(lines: readonly { line: number; cells: string[] }[], id: string): PaperTable {
  const width = Math.max(...lines.map(({ cells }) => cells.length));
  return {
    kind: 'table',
    id,
    title: '',
    unit: '',
    head: [],
    rows: lines.map(({ line, cells }) => ({
      line,
      cells: cells.map((text, i): PaperCell => {
        const rest = i === cells.length - 1 ? width - i : 1;
        return { text, align: 'left', ...(rest > 1 ? { colSpan: rest } : {}) };
      }),
    })),
    widths: Array.from({ length: width }, (_, i) => (i === 0 ? 1.2 : i === width - 1 ? 1.6 : 1.3)),
    statement: null,
    line: lines[0]?.line ?? 0,
  };
}
