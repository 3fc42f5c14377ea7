import type { Words } from '../../../kernel/words.ts';
import type { Said } from '../document/problem.ts';
import type { Fact } from '../model.ts';
import { movedWithoutReason } from './growth.ts';
import { type Cell, exact, factDiffers, factPlace, fenOf, type Rule, type Sheet, sum, words } from './sheet.ts';

const T03 = 'expenditureByFunction';

const T05 = 'generalPublicBudgetExpenditure';

/** The general budget and the funds beside it: how the text calls them, and the table of each. */
const FUNDS = [
  { key: 'generalBudgetExpenditure', table: T05 },
  { key: 'governmentFundExpenditure', table: 'governmentFundExpenditure' },
  { key: 'stateCapitalExpenditure', table: 'stateCapitalExpenditure' },
];

const T09 = 'basicExpenditureByEconomicItem';

const SOURCES = [
  'generalPublicBudget',
  'governmentFund',
  'stateCapital',
  'fiscalSpecialAccount',
  'institutionOperating',
  'institutionBusiness',
  'superiorSubsidy',
  'affiliateRemittance',
  'other',
  'priorYearCarryover',
];

const KINDS = ['basic', 'project', 'institutionBusiness', 'remitToSuperior', 'affiliateSubsidy'];

const THREE = ['overseasTravel', 'officialReception', 'officialVehicles', 'vehicleOperation', 'vehiclePurchase'];

/** A figure of the text is the cell of the table it comes from. */
function fromCell(sheet: Sheet, fact: Fact | null, cell: Cell | null, why: Words): Said[] {
  return cell ? factDiffers(sheet, fact, fenOf(cell), why, [cell.row.line]) : [];
}

/** Parts named in a sentence make the whole named in it. */
export function makeWhole(sheet: Sheet, whole: string, parts: string[], why: Words): Said[] {
  const told = parts.flatMap((key) => sheet.fact(key) ?? []);
  return told.length === 0 ? [] : factDiffers(sheet, sheet.fact(whole), sum(told.map(({ fen }) => fen ?? 0)), why);
}

/** Of figures that must be the same, those that are not what most of them are. */
function sameEverywhere(sheet: Sheet, facts: Fact[], why: Words): Said[] {
  const counts = new Map<number, number>();
  for (const { fen } of facts) counts.set(fen ?? 0, (counts.get(fen ?? 0) ?? 0) + 1);
  const [usual] = [...counts].sort((a, b) => b[1] - a[1]);
  return usual
    ? facts.flatMap((fact) =>
        factDiffers(
          sheet,
          fact,
          usual[0],
          why,
          facts.map(({ line }) => line),
        ),
      )
    : [];
}

function byFunction(sheet: Sheet, why: Words): Said[] {
  return FUNDS.flatMap(({ key, table }) => {
    const items = sheet.facts(`${key}.byFunction.`);
    if (!sheet.table(table)) return [];
    const each = items.flatMap((fact) => {
      const cell = sheet.cell(table, `c${fact.functionCode}`, 'total');
      if (cell) return fromCell(sheet, fact, cell, why);
      return [
        {
          ...factPlace(sheet, fact),
          printed: fact.functionCode ?? null,
          message: words('拨款支出表中没有这个科目', 'The table of appropriated expenditure has no such code'),
        },
      ];
    });
    const told = new Set(items.map(({ functionCode }) => functionCode));
    const untold = sheet
      .details(table)
      .filter(({ code, cells }) => !told.has(code ?? '') && (cells.total?.fen ?? 0) !== 0)
      .map((row) => ({
        what: `${row.code} ${row.nameZh}`,
        lines: [row.line],
        expected: `${row.code} ${sheet.show(row.cells.total?.fen ?? 0)}${sheet.unit}`,
        message: words('情况说明没有写到这个科目', 'The text does not tell of this code'),
      }));
    return [...each, ...(items.length > 0 ? untold : [])];
  });
}

/** What is spent of each fund is told as its table has it; a fund that is used is told of. */
function fundTotals(sheet: Sheet, why: Words): Said[] {
  return FUNDS.flatMap(({ key, table }) => {
    const fact = sheet.fact(`${key}.total`);
    const cell = sheet.cell(table, 'total', 'total');
    if (fact || !cell || fenOf(cell) === 0 || table === T05) return fromCell(sheet, fact, cell, why);
    return [
      {
        what: `情况说明 ${cell.table.nameZh}`,
        lines: [cell.row.line],
        expected: `${sheet.show(fenOf(cell))}${sheet.unit}`,
        message: words('表中有数，情况说明没有写到', 'The table has figures of which the text does not tell'),
      },
    ];
  });
}

