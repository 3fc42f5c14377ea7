import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { poolConfig } from './db.ts';
import { type EmbeddedPostgres, removeData, startPostgres } from './postgres.ts';

const quiet = () => undefined;
const isRoot = process.getuid?.() === 0;
const FAST = { fsync: 'off', shared_buffers: '16MB' };

let home: string;
let running: EmbeddedPostgres[] = [];
let children: ChildProcess[] = [];

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'drumtower-supervisor-'));
});

afterEach(async () => {
  for (const server of running) await server.stop();
  for (const child of children) child.kill('SIGKILL');
  running = [];
  children = [];
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

async function start(dataDir = join(home, 'data')): Promise<EmbeddedPostgres> {
  const server = await startPostgres({ dataDir, logger: quiet, settings: FAST });
  running.push(server);
  return server;
}

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(poolConfig(url));
  client.on('error', quiet);
  try {
    await client.connect();
    return (await client.query({ text: statement, rowMode: 'array' })).rows;
  } finally {
    await client.end().catch(quiet);
  }
}

async function eventually<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + 15_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** Another process that starts the server on a folder and stays; gives what it says first. */
async function startElsewhere(dataDir: string): Promise<{ child: ChildProcess; says: string }> {
  const script = `
    import { startPostgres } from ${JSON.stringify(new URL('./postgres.ts', import.meta.url).href)};
    try {
      const server = await startPostgres({ dataDir: ${JSON.stringify(dataDir)}, logger: () => undefined, settings: ${JSON.stringify(FAST)} });
      console.log('pid ' + server.pid + ' ' + server.url);
      setInterval(() => undefined, 1000);
    } catch (error) {
      console.log(error.refusal ? error.refusal.code + ': ' + error.refusal.message.zh + error.refusal.message.en : error.stack);
    }`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  const says = await new Promise<string>((resolve) =>
    child.stdout?.once('data', (data) => resolve(String(data).trim())),
  );
  return { child, says };
}

describe('the embedded server', () => {
  test('keeps what was written from one start to the next, and is reached by no network', async () => {
    const first = await start();
    await ask(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    running = [];
    const second = await start();
    expect(await ask(second.url, 'select answer from kept')).toEqual([[42]]);
    expect(
      await ask(
        second.url,
        `select current_setting('listen_addresses'), current_setting('server_encoding'), lower('ÄÖ')`,
      ),
    ).toEqual([['', 'UTF8', 'äö']]);
  });

  test('is started again when it is killed, on the same address, with all that was committed', async () => {
    const server = await start();
    await ask(server.url, 'create table survivor as select 1 as one');
    const before = server.pid;
    process.kill(before, 'SIGKILL');
    expect(await eventually(() => ask(server.url, 'select one from survivor'))).toEqual([[1]]);
    await eventually(async () => expect(server.pid).not.toBe(before));
  });

  test('refuses, in words, a second start on a folder in use, by this process or another', async () => {
    await start();
    await expect(start()).rejects.toMatchObject({ refusal: { code: 'dataFolderInUse', facts: { pid: process.pid } } });
    const { child, says } = await startElsewhere(join(home, 'data'));
    child.kill();
    expect(says).toMatch(/^dataFolderInUse: 数据目录.*is in use by another Drumtower process/);
  });

  test('takes the folder over after its parent was killed, and nothing committed is lost', async () => {
    const { child, says } = await startElsewhere(join(home, 'data'));
    const [, orphan, url = ''] = says.split(' ');
    await ask(url, 'create table orphaned as select 7 as seven');
    child.kill('SIGKILL');
    expect(existsSync(`/proc/${orphan}`) || process.platform !== 'linux').toBe(true);
    const server = await start();
    expect(server.pid).not.toBe(Number(orphan));
    expect(await ask(server.url, 'select seven from orphaned')).toEqual([[7]]);
  });

  test('takes the folder over after parent and server were killed together', async () => {
    const { child, says } = await startElsewhere(join(home, 'data'));
    child.kill('SIGKILL');
    process.kill(Number(says.split(' ')[1]), 'SIGKILL');
    expect(await ask((await start()).url, 'select 1')).toEqual([[1]]);
  });

  test('is not misled by stale files whose process numbers belong to others now', async () => {
    const server = await start();
    await server.stop();
    running = [];
    const stranger = spawn('sleep', ['60'], { stdio: 'ignore' });
    writeFileSync(join(home, 'data', 'drumtower.lock'), `${stranger.pid} 12345 another-boot`);
    writeFileSync(
      join(home, 'data', 'postgres', 'postmaster.pid'),
      `${stranger.pid}\n/nowhere\n1\n5432\n/tmp\n\n  1 1\nready\n`,
    );
    expect(await ask((await start()).url, 'select 1')).toEqual([[1]]);
    expect(stranger.exitCode).toBeNull();
    stranger.kill();
  });

  test('does not use a folder of other files as its own', async () => {
    const folder = join(home, 'other', 'postgres');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'thesis.txt'), '');
    await expect(start(join(home, 'other'))).rejects.toMatchObject({ refusal: { code: 'foreignFolder' } });
  });

  test('says which version it lacks for a folder of another major', async () => {
    const folder = join(home, 'old', 'postgres');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'PG_VERSION'), '9\n');
    await expect(start(join(home, 'old'))).rejects.toMatchObject({
      refusal: { code: 'noPostgres', message: { en: expect.stringContaining('PostgreSQL 9') } },
    });
  });

  test('says that the data folder is no folder', async () => {
    writeFileSync(join(home, 'file'), '');
    await expect(start(join(home, 'file'))).rejects.toMatchObject({ refusal: { code: 'notAFolder' } });
  });

  test('says that a folder may not be written', async () => {
    const folder = join(home, 'forbidden');
    mkdirSync(folder, { mode: 0o555 });
    // Nothing is forbidden to root, so for this moment we are nobody; the folder is tried before anything is waited for.
    if (isRoot) process.seteuid?.(65534);
    const attempt = start(join(folder, 'data'));
    if (isRoot) process.seteuid?.(0);
    await expect(attempt).rejects.toMatchObject({
      refusal: { code: 'folderForbidden', message: { zh: expect.stringMatching(/^没有写入数据目录的权限/) } },
    });
  });

  test('removes a folder for good, with the server that a killed process left on it', async () => {
    const folder = join(home, 'leftover');
    const { child, says } = await startElsewhere(folder);
    child.kill('SIGKILL');
    await removeData(folder);
    expect(existsSync(folder)).toBe(false);
    await eventually(async () => expect(() => process.kill(Number(says.split(' ')[1]), 0)).toThrow());
  });
});

