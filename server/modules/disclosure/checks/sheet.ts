import type { Words } from '../../../kernel/words.ts';
import { CODES, type Code, codesIn } from '../data/classification.ts';
import type { TableForm } from '../data/template.ts';
import { showAmount, UNIT_FACTORS } from '../document/money.ts';
import type { Reading } from '../document/parse.ts';
import { mostFrequent, namePlaces } from '../document/parse.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { Amount, DisclosureDocument, Fact, Indicator, Row, Severity, Table } from '../model.ts';

/** A rule as data: what it is called, how much it weighs, what it compares, and the pure function that compares it. */
export interface Rule {
  id: string;
  severity: Severity;
  title: Words;
  compares: Words;
  /** How far two figures may be apart, in the unit of the document; null where nothing is counted. */
  tolerance: string | null;
  check: (sheet: Sheet) => Said[];
}

export const words = (zh: string, en: string): Words => ({ zh, en });

/** A rule without its tolerance, which most have not. */
export function rule(
  id: string,
  severity: Severity,
  title: Words,
  compares: Words,
  check: Rule['check'],
  tolerance: string | null = null,
): Rule {
  return { id, severity, title, compares, tolerance, check };
}

/** A rule on figures that must agree to the last hundredth; what it compares is also what it says. */
export function exact(
  id: string,
  title: Words,
  compares: Words,
  check: (sheet: Sheet, why: Words) => Said[],
  severity: Severity = 'error',
): Rule {
  return { id, severity, title, compares, tolerance: '0', check: (sheet) => check(sheet, compares) };
}

/** One amount in a table, and where it stands. */
export interface Cell {
  table: Table;
  row: Row;
  column: string;
  amount: Amount;
}

/** A document laid out for checking: tables, rows, figures and codes by name. */
export class Sheet {
  readonly reading: Reading;
  readonly document: DisclosureDocument;
  readonly factor: number;
  readonly unit: string;
  readonly year: number;
  readonly #tables: Map<string, Table>;
  readonly #facts: Map<string, Fact>;
  /** All versions of the codes, each with its years. */
  readonly versions: readonly Code[];
  readonly #codes: Map<string, Code>;
  readonly #forms: Map<string, TableForm>;
  #versionsByCode: Map<string, Code[]> | undefined;
  #name: string | undefined;

  constructor(reading: Reading, versions: readonly Code[] = CODES) {
    this.reading = reading;
    this.document = reading.document;
    this.factor = reading.document.document.currency.unitFactor || 10_000;
    this.unit = reading.document.document.currency.unitPrinted || '万元';
    this.year = reading.document.document.fiscalYear;
    this.#tables = new Map(reading.document.tables.map((table) => [table.key, table]));
    this.#facts = new Map(reading.document.narrative.facts.map((fact) => [fact.key, fact]));
    this.versions = versions;
    this.#codes = codesIn(versions, this.year);
    this.#forms = new Map(reading.template.tables.map((form) => [form.key, form]));
  }

  table(key: string): Table | null {
    return this.#tables.get(key) ?? null;
  }

  form(table: Table): TableForm | null {
    return this.#forms.get(table.key) ?? null;
  }

  fact(key: string): Fact | null {
    return this.#facts.get(key) ?? null;
  }

  facts(prefix: string): Fact[] {
    return this.document.narrative.facts.filter(({ key }) => key.startsWith(prefix));
  }

  /** The code as it holds in the budget year; of one that was renamed within it, the later name. */
  code(code: string): Code | null {
    return this.#codes.get(code) ?? null;
  }

  /** All versions of a code, in their order. */
  versionsOf(code: string): readonly Code[] {
    this.#versionsByCode ??= Map.groupBy(this.versions, (one) => one.code);
    return this.#versionsByCode.get(code) ?? [];
  }

  codes(): Iterable<Code> {
    return this.#codes.values();
  }

  cell(key: string, rowKey: string, column: string): Cell | null {
    const table = this.table(key);
    const row = table?.rows.find((one) => one.key === rowKey);
    return table && row ? cellOf(table, row, column) : null;
  }

  /** Rows that are not added up from others. */
  details(key: string): Row[] {
    return this.table(key)?.rows.filter(({ kind }) => kind === 'detail') ?? [];
  }

  show(fen: number): string {
    return showAmount(fen, this.factor);
  }

  indicators(): Indicator[] {
    const { overall, projects } = this.document.performance;
    return [...(overall?.indicators ?? []), ...projects.flatMap(({ indicators }) => indicators)];
  }

