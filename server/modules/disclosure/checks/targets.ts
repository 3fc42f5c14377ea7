import type { Words } from '../../../kernel/words.ts';
import { HIGHER_IS_BETTER, lowerIsBetter, UNBOUNDED } from '../data/indicator-kinds.ts';
import type { Said } from '../document/problem.ts';
import type { Indicator } from '../model.ts';
import { type Rule, rule, type Sheet, words } from './sheet.ts';

export const daysOf = (year: number) => ((year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 366 : 365);

/** 1.25 and 0.1 compared without a float between them: in millionths. */
export function micro(decimal: string): number {
  const [, sign = '', whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(decimal) ?? [];
  return (sign ? -1 : 1) * (Number(whole) * 1e6 + Number(part.slice(0, 6).padEnd(6, '0')));
}

/** The greatest value the thing measured can have; null where there is none. */
function upperBound({ unit, level3Zh }: Indicator, year: number): number | null {
  if (unit === '%') return UNBOUNDED.test(level3Zh) ? null : 100;
  return unit === '天' ? daysOf(year) : null;
}

export function pointerOf(sheet: Sheet, indicator: Indicator): string {
  const { overall, projects } = sheet.document.performance;
  const own = overall?.indicators.indexOf(indicator) ?? -1;
  if (own >= 0) return `/performance/overall/indicators/${own}`;
  const project = projects.findIndex(({ indicators }) => indicators.includes(indicator));
  return `/performance/projects/${project}/indicators/${projects[project]?.indicators.indexOf(indicator)}`;
}

export function place(sheet: Sheet, indicator: Indicator) {
  const whole = sheet.document.performance.overall?.indicators.includes(indicator) ? '整体' : '项目';
  return {
    what: `${whole}目标 ${indicator.id} ${indicator.level3Zh}`,
    lines: [indicator.line],
    pointer: pointerOf(sheet, indicator),
    printed: indicator.targetPrinted,
  };
}

/** One finding for several indicators: a judgement about the table rather than a slip in it. */
export function together(
  sheet: Sheet,
  indicators: Indicator[],
  say: (one: Indicator) => string,
  expected: string,
  message: Words,
): Said[] {
  const [first] = indicators;
  if (!first) return [];
  return [
    {
      what: `绩效目标表 ${indicators.map(({ id }) => id).join('、')}`,
      lines: indicators.map(({ line }) => line),
      pointer: pointerOf(sheet, first),
      printed: indicators.map(say).join('；'),
      expected,
      message,
    },
  ];
}

export const targetOf = (one: Indicator) => `${one.target}${one.unit}`;

function outOfBounds(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one) => {
    const bound = upperBound(one, sheet.year);
    const value = micro(one.target);
    if (one.operator === 'qualitative' || (value >= 0 && (bound === null || value <= bound * 1e6))) return [];
    return [
      {
        ...place(sheet, one),
        expected: `0–${bound ?? '∞'}${one.unit}`,
        message: words('目标值超出了可能的范围', 'The target lies outside what is possible'),
      },
    ];
  });
}

function atTheBound(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one) => {
    const bound = upperBound(one, sheet.year);
    const atTop = bound !== null && one.operator === 'gte' && micro(one.target) === bound * 1e6;
    const atBottom = one.operator === 'lte' && one.target !== '' && micro(one.target) === 0;
    if (!atTop && !atBottom) return [];
    return [
      {
        ...place(sheet, one),
        expected: `=${targetOf(one)}`,
        message: atTop
          ? words(
              `${sheet.year} 年最多 ${targetOf(one)}，“≥”只能是“=”，一次未达即不合格；宜改用“=”或实际的下限`,
              `The value cannot exceed ${targetOf(one)}, so ≥ can only mean =; use = or a realistic lower bound`,
            )
          : words('不可能小于零，“≤”只能是“=”', 'It cannot be less than nothing, so ≤ can only mean ='),
      },
    ];
  });
}

function equalRates(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one) => {
    const bound = upperBound(one, sheet.year);
    const value = micro(one.target);
    if (one.operator !== 'eq' || bound === null || value === 0 || value === bound * 1e6) return [];
    const sign = lowerIsBetter(one.level3Zh) ? '≤' : '≥';
    return [
      {
        ...place(sheet, one),
        expected: `${sign}${targetOf(one)}`,
        message: words(
          `连续的比率不能要求恰好等于 ${targetOf(one)}；用“${sign}”或给出容许范围`,
          `Nobody can plan to land exactly on ${targetOf(one)}; use ${sign} or a band`,
        ),
      },
    ];
  });
}

