import type { Words } from '../../../kernel/words.ts';
import { ROLES } from '../data/classification.ts';
import type { Said } from '../document/problem.ts';
import type { Row } from '../model.ts';
import { type Cell, cellOf, differs, fenOf, inRow, placeOf, type Rule, type Sheet, sum } from './sheet.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

const T01 = 'incomeExpenditureSummary';
const T02 = 'incomeBySource';
const T03 = 'expenditureByFunction';
const T04 = 'fiscalAppropriationSummary';
const T05 = 'generalPublicBudgetExpenditure';
const T06 = 'governmentFundExpenditure';
const T07 = 'stateCapitalExpenditure';
const T08 = 'generalBudgetByEconomicClass';
const T09 = 'basicExpenditureByEconomicItem';
const T10 = 'threePublicExpenses';

const FISCAL = [
  { table: T05, source: 'generalPublicBudget' },
  { table: T06, source: 'governmentFund' },
  { table: T07, source: 'stateCapital' },
] as const;
const OTHER_SOURCES = [
  'fiscalSpecialAccount',
  'institutionOperating',
  'institutionBusiness',
  'superiorSubsidy',
  'affiliateRemittance',
  'other',
];

function rule(id: string, title: Words, compares: Words, check: (sheet: Sheet, why: Words) => Said[]): Rule {
  return { id, severity: 'error', title, compares, tolerance: '0', check: (sheet) => check(sheet, compares) };
}

const line = (cell: Cell | null) => (cell ? [cell.row.line] : []);
const total = (sheet: Sheet, table: string, column: string) => sheet.cell(table, 'total', column);

/** One cell must be what another one is. */
function same(
  id: string,
  title: Words,
  compares: Words,
  left: (sheet: Sheet) => Cell | null,
  right: (sheet: Sheet) => Cell | null,
) {
  return rule(id, title, compares, (sheet, why) => {
    const other = right(sheet);
    return other ? differs(sheet, left(sheet), fenOf(other), why, line(other)) : [];
  });
}

/** Every functional class of a summary is what the rows of its items add up to. */
function classSums(id: string, summary: string, tables: readonly string[], name: string): Rule {
  const compares = words(`各功能类应等于${name}中该类各项之和`, `Each class must be the sum of its items in ${name}`);
  return rule(id, words(`功能类与${name}一致`, `Classes agree with ${name}`), compares, (sheet, why) => {
    if (!tables.some((key) => sheet.table(key))) return [];
    const items = tables.flatMap((key) => sheet.details(key));
    const table = sheet.table(summary);
    const rows = sheet.details(summary).filter(({ side }) => side === 'expenditure');
    const known = rows.flatMap((row) => {
      const own = items.filter(({ code }) => row.code !== null && code?.startsWith(row.code));
      const lines = own.map((item) => item.line);
      return table
        ? differs(sheet, cellOf(table, row, 'budget'), sum(own.map((item) => inRow(item, 'total'))), why, lines)
        : [];
    });
    return known;
  });
}

function fiscalIncome(sheet: Sheet, why: Words): Said[] {
  return FISCAL.flatMap(({ source }) => {
    const other = sheet.cell(T01, source, 'budget');
    return other ? differs(sheet, sheet.cell(T04, source, 'budget'), fenOf(other), why, line(other)) : [];
  });
}

const carryOver = (sheet: Sheet) => fenOf(total(sheet, T02, 'priorYearCarryover'));

/** What is spent of a fund is what came in from it, and at most what was carried over besides. */
function fundsSpent(sheet: Sheet, why: Words): Said[] {
  return FISCAL.flatMap(({ table, source }) => {
    const income = total(sheet, T02, source);
    const spent = total(sheet, table, 'total');
    if (!income || !spent) return [];
    const beyond = fenOf(spent) - fenOf(income);
    return beyond > 0 && beyond <= carryOver(sheet) ? [] : differs(sheet, spent, fenOf(income), why, line(income));
  });
}