describe.runIf(isRoot)('the embedded server started by root', () => {
  test('runs under an ordinary account, also below a folder which that account cannot enter', async () => {
    const closed = join(home, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const server = await start(join(closed, 'deep', 'data'));
    await ask(server.url, 'create table deep as select generate_series(1, 1000) as n');
    await ask(server.url, 'checkpoint');
    expect(await ask(server.url, 'select count(*)::int from deep')).toEqual([[1000]]);
    if (process.platform === 'linux')
      expect(readFileSync(`/proc/${server.pid}/status`, 'utf8')).not.toMatch(/^Uid:\s+0/m);
    process.kill(server.pid, 'SIGKILL');
    expect(await eventually(() => ask(server.url, 'select count(*)::int from deep'))).toEqual([[1000]]);
  });

  test.runIf(process.platform === 'linux')('says that the disk is read-only, or full', async (context) => {
    const disk = join(home, 'disk');
    mkdirSync(disk);
    const mount = (...options: string[]) => spawnSync('mount', [...options, disk]).status === 0;
    if (!mount('-t', 'tmpfs', '-o', 'size=8m', 'none')) return context.skip('this machine lets nobody mount');
    try {
      await expect(start(join(disk, 'data'))).rejects.toMatchObject({ refusal: { code: 'diskFull' } });
      expect(existsSync(join(disk, 'data', 'postgres.new'))).toBe(false);
      mount('-o', 'remount,ro');
      await expect(start(join(disk, 'data'))).rejects.toMatchObject({ refusal: { code: 'readOnlyFolder' } });
    } finally {
      spawnSync('umount', [disk]);
    }
  });
});
