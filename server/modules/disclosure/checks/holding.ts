import type { Words } from '../../../kernel/words.ts';
import type { Indicator } from '../model.ts';
import { words } from './sheet.ts';
import { daysOf, micro } from './targets.ts';

/** Whether several targets can hold at once: the same question of a published table and of a plan that is being typed. */

type Said = Pick<Indicator, 'operator' | 'target' | 'unit'>;

/** Shares of some money that a target demands and allows. */
export interface Share {
  low: number;
  high: number;
}

export const ALL: Share = { low: 0, high: 1 };

/** What a target says of money; with a band on both sides of “=”. Without a target all of it may be spent, or nothing. */
export function shareOf(said: Said | undefined, band = '0'): Share {
  if (!said || said.target === '') return ALL;
  const [at, spread] = [micro(said.target) / 1e8, micro(band) / 1e8];
  if (said.operator === 'gte' || said.operator === 'gt') return { low: at, high: 1 };
  if (said.operator === 'lte' || said.operator === 'lt') return { low: 0, high: Math.min(1, at) };
  return { low: at - spread, high: Math.min(1, at + spread) };
}

export interface MoneyPromised {
  whole: Share;
  totalFen: number;
  projectFen: number;
  /** Of what the whole is made, and what is promised of each. */
  parts: readonly { fen: number; share: Share }[];
}

/** What cannot hold, in fen: `told` against `limit`. */
export interface MoneyConflict {
  kind: 'unspent' | 'tooMuch' | 'tooLittle';
  toldFen: number;
  limitFen: number;
}

/**
 * All that is promised of the money must be able to hold at once. What must stay unspent is not more than the projects
 * have, for pay and insurance are paid; the least that the parts must spend fits below the most of the whole; and what
 * they may spend, with all pay, reaches the least of the whole.
 */
export function moneyConflict({ whole, totalFen, projectFen, parts }: MoneyPromised): MoneyConflict | null {
  const sum = (end: keyof Share) => parts.reduce((total, { fen, share }) => total + fen * share[end], 0);
  const [least, most] = [sum('low'), sum('high')];
  const unspent = Math.round(totalFen * (1 - whole.high));
  if (unspent > projectFen) return { kind: 'unspent', toldFen: unspent, limitFen: projectFen };
  if (least > totalFen * whole.high + 0.5) return { kind: 'tooMuch', toldFen: least, limitFen: totalFen * whole.high };
  if (most < totalFen * whole.low - 0.5) return { kind: 'tooLittle', toldFen: most, limitFen: totalFen * whole.low };
  return null;
}

/** The conflict in words; `show` writes an amount with its unit. */
export function conflictWords({ kind, toldFen, limitFen }: MoneyConflict, show: (fen: number) => string): Words {
  const [told, limit] = [show(toldFen), show(limitFen)];
  const said = {
    unspent: words(
      `至少有 ${told} 不能用，超过全部项目支出 ${limit}`,
      `At least ${told} must stay unspent, more than all project money, ${limit}`,
    ),
    tooMuch: words(
      `公用经费和项目至少要用 ${told}，超过总额上限 ${limit}`,
      `Public expenses and projects must spend at least ${told}, more than the whole may: ${limit}`,
    ),
    tooLittle: words(
      `各项上限合计 ${told}，达不到总额下限 ${limit}`,
      `All that may be spent is ${told}, less than the whole must: ${limit}`,
    ),
  };
  return said[kind];
}

/** 容许的正常运行率 — the most that a run may be asked for where so much failure is allowed, in percent. */
export const allowedRun = ({ target }: Pick<Said, 'target'>): number => (100e6 - micro(target)) / 1e6;

/** Whether a run is asked for that allows less standing still than the failures allowed: a share of time, or every day. */
export function contradicts(failing: Said, running: Said, year: number): boolean {
  if (failing.target === '' || running.target === '' || micro(failing.target) === 0) return false;
  if (running.unit === '天') return micro(running.target) >= daysOf(year) * 1e6;
  return micro(running.target) > allowedRun(failing) * 1e6;
}