function wrongDirection(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one) => {
    const up = one.operator === 'gte' || one.operator === 'gt';
    const down = one.operator === 'lte' || one.operator === 'lt';
    const lower = lowerIsBetter(one.level3Zh);
    const higher = !lower && HIGHER_IS_BETTER.test(one.level3Zh);
    if (!(lower && up) && !(higher && down)) return [];
    const control = /控制率/.test(one.level3Zh);
    return [
      {
        ...place(sheet, one),
        expected: lower ? `≤${control ? `100${one.unit}` : targetOf(one)}` : `≥${targetOf(one)}`,
        message: lower
          ? words('控制率、故障率、成本一类应定上限（≤）', 'Control, fault and cost rates are ceilings (≤)')
          : words('越高越好的指标应定下限（≥）', 'What is better the higher it is needs a floor (≥)'),
      },
    ];
  });
}

/** A share is measured in percent; a name that says so and a target that does not leave the scale open. */
const SHARE = /率$|占比$|比例$|满意度$/;

function qualities(sheet: Sheet): Said[] {
  return sheet.indicators().flatMap((one): Said[] => {
    const printed = one.targetPrinted.trim();
    if (one.operator !== 'qualitative') {
      const unitless = one.unit === '' && SHARE.test(one.level3Zh.trim());
      const message = words('比率的目标值应带“%”', 'The target of a rate is given in percent');
      const padded = /(?<![\d.])0\d/.test(printed);
      const zero = words('目标值前面多了零', 'The target has a zero too many in front');
      const unpadded = printed.replace(/(?<![\d.])0+(?=\d)/, '');
      return [
        ...(unitless ? [{ ...place(sheet, one), expected: `${printed}%`, message }] : []),
        ...(padded ? [{ ...place(sheet, one), expected: unpadded, message: zero }] : []),
      ];
    }
    const sign = lowerIsBetter(one.level3Zh) ? '≤' : '≥';
    const bare = /^(?:>=|<=|=>|=<)?(\d+(?:\.\d+)?[^\d.,]*)$/.exec(printed)?.[1];
    const badly = /\d/.test(printed);
    const message = bare
      ? words(`“${printed}”没有写明比较符号 ≥、≤ 或 =`, `“${printed}” has no operator ≥, ≤ or =`)
      : badly
        ? words(`“${printed}”的数值写法读不出`, `The number of “${printed}” cannot be read`)
        : words(`“${printed}”没有数值，无法衡量`, `“${printed}” names no number and cannot be measured`);
    return [{ ...place(sheet, one), expected: bare ? `${sign}${bare}` : '≥、≤ 或 = 加数值和单位', message }];
  });
}

/** What an indicator says twice in the JSON is the same: the printed target, and what was read from it. */
export const targetRules: Rule[] = [
  rule(
    'K-01',
    'error',
    words('目标在可能范围内', 'Targets are possible'),
    words('0–100%，0–当年天数', '0–100%; 0–days of the year'),
    outOfBounds,
    '0',
  ),
  rule(
    'K-02',
    'warning',
    words('上限处不用“≥”', 'No ≥ at the upper bound'),
    words('不是（≥ 且为上限），不是（≤ 且为下限）', 'not (≥ at the upper bound), not (≤ at the lower)'),
    atTheBound,
    '0',
  ),
  rule(
    'K-03',
    'error',
    words('比率不用“=”', 'No = on a rate'),
    words('“=”只用于上下限处', '= only at a bound, or with a band'),
    equalRates,
    '0',
  ),
  rule(
    'K-04',
    'error',
    words('方向正确', 'Directions are right'),
    words('控制率、故障率、成本、投诉用 ≤，其余用 ≥', 'control, fault, cost and complaints ≤; others ≥'),
    wrongDirection,
  ),
  rule(
    'K-15',
    'error',
    words('目标可以衡量', 'Targets can be measured'),
    words('目标有比较符号、数值和单位', 'a target has operator, number and unit'),
    qualities,
  ),
];
