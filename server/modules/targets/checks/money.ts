import type { Line } from '../../budget/model.ts';
import { ALL, conflictWords, moneyConflict, type Share, shareOf } from '../../disclosure/checks/holding.ts';
import { showAmount } from '../../disclosure/document/money.ts';
import { readTarget } from '../../disclosure/document/targets.ts';
import type { PlanIndicator } from '../model.ts';
import type { PlanDraft, PlanFault } from './plan.ts';
import { faultOf } from './plan-rules.ts';

const promised = (one: PlanIndicator | undefined): Share =>
  shareOf(one && readTarget(one.targetPrinted), one?.band ?? '0');

/** What is promised of the budget of the year, asked as a published table is; only that here nothing is guessed from names. */
export function moneyFaults({ indicators, money }: PlanDraft): PlanFault[] {
  const whole = indicators.find(({ metric }) => metric === 'budget.execution');
  if (!money || !whole) return [];
  const { lines } = money;
  const fen = (fits: (line: Line) => boolean) => lines.filter(fits).reduce((sum, line) => sum + line.fen, 0);
  const totalFen = fen(() => true);
  if (totalFen === 0) return [];
  const codes = [...new Set(lines.flatMap(({ projectCode }) => projectCode ?? []))];
  const ofProject = (code: string) =>
    indicators.find((one) => one.metric === 'budget.projectExecution' && one.scope === code);
  const projectFen = fen(({ projectCode }) => projectCode !== null);
  const publicFen = fen(({ role }) => role === 'public');
  const conflict = moneyConflict({
    whole: promised(whole),
    totalFen,
    projectFen,
    parts: [
      { fen: totalFen - projectFen - publicFen, share: ALL },
      { fen: publicFen, share: promised(indicators.find(({ metric }) => metric === 'budget.publicExpense')) },
      ...codes.map((code) => ({
        fen: fen(({ projectCode }) => projectCode === code),
        share: promised(ofProject(code)),
      })),
    ],
  });
  if (conflict === null) return [];
  const show = (amount: number) => `${showAmount(Math.round(amount / 10_000) * 10_000)} 万元`;
  const reachable = conflict.kind === 'tooLittle' ? Math.floor((conflict.toldFen / totalFen) * 100) : null;
  const better = `≥${reachable ?? readTarget(whole.targetPrinted).target}%`;
  return [
    faultOf('K-05', {
      severity: 'error',
      at: whole.id,
      message: conflictWords(conflict, show),
      better,
      fix: [{ at: whole.id, set: { targetPrinted: better, band: null } }],
    }),
  ];
}
