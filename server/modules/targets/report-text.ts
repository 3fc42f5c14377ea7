import type { MeasuredValue } from './model.ts';
import type { ReportLine } from './report.ts';

/** What is measured and defined, in the words in which a report is printed. */

const WAN = 1_000_000;

export const valueStates: Record<MeasuredValue['state'], string> = {
  live: '系统计算',
  noData: '无数据',
  insufficient: '样本不足',
  notComputable: '不可计算',
  manual: '人工填报',
};

export const round = (value: number, digits = 2): string => String(Math.round(value * 10 ** digits) / 10 ** digits);
export const wan = (fen: number): string => (fen / WAN).toFixed(2);
export const percent = (part: number, of: number): string => (of > 0 ? `${round((100 * part) / of)}%` : '—');
/** A value as it is told: no data is a word, a range has both ends, and what comes to words is told in them. */
export function valueText({ value, range, state, word }: MeasuredValue, unit: string): string {
  if (word) return word.zh;
  if (value === null) return valueStates[state];
  const digits = unit === '%' && Math.abs(value) < 1 ? 4 : 2;
  return range ? `${round(range.low, digits)}–${round(range.high, digits)}${unit}` : `${round(value, digits)}${unit}`;
}

/** 分子 ÷ 分母; money in 万元. */
export const partsText = ({ line: { value }, indicator }: ReportLine): string => {
  const { numerator, denominator } = value;
  if (numerator === null || denominator === null) return numerator === null ? '—' : round(numerator);
  const money = indicator.metric?.startsWith('budget.') && indicator.choice !== 'byNumber';
  const told = (part: number) => (money ? `${wan(part)} 万元` : round(part));
  return `${told(numerator)} ÷ ${told(denominator)}`;
};

/** 并列值 — what stands beside a value. */
export const besideText = ({ beside = [] }: MeasuredValue, unit: string): string =>
  beside
    .map(({ label, numerator, denominator, value }) => {
      const told = value === null ? '无数据' : `${round(value)}${unit}`;
      const made = numerator !== null && denominator !== null ? `（${round(numerator)} ÷ ${round(denominator)}）` : '';
      return `${label.zh} ${told}${made}`;
    })
    .join('；');

export const formulaText = ({ numerator, denominator, rule }: NonNullable<ReportLine['definition']>): string =>
  `${numerator.zh}${denominator ? ` ÷ ${denominator.zh}` : ''}。${rule.zh}`;
