import { ROLES } from '../data/classification.ts';
import { MEETINGS } from '../data/indicator-kinds.ts';
import type { Said } from '../document/problem.ts';
import type { Row } from '../model.ts';
import { factPlace, fenOf, inRow, type Rule, rule, type Sheet, sum, words } from './sheet.ts';

const T05 = 'generalPublicBudgetExpenditure';

const ITEMS = 'basicExpenditureByEconomicItem';

const item = (sheet: Sheet, code: string) => sheet.cell(ITEMS, `c${code}`, 'total');

/** Pension, annuity, medicine and housing are usually posted to functional items of their own. */
function contributionFunctions(sheet: Sheet): Said[] {
  const paid = ROLES.contributions.flatMap((one) => {
    const cell = item(sheet, one.code);
    return cell && fenOf(cell) > 0 ? [{ ...one, cell }] : [];
  });
  const rows = sheet.details(T05);
  const posted = (code: string) => rows.some((row) => row.code?.startsWith(code.slice(0, 3)));
  const missing = paid.filter(({ functional }) => !posted(functional));
  if (missing.length === 0 || rows.length === 0) return [];
  const total = sum(missing.map(({ cell }) => fenOf(cell)));
  return [
    {
      what: 'T05 功能分类',
      lines: [...rows.map(({ line }) => line), ...missing.map(({ cell }) => cell.row.line)],
      pointer: `/tables/${sheet.document.tables.findIndex(({ key }) => key === T05)}/rows`,
      printed: `${rows.map((row) => `${row.code} ${sheet.show(inRow(row, 'total'))}`).join('、')}`,
      expected: missing.map(({ functional, cell }) => `${functional} ${cell.amount.printed}`).join('、'),
      difference: sheet.show(total),
      message: words(
        `养老、年金、医疗、公积金共 ${sheet.show(total)} 没有单列 208、210、221 类；各地做法不同，请确认`,
        `Contributions of ${sheet.show(total)} are not posted to classes 208, 210 and 221; practice differs, please confirm`,
      ),
    },
  ];
}

function annuity(sheet: Sheet): Said[] {
  const pension = item(sheet, '30108');
  const half = item(sheet, '30109');
  if (!pension || !half || fenOf(pension) === 0 || fenOf(half) === 0) return [];
  const off = Math.abs(fenOf(half) * 2 - fenOf(pension));
  if (off <= 2 * (sheet.factor || 1)) return [];
  return [
    {
      what: `T09 30109 ${half.row.nameZh}`,
      lines: [half.row.line, pension.row.line],
      printed: half.amount.printed,
      expected: sheet.show(Math.round(fenOf(pension) / 2)),
      difference: sheet.show(fenOf(half) - Math.round(fenOf(pension) / 2)),
      message: words('职业年金一般是养老保险的一半', 'The annuity is usually half of the pension contribution'),
    },
  ];
}

/** 其他… should not hold more than half of what it is the rest of. */
function residuals(sheet: Sheet): Said[] {
  const table = sheet.table(ITEMS);
  if (!table) return [];
  const large = (row: Row, column: string, whole: number) => inRow(row, column) > 0 && inRow(row, column) * 2 > whole;
  const found = table.rows.flatMap((row) => {
    if (!ROLES.residual.some((code) => code === row.code)) return [];
    const parent = table.rows.find(({ code }) => code === row.code?.slice(0, 3));
    const inClass = parent && large(row, 'total', inRow(parent, 'total'));
    const role = ['personnel', 'public'].find((column) =>
      large(row, column, fenOf(sheet.cell(ITEMS, 'total', column))),
    );
    if (!inClass && !role) return [];
    const column = role ?? 'total';
    const whole = role ? fenOf(sheet.cell(ITEMS, 'total', role)) : inRow(parent as Row, 'total');
    return [
      {
        row,
        text: `${row.code} ${sheet.show(inRow(row, column))}，占 ${sheet.show(whole)} 的 ${((inRow(row, column) / whole) * 100).toFixed(2)}%`,
      },
    ];
  });
  if (found.length === 0) return [];
  return [
    {
      what: `T09 ${found.map(({ row }) => `${row.code} ${row.nameZh}`).join('、')}`,
      lines: found.map(({ row }) => row.line),
      pointer: `/tables/${sheet.document.tables.indexOf(table)}/rows/${table.rows.indexOf(found[0]?.row as Row)}`,
      printed: found.map(({ text }) => text).join('；'),
      expected: '分列到具体科目（办公费、水费、电费、邮电费、工会经费等），“其他”不超过一半',
      message: words('大部分金额列在“其他”里', 'Most of the money stands under “other”'),
    },
  ];
}

/** Public expenses are a quota times heads, a quota being a whole number of 0.01 of the unit. */
function perHead(sheet: Sheet): Said[] {
  const staff = sheet.document.unit.staffInPost;
  const cell = sheet.cell(ITEMS, 'total', 'public');
  if (!staff || !cell || fenOf(cell) === 0 || fenOf(cell) % (staff * sheet.factor) === 0) return [];
  const each = (fenOf(cell) / staff / 100 / sheet.factor).toFixed(4);
  return [
    {
      what: `T09 公用经费 ÷ 在职人数`,
      lines: [cell.row.line, ...sheet.document.unit.lines.slice(-1)],
      printed: `${cell.amount.printed} ÷ ${staff} = ${each}${sheet.unit}`,
      expected: '整数定额 × 人数',
      message: words(
        `人均 ${each} 不是整的定额，请核对用的人数`,
        `${each} a head is no round quota; ask which head count was used`,
      ),
    },
  ];
}

