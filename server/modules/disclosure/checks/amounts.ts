import type { Words } from '../../../kernel/words.ts';
import { halfWidth, likelyMeant } from '../document/money.ts';
import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import type { AmountFault } from '../model.ts';
import { factPlace, placeOf, type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';
import { place as placeOfTarget } from './targets.ts';

const FAULTS: Record<AmountFault, Words> = {
  thousands: words('金额不用千位分隔符', 'Amounts carry no thousands separators'),
  fullWidth: words('金额用半角数字', 'Amounts are written in half-width digits'),
  exponent: words('金额不用科学记数法', 'Amounts are not written with an exponent'),
  decimals: words('金额最多两位小数', 'Amounts have two decimals at most'),
  negative: words('预算金额不能为负', 'A budget amount cannot be negative'),
  leadingZero: words('金额前面多了零', 'The amount has a zero too many in front'),
  tooLarge: words('金额过大', 'The amount is too large'),
  notNumber: words('这不是金额', 'This is not an amount'),
};

const NOT_PLAIN = (printed: string): AmountFault => (/^[０-９．]+$/.test(printed) ? 'fullWidth' : 'notNumber');

/** 28 2.61万元: digits that a space parts, before what they count. */
const SPACED_NUMBER = /\d[\d.,]{0,20}[^\S\n]{1,4}[\d.,]{0,20}\d(?=[^\S\n]{0,4}(?:万元|亿元|元|%|个|辆|台|人))/g;

function badAmounts(sheet: Sheet): Said[] {
  const said: Said[] = [];
  for (const table of sheet.document.tables)
    for (const row of table.rows)
      for (const [column, amount] of Object.entries(row.cells))
        if (amount.fault)
          said.push({
            ...placeOf(sheet, { table, row, column, amount }),
            printed: amount.printed,
            expected: amount.fen === null ? likelyMeant(amount.printed) : sheet.show(Math.abs(amount.fen)),
            message: FAULTS[amount.fault],
          });
  for (const fact of sheet.document.narrative.facts) {
    const plainFault = /^\d+(\.\d+)?$/.test(fact.printed) ? undefined : NOT_PLAIN(fact.printed);
    const fault = fact.fault ?? (fact.kind === 'amount' ? undefined : plainFault);
    const value = fact.fen == null ? likelyMeant(fact.printed) : sheet.show(Math.abs(fact.fen));
    if (fault) said.push({ ...factPlace(sheet, fact), printed: fact.printed, expected: value, message: FAULTS[fault] });
  }
  for (const { block } of sheet.reading.told)
    for (const match of block.printed.matchAll(SPACED_NUMBER))
      said.push({
        what: sectionPath(sheet, lineAt(block, normal(block.printed.slice(0, match.index)).length)),
        lines: [lineAt(block, normal(block.printed.slice(0, match.index)).length)],
        phrase: match[0],
        printed: match[0],
        expected: match[0].replace(/\s+/g, ''),
        message: words('数字中间有空格', 'There is a space inside the number'),
      });
  for (const one of sheet.indicators())
    if (/[０-９．]/.test(one.targetPrinted))
      said.push({
        ...placeOfTarget(sheet, one),
        expected: halfWidth(one.targetPrinted).replace('％', '%'),
        message: FAULTS.fullWidth,
      });
  const { overall, projects } = sheet.document.performance;
  for (const [pointer, line, funds] of [
    ['/performance/overall/funds', overall?.line ?? 1, overall?.funds ?? {}] as const,
    ...projects.map((project, i) => [`/performance/projects/${i}/funds`, project.line, project.funds] as const),
  ])
    for (const [key, amount] of Object.entries(funds))
      if (amount.fault)
        said.push({
          what: `绩效目标表 ${key}`,
          lines: [line],
          pointer: `${pointer}/${key}`,
          printed: amount.printed,
          message: FAULTS[amount.fault as AmountFault],
        });
  return said;
}

export const amountRules: Rule[] = [
  rule(
    'R-AMOUNT',
    'error',
    words('金额写法规范', 'Amounts are written properly'),
    words(
      '半角数字、最多两位小数、无分隔符、不为负',
      'half-width digits, two decimals at most, no separators, not negative',
    ),
    badAmounts,
  ),
];
