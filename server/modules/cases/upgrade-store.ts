import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { type Identity, sealIdentity } from './reporter-store.ts';

const BATCH = 500;

/** Seals a portion of the reporters that stand there as text; gives how many. */
export async function sealPlainPortion(tx: Tx): Promise<number> {
  const { rows } = await sql<Identity & { jurisdictionId: number; id: string }>`
    select jurisdiction_id as "jurisdictionId", id, name, phone, original_text as "originalText" from case_reporter
    where name is not null or phone is not null or original_text is not null
    limit ${BATCH} for update`.execute(tx);
  if (rows.length === 0) return 0;
  const values = [];
  for (const row of rows) {
    const kept = await sealIdentity(tx, row, row);
    values.push(
      sql`(${row.jurisdictionId}::integer, ${row.id}::uuid, ${kept?.sealed}::bytea, ${kept?.marks ?? null}::bytea[])`,
    );
  }
  await sql`update case_reporter r set sealed = v.sealed, marks = v.marks, name = null, phone = null, original_text = null
    from (values ${sql.join(values)}) v (jurisdiction_id, id, sealed, marks)
    where r.jurisdiction_id = v.jurisdiction_id and r.id = v.id`.execute(tx);
  return rows.length;
}

/** Has the database write the table anew, so that what was replaced stands nowhere in its files. */
export async function rewriteReporters(tx: Tx): Promise<void> {
  await sql`vacuum full case_reporter`.execute(tx);
}
