import type { Said } from '../document/problem.ts';
import { problem } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { Fact, Finding } from '../model.ts';
import { type Cell, factPlace, fenOf, placeOf, type Rule, type Sheet, words } from './sheet.ts';

/** A rule on two documents of one unit, of a year and of the year before it. */
export interface YearRule extends Omit<Rule, 'check'> {
  check: (now: Sheet, before: Sheet) => Said[];
}

const SUMMARY = 'incomeExpenditureSummary';
const FUNDS = ['generalPublicBudgetExpenditure', 'governmentFundExpenditure', 'stateCapitalExpenditure'] as const;
const THREE = 'threePublicExpenses';

/** Each figure that is told with its change, and the cell that held it the year before. */
const CHANGES: { now: string; change: string; cell: (sheet: Sheet) => Cell | null }[] = [
  { now: 'income.total', change: 'income.increase', cell: (sheet) => sheet.cell(SUMMARY, 'incomeTotal', 'budget') },
  {
    now: 'expenditure.total',
    change: 'expenditure.increase',
    cell: (sheet) => sheet.cell('expenditureByFunction', 'total', 'total'),
  },
  ...FUNDS.map((table) => {
    const key = table === 'generalPublicBudgetExpenditure' ? 'generalBudgetExpenditure' : table;
    return {
      now: `${key}.total`,
      change: `${key}.increase`,
      cell: (sheet: Sheet) => sheet.cell(table, 'total', 'total'),
    };
  }),
  ...['overseasTravel', 'officialReception', 'vehicleOperation', 'vehiclePurchase'].map((key) => ({
    now: `threePublic.${key}`,
    change: `threePublic.${key}Change`,
    cell: (sheet: Sheet) => sheet.cell(THREE, key, 'budget'),
  })),
];

function priorFigures(now: Sheet, before: Sheet): Said[] {
  return CHANGES.flatMap(({ now: key, change: changeKey, cell }): Said[] => {
    const fact = now.fact(key);
    const change = now.fact(changeKey);
    const prior = cell(before);
    if (!fact || !change || fact.fen == null || change.fen == null || !prior) return [];
    const expected = fact.fen - fenOf(prior);
    if (change.fen === expected) return [];
    return [
      {
        ...factPlace(now, change),
        printed: `${change.printed}${change.unitPrinted}`,
        expected: `${expected < 0 ? '减少' : '增加'}${now.show(Math.abs(expected))}${now.unit}`,
        difference: now.show(change.fen - expected),
        message: words(
          `${before.year} 年公开的是 ${before.show(fenOf(prior))}，按此${fact.labelZh}应${expected < 0 ? '减少' : '增加'} ${now.show(Math.abs(expected))}`,
          `${before.show(fenOf(prior))} was published for ${before.year}; the change does not lead from there to here`,
        ),
      },
    ];
  });
}

/** 与上年持平 is true only where last year's figure is this year's. */
function stayed(now: Sheet, before: Sheet): Said[] {
  return CHANGES.flatMap(({ now: key, cell }): Said[] => {
    const fact = now.fact(key);
    const prior = cell(before);
    if (!fact || !prior || !saysStayed(now, fact) || fact.fen == null || fact.fen === fenOf(prior)) return [];
    return [
      {
        ...factPlace(now, fact),
        printed: '与上年持平',
        expected: `${before.year} 年为 ${before.show(fenOf(prior))}${before.unit}`,
        difference: now.show(fact.fen - fenOf(prior)),
        message: words(
          `写着与上年持平，上年公开的是 ${before.show(fenOf(prior))}`,
          `It is said to be as last year, when ${before.show(fenOf(prior))} was published`,
        ),
      },
    ];
  });
}

function saysStayed(sheet: Sheet, fact: Fact): boolean {
  if (fact.changeZh !== undefined) return fact.changeZh === '与上年持平';
  const told = sheet.reading.told.find(({ told: { slots } }) => slots.some(({ name }) => name === `=${fact.key}`));
  const slot = told?.told.slots.find(({ name }) => name === `=${fact.key}`);
  const rest = slot && told ? told.block.text.slice(slot.at) : '';
  return /^[^，。；]{1,40}，与上年持平/.test(rest);
}

