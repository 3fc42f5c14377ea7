import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';
import { type ArchivedFile, writeArchive } from './archive.ts';
import { poolConfig } from './db.ts';
import { sha256 } from './digest.ts';
import { type Instant, millis } from './instant.ts';
import { refuse } from './refusal.ts';
import type { Words } from './words.ts';

const FORMAT = 2;
const PART_BYTES = 1 << 24;
export const MANIFEST = 'manifest.json';

/** What an archive holds; its last file, so that everything is written in one pass. */
export const manifestShape = z.object({
  format: z.literal(FORMAT),
  createdAt: z.string(),
  /** The migrations of the database, in order: an archive is restored by a program of exactly this state. */
  migrations: z.array(z.object({ name: z.string(), sha256: z.string() })),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number(),
      /** PostgreSQL's COPY text in pieces; joined they are one input of `\copy`. */
      parts: z.array(z.object({ file: z.string(), bytes: z.number(), sha256: z.string() })),
    }),
  ),
  sequences: z.array(z.object({ name: z.string(), value: z.number() })),
});

export type Manifest = z.output<typeof manifestShape>;
type TableRecord = Manifest['tables'][number];

export interface BackupOptions {
  /** Told after each table. */
  onTable?: (name: string, rows: number) => void;
}

/**
 * Writes everything the database holds, as of one moment, into one file. It can be restored into any server, embedded
 * or not: this is also how an installation moves from one to another.
 */
export async function backup(url: string, file: string, options: BackupOptions & { now: Instant }): Promise<Manifest> {
  if (existsSync(file)) refuseFile(file, 'fileExists', { zh: '已存在', en: 'exists already' });
  if (!existsSync(dirname(file)))
    refuseFile(file, 'noSuchFolder', { zh: '所在的文件夹不存在', en: 'lies in a folder that does not exist' });
  return withClient(url, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const manifest: Manifest = {
      format: FORMAT,
      createdAt: options.now,
      migrations: await migrationsOf(client),
      tables: [],
      sequences: [],
    };
    await writeArchive(file, everything(client, manifest, options), Math.floor(millis(options.now) / 1000));
    await client.query('commit');
    return manifest;
  });
}

async function* everything(
  client: pg.Client,
  manifest: Manifest,
  options: BackupOptions,
): AsyncGenerator<ArchivedFile> {
  for (const { name, columns } of await listTables(client)) {
    const record: TableRecord = { name, columns, rows: 0, parts: [] };
    for await (const bytes of inParts(client, record)) {
      const path = `tables/${name}/${String(record.parts.length + 1).padStart(5, '0')}.copy`;
      record.parts.push({ file: path, bytes: bytes.length, sha256: sha256(bytes) });
      yield { name: path, bytes };
    }
    manifest.tables.push(record);
    options.onTable?.(name, record.rows);
  }
  // Sequences stand outside the snapshot, and only grow: read last, they are behind nothing that was copied.
  const { rows } = await client.query<{ name: string; value: number }>(
    'select sequencename::text as name, last_value as value from pg_sequences where schemaname = current_schema() and last_value is not null order by 1',
  );
  manifest.sequences = rows;
  yield { name: MANIFEST, bytes: Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`) };
}

async function* inParts(client: pg.Client, record: TableRecord): AsyncGenerator<Buffer> {
  const stream = client.query(copyTo(`copy (${selectOf(record)}) to stdout`));
  let held: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    held.push(chunk);
    size += chunk.length;
    if (size < PART_BYTES) continue;
    yield Buffer.concat(held);
    held = [];
    size = 0;
  }
  if (size > 0) yield Buffer.concat(held);
  record.rows = stream.rowCount;
}

/**
 * Transaction numbers mean nothing in another server, so a follower's place is written as the position before its first
 * unread entry. Restored entries all carry one transaction and are followed by position alone: nothing unread lies
 * before that place, and a follower may see entries again, which it must bear anyway.
 */
function selectOf({ name, columns }: TableRecord): string {
  if (name !== 'log_cursor') return `select ${quoted(columns)} from ${quoted([name])}`;
  const place = `coalesce(
    (select min(e.position) - 1 from log_entry e where (e.tx, e.position) > (c.tx, c.position)),
    (select max(e.position) from log_entry e), 0)`;
  return `select ${columns.map((column) => (column === 'position' ? place : quoted([column]))).join(', ')} from log_cursor c`;
}

/**
 * Our tables, each after those it refers to, with the columns that can be copied: not computed ones, and not transaction
 * numbers, which the restoring transaction gives anew.
 */
export async function listTables(client: pg.Client): Promise<{ name: string; columns: string[] }[]> {
  const { rows } = await client.query<{ name: string; columns: string[]; refers: string[] }>(`
    select c.relname::text as name,
      array(select a.attname::text from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype order by a.attnum) as columns,
      array(select f.relname::text from pg_constraint k join pg_class f on f.oid = k.confrelid
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as refers
    from pg_class c where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and not c.relispartition and c.relname <> 'schema_migration' order by 1`);
  const ordered: typeof rows = [];
  while (ordered.length < rows.length) {
    const next = rows.find(
      (row) => !ordered.includes(row) && row.refers.every((name) => ordered.some((done) => done.name === name)),
    );
    if (!next) throw new Error('tables refer to each other in a circle');
    ordered.push(next);
  }
  return ordered;
}

async function migrationsOf(client: pg.Client): Promise<Manifest['migrations']> {
  const { rows } = await client.query<Manifest['migrations'][number]>(
    'select name, sha256 from schema_migration order by number',
  );
  return rows;
}

export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    ...poolConfig(url),
    options: '-c timezone=UTC -c datestyle=ISO -c statement_timeout=0',
  });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

export function quoted(names: readonly string[]): string {
  return names.map((name) => pg.escapeIdentifier(name)).join(', ');
}

export function refuseFile(file: string, code: string, fact: Words): never {
  refuse({
    refused: 'conflict',
    code,
    message: { zh: `文件 ${file} ${fact.zh}。`, en: `The file ${file} ${fact.en}.` },
    right: { zh: '请另给一个文件名。', en: 'Give another name.' },
  });
}
