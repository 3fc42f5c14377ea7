import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { refuse } from './refusal.ts';

const PATIENCE_MS = 2000;

/**
 * One Drumtower per data folder; gives how to let go of it. The lock names a process by its number and the moment it
 * started, so a lock left by a killed process is recognised even when its number has been given to another one since.
 * A process that is just ending is waited for a moment.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const lock = join(folder, 'drumtower.lock');
  const mine = `${process.pid} ${startOf(process.pid)}`;
  const draft = join(folder, `drumtower.lock.${randomBytes(4).toString('hex')}`);
  const end = performance.now() + PATIENCE_MS;
  writeFileSync(draft, mine);
  try {
    // Whoever links first has the folder; a stale lock is moved out of the way.
    while (!linked(draft, lock)) {
      const holder = read(lock);
      if (holder === null) continue;
      if (!isAlive(holder)) moveAway(lock, holder);
      else if (holder === mine || performance.now() > end) refuseHeld(folder, Number.parseInt(holder, 10));
      else await after(50);
    }
    return () => release(lock, mine);
  } finally {
    rmSync(draft, { force: true });
  }
}

function linked(draft: string, lock: string): boolean {
  try {
    linkSync(draft, lock);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Another starter may have replaced the stale lock since it was read: then its fresh lock is put back. */
function moveAway(lock: string, expected: string): void {
  const aside = `${lock}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(lock, aside);
  } catch {
    return;
  }
  if (read(aside) !== expected) linked(aside, lock);
  rmSync(aside, { force: true });
}

function release(lock: string, mine: string): void {
  if (read(lock) === mine) rmSync(lock, { force: true });
}

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', ...start] = holder.split(' ');
  return /^\d+$/.test(pid) && startOf(Number(pid)) === start.join(' ');
}

/** When a process started, as text that no later process of the same number repeats; null if there is none. */
function startOf(pid: number): string | null {
  if (process.platform !== 'linux')
    return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() || null;
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  // The second field is the program's name in brackets and may hold anything; the start is the 20th field after it.
  // A killed process whose parent has not looked yet stays listed, as state Z.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields[0] === 'Z' || fields[0] === 'X') return null;
  return `${fields[19]} ${read('/proc/sys/kernel/random/boot_id')?.trim() ?? ''}`;
}

function refuseHeld(folder: string, pid: number): never {
  refuse({
    refused: 'conflict',
    code: 'dataFolderInUse',
    message: {
      zh: `数据目录 ${folder} 正由另一个鼓楼进程（${pid}）使用。`,
      en: `The data folder ${folder} is in use by another Drumtower process (${pid}).`,
    },
    right: {
      zh: '请先停止那个进程，或用 DATA_DIR 指定另一个目录。',
      en: 'Stop that process first, or name another folder with DATA_DIR.',
    },
    facts: { pid },
  });
}
