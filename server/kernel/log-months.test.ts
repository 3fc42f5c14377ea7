import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Db, transact } from './db.ts';
import { newId } from './id.ts';
import { append, CHAIN_START, CURSOR_START, type Entry, entriesAfter, readLog } from './log.ts';
import { openMonths } from './log-months.ts';
import { sealPastDays } from './seal.ts';
import { settled, type TestDatabase, testDatabase } from './testing.ts';
import { verifyLog } from './verify.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

const year = new Date().getUTCFullYear() + 1;
/** Ten in the morning of the fifth of a month of next year, 1 to 12. */
const inMonth = (month: number) => new Date(Date.UTC(year, month - 1, 5, 10)).toISOString();
const partOf = (month: number) => `log_entry_${year}_${String(month).padStart(2, '0')}`;

function entry(recordId: string, seq: number, at: string): Entry {
  return {
    jurisdictionId: 1,
    kind: 'trial',
    recordId,
    seq,
    action: 'step',
    actorId: null,
    at,
    recordedAt: at,
    origin: 'acted',
    data: { seq },
  };
}

/** Writes the whole log of a record that was opened in one month and acted on in others. */
async function write(months: readonly number[]): Promise<string> {
  const id = newId(Date.parse(inMonth(months[0] ?? 1)));
  const entries = months.map((month, i) => entry(id, i + 1, inMonth(month)));
  await transact(database.db, (tx) => append(tx, entries, CHAIN_START));
  return id;
}

async function partsOf(recordId: string): Promise<string[]> {
  const { rows } = await sql<{ part: string }>`select distinct tableoid::regclass::text as part from log_entry
    where record_id = ${recordId} order by 1`.execute(database.db);
  return rows.map(({ part }) => part);
}

/** Until somebody waits for a lock. */
const waiting = (db: Db) =>
  expect
    .poll(async () => {
      const { rows } = await sql`select 1 from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
      return rows.length;
    })
    .toBeGreaterThan(0);

const open = (month: number) => transact(database.db, (tx) => openMonths(tx, inMonth(month)));

describe('the log in parts by month', () => {
  test('has this month and three more open, and opens each once', async () => {
    const opened = await open(1);
    expect(opened.slice(-4)).toEqual([1, 2, 3, 4].map(partOf));
    expect(await open(1)).toEqual([]);
    expect(await open(2)).toEqual([partOf(5)]);
  });

  test('keeps all entries of a record in the month in which it was opened', async () => {
    expect(await partsOf(await write([1, 1, 3]))).toEqual([partOf(1)]);
    expect(await partsOf(await write([2, 5]))).toEqual([partOf(2)]);
    expect(await partsOf('00000000-0000-7000-8000-000000000001')).toEqual([]);
  });

  test('refuses a second entry of the same number, also months later', async () => {
    const id = await write([1, 2]);
    await expect(
      transact(database.db, (tx) => append(tx, [entry(id, 2, inMonth(5))], CHAIN_START)),
    ).rejects.toMatchObject({ code: '23505' });
  });

  test('loses nothing where no month is open: the entries wait, and move into their month when it is opened', async () => {
    const id = await write([9, 10]);
    expect(await partsOf(id)).toEqual(['log_entry_rest']);
    const before = await readLog(database.db, 1, id);
    expect((await open(6)).at(-1)).toBe(partOf(9));
    expect(await partsOf(id)).toEqual([partOf(9)]);
    expect(await readLog(database.db, 1, id)).toEqual(before);
    const { rows } = await sql<{ n: number }>`select count(*) as n from log_entry_rest`.execute(database.db);
    expect(rows[0]?.n).toBe(0);
  });

  test('is proved and sealed across its parts, and a change in any of them is found', async () => {
    const ids = [await write([1, 4]), await write([2]), await write([4, 4, 5]), await write([11])];
    await transact(database.db, (tx) => sealPastDays(tx, inMonth(12)));
    const whole = await verifyLog(database.db, 1, { slice: 2 });
    expect(whole.flaw).toBeNull();
    expect(whole.seals).toBeGreaterThanOrEqual(5);
    for (const id of ids) {
      await sql`update log_entry set body = '{}' where record_id = ${id} and seq = 1`.execute(database.db);
      expect((await verifyLog(database.db, 1)).flaw).toMatchObject({ recordId: id, what: 'hash' });
      await sql`update log_entry set body = '{"seq":1}' where record_id = ${id} and seq = 1`.execute(database.db);
    }
  });

  test('shows followers every entry once, in the order of writing, whatever its part', async () => {
    await settled(database.db);
    const past = await entriesAfter(database.db, CURSOR_START, 1000);
    const cursor = past.at(-1)?.cursor ?? CURSOR_START;
    const ids = [await write([4]), await write([1]), await write([12]), await write([3])];
    await settled(database.db);
    const seen = await entriesAfter(database.db, cursor, 1000);
    expect(seen.map(({ recordId }) => recordId)).toEqual(ids);
  });

  test('takes what is written while its month is being opened', async () => {
    const held = Promise.withResolvers<void>();
    const opened = Promise.withResolvers<string[]>();
    const id = newId(Date.parse(inMonth(10)));
    await transact(database.db, (tx) =>
      append(tx, [entry(newId(Date.parse(inMonth(10))), 1, inMonth(10))], CHAIN_START),
    );
    const opening = transact(database.db, async (tx) => {
      opened.resolve(await openMonths(tx, inMonth(7)));
      await held.promise;
    });
    expect(await opened.promise).toEqual([partOf(10)]);
    const writing = transact(database.db, (tx) => append(tx, [entry(id, 1, inMonth(10))], CHAIN_START));
    await waiting(database.db);
    held.resolve();
    await Promise.all([opening, writing]);
    expect(await partsOf(id)).toEqual([partOf(10)]);
  });

  test('is not kept waiting by who reads it for long, nor keeps others waiting', async () => {
    const held = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<void>();
    const reader = transact(database.db, async (tx) => {
      await sql`select count(*) from log_entry`.execute(tx);
      reading.resolve();
      await held.promise;
    });
    await reading.promise;
    expect(await open(9)).toEqual([]);
    held.resolve();
    await reader;
    expect(await open(9)).toEqual([partOf(11), partOf(12)]);
  });
});
