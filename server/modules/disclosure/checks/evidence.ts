import { ASSETS } from '../data/indicator-kinds.ts';
import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import { normal } from '../document/signs.ts';
import { type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

/** A change is explained by a figure one can check, or by nothing. */
function uncheckedReasons(sheet: Sheet): Said[] {
  const reasons = sheet.document.narrative.reasons.filter(({ textZh }) => !/\d/.test(textZh));
  const increase = sheet.fact('income.increase');
  const fresh = increase?.fen === sheet.fact('income.total')?.fen;
  if (reasons.length === 0 || !increase || (increase.fen ?? 0) === 0 || fresh) return [];
  return [
    {
      what: `${sectionPath(sheet, reasons[0]?.line ?? 1)} 增减原因`,
      lines: reasons.map(({ line }) => line),
      pointer: '/narrative/reasons',
      phrase: reasons[0]?.textZh ?? null,
      printed: `${increase.printed}${increase.unitPrinted} ${[...new Set(reasons.map(({ textZh }) => textZh))].join('；')}（${reasons.length} 处）`,
      expected: '并列上年与本年的该项数',
      message: words('没有上年分项数，原因无法核对', 'Without the prior year by item the reason cannot be checked'),
    },
  ];
}

function assetBase(sheet: Sheet): Said[] {
  const indicator = sheet.indicators().find(({ level3Zh }) => ASSETS.test(level3Zh));
  const section = sheet.reading.outline.blocks.filter((block) => block.section === 'assets');
  const said = section.some(({ text }) => /固定资产|资产(?:原值|总额|价值)/.test(text));
  const line = section[0]?.lines[0] ?? sheet.fact('assets.vehicles.total')?.line;
  if (!indicator || said) return [];
  return [
    {
      what: `${indicator.id} ${indicator.level3Zh}`,
      lines: line === undefined ? [indicator.line] : [indicator.line, line],
      printed: `${indicator.targetPrinted}，没有公开固定资产数`,
      expected: '固定资产清单或原值',
      message: words('指标没有可算的资产基数', 'The indicator has no asset base to be computed from'),
    },
  ];
}

const RELATIVE_YEAR = /今年|去年|明年/g;

function relativeYears(sheet: Sheet): Said[] {
  const texts = [
    ...sheet.reading.outline.blocks.flatMap((block) =>
      [...block.text.matchAll(RELATIVE_YEAR)].map((match) => ({
        word: match[0],
        line: lineAt(block, match.index),
        text: block.text,
      })),
    ),
    ...sheet.reading.outline.rows.flatMap(({ line, cells }) =>
      cells
        .filter((cell) => /[今去明]/.test(cell))
        .flatMap((cell) =>
          [...normal(cell).matchAll(RELATIVE_YEAR)].map(([word]) => ({ word, line, text: normal(cell) })),
        ),
    ),
  ];
  return texts.map(({ word, line, text }) => {
    const at = text.indexOf(word);
    const expected = `${sheet.year + (word === '今年' ? -1 : word === '去年' ? -2 : 0)}年`;
    return {
      what: sectionPath(sheet, line),
      lines: [line],
      phrase: text.slice(Math.max(0, at - 4), at + 10),
      printed: text.slice(Math.max(0, at - 1), at + 9),
      expected,
      message: words(`“${word}”说不清是哪一年`, `“${word}” does not say which year`),
    };
  });
}

export const evidenceRules: Rule[] = [
  rule(
    'Q-07',
    'info',
    words('增减原因可核对', 'Reasons can be checked'),
    words('原因附有上年与本年的分项数', 'a reason comes with figures'),
    uncheckedReasons,
  ),
  rule(
    'Q-08',
    'info',
    words('资产指标有基数', 'Asset indicators have a base'),
    words('资产类指标 ⇒ 公开固定资产数', 'an indicator on assets ⇒ an asset base'),
    assetBase,
  ),
  rule(
    'Q-09',
    'info',
    words('不用今年、去年', 'No relative years'),
    words('文中不出现今年、去年、明年', 'no this year, last year, next year'),
    relativeYears,
  ),
];
