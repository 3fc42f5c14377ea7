import { lineAt } from '../document/outline.ts';
import type { Said } from '../document/problem.ts';
import type { Fact } from '../model.ts';
import { exact, factPlace, type Rule, rule, type Sheet, sectionPath, words } from './sheet.ts';

/** What is said to have moved, by how much, and at what rate; the form asks for some of the rates. */
const MOVES = [
  ...['generalBudgetExpenditure', 'governmentFundExpenditure', 'stateCapitalExpenditure'].map((key) => ({
    now: `${key}.total`,
    change: `${key}.increase`,
    rate: `${key}.growthRate`,
    asked: true,
  })),
  ...['overseasTravel', 'officialReception', 'vehicleOperation', 'vehiclePurchase'].map((key) => ({
    now: `threePublic.${key}`,
    change: `threePublic.${key}Change`,
    rate: `threePublic.${key}Rate`,
    asked: false,
  })),
];

/** Half up to two decimals, in whole numbers: 0.01 of a point is one. */
export function growthInPoints(increase: number, now: number): number | null {
  const before = BigInt(now - increase);
  if (before <= 0n) return null;
  const scaled = BigInt(increase) * 10_000n * 2n;
  const negative = scaled < 0n;
  const rounded = ((negative ? -scaled : scaled) + before) / (before * 2n);
  return Number(negative ? -rounded : rounded);
}

const show = (points: number) => `${(points / 100).toFixed(2)}`;

/** The clause in which a figure is told, with the word that says which way the rate goes; null without source text. */
function clauseOf(sheet: Sheet, change: string, rate: string): { text: string; verb: string | null } | null {
  for (const { block, told } of sheet.reading.told) {
    const at = told.slots.findIndex(({ name }) => name === `=${change}`);
    const slot = told.slots[at];
    if (!slot) continue;
    const rest = block.text.slice(slot.at);
    const rateAt = told.slots.findIndex(({ name }) => name === `%${rate}`);
    const before = told.slots[rateAt - 1];
    return { text: rest.slice(0, rest.search(/[。；]|$/)), verb: before?.name === 'change' ? before.text : null };
  }
  return null;
}

const SAYS_NOTHING_BEFORE = /上年(?:度)?(?:没有|无|未|为0|为零|预算为0)|新(?:增|设|成立|组建|列|办)|首次/;

function rateOfNothing(sheet: Sheet, change: Fact, rate: Fact | null, text: string | null): Said[] {
  if (rate)
    return [
      {
        ...factPlace(sheet, rate),
        printed: `${rate.printed}%`,
        expected: '不写增长率，说明上年没有此项预算',
        message: words('上年为零，不能算增长率', 'There is no rate of growth from nothing'),
      },
    ];
  if (text === null || SAYS_NOTHING_BEFORE.test(text)) return [];
  return [
    {
      ...factPlace(sheet, change),
      printed: text,
      expected: '说明上年没有此项预算',
      message: words(
        '增加额等于本年数，上年为零，文中应写明',
        'All of it is new; the text must say that there was nothing the year before',
      ),
    },
  ];
}

