import { HIGHER_IS_BETTER, PROJECT_SPENT, PUBLIC_SPENT, UNBOUNDED, WHOLE_SPENT } from '../data/indicator-kinds.ts';
import { UNIT_FACTORS } from '../document/money.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { Amount, Indicator } from '../model.ts';
import { ALL, conflictWords, moneyConflict, shareOf } from './holding.ts';
import { fenOf, type Rule, rule, type Sheet, words } from './sheet.ts';
import { micro, place, targetOf } from './targets.ts';

/** A ceiling on cost above all the money there is limits nothing. */
function costAboveBudget(sheet: Sheet): Said[] {
  return tablesOf(sheet).flatMap(({ indicators, whole }) =>
    indicators.flatMap((one): Said[] => {
      const factor = UNIT_FACTORS[one.unit];
      if (factor === undefined || whole.fen === null || !/成本|费用|经费|支出|金额/.test(one.level3Zh)) return [];
      const above = micro(one.target) * factor - whole.fen * 1e4;
      if (above <= 0 || !one.operator.startsWith('l')) return [];
      return [
        {
          ...place(sheet, one),
          expected: `≤${sheet.show(whole.fen)}${sheet.unit}`,
          difference: sheet.show(Math.round(above / 1e4)),
          message: words(
            `成本上限高于资金总额 ${sheet.show(whole.fen)}，约束不了`,
            `The ceiling lies above all the money there is, ${sheet.show(whole.fen)}`,
          ),
        },
      ];
    }),
  );
}

const LEAST = 50e6;

/** A floor below one half asks for less than chance. */
function lowFloors(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one): Said[] => {
    const floor = one.operator === 'gte' || one.operator === 'gt' || one.operator === 'eq';
    const rate = one.unit === '%' && HIGHER_IS_BETTER.test(one.level3Zh) && !UNBOUNDED.test(one.level3Zh);
    if (!floor || !rate || micro(one.target) >= LEAST || micro(one.target) < 0) return [];
    return [
      {
        ...place(sheet, one),
        expected: '≥50%',
        message: words(
          '这样低的下限约束不了，请核对数字是否写错',
          'A floor this low asks for nothing; was a digit mistaken?',
        ),
      },
    ];
  });
}

/** One table promises one thing once. */
function twice(sheet: Sheet): Said[] {
  return tablesOf(sheet).flatMap(({ indicators }) => {
    const first = new Map<string, Indicator>();
    return indicators.flatMap((one): Said[] => {
      const name = normal(one.level3Zh);
      const before = first.get(name);
      if (!before) first.set(name, one);
      if (!before || name === '') return [];
      return [
        {
          ...place(sheet, one),
          lines: [one.line, before.line],
          message: words(
            `与 ${before.id}（${before.targetPrinted}）同名，一个指标列了两次`,
            `${before.id} has the same name; an indicator stands once`,
          ),
        },
      ];
    });
  });
}

function tablesOf(sheet: Sheet): { indicators: Indicator[]; whole: Amount }[] {
  const { overall, projects } = sheet.document.performance;
  return [overall, ...projects].flatMap((one) => (one ? [{ indicators: one.indicators, whole: one.funds.total }] : []));
}

/**
 * All shares of money that are promised must be able to hold at once. A ceiling on the whole is asked; that a rate is to be
 * exactly so much is a fault of its own, and nobody knows from a printed table whether a band was meant.
 */
function feasibleMoney(sheet: Sheet): Said[] {
  const all = sheet.indicators();
  const whole = all.find(
    ({ level3Zh, operator }) => WHOLE_SPENT.test(level3Zh) && (operator === 'lte' || operator === 'lt'),
  );
  const total = sheet.cell('expenditureByFunction', 'total', 'total');
  const project = sheet.cell('expenditureByFunction', 'total', 'project');
  if (!whole || !total || !project) return [];
  const floor = (pattern: RegExp) =>
    all.find(({ level3Zh, operator }) => pattern.test(level3Zh) && operator !== 'lte' && operator !== 'lt');
  const publicFen = fenOf(sheet.cell('basicExpenditureByEconomicItem', 'total', 'public'));
  const [totalFen, projectFen] = [fenOf(total), fenOf(project)];
  const conflict = moneyConflict({
    whole: shareOf(whole),
    totalFen,
    projectFen,
    parts: [
      { fen: totalFen - projectFen - publicFen, share: ALL },
      { fen: publicFen, share: shareOf(floor(PUBLIC_SPENT)) },
      { fen: projectFen, share: shareOf(floor(PROJECT_SPENT)) },
    ],
  });
  if (conflict === null) return [];
  return [
    {
      ...place(sheet, whole),
      expected: `≥${targetOf(whole)}`,
      difference: sheet.show(conflict.toldFen - conflict.limitFen),
      message: conflictWords(conflict, (fen) => sheet.show(fen)),
    },
  ];
}

export const targetValueRules: Rule[] = [
  rule(
    'K-05',
    'error',
    words('资金目标能同时实现', 'Money targets can hold together'),
    words('各项最低支出之和 ≤ 总额上限；未用 ≤ 项目支出', 'Σ minimum ≤ maximum; unspent ≤ project budget'),
    feasibleMoney,
    '0',
  ),
  rule(
    'K-16',
    'error',
    words('成本上限不高于资金', 'Ceilings on cost stay within the money'),
    words('成本类指标的上限 ≤ 该表资金总额', 'a ceiling on cost ≤ the funds of its table'),
    costAboveBudget,
    '0',
  ),
  rule(
    'K-17',
    'warning',
    words('下限不低于一半', 'Floors are not below one half'),
    words('满意度、及时率、完成率一类的下限 ≥ 50%', 'a floor on satisfaction, punctuality or completion ≥ 50%'),
    lowFloors,
    '0',
  ),
  rule(
    'K-18',
    'warning',
    words('指标不重复', 'Indicators stand once'),
    words('一张表内指标名称不重复', 'no name twice in one table'),
    twice,
  ),
];
