import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenDb } from '../kernel/db.ts';
import { databaseOf, dataFolder, flawOf, open, ServerProcess, until } from './installation.fixture.ts';
import { Officer } from './officer.fixture.ts';

const HOUR = 3_600_000;
const PRELOAD = ['--import', new URL('set-clock.fixture.mjs', import.meta.url).href];

let folder: Awaited<ReturnType<typeof dataFolder>>;
let server: ServerProcess;
let opened: OpenDb;
let file: string;
let agent: Officer;
let intake: Officer;
let category: string;

const setClock = (ms: number) => writeFileSync(file, String(ms));
const start = () => ServerProcess.start({ DATA_DIR: folder.path, PORT: '0', CLOCK_FILE: file }, PRELOAD);

beforeAll(async () => {
  folder = await dataFolder();
  file = join(folder.path, 'clock');
  setClock(0);
  server = await start();
  opened = open(databaseOf(folder.path));
  agent = await Officer.signIn(server.url, 'zuoxi01');
  intake = await Officer.signIn(server.url, 'shouli01');
  const found = await intake.ask('GET', `/catalogue/categories?query=${encodeURIComponent('路灯异常')}`);
  category = found?.body.items[0].category.id;
});
afterAll(async () => {
  await opened.close();
  await server.stop();
  await folder.remove();
});

const report = async () =>
  (await agent.ask('POST', '/cases', { body: { source: 'hotline', description: '路灯不亮', address: '东街口' } }))
    ?.body;

const accept = (kase: { id: string; version: number }) =>
  intake.ask('POST', `/cases/${kase.id}/actions/accept`, { body: { categoryId: category }, version: kase.version });

/** Of every record: an entry written before the one it follows. */
async function backwards(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from log_entry a join log_entry b
    on b.jurisdiction_id = a.jurisdiction_id and b.record_id = a.record_id and b.seq = a.seq + 1
    where b.recorded_at < a.recorded_at`.execute(opened.db);
  return rows[0]?.n ?? -1;
}

const sealsOf = async () =>
  (await sql<{ day: string }>`select jurisdiction_id || ' ' || day as day from log_seal order by 1`.execute(opened.db))
    .rows;

describe('a machine whose clock', () => {
  test('is set back an hour: the log keeps its order, deadlines stay, sessions go on, the journal says so', async () => {
    const kase = await report();
    const due = kase.dueAt ?? kase.clocks?.[0]?.dueAt;
    setClock(-HOUR);
    await until(() => server.journal.some(({ what }) => String(what).includes('set back')), 20_000, 'it is noticed');
    const accepted = await accept(kase);
    expect(accepted?.status).toBe(200);
    const log = (await agent.ask('GET', `/cases/${kase.id}/log`))?.body.entries;
    expect(log.map(({ action }: { action: string }) => action)).toEqual(['report', 'accept']);
    expect(log[1].at >= log[0].at).toBe(true);
    expect((await agent.ask('GET', `/cases/${kase.id}`))?.body.clocks?.[0]?.dueAt ?? due).toBe(due);
    expect((await intake.ask('GET', '/session'))?.status).toBe(200);
    expect(await backwards()).toBe(0);
    expect(await flawOf(databaseOf(folder.path))).toBeNull();
  });

  test('was set back while the server was down: what is written follows on what was', async () => {
    const kase = await report();
    await server.stop();
    setClock(-2 * HOUR);
    server = await start();
    agent.url = server.url;
    intake.url = server.url;
    expect((await accept(kase))?.status).toBe(200);
    expect(await backwards()).toBe(0);
    expect(await flawOf(databaseOf(folder.path))).toBeNull();
  });

  test('jumps two days ahead and back: days are sealed once, and nothing is written into a sealed day', async () => {
    setClock(48 * HOUR);
    // The jump has outlived every session.
    await until(async () => (await agent.ask('GET', '/session'))?.status === 401, 20_000, 'the session has ended');
    const before = await sealsOf();
    await until(async () => (await sealsOf()).length > before.length, 120_000, 'the past days are sealed');
    setClock(0);
    agent = await Officer.signIn(server.url, 'zuoxi01');
    intake = await Officer.signIn(server.url, 'shouli01');
    const kase = await report();
    expect((await accept(kase))?.status).toBe(200);
    await server.stop();
    server = await start();
    agent.url = server.url;
    await agent.ask('GET', '/session');
    const seals = await sealsOf();
    expect(new Set(seals.map(({ day }) => day)).size).toBe(seals.length);
    expect(await backwards()).toBe(0);
    expect(await flawOf(databaseOf(folder.path))).toBeNull();
    expect(server.faults).toEqual([]);
  });
});