/** Code by code: with no other sources the three funds are all there is, otherwise they are a part of it. */
function perCode(sheet: Sheet, why: Words): Said[] {
  const table = sheet.table(T03);
  if (!table || !FISCAL.some((fund) => sheet.table(fund.table))) return [];
  const alone = OTHER_SOURCES.every((source) => fenOf(total(sheet, T02, source)) === 0);
  const funds = FISCAL.flatMap((fund) => sheet.details(fund.table));
  const rows = sheet.details(T03);
  const named = rows.flatMap((row) =>
    ['total', 'basic', 'project'].flatMap((column) => {
      const own = funds.filter(({ code }) => code === row.code);
      const spent = sum(own.map((one) => inRow(one, column)));
      const whole = cellOf(table, row, column);
      const lines = own.map((one) => one.line);
      return alone || spent > fenOf(whole) ? differs(sheet, whole, spent, why, lines) : [];
    }),
  );
  const strangers = funds.filter(({ code }) => !rows.some((row) => row.code === code));
  return [...named, ...strangers.map((row) => strange(sheet, row))];
}

function strange(sheet: Sheet, row: Row): Said {
  const table = sheet.document.tables.find(({ rows }) => rows.includes(row));
  return {
    what: `${table?.id ?? ''} ${row.code} ${row.nameZh}`,
    lines: [row.line],
    printed: row.code,
    message: words('支出预算总表中没有这个科目', 'This code is not in the table of all expenditure'),
  };
}

/** Income by function names the codes under which money is spent. */
function sameCodes(sheet: Sheet): Said[] {
  const spent = sheet.details(T03).map(({ code }) => code);
  if (spent.length === 0) return [];
  return sheet
    .details(T02)
    .filter(({ code }) => !spent.includes(code))
    .map((row) => strange(sheet, row));
}

function classesCover(sheet: Sheet): Said[] {
  const table = sheet.table(T08);
  if (!table) return [];
  return table.rows.flatMap((row) => {
    const basic = row.code ? sheet.cell(T09, `c${row.code}`, 'total') : null;
    const whole = cellOf(table, row, 'budget');
    if (!basic || fenOf(whole) >= fenOf(basic)) return [];
    return [
      {
        ...placeOf(sheet, whole),
        lines: [row.line, basic.row.line],
        printed: whole.amount.printed,
        expected: `≥ ${sheet.show(fenOf(basic))}`,
        difference: sheet.show(fenOf(whole) - fenOf(basic)),
        message: words('全部支出不能小于其中的基本支出', 'All expenditure cannot be less than its basic part'),
      },
    ];
  });
}

function projectByClass(sheet: Sheet, why: Words): Said[] {
  const project = total(sheet, T05, 'project');
  if (!sheet.table(T08) || !sheet.table(T09)) return [];
  const classes = sheet.details(T08);
  const beyond = sum(classes.map((row) => inRow(row, 'budget') - fenOf(sheet.cell(T09, `c${row.code}`, 'total'))));
  return differs(sheet, project, beyond, why, classes.map((row) => row.line).slice(0, 1));
}

const THREE_PUBLIC = [
  ['overseasTravel', ROLES.overseasTravel],
  ['officialReception', ROLES.officialReception],
  ['vehicleOperation', ROLES.vehicleOperation],
  ['vehiclePurchase', ROLES.vehiclePurchase],
] as const;

function threePublicCovers(sheet: Sheet): Said[] {
  return THREE_PUBLIC.flatMap(([key, codes]) => {
    const cell = sheet.cell(T10, key, 'budget');
    const items = codes.flatMap((code) => sheet.cell(T09, `c${code}`, 'total') ?? []);
    const basic = sum(items.map(fenOf));
    if (!cell || fenOf(cell) >= basic) return [];
    return [
      {
        ...placeOf(sheet, cell),
        lines: [cell.row.line, ...items.map(({ row }) => row.line)],
        printed: cell.amount.printed,
        expected: `≥ ${sheet.show(basic)}`,
        difference: sheet.show(fenOf(cell) - basic),
        message: words('不能小于基本支出中的同项经费', 'It cannot be less than the same item of basic expenditure'),
      },
    ];
  });
}

/** Target tables name the money they are for; each figure is one of the budget's. */
function targetFunds(sheet: Sheet): Said[] {
  const overall = sheet.document.performance.overall;
  if (!overall) return [];
  const { funds } = overall;
  const pointer = '/performance/overall/funds';
  const pairs = [
    ['total', '资金总额', total(sheet, T03, 'total')],
    ['project', '项目支出', total(sheet, T03, 'project')],
    ['basic', '基本支出', total(sheet, T03, 'basic')],
  ] as const;
  return pairs.flatMap(([key, name, cell]) => {
    const printed = funds[key];
    if (!cell || (printed.fen ?? 0) === fenOf(cell)) return [];
    return [
      {
        what: `整体支出绩效目标表 · ${name}`,
        lines: [overall.line, cell.row.line],
        pointer: `${pointer}/${key}`,
        printed: printed.printed,
        expected: sheet.show(fenOf(cell)),
        difference: sheet.show((printed.fen ?? 0) - fenOf(cell)),
        message: words(
          `绩效目标表的${name}应与支出预算总表一致`,
          `The ${key} of the target table must be that of the budget`,
        ),
      },
    ];
  });
}

