import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { FileAnswer, type HttpOptions, route } from './http.ts';
import { cookieName } from './http-cookies.ts';
import { type Limits, Meter } from './http-limits.ts';
import { buildHttp } from './http-server.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

const summary = { zh: '试', en: 'Trial' };
const any = {
  answer: z.object({ done: z.boolean() }),
  async handle() {
    return { done: true };
  },
};
const routes = [
  route({ method: 'GET', path: '/open', permission: 'public', summary, ...any }),
  route({ method: 'POST', path: '/session', permission: 'public', pace: 'signIn', summary, ...any }),
  route({ method: 'GET', path: '/public/page', permission: 'public', pace: 'open', summary, ...any }),
  route({ method: 'POST', path: '/things', permission: 'signedIn', summary, ...any }),
  route({ method: 'POST', path: '/way-out', permission: 'signedIn', whileWithheld: true, summary, ...any }),
  route({ method: 'GET', path: '/taken', permission: 'signedIn', pace: 'export', summary, ...any }),
  route({
    method: 'GET',
    path: '/picture',
    permission: 'public',
    summary,
    handle: async () => new FileAnswer('<svg/>', 'image/svg+xml'),
  }),
];

const officer: Actor = {
  id: 'a',
  jurisdictionId: 1,
  name: 'a',
  roles: [],
  permissions: new Set(),
  unitId: null,
  sessionId: null,
};
const withheld = {
  refused: 'forbidden',
  code: 'notYet',
  message: { zh: '还不行', en: 'not yet' },
  right: { zh: '先', en: 'first' },
} as const;

let database: TestDatabase;
let time = 1_000_000_000_000;
const built: FastifyInstance[] = [];

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  for (const app of built) await app.close();
  await database.close();
});

async function door(options: Partial<HttpOptions> = {}) {
  const app = await buildHttp(routes, [], {
    db: database.db,
    identify: async ({ cookies, authorization }) => {
      const name = cookies.who ?? authorization;
      if (!name) return null;
      return name === 'withheld' ? { ...officer, withheld } : { ...officer, id: name };
    },
    clock: () => time,
    afterWrite: () => undefined,
    logger: () => undefined,
    ...options,
  });
  built.push(app);
  return async (
    method: 'GET' | 'POST',
    path: string,
    headers: Record<string, string> = {},
    remoteAddress = '10.0.0.1',
    root = '/api',
  ) => {
    const answer = await app.inject({
      method,
      url: root + path,
      headers: { host: 'city.example', ...headers },
      remoteAddress,
    });
    return { status: answer.statusCode, headers: answer.headers, body: answer.body };
  };
}

describe('a cookie', () => {
  test('over https bears a name that only this address can set, and no other is believed', async () => {
    const asks = async (cookie: string, https: boolean) =>
      (await (await door({ secureCookies: https }))('POST', '/things', { cookie })).status;
    expect(await asks('__Host-who=officer', true)).toBe(200);
    expect(await asks('who=officer', true)).toBe(401);
    expect(await asks('who=officer', false)).toBe(200);
    expect(cookieName('who', { https: true })).toBe('__Host-who');
    expect(cookieName('who', { https: false })).toBe('who');
  });
});

