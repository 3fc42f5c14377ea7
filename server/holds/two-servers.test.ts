import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenDb } from '../kernel/db.ts';
import { type EmbeddedPostgres, startPostgres } from '../kernel/postgres.ts';
import { judge } from './counts.fixture.ts';
import { dataFolder, flawOf, open, ServerProcess, until } from './installation.fixture.ts';
import { Listener } from './listener.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let home: string;
let database: EmbeddedPostgres;
let opened: OpenDb;
let one: ServerProcess;
let two: ServerProcess;

const start = (port = '0') =>
  ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: home, PORT: port, DATABASE_POOL: '6' });

beforeAll(async () => {
  folder = await dataFolder();
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  database = await startPostgres({ dataDir: folder.path, logger: () => undefined });
  opened = open(database.url);
  [one, two] = await Promise.all([start(), start()]);
});
afterAll(async () => {
  await Promise.all([one.stop(), two.stop()]);
  await opened.close();
  await database.stop();
  await folder.remove();
  rmSync(home, { recursive: true, force: true });
});

/** By itself a stream looks every thirty seconds whether its listener may still listen. */
const BEFORE_IT_LOOKS = 25_000;

/** How long until it is so, in milliseconds. */
async function took(condition: () => boolean | Promise<boolean>, what: string, atMost = 60_000): Promise<number> {
  const started = performance.now();
  await until(condition, atMost, what);
  return performance.now() - started;
}

