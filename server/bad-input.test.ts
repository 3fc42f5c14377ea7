import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * Whatever is sent instead of what the API document asks for, the answer is a problem that says what is wrong: never a
 * fault, never silence. The requests are made from the document itself, so a new route is tried without being told of.
 */
type Json = Record<string, unknown>;
interface Schema {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  items?: Schema;
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
  format?: string;
  minItems?: number;
  minLength?: number;
  minimum?: number;
}
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

const NOBODY = '01900000-0000-7000-8000-000000000000';
/** One of each role, so that for every permission somebody can be asked. */
const USERNAMES = ['paiqian01', 'zhibanzhang01', 'zuoxi01', 'jingban01', 'jiandu01', 'kaoping01'];
const ADMINISTRATORS = ['xitong01', 'anquan01', 'shenji01'];
/** Changing a password in this test would shut its own officers out; `sign-in.test.ts` tries those two. */
const NOT_ASKED = new Set(['/api/session', '/api/session/password']);

const ABSENT = Symbol('absent');
const WRONG = [
  ABSENT,
  null,
  -1,
  1e308,
  true,
  '',
  'a\u0000b',
  'a\ud800b',
  'x'.repeat(5000),
  '2025-02-29',
  '__proto__',
  [[]],
  { constructor: 1 },
];
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

/** Something the schema allows, as small as can be. */
function right(schema: Schema | undefined): unknown {
  if (!schema) return 'x';
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = (schema.anyOf ?? schema.oneOf)?.[0];
  if (choice) return right(choice);
  if (schema.type === 'object')
    return Object.fromEntries((schema.required ?? []).map((name) => [name, right(schema.properties?.[name])]));
  if (schema.type === 'array') return Array.from({ length: schema.minItems ?? 0 }, () => right(schema.items));
  if (schema.type === 'boolean') return true;
  if (schema.type === 'number' || schema.type === 'integer') return Math.max(schema.minimum ?? 1, 1);
  if (schema.format === 'uuid') return NOBODY;
  return 'a'.repeat(schema.minLength ?? 4);
}

/** Every place of the schema: `['limit', 'amount']`, and of lists their first. */
function placesOf(schema: Schema | undefined, at: string[] = []): string[][] {
  if (!schema) return [];
  const within = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])].flatMap((one) => placesOf(one, at));
  const named = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => [
    [...at, name],
    ...placesOf(part, [...at, name]),
  ]);
  return [...within, ...named, ...placesOf(schema.items, [...at, '0'])];
}

function put(value: unknown, place: string[], wrong: unknown): unknown {
  const [name, ...rest] = place;
  if (name === undefined) return wrong;
  const isList = Array.isArray(value) || name === '0';
  const copy = (isList ? Object.assign([], value) : { ...(typeof value === 'object' ? value : {}) }) as Json;
  if (wrong === ABSENT && rest.length === 0) delete copy[name];
  else copy[name] = put(copy[name], rest, wrong);
  return copy;
}

function bodiesFor(schema: Schema | undefined): unknown[] {
  const start = right(schema);
  const places = [...new Map(placesOf(schema).map((place) => [place.join('.'), place])).values()];
  return [null, [], 'text', 7, {}, ...places.flatMap((place) => WRONG.map((wrong) => put(start, place, wrong)))];
}

/** Done after all, or a problem in the words of RFC 9457. */
function flawOf(answer: Answer): string | null {
  if (answer.status < 400) return null;
  if (answer.status >= 500) return `${answer.status}`;
  const { code, title, detail, status } = answer.body;
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json');
  return isProblem && code && title && detail && status === answer.status ? null : `no problem: ${answer.body}`;
}

describe('instead of what is asked for, anything may be sent', () => {
  test('to every address that takes a body', { timeout: 60_000 }, async () => {
    const flaws: string[] = [];
    let asked = 0;
    for (const [path, operations] of Object.entries(paths)) {
      for (const [method, operation] of Object.entries(operations)) {
        const officer = whoMay(operation['x-permission']);
        if (!operation.requestBody || !officer || NOT_ASKED.has(path) || path.includes('{action}')) continue;
        const address = path.replace('/api', '').replace(/\{\w+\}/g, NOBODY);
        for (const body of bodiesFor(operation.requestBody.content['application/json']?.schema)) {
          asked += 1;
          const flaw = flawOf(await officer.ask(method.toUpperCase(), address, { body, version: 1 }));
          if (flaw) flaws.push(`${method} ${path} ${JSON.stringify(body).slice(0, 200)}: ${flaw}`);
        }
      }
    }
    expect(flaws).toEqual([]);
    expect(asked).toBeGreaterThan(1000);
    expect(server.faults).toEqual([]);
  });

  test('as the form of every action', { timeout: 60_000 }, async () => {
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

  test('in every address and behind every question mark', { timeout: 60_000 }, async () => {
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
