import type { Language } from '../../../server/kernel/words.ts';
import { number, percent } from '../../kit/format.ts';

/** A measured indicator, as the server tells it. */
export interface Measured {
  met: number;
  of: number;
  value: number | null;
}

/**
 * Two decimals that never flatter: what is not quite 100 does not read 100.00, and what is not quite nothing does not
 * read 0.00.
 */
function honest(value: number, most: number): number {
  const hundredth = most / 10_000;
  if (value < most && value > most - hundredth / 2) return most - hundredth;
  if (value > 0 && value < hundredth / 2) return hundredth;
  return value;
}

export function composite(value: number | null, language: Language): string {
  return value === null ? '—' : number(honest(value, 100), language, 2);
}

export function rate(value: number | null, language: Language): string {
  return value === null ? '—' : percent(honest(value, 1), language, 2);
}

/** Which of the cases behind a rate went wrong: for 返工率 and its like those that met it, else those that missed it. */
export function wrongPart(inverted: boolean): 'met' | 'missed' {
  return inverted ? 'met' : 'missed';
}

export function wrongCount({ met, of }: Measured, inverted: boolean): number {
  return inverted ? met : of - met;
}

/** `+1.20`, `−0.35`; a change too small to show is none. */
export function change(
  value: number | null,
  before: number | null,
  language: Language,
): { text: string; way: 'up' | 'down' | 'same' } | null {
  if (value === null || before === null) return null;
  const by = value - before;
  if (Math.abs(by) < 0.005) return { text: number(0, language, 2), way: 'same' };
  return { text: `${by > 0 ? '+' : ''}${number(by, language, 2)}`, way: by > 0 ? 'up' : 'down' };
}

/** Rates of which the fewer the better, also where no scheme says so. */
const FEWER_BETTER = new Set(['reworkRate', 'reopenRate', 'extensionRate', 'publicReportRate', 'missedReportRate']);
export const isFewerBetter = (code: string) => FEWER_BETTER.has(code);
