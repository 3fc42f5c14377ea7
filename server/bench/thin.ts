import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';

/**
 * The same transactions by hand-written SQL through the driver: no permission, no validation, no clock, no hash, no
 * HTTP. What a case costs the database at least; the measure of what the house adds.
 */
export async function makeThinTables(pool: Pool): Promise<void> {
  await pool.query(`create table thin_case (jurisdiction_id int, id uuid, state text, unit_id uuid, due_at timestamptz, reported_at timestamptz,
    version int, body json, primary key (jurisdiction_id, id))`);
  await pool.query('create index on thin_case (jurisdiction_id, due_at, id)');
  await pool.query('create index on thin_case (jurisdiction_id, state, due_at)');
  await pool.query(
    'create table thin_log (jurisdiction_id int, case_id uuid, seq int, action text, at timestamptz, body text, primary key (jurisdiction_id, case_id, seq))',
  );
}

const BODY = JSON.stringify({
  description: '路灯不亮，影响行人通行',
  address: '东街口 12 号',
  clocks: [],
  filler: 'x'.repeat(1200),
});

/** One case through the same number of steps: each is one transaction with one change of the row and one entry. */
export async function thinLifecycle(pool: Pool, steps: number): Promise<void> {
  const id = randomUUID();
  for (let seq = 1; seq <= steps; seq++) {
    const client = await pool.connect();
    try {
      await client.query('begin');
      if (seq === 1)
        await client.query("insert into thin_case values (1, $1, 'reported', null, now(), now(), 1, $2)", [id, BODY]);
      else {
        await client.query('select body from thin_case where jurisdiction_id = 1 and id = $1 for update', [id]);
        await client.query(
          "update thin_case set state = $2, version = $3, due_at = now() + interval '1 day', body = $4 where jurisdiction_id = 1 and id = $1",
          [id, `s${seq}`, seq, BODY],
        );
      }
      await client.query('insert into thin_log values (1, $1, $2, $3, now(), $4)', [id, seq, 'step', BODY]);
      await client.query('commit');
    } finally {
      client.release();
    }
  }
}
