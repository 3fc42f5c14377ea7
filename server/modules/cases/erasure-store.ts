import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Doomed } from '../../kernel/erasure.ts';
import type { Instant } from '../../kernel/instant.ts';

/**
 * What is sealed of a case — its reporter and the texts as they were written — as records of erasures: `reporter/ID` and
 * `original/CASE/SEQ`, with the digest of the ciphertext. It can be shown later that exactly this was erased, without
 * its being known.
 */
const ENDED = sql`f.state in ('closed', 'rejected', 'voided') and f.closed_at is not null
  and not exists (select 1 from case_hold h where h.jurisdiction_id = f.jurisdiction_id and h.case_id = f.id)`;

const digestOf = (bytes: 'r.sealed' | 'o.sealed') => sql`sha256(${sql.ref(bytes)})`;

/** Sealed records of cases that ended before, the oldest first; a reopened case has not ended. */
export async function listEndedIdentities(
  tx: Tx,
  jurisdictionId: number,
  before: Instant,
  limit: number,
): Promise<Doomed[]> {
  const reporters = await sql<Doomed>`select 'reporter/' || r.id as id, ${digestOf('r.sealed')} as digest
    from case_reporter r join case_file f on f.jurisdiction_id = r.jurisdiction_id and f.id = r.case_id
    where r.jurisdiction_id = ${jurisdictionId} and r.sealed is not null and r.created_at < ${before}
      and f.closed_at < ${before} and ${ENDED}
    order by r.created_at, r.id limit ${limit} for update of r`.execute(tx);
  const left = limit - reporters.rows.length;
  if (left <= 0) return reporters.rows;
  const originals =
    await sql<Doomed>`select 'original/' || o.case_id || '/' || o.seq as id, ${digestOf('o.sealed')} as digest
    from case_original o join case_file f on f.jurisdiction_id = o.jurisdiction_id and f.id = o.case_id
    where o.jurisdiction_id = ${jurisdictionId} and o.created_at < ${before} and f.closed_at < ${before} and ${ENDED}
    order by o.created_at, o.case_id, o.seq limit ${left} for update of o`.execute(tx);
  return [...reporters.rows, ...originals.rows];
}

