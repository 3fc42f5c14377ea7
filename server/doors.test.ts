import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routes } from './app.ts';
import { right, type Schema } from './bad-input.fixture.ts';
import { type Db, openDb, transact } from './kernel/db.ts';
import type { AnyRoute } from './kernel/http.ts';
import { instant } from './kernel/instant.ts';
import { createAccounts } from './modules/accounts/commands.ts';
import { type Role, roleNames, rolePermissions } from './modules/accounts/roles.ts';
import { hashPassword } from './modules/accounts/secrets.ts';
import { addJurisdiction, addUnits } from './modules/organisation/commands.ts';
import { listUnits } from './modules/organisation/store.ts';
import { PASSWORD, startTestServer, type TestServer } from './testing.ts';

/**
 * Every door, tried by everybody: each route by each role, in the own district and from another one, with records of
 * one's own, of another unit and of nobody. Made from the routes themselves, so a new one is tried without being told of.
 */
const NOBODY = '01900000-0000-7000-8000-000000000000';
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** These end the very session that asks; they are tried last. */
const LEAVING = new Set(['DELETE /session', 'DELETE /sessions']);

interface Asked {
  status: number;
  text: string;
  json: { code?: string; [more: string]: unknown };
}
type Who = (method: string, path: string, body?: unknown, version?: number) => Promise<Asked>;

let server: TestServer;
let here: Map<Role, Who>;
let elsewhere: Map<Role, Who>;
let unitOfficer: Who;
let inspector: Who;
let idsHere: Set<string>;
let db: Db;
let close: () => Promise<void>;

const nameOf = ({ method, path }: AnyRoute) => `${method} ${path}`;

const cookies = new Map<Who, string>();

function asker(cookie: string): Who {
  const who: Who = async (method, path, body, version = 1) => {
    const changes = method !== 'GET';
    const answer = await fetch(`${server.url}/api${path}`, {
      method,
      headers: {
        ...(cookie ? { cookie } : {}),
        ...(changes ? { 'content-type': 'application/json', 'if-match': `"${version}"` } : {}),
      },
      ...(changes ? { body: JSON.stringify(body ?? {}) } : {}),
    });
    const text = await answer.text();
    const isJson = /[/+]json/.test(answer.headers.get('content-type') ?? '') && text.startsWith('{');
    return { status: answer.status, text, json: isJson ? JSON.parse(text) : {} };
  };
  cookies.set(who, cookie);
  return who;
}

async function signIn(username: string): Promise<Who> {
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(`${username}: ${await answer.text()}`);
  return asker(answer.headers.getSetCookie()[0]?.split(';')[0] ?? '');
}

/** Who of the demo's officers in this role has most cases: on many a day the first of them has none. */
async function busiest(home: Db, role: 'unitOfficer' | 'inspector'): Promise<string> {
  const own = {
    unitOfficer: sql`f.unit_id = u.unit_id`,
    inspector: sql`(f.inspector_id = u.id or f.reported_by = u.id)`,
  }[role];
  const { rows } = await sql<{ username: string }>`select u.username from account_user u
    join case_file f on f.jurisdiction_id = u.jurisdiction_id and ${own}
    where u.jurisdiction_id = 1 and ${role} = any (u.roles) group by u.username order by count(*) desc, 1 limit 1`.execute(
    home,
  );
  if (!rows[0]) throw new Error(`no ${role} has a case`);
  return rows[0].username;
}

