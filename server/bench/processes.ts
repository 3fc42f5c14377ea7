import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Pool } from 'pg';
import nodeFlags from '../node-flags.json' with { type: 'json' };

/** How much processor time something has used so far, in milliseconds; null where that cannot be told. */
export type CpuMeter = () => Promise<number | null>;

const ofUsage = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1000;

export const ownCpu: CpuMeter = async () => ofUsage(process.cpuUsage());

export interface ServedProcess {
  address: string;
  pid: number;
  cpu: CpuMeter;
  stop(): Promise<void>;
}

/** Starts one of the bench's servers (`served.ts`) in a process of its own, which Node runs as it runs `drumtower serve`. */
export async function serveApart(side: 'ours' | 'thin', url: string): Promise<ServedProcess> {
  const served = fileURLToPath(new URL('served.ts', import.meta.url));
  const compiled = getCompileCacheDir();
  const child = fork(served, [side, url], {
    execArgv: nodeFlags.serve,
    env: {
      ...nodeFlags.environment,
      ...process.env,
      ...(compiled ? { NODE_COMPILE_CACHE: dirname(compiled) } : {}),
    },
  });
  const [address] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([status]) => Promise.reject(new Error(`the ${side} server ended: ${status}`))),
  ])) as [string];
  return {
    address,
    pid: child.pid ?? 0,
    async cpu() {
      child.send('cpu');
      const [usage] = (await once(child, 'message')) as [NodeJS.CpuUsage];
      return ofUsage(usage);
    },
    async stop() {
      child.disconnect();
      await once(child, 'exit');
    },
  };
}

/** The memory of a process in megabytes, what it shares with others counted in parts (PSS); null where that is not told. */
export function memoryOf(pid: number): number | null {
  try {
    const told = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
    return told ? Number(told[1]) / 1024 : null;
  } catch {
    return null;
  }
}

const MS_PER_TICK = 10;

/** Parent, and time used in milliseconds, of a process of Linux; of those children that have ended, too. */
function statOf(pid: number | string): { parent: number; used: number; usedByEnded: number } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
    return { parent, used: (user + system) * MS_PER_TICK, usedByEnded: (endedUser + endedSystem) * MS_PER_TICK };
  } catch {
    return null;
  }
}

/** The database server's processes together, if it runs beside us on Linux. */
export async function databaseCpu(pool: Pool): Promise<CpuMeter> {
  const { rows } = await pool.query<{ pid: number }>('select pg_backend_pid() as pid');
  const main = statOf(rows[0]?.pid ?? 0)?.parent;
  const isPostgres = main !== undefined && readFileSync(`/proc/${main}/comm`, 'utf8').startsWith('postgres');
  return async () => {
    const root = isPostgres ? statOf(main) : null;
    if (!root) return null;
    const children = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map(statOf)
      .filter((stat) => stat?.parent === main);
    return children.reduce((sum, stat) => sum + (stat?.used ?? 0), root.used + root.usedByEnded);
  };
}
