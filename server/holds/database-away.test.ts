import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenDb } from '../kernel/db.ts';
import { type EmbeddedPostgres, startPostgres } from '../kernel/postgres.ts';
import { judge } from './counts.fixture.ts';
import { dataFolder, flawOf, open, ServerProcess, until } from './installation.fixture.ts';
import { Listener } from './listener.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { Line } from './proxy.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

const PATIENCE_SECONDS = 2;

let folder: Awaited<ReturnType<typeof dataFolder>>;
let home: string;
let database: EmbeddedPostgres;
let opened: OpenDb;
let line: Line;
let server: ServerProcess;

beforeAll(async () => {
  folder = await dataFolder();
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  database = await startPostgres({ dataDir: folder.path, logger: () => undefined });
  opened = open(database.url);
  const socket = decodeURIComponent(/host=([^&]+)/.exec(database.url)?.[1] ?? '');
  line = await Line.to({ path: `${socket}/.s.PGSQL.5432` });
  server = await ServerProcess.start({
    DATABASE_URL: `postgres://drumtower@127.0.0.1:${line.port}/drumtower`,
    DATABASE_PATIENCE: String(PATIENCE_SECONDS),
    DATA_DIR: home,
    PORT: '0',
  });
});
afterAll(async () => {
  await server.stop();
  await line.close();
  await opened.close();
  await database.stop();
  await folder.remove();
  rmSync(home, { recursive: true, force: true });
});

describe.each([
  ['breaks every connection', () => line.cut()],
  ['lets nothing through and says nothing', () => line.hang()],
])('a line to the database that %s', (_, trouble) => {
  test('makes requests wait for a refusal, not for ever, and costs nobody anything when it is whole again', async () => {
    const officer = await Officer.signIn(server.url, 'paiqian01');
    const listener = new Listener(server.url, officer.cookie);
    await until(() => listener.isHere, 10_000, 'he listens');
    const writers = await Writers.begin(server.url, 4);
    await until(() => writers.book.size >= 10, 60_000, 'they write');

    trouble();
    const started = performance.now();
    const refused = await officer.ask('GET', '/cases');
    expect(refused).toMatchObject({ status: 503, body: { code: 'databaseAway', status: 503 } });
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    judge('to be refused while the database is away', performance.now() - started, PATIENCE_SECONDS * 5);
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${server.url}/readyz`)).status).toBe(503);

    line.mend();
    const before = writers.book.size;
    await until(() => writers.book.size >= before + 10, 60_000, 'they write again');
    await writers.end();
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    expect(await flawOf(database.url)).toBeNull();
    const said = [...writers.book.values()].flatMap(({ id, version }) =>
      Array.from({ length: version }, (_, i) => `${id} ${i + 1}`),
    );
    await until(() => listener.heard.length >= said.length, 20_000, 'he hears of all');
    expect(new Set(listener.heard)).toEqual(new Set(said));
    expect(listener.heard).toHaveLength(said.length);
    await listener.leave();
    expect([...writers.wrong, ...server.faults]).toEqual([]);
    expect(server.child.exitCode).toBeNull();
  });
});
