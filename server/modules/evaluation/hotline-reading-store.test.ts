import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../app.ts';
import { transact } from '../../kernel/db.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { granted } from '../../kernel/refusal.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { findCalendar, forgetCalendar } from '../calendar/store.ts';
import { listClocks } from '../cases/clock-store.ts';
import { seedDemo } from '../demo/seed.ts';
import { readFacts } from './commands.ts';
import { holdsAll } from './conditions.ts';
import type { DayCount } from './district.ts';
import { countReadReplies, listReadReplies } from './hotline-reading.ts';
import { countAcknowledged, type HotlineRound, readColumns } from './hotline-reading-store.ts';
import { standing } from './indicators.ts';
import { evaluationJobs } from './jobs.ts';
import type { Period, RoundFact } from './model.ts';
import { periodOf } from './periods.ts';
import { type ReplyReading, readRound, replyReadings } from './replies.ts';
import { findReadingsKept } from './reply-store.ts';
import { countHotlineReplies } from './source-store.ts';

const timeZone = 'Asia/Shanghai';
const asOf = '2026-06-20T02:00:00.000Z';
const days = (from: string, to: string): Period => granted(periodOf(from, to, timeZone));
const period = days('2026-05-01', '2026-06-15');

let database: TestDatabase;
let jurisdictionId: number;

beforeAll(async () => {
  database = await testDatabase();
  const { jurisdiction } = await seedDemo(database.db, {
    password: 'not-used-in-this-test',
    now: asOf,
    days: 70,
    perDay: 20,
    say: () => undefined,
    followers: followers(),
  });
  jurisdictionId = jurisdiction.id;
});
afterAll(() => database.close());

const sum = (list: readonly { of: number; met: number }[]) =>
  list.reduce((all, { of, met }) => ({ of: all.of + of, met: all.met + met }), { of: 0, met: 0 });
const asked = () => ({ jurisdictionId, period, timeZone, asOf });

interface Read {
  reading: ReplyReading;
  period: Period;
  asOf: Instant;
}

