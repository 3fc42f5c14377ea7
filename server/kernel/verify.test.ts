import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Db, transact } from './db.ts';
import type { Moment } from './db-raw.ts';
import type { Instant } from './instant.ts';
import { append, CHAIN_START, chainAll, type Entry } from './log.ts';
import type { RowKind } from './row-check.ts';
import { daysUnsealed, hashSeal, listSeals, sealPastDays } from './seal.ts';
import { type TestDatabase, testDatabase } from './testing.ts';
import { verifyLog } from './verify.ts';
import { type Lane, openLane } from './verify-slice.ts';

let database: TestDatabase;
let db: Db;

beforeAll(async () => {
  database = await testDatabase();
  db = database.db;
});
afterAll(() => database.close());

const record = (n: number) => `00000000-0000-7000-8000-0000000000${String(n).padStart(2, '0')}`;

/** The log of record n: one entry a day from 2 March on. */
function logOf(n: number, length: number): Entry[] {
  return Array.from({ length }, (_, i): Entry => {
    const at = `2026-03-0${2 + i}T0${n % 10}:00:00.000Z`;
    return {
      jurisdictionId: 1,
      kind: 'trial',
      recordId: record(n),
      seq: i + 1,
      action: i === 0 ? 'report' : 'addNote',
      actorId: record(90),
      at,
      recordedAt: at,
      origin: 'acted',
      data: { text: `第 ${i + 1} 条` },
    };
  });
}

/** Rows of these records: all their texts, and numbers of every spelling. */
const trialRows: RowKind = {
  kind: 'trial',
  table: 'trial_row',
  fold(kept, { data }) {
    const texts = kept === null ? [] : (kept as { texts: string[] }).texts;
    return { at: [1, 2.5, 0], texts: [...texts, (data as { text: string }).text] };
  },
  columns(kept) {
    const { texts } = kept as { texts: string[] };
    return { first: texts[0] ?? null, texts, count: texts.length, open: false, seen_at: SEEN_AT, said: SEEN_AT };
  },
};
const SEEN_AT = '2026-05-01T00:00:00.120Z';

/** Four records of three entries on three days, all sealed, with their rows; and one of another jurisdiction. */
beforeEach(async () => {
  await sql`truncate log_entry, log_seal`.execute(db);
  await sql`drop table if exists trial_row`.execute(db);
  await sql`create table trial_row (jurisdiction_id integer, id uuid, version integer, log_hash bytea, body text,
    first text, texts text[], count integer, open boolean, seen_at timestamptz, said text)`.execute(db);
  await transact(db, async (tx) => {
    for (const n of [1, 2, 3, 4]) {
      const hash = await append(tx, logOf(n, 3), CHAIN_START);
      const texts = logOf(n, 3).map(({ data }) => (data as { text: string }).text);
      const body = JSON.stringify({ at: [1, 2.5, 0], texts });
      await sql`insert into trial_row values (1, ${record(n)}, 3, decode(${hash}, 'hex'), ${body},
        ${texts[0]}, ${texts}, 3, false, ${SEEN_AT}, ${SEEN_AT})`.execute(tx);
    }
    await append(
      tx,
      logOf(5, 2).map((entry) => ({ ...entry, jurisdictionId: 2 })),
      CHAIN_START,
    );
    await sealPastDays(tx, '2026-03-05T00:20:00.000Z');
  });
});

const change = (set: ReturnType<typeof sql>, n = 2, seq = 2) =>
  sql`update log_entry set ${set} where jurisdiction_id = 1 and record_id = ${record(n)} and seq = ${seq}`.execute(db);

