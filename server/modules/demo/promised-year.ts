import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import type { Deed } from '../../kernel/records.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import {
  draftPlan,
  handleAssessment,
  handlePlan,
  handleRound,
  openRound,
  recordAssessment,
} from '../targets/commands.ts';
import { cityGradeWords } from '../targets/lifecycle.ts';
import type { TargetPlanRecord } from '../targets/procedures.ts';
import { owesCause } from '../targets/rules.ts';
import { findApprovedPlan } from '../targets/store.ts';
import { cityGradesOfYear, gradedStreets, promisedGoals, promisedIndicators, toldOf } from './data/promised-year.ts';
import type { Year } from './office-year.ts';

type Action = Parameters<typeof handlePlan>[1]['action'];

/** The city publishes a month's grades on the eighth of the next. */
function publishedResults(year: number, today: string) {
  return cityGradesOfYear.flatMap(([grade, score], i) => {
    const month = `${year}-${String(i + 1).padStart(2, '0')}`;
    const publishedOn = i === 11 ? `${year + 1}-01-08` : `${year}-${String(i + 2).padStart(2, '0')}-08`;
    if (publishedOn > today) return [];
    const document = `数字城管综合考评通报（${year}年第${i + 1}期）`;
    const text = `本区得分 ${score} 分，等级为${cityGradeWords[grade].zh}。`;
    const objects = gradedStreets.map((nameZh, at) => ({ nameZh, grade: (at + i) % 5 === 0 ? 'C' : grade }));
    return [{ month, grade, score, document, publishedOn, text, objects }];
  });
}

/** The promises of this year, written, approved, and the city's published grades. */
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
    staffInPost: budget.unit.staffInPost,
    projects: [{ code: project.code, nameZh: project.nameZh }],
    goals: promisedGoals,
    indicators: promisedIndicators(budget.year, project.code),
  });
  await act(leader, 'approvePlan', {});
  for (const result of publishedResults(budget.year, today)) {
    const { id, version } = await recordAssessment(deed(finance), result);
    await handleAssessment(deed(leader), { id, action: 'confirmAssessment', input: {}, version });
  }
}

/** Opened on the second of July, with two days to explain and four to review. */
const MID_YEAR = { opened: '07-02', submitted: '07-04', reviewed: '07-08' };

/**
 * 双监控 — the round of the middle of the year, filled by who answers for the targets and reviewed by the leader. What it
 * freezes is read from the facts of the cases, so these must be there.
 */
export async function monitorTheYear({
  tx,
  jurisdictionId,
  now,
  from,
  timeZone,
  origin,
  cast,
}: Omit<Year, 'days'>): Promise<void> {
  const year = Number(localDate(now, timeZone).slice(0, 4));
  const on = (day: string): Instant => instant(Date.parse(`${year}-${day}T01:00:00.000Z`));
  if (now < on(MID_YEAR.reviewed) || from > on('06-30')) return;
  const plan = await findApprovedPlan(tx, jurisdictionId, year);
  if (!plan) return;
  const { finance, leader } = cast;
  const deed = (actor: Actor, day: string): Deed => ({ tx, jurisdictionId, actor, now: on(day), origin });
  let round = await openRound(deed(finance, MID_YEAR.opened), { planId: plan.id, cutoff: `${year}-06-30` });
  const act = async (by: Deed, action: Parameters<typeof handleRound>[1]['action'], input: object) => {
    round = await handleRound(by, { id: round.id, action, input, version: round.version });
  };
  for (const { indicatorId, metric } of round.lines.filter(owesCause)) {
    const [cause, action] = toldOf(metric);
    await act(deed(finance, MID_YEAR.submitted), 'explain', { indicatorId, cause, action });
  }
  await act(deed(finance, MID_YEAR.submitted), 'submitRound', {});
  const opinion = '偏差原因清楚，措施可行；下半年按月跟踪，年底前完成。';
  await act(deed(leader, MID_YEAR.reviewed), 'reviewRound', { opinion });
}
