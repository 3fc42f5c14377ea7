import { finished } from 'node:stream/promises';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type Db, poolConfig } from './db.ts';
import type { ChainedEntry } from './log.ts';

export type CopyValue = string | number | boolean | null | Buffer | readonly string[] | readonly number[];

/** Rows of one table, for COPY. */
export interface CopyRows {
  table: string;
  columns: readonly string[];
  rows: readonly (readonly CopyValue[])[];
}

const SPECIAL = /[\\\t\n\r]/g;
const ANY_SPECIAL = /[\\\t\n\r]/;
const ESCAPED: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string) =>
  ANY_SPECIAL.test(text) ? text.replace(SPECIAL, (sign) => ESCAPED[sign] ?? sign) : text;

function fieldOf(value: CopyValue): string {
  if (value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (Buffer.isBuffer(value)) return `\\\\x${value.toString('hex')}`;
  if (typeof (value as readonly unknown[])[0] === 'number') return `{${(value as readonly number[]).join(',')}}`;
  return escaped(`{${(value as readonly string[]).map((one) => `"${one.replace(/["\\]/g, '\\$&')}"`).join(',')}}`);
}

/** Rows as COPY's text format has them. */
export function copyText(rows: CopyRows['rows']): string {
  let text = '';
  for (const row of rows) {
    for (let i = 0; i < row.length; i++) text += (i === 0 ? '' : '\t') + fieldOf(row[i] ?? null);
    text += '\n';
  }
  return text;
}

export const LOG_TABLE = 'log_entry';

/** Log entries, chained already, as rows. */
export function logRows(entries: readonly ChainedEntry[]): CopyRows {
  return {
    table: LOG_TABLE,
    columns: [
      'jurisdiction_id',
      'record_id',
      'seq',
      'kind',
      'action',
      'actor_id',
      'at',
      'recorded_at',
      'origin',
      'body',
      'prev_hash',
      'hash',
    ],
    rows: entries.map((entry) => [
      entry.jurisdictionId,
      entry.recordId,
      entry.seq,
      entry.kind,
      entry.action,
      entry.actorId,
      entry.at,
      entry.recordedAt,
      entry.origin,
      entry.body,
      `\\x${entry.prevHash}`,
      `\\x${entry.hash}`,
    ]),
  };
}

/** A connection of its own, on which rows are copied in and queries run in the same transaction. */
export interface Copier {
  db: Db;
  copy(rows: CopyRows): Promise<void>;
  /** All that the work writes is kept, or nothing. */
  together<T>(work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/**
 * For filling a place: no statement is too long, and what is told to be kept is on the disk a moment later. With a
 * database that is open already, what is kept in memory for that (its vault, its calendars) serves this connection too.
 */
export async function openCopier(url: string, sharing?: Db): Promise<Copier> {
  const client = new pg.Client({ ...poolConfig(url), options: '-c timezone=UTC -c synchronous_commit=off' });
  // A connection that is lost while nothing is asked of it is told by the next statement.
  client.on('error', () => undefined);
  await client.connect();
  const lent = Object.assign(client, { release: () => undefined });
  const only = { connect: async () => lent, end: async () => undefined };
  const dialect = new PostgresDialect({ pool: only as unknown as pg.Pool });
  if (sharing) dialect.createAdapter = () => sharing.getExecutor().adapter;
  const db: Db = new Kysely({ dialect });
  return {
    db,
    async copy({ table, columns, rows }) {
      if (rows.length === 0) return;
      const stream = client.query(copyFrom(`copy ${table} (${columns.join(', ')}) from stdin`));
      stream.end(copyText(rows));
      await finished(stream);
    },
    async together(work) {
      await client.query('begin');
      try {
        const done = await work();
        await client.query('commit');
        return done;
      } catch (error) {
        await client.query('rollback');
        throw error;
      }
    },
    close: () => client.end(),
  };
}

/**
 * Does the work while these tables have no index but their keys, and makes the indexes again, two at a time: much
 * quicker than to keep them up row by row. Only for filling a place in which nobody works yet.
 */
export async function withoutIndexes<T>(url: string, tables: readonly string[], work: () => Promise<T>): Promise<T> {
  const found = await alone(url, async (client) => {
    const { rows } = await client.query<{ name: string; made: string }>(
      `select c.relname as name, pg_get_indexdef(c.oid) as made from pg_index i join pg_class c on c.oid = i.indexrelid
        where i.indrelid = any($1::text[]::regclass[]) and not i.indisunique and not c.relispartition order by pg_relation_size(i.indrelid) desc, 1`,
      [tables],
    );
    for (const { name } of rows) await client.query(`drop index ${name}`);
    return rows;
  });
  try {
    return await work();
  } finally {
    const left = found.map(({ made }) => made.replace(/ ON ONLY /, ' ON '));
    const next = async (client: pg.Client) => {
      for (let made = left.shift(); made !== undefined; made = left.shift()) await client.query(made);
    };
    await Promise.all([alone(url, next), alone(url, next)]);
  }
}

/** Leaves the tables as a database that has run for long: every page known to be visible, and what is in it counted. */
export async function settleTables(url: string, tables: readonly string[]): Promise<void> {
  await alone(url, async (client) => void (await client.query(`vacuum (analyze) ${tables.join(', ')}`)));
}

async function alone<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ ...poolConfig(url), options: '-c timezone=UTC -c maintenance_work_mem=512MB' });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
