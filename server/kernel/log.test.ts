import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb, transact } from './db.ts';
import { newId } from './id.ts';
import { compareCursors } from './live.ts';
import {
  append,
  CHAIN_START,
  CURSOR_START,
  chain,
  cursorNow,
  type Entry,
  entriesAfter,
  hashEntry,
  merkleRoot,
  readLog,
} from './log.ts';
import { settled, type TestDatabase, testDatabase } from './testing.ts';
import { catchUp, catchUpWholly, type Follower, startWork } from './work.ts';

const NOW = '2026-03-02T01:00:00.000Z';
let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

let made = 0;
function entry(more: Partial<Entry> = {}): Entry {
  made += 1;
  return {
    jurisdictionId: 1,
    kind: 'case',
    recordId: newId(Date.parse(NOW) + made),
    seq: 1,
    action: 'report',
    actorId: null,
    at: NOW,
    recordedAt: NOW,
    origin: 'acted',
    data: { note: '井盖缺失 “引号”\n换行', n: made },
    ...more,
  };
}

const write = (...entries: Entry[]) =>
  transact(database.db, async (tx) => {
    for (const one of entries) await append(tx, [one], CHAIN_START);
  });

/** A promise and the hand that fulfils it, to hold a transaction open for as long as the test needs. */
function gate(): { open: () => void; passed: Promise<void> } {
  let open = () => {};
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, passed };
}

function follower(name: string, more: Partial<Follower> = {}): Follower & { seen: string[] } {
  const seen: string[] = [];
  return {
    name,
    from: 'start',
    seen,
    take: async (entries) => void seen.push(...entries.map(({ recordId, seq }) => `${recordId}/${seq}`)),
    ...more,
  };
}

describe('a record’s log', () => {
  test('comes back as it was written, each entry naming the hash of the one before', async () => {
    const first = entry();
    const second = entry({
      recordId: first.recordId,
      seq: 2,
      action: 'accept',
      actorId: newId(1),
      at: '2026-03-02T01:10:00.123Z',
    });
    const last = await transact(database.db, (tx) => append(tx, [first, second], CHAIN_START));
    const [one, two] = await readLog(database.db, 1, first.recordId);
    expect(one).toEqual({ ...first, prevHash: CHAIN_START, hash: one?.hash });
    expect(two).toEqual({ ...second, prevHash: one?.hash, hash: last });
  });

  test('can be proved by anybody: the hash is SHA-256 over its fields, one a line', async () => {
    const one = entry({ actorId: newId(2) });
    const stored = chain(one, CHAIN_START);
    const lines = [
      CHAIN_START,
      1,
      'case',
      one.recordId,
      1,
      'report',
      one.actorId,
      NOW,
      NOW,
      'acted',
      JSON.stringify(one.data),
    ];
    expect(stored.hash).toBe(createHash('sha256').update(lines.join('\n')).digest('hex'));
  });

  test('gives another hash if any of its fields is another', () => {
    const one = { ...entry({ actorId: newId(3) }), body: '{}' };
    const others = [
      { jurisdictionId: 2 },
      { kind: 'task' },
      { recordId: newId(4) },
      { seq: 2 },
      { action: 'void' },
      { actorId: null },
      { at: '2026-03-02T01:00:00.001Z' },
      { recordedAt: '2026-03-02T01:00:00.001Z' },
      { origin: 'imported' as const },
      { body: '{ }' },
    ];
    const hashes = others.map((other) => hashEntry(CHAIN_START, { ...one, ...other }));
    expect(new Set([hashEntry(CHAIN_START, one), hashEntry('1'.repeat(64), one), ...hashes]).size).toBe(
      others.length + 2,
    );
  });

  test('takes no second entry of the same number, so of two writers one fails', async () => {
    const one = entry();
    const outcomes = await Promise.allSettled([write(one), write({ ...one, action: 'import' })]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readLog(database.db, 1, one.recordId)).toHaveLength(1);
  });

  test('takes no time that is spelt otherwise than it will be read back', () => {
    expect(() => chain(entry({ at: '2026-03-02T09:00:00+08:00' }), CHAIN_START)).toThrow('not an instant');
    expect(() => chain(entry({ recordedAt: '2026-03-02T01:00:00Z' }), CHAIN_START)).toThrow('not an instant');
  });
});

