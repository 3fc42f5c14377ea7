import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';
import { fitsUsage } from './usage.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'drumtower-help-'));
let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(async () => {
  await database.close();
  rmSync(folder, { recursive: true });
});

const run = (...args: string[]) => runOn(database.url, ...args);

function runOn(url: string, ...args: string[]) {
  const env = { DATABASE_URL: url, DATA_DIR: join(folder, 'data') };
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    encoding: 'utf8',
    cwd: folder,
    env,
  });
  return { status, stdout, stderr };
}

describe('the command line', () => {
  test('lists every command of its folder, and explains each without doing it', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    const listed = [...stdout.matchAll(/^ {2}([a-z-]+) +\S/gm)].map(([, name]) => name);
    const files = readdirSync(fileURLToPath(new URL('.', import.meta.url))).filter((name) => !name.includes('.test.'));
    const parts = ['context', 'first-accounts', 'progress', 'usage', 'vault'];
    const commands = files.map((name) => name.replace(/\.ts$/, '')).filter((name) => !parts.includes(name));
    expect(new Set(listed)).toEqual(new Set([...commands, 'restore']));
    expect(listed).toHaveLength(commands.length + 1);
    for (const name of ['serve', 'backup', 'restore', 'docs'])
      expect(run(name, '--help')).toMatchObject({ status: 0, stdout: expect.stringMatching(`^drumtower ${name} `) });
    expect(readdirSync(folder)).toEqual([]);
  });

  test('answers an option that there is not with how the command is used, and never takes it for a file', () => {
    const wrong = run('let-in', 'somebody', '--forced');
    expect([wrong.status, wrong.stdout]).toEqual([2, '']);
    expect(wrong.stderr).toContain("'--forced'");
    expect(wrong.stderr).toContain('drumtower let-in USERNAME [--factor]');
    expect(wrong.stderr).not.toContain('    at ');
    expect(run('backup', '--fast').status).toBe(2);
    expect(existsSync(join(folder, '--fast'))).toBe(false);
  });

  test('begins nothing for a word too many or too few, and does not even open the database', () => {
    const nowhere = 'postgresql://nobody@127.0.0.1:1/none';
    for (const slip of ['serve again', 'backup one two', 'restore', 'keys rotate all', 'keys', 'let-in one two'])
      expect([slip, runOn(nowhere, ...slip.split(' ')).status]).toEqual([slip, 2]);
    for (const slip of [
      'serve --port 80',
      'retention --run --dry-run',
      'found city',
      'export --format csv',
      'docs all',
    ])
      expect([slip, runOn(nowhere, ...slip.split(' ')).status]).toEqual([slip, 2]);
    expect(runOn(nowhere, 'import', 'cases.csv').stderr).toMatch(/--map hotline/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('takes what its own line of help names', () => {
    for (const right of [
      ['--dry-run | --run | --set RULE=DAYS [--jurisdiction CODE]: …', '--set look=365 --jurisdiction north'],
      ['[--scale 0|100k|1m]: …', '--scale 1m'],
      ['[--scale 0|100k|1m]: …', ''],
      ['CODE --name NAME [--division 350102]: …', 'north --name North --division 350102'],
      ['list | rotate: …', 'rotate'],
      ['starts the server', ''],
    ] as const)
      expect([right, fitsUsage(right[0], right[1].split(' ').filter(Boolean))]).toEqual([right, true]);
  });

  test('names a folder that a backup cannot be written into', () => {
    const { status, stderr } = run('backup', join(folder, 'missing', 'all.tar.gz'));
    expect([status, stderr]).toEqual([1, expect.stringContaining('文件夹不存在')]);
  });
});
