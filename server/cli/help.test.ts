import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestDatabase, testDatabase } from '../kernel/testing.ts';

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

function run(...args: string[]) {
  const env = { DATABASE_URL: database.url, DATA_DIR: join(folder, 'data') };
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
    const parts = ['context', 'first-accounts', 'progress', 'vault'];
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
});
