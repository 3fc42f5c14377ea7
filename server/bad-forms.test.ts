import { afterAll, beforeAll, expect, test } from 'vitest';
import { bodiesFor, flawOf, lenienceOf, type Schema, wrongPlaces } from './bad-input.fixture.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * The form of every action that anybody is offered on any record of the house, filled in with anything: tasks, meetings,
 * budgets, plans, incidents and whatever else lives by a procedure, as the demo has left them, two in every state.
 */
const USERNAMES = [
  // Who pays comes before who closes the year: after that nothing is reversed.
  'caiwu01',
  'lingdao01',
  'zhibanzhang01',
  'jingban01',
  'kaoping01',
  'xitong01',
  'paiqian01',
  'zuoxi01',
  'shouli01',
  'jiandu01',
];
const SPAN = { from: '2020-01-01', to: '2040-12-31', year: String(new Date().getFullYear()) };
interface Button {
  action: string;
  form: Schema;
  refusal?: unknown;
}
interface Offering {
  id: string;
  state: string;
  version: number;
  may: Button[];
}

let server: TestServer;
let officers: Officer[];

beforeAll(async () => {
  server = await startTestServer({ days: 90, perDay: 1 });
  officers = await Promise.all(USERNAMES.map((name) => server.as(name)));
});
afterAll(() => server?.stop());

const isOffering = (part: object): part is Offering => 'id' in part && 'version' in part && 'may' in part;

/** Whatever in an answer offers actions, however deep it lies. */
function offeringsIn(part: unknown): Offering[] {
  if (typeof part !== 'object' || part === null) return [];
  const own = isOffering(part) ? [part] : [];
  return [...own, ...Object.values(part).flatMap(offeringsIn)];
}

/** The answer to a list, asked again with what it said was missing. */
async function listed(officer: Officer, path: string): Promise<unknown> {
  const plain = await officer.ask('GET', path);
  const missing = plain.status === 422 ? (plain.body.errors as { path: string }[]) : [];
  const wanted = missing.map(({ path: at }) => at.replace('query.', '')).filter((name) => name in SPAN);
  if (wanted.length === 0) return plain.body;
  const query = wanted.map((name) => `${name}=${SPAN[name as keyof typeof SPAN]}`).join('&');
  return (await officer.ask('GET', `${path}?${query}`)).body;
}

/** First what the form itself refuses, then what it allows, as long as the record allows it too. */
async function flawsOf(
  officer: Officer,
  { kind, record, action, form }: { kind: string; record: Offering; action: string; form: Schema },
): Promise<string[]> {
  const wrongIn = wrongPlaces(form);
  const flaws: string[] = [];
  let { version } = record;
  const bodies = bodiesFor(form).map((body) => ({ body, wrong: wrongIn(body) }));
  for (const { body, wrong } of bodies.toSorted((a, b) => b.wrong.length - a.wrong.length)) {
    const answer = await officer.ask('POST', `${kind}/${record.id}/actions/${action}`, { body, version });
    // Of a case it is looked up first what the form names: that is told, and not what else is wrong.
    const lenient = kind === '/cases' && answer.status === 422 ? null : lenienceOf(answer, wrong);
    const flaw = flawOf(answer) ?? lenient;
    if (flaw) flaws.push(`${JSON.stringify(body).slice(0, 200)}: ${flaw}`);
    if (answer.status >= 400) continue;
    const offered: Button[] = answer.body.may ?? [];
    if (!offered.some((one) => one.action === action && !one.refusal)) return flaws;
    version = answer.body.version;
  }
  return flaws;
}

/** A kind of record with the actions that it knows, by the address at which they are taken. */
interface Kind {
  path: string;
  actions: ReadonlySet<string>;
}

interface Paths {
  [path: string]: {
    get?: { responses: { 200?: { content?: object } } };
    post?: { parameters?: { name: string; schema: { enum?: string[] } }[] };
  };
}

const TAKEN = '/{id}/actions/{action}';

function kindsIn(paths: Paths): Kind[] {
  return Object.entries(paths).flatMap(([path, { post }]) => {
    const actions = post?.parameters?.find(({ name }) => name === 'action')?.schema.enum ?? [];
    return path.endsWith(TAKEN) ? [{ path: path.slice('/api'.length, -TAKEN.length), actions: new Set(actions) }] : [];
  });
}

