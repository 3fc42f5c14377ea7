import type { Words } from '../../../kernel/words.ts';
import type { Said } from '../document/problem.ts';
import type { Fact } from '../model.ts';
import { type Cell, factDiffers, factPlace, fenOf, type Rule, type Sheet, sum } from './sheet.ts';

const words = (zh: string, en: string): Words => ({ zh, en });

const T03 = 'expenditureByFunction';
const T05 = 'generalPublicBudgetExpenditure';
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
const VEHICLES = ['ministerial', 'confidential', 'emergency', 'lawEnforcement', 'special', 'other'];

function rule(
  id: string,
  title: Words,
  compares: Words,
  check: (sheet: Sheet, why: Words) => Said[],
  severity: Rule['severity'] = 'error',
): Rule {
  return { id, severity, title, compares, tolerance: '0', check: (sheet) => check(sheet, compares) };
}

/** A figure of the text is the cell of the table it comes from. */
function fromCell(sheet: Sheet, fact: Fact | null, cell: Cell | null, why: Words): Said[] {
  return cell ? factDiffers(sheet, fact, fenOf(cell), why, [cell.row.line]) : [];
}

/** Parts named in a sentence make the whole named in it. */
function makeWhole(sheet: Sheet, whole: string, parts: string[], why: Words): Said[] {
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

/** Half up to two decimals, in whole numbers: 0.01 of a point is one. */
export function growthInPoints(increase: number, now: number): number | null {
  const before = BigInt(now - increase);
  if (before <= 0n) return null;
  const scaled = BigInt(increase) * 10_000n * 2n;
  const negative = scaled < 0n;
  const rounded = ((negative ? -scaled : scaled) + before) / (before * 2n);
  return Number(negative ? -rounded : rounded);
}

function growth(sheet: Sheet): Said[] {
  const rate = sheet.fact('generalBudgetExpenditure.growthRate');
  const increase = sheet.fact('generalBudgetExpenditure.increase');
  const now = sheet.fact('generalBudgetExpenditure.total');
  if (!rate || !increase || !now || increase.fen == null || now.fen == null) return [];
  const points = growthInPoints(increase.fen, now.fen);
  const place = { ...factPlace(sheet, rate), printed: `${rate.printed}%` };
  if (points === null)
    return [{ ...place, message: words('上年为零，不能算增长率', 'There is no rate of growth from nothing') }];
  const [, whole = '0', decimals = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(rate.value)) ?? [];
  const printed = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
  if (printed === Math.abs(points)) return [];
  const show = (value: number) => `${(value / 100).toFixed(2)}`;
  return [
    {
      ...place,
      expected: `${show(Math.abs(points))}%`,
      difference: show(printed - Math.abs(points)),
      message: words(
        `增长率应为 ${show(points)}%（${sheet.show(increase.fen)} ÷ ${sheet.show(now.fen - increase.fen)}，四舍五入到两位）`,
        `Growth is ${show(points)}% (${sheet.show(increase.fen)} ÷ ${sheet.show(now.fen - increase.fen)}, rounded half up)`,
      ),
    },
  ];
}

function byFunction(sheet: Sheet, why: Words): Said[] {
  const items = sheet.facts('generalBudgetExpenditure.byFunction.');
  const rows = sheet.details(T05);
  if (!sheet.table(T05)) return [];
  const each = items.flatMap((fact) => {
    const cell = sheet.cell(T05, `c${fact.functionCode}`, 'total');
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
  const untold = rows
    .filter(({ code, cells }) => !told.has(code ?? '') && (cells.total?.fen ?? 0) !== 0)
    .map((row) => ({
      what: `${row.code} ${row.nameZh}`,
      lines: [row.line],
      expected: `${row.code} ${sheet.show(row.cells.total?.fen ?? 0)}${sheet.unit}`,
      message: words('情况说明没有写到这个科目', 'The text does not tell of this code'),
    }));
  return [...each, ...(items.length > 0 ? untold : [])];
}

function threePublic(sheet: Sheet, why: Words): Said[] {
  return THREE.flatMap((key) => {
    const fact = sheet.fact(`threePublic.${key}`);
    const told = fromCell(sheet, fact, sheet.cell('threePublicExpenses', key, 'budget'), why);
    if (!fact || fact.changeZh !== '' || key === 'officialVehicles') return told;
    const change = words('应写明比上年增减或持平', 'It must say whether it rose, fell or stayed as it was');
    return [...told, { ...factPlace(sheet, fact), message: change }];
  });
}

const countOf = (fact: Fact | null) => (typeof fact?.value === 'number' ? fact.value : 0);

function countsDiffer(
  sheet: Sheet,
  fact: Fact | null,
  expected: number,
  unit: string,
  message: Words,
  lines: number[] = [],
): Said[] {
  if (!fact || typeof fact.value !== 'number' || fact.value === expected) return [];
  const place = factPlace(sheet, fact);
  return [
    {
      ...place,
      lines: [...(place.lines ?? []), ...lines],
      printed: `${fact.printed}${unit}`,
      expected: `${expected}${unit}`,
      difference: String(fact.value - expected),
      message,
    },
  ];
}

function procurementLimit(sheet: Sheet): Said[] {
  const total = sheet.fact('procurement.total');
  const table = sheet.table('generalBudgetByEconomicClass');
  if (!total || !table) return [];
  const limit = sum(['302', '310'].map((code) => fenOf(sheet.cell(table.key, `c${code}`, 'budget'))));
  if ((total.fen ?? 0) <= limit) return [];
  return [
    {
      ...factPlace(sheet, total),
      printed: `${total.printed}${total.unitPrinted}`,
      expected: `≤ ${sheet.show(limit)}${sheet.unit}`,
      difference: sheet.show((total.fen ?? 0) - limit),
      message: words('政府采购不应超过 302 与 310 类之和', 'Procurement must not exceed classes 302 and 310'),
    },
  ];
}

function plannedVehicles(sheet: Sheet): Said[] {
  const planned = sheet.fact('plannedPurchases.vehicles');
  const money = sheet.cell('threePublicExpenses', 'vehiclePurchase', 'budget');
  if (!planned || !money || countOf(planned) > 0 === fenOf(money) > 0) return [];
  return [
    {
      ...factPlace(sheet, planned),
      lines: [planned.line, money.row.line],
      printed: `${planned.printed}${planned.unitPrinted}`,
      expected: `${sheet.show(fenOf(money))}${sheet.unit}`,
      message: words('购置车辆数与“三公”表的购置费不符', 'Planned vehicles and the money for them do not agree'),
    },
  ];
}

/** 没有…支出 holds for a table whose total is nothing, and only for such. */
function nothingSaid(sheet: Sheet): Said[] {
  const said: Said[] = [];
  for (const { tableId, line, textZh, id } of sheet.document.narrative.statements) {
    const table = sheet.document.tables.find((one) => one.id === tableId);
    const total = table?.rows.find(({ kind }) => kind === 'total')?.cells.total?.fen ?? 0;
    if (table && total !== 0 && /没有|无/.test(textZh))
      said.push({
        what: `${table.id} ${table.nameZh}`,
        lines: [line, table.lines[0]],
        pointer: `/narrative/statements/${id}`,
        printed: textZh,
        expected: `${sheet.show(total)}${sheet.unit}`,
        message: words('说明写着没有，表中却有数', 'The text says there is none, the table has figures'),
      });
  }
  return said;
}

function declaredTargets(sheet: Sheet): Said[] {
  const { projects } = sheet.document.performance;
  const fact = sheet.fact('performance.declaredProjectTargets');
  const why = words(
    `实有 ${projects.length} 个项目绩效目标表`,
    `There are ${projects.length} tables of project targets in the document`,
  );
  const lines = projects.map(({ line }) => line);
  return countsDiffer(sheet, fact, projects.length, '个项目绩效目标', why, lines);
}

export const figureRules: Rule[] = [
  rule(
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
  rule(
    'N-02',
    words('支出说明与表一致', 'Expenditure in words is the table’s'),
    words('说明中的支出应等于支出总表', 'Expenditure in the text must be that of its table'),
    (sheet, why) => [
      ...fromCell(sheet, sheet.fact('expenditure.total'), sheet.cell(T03, 'total', 'total'), why),
      ...KINDS.flatMap((key) => fromCell(sheet, sheet.fact(`expenditure.${key}`), sheet.cell(T03, 'total', key), why)),
    ],
  ),
  rule(
    'N-03',
    words('拨款支出说明与表一致', 'The general budget in words is the table’s'),
    words('说明中的一般公共预算拨款支出应等于其表', 'The general budget in the text must be that of its table'),
    (sheet, why) =>
      fromCell(sheet, sheet.fact('generalBudgetExpenditure.total'), sheet.cell(T05, 'total', 'total'), why),
  ),
  rule(
    'N-04',
    words('按项级科目的说明与表一致', 'Items in words are the table’s'),
    words('说明中各科目的金额应等于拨款支出表', 'Each code in the text must be that of its table'),
    byFunction,
  ),
  rule(
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
  rule(
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
      ...makeWhole(
        sheet,
        'generalBudgetExpenditure.total',
        sheet.facts('generalBudgetExpenditure.byFunction.').map(({ key }) => key),
        words('各科目之和应等于一般公共预算拨款支出', 'The codes in the text must make the general budget'),
      ),
    ],
  ),
  rule(
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
  {
    ...rule(
      'N-08',
      words('增长率算得对', 'The rate of growth is right'),
      words('增长额 ÷ 上年数，四舍五入到两位', 'increase ÷ prior year, half up to two decimals'),
      growth,
    ),
    tolerance: '0.005',
  },
  rule(
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
  rule(
    'N-10',
    words('“三公”说明与表一致', 'The three public expenses in words are the table’s'),
    words('说明中的“三公”经费应等于其表', 'Each expense in the text must be that of its table'),
    threePublic,
  ),
  rule(
    'N-11',
    words('采购各项相加', 'Procurement adds up'),
    words('政府采购总额应等于货物、工程、服务之和', 'Procurement must be goods, works and services'),
    (sheet, why) =>
      makeWhole(sheet, 'procurement.total', ['procurement.goods', 'procurement.works', 'procurement.services'], why),
  ),
  rule(
    'N-12',
    words('采购不超过可采购的支出', 'Procurement stays within what can be bought'),
    words('政府采购 ≤ 302 + 310 类', 'procurement ≤ classes 302 + 310'),
    procurementLimit,
  ),
  rule(
    'N-13',
    words('车辆各类相加', 'Vehicles add up'),
    words('车辆总数应等于各类用车之和', 'Vehicles must be the sum of their kinds'),
    (sheet, why) => {
      const kinds = VEHICLES.flatMap((key) => sheet.fact(`assets.vehicles.${key}`) ?? []);
      return kinds.length === 0
        ? []
        : countsDiffer(sheet, sheet.fact('assets.vehicles.total'), sum(kinds.map(countOf)), '辆', why);
    },
  ),
  rule(
    'N-14',
    words('购置车辆与购置费一致', 'Planned vehicles have money'),
    words('购置车辆为 0 ⇔ 公务用车购置费为 0', 'no vehicles planned ⇔ no money for them'),
    plannedVehicles,
  ),
  rule(
    'N-15',
    words('“没有”属实', 'Where there is none, there is none'),
    words('写“没有…支出” ⇔ 表的合计为零', '“none” ⇔ the total of the table is zero'),
    nothingSaid,
  ),
  rule(
    'N-16',
    words('项目目标个数属实', 'The number of project targets is true'),
    words('声明的个数 = 项目绩效目标表的个数', 'declared number = tables of project targets'),
    declaredTargets,
  ),
  rule(
    'N-17',
    words('项目目标金额属实', 'The money of project targets is true'),
    words('声明的财政拨款应等于各项目目标表之和', 'The declared money must be that of the target tables'),
    (sheet, why) => {
      const { projects } = sheet.document.performance;
      const expected = sum(projects.map(({ funds }) => funds.fiscal.fen));
      return factDiffers(
        sheet,
        sheet.fact('performance.declaredFiscalAmount'),
        expected,
        why,
        projects.map(({ line }) => line),
      );
    },
  ),
  rule(
    'N-29',
    words('事业单位没有机关运行经费', 'An institution has no agency operating fund'),
    words('事业单位 ⇒ 机关运行经费为 0', 'institution ⇒ agency operating fund 0'),
    (sheet) => {
      const fact = sheet.fact('agencyOperatingFund.total');
      if (!fact || !sheet.isInstitution()) return [];
      return factDiffers(
        sheet,
        fact,
        0,
        words('事业单位不安排机关运行经费', 'A public institution has no agency operating fund'),
      );
    },
    'warning',
  ),
];