describe('two servers on one database', () => {
  test('answer the same key once, whichever of them is asked, even at the same moment', async () => {
    const agent = await Officer.signIn(one.url, 'zuoxi01');
    for (let round = 0; round < 5; round++) {
      const body = { source: 'hotline', description: `两处同报 第${'一二三四五'.charAt(round)}次`, address: '东街口' };
      const key = `both-servers-${round}`;
      const answers = await Promise.all(
        [one, two, one, two].map(({ url }) => agent.ask('POST', '/cases', { body, key, at: url })),
      );
      expect(new Set(answers.map((answer) => answer?.status))).toEqual(new Set([201]));
      expect(new Set(answers.map((answer) => answer?.body.id)).size).toBe(1);
    }
  });

  test('tell their listeners what happened at the other, within a second', async () => {
    const dispatcher = await Officer.signIn(two.url, 'paiqian01');
    const agent = await Officer.signIn(one.url, 'zuoxi01');
    const listener = new Listener(two.url, dispatcher.cookie);
    await until(() => listener.isHere, 10_000, 'he listens');
    const body = { source: 'hotline', description: '在另一台上报的路灯', address: '东街口' };
    const reported = await agent.ask('POST', '/cases', { body, key: 'heard-at-two' });
    const ms = await took(() => listener.heard.includes(`${reported?.body.id} 1`), 'he hears of it');
    judge('to hear of what was done at the other', ms, 1);
    await listener.leave();
  });

  /** Nobody's memory is older than this. */
  const A_SECOND = 1.5;

  test('know of a sign-out at the other within a second', async () => {
    const officer = await Officer.signIn(one.url, 'paiqian01');
    const seenAt = async (url: string) => (await officer.ask('GET', '/session', { at: url }))?.status === 200;
    expect([await seenAt(one.url), await seenAt(two.url)]).toEqual([true, true]);
    expect((await officer.ask('DELETE', '/session'))?.status).toBeLessThan(300);
    expect(await seenAt(one.url)).toBe(false);
    judge('signed out at the other', await took(async () => !(await seenAt(two.url)), 'signed out at two'), A_SECOND);
  });

  test('end the stream of an officer who signed out at the other, or was disabled there, or lost a right', async () => {
    const security = await Officer.signIn(one.url, 'anquan01');
    const administrator = await Officer.signIn(one.url, 'xitong01');
    const account = (id: string) => security.ask('GET', `/accounts/${id}`);
    const version = async (id: string) => (await account(id))?.body.version;
    const endings: [string, string, (officer: Officer) => Promise<unknown>][] = [
      ['signed out', 'paiqian01', (officer) => officer.ask('DELETE', '/session', { at: one.url })],
      ['signed out by another', 'zhibanzhang01', ({ id }) => security.ask('DELETE', `/accounts/${id}/sessions`)],
      [
        'disabled',
        'kaoping01',
        async ({ id }) =>
          administrator.ask('PATCH', `/accounts/${id}`, { body: { active: false }, version: await version(id) }),
      ],
      [
        'without a right',
        'caiwu01',
        async ({ id }) =>
          security.ask('PUT', `/accounts/${id}/roles`, { body: { roles: [] }, version: await version(id) }),
      ],
    ];
    for (const [what, name, end] of endings) {
      const officer = await Officer.signIn(two.url, name);
      const listener = new Listener(two.url, officer.cookie);
      await until(() => listener.isHere, 60_000, `${name} listens`);
      await end(officer);
      const ms = await took(() => listener.losses > 0, `the stream of who is ${what} ends`, BEFORE_IT_LOOKS);
      judge(`the end of the stream of who is ${what}`, ms, 1);
      await listener.leave();
    }
  });

  test('know of a change of rights at the other within a second', async () => {
    const security = await Officer.signIn(one.url, 'anquan01');
    const inspector = await Officer.signIn(two.url, 'jiandu01');
    const mayList = async () => (await inspector.ask('GET', '/cases', { at: two.url }))?.status === 200;
    expect(await mayList()).toBe(true);
    const account = await security.ask('GET', `/accounts/${inspector.id}`);
    const changed = await security.ask('PUT', `/accounts/${inspector.id}/roles`, {
      body: { roles: ['financeOfficer'] },
      version: account?.body.version,
    });
    expect(changed?.body.roles).toEqual(['financeOfficer']);
    judge('rights changed at the other', await took(async () => !(await mayList()), 'rights changed at two'), A_SECOND);
  });

  test('know of a changed name at the other within a second', async () => {
    const administrator = await Officer.signIn(one.url, 'xitong01');
    const unit = (await administrator.ask('GET', '/units?limit=1'))?.body.items[0];
    const nameAt = async (url: string) =>
      (await administrator.ask('GET', `/units/${unit.id}`, { at: url }))?.body.name?.zh ??
      (await administrator.ask('GET', '/units', { at: url }))?.body.items.find(
        ({ id }: { id: string }) => id === unit.id,
      )?.name.zh;
    expect(await nameAt(two.url)).toBe(unit.name.zh);
    const name = { zh: `${unit.name.zh}（新）`, en: unit.name.en };
    const changed = await administrator.ask('PATCH', `/units/${unit.id}`, { body: { name }, version: unit.version });
    expect(changed?.body.name.zh).toBe(name.zh);
    const renamed = async () => (await nameAt(two.url)) === name.zh;
    judge('renamed at the other', await took(renamed, 'renamed at two'), A_SECOND);
  });

  test('share the work; a follower goes on at the other when its server is killed', async () => {
    const writers = await Writers.begin(one.url, 4);
    writers.move(one.url, two.url);
    await until(() => writers.book.size >= 10, 60_000, 'they write');
    await one.kill();
    writers.move(two.url);
    const before = writers.book.size;
    await until(() => writers.book.size >= before + 10, 60_000, 'they write at the other');
    await writers.end();
    const behind = await took(async () => {
      const { rows } = await sql<{ behind: number }>`select count(*) as behind from log_entry e
        where exists (select 1 from log_cursor c where (e.tx, e.position) > (c.tx, c.position))`.execute(opened.db);
      return rows[0]?.behind === 0;
    }, 'followers have caught up');
    judge('followers at the other', behind, 5);
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    expect(await flawOf(database.url)).toBeNull();
    expect([...writers.wrong, ...one.faults, ...two.faults]).toEqual([]);
    one = await start();
  });
});
