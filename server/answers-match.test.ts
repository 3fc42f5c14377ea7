import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { answerChecker } from './answers.fixture.ts';
import { routes } from './app.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * Every answer of every test that asks through `testing.ts` is held against the API document. Here every address that
 * is read is read at least once, with what is really there and with what is not.
 */
const NOBODY = '01900000-0000-7000-8000-000000000000';
const OFFICERS = [
  'paiqian01',
  'zhibanzhang01',
  'zuoxi01',
  'jiandu01',
  'kaoping01',
  'caiwu01',
  'xitong01',
  'anquan01',
  'shenji01',
  'lingdao01',
];

/** What takes a word that is shown once, or a document that is out: read in their own tests. */
const ANSWERED_ELSEWHERE = new Set(['/public/surveys/:word', '/public/:jurisdiction/budget/:year']);

let server: TestServer;
let officers: Map<Officer, Set<string>>;
/** Something real for every parameter: by the name before it in the address. */
let real: Record<string, string>;

beforeAll(async () => {
  server = await startTestServer({ days: 31, perDay: 4 });
  const signedIn = await Promise.all(OFFICERS.map((name) => server.as(name)));
  officers = new Map();
  for (const one of signedIn) officers.set(one, new Set((await one.ask('GET', '/session')).body.permissions));
  const [dispatcher] = signedIn as [Officer];
  const leader = signedIn.at(-1) as Officer;
  const firstOf = async (path: string): Promise<string> => (await leader.ask('GET', path)).body.items[0]?.id ?? NOBODY;
  const [plan] = (await leader.ask('GET', '/targets/plans')).body.items;
  const unit = (await dispatcher.ask('GET', '/units')).body.items[0].id;
  const cases: { id: string }[] = (await dispatcher.ask('GET', '/cases?limit=100')).body.cases;
  const photos = await Promise.all(
    cases.map(async ({ id }) => (await dispatcher.ask('GET', `/cases/${id}/photos`)).body),
  );
  real = {
    cases: cases[0]?.id ?? '',
    categories: (await dispatcher.ask('GET', '/catalogue/categories')).body.items[0].category.id,
    files: photos.flatMap((one) => one.photos)[0]?.id ?? NOBODY,
    accounts: dispatcher.id,
    meetings: await firstOf('/meetings'),
    tasks: await firstOf('/tasks'),
    incidents: await firstOf('/uptime/incidents?from=2020-01-01&to=2099-12-31'),
    surveys: await firstOf('/surveys'),
    budgets: await firstOf('/budgets'),
    plans: plan.id,
    publications: await firstOf('/publications'),
    public: 'gulou',
    years: String(plan.year),
    budget: String(plan.year),
    indicators: 'W05',
    scores: 'unit',
    ':object': unit,
    categoryId: (await dispatcher.ask('GET', '/catalogue/categories')).body.items[0].category.id,
    scopeCode: '350199001001',
    object: 'unit',
    from: '2026-01-01',
    to: '2026-12-31',
    indicator: 'onTimeHandlingRate',
    part: 'of',
    year: String(plan.year),
    lon: '119.3',
    lat: '26.09',
  };
});
afterAll(() => server?.stop());

const whoMay = (permission: string) =>
  [...officers].find(([, held]) => permission === 'signedIn' || permission === 'public' || held.has(permission))?.[0];

function addressOf(path: string, found: Record<string, string>): string {
  const steps = path.split('/');
  return steps.map((step, at) => (step.startsWith(':') ? (found[steps[at - 1] ?? ''] ?? NOBODY) : step)).join('/');
}

describe('the answers are what the API document promises', () => {
  const read = routes.filter(({ method, answer }) => method === 'GET' && answer);

  test.each(read.map(({ path, permission }) => [path, permission]))('GET %s', async (path, permission) => {
    const officer = whoMay(permission);
    if (!officer) throw new Error(`nobody may ${permission}`);
    const plain = await officer.ask('GET', addressOf(path, real));
    const missing = plain.status === 422 ? (plain.body.errors as { path: string }[]) : [];
    const asked = missing.map((one) => one.path.replace('query.', '')).filter((name) => name in real);
    // Where one of two questions may be asked, neither is missing by name.
    const names = missing.some((one) => one.path === 'query') ? ['lon', 'lat'] : asked;
    const question = names.map((name) => `${name}=${real[name]}`).join('&');
    const answer = names.length > 0 ? await officer.ask('GET', `${addressOf(path, real)}?${question}`) : plain;
    // Whether the demo's document is out depends on the day of the year.
    expect(ANSWERED_ELSEWHERE.has(path) ? [200, 404] : [200], path).toContain(answer.status);
    await officer.ask('GET', `${addressOf(path, {})}?${question}`);
  });

  test('to nobody, and to who may not', async () => {
    const [someone] = [...officers.keys()] as [Officer];
    const nobody = { cookie: 'drumtower_session=none' };
    for (const { method, path, permission } of routes) {
      if (permission === 'public') continue;
      const { status } = await someone.ask(method, addressOf(path, {}), {
        headers: nobody,
        version: 1,
        body: undefined,
      });
      expect([path, status]).toEqual([path, 401]);
      const other = [...officers].find(([, held]) => permission !== 'signedIn' && !held.has(permission))?.[0];
      if (other) expect((await other.ask(method, addressOf(path, {}), { version: 1 })).status).toBe(403);
    }
  });

  test('and lead from the type of each problem to its meaning, for people and for programs', async () => {
    const [officer] = [...officers.keys()] as [Officer];
    const { body } = await officer.ask('GET', `/cases/${NOBODY}`);
    const told = await fetch(server.url + body.type);
    expect(await told.json()).toMatchObject({ code: 'unknownRecord', meaning: { zh: expect.any(String) } });
    const page = await fetch(server.url + body.type, { headers: { accept: 'text/html' } });
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(await page.text()).toContain('没有这份记录');
    expect((await fetch(`${server.url}/api/problems/__proto__`)).status).toBe(404);
  });
});

test('an answer that is not what the document promises is told', () => {
  const schema = { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] };
  const content = { 'application/json': { schema } };
  const flawOf = answerChecker({
    paths: { '/api/lamps/{id}': { get: { responses: { 200: { content } } } } },
    components: { responses: {} },
  });
  const told = (status: number, body: unknown, type = 'application/json') =>
    flawOf('GET', '/lamps/7', { status, body, headers: new Headers({ 'content-type': type }) });
  expect(told(200, { id: '7' })).toBeNull();
  expect(told(200, { id: 7 })).toContain('/id must be string');
  expect(told(200, { id: '7', owner: 'x' })).toContain('owner');
  expect(told(201, { id: '7' })).toContain('no such status');
  expect(told(404, {}, 'text/html')).toContain('text/html');
  expect(told(404, { code: 'lampOut' }, 'application/problem+json')).toContain('nobody explains lampOut');
});
