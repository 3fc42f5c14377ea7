import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord, SurveyRecord } from './procedures.ts';
import type { Answer } from './rules.ts';

export async function listQuotas(tx: Tx, jurisdictionId: number): Promise<QuotaRecord[]> {
  const { rows } = await sql<{ body: QuotaRecord }>`select body from staff_quota
    where jurisdiction_id = ${jurisdictionId} order by holds_from desc, id limit 500`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Engagements that touch a day or later; all of them with the empty day. */
export async function listEngagements(
  tx: Tx,
  jurisdictionId: number,
  since: string | null,
): Promise<EngagementRecord[]> {
  const { rows } = await sql<{ body: EngagementRecord }>`select body from staff_engagement
    where jurisdiction_id = ${jurisdictionId} and (${since}::date is null or until_on is null or until_on >= ${since}::date)
    order by kind, person_number, from_on limit 20000`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function listAssets(tx: Tx, jurisdictionId: number): Promise<AssetRecord[]> {
  const { rows } = await sql<{ body: AssetRecord }>`select body from staff_asset
    where jurisdiction_id = ${jurisdictionId} order by number limit 50000`.execute(tx);
  return rows.map(({ body }) => body);
}

export async function listSurveys(tx: Tx, jurisdictionId: number): Promise<SurveyRecord[]> {
  const { rows } = await sql<{ body: SurveyRecord }>`select body from staff_survey
    where jurisdiction_id = ${jurisdictionId} order by opens_on desc, id limit 500`.execute(tx);
  return rows.map(({ body }) => body);
}

/** How often each answer was given, by survey. */
export async function countAnswers(
  tx: Tx,
  jurisdictionId: number,
  surveyIds: readonly string[],
): Promise<Map<string, Record<Answer, number>>> {
  const { rows } = await sql<{ id: string } & Record<Answer, number>>`
    select survey_id as id, count(*) filter (where answer = 'satisfied') as satisfied,
      count(*) filter (where answer = 'fairly') as fairly, count(*) filter (where answer = 'dissatisfied') as dissatisfied
    from staff_answer where jurisdiction_id = ${jurisdictionId} and survey_id = any(${[...surveyIds]}) group by survey_id`.execute(
    tx,
  );
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
