import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Actor } from './actor.ts';
import { forgetOldAnswers } from './answers.ts';
import { type Tx, transact } from './db.ts';
import { FileAnswer, route } from './http.ts';
import { buildHttp } from './http-server.ts';
import { refuse } from './refusal.ts';
import { type TestDatabase, testDatabase } from './testing.ts';

let database: TestDatabase;
let app: FastifyInstance;
let writes = 0;
let logged: Record<string, unknown>[] = [];

const people: Record<string, Partial<Actor>> = {
  writer: { id: 'writer', permissions: new Set(['trial.write']) },
  otherWriter: { id: 'other', permissions: new Set(['trial.write']) },
  reader: { id: 'reader', permissions: new Set() },
};

const summary = { zh: '试', en: 'trial' };
const body = z
  .object({ text: z.string().trim().min(2).max(2000), limit: z.object({ amount: z.number().positive() }).optional() })
  .strict();

async function insert(tx: Tx, text: string): Promise<number> {
  const { rows } = await sql<{ id: number }>`insert into trial (text) values (${text}) returning id`.execute(tx);
  return rows[0]?.id ?? 0;
}

const routes = [
  route({
    method: 'POST',
    path: '/trials',
    permission: 'trial.write',
    summary,
    body,
    status: 201,
    answer: z.object({ id: z.number(), version: z.number() }),
    handle: async ({ tx, body }) => ({ id: await insert(tx, body.text), version: 1 }),
  }),
  route({
    method: 'GET',
    path: '/trials',
    permission: 'signedIn',
    summary,
    query: z.object({ limit: z.coerce.number().int().max(10).default(5) }),
    answer: z.object({ texts: z.array(z.string()), limit: z.number() }),
    async handle({ tx, query }) {
      const { rows } = await sql<{ text: string }>`select text from trial order by id`.execute(tx);
      return { texts: rows.map(({ text }) => text), limit: query.limit };
    },
  }),
  route({
    method: 'PUT',
    path: '/trials/:id',
    permission: 'trial.write',
    summary,
    params: z.object({ id: z.coerce.number().int() }),
    body,
    ifMatch: true,
    answer: z.object({ version: z.number() }),
    async handle({ version }) {
      if (version !== 3)
        refuse({
          refused: 'stale',
          code: 'changed',
          message: { zh: '已被更改', en: 'changed' },
          facts: { version: 3 },
        });
      return { version: 4 };
    },
  }),
  route({
    method: 'DELETE',
    path: '/trials/:id',
    permission: 'trial.write',
    summary,
    params: z.object({ id: z.string() }),
    status: 204,
    handle: async () => undefined,
  }),
  route({
    method: 'POST',
    path: '/trials/:id/refused',
    permission: 'trial.write',
    summary,
    params: z.object({ id: z.string() }),
    async handle({ tx }) {
      await insert(tx, 'half done');
      return refuse({
        refused: 'conflict',
        code: 'tooLate',
        message: { zh: '太晚了', en: 'too late' },
        right: { zh: '早些来', en: 'come earlier' },
      });
    },
  }),
  route({
    method: 'POST',
    path: '/trials/fault',
    permission: 'trial.write',
    summary,
    async handle({ tx }) {
      await insert(tx, 'half done');
      throw new Error('secret detail 13800001234');
    },
  }),
  route({
    method: 'POST',
    path: '/secrets',
    permission: 'signedIn',
    summary,
    shownOnce: ['secret'],
    answer: z.object({ secret: z.string(), name: z.string() }),
    handle: async () => ({ secret: 'only once', name: 'token' }),
  }),
  route({
    method: 'POST',
    path: '/files',
    permission: 'trial.write',
    summary,
    files: true,
    body: z.object({ note: z.string().optional() }),
    answer: z.object({
      files: z.array(z.object({ field: z.string(), name: z.string(), bytes: z.string() })),
      note: z.string().optional(),
    }),
    handle: async ({ files, body }) => ({
      files: files.map((file) => ({ ...file, bytes: file.bytes.toString('latin1') })),
      ...body,
    }),
  }),
  route({
    method: 'GET',
    path: '/files/:name',
    permission: 'public',
    summary,
    params: z.object({ name: z.string() }),
    handle: async ({ params }) =>
      new FileAnswer(
        'a,b\n1,2\n',
        'text/csv; charset=utf-8',
        params.name === 'kept' ? { cacheSeconds: 60 } : { name: '案卷 1.csv' },
      ),
  }),
  route({
    method: 'GET',
    path: '/open',
    permission: 'public',
    summary,
    answer: z.object({ nobody: z.boolean() }),
    handle: async ({ actor }) => ({ nobody: actor === null }),
  }),
];

