import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodiesFor, NOBODY, names, type Schema, wrongPlaces } from './bad-input.fixture.ts';
import { type Answer, type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * Whatever is sent instead of what the API document asks for, the answer is a problem that says what is wrong: never a
 * fault, never silence. The requests are made from the document itself, so a new route is tried without being told of.
 */
interface Operation {
  'x-permission': string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

interface Row {
  from: string[];
  by: string;
  system: boolean;
  form: Schema;
}

/** One of each role, so that for every permission somebody can be asked. */
const USERNAMES = ['paiqian01', 'zhibanzhang01', 'zuoxi01', 'jingban01', 'jiandu01', 'kaoping01', 'caiwu01'];
const ADMINISTRATORS = ['xitong01', 'anquan01', 'shenji01'];
/** Changing a password in this test would shut its own officers out; `sign-in.test.ts` tries those two. */
const NOT_ASKED = new Set(['/api/session', '/api/session/password']);

const WRONG_WORDS = ['', '0', '-1', '1e9', '%00', '%ED%A0%80', '2025-02-29', '9999-12-31T00:00:00Z', 'x'.repeat(500)];

let server: TestServer;
let officers: Officer[];
let paths: Record<string, Record<string, Operation>>;
let permissions: Map<Officer, Set<string>>;

beforeAll(async () => {
  server = await startTestServer({ days: 4 });
  officers = await Promise.all([...USERNAMES, ...ADMINISTRATORS].map((name) => server.as(name)));
  permissions = new Map();
  for (const officer of officers)
    permissions.set(officer, new Set((await officer.ask('GET', '/session')).body.permissions));
  paths = (await officers[0]?.ask('GET', '/openapi.json'))?.body.paths;
});
afterAll(() => server?.stop());

const whoMay = (permission: string) =>
  officers.find((one) => permission === 'signedIn' || permissions.get(one)?.has(permission));

/** Done after all, or a problem in the words of RFC 9457. */
function flawOf(answer: Answer): string | null {
  if (answer.status < 400) return null;
  if (answer.status >= 500) return `${answer.status}`;
  const { code, title, detail, status } = answer.body;
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem && code && title && detail && status === answer.status ? null : `no problem: ${answer.body}`;
}

/** Taken although the document says that it is wrong, or refused without saying where. */
function lenienceOf({ status, body }: Answer, places: string[]): string | null {
  if (places.length === 0) return null;
  if (status < 400) return `${status}, but the document refuses ${places}`;
  if (body.code !== 'invalidInput' || names(body.errors ?? [], places)) return null;
  return `wrong in ${places}, but told is ${JSON.stringify(body.errors)}`;
}

describe('instead of what is asked for, anything may be sent', () => {
  test('to every address that takes a body', async () => {
    const flaws: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const officer = whoMay(operation['x-permission']);
        if (!operation.requestBody || !officer || NOT_ASKED.has(path) || path.includes('{action}')) continue;
        const address = path.replace('/api', '').replace(/\{\w+\}/g, NOBODY);
        const schema = operation.requestBody.content['application/json']?.schema;
        const wrongIn = wrongPlaces(schema);
        for (const body of bodiesFor(schema)) {
          asked += 1;
          const answer = await officer.ask(method.toUpperCase(), address, { body, version: 1 });
          const flaw = flawOf(answer) ?? lenienceOf(answer, wrongIn(body));
          if (flaw) flaws.push(`${method} ${path} ${JSON.stringify(body).slice(0, 200)}: ${flaw}`);
        }
      }
    }
    expect(flaws).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
    expect(server.faults).toEqual([]);
  });

  test('as the form of every action', async () => {
    const flaws: string[] = [];
    const [dispatcher] = officers as [Officer];
    const { actions } = (await dispatcher.ask('GET', '/lifecycles/case')).body as { actions: Record<string, Row> };
    for (const [name, { from, by, system, form }] of Object.entries(actions)) {
      const officer = whoMay(by);
      const [kase] = (await dispatcher.ask('GET', `/cases?limit=1&state=${from.join(',')}`)).body.cases;
      if (system || !officer || !kase) continue;
      let { version } = kase;
      for (const body of bodiesFor(form)) {
        const answer = await officer.ask('POST', `/cases/${kase.id}/actions/${name}`, { body, version });
        const flaw = flawOf(answer);
        if (flaw) flaws.push(`${name} ${JSON.stringify(body).slice(0, 200)}: ${flaw}`);
        // What was wrong for a machine may do for an officer; the next form is about the case as it is then.
        if (answer.status === 200) version = answer.body.version;
      }
    }
    expect(flaws).toEqual([]);
    expect(server.faults).toEqual([]);
  });

  test('a parameter that the address does not know is refused with those it knows; one that comes twice is no list', async () => {
    for (const [path, operations] of Object.entries(paths)) {
      const operation = operations.get;
      const officer = operation && whoMay(operation['x-permission']);
      if (!officer) continue;
      const address = path
        .replace('/api', '')
        .replace('{year}', '2026')
        .replace('{format}', 'pdf')
        .replace(/\{\w+\}/g, NOBODY)
        .replace('{object}', 'unit');
      for (const name of ['bribe', '__proto__', 'constructor', 'toString', 'Limit']) {
        const answer = await officer.ask('GET', `${address}?${name}=1`);
        if (answer.body.code === 'invalidInput' && path.includes('{object}')) continue;
        expect([path, answer.status, answer.body.code]).toEqual([path, 422, 'unknownParameter']);
        expect(answer.body.errors).toEqual([{ path: `query.${name}`, message: expect.any(String) }]);
        for (const known of operation.parameters ?? [])
          if (known.in === 'query') expect(answer.body.right).toContain(known.name);
      }
    }
    const [dispatcher] = officers as [Officer];
    expect((await dispatcher.ask('GET', '/cases?limit=2&limit=3')).status).toBe(422);
    expect((await dispatcher.ask('GET', '/cases?text=a&text=b')).body.errors[0].path).toBe('query.text');
    expect((await dispatcher.ask('GET', '/cases?state=closed&state=handling')).status).toBe(200);
  });

  test('in every address and behind every question mark', async () => {
    const flaws: string[] = [];
    for (const [path, operations] of Object.entries(paths)) {
      const operation = operations.get;
      const officer = operation && whoMay(operation['x-permission']);
      if (!officer || path === '/api/events') continue;
      for (const { name, in: where } of operation.parameters ?? []) {
        for (const word of WRONG_WORDS) {
          const address = path.replace(/\{(\w+)\}/g, (_, one: string) => (one === name ? word || '%20' : NOBODY));
          const question = where === 'query' ? `?${name}=${word}` : '';
          const flaw = flawOf(await officer.ask('GET', `${address.replace('/api', '')}${question}`));
          if (flaw) flaws.push(`${address}${question}: ${flaw}`);
        }
      }
    }
    expect(flaws).toEqual([]);
    expect(server.faults).toEqual([]);
  });
});

test('an address of any length and kind is answered', async () => {
  const long = 'x'.repeat(5000);
  for (const [address, status] of [
    [`/${long}`, 404],
    [`/assets/${long}`, 404],
    [`/api/${long}`, 404],
    [`/api/cases/${long}`, 404],
    ['/api', 404],
    ['/..%2f..%2fpackage.json', 404],
    ['/%zz', 400],
    ['/a%00b', 404],
  ] as const) {
    const answer = await fetch(`${server.url}${address}`);
    expect([address.slice(0, 40), answer.status]).toEqual([address.slice(0, 40), status]);
    expect(answer.headers.get('content-type')).toMatch('application/problem+json');
  }
  expect(server.faults).toEqual([]);
});
