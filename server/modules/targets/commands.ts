import { unlessTaken } from '../../kernel/db.ts';
import { sha256 } from '../../kernel/digest.ts';
import { localDate } from '../../kernel/instant.ts';
import type { Asked, Situation } from '../../kernel/procedure.ts';
import { actOn, type Deed, findRecord, openRecord } from '../../kernel/records.ts';
import { type Refusal, refuse, unknownRecord, wrongInput } from '../../kernel/refusal.ts';
import { findTimeZone } from '../organisation/store.ts';
import type {
  cityAssessmentLifecycle,
  monitoringLifecycle,
  selfEvaluationLifecycle,
  targetPlanLifecycle,
} from './lifecycle.ts';
import { findMoney, findProcedures, findUnitName } from './looking-up.ts';
import { bareLine, measurePlan, scoresOf } from './measuring.ts';
import {
  type CityAssessmentRecord,
  cityAssessmentProcedure,
  type MeasuredFacts,
  type MonitoringRecord,
  monitoringProcedure,
  type PlanFacts,
  type SelfEvaluationRecord,
  selfEvaluationProcedure,
  type TargetPlanRecord,
  targetPlanProcedure,
} from './procedures.ts';
import { reportOf } from './report.ts';

const situation = ({ actor, now }: Deed): Situation => ({ actor, now });

/** 编制目标 — one plan a year. */
export const draftPlan = (deed: Deed, asked: unknown): Promise<TargetPlanRecord> =>
  unlessTaken(
    {
      refused: 'conflict',
      code: 'planExists',
      message: { zh: '该年度已有绩效目标。', en: 'There is already a plan of that year.' },
    },
    () => openRecord(deed, targetPlanProcedure, 'draftPlan', asked, situation(deed)),
  );

export const handlePlan = (deed: Deed, asked: Asked<typeof targetPlanLifecycle>): Promise<TargetPlanRecord> =>
  actOn(deed, targetPlanProcedure, asked, async (plan) => ({
    ...situation(deed),
    ...(asked.action === 'approvePlan' ? { money: await findMoney(deed.tx, plan) } : {}),
    ...(asked.action === 'closePlan' ? await closingOf(deed, plan) : {}),
  }));

/** 结束年度 — everything measured once more up to the last day, and frozen with the checksum of the report. */
async function closingOf(deed: Deed, plan: TargetPlanRecord): Promise<Omit<PlanFacts, keyof Situation>> {
  const last = `${plan.year}-12-31`;
  const { tx, jurisdictionId, now } = deed;
  const told = await measurePlan(tx, plan, { cutoff: last, now });
  const { rounds, evaluations } = await findProcedures(tx, plan);
  const scopes = [...new Set(plan.indicators.map(({ scope }) => scope))];
  const reviewed = evaluations.filter(({ state, cutoff }) => state === 'reviewed' && cutoff === last);
  const outcome = { cutoff: told.asked.dates.to, lines: told.lines.map(bareLine), money: told.money };
  const unitZh = await findUnitName(tx, jurisdictionId, plan.year);
  const closed = { ...plan, state: 'closed' as const };
  const report = reportOf({ plan: closed, unitZh, outcome, rounds, evaluations });
  return {
    closing: { unitZh, ...outcome, sha256: sha256(JSON.stringify(report)) },
    yearOver: localDate(now, told.asked.timeZone) > last,
    openProcedures: [...rounds, ...evaluations].filter(({ state }) => state !== 'reviewed').length,
    unevaluated: scopes.filter((scope) => !reviewed.some((one) => one.scope === scope)),
  };
}

/** What a plan has reached at a cut-off, to be frozen. Only an approved plan is measured for the record. */
async function measured(
  deed: Deed,
  asked: { planId: string; cutoff: string; scope?: string | undefined },
): Promise<MeasuredFacts> {
  const plan = await findRecord(deed.tx, targetPlanProcedure, deed.jurisdictionId, asked.planId);
  if (!plan) refuse(unknownRecord(targetPlanProcedure.lifecycle.label));
  const timeZone = await findTimeZone(deed.tx, deed.jurisdictionId);
  const refusal = cutoffFault(plan, asked, localDate(deed.now, timeZone));
  if (refusal) refuse(refusal);
  const told = await measurePlan(deed.tx, plan, { cutoff: asked.cutoff, now: deed.now });
  const scope = asked.scope;
  const lines = told.lines.filter(({ indicator }) => scope === undefined || indicator.scope === scope).map(bareLine);
  return {
    ...situation(deed),
    measured: {
      lines,
      money: told.moneyOf(scope ?? 'overall'),
      ...scoresOf(told, scope ?? 'overall', plan.year),
    },
  };
}

function cutoffFault(
  plan: TargetPlanRecord,
  { cutoff, scope }: { cutoff: string; scope?: string | undefined },
  today: string,
): Refusal | null {
  if (plan.state === 'closed')
    return {
      refused: 'conflict',
      code: 'planClosed',
      message: { zh: '年度已结束，数值已冻结。', en: 'The year is closed; its values are frozen.' },
    };
  if (plan.state === 'drafting')
    return {
      refused: 'conflict',
      code: 'planNotApproved',
      message: { zh: '目标批复后才能监控和自评。', en: 'A plan is monitored and evaluated once it is approved.' },
    };
  const message = {
    zh: `截止日期须在 ${plan.year} 年内且不晚于今天。`,
    en: `The cut-off lies in ${plan.year} and not in the future.`,
  };
  if (!cutoff.startsWith(`${plan.year}-`) || cutoff > today) return wrongInput('cutoff', message);
  if (scope !== undefined && !plan.indicators.some((one) => one.scope === scope))
    return wrongInput('scope', { zh: '目标中没有这个范围。', en: 'The plan has no such scope.' });
  return null;
}

/** 登记市级考评结果 — a month counts once. */
export const recordAssessment = (deed: Deed, asked: unknown): Promise<CityAssessmentRecord> =>
  unlessTaken(
    {
      refused: 'conflict',
      code: 'monthRecorded',
      message: {
        zh: '该月的考评结果已登记；有误的先撤回。',
        en: 'That month is entered already; withdraw it first if it is wrong.',
      },
    },
    () => openRecord(deed, cityAssessmentProcedure, 'recordAssessment', asked, situation(deed)),
  );

export const handleAssessment = (
  deed: Deed,
  asked: Asked<typeof cityAssessmentLifecycle>,
): Promise<CityAssessmentRecord> => actOn(deed, cityAssessmentProcedure, asked, () => situation(deed));

/** 发起监控 — freezes targets and money side by side. */
export const openRound = async (deed: Deed, asked: { planId: string; cutoff: string }): Promise<MonitoringRecord> =>
  openRecord(deed, monitoringProcedure, 'openRound', asked, await measured(deed, asked));
export const handleRound = (deed: Deed, asked: Asked<typeof monitoringLifecycle>): Promise<MonitoringRecord> =>
  actOn(deed, monitoringProcedure, asked, () => situation(deed));

/** 发起自评 */
export const openEvaluation = async (
  deed: Deed,
  asked: { planId: string; cutoff: string; scope: string },
): Promise<SelfEvaluationRecord> =>
  openRecord(deed, selfEvaluationProcedure, 'openEvaluation', asked, await measured(deed, asked));
export const handleEvaluation = (
  deed: Deed,
  asked: Asked<typeof selfEvaluationLifecycle>,
): Promise<SelfEvaluationRecord> => actOn(deed, selfEvaluationProcedure, asked, () => situation(deed));
