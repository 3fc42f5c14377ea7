import type { Words } from '../../../kernel/words.ts';
import type { Said } from '../document/problem.ts';
import type { Fact } from '../model.ts';
import { makeWhole } from './figures.ts';
import { exact, factDiffers, factPlace, fenOf, type Rule, type Sheet, sum, words } from './sheet.ts';
import { readable } from './special.ts';

const VEHICLES = ['ministerial', 'confidential', 'emergency', 'lawEnforcement', 'special', 'other'];

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
  const told = new Set(sheet.document.narrative.statements.map(({ tableId }) => tableId));
  for (const form of sheet.reading.template.sentences) {
    const id = form.statement?.tableId;
    const table = sheet.document.tables.find((one) => one.id === id);
    if (!id || !table || told.has(id) || sheet.details(table.key).some((row) => (row.cells.total?.fen ?? 0) !== 0))
      continue;
    said.push({
      what: `情况说明 ${table.nameZh}`,
      lines: [table.lines[0]],
      pointer: '/narrative/statements',
      expected: readable(form.text, sheet.year),
      message: words('表中没有数，情况说明应写明没有', 'The table is empty; the text must say that there is none'),
    });
  }
  return said;
}

function declaredTargets(sheet: Sheet): Said[] {
  const { projects } = sheet.document.performance;
  const fact = sheet.fact('performance.declaredProjectTargets');
  const why = words(
    `实有 ${projects.length} 个项目绩效目标表`,
    `Tables of project targets in the document: ${projects.length}`,
  );
  const lines = projects.map(({ line }) => line);
  return countsDiffer(sheet, fact, projects.length, '个项目绩效目标', why, lines);
}

/** 机关运行经费 is the public expenses of administrative bodies, so it cannot be more than all public expenses. */
function operatingWithinPublic(sheet: Sheet, fact: Fact): Said[] {
  const money = sheet.cell('basicExpenditureByEconomicItem', 'total', 'public');
  if (!money || (fact.fen ?? 0) <= fenOf(money)) return [];
  return [
    {
      ...factPlace(sheet, fact),
      lines: [fact.line, money.row.line],
      printed: `${fact.printed}${fact.unitPrinted}`,
      expected: `≤ ${sheet.show(fenOf(money))}${sheet.unit}`,
      difference: sheet.show((fact.fen ?? 0) - fenOf(money)),
      message: words('机关运行经费不应超过公用经费', 'It cannot be more than all public expenses'),
    },
  ];
}

/** By its definition each piece costs at least so much: 50 and 100 万元, in fen. */
const EQUIPMENT = [
  { key: 'plannedPurchases.generalEquipmentOver500k', least: 50_000_000 },
  { key: 'plannedPurchases.specialEquipmentOver1m', least: 100_000_000 },
];

/** What is to be bought must be within what can be spent on it: capital of the general budget, and money of elsewhere. */
function equipmentMoney(sheet: Sheet): Said[] {
  const all = sheet.cell('expenditureByFunction', 'total', 'total');
  const general = sheet.cell('generalPublicBudgetExpenditure', 'total', 'total');
  const classes = sheet.table('generalBudgetByEconomicClass');
  if (!all || !general || !classes) return [];
  const capital = sum(['309', '310'].map((code) => fenOf(sheet.cell(classes.key, `c${code}`, 'budget'))));
  const most = capital + Math.max(0, fenOf(all) - fenOf(general));
  return EQUIPMENT.flatMap(({ key, least }): Said[] => {
    const planned = sheet.fact(key);
    if (!planned || countOf(planned) * least <= most) return [];
    return [
      {
        ...factPlace(sheet, planned),
        printed: `${planned.printed}${planned.unitPrinted}`,
        expected: `≤ ${Math.floor(most / least)}${planned.unitPrinted}`,
        difference: sheet.show(countOf(planned) * least - most),
        message: words(
          `至少要 ${sheet.show(countOf(planned) * least)}${sheet.unit}，资本性支出只有 ${sheet.show(most)}${sheet.unit}`,
          `These cost at least ${sheet.show(countOf(planned) * least)}; there is ${sheet.show(most)} of capital money`,
        ),
      },
    ];
  });
}

export const matterRules: Rule[] = [
  exact(
    'N-11',
    words('采购各项相加', 'Procurement adds up'),
    words('政府采购总额应等于货物、工程、服务之和', 'Procurement must be goods, works and services'),
    (sheet, why) =>
      makeWhole(sheet, 'procurement.total', ['procurement.goods', 'procurement.works', 'procurement.services'], why),
  ),
  exact(
    'N-12',
    words('采购不超过可采购的支出', 'Procurement stays within what can be bought'),
    words('政府采购 ≤ 302 + 310 类', 'procurement ≤ classes 302 + 310'),
    procurementLimit,
  ),
  exact(
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
  exact(
    'N-14',
    words('购置车辆与购置费一致', 'Planned vehicles have money'),
    words('购置车辆为 0 ⇔ 公务用车购置费为 0', 'no vehicles planned ⇔ no money for them'),
    plannedVehicles,
  ),
  exact(
    'N-31',
    words('购置大型设备有资金', 'Planned equipment has money'),
    words(
      '台数 × 50 万元（专用设备 100 万元）≤ 309、310 类与其他资金',
      'pieces × 500,000 (special: 1,000,000) ≤ classes 309 and 310 and other money',
    ),
    equipmentMoney,
  ),
  exact(
    'N-15',
    words('“没有”属实', 'Where there is none, there is none'),
    words('写“没有…支出” ⇔ 表的合计为零', '“none” ⇔ the total of the table is zero'),
    nothingSaid,
  ),
  exact(
    'N-16',
    words('项目目标个数属实', 'The number of project targets is true'),
    words('声明的个数 = 项目绩效目标表的个数', 'declared number = tables of project targets'),
    declaredTargets,
  ),
  exact(
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
  exact(
    'N-29',
    words('机关运行经费与单位性质相符', 'The agency operating fund fits the kind of unit'),
    words(
      '事业单位 ⇒ 机关运行经费为 0；行政单位 ⇒ 机关运行经费 ≤ 公用经费',
      'institution ⇒ agency operating fund 0; administrative body ⇒ at most its public expenses',
    ),
    (sheet) => {
      const fact = sheet.fact('agencyOperatingFund.total');
      if (!fact) return [];
      if (!sheet.isInstitution()) return operatingWithinPublic(sheet, fact);
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
