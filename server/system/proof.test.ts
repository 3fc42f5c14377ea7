import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { type Verified, verifyLog } from '../kernel/verify.ts';
import { threadLane } from '../kernel/verify-threads.ts';
import { caseRows } from '../modules/cases/case-rows.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import { proveLog } from './proof.ts';

const NOW = '2026-11-20T04:00:00.000Z';
let database: TestDatabase;
let db: Db;
/** Entries by number, of a case with at least five, in the middle of the log. */
let middle: string;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
  const say = () => undefined;
  await seedDemo(db, { password: 'proof-of-the-log', now: NOW, days: 4, perDay: 12, say, followers: [] });
  const { rows } = await sql<{ id: string }>`select record_id as id from log_entry where kind = 'case'
    group by record_id having count(*) >= 5 order by record_id offset 8 limit 1`.execute(db);
  middle = rows[0]?.id ?? '';
});
afterAll(() => database.close());

/** Proves by two threads, each with slices of a few records. */
const THREAD = new URL('./proof-thread.ts', import.meta.url);
const prove = () =>
  verifyLog(db, 1, { slice: 30, lanes: async (moment) => [1, 2].map(() => threadLane(THREAD, moment, 1)) });

/** What is found after a change, which is taken back; by one thread, where that says enough. */
async function flawAfter(
  change: ReturnType<typeof sql>,
  proveBy: (on: Db) => Promise<Verified> = (on) => verifyLog(on, 1, { slice: 30, rows: [caseRows] }),
): Promise<unknown> {
  await sql`create table kept_log as select * from log_entry`.execute(db);
  await sql`create table kept_row as select * from case_file`.execute(db);
  await change.execute(db);
  const { flaw } = await proveBy(db);
  await sql`truncate log_entry, case_file`.execute(db);
  await sql`insert into log_entry select * from kept_log`.execute(db);
  await sql`insert into case_file select * from kept_row`.execute(db);
  await sql`drop table kept_log, kept_row`.execute(db);
  return flaw;
}

describe('a proof by several threads', () => {
  test('finds what one finds: every entry, record and seal, and no flaw', async () => {
    const alone = await verifyLog(db, 1, { rows: [caseRows] });
    expect(alone).toMatchObject({ flaw: null, seals: expect.any(Number) });
    expect(alone.entries).toBeGreaterThan(200);
    expect(await prove()).toEqual(alone);
    const told: number[] = [];
    expect(await proveLog(db, 1, { threads: 3, progress: (entries) => told.push(entries) })).toEqual(alone);
    expect(told.at(-1)).toBe(alone.entries);
    expect(await proveLog(db, 1, { threads: 2, here: true })).toEqual(alone);
  });

  test.each([
    ['what an entry says', sql`body = replace(body, '"to"', '"tO"')`, 'hash'],
    ['when it happened, by less than a clock of ours can tell', sql`at = at + interval '3 microseconds'`, 'hash'],
    ['the hash it follows', sql`prev_hash = set_byte(prev_hash, 3, get_byte(prev_hash, 3) # 4)`, 'chain'],
  ])('finds %s, changed', async (_what, set, what) => {
    const change = sql`update log_entry set ${set} where record_id = ${middle} and seq = 3`;
    expect(await flawAfter(change)).toMatchObject({ recordId: middle, seq: 3, what });
  });

  test('finds two entries that have changed places', async () => {
    const change = sql`update log_entry e set body = o.body, action = o.action, hash = o.hash, at = o.at, recorded_at = o.recorded_at, actor_id = o.actor_id
      from log_entry o where e.record_id = ${middle} and o.record_id = ${middle} and e.seq in (2, 3) and o.seq = 5 - e.seq`;
    expect(await flawAfter(change)).toMatchObject({ recordId: middle, seq: 2, what: 'hash' });
  });

  test('finds an entry taken out, or put in', async () => {
    expect(await flawAfter(sql`delete from log_entry where record_id = ${middle} and seq = 2`)).toMatchObject({
      recordId: middle,
      seq: 3,
      what: 'gap',
    });
    const more = sql`insert into log_entry (jurisdiction_id, record_id, seq, kind, action, actor_id, at, recorded_at, origin, body, prev_hash, hash)
      select jurisdiction_id, record_id, seq + 1, kind, action, actor_id, at, recorded_at, origin, body, hash, hash from log_entry
      where record_id = ${middle} order by seq desc limit 1`;
    expect(await flawAfter(more)).toMatchObject({ recordId: middle, what: 'hash' });
  });

  test('finds a row that shows something else than its log, or stands there without one', async () => {
    expect(
      await flawAfter(
        sql`update case_file set body = replace(body::text, '"urgent":false', '"urgent":true')::json where id = ${middle}`,
      ),
    ).toMatchObject({ recordId: middle, what: 'row' });
    expect(await flawAfter(sql`delete from log_entry where record_id = ${middle}`)).toMatchObject({
      recordId: middle,
      what: 'row',
    });
  });

  test('finds a whole log taken away with its row: the day was sealed with it', async () => {
    const both = sql`with rows as (delete from case_file where id = ${middle}) delete from log_entry where record_id = ${middle}`;
    expect(await flawAfter(both, prove)).toMatchObject({ what: 'seal' });
  });
});