describe('a log that nobody touched', () => {
  test('is proved: every entry, record and seal of the jurisdiction', async () => {
    expect(await verifyLog(db, 1)).toEqual({ entries: 12, records: 4, seals: 3, flaw: null });
    expect(await verifyLog(db, 2)).toEqual({ entries: 2, records: 1, seals: 2, flaw: null });
    expect(await verifyLog(db, 3)).toEqual({ entries: 0, records: 0, seals: 0, flaw: null });
  });

  test.each([1, 2, 3, 4, 5, 7, 12, 13])(
    'is read whole in slices of %i entries, each record once and whole',
    async (slice) => {
      const progress: number[] = [];
      const read: string[] = [];
      const telling: RowKind = {
        ...trialRows,
        fold(record, entry, place) {
          read.push(`${place.id} ${entry.action}`);
          return trialRows.fold(record, entry, place);
        },
      };
      const proved = await verifyLog(db, 1, { slice, rows: [telling], progress: (n) => progress.push(n) });
      expect(proved).toEqual({ entries: 12, records: 4, seals: 3, flaw: null });
      expect(progress.at(-1)).toBe(12);
      expect(read).toEqual(
        [1, 2, 3, 4].flatMap((n) => ['report', 'addNote', 'addNote'].map((action) => `${record(n)} ${action}`)),
      );
    },
  );
});

