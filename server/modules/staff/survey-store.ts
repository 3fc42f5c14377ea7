import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { LinkKind, Way } from './lifecycle.ts';
import type { Answer } from './rules.ts';

/** Keeps an answer under its number; under a number that is kept already it is the same answer, said once more. */
export async function keepAnswer(
  tx: Tx,
  answer: { jurisdictionId: number; surveyId: string; id: string; answer: Answer; remark: string; way: Way },
): Promise<void> {
  await sql`insert into staff_answer (jurisdiction_id, survey_id, id, answer, remark, way)
    values (${answer.jurisdictionId}, ${answer.surveyId}, ${answer.id}, ${answer.answer}, ${answer.remark}, ${answer.way})
    on conflict (jurisdiction_id, survey_id, id) do update set answer = excluded.answer, remark = excluded.remark`.execute(
    tx,
  );
}

/** Whether a survey has an answer under a number. */
export async function hasAnswer(tx: Tx, jurisdictionId: number, surveyId: string, id: string): Promise<boolean> {
  const { rows } = await sql`select from staff_answer
    where jurisdiction_id = ${jurisdictionId} and survey_id = ${surveyId} and id = ${id}`.execute(tx);
  return rows.length > 0;
}

/** False if this account has answered already. */
export async function markAnswered(
  tx: Tx,
  jurisdictionId: number,
  surveyId: string,
  accountId: string,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into staff_answered (jurisdiction_id, survey_id, account_id)
    values (${jurisdictionId}, ${surveyId}, ${accountId}) on conflict do nothing`.execute(tx);
  return numAffectedRows === 1n;
}

/** The surveys that an account has answered; not what. */
export async function listAnswered(tx: Tx, jurisdictionId: number, accountId: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select survey_id as id from staff_answered
    where jurisdiction_id = ${jurisdictionId} and account_id = ${accountId} limit 1000`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** How many answers came by which way. */
export async function countWays(tx: Tx, jurisdictionId: number, surveyId: string): Promise<Map<Way | null, number>> {
  const { rows } = await sql<{ way: Way | null; n: number }>`select way, count(*) as n from staff_answer
    where jurisdiction_id = ${jurisdictionId} and survey_id = ${surveyId} group by way`.execute(tx);
  return new Map(rows.map(({ way, n }) => [way, n]));
}

/** What was remarked, in no order of time: the numbers of answers are drawn by lot. */
export async function listRemarks(tx: Tx, jurisdictionId: number, surveyId: string): Promise<string[]> {
  const { rows } = await sql<{ remark: string }>`select remark from staff_answer
    where jurisdiction_id = ${jurisdictionId} and survey_id = ${surveyId} and remark <> '' order by id limit 500`.execute(
    tx,
  );
  return rows.map(({ remark }) => remark);
}

export interface SurveyLink {
  id: string;
  label: string;
  kind: LinkKind;
  closed: boolean;
}

export async function insertLink(
  tx: Tx,
  jurisdictionId: number,
  surveyId: string,
  link: SurveyLink & { tokenHash: Buffer },
): Promise<void> {
  await sql`insert into staff_survey_link (jurisdiction_id, survey_id, id, label, kind, token_hash)
    values (${jurisdictionId}, ${surveyId}, ${link.id}, ${link.label}, ${link.kind}, ${link.tokenHash})`.execute(tx);
}

export async function listLinks(tx: Tx, jurisdictionId: number, surveyId: string): Promise<SurveyLink[]> {
  const { rows } = await sql<SurveyLink>`select id, label, kind, closed from staff_survey_link
    where jurisdiction_id = ${jurisdictionId} and survey_id = ${surveyId} order by kind, label, id limit 2000`.execute(
    tx,
  );
  return rows;
}

export interface FoundLink extends SurveyLink {
  jurisdictionId: number;
  surveyId: string;
}

/** The link of a word, locked: of two who use one slip at a time, the second finds it closed. */
export async function lockLink(tx: Tx, tokenHash: Buffer): Promise<FoundLink | null> {
  const { rows } =
    await sql<FoundLink>`select jurisdiction_id as "jurisdictionId", survey_id as "surveyId", id, label, kind, closed
    from staff_survey_link where token_hash = ${tokenHash} for update`.execute(tx);
  return rows[0] ?? null;
}

export async function findLink(tx: Tx, tokenHash: Buffer): Promise<FoundLink | null> {
  const { rows } =
    await sql<FoundLink>`select jurisdiction_id as "jurisdictionId", survey_id as "surveyId", id, label, kind, closed
    from staff_survey_link where token_hash = ${tokenHash}`.execute(tx);
  return rows[0] ?? null;
}

/** False if there is none that is still open. */
export async function closeLink(tx: Tx, jurisdictionId: number, surveyId: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`update staff_survey_link set closed = true
    where jurisdiction_id = ${jurisdictionId} and survey_id = ${surveyId} and id = ${id} and not closed`.execute(tx);
  return numAffectedRows === 1n;
}