describe('a request that changes something', () => {
  const cookie = 'who=officer';

  test.each([
    ['from the page itself', { 'sec-fetch-site': 'same-origin', origin: 'https://city.example' }, 200],
    [
      'from the page itself, over plain http, where a browser tells only the origin',
      { origin: 'http://city.example' },
      200,
    ],
    ['from a page of another site', { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    [
      'from a neighbour under the same domain',
      { 'sec-fetch-site': 'same-site', origin: 'https://blog.city.example' },
      403,
    ],
    ['from another site, told by the origin alone', { origin: 'https://evil.example' }, 403],
    ['from another port of the same machine', { origin: 'http://city.example:8081' }, 403],
    ['from a page without an origin', { origin: 'null' }, 403],
    ['from a page without an origin that claims nothing', { 'sec-fetch-site': 'cross-site' }, 403],
    ['from a program that is no browser', {}, 200],
  ])('%s', async (_name, headers, status) => {
    const ask = await door();
    expect((await ask('POST', '/things', { cookie, ...headers })).status).toBe(status);
    expect((await ask('POST', '/session', headers)).status).toBe(status);
    expect((await ask('GET', '/open', headers)).status).toBe(200);
  });

  test('by a token is no matter of pages', async () => {
    const ask = await door();
    expect((await ask('POST', '/things', { authorization: 'officer', origin: 'https://evil.example' })).status).toBe(
      200,
    );
  });

  test('from the address that users see, where a proxy hides it', async () => {
    const ask = await door({ baseUrl: 'https://city.example/drumtower' });
    const headers = { cookie, host: 'backend:8080', origin: 'https://city.example' };
    expect((await ask('POST', '/things', headers)).status).toBe(200);
    const { status, body } = await (await door())('POST', '/things', headers);
    expect([status, JSON.parse(body)]).toMatchObject([
      403,
      { code: 'foreignOrigin', right: expect.stringContaining('BASE_URL') },
    ]);
  });
});

describe('an address that is written in another way', () => {
  const foreign = { cookie: 'who=officer', origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };

  test.each(['/%61pi', '/ap%69', '/%61%70%69'])('as %s is guarded like the one that it is', async (root) => {
    const ask = await door({ limits: { requestsPerMinute: 1 } });
    expect((await ask('POST', '/things', foreign, '10.0.0.1', root)).status).toBe(403);
    const open = await ask('GET', '/open', {}, '10.0.0.1', root);
    expect([open.status, open.headers['cache-control']]).toEqual([200, 'no-store']);
    for (let i = 0; i < 3; i++) await ask('GET', '/open', {}, '10.0.0.1', root);
    expect((await ask('GET', '/open', {}, '10.0.0.1', root)).status).toBe(429);
  });
});

describe('rights that are withheld', () => {
  test('are refused with the reason and the way out, which stays open', async () => {
    const ask = await door();
    const { status, body } = await ask('POST', '/things', { cookie: 'who=withheld' });
    expect([status, JSON.parse(body)]).toMatchObject([403, { code: 'notYet', detail: '还不行', right: '先' }]);
    expect((await ask('POST', '/way-out', { cookie: 'who=withheld' })).status).toBe(200);
  });
});

describe('every answer', () => {
  test('tells the browser to run only our own scripts, to guess nothing, and to tell no other site', async () => {
    const ask = await door();
    for (const path of ['/open', '/things', '/nowhere']) {
      const { headers } = await ask('GET', path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("script-src 'self';");
      expect(policy).toContain("object-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy.replace("style-src 'self' 'unsafe-inline'", '')).not.toMatch(/unsafe|\*|https?:/);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'permissions-policy': expect.stringContaining('camera=()'),
      });
      expect(headers['strict-transport-security']).toBeUndefined();
      expect(headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  test('over https tells the browser to come by nothing else', async () => {
    const { headers } = await (await door({ secureCookies: true }))('GET', '/open');
    expect(headers['strict-transport-security']).toBe('max-age=63072000');
  });

  test('that is a file can run nothing, even opened by itself', async () => {
    const { headers } = await (await door())('GET', '/picture');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-disposition': 'inline',
      'content-security-policy': expect.stringMatching(/default-src 'none'.*sandbox/),
    });
  });
});

describe('too many requests', () => {
  const limits: Limits = { requestsPerMinute: 10 };

  test('of one officer are told when to come again, and do not hold up another', async () => {
    const ask = await door({ limits });
    const post = (who: string) => ask('POST', '/things', { cookie: `who=${who}` });
    for (let i = 0; i < 10; i++) expect((await post('one')).status).toBe(200);
    const { status, headers, body } = await post('one');
    expect([status, headers['retry-after'], JSON.parse(body).code]).toEqual([429, '6', 'tooManyRequests']);
    expect((await post('two')).status).toBe(200);
    time += 6000;
    expect((await post('one')).status).toBe(200);
    expect((await post('one')).status).toBe(429);
  });

  test('of one address, signed in or not, are stopped before anything is looked up', async () => {
    const ask = await door({ limits });
    for (let i = 0; i < 50; i++) expect((await ask('GET', '/open')).status).toBe(200);
    expect((await ask('GET', '/nowhere')).status).toBe(429);
    expect((await ask('GET', '/open', {}, '10.0.0.2')).status).toBe(200);
  });

  test('to sign in, to read what is open to anybody, and to take much out, are fewer', async () => {
    const ask = await door({ limits: { requestsPerMinute: 10_000 } });
    for (let i = 0; i < 60; i++) expect((await ask('POST', '/session')).status).toBe(200);
    expect((await ask('POST', '/session')).status).toBe(429);
    for (let i = 0; i < 120; i++) expect((await ask('GET', '/public/page')).status).toBe(200);
    expect((await ask('GET', '/public/page')).status).toBe(429);
    expect((await ask('GET', '/public/page', {}, '10.0.0.2')).status).toBe(200);
    for (let i = 0; i < 20; i++) expect((await ask('GET', '/taken', { cookie: 'who=one' })).status).toBe(200);
    expect((await ask('GET', '/taken', { cookie: 'who=one' })).status).toBe(429);
    expect((await ask('POST', '/things', { cookie: 'who=one' })).status).toBe(200);
  });

  test('are not counted where nobody set a limit', async () => {
    const ask = await door();
    for (let i = 0; i < 200; i++) await ask('POST', '/session');
    expect((await ask('POST', '/session')).status).toBe(200);
  });

  test('cannot fill the memory, whoever knocks', () => {
    const meter = new Meter(10, 1000);
    for (let i = 0; i < 5000; i++) meter.take(`address ${i}`, i);
    expect(meter.known).toBeLessThanOrEqual(1000);
    for (let i = 0; i < 10; i++) meter.take('last', 6000);
    expect(meter.take('last', 6000)).toBeGreaterThan(0);
  });

  test('are forgiven when the clock was set back', () => {
    const meter = new Meter(10);
    for (let i = 0; i < 11; i++) meter.take('one', 10_000_000);
    expect(meter.take('one', 10_000_000)).toBeGreaterThan(0);
    expect(meter.take('one', 6_400_000)).toBe(0);
  });
});