/** What a reader of the row's JSON would be shown is what counts, and all of it. */
describe('a row beside its log', () => {
  const setBody = (body: string) => sql`update trial_row set body = ${body} where id = ${record(2)}`.execute(db);
  const prove = async (slice?: number) =>
    (await verifyLog(db, 1, { rows: [trialRows], ...(slice ? { slice } : {}) })).flaw;
  const texts = ['第 1 条', '第 2 条', '第 3 条'];

  test.each([
    ['the same fields in another order', `{"texts":${JSON.stringify(texts)},"at":[1,2.5,0]}`],
    ['spaces between them', JSON.stringify({ at: [1, 2.5, 0], texts }, null, 1)],
    ['a number written at greater length', `{"at":[1.0,25e-1,0],"texts":${JSON.stringify(texts)}}`],
    ['signs written by their numbers', `{"at":[1,2.5,0],"texts":["\\u7b2c 1 条","第 2 条","第 3 条"]}`],
  ])('is proved where it says the same in other letters: %s', async (_what, body) => {
    await setBody(body);
    expect(await prove()).toBeNull();
  });

  test.each([
    ['another text', JSON.stringify({ at: [1, 2.5, 0], texts: [...texts.slice(0, 2), '第 4 条'] })],
    ['one field more', JSON.stringify({ at: [1, 2.5, 0], texts, more: null })],
    ['one field less', JSON.stringify({ at: [1, 2.5, 0] })],
    ['a field twice, of which the second counts', `{"at":[1,2.5,0],"texts":${JSON.stringify(texts)},"at":[1,2.5,1]}`],
    ['the order in a list', JSON.stringify({ at: [2.5, 1, 0], texts })],
    ['a number as a text', JSON.stringify({ at: ['1', 2.5, 0], texts })],
    ['nothing', 'null'],
    ['a text that goes on', `${JSON.stringify({ at: [1, 2.5, 0], texts }).slice(0, -2)}]`],
  ])('is found where it says %s', async (_what, body) => {
    await setBody(body);
    expect(await prove()).toMatchObject({
      what: 'row',
      recordId: record(2),
      message: 'the row is not the fold of its log',
    });
  });

  test('is found where its version or the hash of its last entry is another', async () => {
    await sql`update trial_row set version = 2 where id = ${record(3)}`.execute(db);
    expect(await prove()).toMatchObject({
      what: 'row',
      recordId: record(3),
      message: expect.stringContaining('version 2'),
    });
    await sql`update trial_row set version = 3, log_hash = substr(log_hash, 1, 31) where id = ${record(3)}`.execute(db);
    expect(await prove()).toMatchObject({ recordId: record(3), message: expect.stringContaining('last entry') });
  });

  test.each([
    ['first', sql`first = 'another'`],
    ['first', sql`first = null`],
    ['texts', sql`texts = texts[1:2]`],
    ['count', sql`count = count + 1`],
    ['open', sql`open = true`],
    ['seen_at', sql`seen_at = seen_at + interval '1 millisecond'`],
    ['said', sql`said = '2026-05-01T00:00:00.121Z'`],
  ])('is found where lists would show it by another %s', async (column, set) => {
    await sql`update trial_row set ${set} where id = ${record(3)}`.execute(db);
    expect(await prove()).toMatchObject({
      what: 'row',
      recordId: record(3),
      message: expect.stringContaining(`another ${column} `),
    });
  });

  test.each([1, 4, 50])('is found missing, or without a log, by the first of them (slices of %i)', async (slice) => {
    await sql`delete from trial_row where id in (${record(3)}, ${record(4)})`.execute(db);
    expect(await prove(slice)).toMatchObject({
      what: 'row',
      recordId: record(3),
      message: expect.stringContaining('no row shows'),
    });
    for (const id of ['00000000-0000-7000-8000-000000000000', '00000000-0000-0000-0000-000000000000']) {
      await sql`insert into trial_row (jurisdiction_id, id, version) values (1, ${id}, 1)`.execute(db);
      expect(await prove(slice)).toMatchObject({ recordId: id, message: expect.stringContaining('knows nothing') });
    }
  });

  test('is named before an entry of a later record that does not fit, and not before one of an earlier', async () => {
    await setBody('{}');
    await change(sql`action = 'void'`, 3);
    expect(await prove()).toMatchObject({ what: 'row', recordId: record(2) });
    await change(sql`action = 'void'`, 1);
    expect(await prove()).toMatchObject({ what: 'hash', recordId: record(1) });
  });

  test('does not hide a change of the log that amounts to the same row', async () => {
    await change(sql`body = replace(body, ':', ': ')`);
    expect(await prove()).toMatchObject({ what: 'hash', recordId: record(2), seq: 2 });
  });

  test('that nothing of ours can have written is a flaw and no fault', async () => {
    const strict: RowKind = {
      ...trialRows,
      fold(kept, entry, place) {
        if (place.id === record(2) && entry.action === 'addNote') throw new Error('not of ours');
        return trialRows.fold(kept, entry, place);
      },
    };
    const { flaw } = await verifyLog(db, 1, { rows: [strict] });
    expect(flaw).toMatchObject({ what: 'row', recordId: record(2) });
    const columns: RowKind['columns'] = (kept) => {
      if ((kept as { id: string }).id === record(2)) throw new Error('not of ours');
      return { count: 3 };
    };
    const named: RowKind = { ...strict, fold: (_kept, _entry, { id }) => ({ id }), columns };
    await sql`update trial_row set body = json_build_object('id', id)`.execute(db);
    expect((await verifyLog(db, 1, { rows: [named] })).flaw).toMatchObject({ what: 'row', recordId: record(2) });
  });

  test('is proved where a text of it was cut within a character', async () => {
    const cut = 'a cracked kerb 😀'.slice(0, -1);
    await sql`update trial_row set first = ${cut}`.execute(db);
    const cutting: RowKind = { ...trialRows, columns: () => ({ first: cut }) };
    expect((await verifyLog(db, 1, { rows: [cutting] })).flaw).toBeNull();
    const other: RowKind = { ...trialRows, columns: () => ({ first: cut.slice(0, -1) }) };
    expect((await verifyLog(db, 1, { rows: [other] })).flaw).toMatchObject({ what: 'row', recordId: record(1) });
  });
});

