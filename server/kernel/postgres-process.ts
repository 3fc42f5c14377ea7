import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from './logger.ts';
import type { Account, Binaries } from './postgres-binaries.ts';
import { mainProcess, nameFor, processesIn, refuseFolder } from './postgres-folder.ts';
import { refuse } from './refusal.ts';

/** Everything needed to run the embedded server on its folder. */
export interface Cluster {
  dataFolder: string;
  folder: string;
  socket: string;
  account: Account;
  binaries: Binaries;
  settings: Record<string, string>;
  logger: Logger;
}

export const USER = 'drumtower';

/** What the server is told of the world around it: its language, so that its words can be read, and nothing else. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/**
 * A server whose parent was killed goes on running. It is asked to end, which loses nothing: its clients died with the
 * parent, and only we know how to look after it with today's programs and settings.
 */
export async function endLeftover(folder: string, logger: Logger): Promise<void> {
  const main = mainProcess(folder);
  if (main === null) return;
  const rounds: [NodeJS.Signals, number][] = [
    ['SIGINT', 20],
    ['SIGQUIT', 5],
  ];
  for (const [signal, seconds] of rounds) {
    const left = processesIn(folder);
    if (left.length === 0) break;
    logger({
      level: 'warn',
      work: 'postgres',
      message: 'ending a server left behind by a killed process',
      pid: main,
      signal,
    });
    for (const pid of left.includes(main) ? [main] : left)
      tryKill(pid, signal === 'SIGINT' && pid !== main ? 'SIGTERM' : signal);
    await until(() => processesIn(folder).length === 0, seconds * 1000);
  }
  if (processesIn(folder).length > 0) {
    refuse({
      refused: 'conflict',
      code: 'leftoverServer',
      message: {
        zh: `上次留下的数据库进程（${main}）无法结束。`,
        en: `A database process left from the last run (${main}) does not end.`,
      },
      right: { zh: '请结束该进程后重试。', en: 'End that process and try again.' },
      facts: { pid: main },
    });
  }
  // The number in a stale file may belong to somebody else by now, and the server would take it for a server.
  if (mainProcess(folder) === main && isRunning(main)) rmSync(join(folder, 'postmaster.pid'), { force: true });
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

async function until(fact: () => boolean, withinMs: number): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!fact()) {
    if (performance.now() > end) return false;
    await after(20);
  }
  return true;
}

/** Helpers of a killed server need a moment to notice; until then a new one is refused the shared memory. */
export async function launchPatiently(cluster: Cluster): Promise<ChildProcess> {
  const end = performance.now() + 15_000;
  for (;;) {
    const { child, said } = await launch(cluster);
    if (child) return child;
    const busy =
      /pre-existing shared memory|postmaster\.pid" already exists|Address already in use|is another postmaster/.test(
        said,
      );
    if (!busy || performance.now() > end) refuseFolder(cluster.dataFolder, said);
    await after(100);
  }
}

/** Starts the server and waits until it answers, as long as it lives: recovery after a crash may take its time. */
async function launch(cluster: Cluster): Promise<{ child?: ChildProcess; said: string }> {
  const { dataFolder, folder, socket, account, binaries, settings, logger } = cluster;
  const journal = join(dataFolder, 'postgres.log');
  if ((statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000) renameSync(journal, `${journal}.1`);
  const output = openSync(journal, 'a', 0o600);
  const from = statSync(journal).size;
  const all = Object.entries({ ...settings, unix_socket_directories: socket });
  // Nobody else listens in our folder; a lock left there may name a process number that is somebody else's by now.
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) rmSync(join(socket, name), { force: true });
  const child = spawn(
    join(binaries.folder, 'postgres'),
    ['-D', nameFor(folder, account), ...all.flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    {
      ...account,
      cwd: folder,
      env: environment(),
      stdio: ['ignore', output, output],
      // Its own group: an interrupt at the terminal is for us, who close our connections first.
      detached: true,
    },
  );
  closeSync(output);
  let fault: string | undefined;
  child.on('error', (error) => {
    fault = error.message;
  });
  const started = performance.now();
  let told = started;
  while (fault === undefined && child.exitCode === null && child.signalCode === null) {
    if (await answers(socket)) {
      logger({
        level: 'info',
        work: 'postgres',
        message: 'database ready',
        pid: child.pid,
        ms: Math.round(performance.now() - started),
      });
      return { child, said: '' };
    }
    if (performance.now() - told > 5000) {
      told = performance.now();
      logger({
        level: 'info',
        work: 'postgres',
        message: 'database still starting',
        seconds: Math.round((told - started) / 1000),
      });
    }
    await after(20);
  }
  return {
    said: fault ?? readFileSync(journal).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n'),
  };
}

async function answers(socket: string): Promise<boolean> {
  const client = new pg.Client({ host: socket, user: USER, database: 'postgres', connectionTimeoutMillis: 5000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const FIRST_PAUSE_MS = 100;
/** Whoever waits for a server that dies again and again waits no longer than this for the next try. */
const LONGEST_PAUSE_MS = 2000;
const SERVED_MS = 1000;

/** Starts a died server again, at once the first time, then with growing pauses, for ever. */
export function supervise(
  cluster: Cluster,
  first: ChildProcess,
  replaced: (child: ChildProcess) => void,
): { stop(): Promise<void> } {
  let child = first;
  let stopping = false;
  let restarting: Promise<void> = Promise.resolve();
  let lastStart = performance.now();
  let pause = FIRST_PAUSE_MS;

  function watch(): void {
    child.once('exit', (code, signal) => {
      if (stopping) return;
      cluster.logger({
        level: 'error',
        work: 'postgres',
        message: 'database ended unexpectedly; starting it again',
        code,
        signal,
      });
      // Who has served for a while does not die of how it is started.
      if (performance.now() - lastStart > SERVED_MS) pause = FIRST_PAUSE_MS;
      restarting = restart();
    });
    // It may have ended before we listened.
    if ((child.exitCode !== null || child.signalCode !== null) && !stopping)
      child.emit('exit', child.exitCode, child.signalCode);
  }

  async function restart(): Promise<void> {
    while (!stopping) {
      try {
        await after(pause);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
        if (stopping) return;
        child = await launchPatiently(cluster);
        lastStart = performance.now();
        replaced(child);
        watch();
        return;
      } catch (error) {
        cluster.logger({
          level: 'error',
          work: 'postgres',
          message: 'database did not start',
          error: error instanceof Error ? error.message : String(error),
        });
      }
    }
  }

  watch();
  return {
    async stop() {
      stopping = true;
      await restarting;
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGINT');
      const quit = setTimeout(() => child.kill('SIGQUIT'), 15_000);
      await ended;
      clearTimeout(quit);
    },
  };
}
