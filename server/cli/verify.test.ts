import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import type { Context } from './context.ts';
import { foundJurisdiction } from './found.ts';
import { verifyCommand } from './verify.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.close());

test('the audit is proved with the log, and its first changed line is named', async () => {
  const { db } = database;
  const founded = { code: 'south', name: '南区', timeZone: 'Asia/Shanghai', division: null };
  await foundJurisdiction(db, founded, '2026-11-20T01:00:00.000Z');
  const said: string[] = [];
  const verify = () => verifyCommand([], { db, write: (line: string) => said.push(line) } as unknown as Context);
  expect(await verify()).toBe(0);
  expect(said.at(-1)).toBe('audit: proved');
  await sql`update account_audit set body = replace(body, 'south-', 'north-') where seq = 2`.execute(db);
  expect(await verify()).toBe(1);
  expect(said.at(-1)).toMatch(/NOT PROVED\. Line 2 /);
});

test('a sum that is not what its cases amount to is named', async () => {
  const { db } = database;
  const said: string[] = [];
  await sql`insert into case_board_total (jurisdiction_id, scope, axis, day, dimension, value, state, cases, seconds)
    select id, '', 'now', '-infinity', 'all', '', 'closed', 3, 0 from organisation_jurisdiction`.execute(db);
  expect(await verifyCommand([], { db, write: (line: string) => said.push(line) } as unknown as Context)).toBe(1);
  expect(said).toEqual(['south: NOT PROVED. board now -infinity all closed: kept 3, counted 0']);
});
