import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { readArchive } from '../kernel/archive.ts';
import { poolConfig } from '../kernel/db.ts';
import { MIGRATIONS, migrate } from '../kernel/migrate.ts';

/** A demo district of two days, as the program of migrations 0001–0009 itself wrote and archived it. */
const ARCHIVE = fileURLToPath(new URL('data/landed-0009.tar.gz', import.meta.url));
/** Its officers' password. */
export const LANDED_PASSWORD = 'drum-tower-holds-2026';
const LAST = '0009_imports.sql';

interface Landed {
  tables: { name: string; columns: string[]; parts: { file: string }[] }[];
  sequences: { name: string; value: number }[];
}

/** Brings an empty database to the state that an installation had before 0010, with a life in it. */
export async function buildLanded(url: string): Promise<{ cases: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'drumtower-holds-'));
  for (const name of readdirSync(MIGRATIONS))
    if (name <= LAST) copyFileSync(join(MIGRATIONS, name), join(folder, name));
  await migrate(url, folder);
  rmSync(folder, { recursive: true });

  const parts = new Map<string, Buffer>();
  for await (const { name, bytes } of readArchive(ARCHIVE)) parts.set(name, bytes);
  const { tables, sequences } = JSON.parse(String(parts.get('manifest.json'))) as Landed;
  const client = new pg.Client({ ...poolConfig(url), options: '-c timezone=UTC -c datestyle=ISO' });
  await client.connect();
  try {
    await client.query('begin');
    for (const { name, columns, parts: files } of tables) {
      const stream = client.query(copyFrom(`copy ${name} (${columns.map((one) => `"${one}"`).join(', ')}) from stdin`));
      await pipeline(Readable.from(files.map(({ file }) => parts.get(file) ?? Buffer.alloc(0))), stream);
    }
    for (const { name, value } of sequences) await client.query('select setval($1::regclass, $2)', [name, value]);
    await client.query('update log_cursor set tx = pg_current_xact_id()');
    await client.query('commit');
    const { rows } = await client.query<{ n: number }>('select count(*)::integer as n from case_file');
    return { cases: rows[0]?.n ?? 0 };
  } finally {
    await client.end();
  }
}
