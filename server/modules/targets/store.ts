import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { CityAssessmentRecord, MonitoringRecord, SelfEvaluationRecord, TargetPlanRecord } from './procedures.ts';

export async function listPlans(tx: Tx, jurisdictionId: number): Promise<TargetPlanRecord[]> {
  const { rows } = await sql<{ body: TargetPlanRecord }>`select body from targets_plan
    where jurisdiction_id = ${jurisdictionId} order by year desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function findPlanOfYear(tx: Tx, jurisdictionId: number, year: number): Promise<TargetPlanRecord | null> {
  const { rows } = await sql<{ body: TargetPlanRecord }>`select body from targets_plan
    where jurisdiction_id = ${jurisdictionId} and year = ${year}`.execute(tx);
  return rows[0]?.body ?? null;
}

/** 已批复的目标 — the plan of a year once it is approved, as the published document takes it; null before. */
export async function findApprovedPlan(tx: Tx, jurisdictionId: number, year: number): Promise<TargetPlanRecord | null> {
  const plan = await findPlanOfYear(tx, jurisdictionId, year);
  return plan === null || plan.state === 'drafting' ? null : plan;
}

/** The city's published results of a year that were not withdrawn, by month. */
export async function listAssessments(tx: Tx, jurisdictionId: number, year: number): Promise<CityAssessmentRecord[]> {
  const { rows } = await sql<{ body: CityAssessmentRecord }>`select body from targets_assessment
    where jurisdiction_id = ${jurisdictionId} and state <> 'withdrawn' and month between ${`${year}-01`} and ${`${year}-12`}
    order by month limit 12`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Rounds of all plans, the latest cut-off first. */
export async function listRounds(tx: Tx, jurisdictionId: number): Promise<MonitoringRecord[]> {
  const { rows } = await sql<{ body: MonitoringRecord }>`select body from targets_monitoring
    where jurisdiction_id = ${jurisdictionId} order by cutoff desc, id desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function listEvaluations(tx: Tx, jurisdictionId: number): Promise<SelfEvaluationRecord[]> {
  const { rows } = await sql<{ body: SelfEvaluationRecord }>`select body from targets_evaluation
    where jurisdiction_id = ${jurisdictionId} order by cutoff desc, id desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Rounds of one plan, the earliest first. */
export async function listRoundsOf(tx: Tx, jurisdictionId: number, planId: string): Promise<MonitoringRecord[]> {
  const { rows } = await sql<{ body: MonitoringRecord }>`select body from targets_monitoring
    where jurisdiction_id = ${jurisdictionId} and plan_id = ${planId} order by cutoff, id limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function listEvaluationsOf(
  tx: Tx,
  jurisdictionId: number,
  planId: string,
): Promise<SelfEvaluationRecord[]> {
  const { rows } = await sql<{ body: SelfEvaluationRecord }>`select body from targets_evaluation
    where jurisdiction_id = ${jurisdictionId} and plan_id = ${planId} order by cutoff, id limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}