function fundParts(sheet: Sheet): Said[] {
  const { overall, projects } = sheet.document.performance;
  const groups = [
    ...(overall
      ? [
          {
            what: '整体支出绩效目标表',
            line: overall.line,
            pointer: '/performance/overall/funds',
            whole: overall.funds.total,
            parts: [overall.funds.project, overall.funds.basic],
          },
        ]
      : []),
    ...projects.map((project, i) => ({
      what: project.titlePrinted || '项目支出绩效目标表',
      line: project.line,
      pointer: `/performance/projects/${i}/funds`,
      whole: project.funds.total,
      parts: [project.funds.fiscal, project.funds.other],
    })),
  ];
  return groups.flatMap(({ what, line: at, pointer, whole, parts }) => {
    const expected = sum(parts.map(({ fen }) => fen));
    if ((whole.fen ?? 0) === expected) return [];
    return [
      {
        what: `${what} · 资金总额`,
        lines: [at],
        pointer: `${pointer}/total`,
        printed: whole.printed,
        expected: sheet.show(expected),
        difference: sheet.show((whole.fen ?? 0) - expected),
        message: words('资金总额应等于其下两项之和', 'The total must be the sum of the two parts below it'),
      },
    ];
  });
}

export const betweenRules: Rule[] = [
  same(
    'X-01',
    words('收入总额两表一致', 'Total income agrees'),
    words('收支总表的收入合计应等于收入总表的总计', 'Total income must be the same in both tables'),
    (sheet) => sheet.cell(T01, 'incomeTotal', 'budget'),
    (sheet) => total(sheet, T02, 'total'),
  ),
  rule(
    'X-02',
    words('各项收入两表一致', 'Each source agrees'),
    words('收支总表的各项收入应等于收入总表的该栏合计', 'Each source must be its column in the income table'),
    (sheet, why) =>
      sheet
        .details(T01)
        .filter(({ side }) => side === 'income')
        .flatMap((row) => {
          const column = total(sheet, T02, row.key);
          return column?.amount !== undefined && column.row.cells[row.key]
            ? differs(sheet, sheet.cell(T01, row.key, 'budget'), fenOf(column), why, line(column))
            : [];
        }),
  ),
  same(
    'X-03',
    words('支出总额两表一致', 'Total expenditure agrees'),
    words('收支总表的支出合计应等于支出总表的合计', 'Total expenditure must be the same in both tables'),
    (sheet) => sheet.cell(T01, 'expenditureTotal', 'budget'),
    (sheet) => total(sheet, T03, 'total'),
  ),
  classSums('X-04', T01, [T03], '支出预算总表'),
  rule(
    'X-05',
    words('财政拨款收入两表一致', 'Appropriations agree'),
    words(
      '财政拨款收支总表的收入应等于收支总表前三项',
      'Appropriations must be the first three sources of the summary',
    ),
    fiscalIncome,
  ),
  rule(
    'X-06',
    words('财政拨款支出等于三本预算之和', 'Appropriations spent are the three budgets'),
    words('财政拨款支出合计应等于三张拨款支出表之和', 'Appropriated expenditure must be the sum of the three tables'),
    (sheet, why) => {
      const cells = FISCAL.flatMap(({ table }) => total(sheet, table, 'total') ?? []);
      const spent = sheet.cell(T04, 'expenditureTotal', 'budget');
      if (cells.length < FISCAL.length || !spent) return [];
      const beyond = sum(cells.map(fenOf)) - fenOf(spent);
      return beyond > 0 && beyond <= carryOver(sheet)
        ? []
        : differs(sheet, spent, sum(cells.map(fenOf)), why, cells.flatMap(line));
    },
  ),
  classSums('X-07', T04, [T05, T06, T07], '三张拨款支出表'),
  rule(
    'X-08',
    words('拨款支出等于拨款收入', 'Each fund is spent as it came in'),
    words('拨款支出表合计应等于收入总表中该项收入', 'The expenditure of a fund must be its income'),
    fundsSpent,
  ),
  rule(
    'X-09',
    words('按科目：拨款支出与总支出一致', 'Code by code, the funds make the whole'),
    words(
      '同一科目三张拨款支出表之和应等于支出总表',
      'Per code the three funds must make the table of all expenditure',
    ),
    (sheet, why) => [...perCode(sheet, why), ...sameCodes(sheet)],
  ),
  same(
    'X-10',
    words('经济分类合计与拨款支出一致', 'Economic classes make the general budget'),
    words('经济分类情况表合计应等于一般公共预算拨款支出', 'The economic classes must make the general public budget'),
    (sheet) => total(sheet, T08, 'budget'),
    (sheet) => total(sheet, T05, 'total'),
  ),
  same(
    'X-11',
    words('基本支出经济分类合计一致', 'Basic items make basic expenditure'),
    words('基本支出经济分类合计应等于一般公共预算基本支出', 'The basic items must make basic expenditure'),
    (sheet) => total(sheet, T09, 'total'),
    (sheet) => total(sheet, T05, 'basic'),
  ),
  rule(
    'X-12a',
    words('各类不小于其基本支出', 'Each class covers its basic part'),
    words('各类全部支出 ≥ 该类基本支出', 'each class ≥ its basic expenditure'),
    classesCover,
  ),
  rule(
    'X-12b',
    words('各类差额之和等于项目支出', 'What is not basic is project expenditure'),
    words(
      '各类全部支出与基本支出之差合计应等于项目支出',
      'The classes less their basic parts must make project expenditure',
    ),
    projectByClass,
  ),
  rule(
    'X-13',
    words('人员加公用等于基本支出', 'Personnel and public make basic expenditure'),
    words(
      '人员经费与公用经费之和应等于一般公共预算基本支出',
      'Personnel and public expenses must make basic expenditure',
    ),
    (sheet, why) => {
      const parts = ['personnel', 'public'].flatMap((column) => total(sheet, T09, column) ?? []);
      return parts.length === 2
        ? differs(sheet, total(sheet, T05, 'basic'), sum(parts.map(fenOf)), why, parts.slice(0, 1).flatMap(line))
        : [];
    },
  ),
  rule(
    'X-14',
    words('“三公”不小于基本支出中的同项', 'Three public expenses cover the basic items'),
    words(
      '“三公”各项 ≥ 30212、30217、30231、31013 与 30913',
      'each expense ≥ codes 30212; 30217; 30231; 31013 + 30913',
    ),
    threePublicCovers,
  ),
  rule(
    'X-15',
    words('整体目标表资金与预算一致', 'Funds of the overall targets agree'),
    words('资金总额、项目支出、基本支出 = 支出预算总表', 'total, project and basic = the table of all expenditure'),
    targetFunds,
  ),
  rule(
    'X-16',
    words('整体目标表资金相加', 'Funds of the overall targets add up'),
    words('资金总额 = 项目支出 + 基本支出', 'total = project + basic'),
    (sheet) => fundParts(sheet).filter(({ pointer }) => pointer?.startsWith('/performance/overall')),
  ),
  rule(
    'X-17',
    words('项目目标表资金相加', 'Funds of the project targets add up'),
    words('资金总额 = 财政拨款 + 其他资金', 'total = fiscal + other'),
    (sheet) => fundParts(sheet).filter(({ pointer }) => pointer?.startsWith('/performance/projects')),
  ),
  {
    id: 'X-18',
    severity: 'warning',
    title: words('项目目标覆盖全部项目支出', 'Project targets cover all project money'),
    compares: words('各项目目标表资金之和 = 项目支出', 'Σ project target tables = project expenditure'),
    tolerance: '0',
    check: (sheet) => {
      const project = total(sheet, T03, 'project');
      const { projects } = sheet.document.performance;
      const covered = sum(projects.map(({ funds }) => funds.total.fen));
      if (!project || covered === fenOf(project)) return [];
      return [
        {
          what: '项目支出绩效目标表',
          lines: [...projects.map((one) => one.line), project.row.line],
          pointer: '/performance/projects',
          printed: sheet.show(covered),
          expected: sheet.show(fenOf(project)),
          difference: sheet.show(covered - fenOf(project)),
          message: words(
            '项目绩效目标表的资金合计应覆盖全部项目支出',
            'The project target tables must cover all project expenditure',
          ),
        },
      ];
    },
  },
];
