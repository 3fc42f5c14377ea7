import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { type Db, type OpenDb, openDb } from './db.ts';
import { route } from './http.ts';
import { buildHttp } from './http-server.ts';
import { openReplica, type Replica } from './replica.ts';

const HOME = '/usr/lib/postgresql';
const binaries = existsSync(HOME)
  ? readdirSync(HOME)
      .map((version) => join(HOME, version, 'bin'))
      .find((folder) => existsSync(join(folder, 'pg_basebackup')))
  : undefined;
/** PostgreSQL does not run as root; then the account that its package makes does it. */
const account = accountOf('postgres');
const able = binaries !== undefined && account !== undefined;

function accountOf(name: string): { uid: number; gid: number } | undefined {
  if (userInfo().uid !== 0) return { uid: userInfo().uid, gid: userInfo().gid };
  const id = (flag: string) => Number.parseInt(spawnSync('id', [flag, name], { encoding: 'utf8' }).stdout, 10);
  const found = { uid: id('-u'), gid: id('-g') };
  return Number.isNaN(found.uid) ? undefined : found;
}

const folder = mkdtempSync(join(tmpdir(), 'drumtower-replica-'));

function run(program: string, ...args: string[]): SpawnSyncReturns<string> {
  const done = spawnSync(join(binaries ?? '', program), args, {
    encoding: 'utf8',
    stdio: 'pipe',
    timeout: 60_000,
    ...account,
  });
  if (done.status !== 0) throw new Error(`${program} ${args.join(' ')}: ${done.stdout} ${done.stderr} ${done.error}`);
  return done;
}

/** Starts a server on a data folder, to be found by its own socket in this folder. */
function start(name: string, port: number): void {
  const options = `-p ${port} -k ${folder} -c listen_addresses= -c fsync=off -c wal_receiver_status_interval=1s`;
  // Its journal goes to a file: a server that keeps our pipe open would keep us waiting.
  run('pg_ctl', '-D', join(folder, name), '-l', join(folder, `${name}.log`), '-o', options, '-w', 'start');
}

const urlAt = (port: number) => `postgres://postgres@/postgres?host=${encodeURIComponent(folder)}&port=${port}`;

/** True once the replica is read from (or not), as soon as that is so. */
const untilRead = (replica: Replica, wanted: boolean) =>
  expect.poll(() => replica.reading() !== null, { interval: 20 }).toBe(wanted);

if (!able)
  process.stdout.write('reading from a replica is not tried: no PostgreSQL with pg_basebackup on this machine\n');

describe.skipIf(!able)('a replica beside the database', () => {
  let primary: OpenDb;
  let standby: OpenDb;
  let replica: Replica;
  const inRecovery = async (db: Db) =>
    (await sql<{ yes: boolean }>`select pg_is_in_recovery() as yes`.execute(db)).rows[0]?.yes ?? null;

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    if (account) chownSync(folder, account.uid, account.gid);
    run('initdb', '-D', join(folder, 'primary'), '-U', 'postgres', '-A', 'trust', '-N');
    start('primary', 5601);
    run(
      'pg_basebackup',
      '-h',
      folder,
      '-p',
      '5601',
      '-U',
      'postgres',
      '-D',
      join(folder, 'standby'),
      '-R',
      '-c',
      'fast',
    );
    start('standby', 5602);
    primary = openDb(urlAt(5601), { size: 4 });
    standby = openDb(urlAt(5602), { size: 2 });
    await sql`create table told (n integer primary key)`.execute(primary.db);
    replica = openReplica(primary.db, { url: urlAt(5602), poolSize: 4, lagAtMostMs: 500, everyMs: 50 });
  });
  afterAll(async () => {
    await replica?.close();
    await Promise.all([primary?.close(), standby?.close()]);
    for (const name of ['standby', 'primary']) {
      const data = join(folder, name);
      if (existsSync(join(data, 'postmaster.pid'))) run('pg_ctl', '-D', data, '-m', 'immediate', 'stop');
    }
    rmSync(folder, { recursive: true, force: true });
  });

  test('is read while it is fresh, left when it falls behind, and read again when it has caught up', async () => {
    await untilRead(replica, true);
    await sql`select pg_wal_replay_pause()`.execute(standby.db);
    await sql`insert into told values (1)`.execute(primary.db);
    await untilRead(replica, false);
    await sql`select pg_wal_replay_resume()`.execute(standby.db);
    await untilRead(replica, true);
    const { rows } = await sql`select n from told`.execute(replica.reading() ?? primary.db);
    expect(rows).toEqual([{ n: 1 }]);
  });

  test('answers the routes that allow it, and no other', async () => {
    await untilRead(replica, true);
    const asking = {
      permission: 'public',
      summary: { zh: '从哪里读', en: 'Read from where' },
      answer: z.unknown(),
    } as const;
    const routes = [
      route({
        ...asking,
        method: 'GET',
        path: '/report',
        reads: 'replica',
        handle: async ({ tx }) => ({ there: await inRecovery(tx) }),
      }),
      route({ ...asking, method: 'GET', path: '/record', handle: async ({ tx }) => ({ there: await inRecovery(tx) }) }),
    ];
    const app = await buildHttp(routes, [], {
      db: primary.db,
      replica: replica.reading,
      identify: async () => null,
      clock: Date.now,
      afterWrite: () => undefined,
      logger: () => undefined,
    });
    const there = async (path: string) => (await app.inject({ url: `/api${path}` })).json().there;
    expect([await there('/report'), await there('/record')]).toEqual([true, false]);
    await sql`select pg_wal_replay_pause()`.execute(standby.db);
    await sql`insert into told values (2)`.execute(primary.db);
    await untilRead(replica, false);
    expect(await there('/report')).toBe(false);
    await sql`select pg_wal_replay_resume()`.execute(standby.db);
    await untilRead(replica, true);
    run('pg_ctl', '-D', join(folder, 'standby'), '-m', 'immediate', 'stop');
    expect(await there('/report')).toBe(false);
    await untilRead(replica, false);
    await app.close();
  });

  test('is never read if it is no replica but a database of its own', async () => {
    const none = openReplica(primary.db, { url: urlAt(5601), poolSize: 2, lagAtMostMs: 500, everyMs: 20 });
    await sql`insert into told values (3)`.execute(primary.db);
    for (let i = 0; i < 20; i++) {
      await sql`select 1`.execute(primary.db);
      expect(none.reading()).toBeNull();
    }
    await none.close();
  });
});
