import type { Packed } from '../../adapters/zip.ts';
import type { Line } from '../budget/model.ts';
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

const COLUMNS: [name: string, columnType: string, type?: string][] = [
  ['line_id', 'budget-line-id'],
  ['year', 'date:fiscal-year', 'integer'],
  ['unit', 'administrative-classification:generic:label'],
  ['function_group_code', 'functional-classification:generic:level1:code'],
  ['function_group', 'functional-classification:generic:level1:label'],
  ['function_code', 'functional-classification:generic:level3:code'],
  ['function', 'functional-classification:generic:level3:label'],
  ['economic_class_code', 'economic-classification:generic:level1:code'],
  ['economic_class', 'economic-classification:generic:level1:label'],
  ['economic_code', 'economic-classification:generic:level2:code'],
  ['economic', 'economic-classification:generic:level2:label'],
  ['fund_code', 'fin-source:generic:code'],
  ['fund', 'fin-source:generic:label'],
  ['expenditure_type', 'expenditure-type:label'],
  ['project_code', 'activity:generic:project:code'],
  ['project', 'activity:generic:project:label'],
  ['phase', 'phase:label'],
  ['amount', 'value', 'number'],
];

export interface PackageSource {
  document: DisclosureDocument;
  lines: readonly Line[];
  projects: readonly { code: string; nameZh: string }[];
  /** What the codes of the year are called. */
  names: ReadonlyMap<string, string>;
}

/** The approved lines as a Fiscal Data Package: descriptor and table. */
export function fiscalPackage({ document, lines, projects, names }: PackageSource): Packed[] {
  const year = document.document.fiscalYear;
  const project = new Map(projects.map(({ code, nameZh }) => [code, nameZh]));
  const rows = lines.map((line, i) => [
    String(i + 1),
    String(year),
    document.unit.nameZh,
    line.functionCode.slice(0, 3),
    names.get(line.functionCode.slice(0, 3)) ?? '',
    line.functionCode,
    names.get(line.functionCode) ?? '',
    line.economicCode.slice(0, 3),
    names.get(line.economicCode.slice(0, 3)) ?? '',
    line.economicCode,
    names.get(line.economicCode) ?? '',
    line.fund,
    FUNDS[line.fund],
    KINDS[line.kind],
    line.projectCode ?? '',
    line.projectCode ? (project.get(line.projectCode) ?? '') : '',
    'approved',
    showAmount(line.fen),
  ]);
  const attribute = (name: string) => ({ source: name });
  const classified = (code: string, label: string) => ({
    [code]: attribute(code),
    [label]: { ...attribute(label), labelfor: code },
  });
  const descriptor = {
    name: `department-budget-${year}`,
    title: document.document.titleZh,
    profile: 'fiscal-data-package',
    countryCode: 'cn',
    fiscalPeriod: { start: `${year}-01-01`, end: `${year}-12-31` },
    granularity: 'aggregated',
    resources: [
      {
        name: 'lines',
        path: 'lines.csv',
        mediatype: 'text/csv',
        encoding: 'utf-8',
        profile: 'tabular-data-resource',
        schema: {
          fields: COLUMNS.map(([name, columnType, type = 'string']) => ({ name, type, columnType })),
          primaryKey: ['line_id'],
        },
      },
    ],
    model: {
      measures: {
        amount: { source: 'amount', currency: 'CNY', factor: 10_000, direction: 'expenditure', phase: 'approved' },
      },
      dimensions: {
        date: { dimensionType: 'datetime', primaryKey: ['year'], attributes: { year: attribute('year') } },
        unit: { dimensionType: 'entity', primaryKey: ['unit'], attributes: { unit: attribute('unit') } },
        function: {
          dimensionType: 'classification',
          classificationType: 'functional',
          primaryKey: ['function_code'],
          attributes: {
            ...classified('function_group_code', 'function_group'),
            ...classified('function_code', 'function'),
          },
        },
        economic: {
          dimensionType: 'classification',
          classificationType: 'economic',
          primaryKey: ['economic_code'],
          attributes: {
            ...classified('economic_class_code', 'economic_class'),
            ...classified('economic_code', 'economic'),
          },
        },
        fund: { dimensionType: 'other', primaryKey: ['fund_code'], attributes: classified('fund_code', 'fund') },
        project: {
          dimensionType: 'activity',
          primaryKey: ['project_code'],
          attributes: classified('project_code', 'project'),
        },
      },
    },
  };
  return [
    { name: 'datapackage.json', bytes: Buffer.from(`${JSON.stringify(descriptor, null, 2)}\n`) },
    { name: 'lines.csv', bytes: Buffer.from(csvOf([COLUMNS.map(([name]) => name), ...rows]).slice(1)) },
  ];
}