describe('the Merkle root', () => {
  const leaf = (text: string) => createHash('sha256').update(text).digest('hex');
  const pair = (a: string, b: string) =>
    createHash('sha256')
      .update(Buffer.from(a + b, 'hex'))
      .digest('hex');
  const [a, b, c] = [leaf('a'), leaf('b'), leaf('c')];

  test('binds hashes in their order, pair by pair', () => {
    expect(merkleRoot([])).toBe(CHAIN_START);
    expect(merkleRoot([a])).toBe(a);
    expect(merkleRoot([a, b])).toBe(pair(a, b));
    expect(merkleRoot([a, b, c])).toBe(pair(pair(a, b), c));
    expect(merkleRoot([b, a, c])).not.toBe(merkleRoot([a, b, c]));
    expect(merkleRoot([a, b, c, c])).not.toBe(merkleRoot([a, b, c]));
  });
});

/** Writes an entry in a transaction that stays open until it is told to commit. */
async function writeUncommitted(early: Entry): Promise<() => Promise<void>> {
  const written = gate();
  const held = gate();
  const slow = transact(database.db, async (tx) => {
    await append(tx, [early], CHAIN_START);
    written.open();
    await held.passed;
  });
  await written.passed;
  return async () => {
    held.open();
    await slow;
  };
}

describe('a follower', () => {
  test('sees every entry once, in order, however often it looks, and goes on where it stopped', async () => {
    const mine = follower('once');
    await write(entry(), entry(), entry());
    await settled(database.db);
    expect(await catchUp(database.db, mine, () => NOW)).toBe(true);
    expect(await catchUp(database.db, mine, () => NOW)).toBe(false);
    const before = mine.seen.length;
    const one = entry();
    await write(one);
    await settled(database.db);
    await catchUp(database.db, { ...follower('once'), take: mine.take }, () => NOW);
    expect(mine.seen.slice(before)).toEqual([`${one.recordId}/1`]);
    expect(new Set(mine.seen).size).toBe(mine.seen.length);
  });

  test('that wants only what comes does not see the past', async () => {
    await write(entry());
    await settled(database.db);
    const mine = follower('fresh', { from: 'now' });
    await catchUp(database.db, mine, () => NOW);
    expect(mine.seen).toEqual([]);
    const one = entry();
    await write(one);
    await settled(database.db);
    await catchUp(database.db, mine, () => NOW);
    expect(mine.seen).toEqual([`${one.recordId}/1`]);
  });

  test('that has to read everything waits for whoever began before and is still writing', async () => {
    const mine = follower('whole');
    const [early, late] = [entry(), entry()];
    const commit = await writeUncommitted(early);
    await write(late);
    await catchUp(database.db, mine, () => NOW);
    expect(mine.seen).not.toContain(`${late.recordId}/1`);
    const whole = catchUpWholly(database.db, mine, () => NOW);
    await Promise.all([commit(), whole]);
    expect(mine.seen).toEqual(expect.arrayContaining([`${early.recordId}/1`, `${late.recordId}/1`]));
  });

  test('does not miss an entry that was written earlier and committed later', async () => {
    await settled(database.db);
    const mine = follower('patient', { from: 'now' });
    await catchUp(database.db, mine, () => NOW);
    const [early, late] = [entry(), entry()];
    const commit = await writeUncommitted(early);
    await write(late);
    await catchUp(database.db, mine, () => NOW);
    expect(mine.seen).not.toContain(`${late.recordId}/1`);
    await commit();
    await settled(database.db);
    await catchUp(database.db, mine, () => NOW);
    expect(mine.seen).toEqual([`${early.recordId}/1`, `${late.recordId}/1`]);
  });

  test('of two processes that catch up at once, counts each entry exactly once', async () => {
    const { db } = database;
    await sql`create table if not exists trial_count (record_id uuid, seq integer)`.execute(db);
    const counting = (name: string): Follower => ({
      name,
      from: 'now',
      take: async (entries, tx) => {
        for (const { recordId, seq } of entries)
          await sql`insert into trial_count values (${recordId}, ${seq})`.execute(tx);
      },
    });
    const other = openDb(database.url, { size: 2 });
    await settled(db);
    await catchUp(db, counting('counter'), () => NOW);
    const entries = Array.from({ length: 40 }, () => entry());
    for (const one of entries) {
      await write(one);
      await Promise.all([
        catchUp(db, counting('counter'), () => NOW),
        catchUp(other.db, counting('counter'), () => NOW),
      ]);
    }
    await settled(db);
    await Promise.all([catchUp(db, counting('counter'), () => NOW), catchUp(other.db, counting('counter'), () => NOW)]);
    await other.close();
    const { rows } = await sql<{ n: number }>`select count(*) as n from trial_count group by record_id, seq`.execute(
      db,
    );
    expect(rows.map(({ n }) => n)).toEqual(entries.map(() => 1));
  });

  test('that fails half-way has done nothing, and sees the same entries again', async () => {
    const { db } = database;
    await sql`create table if not exists trial_effect (record_id uuid)`.execute(db);
    await settled(db);
    let broken = true;
    const seen: string[] = [];
    const fragile = follower('fragile', {
      from: 'now',
      take: async (entries, tx) => {
        for (const { recordId } of entries) await sql`insert into trial_effect values (${recordId})`.execute(tx);
        if (broken) throw new Error('power cut');
        seen.push(...entries.map(({ recordId }) => recordId));
      },
    });
    await catchUp(db, fragile, () => NOW);
    const one = entry();
    await write(one);
    await settled(db);
    await expect(catchUp(db, fragile, () => NOW)).rejects.toThrow('power cut');
    broken = false;
    await catchUp(db, fragile, () => NOW);
    expect(seen).toEqual([one.recordId]);
    expect((await sql`select record_id from trial_effect`.execute(db)).rows).toHaveLength(1);
  });

  test('reads in portions to the end, of one jurisdiction where that is asked', async () => {
    const { db } = database;
    const ours = Array.from({ length: 5 }, () => entry({ jurisdictionId: 7 }));
    await write(...ours.flatMap((one) => [one, entry({ jurisdictionId: 8 })]));
    await settled(db);
    const read: string[] = [];
    for (let cursor = CURSOR_START; ; ) {
      const portion = await entriesAfter(db, cursor, 2, 7);
      const last = portion.at(-1);
      if (!last) break;
      expect(compareCursors(last.cursor, cursor)).toBeGreaterThan(0);
      cursor = last.cursor;
      read.push(...portion.map(({ recordId }) => recordId));
    }
    expect(read).toEqual(ours.map(({ recordId }) => recordId));
    expect(compareCursors(await cursorNow(db), CURSOR_START)).toBeGreaterThan(0);
  });
});

