import { CODES } from '../data/classification.ts';
import type { RowForm, TableForm, Template } from '../data/template.ts';
import type { Amount, Finding, Row, Table } from '../model.ts';
import { readAmount, UNIT_FACTORS } from './money.ts';
import type { Caption, GridRow, Outline } from './outline.ts';
import { problem } from './problem.ts';
import { type Numbered, nearest, normal, numbered, ordinalZh } from './signs.ts';

/** The functional classes by name. */
const CLASSES = new Map(CODES.flatMap(({ code, nameZh }) => (/^2\d\d$/.test(code) ? [[normal(nameZh), code]] : [])));

export interface Tables {
  tables: Table[];
  problems: Finding[];
}

/** Reads every table of the form that the text has. */
export function readTables(outline: Outline, template: Template, usualUnit: string): Tables {
  const tables: Table[] = [];
  const problems: Finding[] = [];
  template.tables.forEach((form, place) => {
    const heading = outline.headings.find(({ form: section }) => section?.key === form.key);
    const captions = outline.captions.filter(({ section }) => section === form.key);
    const rows = outline.rows.filter(({ section }) => section === form.key);
    if (!heading && captions.length === 0) return;
    const title = captions.find(({ kind }) => kind === 'title');
    const unit = captions.find(({ kind }) => kind === 'unit');
    const block = outline.blocks.find(({ section, text }) => section === form.key && /没有|无/.test(text));
    const id = `T${String(place + 1).padStart(2, '0')}`;
    const first = heading?.line ?? title?.line ?? rows[0]?.line ?? 1;
    const lines = [
      first,
      ...captions.map(({ line }) => line),
      ...rows.map(({ line }) => line),
      ...(block?.lines ?? []),
    ];
    const table: Table = {
      id,
      ordinal: place + 1,
      ordinalZh: heading?.level === 'section' ? ordinalZh(heading.ordinal) : ordinalZh(place + 1),
      key: form.key,
      nameZh: heading?.title ?? form.nameZh,
      titlePrinted: title?.printed ?? '',
      titleLine: title?.line ?? first,
      unitPrinted: unitOf(unit),
      unitLine: unit?.line ?? first,
      lines: [first, Math.max(...lines)],
      columns: form.columns,
      rows: [],
      statementZh: block?.printed ?? null,
      statementLine: block?.lines[0] ?? null,
    };
    const factor = UNIT_FACTORS[table.unitPrinted] ?? UNIT_FACTORS[usualUnit] ?? 10_000;
    table.rows = new Grid(form, table, rows, factor, problems).rows();
    tables.push(table);
  });
  return { tables, problems };
}

/** 万元, of the line 单位：万元. */
export const unitOf = (caption: Caption | undefined) => normal(caption?.printed ?? '').replace(/^(?:金额)?单位：?/, '');

interface Side {
  rows: RowForm[];
  places: ReadonlyMap<string, number>;
}

/** One table being read: its header settles which cell belongs to which column. */
class Grid {
  readonly form: TableForm;
  readonly table: Table;
  readonly body: GridRow[];
  readonly factor: number;
  readonly problems: Finding[];
  /** The place of each column of the form among the cells. */
  readonly at: Map<string, number>;
  readonly sides = new Map<Row['side'], Side>();

  constructor(form: TableForm, table: Table, rows: GridRow[], factor: number, problems: Finding[]) {
    this.form = form;
    this.table = table;
    this.factor = factor;
    this.problems = problems;
    const labels = new Set(form.rows.map(({ label }) => normal(label)));
    const isData = (row: GridRow) => {
      const [first = '', second = ''] = row.cells.map(normal);
      if (form.layout === 'codes') return /^\d/.test(first) || first === '合计' || second === '合计';
      return labels.has(first) || labels.has(normal(row.cells[2] ?? ''));
    };
    const begin = form.layout === 'catalogue' ? form.header.length : rows.findIndex(isData);
    const head = begin < 0 ? rows.slice(0, form.header.length) : rows.slice(0, begin);
    this.body = rows.slice(head.length);
    this.at = this.readHeader(head);
  }

