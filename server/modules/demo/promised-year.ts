import type { Actor } from '../../kernel/actor.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import type { Deed } from '../../kernel/records.ts';
import { findBudgetOfYear } from '../budget/store.ts';
import { draftPlan, handleAssessment, handlePlan, recordAssessment } from '../targets/commands.ts';
import { cityGradeWords } from '../targets/lifecycle.ts';
import type { TargetPlanRecord } from '../targets/procedures.ts';
import { cityGradesOfYear, promisedGoals, promisedIndicators } from './data/promised-year.ts';
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
    return [{ month, grade, score, document, publishedOn, text }];
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
    staffInPost: 19,
    projects: [{ code: project.code, nameZh: project.nameZh }],
    goals: promisedGoals,
    indicators: promisedIndicators(project.code),
  });
  await act(leader, 'approvePlan', {});
  for (const result of publishedResults(budget.year, today)) {
    const { id, version } = await recordAssessment(deed(finance), result);
    await handleAssessment(deed(leader), { id, action: 'confirmAssessment', input: {}, version });
  }
}
