import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { backup } from './kernel/backup.ts';
import { type Db, openDb } from './kernel/db.ts';
import { instant } from './kernel/instant.ts';
import { testVault } from './kernel/testing.ts';
import { bindVault } from './kernel/vault.ts';
import { findAccount } from './modules/accounts/store.ts';
import { exif, jfif, jpeg, SECRET, segment } from './modules/cases/images.fixture.ts';
import { exportCases } from './modules/imports/export.ts';
import { type Officer, startTestServer, type TestServer } from './testing.ts';

/**
 * A person is planted wherever an officer can write, then everything that leaves the house is searched for that person:
 * answers to every role, events, exports, metrics, journal, errors, the log, the archive of a backup, and the rows of the
 * database themselves.
 */
const person = { name: '欧阳鉴标', phone: '139-8765-0021' };
const marked = [
  person.name,
  '13987650021',
  '139-8765-0021',
  '8765-0021',
  '13987650022',
  '350102198803072311',
  'A7K3Q9',
  '6222021001112223331',
  'jianbiao@mail',
  SECRET.toString(),
];
const told = `${person.name}来电，回拨${person.phone}或１３９８７６５００２２，证350102198803072311，车闽A7K3Q9，卡6222 0210 0111 2223 331，信jianbiao@mail.example`;

/** As short as the shortest field takes; a name that no case knows is found by no rule. */
const brief = '电13987650022证350102198803072311车闽A7K3Q9';

/** One officer of each role. */
const USERNAMES = [
  'zuoxi01',
  'shouli01',
  'zhibanzhang01',
  'paiqian01',
  'lingdao01',
  'kaoping01',
  'caiwu01',
  'jiandu01',
  'xitong01',
  'anquan01',
  'shenji01',
];

type Input = Record<string, unknown>;

let server: TestServer;
let db: Db;
let close: () => Promise<void>;
let officers: Officer[];
let unitOfficer: Officer;
let folder: string;
let events = '';
const hearing = new AbortController();
let kase: { id: string; number: string; version: number; unitId: string; photos: { id: string }[] };

/** The marked words that stand in a text or in bytes, as they are or in hexadecimal. */
function found(outlet: string | Buffer): string[] {
  const text = typeof outlet === 'string' ? outlet : `${outlet.toString('utf8')}\n${outlet.toString('latin1')}`;
  const escaped = (word: string) => JSON.stringify(encodeURIComponent(word)).slice(1, -1);
  return marked.filter(
    (word) => text.includes(word) || text.includes(Buffer.from(word).toString('hex')) || text.includes(escaped(word)),
  );
}

const officer = (username: string) => officers[USERNAMES.indexOf(username)] as Officer;

beforeAll(async () => {
  server = await startTestServer({ days: 2, perDay: 6 });
  folder = mkdtempSync(join(tmpdir(), 'drumtower-outlets-'));
  const opened = openDb(server.databaseUrl, { size: 2 });
  bindVault(opened.db, testVault);
  db = opened.db;
  close = opened.close;
  officers = await Promise.all(USERNAMES.map((name) => server.as(name)));
  void listen(officer('zhibanzhang01'));
  await vi.waitUntil(() => events.includes('event: ready'), { timeout: 60_000 });
  await plant();
  await plantBesideCases();
});
afterAll(async () => {
  hearing.abort();
  await close?.();
  await server?.stop();
  rmSync(folder, { recursive: true });
});

async function listen(listener: Officer): Promise<void> {
  const answer = await fetch(`${server.url}/api/events`, {
    headers: { cookie: listener.cookie },
    signal: hearing.signal,
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of answer.body ?? []) events += decoder.decode(chunk, { stream: true });
  } catch {
    // Ended with the test.
  }
}

