import { afterAll, beforeAll, expect, test } from 'vitest';
import { routes } from './app.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/** Whatever leaves the house as a file under somebody's name stands in the audit: who took what, when, as what. */
let server: TestServer;
let finance: Officer;
let leader: Officer;
let audit: Officer;

beforeAll(async () => {
  server = await startTestServer({ days: 31, perDay: 1 });
  [finance, leader, audit] = (await Promise.all(
    ['caiwu01', 'lingdao01', 'shenji01'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer];
});
afterAll(() => server?.stop());

const exported = async () => (await audit.ask('GET', '/audit?action=exported&limit=100')).body.items;

test('a document, the report of a year and a list of cases are each in the audit once they were given out', async () => {
  const [document] = (await finance.ask('GET', '/publications')).body.items;
  const [plan] = (await finance.ask('GET', '/targets/plans')).body.items;
  for (const [who, path, line] of [
    [finance, `/publications/${document.id}/files/docx`, { kind: 'publication', recordId: document.id }],
    [finance, `/targets/plans/${plan.id}/report/csv`, { kind: 'targetPlan', recordId: plan.id }],
    [leader, '/exports/cases?format=csv', { kind: 'case' }],
  ] as const) {
    const before = (await exported()).length;
    expect((await who.ask('GET', path)).status).toBe(200);
    const items = await exported();
    expect(items.length).toBe(before + 1);
    expect(items[0]).toMatchObject({ ...line, actor: { id: who.id }, detail: { format: expect.any(String) } });
  }
  const refused = (await exported()).length;
  expect((await finance.ask('GET', '/exports/cases')).status).toBe(403);
  expect((await exported()).length).toBe(refused);
});

test('the audit is given out line by line as the filters leave it, with hashes that follow each other, and says so itself', async () => {
  const file = async (query: string) => {
    const { status, body: text } = await audit.ask('GET', `/exports/audit${query}`);
    expect(status).toBe(200);
    return text
      .trim()
      .split('\n')
      .map((line: string) => JSON.parse(line));
  };
  const all = await file('');
  expect(all.map(({ seq }: { seq: number }) => seq)).toEqual(all.map((_: unknown, at: number) => at + 1));
  expect(all.slice(1).every((line: { prevHash: string }, at: number) => line.prevHash === all[at].hash)).toBe(true);
  expect(all.at(-1)).toMatchObject({ action: 'exported', kind: 'audit', actorId: audit.id });
  const exports = await file('?action=exported');
  expect(exports.length).toBe((await exported()).length);
  expect(exports.at(-1).detail).toEqual({ format: 'jsonl', filter: { action: 'exported' } });
  expect((await leader.ask('GET', '/exports/audit')).status).toBe(403);
});

test('no file is given out by a route that nobody thought of here', () => {
  const files = routes
    .filter(
      ({ method, path, permission }) => method === 'GET' && permission !== 'public' && /:format$|^\/exports/.test(path),
    )
    .map(({ path }) => path);
  expect(files.toSorted()).toEqual([
    '/exports/audit',
    '/exports/cases',
    '/publications/:id/files/:format',
    '/targets/evaluations/:id/form/:format',
    '/targets/plans/:id/report/:format',
  ]);
});
