import type { Packed } from '../../adapters/zip.ts';
import type { Line, Project } from '../budget/model.ts';
import { keyOf } from '../budget/rules.ts';
import { showAmount } from '../disclosure/document/money.ts';
import type { DisclosureDocument } from '../disclosure/model.ts';
import { csvOf } from '../imports/records.ts';

/** Every amount of the tables, one to a line. */
export function csvOfTables({ tables, document, unit }: DisclosureDocument): string {
  const head = ['年度', '单位', '表号', '表名', '行', '科目编码', '名称', '栏目', '金额（万元）'];
  const rows = tables.flatMap((table) =>
    table.rows.flatMap((row, i) =>
      table.columns.flatMap(({ key, labelZh }) => {
        const amount = row.cells[key];
        if (!amount || amount.printed === '') return [];
        const fen = amount.fen === null ? amount.printed : showAmount(amount.fen);
        return [
          [
            String(document.fiscalYear),
            unit.nameZh,
            table.id,
            table.nameZh,
            String(i + 1),
            row.code ?? '',
            row.nameZh,
            labelZh,
            fen,
          ],
        ];
      }),
    ),
  );
  return csvOf([head, ...rows]);
}

const FUNDS: Record<Line['fund'], string> = {
  generalPublicBudget: '一般公共预算拨款',
  governmentFund: '政府性基金预算拨款',
  stateCapital: '国有资本经营预算拨款',
  other: '其他资金',
};
const KINDS: Record<Line['kind'], string> = {
  basic: '基本支出',
  project: '项目支出',
  institutionBusiness: '事业单位经营支出',
  remitToSuperior: '上缴上级支出',
  affiliateSubsidy: '对附属单位补助支出',
};

const APPROVED = { id: 'approved', label: '批复预算' };

/**
 * The columns of the table: name, column type of the vocabulary, type of its values, and what a line says there.
 */
const COLUMNS: readonly Column[] = [
  { name: 'line_id', columnType: 'budget-line-id', says: (_line, { row }) => String(row) },
  { name: 'year', columnType: 'date:fiscal-year', type: 'integer', says: (_line, { year }) => String(year) },
  { name: 'unit', columnType: 'administrative-classification:generic:label', says: (_line, { unit }) => unit },
  ...levels('function', 'functional-classification:generic', [3, 5, 7], ({ functionCode }) => functionCode),
  ...levels('economic', 'economic-classification:generic', [3, 5], ({ economicCode }) => economicCode),
  ...levels('government', null, [3, 5], (line, { government }) => government.get(keyOf(line)) ?? ''),
  { name: 'fund_code', columnType: 'fin-source:generic:code', says: ({ fund }) => fund },
  { name: 'fund', columnType: 'fin-source:generic:label', says: ({ fund }) => FUNDS[fund] },
  { name: 'expenditure_type_code', columnType: 'expenditure-type:code', says: ({ kind }) => kind },
  { name: 'expenditure_type', columnType: 'expenditure-type:label', says: ({ kind }) => KINDS[kind] },
  { name: 'project_code', columnType: 'activity:generic:project:code', says: ({ projectCode }) => projectCode ?? '' },
  {
    name: 'project',
    columnType: 'activity:generic:project:label',
    says: ({ projectCode }, { projects }) => (projectCode ? (projects.get(projectCode) ?? '') : ''),
  },
  { name: 'phase_id', columnType: 'phase:id', says: () => APPROVED.id },
  { name: 'phase', columnType: 'phase:label', says: () => APPROVED.label },
  { name: 'direction', columnType: 'direction', says: () => 'expenditure' },
  { name: 'currency', columnType: 'value-currency:code', says: () => 'CNY' },
  { name: 'amount', columnType: 'value', type: 'number', says: ({ fen }) => showAmount(fen) },
];

interface Column {
  name: string;
  /** Absent where the vocabulary has none for it. */
  columnType?: string;
  type?: string;
  says: (line: Line, around: Around) => string;
}

/** What a line does not say itself. */
interface Around {
  row: number;
  year: number;
  unit: string;
  names: ReadonlyMap<string, string>;
  projects: ReadonlyMap<string, string>;
  government: ReadonlyMap<string, string>;
}

/** Code and label of each level of a classification, from the class down; the last bears the bare name. */
function levels(
  name: string,
  type: string | null,
  digits: readonly number[],
  codeOf: (line: Line, around: Around) => string,
): Column[] {
  return digits.flatMap((length, i) => {
    const level = levelName(name, i, digits.length);
    const code = (line: Line, around: Around) => codeOf(line, around).slice(0, length);
    const typed = (what: string) => (type === null ? {} : { columnType: `${type}:level${i + 1}:${what}` });
    return [
      { name: `${level}_code`, ...typed('code'), says: code },
      { name: level, ...typed('label'), says: (line, around) => around.names.get(code(line, around)) ?? '' },
    ] satisfies Column[];
  });
}

function levelName(name: string, level: number, of: number): string {
  return level === of - 1 ? name : `${name}_${['class', 'group'][level]}`;
}

export interface PackageSource {
  document: DisclosureDocument;
  lines: readonly Line[];
  projects: readonly Project[];
  /** What the codes of the year are called, those of the government's classification too. */
  names: ReadonlyMap<string, string>;
  /** 政府预算支出经济分类 of each line, by the line's key. */
  government: ReadonlyMap<string, string>;
}

type Attributes = Record<string, { source: string; labelfor?: string; parent?: string }>;

