import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Doomed } from '../../kernel/erasure.ts';
import type { Instant } from '../../kernel/instant.ts';

/** A look as a record of an erasure: `RECORD/OFFICER/MINUTE`. */
export async function listOldLooks(tx: Tx, jurisdictionId: number, before: Instant, limit: number): Promise<Doomed[]> {
  const { rows } = await sql<Doomed>`select id, sha256(convert_to(id || coalesce(purpose, ''), 'UTF8')) as digest from (
      select record_id || '/' || user_id || '/' || extract(epoch from minute)::bigint as id, purpose
      from account_look where jurisdiction_id = ${jurisdictionId} and minute < ${before}
      order by minute, record_id, user_id limit ${limit} for update) as look`.execute(tx);
  return rows;
}

export async function countOldLooks(tx: Tx, jurisdictionId: number, before: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from account_look
    where jurisdiction_id = ${jurisdictionId} and minute < ${before}`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function eraseLooks(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<void> {
  await sql`delete from account_look l using unnest(${ids}::text[]) as gone (place)
    where l.jurisdiction_id = ${jurisdictionId} and l.record_id = split_part(gone.place, '/', 1)::uuid
      and l.user_id = split_part(gone.place, '/', 2)::uuid
      and l.minute = to_timestamp(split_part(gone.place, '/', 3)::bigint)`.execute(tx);
}