async function ask(who: Officer, method: string, path: string, body?: unknown) {
  const answer = await who.ask(method, path, {
    body,
    ...(path.includes('/actions/') ? { version: kase.version } : {}),
  });
  if (answer.status >= 400) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

async function step(who: Officer, action: string, input: Input = {}): Promise<void> {
  kase = await ask(who, 'POST', `/cases/${kase.id}/actions/${action}`, input);
}

async function upload(who: Officer): Promise<string> {
  const photo = jpeg(jfif, exif(1), segment(0xfe, SECRET));
  const form = new FormData();
  form.set('photo', new Blob([new Uint8Array(photo)]), `${person.name}.jpg`);
  return (await ask(who, 'POST', '/files', form)).files[0].id;
}

/** Walks a case through its life and writes the person into every text that is asked for. */
async function plant(): Promise<void> {
  const [agent, intake, leader, dispatcher] = ['zuoxi01', 'shouli01', 'zhibanzhang01', 'paiqian01'].map(officer) as [
    Officer,
    Officer,
    Officer,
    Officer,
  ];
  const point = { lon: 119.2945, lat: 26.0838 };
  kase = await ask(agent, 'POST', '/cases', {
    source: 'hotline',
    description: told,
    address: `东街口 ${told}`,
    point,
    photos: [await upload(agent)],
    reporter: { ...person, wantsAnswer: true, confidential: true },
  });
  const { items } = await ask(intake, 'GET', `/catalogue/categories?query=${encodeURIComponent('路灯异常')}`);
  await step(intake, 'correct', { address: `改为 ${told}`, reason: told });
  await step(intake, 'accept', { categoryId: items[0].category.id, note: told });
  const { conditions } = await ask(intake, 'GET', `/catalogue/categories/${items[0].category.id}`);
  await step(leader, 'register', { conditionId: conditions[0].id, note: told });
  const { suggestions } = await ask(dispatcher, 'GET', `/cases/${kase.id}/suggestions`);
  await step(dispatcher, 'dispatch', { unitId: suggestions[0].unitId, note: told });
  const posts = (await ask(dispatcher, 'GET', '/officers?role=unitOfficer&limit=200')).items;
  const { id } = posts.find((post: { unitId: string }) => post.unitId === kase.unitId);
  unitOfficer = await server.as((await findAccount(db, 1, id))?.username ?? '');
  await step(unitOfficer, 'acknowledge');
  await step(unitOfficer, 'requestExtension', { limit: { amount: 1, unit: 'workdays' }, reason: told });
  await step(dispatcher, 'refuseExtension', { reason: told });
  await step(leader, 'remind', { note: told });
  await step(leader, 'supervise', { text: told });
  const { supervisions } = (await ask(leader, 'GET', `/cases/${kase.id}`)) as { supervisions: { number: number }[] };
  await step(unitOfficer, 'answerSupervision', { number: supervisions[0]?.number, text: told });
  await step(unitOfficer, 'reportFixed', { note: told, photos: [await upload(unitOfficer)] });
  await step(agent, 'addNote', { text: told });
  await step(dispatcher, 'flagUrgent', { note: told });
}

/** The numbers of the person, in the forms of the centre's own work: tasks, meetings, people, things and surveys. */
async function plantBesideCases(): Promise<void> {
  const [leader, finance, agent] = ['lingdao01', 'caiwu01', 'zuoxi01'].map(officer) as [Officer, Officer, Officer];
  const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  const days = { opensOn: today, closesOn: '2099-12-31' };
  const task = await ask(leader, 'POST', '/tasks', {
    title: brief,
    basis: brief,
    mainUnitId: kase.unitId,
    dueOn: '2099-12-31',
  });
  const assigned = await act(leader, `/tasks/${task.id}`, 'assign', { version: task.version });
  const signed = await act(unitOfficer, `/tasks/${task.id}`, 'sign', { version: assigned.version });
  await act(unitOfficer, `/tasks/${task.id}`, 'progress', { version: signed.version, percent: 10, text: brief });
  await ask(leader, 'POST', '/meetings', { title: brief, room: brief, startsAt: '2099-01-01T01:00:00Z' });
  await ask(finance, 'POST', '/staff/quotas', { posts: 2, from: today, basis: brief });
  await ask(finance, 'POST', '/staff/engagements', {
    personNumber: '350102198803072311',
    kind: 'hired',
    post: brief,
    from: today,
  });
  await ask(finance, 'POST', '/assets', {
    number: 'A-1',
    name: brief,
    category: 'vehicle',
    valueFen: 100,
    acquiredOn: today,
    place: brief,
  });
  const survey = await ask(finance, 'POST', '/surveys', {
    title: brief,
    question: brief,
    audience: 'users',
    asked: 9,
    ...days,
  });
  await act(finance, `/surveys/${survey.id}`, 'openSurvey', { version: survey.version });
  await ask(agent, 'POST', `/surveys/${survey.id}/answers`, { answer: 'satisfied', remark: brief });
}

async function act(who: Officer, record: string, action: string, { version, ...body }: Input & { version: number }) {
  const answer = await who.ask('POST', `${record}/actions/${action}`, { body, version });
  if (answer.status >= 400) throw new Error(`${record} ${action}: ${JSON.stringify(answer.body)}`);
  return answer.body;
}

describe('the person who was planted', () => {
  test('is there: shown to who may see, with a reason, and to nobody else', async () => {
    const [agent, intake] = [officer('zuoxi01'), officer('shouli01')];
    const asked = { body: { reason: `核实 ${told}` }, headers: { 'idempotency-key': 'look-at-the-reporter' } };
    const shown = (await agent.ask('POST', `/cases/${kase.id}/reporter`, asked)).body;
    expect(shown).toMatchObject(person);
    expect(shown.originalText).toContain(told);
    expect(shown.originals.length).toBeGreaterThan(8);
    const second = (await agent.ask('POST', `/cases/${kase.id}/reporter`, asked)).body;
    expect(found(JSON.stringify(second))).toEqual([]);
    expect(found(JSON.stringify(shown))).toEqual(
      marked.filter((word) => !/^(?:13987650022|13987650021|6222|119)/.test(word)),
    );
    const refused = await Promise.all(
      [...officers, unitOfficer].map((who) =>
        who.ask('POST', `/cases/${kase.id}/reporter`, { body: { reason: '想看一看' } }),
      ),
    );
    const allowed = refused.filter(({ status }) => status < 400).length;
    expect([allowed, (await intake.ask('GET', `/cases/${kase.id}`)).body.hasReporter]).toEqual([3, true]);
    const looks: { kind: string; actor: { id: string } }[] = (await officer('shenji01').ask('GET', '/looks?limit=200'))
      .body.items;
    // Each who looked; one of them did twice, perhaps in two minutes.
    expect(new Set(looks.filter(({ kind }) => kind === 'reporter').map(({ actor }) => actor.id)).size).toBe(3);
  });

  test('stands in no answer of any GET route, for any role', async () => {
    const { paths } = (await officer('xitong01').ask('GET', '/openapi.json')).body;
    const photo = kase.photos[0]?.id ?? '';
    const places = Object.entries<Record<string, unknown>>(paths)
      .filter(([, operations]) => 'get' in operations)
      .map(([path]) => path.replace('/api/files/{id}', `/api/files/${photo}`))
      .map((path) => path.replace(/\{\w+\}/g, kase.id).replace(/^\/api/, ''))
      .filter((path) => path !== '/events');
    const searched = ['text=欧阳鉴标', 'text=13987650021', 'text=A7K3Q9'].map((query) => `/cases?${encodeURI(query)}`);
    const flat = ['/exports/cases?format=csv', '/exports/cases?format=jsonl', `/cases/${kase.id}/log`];
    const leaks: string[] = [];
    let answered = 0;
    for (const who of [...officers, unitOfficer]) {
      for (const path of [...places, ...searched, ...flat]) {
        const { status, body } = await who.ask('GET', path);
        if (status < 300) answered += 1;
        if (searched.includes(path) && status < 300) expect(body.cases).toEqual([]);
        leaks.push(...found(JSON.stringify(body)).map((word) => `${path}: ${word}`));
      }
    }
    expect(leaks).toEqual([]);
    expect(answered).toBeGreaterThan(200);
  });

  test('stands in no picture, event, metric, page or document', async () => {
    const picture = await fetch(`${server.url}/api/files/${kase.photos[0]?.id}`, {
      headers: { cookie: officer('zuoxi01').cookie },
    });
    expect(found(Buffer.from(await picture.arrayBuffer()))).toEqual([]);
    for (const page of ['/metrics', '/api/openapi.json', '/api/docs', '/'])
      expect(found(await (await fetch(`${server.url}${page}`)).text())).toEqual([]);
    await expect.poll(() => events).toContain(kase.id);
    expect(found(events)).toEqual([]);
  });

  test('stands in no refusal of what was sent wrongly, and in no line of the journal', async () => {
    const wrong = [
      ['POST', '/cases', { source: 'nobody', description: told, reporter: { ...person, age: told } }],
      ['POST', `/cases/${kase.id}/actions/close`, { reply: told, [person.name]: told }],
      ['POST', '/personal-data/find', { number: person.phone, reason: told }],
      ['GET', `/cases/${encodeURIComponent(told)}`, undefined],
      ['GET', `/cases?text=${encodeURIComponent(told)}&limit=x`, undefined],
    ] as const;
    for (const [method, path, body] of wrong) {
      const answer = await officer('zuoxi01').ask(method, path, { body, version: kase.version });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      if (method === 'POST') expect(found(JSON.stringify(answer.body)), path).toEqual([]);
    }
    expect(found(server.journal.map((line) => JSON.stringify(line)).join('\n'))).toEqual([]);
    expect(server.faults).toEqual([]);
  });

  test('stands in no row of any table, as text or as bytes', async () => {
    const { rows } = await sql<{ name: string }>`select relname::text as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace`.execute(db);
    const leaks: string[] = [];
    for (const { name } of rows) {
      const table = await sql<{ row: string }>`select t::text as row from ${sql.table(name)} t`.execute(db);
      leaks.push(...table.rows.flatMap(({ row }) => found(row)).map((word) => `${name}: ${word}`));
    }
    expect(leaks).toEqual([]);
    expect(rows.length).toBeGreaterThan(30);
  });

  test('stands in no backup, and in no export of the command line', async () => {
    const file = join(folder, 'archive.tar.gz');
    await backup(server.databaseUrl, file, { now: instant(Date.now()) });
    expect(found(gunzipSync(readFileSync(file)))).toEqual([]);
    for (const format of ['csv', 'jsonl'] as const) {
      let text = '';
      for await (const piece of exportCases(db, 1, format)) text += piece.text;
      expect(text).toContain(kase.number);
      expect(found(text)).toEqual([]);
    }
  });

  test('is found by who answers for personal data, masked, and given out with a reason', async () => {
    const security = officer('anquan01');
    const body = { number: person.phone, reason: '本人申请查阅' };
    const { found: places } = (await security.ask('POST', '/personal-data/find', { body })).body;
    expect(places).toMatchObject([{ caseNumber: kase.number, as: 'reporter', name: '欧***', phone: '139****0021' }]);
    const given = (await security.ask('POST', '/personal-data/export', { body })).body;
    expect(given.text).toContain(person.name);
    const audit = (await officer('shenji01').ask('GET', '/audit?limit=200')).body.items;
    expect(audit.map(({ action }: { action: string }) => action)).toEqual(
      expect.arrayContaining(['identityRevealed', 'personalFound', 'personalExported']),
    );
    expect(found(JSON.stringify(audit))).toEqual([]);
  });
});