beforeAll(async () => {
  server = await startTestServer({ days: 31, perDay: 2 });
  const opened = openDb(server.databaseUrl, { size: 2 });
  const now = instant(Date.now());
  const passwordHash = await hashPassword(PASSWORD);
  await transact(opened.db, async (tx) => {
    const name = { zh: '别区', en: 'Elsewhere' };
    const other = await addJurisdiction(tx, {
      code: 'elsewhere',
      name,
      timeZone: 'Asia/Shanghai',
      division: null,
      demo: true,
    });
    const [foreign] = await addUnits(tx, other.id, [{ code: 'a', name, kind: 'department', group: 'a' }], now);
    const [unit] = await listUnits(tx, 1, { limit: 1 });
    for (const [id, code, unitId] of [
      [1, 'here', unit!.id],
      [other.id, 'there', foreign!.id],
    ] as const) {
      const made = roleNames.map((role) => ({
        username: `${code}.${role}`,
        name: code,
        unitId,
        roles: [role],
        passwordHash,
      }));
      await createAccounts(tx, id, made, now);
    }
  });
  const all = async (code: string) =>
    new Map(await Promise.all(roleNames.map(async (role) => [role, await signIn(`${code}.${role}`)] as const)));
  [here, elsewhere, unitOfficer, inspector] = await Promise.all([
    all('here'),
    all('there'),
    busiest(opened.db, 'unitOfficer').then(signIn),
    busiest(opened.db, 'inspector').then(signIn),
  ]);
  ({ db, close } = opened);
  idsHere = new Set();
  for (const table of new Set(Object.values(tables))) {
    const { rows } = await sql<{
      id: string;
    }>`select id::text from ${sql.table(table)} where jurisdiction_id = 1`.execute(db);
    for (const { id } of rows) idsHere.add(id);
  }
});
afterAll(async () => {
  await close?.();
  await server?.stop();
});

/** Runs the tries some at a time and gives the sentences of those that found something. */
async function faultsOf<T>(tries: readonly T[], attempt: (one: T) => Promise<string | null>): Promise<string[]> {
  const faults: string[] = [];
  const queue = [...tries];
  const worker = async () => {
    for (let one = queue.shift(); one !== undefined; one = queue.shift()) {
      const fault = await attempt(one);
      if (fault) faults.push(fault);
    }
  };
  await Promise.all(Array.from({ length: 8 }, worker));
  return faults.sort();
}

const filled = (path: string, id = NOBODY) =>
  path.replace(':object', 'unit').replace(':action', 'addNote').replace(/:\w+/g, encodeURIComponent(id));

const isOpenTo = (role: Role, { permission }: AnyRoute) =>
  permission === 'public' || permission === 'signedIn' || rolePermissions[role].includes(permission);

describe('every route, by every role', () => {
  const staying = routes.filter((route) => !LEAVING.has(nameOf(route)));

  test('opens to the roles that hold its permission, and to no other', async () => {
    const tries = staying.flatMap((route) => roleNames.map((role) => ({ route, role })));
    expect(tries.length).toBeGreaterThan(1000);
    const faults = await faultsOf(tries, async ({ route, role }) => {
      const { status, json } = await here.get(role)!(route.method, filled(route.path));
      const shut = status === 401 || (status === 403 && json.code === 'notPermitted');
      if (status >= 500) return `${nameOf(route)} fails for ${role}: ${status}`;
      if (isOpenTo(role, route)) {
        const signsIn = route.path.startsWith('/session') && route.permission === 'public';
        return shut && !signsIn ? `${nameOf(route)} is shut to ${role}: ${status} ${json.code}` : null;
      }
      return status === 403 && json.code === 'notPermitted' ? null : `${nameOf(route)} is open to ${role}: ${status}`;
    });
    expect(faults).toEqual([]);
  });

  test('opens to nobody who is not signed in, and to no token beyond its scopes', async () => {
    const nobody = asker('');
    const guarded = staying.filter(({ permission }) => permission !== 'public');
    const made = await here.get('shiftLeader')!('POST', '/tokens', { name: '试', scopes: ['case.note'], days: 1 });
    const secret = String(made.json.secret);
    const faults = await faultsOf(guarded, async (route) => {
      const path = filled(route.path);
      const { status } = await nobody(route.method, path);
      const token = await fetch(`${server.url}/api${path}`, {
        method: route.method,
        headers: { authorization: `Bearer ${secret}` },
      });
      await token.arrayBuffer();
      if (status !== 401) return `${nameOf(route)} answers nobody with ${status}`;
      return route.permission !== 'signedIn' && token.status !== 403
        ? `${nameOf(route)} answers a token with ${token.status}`
        : null;
    });
    expect(faults).toEqual([]);
  });
});

