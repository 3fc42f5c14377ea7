import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { MonitoringRecord, SelfEvaluationRecord, TargetPlanRecord } from './procedures.ts';

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
