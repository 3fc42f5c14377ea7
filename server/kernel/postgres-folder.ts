import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Account } from './postgres-binaries.ts';
import { refuse } from './refusal.ts';
import type { Words } from './words.ts';

/** Opens the folder for everything an installation keeps, and proves that it can be written. */
export function openDataFolder(path: string): string {
  try {
    mkdirSync(path, { recursive: true });
    const folder = realpathSync(path);
    const proof = join(folder, `.proof-${process.pid}`);
    writeFileSync(proof, Buffer.alloc(64 * 1024));
    rmSync(proof);
    return folder;
  } catch (error) {
    refuseFolder(path, error instanceof Error ? error.message : String(error));
  }
}

const FOLDER_FAULTS: readonly [RegExp, string, Words, Words][] = [
  [
    /ENOSPC|EDQUOT|No space left|quota exceeded/i,
    'diskFull',
    { zh: '磁盘已满，无法写入数据目录', en: 'The disk is full; this data folder cannot be written:' },
    {
      zh: '请腾出空间，或用 DATA_DIR 指定另一个磁盘上的目录。',
      en: 'Free some space, or name a folder on another disk with DATA_DIR.',
    },
  ],
  [
    /EROFS|Read-only file system/i,
    'readOnlyFolder',
    { zh: '数据目录所在的磁盘是只读的：', en: 'The disk of this data folder is read-only:' },
    {
      zh: '请以可写方式挂载，或用 DATA_DIR 指定另一个目录。',
      en: 'Mount it writable, or name another folder with DATA_DIR.',
    },
  ],
  [
    /EACCES|EPERM|Permission denied|not permitted/i,
    'folderForbidden',
    { zh: '没有写入数据目录的权限：', en: 'There is no permission to write this data folder:' },
    {
      zh: '请更改目录的属主或权限，或用 DATA_DIR 指定另一个目录。',
      en: 'Change its owner or mode, or name another folder with DATA_DIR.',
    },
  ],
  [
    /ENOTDIR|EEXIST/,
    'notAFolder',
    { zh: '数据目录不是目录：', en: 'The data folder is not a folder:' },
    { zh: '请用 DATA_DIR 指定一个目录。', en: 'Name a folder with DATA_DIR.' },
  ],
];

/** Says in words why a folder cannot be used, if the text of an error or of the server's journal tells; else returns. */
export function refuseFolder(folder: string, evidence: string): never {
  for (const [pattern, code, message, right] of FOLDER_FAULTS) {
    if (!pattern.test(evidence)) continue;
    refuse({
      refused: 'conflict',
      code,
      message: { zh: `${message.zh}${folder}`, en: `${message.en} ${folder}` },
      right,
    });
  }
  refuse({
    refused: 'conflict',
    code: 'databaseNotStarted',
    message: { zh: `内置数据库未能启动：${evidence}`, en: `The embedded database did not start: ${evidence}` },
    right: {
      zh: `详情见 ${join(folder, 'postgres.log')}；也可用 DATABASE_URL 指定一台数据库服务器。`,
      en: `See ${join(folder, 'postgres.log')}, or name a database server with DATABASE_URL.`,
    },
  });
}

/**
 * Which account the server runs under. An ordinary account runs it itself; root hands it to whoever owns the cluster
 * already, else to the owner of the data folder, else to `postgres` or `nobody`.
 */
export function accountFor(dataFolder: string, cluster: string): Account {
  const owner = existsSync(cluster) ? statSync(cluster) : null;
  const self = process.getuid?.();
  if (self === undefined) {
    refuse({
      refused: 'conflict',
      code: 'noEmbeddedDatabase',
      message: { zh: '此系统上没有内置数据库。', en: 'There is no embedded database on this system.' },
      right: { zh: '请用 DATABASE_URL 指定一台数据库服务器。', en: 'Name a database server with DATABASE_URL.' },
    });
  }
  if (self !== 0) {
    if (owner && owner.uid !== self) refuseFolder(dataFolder, 'EACCES');
    return {};
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const holder = statSync(dataFolder).uid;
  for (const name of [...(holder === 0 ? [] : [String(holder)]), 'postgres', 'nobody']) {
    const [uid, gid] = [idOf('-u', name), idOf('-g', name)];
    if (uid && gid) return { uid, gid };
  }
  refuse({
    refused: 'conflict',
    code: 'noAccount',
    message: {
      zh: 'PostgreSQL 不能以 root 运行，而本机没有 postgres 或 nobody 账户。',
      en: 'PostgreSQL does not run as root, and this machine has no account postgres or nobody.',
    },
    right: { zh: '请用普通账户启动。', en: 'Start as an ordinary account.' },
  });
}

function idOf(flag: string, name: string): number | null {
  const run = spawnSync('id', [flag, name], { encoding: 'utf8' });
  return run.status === 0 ? Number(run.stdout) : null;
}

/** Makes a folder that only the account may enter. */
export function privateFolder(path: string, account: Account): string {
  mkdirSync(path, { mode: 0o700, recursive: true });
  if (account.uid !== undefined && account.gid !== undefined) chownSync(path, account.uid, account.gid);
  chmodSync(path, 0o700);
  return path;
}

function canEnter(path: string, account: Account): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$0"', path], { ...account, cwd: '/' }).status === 0;
}

/**
 * The name by which the server, started with this folder as its working directory, is to call it. Where a folder above
 * is closed to the account (a checkout below /root) its real path is of no use, but Linux lets a process always name the
 * folder it stands in.
 */
export function nameFor(folder: string, account: Account): string {
  return process.platform !== 'linux' || canEnter(folder, account) ? folder : '/proc/self/cwd';
}

/**
 * A short folder for the server's socket (such a path may have 107 bytes at most), named after the data folder. Only
 * the account and root can reach the socket, which is all the authentication there is.
 */
export function socketFolder(dataFolder: string, account: Account): string {
  const name = `drumtower-${createHash('sha256').update(dataFolder).digest('hex').slice(0, 12)}`;
  for (const base of new Set([tmpdir(), '/tmp'])) {
    const path = join(base, name);
    if (Buffer.byteLength(path) > 85 || !existsSync(base)) continue;
    const there = lstatSync(path, { throwIfNoEntry: false });
    const ours = [0, account.uid ?? process.getuid?.()];
    if (there && !(there.isDirectory() && ours.includes(there.uid))) continue;
    try {
      accessSync(base, constants.W_OK);
      privateFolder(path, account);
    } catch {
      continue;
    }
    if (canEnter(path, account)) return path;
  }
  refuseFolder(tmpdir(), 'EACCES');
}

/**
 * Processes of a server that stand in this cluster folder: after a killed parent its server, after a killed server its
 * last helpers. Elsewhere than on Linux only the server itself is seen.
 */
export function processesIn(cluster: string): number[] {
  const main = mainProcess(cluster);
  if (main === null) return [];
  if (process.platform !== 'linux') {
    const command = spawnSync('ps', ['-o', 'command=', '-p', String(main)], { encoding: 'utf8' }).stdout ?? '';
    return command.includes('postgres') && command.includes(cluster) ? [main] : [];
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && standsIn(name, cluster))
    .map(Number);
}

function standsIn(pid: string, cluster: string): boolean {
  try {
    return (
      readlinkSync(`/proc/${pid}/cwd`) === cluster && readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
    );
  } catch {
    return false;
  }
}

/** The process number in `postmaster.pid`, whether or not it still lives. */
export function mainProcess(cluster: string): number | null {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10) || null;
  } catch {
    return null;
  }
}