describe('the work of a server', () => {
  test('goes on with the other followers and jobs when one fails, says what failed, and ends when told to', async () => {
    const { db } = database;
    await settled(db);
    const good = follower('good', { from: 'now' });
    const bad = follower('bad', { take: async () => Promise.reject(new Error('bad luck')) });
    const told: unknown[] = [];
    const ran: string[] = [];
    const work = startWork(db, {
      followers: [bad, good],
      jobs: [
        { name: 'broken', everySeconds: 1, run: async () => Promise.reject(new Error('broken')) },
        { name: 'sound', everySeconds: 3600, run: async () => void ran.push(NOW) },
      ],
      clock: () => Date.parse(NOW),
      logger: (line) => told.push(line.work),
      tickMs: 5,
    });
    const round = () =>
      new Promise<void>((resolve) => {
        const stop = work.onGrowth(() => {
          stop();
          resolve();
        });
      });
    await round();
    const one = entry();
    await write(one);
    await settled(db);
    while (!good.seen.includes(`${one.recordId}/1`)) {
      work.poke();
      await round();
    }
    await work.stop();
    expect(told).toEqual(expect.arrayContaining(['bad', 'broken']));
    expect(ran).toHaveLength(1);
    const after = good.seen.length;
    await write(entry());
    work.poke();
    expect(good.seen).toHaveLength(after);
  });

  test('does what is to follow a job only when all that it wrote was committed', async () => {
    const followed: string[] = [];
    const job = (name: string, run: () => Promise<void>) => ({
      name,
      everySeconds: 3600,
      run,
      committed: () => void followed.push(name),
    });
    const work = startWork(database.db, {
      followers: [],
      jobs: [
        job('given up', async () => Promise.reject(new Error('bad luck'))),
        job('committed', async () => undefined),
      ],
      clock: () => Date.parse(NOW),
      logger: () => undefined,
      tickMs: 5,
    });
    await new Promise<void>((resolve) => work.onGrowth(resolve));
    await work.stop();
    expect(followed).toEqual(['committed']);
  });
});