  /** Compares the header with the form's, and follows a column that stands elsewhere. */
  readHeader(head: GridRow[]): Map<string, number> {
    const { form, table, problems } = this;
    const places = new Map<string, number>();
    const label = (column: number) =>
      head.map(({ cells }) => normal(cells[column] ?? '')).findLast((cell) => cell !== '') ?? '';
    const offset = form.layout === 'codes' ? 2 : form.layout === 'catalogue' ? 0 : 1;
    const width = Math.max(0, ...head.map(({ cells }) => cells.length));
    form.columns.forEach((column, i) => {
      const usual = offset + i;
      const there = [...Array(width).keys()].filter((place) => label(place) === normal(column.labelZh));
      places.set(column.key, there.includes(usual) || form.layout === 'sides' ? usual : (there[0] ?? usual));
    });
    form.header.forEach((expected, row) => {
      const printed = head[row];
      const wrong = expected.flatMap((text, i) =>
        normal(text) === normal(printed?.cells[i] ?? '') ? [] : [{ text, printed: printed?.cells[i] ?? '' }],
      );
      const extra = (printed?.cells ?? []).slice(expected.length).filter((cell) => cell !== '');
      for (const one of [...wrong, ...extra.map((cell) => ({ text: '', printed: cell }))].slice(0, 3)) {
        problems.push(
          problem('R-SHAPE', {
            what: `${table.id} ${table.nameZh} · 表头`,
            lines: printed ? [printed.line] : [table.lines[0]],
            pointer: `/tables/${table.ordinal - 1}/columns`,
            printed: one.printed,
            expected: one.text,
            message: {
              zh: `表头应为“${one.text}”，印作“${one.printed}”`,
              en: `The column heading should be “${one.text}”, not “${one.printed}”`,
            },
          }),
        );
      }
    });
    return places;
  }

  rows(): Row[] {
    const { layout } = this.form;
    if (layout === 'catalogue') return this.body.map((row, i) => this.entry(row, i));
    if (layout === 'list') return this.body.map((row) => this.named(row, 0, null));
    if (layout === 'codes') return this.markSubtotals(this.body.map((row) => this.coded(row)));
    const side = (name: 'income' | 'expenditure', at: number) =>
      this.body.flatMap((row) =>
        (row.cells[at] ?? '') === '' && (row.cells[at + 1] ?? '') === '' ? [] : [this.named(row, at, name)],
      );
    return [...side('income', 0), ...side('expenditure', 2)];
  }

  amounts(row: GridRow, shift = 0): Record<string, Amount> {
    const columns = this.form.columns.filter(({ type }) => type === 'amount');
    return Object.fromEntries(
      columns.map(({ key }) => [key, readAmount(row.cells[(this.at.get(key) ?? 0) + shift] ?? '', this.factor)]),
    );
  }

  /** Cells beyond the last column, or words where an amount should be, mean that the columns have moved. */
  watchShape(row: GridRow, name: string, width: number) {
    const beyond = row.cells.slice(width).filter((cell) => cell !== '');
    if (beyond.length === 0 && name !== '' && !/^[\d.]+$/.test(name)) return;
    this.problems.push(
      problem('R-SHAPE', {
        what: `${this.table.id} ${this.table.nameZh}`,
        lines: [row.line],
        pointer: `/tables/${this.table.ordinal - 1}/rows`,
        printed: row.cells.join(' | '),
        message: {
          zh: '这一行的单元格与表头对不上，栏目可能错位',
          en: 'The cells of this row do not stand under the header; the columns may have shifted',
        },
      }),
    );
  }

