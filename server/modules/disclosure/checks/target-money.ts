import type { Said } from '../document/problem.ts';
import { T03, total } from './between.ts';
import { exact, fenOf, type Rule, type Sheet, sum, words } from './sheet.ts';

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

/** 经营、上缴、补助支出 — neither basic nor of a project, and without a line of their own in the target table. */
const BESIDES = ['institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'];

function fundParts(sheet: Sheet): Said[] {
  const { overall, projects } = sheet.document.performance;
  const besides = sum(BESIDES.map((column) => fenOf(total(sheet, T03, column))));
  const groups = [
    ...(overall
      ? [
          {
            what: '整体支出绩效目标表',
            line: overall.line,
            pointer: '/performance/overall/funds',
            whole: overall.funds.total,
            parts: [overall.funds.project.fen, overall.funds.basic.fen, besides],
          },
        ]
      : []),
    ...projects.map((project, i) => ({
      what: project.titlePrinted || '项目支出绩效目标表',
      line: project.line,
      pointer: `/performance/projects/${i}/funds`,
      whole: project.funds.total,
      parts: [project.funds.fiscal.fen, project.funds.other.fen],
    })),
  ];
  return groups.flatMap(({ what, line: at, pointer, whole, parts }) => {
    const expected = sum(parts);
    if ((whole.fen ?? 0) === expected) return [];
    return [
      {
        what: `${what} · 资金总额`,
        lines: [at],
        pointer: `${pointer}/total`,
        printed: whole.printed,
        expected: sheet.show(expected),
        difference: sheet.show((whole.fen ?? 0) - expected),
        message: words('资金总额应等于其各部分之和', 'The total must be the sum of its parts'),
      },
    ];
  });
}

export const targetMoneyRules: Rule[] = [
  exact(
    'X-15',
    words('整体目标表资金与预算一致', 'Funds of the overall targets agree'),
    words('资金总额、项目支出、基本支出 = 支出预算总表', 'total, project and basic = the table of all expenditure'),
    targetFunds,
  ),
  exact(
    'X-16',
    words('整体目标表资金相加', 'Funds of the overall targets add up'),
    words(
      '资金总额 = 项目支出 + 基本支出（另有经营、上缴、补助支出的加上）',
      'total = project + basic, and the other kinds of expenditure where there are any',
    ),
    (sheet) => fundParts(sheet).filter(({ pointer }) => pointer?.startsWith('/performance/overall')),
  ),
  exact(
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