  /** What the unit is called in most places of the document. */
  name(): string {
    if (this.#name !== undefined) return this.#name;
    const { document, unit, performance } = this.document;
    const [, title = ''] = /^\d{4}年度?(.*?)(?:部门|单位)(?:预算|决算)/.exec(normal(document.titleZh)) ?? [];
    const [, overall = ''] = /^(.*?)(?:部门|单位)?整体支出/.exec(normal(performance.overall?.titleZh ?? '')) ?? [];
    const named = [unit.nameZh, title, overall, ...namePlaces(this.reading.told).map(({ name }) => name)];
    this.#name = mostFrequent(named.map(normal).filter((name) => name !== '')) ?? '';
    return this.#name;
  }

  /** A public institution, which has no 机关运行经费: told by its money, not by its name. */
  isInstitution(): boolean {
    const functional = this.document.tables.flatMap(({ rows }) => rows.filter(({ code }) => code && code.length === 7));
    return functional.some(({ nameZh }) => nameZh.startsWith('事业运行'));
  }
}

const NOTHING: Amount = { printed: '', fen: null };

export function cellOf(table: Table, row: Row, column: string): Cell {
  return { table, row, column, amount: row.cells[column] ?? NOTHING };
}

export const fenOf = (cell: Cell | null) => cell?.amount.fen ?? 0;

export const sum = (values: readonly (number | null)[]) => values.reduce<number>((total, one) => total + (one ?? 0), 0);

/** A blank cell counts as zero in sums. */
export const inRow = (row: Row, column: string) => row.cells[column]?.fen ?? 0;

export const tablePointer = (sheet: Sheet, table: Table) => `/tables/${sheet.document.tables.indexOf(table)}`;

export function rowName({ code, nameZh }: Row): string {
  return code ? `${code} ${nameZh}` : nameZh;
}

export function placeOf(sheet: Sheet, { table, row, column }: Cell): Pick<Said, 'what' | 'lines' | 'pointer'> {
  const label = table.columns.find(({ key }) => key === column)?.labelZh ?? column;
  return {
    what: `${table.id} ${rowName(row)} · ${label}`,
    lines: [row.line],
    pointer: `${tablePointer(sheet, table)}/rows/${table.rows.indexOf(row)}/cells/${column}`,
  };
}

/** Says that a cell is not what others make it; nothing if it is. An amount that cannot be read has its own finding. */
export function differs(sheet: Sheet, cell: Cell | null, expected: number, why: Words, lines: number[] = []): Said[] {
  if (!cell || fenOf(cell) === expected || unreadable(cell.amount)) return [];
  const place = placeOf(sheet, cell);
  const ownUnit = !(cell.table.unitPrinted in UNIT_FACTORS) || cell.table.unitPrinted === sheet.unit;
  return [
    {
      ...place,
      lines: [...(place.lines ?? []), ...lines],
      printed: ownUnit ? cell.amount.printed : `${cell.amount.printed}${cell.table.unitPrinted}`,
      expected: ownUnit ? sheet.show(expected) : `${sheet.show(expected)}${sheet.unit}`,
      difference: sheet.show(fenOf(cell) - expected),
      message: why,
    },
  ];
}

export const unreadable = (amount: { fen?: number | null; fault?: unknown }) =>
  amount.fault !== undefined && (amount.fen === null || amount.fen === undefined);

export function factPlace(sheet: Sheet, fact: Fact): Pick<Said, 'what' | 'lines' | 'pointer' | 'phrase'> {
  return {
    what: `${sectionPath(sheet, fact.line)} ${fact.labelZh}`.trim(),
    lines: [fact.line],
    pointer: `/narrative/facts/${sheet.document.narrative.facts.indexOf(fact)}`,
    phrase: fact.unitPrinted.startsWith('人') ? fact.printed : `${fact.labelZh}${fact.printed}${fact.unitPrinted}`,
  };
}

/** 第三部分 七（一）: the headings above a line. */
export function sectionPath(sheet: Sheet, line: number): string {
  const above: Partial<Record<string, string>> = {};
  for (const { line: at, level, mark } of sheet.reading.outline.headings) {
    if (at > line) break;
    if (level === 'part') for (const other of ['section', 'subsection', 'point']) delete above[other];
    if (level === 'section') for (const other of ['subsection', 'point']) delete above[other];
    if (level === 'subsection') delete above.point;
    above[level] = mark;
  }
  const { part = '', section = '', subsection = '', point = '' } = above;
  return `${part} ${section.replace('、', '')}${subsection}${point.replace('.', '')}`.trim();
}

/** Says that a figure of the text is not what it should be. */
export function factDiffers(
  sheet: Sheet,
  fact: Fact | null,
  expected: number,
  why: Words,
  lines: number[] = [],
): Said[] {
  if (!fact || unreadable(fact) || (fact.fen ?? 0) === expected) return [];
  const place = factPlace(sheet, fact);
  return [
    {
      ...place,
      lines: [...(place.lines ?? []), ...lines],
      printed: `${fact.printed}${fact.unitPrinted}`,
      expected: `${sheet.show(expected)}${sheet.unit}`,
      difference: sheet.show((fact.fen ?? 0) - expected),
      message: why,
    },
  ];
}
