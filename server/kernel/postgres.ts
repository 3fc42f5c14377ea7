import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { lockFolder } from './folder-lock.ts';
import type { Logger } from './logger.ts';
import { type Binaries, findBinaries } from './postgres-binaries.ts';
import { accountFor, nameFor, openDataFolder, privateFolder, refuseFolder, socketFolder } from './postgres-folder.ts';
import { type Cluster, endLeftover, environment, launchPatiently, supervise, USER } from './postgres-process.ts';
import { refuse } from './refusal.ts';

/** The embedded server while it runs under us. */
export interface EmbeddedPostgres {
  url: string;
  /** The server's main process; another one after it was killed and started again. */
  readonly pid: number;
  binaries: Binaries['from'];
  stop(): Promise<void>;
}

const DATABASE = 'drumtower';

/**
 * For one small machine. The journal never shows values of rows (terse, no statements): they may be personal data.
 * Nothing here trades safety for speed: fsync, full_page_writes and synchronous_commit stay on.
 */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  port: '5432',
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '128MB',
  effective_cache_size: '1GB',
  work_mem: '8MB',
  maintenance_work_mem: '128MB',
  wal_compression: 'on',
  max_wal_size: '1GB',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
  // After a crash every file is brought to the disk before recovery: by one call, where there is one, not file by file.
  ...(process.platform === 'linux' ? { recovery_init_sync_method: 'syncfs' } : {}),
};

/**
 * Starts our own PostgreSQL on a data folder and keeps it running until `stop`: a server that dies is started again, one
 * left behind by a killed parent is stopped first, and a second start on the same folder is refused.
 */
export async function startPostgres(options: {
  dataDir: string;
  logger: Logger;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const dataFolder = openDataFolder(options.dataDir);
  const undo: (() => void)[] = [await lockFolder(dataFolder)];
  try {
    const cluster = prepare(dataFolder, options.logger, options.settings ?? {});
    undo.push(() => rmSync(cluster.socket, { recursive: true, force: true }));
    await endLeftover(cluster.folder, cluster.logger);
    let server = await launchPatiently(cluster);
    undo.push(() => server.kill('SIGINT'));
    await ensureDatabase(cluster);
    const supervised = supervise(cluster, server, (next) => {
      server = next;
    });
    return {
      url: urlAt(cluster.socket),
      get pid() {
        return server.pid ?? 0;
      },
      binaries: cluster.binaries.from,
      async stop() {
        await supervised.stop();
        for (const step of undo.reverse()) step();
      },
    };
  } catch (error) {
    for (const step of undo.reverse()) step();
    throw error;
  }
}

function urlAt(socket: string): string {
  return `postgres://${USER}@/${DATABASE}?host=${encodeURIComponent(socket)}`;
}

/** Where the server of a folder listens that another Drumtower of this machine has started and still uses. */
export function runningUrl(dataDir: string): string {
  const dataFolder = openDataFolder(dataDir);
  return urlAt(socketFolder(dataFolder, accountFor(dataFolder, join(dataFolder, 'postgres'))));
}

/** Removes a data folder for good, ending a server that still runs on it; refuses while a Drumtower uses it. */
export async function removeData(dataDir: string): Promise<void> {
  const dataFolder = openDataFolder(dataDir);
  const folder = join(dataFolder, 'postgres');
  const unlock = await lockFolder(dataFolder);
  try {
    await endLeftover(folder, () => undefined);
    rmSync(socketFolder(dataFolder, accountFor(dataFolder, folder)), { recursive: true, force: true });
    rmSync(dataFolder, { recursive: true, force: true });
  } finally {
    unlock();
  }
}

/** Finds account and programs, and makes the cluster if there is none. A half-made one is never mistaken for a whole. */
function prepare(dataFolder: string, logger: Logger, settings: Record<string, string>): Cluster {
  const folder = join(dataFolder, 'postgres');
  const account = accountFor(dataFolder, folder);
  const version = join(folder, 'PG_VERSION');
  const made = existsSync(version);
  if (!made && existsSync(folder) && readdirSync(folder).length > 0) {
    refuse({
      refused: 'conflict',
      code: 'foreignFolder',
      message: {
        zh: `${folder} 中有别的文件，不是数据库目录。`,
        en: `${folder} holds other files and is no database folder.`,
      },
      right: {
        zh: '请移走这些文件，或用 DATA_DIR 指定另一个目录。',
        en: 'Move them away, or name another folder with DATA_DIR.',
      },
    });
  }
  const binaries = findBinaries({
    major: made ? Number.parseInt(readFileSync(version, 'utf8'), 10) : null,
    account,
    copiesIn: account.uid === undefined ? dataFolder : '/var/lib/drumtower',
  });
  const cluster = { dataFolder, folder, account, binaries, settings: { ...SETTINGS, ...settings }, logger };
  if (!made) initialise(cluster);
  return { ...cluster, socket: socketFolder(dataFolder, account) };
}

type Found = Omit<Cluster, 'socket'>;

function initialise({ dataFolder, folder, account, binaries, settings, logger }: Found): void {
  const started = performance.now();
  const draft = `${folder}.new`;
  rmSync(draft, { recursive: true, force: true });
  privateFolder(draft, account);
  let said = '';
  // Not every system knows C.UTF-8; all of them sort by code point or nearly so, and the text is UTF-8 everywhere.
  for (const locale of ['C.UTF-8', 'en_US.UTF-8', 'C']) {
    const provider = binaries.major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : [];
    const run = spawnSync(
      join(binaries.folder, 'initdb'),
      [
        '-D',
        nameFor(draft, account),
        '-U',
        USER,
        '-A',
        'trust',
        '-E',
        'UTF8',
        `--locale=${locale}`,
        ...provider,
        ...(settings.fsync === 'off' ? ['--no-sync'] : []),
      ],
      { ...account, cwd: draft, env: environment(), encoding: 'utf8' },
    );
    if (run.status === 0) {
      renameSync(draft, folder);
      logger({
        level: 'info',
        work: 'postgres',
        message: 'database folder made',
        major: binaries.major,
        from: binaries.from,
        ms: Math.round(performance.now() - started),
      });
      return;
    }
    said = run.stderr || String(run.error ?? run.signal);
    if (!/locale/.test(said)) break;
  }
  rmSync(draft, { recursive: true, force: true });
  refuseFolder(dataFolder, said.trim());
}

async function ensureDatabase({ socket, dataFolder }: Cluster): Promise<void> {
  const client = new pg.Client({ host: socket, user: USER, database: 'postgres' });
  try {
    await client.connect();
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    refuseFolder(dataFolder, error instanceof Error ? error.message : String(error));
  } finally {
    await client.end().catch(() => undefined);
  }
}