/** What a request needs beside the id, so that it is the record that is refused and not the input. */
const bodies: Record<string, object> = {
  'POST /cases/:id/actions/:action': { text: '现场已看过' },
  'POST /cases/:id/reporter': { reason: '核实情况' },
  'PUT /accounts/:id/roles': { roles: ['leader'] },
  'PATCH /accounts/:id': { active: true },
  'PATCH /uptime/rooms/:id': { temperature: { from: 18, to: 27 } },
  'POST /surveys/:id/links': { kind: 'kiosk', label: '大厅', count: 1, origin: 'https://city.example' },
};

/** The same answer but for the number of the request and the id that was asked for. */
const without = ({ status, text }: Asked, id: string) =>
  `${status} ${text.replaceAll(id, '').replace(/"instance":"[^"]*"/, '')}`;

/** Where the records lie of which a route knows one by its id: the longest beginning of its address counts. */
const tables: Record<string, string> = {
  '/cases/': 'case_file',
  '/personal-data/cases/': 'case_file',
  '/files/': 'case_photo',
  '/units/': 'organisation_unit',
  '/accounts/': 'account_user',
  '/sessions/': 'account_session',
  '/tokens/': 'account_token',
  '/calendar/closures/': 'calendar_closure',
  '/catalogue/categories/': 'catalogue_category',
  '/catalogue/conditions/': 'catalogue_condition',
  '/catalogue/responsibilities/': 'catalogue_responsibility',
  '/tasks/': 'office_task',
  '/meetings/': 'office_meeting',
  '/uptime/subjects/': 'uptime_subject',
  '/uptime/probes/': 'uptime_probe',
  '/uptime/rooms/': 'uptime_room',
  '/uptime/incidents/': 'uptime_incident',
  '/uptime/maintenance/': 'uptime_maintenance',
  '/uptime/corrections/': 'uptime_correction',
  '/uptime/inspections/': 'uptime_inspection',
  '/staff/quotas/': 'staff_quota',
  '/staff/engagements/': 'staff_engagement',
  '/assets/': 'staff_asset',
  '/surveys/': 'staff_survey',
  '/budgets/': 'budget_year',
  '/payments/': 'budget_payment',
  '/classification/amendments/': 'budget_code',
  '/targets/plans/': 'targets_plan',
  '/targets/rounds/': 'targets_monitoring',
  '/targets/evaluations/': 'targets_evaluation',
  '/targets/assessments/': 'targets_assessment',
  '/publications/': 'publication_document',
  '/publication-templates/': 'publication_template',
};