export async function countEndedIdentities(tx: Tx, jurisdictionId: number, before: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`select
    (select count(*) from case_reporter r join case_file f on f.jurisdiction_id = r.jurisdiction_id and f.id = r.case_id
      where r.jurisdiction_id = ${jurisdictionId} and r.sealed is not null and r.created_at < ${before}
        and f.closed_at < ${before} and ${ENDED})
    + (select count(*) from case_original o join case_file f on f.jurisdiction_id = o.jurisdiction_id and f.id = o.case_id
      where o.jurisdiction_id = ${jurisdictionId} and o.created_at < ${before} and f.closed_at < ${before} and ${ENDED}) as n`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** All that is sealed of one case, whatever its age; locked. */
export async function listIdentitiesOf(tx: Tx, jurisdictionId: number, caseId: string): Promise<Doomed[]> {
  const { rows } = await sql<Doomed>`select 'reporter/' || r.id as id, ${digestOf('r.sealed')} as digest
    from case_reporter r where r.jurisdiction_id = ${jurisdictionId} and r.case_id = ${caseId} and r.sealed is not null
    for update`.execute(tx);
  const originals =
    await sql<Doomed>`select 'original/' || o.case_id || '/' || o.seq as id, ${digestOf('o.sealed')} as digest
    from case_original o where o.jurisdiction_id = ${jurisdictionId} and o.case_id = ${caseId} order by o.seq
    for update`.execute(tx);
  return [...rows, ...originals.rows];
}

/** Erases such records; the reporter's row stays without a person, so that the page can say so. */
export async function eraseIdentities(
  tx: Tx,
  jurisdictionId: number,
  ids: readonly string[],
  at: Instant,
): Promise<void> {
  const reporters = ids.filter((id) => id.startsWith('reporter/')).map((id) => id.slice('reporter/'.length));
  const originals = ids.filter((id) => id.startsWith('original/')).map((id) => id.slice('original/'.length));
  await sql`update case_reporter set sealed = null, marks = null, name = null, phone = null, original_text = null, erased_at = ${at}
    where jurisdiction_id = ${jurisdictionId} and id = any(${reporters}::uuid[])`.execute(tx);
  await sql`delete from case_original o using unnest(${originals}::text[]) as gone (place)
    where o.jurisdiction_id = ${jurisdictionId} and o.case_id = split_part(gone.place, '/', 1)::uuid
      and o.seq = split_part(gone.place, '/', 2)::integer`.execute(tx);
}

/** Pictures of cases that ended before, by the hash of what was uploaded. */
export async function listEndedPhotos(
  tx: Tx,
  jurisdictionId: number,
  before: Instant,
  limit: number,
): Promise<Doomed[]> {
  const { rows } = await sql<Doomed>`select p.id::text as id, p.sha256 as digest
    from case_photo p join case_file f on f.jurisdiction_id = p.jurisdiction_id and f.id = p.case_id
    where p.jurisdiction_id = ${jurisdictionId} and p.uploaded_at < ${before} and f.closed_at < ${before} and ${ENDED}
    order by p.uploaded_at, p.id limit ${limit} for update of p`.execute(tx);
  return rows;
}

export async function countEndedPhotos(tx: Tx, jurisdictionId: number, before: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n
    from case_photo p join case_file f on f.jurisdiction_id = p.jurisdiction_id and f.id = p.case_id
    where p.jurisdiction_id = ${jurisdictionId} and p.uploaded_at < ${before} and f.closed_at < ${before} and ${ENDED}`.execute(
    tx,
  );
  return rows[0]?.n ?? 0;
}

/** Pictures that were uploaded and never used. */
export async function listStrayPhotos(
  tx: Tx,
  jurisdictionId: number,
  before: Instant,
  limit: number,
): Promise<Doomed[]> {
  const { rows } = await sql<Doomed>`select id::text as id, sha256 as digest from case_photo
    where jurisdiction_id = ${jurisdictionId} and case_id is null and uploaded_at < ${before}
    order by uploaded_at, id limit ${limit} for update`.execute(tx);
  return rows;
}

export async function countStrayPhotos(tx: Tx, jurisdictionId: number, before: Instant): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from case_photo
    where jurisdiction_id = ${jurisdictionId} and case_id is null and uploaded_at < ${before}`.execute(tx);
  return rows[0]?.n ?? 0;
}

export async function erasePhotos(tx: Tx, jurisdictionId: number, ids: readonly string[]): Promise<void> {
  await sql`delete from case_photo where jurisdiction_id = ${jurisdictionId} and id = any(${ids}::uuid[])`.execute(tx);
}

/** Keeps a case from every erasure, or lets it go again. */
export async function setHold(
  tx: Tx,
  jurisdictionId: number,
  caseId: string,
  hold: { reason: string; by: string | null; at: Instant } | null,
): Promise<void> {
  if (!hold) {
    await sql`delete from case_hold where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId}`.execute(tx);
    return;
  }
  await sql`insert into case_hold (jurisdiction_id, case_id, reason, held_by, held_at)
    values (${jurisdictionId}, ${caseId}, ${hold.reason}, ${hold.by}, ${hold.at})
    on conflict (jurisdiction_id, case_id) do update set reason = excluded.reason, held_by = excluded.held_by, held_at = excluded.held_at`.execute(
    tx,
  );
}

export async function findHold(
  tx: Tx,
  jurisdictionId: number,
  caseId: string,
): Promise<{ reason: string; at: Instant } | null> {
  const { rows } = await sql<{ reason: string; at: Instant }>`select reason, held_at as at from case_hold
    where jurisdiction_id = ${jurisdictionId} and case_id = ${caseId}`.execute(tx);
  return rows[0] ?? null;
}
