import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bodiesFor, flawOf, lenienceOf, NOBODY, type Schema, wrongPlaces } from './bad-input.fixture.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * Whatever is sent instead of what the API document asks for, the answer is a problem that says what is wrong: never a
 * fault, never silence. The requests are made from the document itself, so a new route is tried without being told of.
 */
interface Operation {
  'x-permission': string;
  parameters?: { name: string; in: 'path' | 'query' | 'header'; required: boolean; schema: Schema }[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

/** One of each role, so that for every permission somebody can be asked. */
const USERNAMES = [
  'paiqian01',
  'zhibanzhang01',
  'zuoxi01',
  'jingban01',
  'jiandu01',
  'kaoping01',
  'caiwu01',
  'lingdao01',
];
const ADMINISTRATORS = ['xitong01', 'anquan01', 'shenji01'];
const WRONG_WORDS = ['', '0', '-1', '1e9', '%00', '%ED%A0%80', '2025-02-29', '9999-12-31T00:00:00Z', 'x'.repeat(500)];

let server: TestServer;
let officers: Officer[];
let paths: Record<string, Record<string, Operation>>;
let permissions: Map<Officer, Set<string>>;

const WRONG_HEADERS = ['', '""', '-1', '"1e9"', '"99999999999999999999"', '*', '"1", "2"', 'W/"x"', 'x'.repeat(500)];

beforeAll(async () => {
  server = await startTestServer({ days: 4 });
  officers = await Promise.all([...USERNAMES, ...ADMINISTRATORS].map((name) => server.as(name)));
  permissions = new Map();
  for (const officer of officers)
    permissions.set(officer, new Set((await officer.ask('GET', '/session')).body.permissions));
  paths = (await officers[0]?.ask('GET', '/openapi.json'))?.body.paths;
});
afterAll(() => server?.stop());

/** Whoever it is open to; there is somebody for every route. */
function whoMay(permission: string): Officer {
  const found = officers.find(
    (one) => permission === 'signedIn' || permission === 'public' || permissions.get(one)?.has(permission),
  );
  if (!found) throw new Error(`nobody here may ${permission}`);
  return found;
}

describe('instead of what is asked for, anything may be sent', () => {
  test('to every address that takes a body', async () => {
    const flaws: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        // The form of an action is its record's: `bad-forms.test.ts`.
        if (!operation.requestBody || path.includes('{action}')) continue;
        const officer = whoMay(operation['x-permission']);
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

  test('a parameter that the address does not know is refused with those it knows; one that comes twice is no list', async () => {
    let named = 0;
    for (const [path, operations] of Object.entries(paths)) {
      const operation = operations.get;
      if (!operation) continue;
      const officer = whoMay(operation['x-permission']);
      const address = path
        .replace('/api', '')
        .replace('{jurisdiction}', 'gulou')
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
          if (known.in === 'query') {
            expect(answer.body.right).toContain(known.name);
            named += 1;
          }
      }
    }
    expect(named).toBeGreaterThan(500);
    const [dispatcher] = officers as [Officer];
    expect((await dispatcher.ask('GET', '/cases?limit=2&limit=3')).status).toBe(422);
    expect((await dispatcher.ask('GET', '/cases?text=a&text=b')).body.errors[0].path).toBe('query.text');
    expect((await dispatcher.ask('GET', '/cases?state=closed&state=handling')).status).toBe(200);
  });

  test('in every address, behind every question mark and in every header that is read', async () => {
    const flaws: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        if (path === '/api/events') continue;
        const officer = whoMay(operation['x-permission']);
        for (const { name, in: where } of operation.parameters ?? []) {
          for (const word of where === 'header' ? WRONG_HEADERS : WRONG_WORDS) {
            const address = path.replace(/\{(\w+)\}/g, (_, one: string) => (one === name ? word || '%20' : NOBODY));
            const question = where === 'query' ? `?${name}=${word}` : '';
            asked += 1;
            const headers = { 'if-match': '"1"', ...(where === 'header' ? { [name]: word } : {}) };
            const flaw = flawOf(
              await officer.ask(method.toUpperCase(), `${address.replace('/api', '')}${question}`, {
                headers,
                ...(method === 'get' ? {} : { body: {} }),
              }),
            );
            if (flaw) flaws.push(`${method} ${address}${question} ${name}: ${word.slice(0, 40)}: ${flaw}`);
          }
        }
      }
    }
    expect(flaws).toEqual([]);
    expect(asked).toBeGreaterThan(2000);
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