/** What was carried over cannot be more than there was to spend. */
function carriedOver(now: Sheet, before: Sheet): Said[] {
  const carried = now.cell('incomeBySource', 'total', 'priorYearCarryover');
  const whole = before.cell(SUMMARY, 'incomeTotal', 'budget');
  if (!carried || !whole || fenOf(carried) <= fenOf(whole)) return [];
  return [
    {
      ...placeOf(now, carried),
      printed: carried.amount.printed,
      expected: `≤ ${before.show(fenOf(whole))}`,
      difference: now.show(fenOf(carried) - fenOf(whole)),
      message: words(
        `结转超过了 ${before.year} 年全部预算`,
        `More is carried over than the whole budget of ${before.year}`,
      ),
    },
  ];
}

/** The figures of which a reason may speak: 人员经费由上年 a 万元增加到 b 万元. */
const NAMED: Record<string, (sheet: Sheet) => Cell | null> = {
  人员经费: (sheet) => sheet.cell('basicExpenditureByEconomicItem', 'total', 'personnel'),
  公用经费: (sheet) => sheet.cell('basicExpenditureByEconomicItem', 'total', 'public'),
  基本支出: (sheet) => sheet.cell('expenditureByFunction', 'total', 'basic'),
  项目支出: (sheet) => sheet.cell('expenditureByFunction', 'total', 'project'),
};

const LAST_YEAR_FIGURE = /(人员经费|公用经费|基本支出|项目支出)由上年的?(\d{1,9}(?:\.\d{1,2})?)万元/g;

function namedReasons(now: Sheet, before: Sheet): Said[] {
  return now.document.narrative.reasons.flatMap(({ textZh, line }) =>
    [...normal(textZh).matchAll(LAST_YEAR_FIGURE)].flatMap(([phrase, name = '', printed = '']) => {
      const cell = NAMED[name]?.(before) ?? null;
      if (!cell || before.show(fenOf(cell)) === Number(printed).toFixed(2)) return [];
      return [
        {
          what: '增减原因',
          lines: [line],
          phrase,
          printed: `${printed}万元`,
          expected: `${before.show(fenOf(cell))}万元`,
          message: words(
            `${before.year} 年公开的${name}是 ${before.show(fenOf(cell))}`,
            `${before.show(fenOf(cell))} was published for ${before.year}`,
          ),
        },
      ];
    }),
  );
}

export const yearRules: readonly YearRule[] = [
  {
    id: 'Y-01',
    severity: 'error',
    title: words('上年数与上年公开的一致', "Last year's figures are those that were published"),
    compares: words('本年数 − 增减额 = 上年公开的数', "this year less the change = last year's publication"),
    tolerance: '0',
    check: priorFigures,
  },
  {
    id: 'Y-02',
    severity: 'error',
    title: words('“与上年持平”属实', 'What stayed as it was did stay'),
    compares: words('写“与上年持平” ⇒ 本年数 = 上年公开的数', "“as last year” ⇒ this year = last year's publication"),
    tolerance: '0',
    check: stayed,
  },
  {
    id: 'Y-03',
    severity: 'error',
    title: words('结转不超过上年预算', "Carry-over stays within last year's budget"),
    compares: words('上年结转结余 ≤ 上年收入合计', "carry-over ≤ last year's total income"),
    tolerance: '0',
    check: carriedOver,
  },
  {
    id: 'Y-04',
    severity: 'error',
    title: words('原因所引的上年数属实', "Last year's figures in reasons are true"),
    compares: words('“由上年 x 万元”的 x = 上年公开的数', "x of “from last year's x” = last year's publication"),
    tolerance: '0',
    check: namedReasons,
  },
];

/** What two documents of one unit say of each other: for each document, by its place in the list, what is wrong in it. */
export function checkYears(sheets: readonly (Sheet | null)[]): Finding[][] {
  return sheets.map((now) => {
    if (!now || now.name() === '') return [];
    const before = sheets.find((one) => one !== null && one.name() === now.name() && one.year === now.year - 1);
    if (!before) return [];
    return yearRules.flatMap(({ id, severity, check }) =>
      check(now, before).map((said) => problem(id, { severity, ...said })),
    );
  });
}
