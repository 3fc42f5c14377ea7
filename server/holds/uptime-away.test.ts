import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { type EmbeddedPostgres, startPostgres } from '../kernel/postgres.ts';
import { listIncidents, listRuns } from '../modules/uptime/store.ts';
import { dataFolder, open, ServerProcess, until } from './installation.fixture.ts';
import { Officer } from './officer.fixture.ts';

let folder: Awaited<ReturnType<typeof dataFolder>>;
let home: string;
let database: EmbeddedPostgres;
let server: ServerProcess;
let watched: Server;
let looks = 0;

const start = () => startPostgres({ dataDir: folder.path, logger: () => undefined });

beforeAll(async () => {
  folder = await dataFolder();
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  database = await start();
  server = await ServerProcess.start({ DATABASE_URL: database.url, DATA_DIR: home, PORT: '0' });
  watched = createServer((_ask, answer) => {
    looks++;
    answer.end('fine');
  });
  await new Promise<void>((resolve) => watched.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  await server.stop();
  watched.close();
  await database.stop();
  await folder.remove();
  rmSync(home, { recursive: true, force: true });
});

describe('a database that stops', () => {
  test('is written down as its own fault of its real length, and nothing else is unknown meanwhile', async () => {
    const administrator = await Officer.signIn(server.url, 'xitong01');
    const today = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const add = async (path: string, body: object) => {
      const answer = await administrator.ask('POST', path, { body });
      expect(answer?.status).toBe(201);
      return answer?.body;
    };
    const watch = async (code: string, probe: object) => {
      const name = { zh: code, en: code };
      const subject = await add('/uptime/subjects', { code, kind: 'system', name, servesFrom: today });
      const timing = { intervalSeconds: 10, timeoutSeconds: 5, failuresToFault: 1 };
      return add('/uptime/probes', { subjectId: subject.id, name: code, ...timing, ...probe });
    };
    const address = `http://127.0.0.1:${(watched.address() as AddressInfo).port}/`;
    const page = (await watch('page', { kind: 'http', target: address })).probe.id;
    const inner = (await watch('inner', { kind: 'database' })).probe.id;
    const beating = await watch('beating', { kind: 'heartbeat', intervalSeconds: 600 });
    const beat = async (token: string) =>
      (
        await fetch(`${server.url}/api/heartbeats/${beating.probe.id}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ token }),
        })
      ).status;
    const seen = async () => {
      const answer = await administrator.ask('GET', `/uptime?from=${today}&to=${today}`);
      const items: { probes: { last: { result: string } | null }[] }[] = answer?.body.items ?? [];
      return items.flatMap(({ probes }) => probes).filter(({ last }) => last?.result === 'ok').length;
    };
    await until(async () => (await seen()) >= 2, 60_000, 'both were seen running');

    await database.stop();
    const stopped = instant(Date.now());
    const before = looks;
    expect(await beat('wrong')).toBe(503);
    expect(await beat(beating.token)).toBe(204);
    await until(() => looks >= before + 3, 120_000, 'the page is looked at while the database is away');
    const within = instant(Date.now());
    database = await start();
    const opened = open(database.url);
    const period = { from: instant(Date.parse(stopped) - 60_000), to: instant(Date.now() + 600_000) };
    const runsOf = async (id: string) =>
      (await transact(opened.db, (tx) => listRuns(tx, 1, [id], period))).get(id) ?? [];
    await until(
      async () => ((await runsOf(inner)).at(-1)?.first ?? '') > within,
      60_000,
      'the database is back and seen',
    );
    await until(async () => ((await runsOf(page)).at(-1)?.last ?? '') > within, 60_000, 'what was kept is written');

    const told = await runsOf(inner);
    expect(told.map(({ result }) => result)).toEqual(['ok', 'failed', 'ok']);
    const [ran, failed, again] = told;
    expect(ran!.last <= stopped && failed!.first >= stopped && failed!.last <= again!.first).toBe(true);
    expect(again!.first > within).toBe(true);
    const [incident] = (
      await transact(opened.db, (tx) => listIncidents(tx, 1, { ...period, from: stopped, limit: 10 }))
    ).filter(({ probeId }) => probeId === inner);
    expect(incident).toMatchObject({ state: 'resolved', since: failed!.first, endedAt: again!.first });

    const whole = await runsOf(page);
    expect(whole).toMatchObject([{ result: 'ok' }]);
    expect(whole[0]!.first < stopped && whole[0]!.last > within).toBe(true);
    expect((await runsOf(beating.probe.id)).map(({ result }) => result)).toEqual(['ok']);
    await opened.close();
    expect(server.faults).toEqual([]);
  }, 300_000);
});
