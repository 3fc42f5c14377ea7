import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { poolConfig } from './db.ts';
import { OLDEST_MAJOR } from './postgres-binaries.ts';
import { refuse } from './refusal.ts';

export const MIGRATIONS = fileURLToPath(new URL('../migrations/', import.meta.url));

export interface Migration {
  number: number;
  /** The file's name, e.g. `0001_kernel.sql`. */
  name: string;
  sha256: string;
  text: string;
}

/** The migrations of a folder in their order. */
export function readMigrations(folder: string = MIGRATIONS): Migration[] {
  return readdirSync(folder)
    .filter((name) => /^\d{4}_\w+\.sql$/.test(name))
    .sort()
    .map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      return { number: Number(name.slice(0, 4)), name, sha256: createHash('sha256').update(text).digest('hex'), text };
    });
}

/**
 * Brings a database to the state this code knows: every file not yet applied, in order, each in a transaction of its
 * own. Several processes may try at once; one does it and the others find it done. Gives the names it applied.
 */
export async function migrate(url: string, folder: string = MIGRATIONS): Promise<string[]> {
  const known = readMigrations(folder);
  const client = new pg.Client({ ...poolConfig(url), options: '-c timezone=UTC -c client_min_messages=warning' });
  await client.connect();
  try {
    await refuseOldServer(client);
    // Held by the session, so that a killed migrator never leaves it behind.
    await client.query(`select pg_advisory_lock(hashtextextended('drumtower:migrate', 0))`);
    await client.query(`create table if not exists schema_migration (
      number integer primary key, name text not null, sha256 text not null, applied_at timestamptz not null default now())`);
    const { rows } = await client.query<Applied>('select number, name, sha256 from schema_migration order by number');
    const fresh = unapplied(known, rows);
    for (const migration of fresh) await apply(client, migration);
    return fresh.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

interface Applied {
  number: number;
  name: string;
  sha256: string;
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ server_version: string }>('show server_version');
  const version = rows[0]?.server_version ?? '';
  if (Number.parseInt(version, 10) >= OLDEST_MAJOR) return;
  refuse({
    refused: 'conflict',
    code: 'postgresTooOld',
    message: {
      zh: `数据库服务器的版本是 PostgreSQL ${version}，太旧。`,
      en: `The database server is PostgreSQL ${version}, which is too old.`,
    },
    right: {
      zh: `需要 PostgreSQL ${OLDEST_MAJOR} 或更新版本。`,
      en: `It must be PostgreSQL ${OLDEST_MAJOR} or later.`,
    },
  });
}

function unapplied(known: readonly Migration[], applied: readonly Applied[]): Migration[] {
  const newest = applied.at(-1)?.number ?? 0;
  for (const done of applied) {
    const file = known.find(({ number }) => number === done.number);
    if (!file) {
      refuse({
        refused: 'conflict',
        code: 'databaseNewer',
        message: {
          zh: `数据库含有本程序不认识的变更 ${done.name}：数据库比程序新。`,
          en: `The database has the change ${done.name}, which this program does not know: it is newer than the program.`,
        },
        right: {
          zh: '请使用更新的程序版本，或恢复较早的备份。',
          en: 'Use a newer version of the program, or restore an earlier backup.',
        },
      });
    }
    if (file.sha256 !== done.sha256 || file.name !== done.name) {
      refuse({
        refused: 'conflict',
        code: 'migrationChanged',
        message: {
          zh: `迁移文件 ${file.name} 在应用之后被改动。`,
          en: `The migration ${file.name} was changed after it had been applied.`,
        },
        right: {
          zh: '请恢复该文件的原文，并把改动写成一个新的迁移。',
          en: 'Put its text back, and write the change as a new migration.',
        },
      });
    }
  }
  const fresh = known.filter(({ number }) => !applied.some((done) => done.number === number));
  const late = fresh.find(({ number }) => number < newest);
  if (late) {
    refuse({
      refused: 'conflict',
      code: 'migrationLate',
      message: {
        zh: `迁移 ${late.name} 的编号小于已应用的 ${newest}。`,
        en: `The migration ${late.name} has a number below ${newest}, which is applied already.`,
      },
      right: { zh: '请给它下一个空编号。', en: 'Give it the next free number.' },
    });
  }
  return fresh;
}

async function apply(client: pg.Client, { number, name, sha256, text }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(text);
    await client.query('insert into schema_migration (number, name, sha256) values ($1, $2, $3)', [
      number,
      name,
      sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${name} failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
