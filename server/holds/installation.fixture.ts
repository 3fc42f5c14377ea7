import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { followers } from '../app.ts';
import { type OpenDb, openDb } from '../kernel/db.ts';
import { instant } from '../kernel/instant.ts';
import { migrate } from '../kernel/migrate.ts';
import { removeData, runningUrl, startPostgres } from '../kernel/postgres.ts';
import { aesVault, bindVault, keyOf } from '../kernel/vault.ts';
import { verifyLog } from '../kernel/verify.ts';
import { caseRows } from '../modules/cases/case-rows.ts';
import { seedDemo } from '../modules/demo/seed.ts';
import { listJurisdictions } from '../modules/organisation/store.ts';
import nodeFlags from '../node-flags.json' with { type: 'json' };

export const PASSWORD = 'drum-tower-holds-2026';
const HOME = 'drumtower-holds-';
const SECRET = Buffer.alloc(32, 'holds');
const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const PARENT = new URL('../../bin/parent.mjs', import.meta.url).href;

/** What a test server is told: no surprises from the environment of whoever runs the tests. */
export const ENVIRONMENT = {
  PATH: process.env.PATH ?? '/usr/bin:/bin',
  HOST: '127.0.0.1',
  DRUMTOWER_MODE: 'demo',
  VAULT_KEYS: SECRET.toString('base64'),
  REQUESTS_PER_MINUTE: '0',
};

/** Opens a database of these tests as their servers do. */
export function open(url: string, size = 4): OpenDb {
  const opened = openDb(url, { size });
  bindVault(opened.db, aesVault({ keys: () => [keyOf(SECRET)] }));
  return opened;
}

/** Migrates an empty database and lets a small demo district live in it for two days. */
export async function furnish(url: string): Promise<void> {
  await migrate(url);
  const opened = open(url);
  await seedDemo(opened.db, {
    password: PASSWORD,
    now: instant(Date.now()),
    days: 2,
    perDay: 8,
    say: () => undefined,
    followers: followers(),
  });
  await opened.close();
}

let furnished: Promise<string> | undefined;

const HOUR_MS = 3_600_000;

/** Ends what earlier runs left behind that were killed; what is young may be at work. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(HOME))) {
    const home = join(tmpdir(), name);
    if (Date.now() - statSync(home).mtimeMs < HOUR_MS) continue;
    if (existsSync(join(home, 'data'))) await removeData(join(home, 'data')).catch(() => undefined);
    await removeData(home).catch(() => undefined);
  }
}

/** A data folder with a furnished database in it, made once and copied for each test. */
function pattern(): Promise<string> {
  furnished ??= (async () => {
    await sweep();
    const dataDir = mkdtempSync(join(tmpdir(), HOME));
    process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));
    const postgres = await startPostgres({ dataDir, logger: () => undefined, settings: { fsync: 'off' } });
    await furnish(postgres.url);
    await postgres.stop();
    return dataDir;
  })();
  return furnished;
}

/** A data folder of its own for a test, already lived in. */
export async function dataFolder(): Promise<{ path: string; remove(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), HOME));
  const path = join(home, 'data');
  const copied = spawnSync('cp', ['-a', await pattern(), path]);
  if (copied.status !== 0) throw new Error(`the data folder was not copied: ${String(copied.stderr)}`);
  return {
    path,
    async remove() {
      await removeData(path);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A server as its own process, as `npm start` runs it. */
export class ServerProcess {
  readonly journal: Record<string, unknown>[] = [];
  readonly said: string[] = [];
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  url = '';
  /** From the start of the process to its first answer. */
  readyMs = 0;
  /** Processor time that its process took until then, the database's apart; 0 where the system does not tell. */
  readyCpuMs = 0;

  private constructor(environment: Record<string, string>, node: readonly string[]) {
    this.child = spawn(process.execPath, [...nodeFlags.serve, ...node, '--import', PARENT, MAIN, 'serve'], {
      env: { ...nodeFlags.environment, ...ENVIRONMENT, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.ended = once(this.child, 'exit').then(([code]) => code as number | null);
  }

  /** Starts a server and waits until it answers. */
  static async start(environment: Record<string, string>, node: readonly string[] = []): Promise<ServerProcess> {
    const started = performance.now();
    const server = new ServerProcess(environment, node);
    const { stdout, stderr } = server.child;
    if (!stdout || !stderr) throw new Error('a server without a journal');
    createInterface({ input: stderr }).on('line', (line) => server.journal.push(readLine(line)));
    server.url = await new Promise<string>((resolve, reject) => {
      createInterface({ input: stdout }).on('line', (line) => {
        server.said.push(line);
        const found = /^Drumtower 鼓楼: (http\S+)/.exec(line)?.[1];
        if (found) resolve(found);
      });
      void server.ended.then((code) =>
        reject(new Error(`the server ended with ${code}: ${server.said.join('\n')}${JSON.stringify(server.journal)}`)),
      );
    });
    const answer = await fetch(`${server.url}/readyz`);
    await answer.arrayBuffer();
    server.readyMs = performance.now() - started;
    server.readyCpuMs = cpuOf(server.child.pid);
    return server;
  }

  /** Lines of its journal that tell of a fault of the program. */
  get faults(): Record<string, unknown>[] {
    return this.journal.filter(({ level, work }) => level === 'error' && work !== 'postgres');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** Asks it to stop in good order; gives its exit status. */
  async stop(): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) this.child.kill('SIGTERM');
    return this.ended;
  }
}

const TICK_MS = 10;

/** Processor time of a process so far, as Linux counts it. */
function cpuOf(pid: number | undefined): number {
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return 0;
  const fields = readFileSync(stat, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * TICK_MS;
}

function readLine(line: string): Record<string, unknown> {
  try {
    return JSON.parse(line) as Record<string, unknown>;
  } catch {
    return { text: line };
  }
}

/** The database of a data folder on which a server runs. */
export function databaseOf(dataDir: string): string {
  return runningUrl(dataDir);
}

/** Proves log, seals and rows of every jurisdiction; the first flaw in words, or null. */
export async function flawOf(url: string): Promise<string | null> {
  const opened = open(url);
  try {
    for (const { id } of await listJurisdictions(opened.db)) {
      const { flaw } = await verifyLog(opened.db, id, { rows: [caseRows] });
      if (flaw) return `${flaw.recordId} ${flaw.seq}: ${flaw.message}`;
    }
    return null;
  } finally {
    await opened.close();
  }
}

/** Looks again and again until the condition holds. */
export async function until(
  condition: () => boolean | Promise<boolean>,
  withinMs: number,
  what: string,
): Promise<void> {
  const end = performance.now() + withinMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${withinMs / 1000} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
