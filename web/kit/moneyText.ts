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