function meetings(sheet: Sheet): Said[] {
  const indicator = sheet.indicators().find(({ level3Zh }) => MEETINGS.test(level3Zh));
  const cell = item(sheet, ROLES.meetings);
  if (!indicator || !cell || fenOf(cell) > 0) return [];
  return [
    {
      what: `${indicator.id} ${indicator.level3Zh} 与 30215 会议费`,
      lines: [indicator.line, cell.row.line],
      printed: `${indicator.targetPrinted}，会议费为空`,
      expected: '说明是不花钱的内部会议，或列预算',
      message: words('目标有会议，预算没有会议费', 'Meetings are promised and no money is planned for them'),
    },
  ];
}

function goodsAsAssets(sheet: Sheet): Said[] {
  const goods = sheet.fact('procurement.goods');
  const cell = sheet.cell('generalBudgetByEconomicClass', `c${ROLES.assetClass}`, 'budget');
  if (!goods || !cell || (goods.fen ?? 0) <= 0 || fenOf(cell) > 0) return [];
  return [
    {
      ...factPlace(sheet, goods),
      lines: [goods.line, cell.row.line],
      printed: `货物 ${goods.printed}${goods.unitPrinted}，310 类为空`,
      expected: '形成资产的列 310 类；消耗品请注明',
      message: words('采购货物而没有资本性支出', 'Goods are bought, yet there is no capital expenditure'),
    },
  ];
}

/** Contributions at their usual rates imply a payroll; more than 1% apart they rest on different ones. */
function bases(sheet: Sheet): Said[] {
  const implied = ROLES.contributions.flatMap((one) => {
    const cell = item(sheet, one.code);
    return cell && fenOf(cell) > 0 ? [{ ...one, cell, base: (fenOf(cell) * 100) / one.percent }] : [];
  });
  const low = Math.min(...implied.map(({ base }) => base));
  const high = Math.max(...implied.map(({ base }) => base));
  const noted = sheet.document.lines.some(({ t }) => t.includes('缴费基数'));
  if (implied.length < 2 || noted || high <= low * 1.01) return [];
  return [
    {
      what: 'T09 缴费基数',
      lines: implied.map(({ cell }) => cell.row.line),
      printed: implied.map(({ cell }) => cell.amount.printed).join(' / '),
      expected: '同一工资基数，或注明缴费基数不同的原因',
      message: words(
        `按通常费率推算的基数不一：${implied.map(({ nameZh, percent, base }) => `${nameZh} ${percent}% → ${sheet.show(Math.round(base))}`).join('，')}`,
        `At the usual rates the bases differ: ${implied.map(({ code, percent, base }) => `${code} at ${percent}% → ${sheet.show(Math.round(base))}`).join(', ')}`,
      ),
    },
  ];
}

export const plausibleRules: Rule[] = [
  rule(
    'Q-01',
    'warning',
    words('社保和公积金有功能科目', 'Contributions have their functions'),
    words('30108、30109、30110、30113 有数 ⇒ 有 208、210、221 类', 'contributions ⇒ classes 208, 210, 221'),
    contributionFunctions,
  ),
  rule(
    'Q-02',
    'warning',
    words('年金是养老的一半', 'The annuity is half of the pension'),
    words('|30109 − 30108 ÷ 2| ≤ 0.01', '|30109 − 30108 ÷ 2| ≤ 0.01'),
    annuity,
    '0.01',
  ),
  rule(
    'Q-03',
    'warning',
    words('“其他”不过半', '“Other” stays below half'),
    words('99 款 ≤ 所在类或人员、公用经费的 50%', '99-items ≤ 50% of class or role'),
    residuals,
    '50%',
  ),
  rule(
    'Q-04',
    'info',
    words('人均公用经费是整定额', 'Public expenses are a quota per head'),
    words('公用经费 ÷ 在职人数 = 整的 0.01', 'public ÷ heads is a whole 0.01'),
    perHead,
    '0',
  ),
  rule(
    'Q-05',
    'info',
    words('会议目标有会议费', 'Meetings have money'),
    words('会议次数目标 ⇒ 30215 有数', 'meetings promised ⇒ money for meetings'),
    meetings,
  ),
  rule(
    'Q-06',
    'warning',
    words('采购货物有资本性支出', 'Goods have capital expenditure'),
    words('政府采购货物 > 0 ⇒ 310 类有数', 'goods > 0 ⇒ class 310'),
    goodsAsAssets,
  ),
  rule(
    'Q-10',
    'info',
    words('缴费基数一致', 'Contribution bases agree'),
    words('按通常费率推算的基数相差 ≤ 1%', 'implied bases within 1%'),
    bases,
    '1%',
  ),
];
