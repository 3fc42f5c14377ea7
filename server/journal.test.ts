import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { followers } from './app.ts';
import { openDb } from './kernel/db.ts';
import { instant } from './kernel/instant.ts';
import { discreet } from './kernel/logger.ts';
import { type TestDatabase, testDatabase, testVault } from './kernel/testing.ts';
import { bindVault } from './kernel/vault.ts';
import { seedDemo } from './modules/demo/seed.ts';
import { type Server, startServer } from './serve.ts';

/** What the server writes down about its own work, and what it shows to whoever watches it, names nobody. */
const PASSWORD = 'lantern-of-the-tower-71';
const PHONE = '13905917734';
const REPORTER = '欧阳试';

let database: TestDatabase;
let server: Server;
let stop: () => Promise<void>;
const journal: string[] = [];

beforeAll(async () => {
  database = await testDatabase();
  const now = instant(Date.now());
  await seedDemo(database.db, {
    password: PASSWORD,
    now,
    days: 1,
    perDay: 4,
    say: () => undefined,
    followers: followers(),
  });
  const opened = openDb(database.url, { size: 4 });
  bindVault(opened.db, testVault);
  const place = { host: '127.0.0.1', port: 0, trustProxy: false, secureCookies: false } as const;
  server = await startServer(opened, place, (line) => journal.push(JSON.stringify(line)));
  stop = async () => {
    await server.stop();
    await opened.close();
    await database.close();
  };
});
afterAll(() => stop());

async function ask(method: string, path: string, cookie = '', body?: unknown) {
  const answer = await fetch(`${server.address}${path}`, {
    method,
    headers: { cookie, ...(body ? { 'content-type': 'application/json' } : {}) },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  const text = await answer.text();
  return { status: answer.status, text, cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
}

describe('the journal and the metrics', () => {
  test('hold no password, cookie, token, name or number after a day’s work, not even after a fault', async () => {
    const { cookie } = await ask('POST', '/api/session', '', { username: 'zuoxi01', password: PASSWORD });
    await ask('POST', '/api/session', '', { username: 'zuoxi01', password: `${PASSWORD}x` });
    const token = await ask('POST', '/api/tokens', cookie, { name: '大屏', scopes: ['case.read'] });
    const secret = JSON.parse(token.text).secret;
    const report = {
      source: 'hotline',
      description: `路灯不亮，电话 ${PHONE}`,
      address: '东街口',
      reporter: { name: REPORTER, phone: PHONE },
    };
    const made = await ask('POST', '/api/cases', cookie, report);
    const { id } = JSON.parse(made.text);
    for (const path of [
      `/api/cases?text=${PHONE}`,
      `/api/nowhere/${PHONE}`,
      `/api/cases/${PHONE}`,
      `/${encodeURIComponent(REPORTER)}`,
    ])
      await ask('GET', path, cookie);
    await ask('POST', `/api/cases/${id}/reporter`, cookie, { reason: `回电 ${PHONE}` });
    // The store is damaged under the server: an honest fault, of which the journal must tell.
    await sql`alter table case_reporter rename to case_reporter_gone`.execute(database.db);
    expect((await ask('POST', '/api/cases', cookie, report)).status).toBe(500);
    expect((await ask('GET', `/api/cases?text=${PHONE}`, cookie)).status).toBeGreaterThanOrEqual(200);
    expect(journal.length).toBeGreaterThan(0);
    const shown = [...journal, (await ask('GET', '/metrics')).text].join('\n');
    expect(shown).toContain('/api/cases');
    const marks = [PASSWORD, cookie.split('=')[1]!, secret, PHONE, REPORTER, encodeURIComponent(REPORTER)];
    expect(marks.filter((mark) => shown.includes(mark))).toEqual([]);
    expect(shown).not.toMatch(/zuoxi01/);
  });

  test.each([
    ['invalid input syntax for type uuid: "13905917734"', /: …$/],
    ['duplicate key: Key (username)=(zhang.san) already exists', /Key \(username\)=… already/],
    [`Unexpected token 'x', "欧阳试 xyz" is not valid JSON`, /^Unexpected token 'x', … is not valid JSON$/],
    ['cannot call 139 0591 7734 now', /^cannot call … now$/],
    ['relation "case_file" does not exist', /^relation "case_file" does not exist$/],
  ])('leave out what others repeat: %s', (error, right) => {
    let told: Record<string, unknown> = {};
    discreet((line) => {
      told = line;
    })({ error, path: '/cases' });
    expect(told.error).toMatch(right);
    expect(told.path).toBe('/cases');
  });
});