beforeAll(async () => {
  database = await testDatabase();
  await sql`create table trial (id integer generated always as identity primary key, text text not null)`.execute(
    database.db,
  );
  app = await buildHttp(routes, [], {
    db: database.db,
    identify: async ({ authorization }) => {
      const one = people[authorization ?? ''];
      return one
        ? {
            id: '',
            jurisdictionId: 1,
            name: '',
            roles: [],
            permissions: new Set(),
            unitId: null,
            sessionId: null,
            ...one,
          }
        : null;
    },
    clock: () => Date.parse('2026-03-02T01:00:00.000Z'),
    afterWrite: () => {
      writes += 1;
    },
    logger: (line) => logged.push(line),
    maxFileBytes: 1000,
    maxBodyBytes: 5000,
  });
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(async () => {
  logged = [];
  writes = 0;
  await sql`truncate trial`.execute(database.db);
});

interface Ask {
  as?: string;
  body?: unknown;
  raw?: string | Buffer;
  headers?: Record<string, string>;
}

async function ask(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  { as, body, raw, headers }: Ask = {},
) {
  const payload = raw ?? (body === undefined ? undefined : JSON.stringify(body));
  const answer = await app.inject({
    method,
    url: `/api${url}`,
    headers: {
      ...(as ? { authorization: as } : {}),
      ...(payload === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(payload === undefined ? {} : { payload }),
  });
  return {
    status: answer.statusCode,
    headers: answer.headers,
    text: answer.body,
    json: answer.body && /json/.test(String(answer.headers['content-type'])) ? answer.json() : null,
  };
}

const texts = async () =>
  (await sql<{ text: string }>`select text from trial order by id`.execute(database.db)).rows.map(({ text }) => text);

describe('an answer', () => {
  test('is given after it was committed, with its version as ETag, and is never stored on the way', async () => {
    const made = await ask('POST', '/trials', { as: 'writer', body: { text: '  井盖  ' } });
    expect(made).toMatchObject({
      status: 201,
      json: { version: 1 },
      headers: { etag: '"1"', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
    });
    expect(await texts()).toEqual(['井盖']);
    expect(writes).toBe(1);
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('of reading pokes nobody', async () => {
    expect(await ask('GET', '/trials?limit=3', { as: 'reader' })).toMatchObject({
      status: 200,
      json: { texts: [], limit: 3 },
    });
    expect(writes).toBe(0);
  });

  test('may be nothing, or a file that is neither guessed at nor run', async () => {
    expect(await ask('DELETE', '/trials/1', { as: 'writer' })).toMatchObject({ status: 204, text: '' });
    expect(await ask('GET', '/files/list')).toMatchObject({
      status: 200,
      text: 'a,b\n1,2\n',
      headers: {
        'content-type': 'text/csv; charset=utf-8',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('案卷 1.csv')}`,
      },
    });
    expect((await ask('GET', '/files/kept')).headers['cache-control']).toBe('private, max-age=60, immutable');
  });

  test('forbids scripts of others and being framed', async () => {
    const { headers } = await ask('GET', '/open');
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['content-security-policy']).not.toContain("script-src 'unsafe");
  });
});

describe('a refusal', () => {
  test('is a problem of RFC 9457 in the asked language: code, sentence, what would be right, and the request’s number', async () => {
    const zh = await ask('POST', '/trials/1/refused', { as: 'writer' });
    expect(zh.headers['content-type']).toMatch('application/problem+json');
    expect(zh.json).toEqual({
      type: '/api/problems/tooLate',
      title: '现在不能这样做',
      status: 409,
      code: 'tooLate',
      detail: '太晚了',
      right: '早些来',
      instance: zh.headers['x-request-id'],
    });
    const en = await ask('POST', '/trials/1/refused', {
      as: 'writer',
      headers: { 'accept-language': 'en-GB,en;q=0.9,zh;q=0.8' },
    });
    expect(en.json).toMatchObject({ title: 'Not possible now', detail: 'too late', right: 'come earlier' });
  });

  test('takes back what was half done', async () => {
    await ask('POST', '/trials/1/refused', { as: 'writer' });
    expect(await texts()).toEqual([]);
    expect(writes).toBe(0);
  });

  test('names each field that is wrong, in the asked language', async () => {
    const zh = await ask('POST', '/trials', { as: 'writer', body: { text: '', limit: { amount: -1 } } });
    expect(zh).toMatchObject({
      status: 422,
      json: { code: 'invalidInput', errors: [{ path: 'text' }, { path: 'limit.amount' }] },
    });
    const en = await ask('POST', '/trials', { as: 'writer', body: { text: '' }, headers: { 'accept-language': 'en' } });
    expect(zh.json.errors[0].message).toMatch(/\p{Script=Han}/u);
    expect(en.json.errors[0].message).not.toMatch(/\p{Script=Han}/u);
    expect((await ask('GET', '/trials?limit=99', { as: 'reader' })).json.errors[0].path).toBe('query.limit');
    expect((await ask('POST', '/trials', { as: 'writer', body: { text: '好的', bribe: 1 } })).status).toBe(422);
  });

  test.each([
    ['nobody', undefined, 401, 'notSignedIn'],
    ['somebody unknown', 'stranger', 401, 'notSignedIn'],
    ['an officer without the permission', 'reader', 403, 'notPermitted'],
  ])('to %s comes before the content is looked at', async (_who, as, status, code) => {
    const answer = await ask('POST', '/trials', { ...(as ? { as } : {}), raw: '{"text": 1}' });
    expect(answer).toMatchObject({ status, json: { code } });
    expect(answer.headers['content-type']).toMatch('application/problem+json');
  });

  test('of an unknown address, a wrong method, an unreadable address', async () => {
    expect(await ask('GET', '/nothing?q=13800001234')).toMatchObject({
      status: 404,
      json: { code: 'unknownAddress', detail: expect.not.stringContaining('1380') },
    });
    expect(await ask('PATCH', '/trials/1', { as: 'writer' })).toMatchObject({
      status: 405,
      json: { code: 'methodNotAllowed' },
      headers: { allow: 'PUT, DELETE' },
    });
    expect(await ask('DELETE', '/trials/')).toMatchObject({ status: 405, headers: { allow: 'POST, GET' } });
    const bad = await ask('GET', '/trials/%zz');
    expect(bad).toMatchObject({ status: 400, json: { code: 'badRequest' } });
    expect(bad.headers['content-type']).toMatch('application/problem+json');
  });

  test.each([
    ['no JSON', { raw: '{"text": ' }, 422, 'notJson'],
    [
      'another type',
      { raw: 'text=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'unsupportedType',
    ],
    ['too much', { raw: JSON.stringify({ text: 'x'.repeat(6000) }) }, 413, 'tooLarge'],
    ['a list', { raw: '[]' }, 422, 'invalidInput'],
    ['nothing', {}, 422, 'invalidInput'],
    ['a character that cannot be kept', { body: { text: 'a\u0000b' } }, 422, 'badCharacter'],
    ['half of a surrogate pair', { body: { text: 'a\ud800b' } }, 422, 'badCharacter'],
    ['such a character in a name', { body: { text: 'ab', 'c\udc00': 1 } }, 422, 'badCharacter'],
    ['nested without end', { raw: `{"text": "ab", "x": ${'['.repeat(2400)}${']'.repeat(2400)}}` }, 422, 'tooDeep'],
    ['plain text', { raw: '{"text": "ab"}', headers: { 'content-type': 'text/plain' } }, 415, 'unsupportedType'],
  ] as [string, Ask, number, string][])('of a body that is %s', async (_what, what, status, code) => {
    expect(await ask('POST', '/trials', { as: 'writer', ...what })).toMatchObject({ status, json: { code, status } });
    expect(logged).toEqual([]);
  });

  test('says where the character stands that cannot be kept; a whole pair can be', async () => {
    const answer = await ask('POST', '/trials', { as: 'writer', raw: '{"text": "ab", "limit": {"note": "\\uDC00"}}' });
    expect(answer.json.errors).toMatchObject([{ path: 'limit.note' }]);
    expect(await ask('POST', '/trials', { as: 'writer', raw: '{"text": "\\ud83d\\udea7路"}' })).toMatchObject({
      status: 201,
    });
    expect(await texts()).toEqual(['🚧路']);
  });

  test('of a fault is a number and no detail; the detail is in the log, and nothing is half done', async () => {
    const answer = await ask('POST', '/trials/fault', { as: 'writer' });
    expect(answer).toMatchObject({ status: 500, json: { code: 'fault' } });
    expect(answer.text).not.toContain('secret');
    expect(logged).toMatchObject([
      { level: 'error', request: answer.headers['x-request-id'], error: expect.stringContaining('secret detail') },
    ]);
    expect(await texts()).toEqual([]);
  });
});

describe('a change of what somebody saw', () => {
  const put = (headers: Record<string, string>) =>
    ask('PUT', '/trials/1', { as: 'writer', body: { text: '改' + '了' }, headers });

  test('needs If-Match, in any of its spellings', async () => {
    expect(await put({})).toMatchObject({ status: 428, json: { code: 'versionMissing' } });
    expect(await put({ 'if-match': '*' })).toMatchObject({ status: 428 });
    for (const spelling of ['"3"', 'W/"3"', '3'])
      expect(await put({ 'if-match': spelling })).toMatchObject({
        status: 200,
        json: { version: 4 },
        headers: { etag: '"4"' },
      });
  });

  test('is refused if it was another version, saying which it is now', async () => {
    expect(await put({ 'if-match': '"2"' })).toMatchObject({
      status: 412,
      json: { code: 'changed', facts: { version: 3 } },
    });
  });
});

describe('a POST with an Idempotency-Key', () => {
  const post = (key: string, text: string, as = 'writer') =>
    ask('POST', '/trials', { as, body: { text }, headers: { 'idempotency-key': key } });

  test('is done once, and answered the same the second time', async () => {
    const first = await post('key-00001', '一次');
    const second = await post('key-00001', '一次');
    expect(second).toMatchObject({ status: 201, json: first.json, headers: { etag: '"1"' } });
    expect(await texts()).toEqual(['一次']);
  });

  test('sent twice at the same moment is done once', async () => {
    const answers = await Promise.all(Array.from({ length: 4 }, () => post('key-00002', '同时')));
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    expect(new Set(answers.map(({ json }) => json.id)).size).toBe(1);
    expect(await texts()).toEqual(['同时']);
  });

  test('and another content is refused; another officer’s same key is another key', async () => {
    await post('key-00003', '甲甲');
    expect(await post('key-00003', '乙乙')).toMatchObject({ status: 409, json: { code: 'idempotencyKeyReused' } });
    expect(await post('key-00003', '乙乙', 'otherWriter')).toMatchObject({ status: 201 });
    expect(await texts()).toEqual(['甲甲', '乙乙']);
  });

  test('that was refused may be tried again with the same key', async () => {
    const refused = () =>
      ask('POST', '/trials/1/refused', { as: 'writer', headers: { 'idempotency-key': 'key-00004' } });
    expect((await refused()).json.code).toBe('tooLate');
    expect((await refused()).json.code).toBe('tooLate');
    expect(await post('key-00004', '重来')).toMatchObject({ status: 201 });
  });

  test('whose key is too short, too long or unreadable is refused', async () => {
    for (const key of ['short', 'x'.repeat(129), 'with space in it'])
      expect(await post(key, '好的')).toMatchObject({ status: 422, json: { code: 'badIdempotencyKey' } });
  });

  test('whose answer holds a secret keeps all but the secret', async () => {
    const make = () => ask('POST', '/secrets', { as: 'reader', headers: { 'idempotency-key': 'key-00005' } });
    expect((await make()).json).toEqual({ secret: 'only once', name: 'token' });
    expect((await make()).json).toEqual({ secret: null, name: 'token' });
    const { rows } = await sql<{ body: string }>`select body from http_answer where key = 'key-00005'`.execute(
      database.db,
    );
    expect(rows[0]?.body).not.toContain('only once');
  });

  test('is forgotten after three days', async () => {
    await post('key-00006', '旧的');
    await sql`update http_answer set created_at = now() - interval '73 hours' where key = 'key-00006'`.execute(
      database.db,
    );
    await transact(database.db, forgetOldAnswers);
    await post('key-00006', '旧的');
    expect(await texts()).toEqual(['旧的', '旧的']);
  });
});

describe('files', () => {
  const BOUNDARY = 'boundary7';
  const part = (head: string, content: string) =>
    `--${BOUNDARY}\r\ncontent-disposition: form-data; ${head}\r\n\r\n${content}\r\n`;
  const send = (...parts: string[]) =>
    ask('POST', '/files', {
      as: 'writer',
      raw: Buffer.from(`${parts.join('')}--${BOUNDARY}--\r\n`, 'latin1'),
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });

  test('come with their field, name and bytes, beside JSON in the field json', async () => {
    const answer = await send(
      part('name="json"', '{"note": "two"}'),
      part('name="photo"; filename="a.jpg"', '\xff\xd8\x00'),
      part('name="photo"; filename="b.jpg"', 'b'),
    );
    expect(answer.json).toEqual({
      note: 'two',
      files: [
        { field: 'photo', name: 'a.jpg', bytes: '\xff\xd8\x00' },
        { field: 'photo', name: 'b.jpg', bytes: 'b' },
      ],
    });
  });

  test('too large, too many, or beside something that is no JSON are refused', async () => {
    expect(await send(part('name="photo"; filename="a.jpg"', 'x'.repeat(1001)))).toMatchObject({
      status: 413,
      json: { code: 'tooLarge' },
    });
    expect(
      await send(...Array.from({ length: 11 }, (_, i) => part(`name="photo"; filename="${i}.jpg"`, 'x'))),
    ).toMatchObject({ status: 413 });
    expect(await send(part('name="json"', '{nonsense'))).toMatchObject({ status: 422, json: { code: 'notJson' } });
  });

  test('sent again under their key are answered as before; other files under the same key are refused', async () => {
    const under = (...bytes: string[]) =>
      ask('POST', '/files', {
        as: 'writer',
        raw: Buffer.from(
          `${bytes.map((content) => part('name="photo"; filename="a.jpg"', content)).join('')}--${BOUNDARY}--\r\n`,
        ),
        headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}`, 'idempotency-key': 'key-of-files' },
      });
    const first = await under('one', 'two');
    expect(await under('one', 'two')).toMatchObject({ status: first.status, json: first.json });
    for (const others of [['one'], ['onetwo'], ['one', 'twO'], ['two', 'one'], ['on', 'etwo']])
      expect(await under(...others)).toMatchObject({ status: 409, json: { code: 'idempotencyKeyReused' } });
  });

  test('that break off are refused, not taken for whole', async () => {
    const raw = Buffer.from(part('name="photo"; filename="a.jpg"', 'x').slice(0, -4));
    const answer = await ask('POST', '/files', {
      as: 'writer',
      raw,
      headers: { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` },
    });
    expect(answer).toMatchObject({ status: 422, json: { code: 'brokenUpload' } });
    expect(logged).toEqual([]);
  });
});

test('what the database cannot do for the moment is answered as that, to be tried again', async () => {
  const broken = await buildHttp(routes, [], {
    db: database.db,
    identify: async () => null,
    clock: Date.now,
    afterWrite: () => {},
    logger: (line) => logged.push(line),
  });
  broken.get('/api/away', async () => Promise.reject(Object.assign(new Error('gone'), { code: '57P01' })));
  broken.get('/api/busy', async () => Promise.reject(Object.assign(new Error('deadlock'), { code: '40P01' })));
  for (const [url, code] of [
    ['/api/away', 'databaseAway'],
    ['/api/busy', 'busy'],
  ] as const) {
    const answer = await broken.inject({ url });
    expect(answer.statusCode).toBe(503);
    expect(answer.json().code).toBe(code);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
  }
  await broken.close();
});