/** Codes from the class down, each with its label; a level stands below the one before it. */
function classified(...levels: readonly string[]): Attributes {
  return Object.fromEntries(
    levels.flatMap((level, i) => {
      const above = levels[i - 1];
      const code = `${level}_code`;
      return [
        [code, { source: code, ...(above ? { parent: `${above}_code` } : {}) }],
        [level, { source: level, labelfor: code }],
      ];
    }),
  );
}

const dimension = (dimensionType: string, primaryKey: string, attributes: Attributes) => ({
  dimensionType,
  primaryKey: [primaryKey],
  attributes,
});

const DIMENSIONS = {
  line: dimension('fact', 'line_id', { line_id: { source: 'line_id' } }),
  date: dimension('datetime', 'year', { year: { source: 'year' } }),
  unit: {
    ...dimension('classification', 'unit', { unit: { source: 'unit' } }),
    classificationType: 'administrative',
  },
  function: {
    ...dimension('classification', 'function_code', classified('function_class', 'function_group', 'function')),
    classificationType: 'functional',
  },
  economic: {
    ...dimension('classification', 'economic_code', classified('economic_class', 'economic')),
    classificationType: 'economic',
  },
  government: {
    ...dimension('classification', 'government_code', classified('government_class', 'government')),
    classificationType: 'economic',
  },
  fund: dimension('other', 'fund_code', classified('fund')),
  expenditureType: dimension('other', 'expenditure_type_code', classified('expenditure_type')),
  project: dimension('activity', 'project_code', classified('project')),
  phase: dimension('other', 'phase_id', {
    phase_id: { source: 'phase_id' },
    phase: { source: 'phase', labelfor: 'phase_id' },
  }),
  direction: dimension('other', 'direction', { direction: { source: 'direction' } }),
};

const CATEGORIES: Record<Project['category'], string> = {
  personnel: '人员类',
  operation: '运转类',
  purpose: '特定目标类',
};

/** The projects that have money, one to a line: what each is for, on what basis, and what it has. */
const PROJECT_COLUMNS: readonly { name: string; type?: string; says: (project: Project, fen: number) => string }[] = [
  { name: 'code', says: ({ code }) => code },
  { name: 'name', says: ({ nameZh }) => nameZh },
  { name: 'category_code', says: ({ category }) => category },
  { name: 'category', says: ({ category }) => CATEGORIES[category] },
  { name: 'first_year', type: 'integer', says: ({ firstYear }) => String(firstYear ?? '') },
  { name: 'last_year', type: 'integer', says: ({ lastYear }) => String(lastYear ?? '') },
  { name: 'basis', says: ({ basis }) => basis },
  { name: 'goal', says: ({ goalZh }) => goalZh },
  { name: 'amount', type: 'number', says: (_project, fen) => showAmount(fen) },
];

function projectRows(projects: readonly Project[], lines: readonly Line[]): string[][] {
  const sums = new Map<string, number>();
  for (const { projectCode, fen } of lines)
    if (projectCode !== null) sums.set(projectCode, (sums.get(projectCode) ?? 0) + fen);
  return projects
    .filter(({ code }) => sums.has(code))
    .map((project) => PROJECT_COLUMNS.map(({ says }) => says(project, sums.get(project.code) ?? 0)));
}

const tableResource = (
  name: string,
  fields: readonly { name: string; type?: string; columnType?: string }[],
  keys: { primaryKey: string[]; foreignKeys?: object[] },
) => ({
  name,
  path: `${name}.csv`,
  mediatype: 'text/csv',
  encoding: 'utf-8',
  profile: 'tabular-data-resource',
  schema: {
    fields: fields.map(({ name: field, columnType, type = 'string' }) => ({ name: field, type, columnType })),
    ...keys,
  },
});

/**
 * The approved lines as a Fiscal Data Package: descriptor, table, and the projects that lines name. Amounts are in 万元,
 * which the factor makes 元 of.
 */
export function fiscalPackage({ document, lines, projects, names, government }: PackageSource): Packed[] {
  const year = document.document.fiscalYear;
  const project = new Map(projects.map(({ code, nameZh }) => [code, nameZh]));
  const rows = lines.map((line, i) => {
    const around = { row: i + 1, year, unit: document.unit.nameZh, names, projects: project, government };
    return COLUMNS.map(({ says }) => says(line, around));
  });
  const descriptor = {
    name: `department-budget-${year}`,
    title: document.document.titleZh,
    profile: 'fiscal-data-package',
    countryCode: 'cn',
    fiscalPeriod: { start: `${year}-01-01`, end: `${year}-12-31` },
    granularity: 'aggregated',
    resources: [
      tableResource('lines', COLUMNS, {
        primaryKey: ['line_id'],
        foreignKeys: [{ fields: ['project_code'], reference: { resource: 'projects', fields: ['code'] } }],
      }),
      tableResource('projects', PROJECT_COLUMNS, { primaryKey: ['code'] }),
    ],
    model: {
      measures: {
        amount: {
          source: 'amount',
          currency: 'CNY',
          factor: 10_000,
          direction: 'expenditure',
          phase: APPROVED.id,
        },
      },
      dimensions: DIMENSIONS,
    },
  };
  const csv = (table: readonly (readonly string[])[]) => Buffer.from(csvOf(table).slice(1));
  return [
    { name: 'datapackage.json', bytes: Buffer.from(`${JSON.stringify(descriptor, null, 2)}\n`) },
    { name: 'lines.csv', bytes: csv([COLUMNS.map(({ name }) => name), ...rows]) },
    {
      name: 'projects.csv',
      bytes: csv([PROJECT_COLUMNS.map(({ name }) => name), ...projectRows(projects, lines)]),
    },
  ];
}
