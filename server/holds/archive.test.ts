import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  databaseOf,
  dataFolder,
  ENVIRONMENT,
  flawOf,
  freePort,
  open,
  ServerProcess,
  until,
} from './installation.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const FIFTEEN = '/usr/lib/postgresql/15/bin';
const account = accountOf('postgres');
const haveFifteen = existsSync(join(FIFTEEN, 'initdb')) && account !== null;

let home: string;
let folder: Awaited<ReturnType<typeof dataFolder>>;
let server: ServerProcess;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  folder = await dataFolder();
  server = await ServerProcess.start({ DATA_DIR: folder.path, PORT: '0' });
});
afterAll(async () => {
  await server.stop();
  await folder.remove();
  rmSync(home, { recursive: true, force: true });
});

function accountOf(name: string): { uid: number; gid: number } | null {
  const [uid, gid] = ['-u', '-g'].map((flag) => spawnSync('id', [flag, name], { encoding: 'utf8' }));
  return uid?.status === 0 && gid && process.getuid?.() === 0
    ? { uid: Number(uid.stdout), gid: Number(gid.stdout) }
    : null;
}

/** Runs a command of the command line to its end. */
async function drumtower(
  environment: Record<string, string>,
  ...args: string[]
): Promise<{ code: number; says: string }> {
  const child = spawn(process.execPath, [MAIN, ...args], { env: { ...ENVIRONMENT, ...environment } });
  let says = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (says += String(text)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, says };
}

/** A private server of the distribution's PostgreSQL 15. */
async function startFifteen(): Promise<{ url: string; stop(): Promise<void> }> {
  const port = await freePort();
  const cluster = mkdtempSync(join(tmpdir(), 'drumtower-fifteen-'));
  if (account) chownSync(cluster, account.uid, account.gid);
  const options = { ...account, cwd: cluster, env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } };
  const made = spawnSync(
    join(FIFTEEN, 'initdb'),
    ['-D', join(cluster, 'db'), '-U', 'drumtower', '-A', 'trust', '-E', 'UTF8'],
    options,
  );
  if (made.status !== 0) throw new Error(String(made.stderr));
  const args = [
    '-D',
    join(cluster, 'db'),
    '-p',
    String(port),
    '-k',
    cluster,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
  ];
  const child = spawn(join(FIFTEEN, 'postgres'), args, { ...options, stdio: 'ignore' });
  const psql = (database: string, statement: string) =>
    spawnSync(join(FIFTEEN, 'psql'), [
      '-h',
      cluster,
      '-p',
      String(port),
      '-U',
      'drumtower',
      '-d',
      database,
      '-c',
      statement,
    ]).status === 0;
  await until(() => psql('postgres', 'create database drumtower'), 30_000, 'PostgreSQL 15 is there');
  return {
    url: `postgres://drumtower@127.0.0.1:${port}/drumtower`,
    async stop() {
      child.kill('SIGINT');
      await once(child, 'exit');
      rmSync(cluster, { recursive: true, force: true });
    },
  };
}

describe('an archive made while officers write', () => {
  const file = () => join(home, 'all.tar.gz');
  let writers: Writers;
  let before: typeof writers.book;

  test('is whole', async () => {
    writers = await Writers.begin(server.url, 4);
    await until(() => writers.book.size >= 10, 60_000, 'they write');
    before = new Map(writers.book);
    const { code, says } = await drumtower({ DATA_DIR: folder.path }, 'backup', file());
    expect(says).toContain('rows of');
    expect(code).toBe(0);
    await writers.end();
    expect(writers.book.size).toBeGreaterThan(before.size);
    expect([...writers.wrong, ...server.faults]).toEqual([]);
  });

  test('that is damaged is refused before the target is touched', async () => {
    const whole = readFileSync(file());
    const damaged = join(home, 'damaged.tar.gz');
    const bit = Buffer.from(whole);
    bit[bit.length >> 1] = (bit[bit.length >> 1] ?? 0) ^ 1;
    for (const bytes of [bit, whole.subarray(0, -100)]) {
      writeFileSync(damaged, bytes);
      const place = join(home, 'untouched');
      const { code, says } = await drumtower({ DATA_DIR: place }, 'restore', damaged);
      expect(code).toBe(1);
      expect(says).toMatch(/damaged.*nothing was restored/);
      expect(existsSync(place)).toBe(false);
    }
  });

  test.skipIf(!haveFifteen)(
    'restores into an empty place on PostgreSQL 15, is proved there, and is worked on',
    async () => {
      const fifteen = await startFifteen();
      try {
        const { code, says } = await drumtower({ DATABASE_URL: fifteen.url, DATA_DIR: home }, 'restore', file());
        expect(says).toContain('restored');
        expect(code).toBe(0);
        const opened = open(fifteen.url);
        expect(await lossesOf(opened.db, before)).toEqual([]);
        await opened.close();
        expect(await flawOf(fifteen.url)).toBeNull();
        const there = await ServerProcess.start({ DATABASE_URL: fifteen.url, DATA_DIR: home, PORT: '0' });
        const agent = await Officer.signIn(there.url, 'zuoxi01');
        const body = { source: 'hotline', description: '恢复后的路灯', address: '东街口' };
        expect((await agent.ask('POST', '/cases', { body }))?.status).toBe(201);
        expect(await there.stop()).toBe(0);
        expect(there.faults).toEqual([]);
        expect(await flawOf(fifteen.url)).toBeNull();
      } finally {
        await fifteen.stop();
      }
    },
  );

  test('holds of the original nothing that the original has lost', async () => {
    expect(await flawOf(databaseOf(folder.path))).toBeNull();
  });
});
