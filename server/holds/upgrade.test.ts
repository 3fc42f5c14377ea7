import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readMigrations } from '../kernel/migrate.ts';
import { emptyDatabase, type TestDatabase } from '../kernel/testing.ts';
import type { CaseFile } from '../modules/cases/model.ts';
import { keysOfCase } from '../modules/cases/search-keys.ts';
import { flawOf, ServerProcess } from './installation.fixture.ts';
import { buildLanded } from './landed.fixture.ts';
import { Officer } from './officer.fixture.ts';

let database: TestDatabase;
let home: string;
let cases: number;
let servers: ServerProcess[] = [];

beforeAll(async () => {
  database = await emptyDatabase();
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  ({ cases } = await buildLanded(database.url));
});
afterAll(async () => {
  for (const server of servers) await server.stop();
  await database.close();
  rmSync(home, { recursive: true, force: true });
});

const applied = async () =>
  (await sql<{ name: string }>`select name from schema_migration order by number`.execute(database.db)).rows.map(
    ({ name }) => name,
  );

describe('an installation of an earlier release, with data in it', () => {
  test('is brought up to date once, by one of two servers that start at the same moment', async () => {
    expect(cases).toBeGreaterThan(50);
    expect((await applied()).at(-1)).toBe('0009_imports.sql');
    const environment = { DATABASE_URL: database.url, DATA_DIR: home, PORT: '0', DATABASE_POOL: '4' };
    servers = await Promise.all([ServerProcess.start(environment), ServerProcess.start(environment)]);
    expect(await applied()).toEqual(readMigrations().map(({ name }) => name));
    expect(servers.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test('finds every case by the words it was found by, and by no others', async () => {
    const { rows } = await sql<{ body: CaseFile; pairs: number[]; words: string[] }>`select f.body, s.pairs, s.words
      from case_file f join case_search s on s.jurisdiction_id = f.jurisdiction_id and s.case_id = f.id`.execute(
      database.db,
    );
    expect(rows).toHaveLength(cases);
    for (const { body, pairs, words } of rows) {
      const text = `${body.description} ${body.address} ${body.number}`;
      const keys = keysOfCase(body.jurisdictionId, text, body.reportedAt);
      expect([new Set(pairs), new Set(words)]).toEqual([new Set(keys.pairs), new Set(keys.words)]);
    }
  });

  test('shows what it showed, proves its log, and works on', async () => {
    const [server] = servers;
    if (!server) throw new Error('no server');
    expect(await flawOf(database.url)).toBeNull();
    const dispatcher = await Officer.signIn(server.url, 'paiqian01');
    const counted = await dispatcher.ask('GET', '/cases?limit=100');
    expect(counted?.status).toBe(200);
    const { cases: items } = counted?.body ?? {};
    expect(items.length).toBeGreaterThan(0);
    const page = await dispatcher.ask('GET', `/cases/${items[0].id}`);
    expect(page?.body).toMatchObject({ id: items[0].id, number: items[0].number });
    const agent = await Officer.signIn(server.url, 'zuoxi01');
    const reporter = { name: '来电人', phone: '13800138000' };
    const body = { source: 'hotline', description: '升级后的路灯', address: '东街口', reporter };
    const reported = await agent.ask('POST', '/cases', { body });
    expect(reported?.status).toBe(201);
    expect((await dispatcher.ask('GET', `/cases/${reported?.body.id}`))?.status).toBe(200);
    expect(await flawOf(database.url)).toBeNull();
    expect(servers.flatMap(({ faults }) => faults)).toEqual([]);
  });
});
