import { readAmount, showAmount } from '../../server/modules/disclosure/document/money.ts';

/** Why something typed is no amount of money. */
export type MoneyFault = 'notNumber' | 'negative' | 'decimals';

const FACTORS = { 万元: 10_000, 万: 10_000, 元: 1 } as const;

/** In which unit plain figures are typed. */
export type MoneyUnit = '万元' | '元';

/**
 * What somebody typed where an amount belongs: exact fen, or why it is none. `1200元` says itself that it is 元. Blank is
 * nothing, not zero.
 */
export function readMoney(typed: string, plain: MoneyUnit = '万元'): { fen: number } | { fault: MoneyFault } {
  const text = typed.trim().replaceAll('，', ',');
  if (text === '' || text === '—') return { fen: 0 };
  const [, figures = '', unit = plain] = /^(.*?)\s*(万元|万|元)?$/s.exec(text) ?? [];
  const { fen, fault } = readAmount(figures, FACTORS[unit as keyof typeof FACTORS]);
  if (fault === 'negative' || (fen ?? 0) < 0) return { fault: 'negative' };
  if (fault === 'exponent' || fault === 'notNumber' || fen === null)
    return { fault: fault === 'decimals' ? 'decimals' : 'notNumber' };
  return { fen };
}

/** 万元 with two decimals, more where the amount is finer, and a real minus; nothing is blank. */
export const showMoney = (fen: number): string => (fen === 0 ? '' : showAmount(fen).replace('-', '−'));

/** 万元 with two decimals are what is published; what is finer is marked, never rounded away. */
export const isFine = (fen: number): boolean => fen % 10_000 !== 0;

/** The amounts of a column with the decimals of its finest, so that the points stand below one another; nothing is blank. */
export function moneyColumn(column: readonly number[]): (fen: number) => string {
  const decimalsOf = (shown: string) => shown.length - 1 - shown.indexOf('.');
  const finest = Math.max(2, ...column.filter((fen) => fen !== 0).map((fen) => decimalsOf(showMoney(fen))));
  return (fen) => {
    const shown = showMoney(fen);
    return shown && shown + '0'.repeat(Math.max(0, finest - decimalsOf(shown)));
  };
}
