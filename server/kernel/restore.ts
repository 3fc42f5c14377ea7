import { existsSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { type ArchivedFile, DamagedArchive, readArchive } from './archive.ts';
import {
  type BackupOptions,
  listTables,
  MANIFEST,
  type Manifest,
  manifestShape,
  quoted,
  refuseFile,
  sha256,
  withClient,
} from './backup.ts';
import { migrate, readMigrations } from './migrate.ts';
import { refuse } from './refusal.ts';

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

/**
 * Fills an empty database from an archive, in one transaction: all of it or nothing. The archive is read and checked to
 * its end before the database is touched.
 */
export async function restore(url: string, file: string, options: BackupOptions = {}): Promise<Manifest> {
  const manifest = await verifyBackup(file);
  const known = readMigrations().at(-1)?.number ?? 0;
  if (manifest.migration !== known) {
    refuse({
      refused: 'conflict',
      code: 'otherMigration',
      message: {
        zh: `备份的数据库结构为第 ${manifest.migration} 版，本程序为第 ${known} 版。`,
        en: `The backup has database structure ${manifest.migration}; this program has ${known}.`,
      },
      right: {
        zh: '请用与备份同版本的程序恢复，然后再升级。',
        en: 'Restore with the version that made the backup, then upgrade.',
      },
    });
  }
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

async function fillTables(
  client: pg.Client,
  file: string,
  { tables }: Manifest,
  options: BackupOptions,
): Promise<void> {
  const parts = readOrRefuse(file);
  for (const { name, columns, rows, parts: expected } of tables) {
    const stream = client.query(copyFrom(`copy ${quoted([name])} (${quoted(columns)}) from stdin`));
    const done = finished(stream);
    done.catch(() => undefined);
    for (const { file: path, sha256: expectedSum } of expected) {
      const { value: part } = await parts.next();
      if (part?.name !== path || sha256(part.bytes) !== expectedSum) {
        stream.destroy();
        refuseDamaged(file, path);
      }
      if (!stream.write(part.bytes))
        await Promise.race([new Promise((resolve) => stream.once('drain', resolve)), done]);
    }
    stream.end();
    await done;
    if (stream.rowCount !== rows) refuseDamaged(file, name);
    options.onTable?.(name, rows);
  }
  await parts.return(undefined);
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
  try {
    return manifestShape.parse(JSON.parse(bytes.toString()));
  } catch {
    refuseDamaged(file, MANIFEST);
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