function growth(sheet: Sheet): Said[] {
  return MOVES.flatMap(({ now: nowKey, change: changeKey, rate: rateKey, asked }): Said[] => {
    const now = sheet.fact(nowKey);
    const change = sheet.fact(changeKey);
    const rate = sheet.fact(rateKey);
    if (!now || !change || now.fen == null || change.fen == null) return [];
    const clause = clauseOf(sheet, changeKey, rateKey);
    if (now.fen < change.fen)
      return [
        {
          ...factPlace(sheet, change),
          printed: `${change.printed}${change.unitPrinted}`,
          expected: `≤ ${sheet.show(now.fen)}${sheet.unit}`,
          difference: sheet.show(change.fen - now.fen),
          message: words('增加额大于本年数，上年不会是负数', 'It cannot have grown by more than it is'),
        },
      ];
    const points = growthInPoints(change.fen, now.fen);
    if (points === null) return rateOfNothing(sheet, change, rate, asked ? (clause?.text ?? null) : null);
    const sum = `${sheet.show(change.fen)} ÷ ${sheet.show(now.fen - change.fen)}`;
    if (!rate) {
      if (!asked || change.fen === 0 || clause === null) return [];
      return [
        {
          ...factPlace(sheet, change),
          printed: clause.text,
          expected: `${change.fen > 0 ? '增长' : '下降'}${show(Math.abs(points))}%`,
          message: words(`应写明增长率（${sum}）`, `The rate of growth must be told (${sum})`),
        },
      ];
    }
    const place = { ...factPlace(sheet, rate), printed: `${rate.printed}%` };
    const rises = clause?.verb ? /增/.test(clause.verb) : null;
    if (rises !== null && change.fen !== 0 && rises !== change.fen > 0)
      return [
        {
          ...place,
          printed: `${clause?.verb}${rate.printed}%`,
          expected: `${rises ? '下降' : '增长'}${show(Math.abs(points))}%`,
          message: words('增减方向前后不一', 'The amount and its rate move in opposite directions'),
        },
      ];
    const [, whole = '0', decimals = ''] = /^(\d+)(?:\.(\d{1,2}))?$/.exec(String(rate.value)) ?? [];
    const printed = Number(whole) * 100 + Number(decimals.padEnd(2, '0'));
    if (printed === Math.abs(points)) return [];
    return [
      {
        ...place,
        expected: `${show(Math.abs(points))}%`,
        difference: show(printed - Math.abs(points)),
        message: words(
          `增长率应为 ${show(points)}%（${sum}，四舍五入到两位）`,
          `Growth is ${show(points)}% (${sum}, rounded half up)`,
        ),
      },
    ];
  });
}

/** What did not move is 与上年持平, not 增加0. */
function movedByNothing(sheet: Sheet): Said[] {
  return sheet.reading.told.flatMap(({ block, told: { slots } }) =>
    slots.flatMap((slot, i): Said[] => {
      const amount = slots[i + 1];
      const nothing =
        slot.name === 'change' && amount && /^[=%]/.test(amount.name) && /^0+(?:\.0+)?$/.test(amount.text);
      if (!nothing) return [];
      const line = lineAt(block, slot.at);
      return [
        {
          what: sectionPath(sheet, line),
          lines: [line],
          phrase: block.text.slice(Math.max(0, slot.at - 3), amount.at + amount.text.length + 2),
          printed: `${slot.text}${amount.text}`,
          expected: '与上年持平',
          message: words('没有增减应写“与上年持平”', 'What did not move is “as last year”'),
        },
      ];
    }),
  );
}

/** 三公 — an expense that moved says why. */
export function movedWithoutReason(sheet: Sheet): Said[] {
  return MOVES.filter(({ now }) => now.startsWith('threePublic.')).flatMap(({ change: key, rate }): Said[] => {
    const change = sheet.fact(key);
    const clause = clauseOf(sheet, key, rate);
    if (!change || change.fen == null || change.fen === 0 || clause === null || /原因/.test(clause.text)) return [];
    return [
      {
        ...factPlace(sheet, change),
        printed: clause.text,
        expected: '主要原因是……',
        message: words('“三公”经费有增减，应说明原因', 'A public expense that moved must say why'),
      },
    ];
  });
}

export const growthRules: Rule[] = [
  rule(
    'N-32',
    'error',
    words('没有增减写“持平”', 'What did not move is said to have stayed'),
    words('增减额和增长率不为零', 'a change or a rate that is told is not zero'),
    movedByNothing,
    '0',
  ),
  {
    ...exact(
      'N-08',
      words('增长率算得对', 'The rate of growth is right'),
      words(
        '增长额 ÷ 上年数，四舍五入到两位；上年为零要写明；增减方向一致',
        'increase ÷ prior year, half up to two decimals; nothing before must be said; one direction',
      ),
      growth,
    ),
    tolerance: '0.005',
  },
];