/** Every round of the hotline read by itself, without regard to what is kept and what an index could leave out. */
async function oneByOne(read: Read): Promise<DayCount[]> {
  return transact(database.db, async (tx) => {
    type Row = HotlineRound & Pick<RoundFact, 'voidedAt' | 'mergedAt' | 'unmergedAt'>;
    const { rows } = await sql<Row>`select ${readColumns}, round.voided_at as "voidedAt", round.merged_at as "mergedAt",
        round.unmerged_at as "unmergedAt" from evaluation_round as round
      where jurisdiction_id = ${jurisdictionId} and source = 'hotline'`.execute(tx);
    const clocks = await listClocks(tx, jurisdictionId, [...new Set(rows.map(({ caseId }) => caseId))]);
    const calendar = await findCalendar(tx, jurisdictionId);
    const counted = new Map<string, DayCount>();
    for (const round of rows) {
      if (!holdsAll(standing, round as unknown as RoundFact, read.asOf)) continue;
      const one = readRound(round, clocks.get(round.caseId) ?? [], { ...read, calendar });
      if (!one || one.dueAt < read.period.start || one.dueAt >= read.period.end) continue;
      const day = localDate(one.dueAt, timeZone);
      const before = counted.get(day) ?? { day, of: 0, met: 0 };
      counted.set(day, { day, of: before.of + 1, met: before.met + (one.met ? 1 : 0) });
    }
    return [...counted.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
  });
}

const counted = (read: Read) =>
  transact(database.db, (tx) => countReadReplies(tx, { ...read, jurisdictionId, timeZone }));
const kept = () => transact(database.db, (tx) => findReadingsKept(tx, jurisdictionId));
const settle = () =>
  transact(database.db, async (tx) => {
    for (const job of evaluationJobs) await job.run(tx, asOf);
  });

describe('及时回复的几种读法', () => {
  test.each(replyReadings)('%s counts as its cases do one by one, before it is kept', async (reading) => {
    expect(await kept()).toBeNull();
    const told = await counted({ reading, period, asOf });
    expect(told).toEqual(await oneByOne({ reading, period, asOf }));
    expect(sum(told).of).toBeGreaterThan(100);
  });

  test('once kept, any period read as of any day counts the same', async () => {
    await settle();
    expect(await kept()).not.toBeNull();
    const first = millis('2026-04-10T00:00:00.000Z');
    const start = fc.integer({ min: 0, max: 60 });
    const any = fc.record({
      reading: fc.constantFrom(...replyReadings),
      start,
      length: fc.integer({ min: 0, max: 40 }),
      minutes: fc.integer({ min: 0, max: 72 * 24 * 60 }),
    });
    const on = (day: number) => instant(first + day * 86_400_000).slice(0, 10);
    await fc.assert(
      fc.asyncProperty(any, async ({ reading, start: from, length, minutes }) => {
        const read = { reading, period: days(on(from), on(from + length)), asOf: instant(first + minutes * 60_000) };
        expect(await counted(read)).toEqual(await oneByOne(read));
      }),
      { numRuns: 60 },
    );
  }, 120_000);

  test('what happens to a case afterwards is kept with its facts', async () => {
    const before = await counted({ reading: 'calendarDays', period, asOf });
    const { rows } = await sql<{ id: string }>`update evaluation_reply set calendar_due_at = null, handled = false
      where jurisdiction_id = ${jurisdictionId} and case_id in (
        select case_id from evaluation_reply where calendar_due_at between ${period.start} and ${period.end} limit 30)
      returning case_id as id`.execute(database.db);
    expect(await counted({ reading: 'calendarDays', period, asOf })).not.toEqual(before);
    await transact(database.db, (tx) =>
      readFacts(
        tx,
        jurisdictionId,
        rows.map(({ id }) => id),
      ),
    );
    expect(await counted({ reading: 'calendarDays', period, asOf })).toEqual(before);
  });

  test('when the calendar changes nothing is read from what was kept, until it was reckoned anew', async () => {
    const by = await kept();
    await sql`update calendar_policy set version = version + 1, stamp = gen_random_uuid()
      where jurisdiction_id = ${jurisdictionId}`.execute(database.db);
    forgetCalendar(database.db, jurisdictionId);
    await sql`update evaluation_reply set chain_due_at = null where jurisdiction_id = ${jurisdictionId}`.execute(
      database.db,
    );
    const read: Read = { reading: 'wholeChain', period, asOf };
    expect(await counted(read)).toEqual(await oneByOne(read));
    await settle();
    expect(await kept()).not.toBe(by);
    expect(await counted(read)).toEqual(await oneByOne(read));
  });

  test('by calendar days the rate is the lower one, and what it lists is what it counts', async () => {
    await transact(database.db, async (tx) => {
      const usual = sum(await countHotlineReplies(tx, asked()));
      const strict = sum(await countReadReplies(tx, { ...asked(), reading: 'calendarDays' }));
      expect(strict.met / strict.of).toBeLessThan(usual.met / usual.of);
      for (const moment of [asOf, '2026-06-01T02:00:00.000Z']) {
        const told = sum(await countReadReplies(tx, { ...asked(), asOf: moment, reading: 'calendarDays' }));
        const listed = (part: 'met' | 'missed' | 'of') =>
          listReadReplies(tx, { ...asked(), asOf: moment, reading: 'calendarDays', part, limit: 10_000 });
        expect(await listed('met')).toHaveLength(told.met);
        expect(await listed('missed')).toHaveLength(told.of - told.met);
        const all = (await listed('of')).map(({ dueAt }) => dueAt);
        expect(all).toEqual(all.toSorted().reverse());
      }
    });
  });

  test('dispatches acknowledged in time are those of hotline cases alone', async () => {
    const told = sum(await transact(database.db, (tx) => countAcknowledged(tx, asked())));
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from evaluation_task as task
      join case_file as file on file.id = task.case_id where task.jurisdiction_id = ${jurisdictionId} and task.kind = 'dispatch'
        and task.due_at >= ${period.start} and task.due_at < ${period.end} and file.body ->> 'source' = 'hotline'
        and task.withdrawn_at is null`.execute(database.db);
    expect(told.of).toBe(rows[0]?.n);
    expect(told.met).toBeGreaterThan(0);
    expect(told.met).toBeLessThan(told.of);
  });
});
