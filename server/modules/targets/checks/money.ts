import type { Line } from '../../budget/model.ts';
import { words } from '../../disclosure/checks/sheet.ts';
import { micro } from '../../disclosure/checks/targets.ts';
import { showAmount } from '../../disclosure/document/money.ts';
import { readTarget } from '../../disclosure/document/targets.ts';
import type { PlanIndicator } from '../model.ts';
import type { PlanDraft, PlanFault } from './plan.ts';
import { faultOf } from './plan-rules.ts';

/** Shares of some money that a promise demands and allows. */
interface Share {
  low: number;
  high: number;
}

const ALL: Share = { low: 0, high: 1 };

function shareOf(one: PlanIndicator | undefined): Share {
  if (!one) return ALL;
  const { operator, target } = readTarget(one.targetPrinted);
  if (target === '') return ALL;
  const [at, band] = [micro(target) / 1e8, micro(one.band ?? '0') / 1e8];
  if (operator === 'gte' || operator === 'gt') return { low: at, high: 1 };
  if (operator === 'lte' || operator === 'lt') return { low: 0, high: Math.min(1, at) };
  return { low: at - band, high: Math.min(1, at + band) };
}

/**
 * K-05: all that is promised of the money must be able to hold at once. The least that public expenses and projects must
 * spend fits below the most of the whole; what they may spend, with all pay, reaches the least of the whole; and what must
 * stay unspent is not more than the projects have, for pay and insurance are paid.
 */
export function moneyFaults({ indicators, money }: PlanDraft): PlanFault[] {
  const whole = indicators.find(({ metric }) => metric === 'budget.execution');
  if (!money || !whole) return [];
  const { lines } = money;
  const fen = (fits: (line: Line) => boolean) => lines.filter(fits).reduce((sum, line) => sum + line.fen, 0);
  const total = fen(() => true);
  if (total === 0) return [];
  const codes = [...new Set(lines.flatMap(({ projectCode }) => projectCode ?? []))];
  const ofProject = (code: string) =>
    indicators.find((one) => one.metric === 'budget.projectExecution' && one.scope === code);
  const projectFen = fen(({ projectCode }) => projectCode !== null);
  const publicFen = fen(({ role }) => role === 'public');
  const parts = [
    { fen: total - projectFen - publicFen, share: ALL },
    { fen: publicFen, share: shareOf(indicators.find(({ metric }) => metric === 'budget.publicExpense')) },
    ...codes.map((code) => ({ fen: fen(({ projectCode }) => projectCode === code), share: shareOf(ofProject(code)) })),
  ];
  const least = parts.reduce((sum, part) => sum + part.fen * part.share.low, 0);
  const most = parts.reduce((sum, part) => sum + part.fen * part.share.high, 0);
  const wanted = shareOf(whole);
  const unspent = Math.round(total * (1 - wanted.high));
  const show = (amount: number) => `${showAmount(Math.round(amount / 10_000) * 10_000)} 万元`;
  const printed = readTarget(whole.targetPrinted).target;
  const say = (zh: string, en: string, better: string): PlanFault[] => [
    faultOf('K-05', {
      severity: 'error',
      at: whole.id,
      message: words(zh, en),
      better,
      fix: [{ at: whole.id, set: { targetPrinted: better, band: null } }],
    }),
  ];
  if (unspent > projectFen)
    return say(
      `按 ${whole.targetPrinted}，至少有 ${show(unspent)} 不能用，超过全部项目支出 ${show(projectFen)}`,
      `By ${whole.targetPrinted} at least ${show(unspent)} stay unspent, more than all projects have: ${show(projectFen)}`,
      `≥${printed}%`,
    );
  if (least > total * wanted.high + 0.5)
    return say(
      `公用经费和项目至少要用 ${show(least)}，超过总额上限 ${show(total * wanted.high)}`,
      `Public expenses and projects must spend at least ${show(least)}, more than the whole may: ${show(total * wanted.high)}`,
      `≥${printed}%`,
    );
  if (most < total * wanted.low - 0.5) {
    const reachable = Math.floor((most / total) * 100);
    return say(
      `各项上限合计 ${show(most)}，达不到总额下限 ${show(total * wanted.low)}`,
      `All that may be spent is ${show(most)}, less than the whole must: ${show(total * wanted.low)}`,
      `≥${reachable}%`,
    );
  }
  return [];
}
