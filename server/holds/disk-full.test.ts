import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { databaseOf, dataFolder, flawOf, open, ServerProcess, until } from './installation.fixture.ts';
import { Officer } from './officer.fixture.ts';
import { lossesOf, Writers } from './writers.fixture.ts';

const MB = 1_000_000;
const RESERVE = 40;

let home: string;
let disk: string;
let folder: Awaited<ReturnType<typeof dataFolder>>;
let mayMount = false;

/** A small disk of its own with a furnished data folder on it; only root may make one. */
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  disk = join(home, 'disk');
  mkdirSync(disk);
  mayMount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=900m', 'none', disk]).status === 0;
  if (!mayMount) return;
  folder = await dataFolder();
  spawnSync('cp', ['-a', folder.path, join(disk, 'data')]);
});
afterAll(async () => {
  if (mayMount) {
    spawnSync('umount', [disk]);
    await folder.remove();
  }
  rmSync(home, { recursive: true, force: true });
});

/** Lays a stone on the disk, so that so many bytes are left, or none. */
function fill(leftBytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  const stone = openSync(join(disk, 'stone'), 'w');
  const block = Buffer.alloc(MB);
  try {
    for (let bytes = bavail * bsize - leftBytes; bytes > 0; bytes -= MB)
      writeSync(stone, block, 0, Math.min(MB, bytes));
  } catch {
    // The disk is full, as it was meant to be.
  } finally {
    closeSync(stone);
  }
}

const report = { source: 'hotline', description: '路灯不亮', address: '东街口' };

describe('a disk that fills up', () => {
  test('stops the writing while there is a reserve; reading goes on; with space again so does writing', async (context) => {
    if (!mayMount) return context.skip('this machine lets nobody mount');
    const server = await ServerProcess.start({
      DATA_DIR: join(disk, 'data'),
      PORT: '0',
      DISK_RESERVE: String(RESERVE),
    });
    const officer = await Officer.signIn(server.url, 'paiqian01');
    const agent = await Officer.signIn(server.url, 'zuoxi01');
    const writers = await Writers.begin(server.url, 4);
    await until(() => writers.book.size >= 10, 60_000, 'they write');
    await writers.end();
    fill((RESERVE - 5) * MB);
    await until(
      async () => (await agent.ask('POST', '/cases', { body: report }))?.status === 507,
      20_000,
      'it is told',
    );
    const refused = await agent.ask('POST', '/cases', { body: report });
    expect(refused).toMatchObject({ status: 507, body: { code: 'diskFull', status: 507 } });
    expect(refused?.headers.get('content-type')).toContain('application/problem+json');
    expect(refused?.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await officer.ask('GET', '/cases'))?.status).toBe(200);
    expect((await officer.ask('GET', `/cases/${[...writers.book.values()][0]?.id}`))?.status).toBe(200);
    expect((await Officer.signIn(server.url, 'shouli01')).cookie).not.toBe('');
    expect(server.journal.filter(({ what }) => String(what).includes('nearly full'))).toHaveLength(1);
    rmSync(join(disk, 'stone'));
    await until(
      async () => (await agent.ask('POST', '/cases', { body: report }))?.status === 201,
      20_000,
      'it goes on',
    );
    const url = databaseOf(join(disk, 'data'));
    const opened = open(url);
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    await opened.close();
    expect(await flawOf(url)).toBeNull();
    expect(server.journal.some(({ what }) => String(what).includes('space on the disk again'))).toBe(true);
    expect(await server.stop()).toBe(0);
  });

  test('to the last byte costs nothing that was acknowledged, and the database comes back with the space', async (context) => {
    if (!mayMount) return context.skip('this machine lets nobody mount');
    const server = await ServerProcess.start({ DATA_DIR: join(disk, 'data'), PORT: '0', DISK_RESERVE: '0' });
    const writers = await Writers.begin(server.url, 4);
    fill(0);
    const journal = () => readFileSync(join(disk, 'data', 'postgres.log'), 'utf8');
    await until(
      () =>
        server.journal.some(({ error }) => String(error).includes('No space')) || journal().includes('No space left'),
      120_000,
      'the disk is found full',
    );
    rmSync(join(disk, 'stone'));
    const before = writers.book.size;
    await until(() => writers.book.size >= before + 10, 120_000, 'they write again');
    await writers.end();
    const url = databaseOf(join(disk, 'data'));
    const opened = open(url);
    expect(await lossesOf(opened.db, writers.book)).toEqual([]);
    await opened.close();
    expect(await flawOf(url)).toBeNull();
    expect(server.child.exitCode).toBeNull();
    expect(writers.wrong.filter((line) => !line.includes(': 507 '))).toEqual([]);
    expect(await server.stop()).toBe(0);
  });
});
