import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from '../../app.ts';
import { transact } from '../../kernel/db.ts';
import { granted } from '../../kernel/refusal.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { findCalendar } from '../calendar/store.ts';
import { listClocks } from '../cases/clock-store.ts';
import { seedDemo } from '../demo/seed.ts';
import { countReadReplies, listReadReplies, type ReplyReading, readRound } from './hotline-reading.ts';
import { countAcknowledged, type HotlineRound } from './hotline-reading-store.ts';
import { periodOf } from './periods.ts';
import { countHotlineReplies } from './source-store.ts';

const timeZone = 'Asia/Shanghai';
const asOf = '2026-06-20T02:00:00.000Z';
const period = granted(periodOf('2026-05-01', '2026-06-15', timeZone));

let database: TestDatabase;
let jurisdictionId: number;
let extended: number;

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
  const { rows } = await sql<{ n: number }>`select count(*)::integer as n from evaluation_round
    where jurisdiction_id = ${jurisdictionId} and source = 'hotline' and extended_at is not null`.execute(database.db);
  extended = rows[0]?.n ?? 0;
});
afterAll(() => database.close());

const sum = (days: readonly { of: number; met: number }[]) =>
  days.reduce((all, { of, met }) => ({ of: all.of + of, met: all.met + met }), { of: 0, met: 0 });
const asked = () => ({ jurisdictionId, period, timeZone, asOf });

/** Every round of the hotline read by itself, without regard to what an index could leave out. */
function oneByOne(reading: ReplyReading): Promise<{ of: number; met: number }> {
  return transact(database.db, async (tx) => {
    const { rows } = await sql<HotlineRound>`select case_id as "caseId", number, round, opened_at as "openedAt",
        handled_at as "handledAt", closed_at as "closedAt", '' as place from evaluation_round
      where jurisdiction_id = ${jurisdictionId} and source = 'hotline' and voided_at is null
        and (merged_at is null or unmerged_at is not null)`.execute(tx);
    const clocks = await listClocks(tx, jurisdictionId, [...new Set(rows.map(({ caseId }) => caseId))]);
    const calendar = await findCalendar(tx, jurisdictionId);
    const read = rows
      .flatMap((round) => readRound(round, clocks.get(round.caseId) ?? [], { reading, calendar, asOf }) ?? [])
      .filter(({ dueAt }) => dueAt >= period.start && dueAt < period.end);
    return { of: read.length, met: read.filter(({ met }) => met).length };
  });
}

describe('及时回复的几种读法', () => {
  test.each(['original', 'calendarDays', 'wholeChain'] as const)(
    '%s counts as its cases do one by one',
    async (reading) => {
      expect(extended).toBeGreaterThan(0);
      const counted = await transact(database.db, (tx) => countReadReplies(tx, { ...asked(), reading }));
      expect(sum(counted)).toEqual(await oneByOne(reading));
      expect(counted.every(({ day }) => day >= period.from && day <= period.to)).toBe(true);
      expect(sum(counted).of).toBeGreaterThan(100);
    },
  );

  test('by calendar days the rate is the lower one, and what it lists is what it counts', async () => {
    await transact(database.db, async (tx) => {
      const usual = sum(await countHotlineReplies(tx, asked()));
      const strict = sum(await countReadReplies(tx, { ...asked(), reading: 'calendarDays' }));
      expect(strict.met / strict.of).toBeLessThan(usual.met / usual.of);
      const listed = (part: 'met' | 'missed' | 'of') =>
        listReadReplies(tx, { ...asked(), reading: 'calendarDays', part, limit: 10_000 });
      expect(await listed('met')).toHaveLength(strict.met);
      expect(await listed('missed')).toHaveLength(strict.of - strict.met);
      const all = await listed('of');
      expect(all.map(({ dueAt }) => dueAt)).toEqual(
        all
          .map(({ dueAt }) => dueAt)
          .toSorted()
          .reverse(),
      );
    });
  });

  test('dispatches acknowledged in time are those of hotline cases alone', async () => {
    const counted = sum(await transact(database.db, (tx) => countAcknowledged(tx, asked())));
    const { rows } = await sql<{ n: number }>`select count(*)::integer as n from evaluation_task as task
      join case_file as file on file.id = task.case_id where task.jurisdiction_id = ${jurisdictionId} and task.kind = 'dispatch'
        and task.due_at >= ${period.start} and task.due_at < ${period.end} and file.body ->> 'source' = 'hotline'
        and task.withdrawn_at is null`.execute(database.db);
    expect(counted.of).toBe(rows[0]?.n);
    expect(counted.met).toBeGreaterThan(0);
    expect(counted.met).toBeLessThan(counted.of);
  });
});
