import { existsSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { z } from 'zod';
import { type ArchivedFile, DamagedArchive, readArchive } from './archive.ts';
import {
  type BackupOptions,
  listTables,
  MANIFEST,
  type Manifest,
  manifestShape,
  quoted,
  refuseFile,
  withClient,
} from './backup.ts';
import { sha256 } from './digest.ts';
import { migrate, readMigrations } from './migrate.ts';
import { Refused, refuse } from './refusal.ts';

/** Reads an archive to its end and refuses it if a single byte is not as it was written. */
export async function verifyBackup(file: string): Promise<Manifest> {
  if (!existsSync(file)) refuseFile(file, 'noSuchFile', { zh: '不存在', en: 'does not exist' });
  const found = new Map<string, string>();
  let manifest: Manifest | undefined;
  for await (const { name, bytes } of readOrRefuse(file)) {
    if (name === MANIFEST) manifest = readManifest(file, bytes);
    else found.set(name, sha256(bytes));
  }
  if (!manifest) refuseDamaged(file, MANIFEST);
  for (const part of manifest.tables.flatMap(({ parts }) => parts)) {
    if (found.get(part.file) !== part.sha256) refuseDamaged(file, part.file);
  }
  return manifest;
}

/** Refuses an archive that is damaged, or of another state than this program. */
export async function checkArchive(file: string): Promise<Manifest> {
  const manifest = await verifyBackup(file);
  refuseOtherState(manifest);
  return manifest;
}

/**
 * Fills an empty database from an archive, in one transaction: all of it or nothing. The archive is read and checked to
 * its end before the database is touched.
 */
export async function restore(url: string, file: string, options: BackupOptions = {}): Promise<Manifest> {
  const manifest = await checkArchive(file);
  await withClient(url, refuseFilled);
  await migrate(url);
  await withClient(url, async (client) => {
    await client.query('begin');
    await client.query(
      `lock table ${(await listTables(client)).map(({ name }) => quoted([name])).join(', ')} in exclusive mode`,
    );
    await refuseFilled(client);
    await fillTables(client, file, manifest, options);
    for (const { name, value } of manifest.sequences)
      await client.query('select setval($1::regclass, $2)', [quoted([name]), value]);
    await client.query('update log_cursor set tx = pg_current_xact_id()');
    await client.query('commit');
    await client.query('analyze');
  });
  return manifest;
}

/** The archive must hold exactly the structure that this program makes, change by change and letter by letter. */
function refuseOtherState({ migrations }: Manifest): void {
  const known = readMigrations();
  const differing =
    known.find(({ name, sha256 }, i) => migrations[i]?.name !== name || migrations[i]?.sha256 !== sha256)?.name ??
    migrations[known.length]?.name;
  if (differing === undefined) return;
  refuse({
    refused: 'conflict',
    code: 'otherMigration',
    message: {
      zh: `备份的数据库结构与本程序不同，始于 ${differing}；未恢复任何内容。`,
      en: `The backup has another database structure than this program, from ${differing} on; nothing was restored.`,
    },
    right: {
      zh: '请用与备份同版本的程序恢复，然后再升级。',
      en: 'Restore with the version that made the backup, then upgrade.',
    },
    facts: { backup: migrations.at(-1)?.name ?? '', program: known.at(-1)?.name ?? '' },
  });
}

async function fillTables(
  client: pg.Client,
  file: string,
  { tables }: Manifest,
  options: BackupOptions,
): Promise<void> {
  const parts = readOrRefuse(file);
  for (const { name, columns, rows, parts: expected } of tables) {
    const stream = client.query(copyFrom(`copy ${quoted([name])} (${quoted(columns)}) from stdin`));
    try {
      await pipeline(expectedParts(file, parts, expected), stream);
    } catch (error) {
      if (error instanceof Refused) throw error;
      refuseUnfit(file, name, error);
    }
    if (stream.rowCount !== rows) refuseDamaged(file, name);
    options.onTable?.(name, rows);
  }
  await parts.return(undefined);
}

async function* expectedParts(
  file: string,
  parts: AsyncGenerator<ArchivedFile, undefined>,
  expected: Manifest['tables'][number]['parts'],
): AsyncGenerator<Buffer> {
  for (const { file: path, sha256: sum } of expected) {
    const { value: part } = await parts.next();
    if (part?.name !== path || sha256(part.bytes) !== sum) refuseDamaged(file, path);
    yield part.bytes;
  }
}

/** The database does not take what the archive holds. Its own words may show values of rows, so only their kind is told. */
function refuseUnfit(file: string, table: string, error: unknown): never {
  const kind = error instanceof Error && 'code' in error ? String(error.code) : 'connection';
  refuse({
    refused: 'conflict',
    code: 'archiveUnfit',
    message: {
      zh: `数据库不接受备份文件 ${file} 中的表 ${table}（${kind}）；未恢复任何内容。`,
      en: `The database does not take the table ${table} of ${file} (${kind}); nothing was restored.`,
    },
    right: { zh: '详情见数据库日志。', en: 'The journal of the database says more.' },
  });
}

async function refuseFilled(client: pg.Client): Promise<void> {
  for (const { name } of await listTables(client)) {
    const { rows } = await client.query<{ filled: boolean }>(
      `select exists (select 1 from ${quoted([name])}) as filled`,
    );
    if (!rows[0]?.filled) continue;
    refuse({
      refused: 'conflict',
      code: 'databaseNotEmpty',
      message: {
        zh: `数据库不是空的：表 ${name} 中有记录。`,
        en: `The database is not empty: the table ${name} has rows.`,
      },
      right: {
        zh: '请恢复到一个空的数据库或新的数据目录。',
        en: 'Restore into an empty database, or a new data folder.',
      },
    });
  }
}

async function* readOrRefuse(file: string): AsyncGenerator<ArchivedFile, undefined> {
  try {
    yield* readArchive(file);
  } catch (error) {
    if (error instanceof DamagedArchive) refuseDamaged(file, error.message);
    throw error;
  }
}

function readManifest(file: string, bytes: Buffer): Manifest {
  const read = manifestShape.safeParse(parsed(bytes));
  if (read.success) return read.data;
  const known = z.object({ format: z.number() }).safeParse(parsed(bytes));
  if (!known.success || known.data.format === manifestShape.shape.format.value) refuseDamaged(file, MANIFEST);
  refuse({
    refused: 'conflict',
    code: 'otherFormat',
    message: {
      zh: `备份文件 ${file} 由另一版本的程序写成（格式 ${known.data.format}）；未恢复任何内容。`,
      en: `The backup ${file} was written by another version of the program (format ${known.data.format}); nothing was restored.`,
    },
    right: { zh: '请用写成它的版本恢复。', en: 'Restore it with the version that wrote it.' },
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch {
    return null;
  }
}

function refuseDamaged(file: string, where: string): never {
  refuse({
    refused: 'invalid',
    code: 'archiveDamaged',
    message: {
      zh: `备份文件 ${file} 已损坏（${where}），未恢复任何内容。`,
      en: `The backup ${file} is damaged (${where}); nothing was restored.`,
    },
    right: { zh: '请使用另一份备份。', en: 'Use another backup.' },
  });
}
