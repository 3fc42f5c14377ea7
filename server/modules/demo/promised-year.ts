import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import type { Deed } from '../../kernel/records.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { draftPlan, handlePlan } from '../targets/commands.ts';
import type { TargetPlanRecord } from '../targets/procedures.ts';
import { promisedGoals, promisedIndicators } from './data/promised-year.ts';
import type { Year } from './office-year.ts';

type Action = Parameters<typeof handlePlan>[1]['action'];

/** The promises of this year, written, approved, and one of them measured by hand. */
export async function promiseTheYear(year: Year): Promise<void> {
  const { tx, jurisdictionId, now, timeZone, origin } = year;
  const { finance, leader } = year.cast;
  const today = localDate(now, timeZone);
  const budget = await findBudgetOfYear(tx, jurisdictionId, Number(today.slice(0, 4)));
  const [project] = budget?.projects ?? [];
  if (!budget || !project) return;
  let at = millis(year.from);
  const deed = (actor: Actor): Deed => ({ tx, jurisdictionId, actor, now: next(), origin });
  const next = (): Instant => {
    at = Math.min(at + 3_600_000, millis(now));
    return instant(at);
  };
  let plan = await draftPlan(deed(finance), { year: budget.year });
  const act = async (actor: Actor, action: Action, input: object): Promise<TargetPlanRecord> => {
    plan = await handlePlan(deed(actor), { id: plan.id, action, input, version: plan.version });
    return plan;
  };
  await act(finance, 'writePlan', {
    staffInPost: 19,
    projects: [{ code: project.code, nameZh: project.nameZh }],
    goals: promisedGoals,
    indicators: promisedIndicators(project.code),
  });
  await act(leader, 'approvePlan', {});
  const published = { on: today, numerator: 9, denominator: 10, evidence: '市数字城管考评月度通报，已公布的十期' };
  await act(finance, 'enterValue', { indicatorId: 'W12', ...published });
  await act(leader, 'confirmValue', { indicatorId: 'W12' });
}