function threePublic(sheet: Sheet, why: Words): Said[] {
  return THREE.flatMap((key) => {
    const fact = sheet.fact(`threePublic.${key}`);
    const told = fromCell(sheet, fact, sheet.cell('threePublicExpenses', key, 'budget'), why);
    if (fact?.changeZh !== '' || key === 'officialVehicles') return told;
    const change = words('应写明比上年增减或持平', 'It must say whether it rose, fell or stayed as it was');
    return [...told, { ...factPlace(sheet, fact), message: change }];
  });
}

export const figureRules: Rule[] = [
  exact(
    'N-01',
    words('收入说明与表一致', 'Income in words is the table’s'),
    words('说明中的收入应等于收支总表', 'Income in the text must be that of the summary'),
    (sheet, why) => [
      ...fromCell(
        sheet,
        sheet.fact('income.total'),
        sheet.cell('incomeExpenditureSummary', 'incomeTotal', 'budget'),
        why,
      ),
      ...SOURCES.flatMap((key) =>
        fromCell(sheet, sheet.fact(`income.${key}`), sheet.cell('incomeExpenditureSummary', key, 'budget'), why),
      ),
    ],
  ),
  exact(
    'N-02',
    words('支出说明与表一致', 'Expenditure in words is the table’s'),
    words('说明中的支出应等于支出总表', 'Expenditure in the text must be that of its table'),
    (sheet, why) => [
      ...fromCell(sheet, sheet.fact('expenditure.total'), sheet.cell(T03, 'total', 'total'), why),
      ...KINDS.flatMap((key) => fromCell(sheet, sheet.fact(`expenditure.${key}`), sheet.cell(T03, 'total', key), why)),
    ],
  ),
  exact(
    'N-03',
    words('拨款支出说明与表一致', 'The general budget in words is the table’s'),
    words('说明中各本预算的拨款支出应等于其表', 'What the text says of each fund must be that of its table'),
    fundTotals,
  ),
  exact(
    'N-04',
    words('按项级科目的说明与表一致', 'Items in words are the table’s'),
    words('说明中各科目的金额应等于拨款支出表', 'Each code in the text must be that of its table'),
    byFunction,
  ),
  exact(
    'N-05',
    words('收入各项相加', 'Income in words adds up'),
    words('说明中各项收入之和应等于收入预算', 'The sources in the text must make the whole'),
    (sheet, why) =>
      makeWhole(
        sheet,
        'income.total',
        SOURCES.map((key) => `income.${key}`),
        why,
      ),
  ),
  exact(
    'N-06',
    words('支出各项相加', 'Expenditure in words adds up'),
    words('说明中各项支出之和应等于支出预算', 'The kinds in the text must make the whole'),
    (sheet, why) => [
      ...makeWhole(
        sheet,
        'expenditure.total',
        KINDS.map((key) => `expenditure.${key}`),
        why,
      ),
      ...FUNDS.flatMap(({ key }) =>
        makeWhole(
          sheet,
          `${key}.total`,
          sheet.facts(`${key}.byFunction.`).map((fact) => fact.key),
          words('各科目之和应等于拨款支出', 'The codes in the text must make the whole'),
        ),
      ),
    ],
  ),
  exact(
    'N-07',
    words('增减额前后一致', 'The increase is the same everywhere'),
    words('收支平衡时收入与支出的增减额应一致', 'When both years balance, income and expenditure change alike'),
    (sheet, why) => {
      const keys = ['income.increase', 'expenditure.increase', 'generalBudgetExpenditure.increase'];
      const only = sheet.fact('income.total')?.fen === sheet.fact('generalBudgetExpenditure.total')?.fen;
      return sameEverywhere(
        sheet,
        (only ? keys : keys.slice(0, 2)).flatMap((key) => sheet.fact(key) ?? []),
        why,
      );
    },
  ),
  exact(
    'N-09',
    words('基本支出说明与表一致', 'Basic expenditure in words is the table’s'),
    words(
      '说明中的基本支出、人员经费、公用经费应等于其表',
      'Basic, personnel and public in the text must be those of the table',
    ),
    (sheet, why) => [
      ...['total', 'personnel', 'public'].flatMap((key) =>
        fromCell(sheet, sheet.fact(`basicExpenditure.${key}`), sheet.cell(T09, 'total', key), why),
      ),
      ...makeWhole(
        sheet,
        'basicExpenditure.total',
        ['basicExpenditure.personnel', 'basicExpenditure.public'],
        words('人员经费与公用经费之和应等于基本支出', 'Personnel and public must make basic expenditure'),
      ),
    ],
  ),
  exact(
    'N-10',
    words('“三公”说明与表一致', 'The three public expenses in words are the table’s'),
    words(
      '说明中的“三公”经费应等于其表；有增减的说明原因',
      'Each expense in the text must be that of its table; one that moved says why',
    ),
    (sheet, why) => [...threePublic(sheet, why), ...movedWithoutReason(sheet)],
  ),
];
