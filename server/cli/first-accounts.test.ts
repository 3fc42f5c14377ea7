import { afterAll, beforeAll, expect, test } from 'vitest';
import { transact } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { passwordFits } from '../modules/accounts/secrets.ts';
import { findByUsername } from '../modules/accounts/store.ts';
import { addJurisdiction } from '../modules/organisation/commands.ts';
import { openFirstAccounts } from './first-accounts.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('a jurisdiction that nobody can enter gets the three administrators and a shift leader, once', async () => {
  const { db } = database;
  const name = { zh: '外地', en: 'Elsewhere' };
  const home = await transact(db, (tx) =>
    addJurisdiction(tx, { code: 'elsewhere', name, timeZone: 'Asia/Shanghai', division: null, demo: false }),
  );
  const now = new Date().toISOString();
  const opened = await openFirstAccounts(db, home, now);
  expect(opened.map(({ username, role }) => [username, role])).toEqual([
    ['elsewhere-system', 'systemAdministrator'],
    ['elsewhere-security', 'securityAdministrator'],
    ['elsewhere-audit', 'auditAdministrator'],
    ['elsewhere-leader', 'shiftLeader'],
  ]);
  for (const { username, password, role } of opened) {
    const found = await findByUsername(db, username);
    expect(found?.account).toMatchObject({ jurisdictionId: home.id, roles: [role] });
    expect(found?.account.oneTimeUntil).not.toBeNull();
    expect(await passwordFits(password, found?.passwordHash ?? null)).toBe(true);
  }
  expect(await openFirstAccounts(db, home, now)).toEqual([]);
});