/** A record of this district for a route with an id, straight from its table. */
async function recordFor(route: AnyRoute): Promise<string | null> {
  const table = tables[route.path.slice(0, route.path.indexOf(':'))];
  if (!table) throw new Error(`nobody said where the records of ${route.path} lie`);
  const { rows } = await sql<{ id: string }>`select id::text from ${sql.table(table)}
    where jurisdiction_id = 1 order by id limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

interface Operation {
  parameters: { name: string; schema: Schema & { enum?: string[] } }[];
  requestBody?: { content: { 'application/json'?: { schema: Schema } } };
}

/** A request that the API document takes, so that it is the record that is refused and not the input. */
function requestFor(route: AnyRoute, document: { paths: Record<string, Record<string, Operation>> }) {
  const operation = document.paths[`/api${route.path.replace(/:(\w+)/g, '{$1}')}`]?.[route.method.toLowerCase()];
  const choice = (name: string) => operation?.parameters.find((one) => one.name === name)?.schema.enum?.[0] ?? NOBODY;
  const wanted = right(operation?.requestBody?.content['application/json']?.schema ?? { type: 'object' });
  const body = { ...(wanted as object), ...bodies[nameOf(route)] };
  return (id: string) => ({
    path: route.path.replace(/:(\w+)/g, (_, name: string) => (name === 'id' ? id : choice(name))),
    body: operation?.requestBody ? body : {},
  });
}

describe('a record of another district', () => {
  test('is answered like one that does not exist', async () => {
    const document = JSON.parse((await here.get('leader')!('GET', '/openapi.json')).text);
    const withId = routes.filter(({ path, permission }) => /^[^:]*\/:id/.test(path) && permission !== 'public');

    const tried = new Set<string>();
    const faults = await faultsOf(withId, async (route) => {
      const id = await recordFor(route);
      const role = roleNames.find((one) => isOpenTo(one, route));
      if (!id || !role) return null;
      tried.add(nameOf(route));
      const request = requestFor(route, document);
      const ask = (asked: string) => {
        const { path, body } = request(asked);
        return elsewhere.get(role)!(route.method, path, body);
      };
      const [there, nowhere] = [await ask(id), await ask(NOBODY)];
      // A version is compared first where a record that is not there has one too: 0.
      const hidden = there.status === 404 || there.status === 412;
      return hidden && without(there, id) === without(nowhere, NOBODY)
        ? null
        : `${nameOf(route)}: ${there.status} ${there.text} / ${nowhere.status} ${nowhere.text}`;
    });
    expect(faults).toEqual([]);
    // Of a few kinds the demo of a month keeps no record.
    expect(withId.length - tried.size).toBeLessThan(12);
    for (const name of ['GET /cases/:id', 'POST /cases/:id/reporter', 'GET /accounts/:id', 'PATCH /units/:id'])
      expect(tried).toContain(name);
  });

  test('is in no list, count, search or export, whoever asks there', async () => {
    const lists = routes.filter(({ method, path }) => method === 'GET' && !path.includes(':'));
    const tries = lists.flatMap((route) =>
      roleNames.filter((role) => isOpenTo(role, route)).map((role) => ({ route, role })),
    );
    const faults = await faultsOf(tries, async ({ route, role }) => {
      const { text } = await elsewhere.get(role)!('GET', route.path);
      const leaked = [...text.matchAll(UUID)].map(([id]) => id).find((id) => idsHere.has(id));
      return leaked ? `${nameOf(route)} shows ${role} of another district ${leaked}` : null;
    });
    expect(faults).toEqual([]);
    const counts = await elsewhere.get('shiftLeader')!('GET', '/cases/counts');
    expect(counts.text).not.toMatch(/[1-9]/);
  });
});

test('a task of other units is answered to a unit officer like one that does not exist, by every route of a task', async () => {
  const document = JSON.parse((await here.get('leader')!('GET', '/openapi.json')).text);
  const tasksOf = async (who: Who) => (await who('GET', '/tasks')).json.items as { id: string }[];
  const mine = new Set((await tasksOf(unitOfficer)).map(({ id }) => id));
  const strange = (await tasksOf(here.get('leader')!)).filter(({ id }) => !mine.has(id));
  expect(strange.length).toBeGreaterThan(2);
  const ofTasks = routes.filter((route) => route.path.startsWith('/tasks/:id') && isOpenTo('unitOfficer', route));
  expect(ofTasks.length).toBeGreaterThan(3);
  const tries = strange.flatMap(({ id }) => ofTasks.map((route) => ({ id, route })));
  const faults = await faultsOf(tries, async ({ id, route }) => {
    const request = requestFor(route, document);
    const ask = (asked: string) => {
      const { path, body } = request(asked);
      return unitOfficer(route.method, path, body);
    };
    const [there, nowhere] = [await ask(id), await ask(NOBODY)];
    return there.status === 404 && without(there, id) === without(nowhere, NOBODY)
      ? null
      : `${nameOf(route)}: ${there.status} ${there.text}`;
  });
  expect(faults).toEqual([]);
});

describe.each(['unit officer', 'inspector'] as const)('a case that is not the business of the %s', (which) => {
  let self: Who;
  let all: string[];
  let mine: Set<string>;

  async function listed(who: Who, query = ''): Promise<string[]> {
    const found: string[] = [];
    for (let next: unknown = ''; next !== null; ) {
      const { json } = await who(
        'GET',
        `/cases?limit=50${query}${next ? `&cursor=${encodeURIComponent(String(next))}` : ''}`,
      );
      found.push(...(json.cases as { id: string }[]).map(({ id }) => id));
      next = json.next ?? null;
    }
    return found;
  }

  beforeAll(async () => {
    self = which === 'inspector' ? inspector : unitOfficer;
    all = await listed(here.get('shiftLeader')!);
    mine = new Set(await listed(self));
  });

  test('is answered like one that does not exist, by every route of a case', async () => {
    expect(mine.size).toBeGreaterThan(0);
    expect(mine.size).toBeLessThan(all.length);
    const role = which === 'inspector' ? 'inspector' : 'unitOfficer';
    const ofCases = routes.filter((route) => route.path.startsWith('/cases/:id') && isOpenTo(role, route));
    expect(ofCases.length).toBeGreaterThan(4);
    const strange = all.filter((id) => !mine.has(id)).slice(0, 12);
    const faults = await faultsOf(
      strange.flatMap((id) => ofCases.map((route) => ({ id, route }))),
      async ({ id, route }) => {
        const ask = (asked: string) => self(route.method, filled(route.path, asked), bodies[nameOf(route)]);
        const [there, nowhere] = [await ask(id), await ask(NOBODY)];
        // A version is compared first where a record that is not there has one too: 0.
        const hidden = there.status === 404 || there.status === 412;
        return hidden && without(there, id) === without(nowhere, NOBODY)
          ? null
          : `${nameOf(route)}: ${there.status} ${there.text}`;
      },
    );
    expect(faults).toEqual([]);
  });

  test('is in no list, map, search or count: each shows just the cases that can be opened', async () => {
    const faults = await faultsOf(all, async (id) => {
      const { status } = await self('GET', `/cases/${id}`);
      return (status === 200) === mine.has(id)
        ? null
        : `${id} is ${mine.has(id) ? 'listed' : 'not listed'}, but answers ${status}`;
    });
    expect(faults).toEqual([]);
    for (const path of [
      '/cases/points',
      '/cases/counts',
      `/cases?text=${encodeURIComponent('路')}`,
      '/cases?order=newest',
    ]) {
      const { status, text } = await self('GET', path);
      expect([path, status]).toEqual([path, mine.size > 0 ? 200 : expect.toBeOneOf([200, 403])]);
      expect(
        [...text.matchAll(UUID)].map(([id]) => id).filter((id) => all.includes(id) && !mine.has(id)),
        path,
      ).toEqual([]);
    }
  });
});

/** Listens to live events and keeps what it heard. */
async function listen(who: Who): Promise<{ heard: () => string; stop: () => void }> {
  const ending = new AbortController();
  const answer = await fetch(`${server.url}/api/events`, {
    headers: { cookie: cookies.get(who) ?? '' },
    signal: ending.signal,
  });
  expect(answer.status).toBe(200);
  let text = '';
  const read = async () => {
    for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) text += chunk;
  };
  read().catch(() => undefined);
  await expect.poll(() => text).toContain('event: ready');
  return { heard: () => text, stop: () => ending.abort() };
}

describe('live events', () => {
  test('are told to who can open the case, and to nobody else', async () => {
    const leader = here.get('shiftLeader')!;
    const note = async (id: string) => {
      const { version } = (await leader('GET', `/cases/${id}`)).json;
      expect((await leader('POST', `/cases/${id}/actions/addNote`, { text: '已致电' }, Number(version))).status).toBe(
        200,
      );
    };
    const idsOf = async (who: Who) =>
      ((await who('GET', '/cases?limit=100')).json.cases as { id: string }[]).map(({ id }) => id);
    const mine = await idsOf(unitOfficer);
    const strange = (await idsOf(leader)).find((id) => !mine.includes(id));
    const listeners = await Promise.all([leader, unitOfficer, elsewhere.get('shiftLeader')!].map(listen));
    const [all, unit, far] = listeners.map(({ heard }) => heard);
    await note(strange!);
    await note(mine[0]!);
    await expect.poll(all!).toContain(strange);
    await expect.poll(unit!).toContain(mine[0]);
    expect(unit!()).not.toContain(strange);
    expect(far!()).not.toContain('entry');
    for (const { stop } of listeners) stop();
  });
});

describe('leaving', () => {
  test('is open to every role, and shuts what was open', async () => {
    for (const role of roleNames) {
      expect((await here.get(role)!('DELETE', role < 'h' ? '/session' : '/sessions')).status).toBeLessThan(300);
      expect((await here.get(role)!('GET', '/session')).status).toBe(401);
    }
    expect(server.faults).toEqual([]);
  });
});
