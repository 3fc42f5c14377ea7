import { sql } from 'kysely';
import { type Db, transact } from '../../kernel/db.ts';
import { type Identity, sealIdentity } from './reporter-store.ts';

const BATCH = 500;

/**
 * Seals the reporters that were written before there was a vault, in portions of their own transactions, then has the
 * database write the table anew, so that the old text stands nowhere in its files. Gives how many there were. A start
 * that was killed in between goes on at the next.
 */
export async function sealPlainReporters(db: Db, onPortion: (sealed: number) => void): Promise<number> {
  let sealed = 0;
  for (;;) {
    const portion = await sealPortion(db);
    if (portion === 0) break;
    sealed += portion;
    onPortion(sealed);
  }
  if (sealed > 0) await sql`vacuum full case_reporter`.execute(db);
  return sealed;
}

function sealPortion(db: Db): Promise<number> {
  return transact(db, async (tx) => {
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
  });
}
