import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { FileAnswer, route } from './http.ts';
import { Keeper } from './http-kept.ts';
import { buildHttp } from './http-server.ts';
import { addSite } from './http-site.ts';
import { refuse } from './refusal.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const summary = { zh: '试', en: 'Trial' };
const named = z.object({ name: z.string() });
const open = { method: 'GET', permission: 'public', summary, params: named, keptSeconds: 5 } as const;

let database: TestDatabase;
let app: FastifyInstance;
let time = Date.parse('2026-03-02T01:00:00.000Z');
/** What the page says now; null: it is not there. */
let page: string | null = 'first';

/** How often the database was asked for the page. */
async function timesRead(): Promise<number> {
  const { rows } = await sql<{ times: number }>`select case when is_called then last_value else 0 end as times
    from read_count`.execute(database.db);
  return Number(rows[0]?.times);
}

beforeAll(async () => {
  database = await testDatabase();
  await sql`create sequence read_count`.execute(database.db);
  const read = async () => {
    await sql`select nextval('read_count'), pg_sleep(0.02)`.execute(database.db);
    return page ?? refuse({ refused: 'unknown', code: 'notThere', message: { zh: '没有', en: 'not there' } });
  };
  const routes = [
    route({
      ...open,
      path: '/pages/:name',
      answer: z.object({ text: z.string() }),
      handle: async () => ({ text: await read() }),
    }),
    route({
      ...open,
      path: '/papers/:name',
      handle: async () => new FileAnswer(Buffer.from(await read()), 'text/plain', { name: '纸.txt' }),
    }),
  ];
  app = await buildHttp(routes, [], {
    db: database.db,
    identify: async () => null,
    clock: () => time,
    afterWrite: () => undefined,
    logger: () => undefined,
  });
  await addSite(app, {
    webFolder: '/nowhere',
    pages: { '/figures': async () => new FileAnswer(await read(), 'text/plain') },
    problems: new Map(),
    db: database.db,
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});

async function ask(path: string, headers: Record<string, string> = {}) {
  const { statusCode: status, headers: told, body } = await app.inject({ method: 'GET', url: `/api${path}`, headers });
  return { status, headers: told, body };
}

describe('what anybody may read', () => {
  test('costs one reading of the database, by however many it is asked for at once', async () => {
    const before = await timesRead();
    const answers = await Promise.all(Array.from({ length: 1000 }, () => ask('/pages/many')));
    expect(new Set(answers.map(({ status, body }) => `${status} ${body}`))).toEqual(new Set(['200 {"text":"first"}']));
    time += 4000;
    await ask('/pages/many');
    expect((await timesRead()) - before).toBe(1);
  });

  test('shows what it says anew after five seconds, in a browser too', async () => {
    page = 'first';
    const first = await ask('/pages/changing');
    expect(first.headers['cache-control']).toBe('public, max-age=5, must-revalidate');
    page = 'second';
    time += 3500;
    const kept = await ask('/pages/changing');
    expect(kept.body).toContain('first');
    expect(kept.headers['cache-control']).toBe('public, max-age=1, must-revalidate');
    time += 1500;
    expect((await ask('/pages/changing')).body).toContain('second');
    page = 'first';
    time -= 3_600_000;
    expect((await ask('/pages/changing')).body).toContain('first');
  });

  test('is not sent again to who has it, and is once it says something else', async () => {
    page = 'first';
    const { etag } = (await ask('/pages/known')).headers as { etag: string };
    const again = await ask('/pages/known', { 'if-none-match': `"other", W/${etag}` });
    expect([again.status, again.body, again.headers.etag]).toEqual([304, '', etag]);
    time += 6000;
    expect((await ask('/pages/known', { 'if-none-match': etag })).status).toBe(304);
    page = 'second';
    time += 6000;
    const changed = await ask('/pages/known', { 'if-none-match': etag });
    expect([changed.status, changed.headers.etag === etag]).toEqual([200, false]);
  });

  test('is one thing by one address and another by another', async () => {
    page = 'first';
    await ask('/pages/one');
    page = 'second';
    expect((await ask('/pages/two')).body).toContain('second');
    expect((await ask('/pages/one', { 'accept-language': 'en' })).body).toContain('second');
    expect((await ask('/pages/one')).body).toContain('first');
    expect((await ask('/pages/one')).headers.vary).toContain('accept-language');
  });

  test('is there as soon as it is published: that it was not there is kept for nobody', async () => {
    page = null;
    const missing = await ask('/pages/soon');
    expect([missing.status, missing.headers['cache-control']]).toEqual([404, 'no-store']);
    page = 'first';
    expect((await ask('/pages/soon')).status).toBe(200);
  });

  test('may be a file, which still can run nothing', async () => {
    page = 'first';
    const before = await timesRead();
    const [one, two] = [await ask('/papers/a'), await ask('/papers/a')];
    expect(two.body).toBe('first');
    expect(one.headers).toMatchObject({
      'content-type': 'text/plain',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('纸.txt')}`,
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining('sandbox'),
      'cache-control': 'public, max-age=5, must-revalidate',
    });
    expect((await timesRead()) - before).toBe(1);
  });

  test('of the pages for machines is made once for all who ask at the same time, and anew for who comes later', async () => {
    const site = async (path: string) => (await app.inject({ method: 'GET', url: path })).body;
    const before = await timesRead();
    page = 'first';
    const together = await Promise.all(Array.from({ length: 100 }, () => site('/figures')));
    expect(new Set(together)).toEqual(new Set(['first']));
    expect((await timesRead()) - before).toBe(1);
    page = null;
    expect(await site('/figures')).toContain('notThere');
    page = 'second';
    expect(await site('/figures')).toBe('second');
  });

  test('cannot fill the memory, whoever asks for what', async () => {
    const keeper = new Keeper();
    const megabyte = 'x'.repeat(1_000_000);
    let readings = 0;
    const asked = (key: string, text: string) => {
      const read = async () => {
        readings += 1;
        return new FileAnswer(text, 'text/plain');
      };
      return keeper.answer(key, { now: () => 0, seconds: 5, read });
    };
    for (let i = 0; i < 100; i++) await asked(`long ${i}`, megabyte);
    expect(keeper.bytes).toBeGreaterThan(16_000_000);
    expect(keeper.bytes).toBeLessThanOrEqual(32_000_000);
    await asked('long 99', megabyte);
    expect(readings).toBe(100);
    expect((await asked('huge', megabyte.repeat(10))).bytes).toBe(10_000_000);
    expect(keeper.bytes).toBeLessThanOrEqual(32_000_000);
    for (let i = 0; i < 1000; i++) await asked(`short ${i}`, 'x');
    expect(keeper.bytes).toBeGreaterThan(0);
    expect(keeper.bytes).toBeLessThanOrEqual(200);
    readings = 0;
    await asked('short 999', 'x');
    await asked('long 99', megabyte);
    expect(readings).toBe(1);
  });
});
