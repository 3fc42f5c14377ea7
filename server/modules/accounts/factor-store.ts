import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';

type Whose = { jurisdictionId: number; id: string };

export interface Factor {
  /** Sealed; what codes are checked by, null before the first enrolment was confirmed. */
  secret: Buffer | null;
  enrolledAt: Instant | null;
  /** Sealed; shown, but not yet confirmed by a code. */
  offered: Buffer | null;
  offeredAt: Instant | null;
}

export async function findFactor(tx: Tx, { jurisdictionId, id }: Whose): Promise<Factor | null> {
  const { rows } = await sql<{
    sealed_secret: Buffer | null;
    enrolled_at: Instant | null;
    offered_secret: Buffer | null;
    offered_at: Instant | null;
  }>`select sealed_secret, enrolled_at, offered_secret, offered_at from account_factor
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id}`.execute(tx);
  const row = rows[0];
  return row
    ? { secret: row.sealed_secret, enrolledAt: row.enrolled_at, offered: row.offered_secret, offeredAt: row.offered_at }
    : null;
}

/** Keeps a secret that was shown, beside the one in use if there is one. */
export async function offerFactor(tx: Tx, { jurisdictionId, id }: Whose, offered: Buffer, at: Instant): Promise<void> {
  await sql`insert into account_factor (jurisdiction_id, user_id, offered_secret, offered_at)
    values (${jurisdictionId}, ${id}, ${offered}, ${at})
    on conflict (jurisdiction_id, user_id) do update set offered_secret = excluded.offered_secret, offered_at = excluded.offered_at`.execute(
    tx,
  );
}

/** Takes the offered secret into use, if it is still the one that was confirmed; false if another was offered meanwhile. */
export async function takeOffered(
  tx: Tx,
  { jurisdictionId, id }: Whose,
  confirmed: { offered: Buffer; step: number; at: Instant },
): Promise<boolean> {
  const { numAffectedRows } =
    await sql`update account_factor set sealed_secret = offered_secret, enrolled_at = ${confirmed.at},
      last_step = ${confirmed.step}, offered_secret = null, offered_at = null
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id} and offered_secret = ${confirmed.offered}`.execute(
      tx,
    );
  return numAffectedRows === 1n;
}

/** Uses up the codes to this half-minute; false if it, or a later one, was used before. */
export async function takeStep(tx: Tx, { jurisdictionId, id }: Whose, step: number): Promise<boolean> {
  const { numAffectedRows } = await sql`update account_factor set last_step = ${step}
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id} and last_step < ${step}`.execute(tx);
  return numAffectedRows === 1n;
}

export async function removeFactor(tx: Tx, { jurisdictionId, id }: Whose): Promise<void> {
  await sql`delete from account_recovery where jurisdiction_id = ${jurisdictionId} and user_id = ${id}`.execute(tx);
  await sql`delete from account_factor where jurisdiction_id = ${jurisdictionId} and user_id = ${id}`.execute(tx);
}

/** New recovery codes, by their marks, in place of whatever was left of the old ones. */
export async function replaceRecovery(tx: Tx, { jurisdictionId, id }: Whose, marks: readonly string[]): Promise<void> {
  await sql`delete from account_recovery where jurisdiction_id = ${jurisdictionId} and user_id = ${id}`.execute(tx);
  await sql`insert into account_recovery (jurisdiction_id, user_id, code_mark)
    select ${jurisdictionId}, ${id}::uuid, unnest(${[...marks]}::text[])`.execute(tx);
}

/** How many recovery codes are still good. */
export async function countRecovery(tx: Tx, { jurisdictionId, id }: Whose): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from account_recovery
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id} and used_at is null`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Uses up a recovery code; false if there is none like it, or it was used. */
export async function takeRecovery(tx: Tx, { jurisdictionId, id }: Whose, mark: string, at: Instant): Promise<boolean> {
  const { numAffectedRows } = await sql`update account_recovery set used_at = ${at}
    where jurisdiction_id = ${jurisdictionId} and user_id = ${id} and code_mark = ${mark} and used_at is null`.execute(
    tx,
  );
  return numAffectedRows === 1n;
}