  coded(row: GridRow): Row {
    const [first = '', second = ''] = row.cells;
    const total = normal(first) === '合计' || normal(second) === '合计';
    const code = /^\d{3,7}$/.test(first) ? first : null;
    const nameZh = total ? '合计' : second;
    this.watchShape(row, nameZh, 2 + this.form.columns.length);
    if (!total && code === null) {
      this.problems.push(
        problem('R-CODE-1', {
          what: `${this.table.id} ${first} ${second}`,
          lines: [row.line],
          pointer: `/tables/${this.table.ordinal - 1}/rows`,
          printed: first,
          message: { zh: `“${first}”不是科目编码`, en: `“${first}” is not a code` },
        }),
      );
    }
    const key = total ? 'total' : code ? `c${code}` : `x${row.line}`;
    return {
      line: row.line,
      side: null,
      kind: total ? 'total' : 'detail',
      ordinal: null,
      key,
      code,
      nameZh,
      cells: this.amounts(row),
    };
  }

  /** A row whose code begins other rows' codes adds them up. */
  markSubtotals(rows: Row[]): Row[] {
    const above = new Set(
      rows.flatMap(({ code }) => Array.from({ length: (code?.length ?? 1) - 1 }, (_, i) => code?.slice(0, i + 1))),
    );
    for (const row of rows) if (row.code !== null && above.has(row.code)) row.kind = 'subtotal';
    return rows;
  }

  named(row: GridRow, at: number, side: Row['side']): Row {
    const label = row.cells[at] ?? '';
    this.watchShape(row, label, at + 4);
    const tight = normal(label);
    const number = numbered(tight);
    const form = this.formOf(tight, number, side);
    const other = form === null && side === 'expenditure' && number ? (CLASSES.get(number.rest) ?? null) : null;
    const list = this.form.layout === 'list';
    const nameZh = list
      ? label.replace(/^(?:其中[：:])?(?:\d+[、.]|[（(]\d+[）)])?/, '')
      : number
        ? label.slice(label.search(/[、]/) + 1)
        : label;
    return {
      line: row.line,
      side,
      kind: form?.kind ?? 'detail',
      ordinal: list ? (form?.ordinal ?? null) : (number?.ordinalText ?? null),
      key: form?.key ?? (other === null ? `x${row.line}` : `f${other}`),
      code: form?.code ?? other,
      nameZh: nameZh.trim(),
      ...(list ? { labelPrinted: label, parentKey: form?.parentKey ?? null } : {}),
      cells: this.amounts(row, side === null ? 0 : at),
    };
  }

  /**
   * Which row of the form this is: by its words, else by its number, else by the nearest words. An official class that
   * the form does not list is a row of its own and takes nobody's number.
   */
  formOf(label: string, number: Numbered | null, side: Row['side']): RowForm | null {
    const { rows, places } = this.rowsOf(side);
    const byName = number ? places.get(`=${number.rest}`) : undefined;
    const named = rows[Math.min(places.get(label) ?? rows.length, byName ?? rows.length)];
    if (named) return named;
    if (side === 'expenditure' && number && CLASSES.has(number.rest)) return null;
    return (
      rows.find((form) => number !== null && form.ordinal === number.ordinalText) ??
      nearest(label, rows, (form) => normal(form.label), 0.4)
    );
  }

  /** The rows of the form on a side, and the first place of each label and, after a sign of equality, of each name. */
  rowsOf(side: Row['side']): Side {
    const known = this.sides.get(side);
    if (known) return known;
    const rows = this.form.rows.filter((form) => form.side === side);
    const places = new Map<string, number>();
    rows.forEach(({ label, nameZh }, i) => {
      for (const words of [normal(label), `=${normal(nameZh)}`]) if (!places.has(words)) places.set(words, i);
    });
    this.sides.set(side, { rows, places });
    return { rows, places };
  }

  entry(row: GridRow, i: number): Row {
    const named = this.at.get('specialFundProject') ?? 1;
    return {
      line: row.line,
      side: null,
      kind: 'detail',
      ordinal: null,
      key: `r${i + 1}`,
      code: null,
      nameZh: row.cells[named] ?? '',
      cells: this.amounts(row),
    };
  }
}