/** Of which kind a record is that a page shows: of those that know all its actions the one nearest to the page. */
function kindOf({ may }: Offering, page: string, kinds: readonly Kind[]): Kind | undefined {
  const near = ({ path }: Kind) => path.split('/').filter((part) => page.split('/').includes(part)).length;
  return kinds
    .filter(({ actions }) => may.length > 0 && may.every(({ action }) => actions.has(action)))
    .toSorted((a, b) => near(b) - near(a))[0];
}

/** What the demo's year has none of, or none that is still under way: begun here as its officers begin it. */
async function beginTheRest(): Promise<void> {
  const [leader, finance] = [await server.as('lingdao01'), await server.as('caiwu01')];
  const begin = async (who: Officer, path: string, body: object) => {
    const answer = await who.ask('POST', path, { body });
    expect([path, answer.status, answer.body.errors]).toEqual([path, 201, undefined]);
  };
  const plans: { id: string; year: number; state: string }[] = (await leader.ask('GET', '/targets/plans')).body.items;
  const plan = plans.find(({ state }) => state === 'approved');
  const from = `${plan?.year}-01-01`;
  await begin(finance, '/targets/rounds', { planId: plan?.id, cutoff: from });
  await begin(finance, '/targets/evaluations', { planId: plan?.id, scope: 'overall', cutoff: from });
  const amended = { scheme: 'departmentEconomic', code: '30201', nameZh: '办公用品费', from, source: '财预〔90〕41号' };
  await begin(finance, '/classification/amendments', amended);
  const template = (await leader.ask('GET', '/publication-templates/house')).body;
  await begin(leader, '/publication-templates', {
    provinceZh: '邻省',
    from,
    until: null,
    basis: '省财政厅通知',
    template,
  });
}

test('the form of every action that is offered may be filled in with anything', { timeout: 300_000 }, async () => {
  await beginTheRest();
  const { paths } = (await officers[0]!.ask('GET', '/openapi.json')).body as { paths: Paths };
  const kinds = kindsIn(paths);
  const pages = Object.keys(paths)
    .filter((path) => 'application/json' in (paths[path]?.get?.responses[200]?.content ?? {}))
    .filter((path) => !/\{(?!id\})/.test(path))
    .map((path) => path.slice('/api'.length));
  const flaws: string[] = [];
  const tried = new Map<string, Set<string>>(kinds.map(({ path }) => [path, new Set()]));
  for (const officer of officers) {
    const ids = new Map<string, string[]>();
    for (const page of pages.toSorted((a, b) => Number(a.includes('{id}')) - Number(b.includes('{id}')))) {
      const list = page.split('/{id}')[0] ?? '';
      const asked = page.includes('{id}') ? (ids.get(list) ?? []).map((id) => page.replace('{id}', id)) : [page];
      for (const path of asked) {
        const answer = await listed(officer, path);
        const rows: { id: string; state: string }[] = Object.values(answer ?? {}).find(Array.isArray) ?? [];
        const two = [...Map.groupBy(rows, ({ state }) => state).values()].flatMap((alike) => alike.slice(0, 2));
        if (path === list)
          ids.set(
            list,
            two.map(({ id }) => id),
          );
        for (const record of offeringsIn(answer)) {
          const kind = kindOf(record, page, kinds);
          for (const { action, form, refusal } of record.may) {
            const name = `${record.state} ${action}`;
            if (refusal || !kind || tried.get(kind.path)?.has(name)) continue;
            tried.get(kind.path)?.add(name);
            const found = await flawsOf(officer, { kind: kind.path, record, action, form });
            flaws.push(...found.map((flaw) => `${kind.path} ${name} ${flaw}`));
          }
        }
      }
    }
  }
  expect(flaws).toEqual([]);
  expect([...tried].filter(([, actions]) => actions.size === 0).map(([path]) => path)).toEqual([]);
  expect([...tried.values()].reduce((sum, { size }) => sum + size, 0)).toBeGreaterThan(90);
  expect(server.faults).toEqual([]);
});
