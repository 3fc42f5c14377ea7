import { afterEach, describe, expect, test } from 'vitest';
import { followers } from '../../app.ts';
import { transact } from '../../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { verifyLog } from '../../kernel/verify.ts';
import { findApprovedPlan } from '../targets/store.ts';
import { seedDemo } from './seed.ts';

let database: TestDatabase;
afterEach(() => database.close());

describe('the demo', () => {
  test.each([
    ['29 February', '2028-02-29T03:00:00.000Z', 2028, '=366天'],
    [
      'the first hour of a year, which is the last evening of the one before by UTC',
      '2026-12-31T16:30:00.000Z',
      2027,
      '=365天',
    ],
    ['the last hour of a leap year', '2028-12-31T15:30:00.000Z', 2028, '=366天'],
  ])('can be founded on any day: %s', async (_, now, year, everyDay) => {
    database = await testDatabase();
    const { jurisdiction } = await seedDemo(database.db, {
      password: 'not-used-in-this-test',
      now,
      days: 35,
      perDay: 1,
      say: () => undefined,
      followers: followers(),
    });
    const plan = await transact(database.db, (tx) => findApprovedPlan(tx, jurisdiction.id, year));
    expect(plan?.indicators.find(({ metric }) => metric === 'room.inspectedDays')?.targetPrinted).toBe(everyDay);
    const proof = await verifyLog(database.db, jurisdiction.id);
    expect([proof.flaw, proof.entries > 500]).toEqual([null, true]);
  });
});