describe('one thing changed in the database is found, and the entry named', () => {
  test.each([
    ['one byte of what was written', sql`body = replace(body, '2', '3')`],
    ['a space in it', sql`body = body || ' '`],
    ['who did it', sql`actor_id = ${record(91)}`],
    ['that anybody did it', sql`actor_id = null`],
    ['when it happened, by a millisecond', sql`at = at + interval '1 millisecond'`],
    ['when it was written down', sql`recorded_at = recorded_at + interval '1 second'`],
    ['what was done', sql`action = 'void'`],
    ['where it came from', sql`origin = 'imported'`],
    ['the kind of record', sql`kind = 'other'`],
    ['one bit of its hash', sql`hash = set_byte(hash, 0, get_byte(hash, 0) # 1)`],
  ])('%s', async (_what, set) => {
    await change(set);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ recordId: record(2), seq: 2, what: 'hash' });
    expect((await verifyLog(db, 2)).flaw).toBeNull();
  });

  test('the hash of its predecessor', async () => {
    await change(sql`prev_hash = set_byte(prev_hash, 31, get_byte(prev_hash, 31) # 1)`);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ recordId: record(2), seq: 2, what: 'chain' });
  });

  test('an entry taken out of the middle, or from the beginning', async () => {
    await sql`delete from log_entry where record_id = ${record(3)} and seq = 2`.execute(db);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ recordId: record(3), seq: 3, what: 'gap' });
    await sql`delete from log_entry where record_id = ${record(3)} and seq = 1`.execute(db);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ recordId: record(3), seq: 3, what: 'gap' });
  });

  test('an entry exchanged for a forged one whose own hash is right: the next one does not follow it', async () => {
    const [first, second] = chainAll(
      logOf(2, 2).map((entry) => (entry.seq === 2 ? { ...entry, data: { text: '没有的事' } } : entry)),
      CHAIN_START,
    );
    await change(sql`body = ${second?.body}, hash = decode(${second?.hash}, 'hex')`);
    expect(second?.prevHash).toBe(first?.hash);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ recordId: record(2), seq: 3, what: 'chain' });
  });
});

describe('what a chain alone cannot show, the daily seal shows', () => {
  test('an end cut off', async () => {
    await sql`delete from log_entry where record_id = ${record(4)} and seq = 3`.execute(db);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('2026-03-04 had 4 entries'),
    });
  });

  test('a whole log exchanged for another that is right in itself', async () => {
    await sql`delete from log_entry where record_id = ${record(4)}`.execute(db);
    await transact(db, (tx) =>
      append(
        tx,
        logOf(4, 3).map((entry) => ({ ...entry, data: { text: '改写' } })),
        CHAIN_START,
      ),
    );
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('2026-03-02'),
    });
  });

  test('an entry put into a day that was sealed, or passed over, long ago', async () => {
    await transact(db, (tx) => append(tx, logOf(6, 1), CHAIN_START));
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('2026-03-02 had 4 entries'),
    });
    await sql`delete from log_entry where record_id = ${record(6)}`.execute(db);
    const before = '2026-02-01T00:00:00.000Z';
    await transact(db, (tx) =>
      append(
        tx,
        logOf(6, 1).map((entry) => ({ ...entry, at: before, recordedAt: before })),
        CHAIN_START,
      ),
    );
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('2026-02-01 has entries but no seal'),
    });
  });

  test('a seal changed to fit a changed day, or taken out', async () => {
    const [first] = await listSeals(db, 1);
    const forged = { ...first!, entries: 3 };
    await sql`update log_seal set entries = 3, hash = decode(${hashSeal(forged)}, 'hex') where jurisdiction_id = 1 and day = ${forged.day}`.execute(
      db,
    );
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('2026-03-02'),
    });
    await sql`delete from log_seal where jurisdiction_id = 1 and day = ${forged.day}`.execute(db);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({
      what: 'seal',
      message: expect.stringContaining('one before it is missing'),
    });
  });
});

