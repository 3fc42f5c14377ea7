import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'drumtower-lock-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('the lock of a data folder', () => {
  test('is held by one, and free again when it is let go', async () => {
    const unlock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toMatchObject({ refusal: { code: 'dataFolderInUse' } });
    unlock();
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ['999999999 1 x', 'a process that is gone'],
    [`${process.ppid} 1 x`, 'a process number that is somebody else’s now'],
    ['', 'a file cut off by a full disk'],
    ['rubbish', 'a file of something else'],
  ])('left as "%s" by %s is taken over', async (left) => {
    writeFileSync(join(folder, 'drumtower.lock'), left);
    (await lockFolder(folder))();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('goes to exactly one of many that find it stale at once', async () => {
    writeFileSync(join(folder, 'drumtower.lock'), '999999999 1 x');
    const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });
});
