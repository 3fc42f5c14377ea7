import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { countAccounts } from '../modules/accounts/store.ts';
import { deadlineOf } from '../modules/calendar/rules.ts';
import { findCalendar } from '../modules/calendar/store.ts';
import { listCategories } from '../modules/catalogue/store.ts';
import { refuseDemoData } from '../modules/demo/production.ts';
import { foundJurisdiction } from './found.ts';

const now = '2026-11-20T01:00:00.000Z';
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

describe('a new jurisdiction', () => {
  test('has a calendar, both national catalogues and first accounts, and a production start takes it', async () => {
    const { db } = database;
    const { jurisdiction, accounts } = await foundJurisdiction(
      db,
      { code: 'taijiang', name: '台江区', timeZone: 'Asia/Shanghai', division: '350103' },
      now,
    );
    expect(accounts.map(({ role }) => role)).toEqual([
      'systemAdministrator',
      'securityAdministrator',
      'auditAdministrator',
      'shiftLeader',
    ]);
    expect(await countAccounts(db, jurisdiction.id)).toBe(4);
    expect((await listCategories(db, jurisdiction.id, 'GB/T 47678.5-2026')).length).toBeGreaterThan(400);
    expect(deadlineOf(await findCalendar(db, jurisdiction.id), now, { amount: 1, unit: 'workdays' })).toBe(
      '2026-11-23T01:00:00.000Z',
    );
    await refuseDemoData(db);
  });

  test('is refused a second time, and with a time zone or division code that does not exist', async () => {
    const { db } = database;
    const again = (change: object) =>
      foundJurisdiction(
        db,
        { code: 'taijiang', name: '台江区', timeZone: 'Asia/Shanghai', division: null, ...change },
        now,
      );
    await expect(again({})).rejects.toMatchObject({ refusal: { code: 'jurisdictionExists' } });
    await expect(again({ timeZone: 'Asia/Fuzhou' })).rejects.toMatchObject({ refusal: { code: 'badJurisdiction' } });
    await expect(again({ division: '3501' })).rejects.toMatchObject({ refusal: { code: 'badJurisdiction' } });
  });
});