describe('sealing', () => {
  test('binds each past day once, each jurisdiction for itself, and each seal to the one before', async () => {
    const seals = await listSeals(db, 1);
    expect(seals.map(({ day, entries }) => [day, entries])).toEqual([
      ['2026-03-02', 4],
      ['2026-03-03', 4],
      ['2026-03-04', 4],
    ]);
    expect(seals.map(({ prevHash }) => prevHash)).toEqual([CHAIN_START, seals[0]?.hash, seals[1]?.hash]);
    expect(await transact(db, (tx) => sealPastDays(tx, '2026-03-05T00:30:00.000Z'))).toEqual([]);
    expect((await listSeals(db, 2)).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-03']);
  });

  test('tells for how many days the oldest entry without one waits, in a district that was never sealed too', async () => {
    const waits = (now: Instant) =>
      transact(db, async (tx) =>
        Object.fromEntries((await daysUnsealed(tx, now)).map((one) => [one.jurisdictionId, one.days])),
      );
    expect(await waits('2026-04-20T08:00:00.000Z')).toEqual({ 1: 0, 2: 0 });
    await sql`delete from log_seal where jurisdiction_id = 2 or day > '2026-03-02'`.execute(db);
    expect(await waits('2026-03-04T08:00:00.000Z')).toEqual({ 1: 1, 2: 2 });
    expect(await waits('2026-03-12T08:00:00.000Z')).toEqual({ 1: 9, 2: 10 });
  });

  test('waits ten minutes after midnight, for transactions that began before', async () => {
    await sql`truncate log_seal`.execute(db);
    const sealed = await transact(db, (tx) => sealPastDays(tx, '2026-03-04T00:09:59.000Z'));
    expect(sealed.filter(({ jurisdictionId }) => jurisdictionId === 1).map(({ day }) => day)).toEqual(['2026-03-02']);
    const later = await transact(db, (tx) => sealPastDays(tx, '2026-03-04T00:10:00.000Z'));
    expect(later.filter(({ jurisdictionId }) => jurisdictionId === 1).map(({ day }) => day)).toEqual(['2026-03-03']);
  });
});

describe('a day', () => {
  /** Records of one entry each, all at the same time. */
  const written = (times: readonly string[], first = 20) =>
    transact(db, async (tx) => {
      for (const [i, at] of times.entries()) {
        const id = `00000000-0000-7000-8000-${String(first * 1000 + i).padStart(12, '0')}`;
        const [entry] = logOf(1, 1) as [Entry];
        await append(tx, [{ ...entry, recordId: id, at, recordedAt: at }], CHAIN_START);
      }
    });
  const sealedOf = async (): Promise<[string, number][]> =>
    (await listSeals(db, 1)).slice(3).map(({ day, entries }) => [day, entries]);

  test('begins at midnight: an entry of that very moment is bound into it, and into no other', async () => {
    await written(['2026-03-05T23:59:59.999Z', '2026-03-06T00:00:00.000Z']);
    await transact(db, (tx) => sealPastDays(tx, '2026-03-07T00:20:00.000Z'));
    expect(await sealedOf()).toEqual([
      ['2026-03-05', 1],
      ['2026-03-06', 1],
    ]);
    expect(await verifyLog(db, 1)).toMatchObject({ flaw: null, entries: 14 });
  });

  test('may have hundreds of entries, and one of them that was changed is named', async () => {
    await written(Array.from({ length: 300 }, () => '2026-03-05T09:00:00.000Z'));
    await transact(db, (tx) => sealPastDays(tx, '2026-03-06T00:20:00.000Z'));
    expect(await sealedOf()).toEqual([['2026-03-05', 300]]);
    expect(await verifyLog(db, 1)).toMatchObject({ flaw: null, entries: 312 });
    await sql`delete from log_entry where record_id = '00000000-0000-7000-8000-000000020299'`.execute(db);
    expect((await verifyLog(db, 1)).flaw).toMatchObject({ what: 'seal' });
  });
});

test('a log is proved as of one moment, while officers go on writing', async () => {
  const writeMore = () =>
    transact(db, async (tx) => {
      await append(tx, [logOf(4, 4)[3]!], chainAll(logOf(4, 3), CHAIN_START).at(-1)!.hash);
      await sql`update trial_row set version = 4 where id = ${record(4)}`.execute(tx);
    });
  const lanes = async (moment: Moment): Promise<Lane[]> => {
    const lane = await openLane(moment, 1, [trialRows]);
    let writing: Promise<unknown> | null = null;
    return [
      {
        ...lane,
        async prove(slice) {
          writing ??= writeMore();
          await writing;
          return lane.prove(slice);
        },
      },
    ];
  };
  expect(await verifyLog(db, 1, { slice: 4, lanes })).toMatchObject({ entries: 12, flaw: null });
  expect((await verifyLog(db, 1, { rows: [trialRows] })).flaw).toMatchObject({ what: 'row', recordId: record(4) });
});
