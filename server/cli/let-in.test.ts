import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { listAudit } from '../modules/accounts/audit-store.ts';
import { signIn } from '../modules/accounts/sign-in.ts';
import { addJurisdiction } from '../modules/organisation/commands.ts';
import { openFirstAccounts } from './first-accounts.ts';
import { letIn } from './let-in.ts';

const now = '2026-03-02T01:00:00.000Z';
const knock = { now, address: '10.0.0.1', agent: 'test' };
let database: TestDatabase;
let jurisdictionId: number;

beforeAll(async () => {
  database = await testDatabase();
  const name = { zh: '新区', en: 'New district' };
  const home = await transact(database.db, (tx) =>
    addJurisdiction(tx, { code: 'xinqu', name, timeZone: 'Asia/Shanghai', division: null, demo: false }),
  );
  jurisdictionId = home.id;
  await openFirstAccounts(database.db, home, now);
});
afterAll(() => database.close());

describe('letting in from the server itself', () => {
  test('gives even an administrator a one-time password, ends the second factor, and stands in the audit', async () => {
    const { db } = database;
    const password = await letIn(db, 'Xinqu-Audit', { factor: true }, now);
    const { account, awaitsCode } = await signIn(db, { username: 'xinqu-audit', password, cookie: undefined }, knock);
    expect([account.hasFactor, awaitsCode, account.oneTimeUntil]).toEqual([false, false, '2026-03-05T01:00:00.000Z']);
    const lines = await listAudit(db, jurisdictionId, { recordId: account.id, limit: 2 });
    expect(lines.map(({ action, actorId, address }) => [action, actorId, address])).toEqual([
      ['factorReset', null, 'command line'],
      ['passwordReset', null, 'command line'],
    ]);
  });

  test('knows no account that is not there', async () => {
    await expect(letIn(database.db, 'nobody', { factor: false }, now)).rejects.toMatchObject({
      refusal: { code: 'unknownRecord' },
    });
  });
});
