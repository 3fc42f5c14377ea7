import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ArchivedFile, readArchive, writeArchive } from './archive.ts';
import { backup, type Manifest } from './backup.ts';
import { type Db, transact } from './db.ts';
import { sha256 } from './digest.ts';
import { newId } from './id.ts';
import { append, CHAIN_START, type Entry } from './log.ts';
import { restore, verifyBackup } from './restore.ts';
import { emptyDatabase, settled, type TestDatabase, testDatabase } from './testing.ts';
import { catchUp, type Follower } from './work.ts';

const NOW = '2026-11-22T10:00:00.000Z';

let folder: string;
let file: string;
let source: TestDatabase;
let manifest: Manifest;
const opened: TestDatabase[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'drumtower-backup-'));
  file = join(folder, 'all.tar.gz');
  source = await testDatabase();
  opened.push(source);
  await fill(source.db);
  manifest = await backup(source.url, file, { now: NOW });
});

afterAll(async () => {
  for (const database of opened) await database.close();
  rmSync(folder, { recursive: true });
});

function entry(n: number): Entry {
  return {
    jurisdictionId: 1,
    kind: 'trial',
    recordId: newId(n),
    seq: 1,
    action: 'note',
    actorId: null,
    at: NOW,
    recordedAt: NOW,
    origin: 'acted',
    data: { n, text: '井盖\t丢失\n\\N "quoted"' },
  };
}

/** A follower that remembers the numbers of the entries it was shown. */
function follower(name: string): Follower & { seen: number[] } {
  const seen: number[] = [];
  return {
    name,
    from: 'start',
    seen,
    take: async (entries) => {
      for (const { data } of entries) seen.push((data as { n: number }).n);
    },
  };
}

async function write(db: Db, numbers: number[]): Promise<void> {
  for (const n of numbers) await transact(db, (tx) => append(tx, [entry(n)], CHAIN_START));
  await settled(db);
}

/** Two followers: one has read everything, one stopped after the third of five entries. */
async function fill(db: Db): Promise<void> {
  await write(db, [1, 2, 3]);
  await catchUp(db, follower('behind'), () => NOW);
  await write(db, [4, 5]);
  await catchUp(db, follower('abreast'), () => NOW);
}

async function target(): Promise<TestDatabase> {
  const database = await emptyDatabase();
  opened.push(database);
  return database;
}

async function contents(db: Db): Promise<string[]> {
  const { rows } = await sql<{
    line: string;
  }>`select jurisdiction_id || record_id::text || at || body || encode(hash, 'hex') || position as line
    from log_entry order by position`.execute(db);
  return rows.map(({ line }) => line);
}

describe('a backup', () => {
  test('holds every table, and any tar can open it', () => {
    expect(manifest.tables.find(({ name }) => name === 'log_entry')?.rows).toBe(5);
    const listed = spawnSync('tar', ['tzf', file], { encoding: 'utf8' });
    expect(listed.status).toBe(0);
    expect(listed.stdout.split('\n')).toEqual(expect.arrayContaining(['tables/log_entry/00001.copy', 'manifest.json']));
  });

  test('restores into an empty database with the same rows', async () => {
    const { url, db } = await target();
    expect(await restore(url, file)).toEqual(manifest);
    expect(await contents(db)).toEqual(await contents(source.db));
    const again = join(folder, 'again.tar.gz');
    const { tables, sequences } = await backup(url, again, { now: NOW });
    expect(sequences).toEqual(manifest.sequences);
    const sums = (all: Manifest['tables']) =>
      all
        .filter(({ name }) => name !== 'log_cursor')
        .map(({ name, parts }) => [name, ...parts.map(({ sha256 }) => sha256)]);
    expect(sums(tables)).toEqual(sums(manifest.tables));
  });

  test('goes on numbering where the original stopped', async () => {
    const { url, db } = await target();
    await restore(url, file);
    await write(db, [6]);
    const { rows } = await sql<{ position: number }>`select max(position) as position from log_entry`.execute(db);
    expect(rows[0]?.position).toBeGreaterThan(5);
  });

  test('lets a follower that was behind see every entry it had not read, and later ones', async () => {
    const { url, db } = await target();
    await restore(url, file);
    await settled(db);
    const [behind, abreast, young] = [follower('behind'), follower('abreast'), follower('young')];
    for (const each of [behind, abreast, young]) await catchUp(db, each, () => NOW);
    expect([behind.seen, abreast.seen, young.seen]).toEqual([[4, 5], [], [1, 2, 3, 4, 5]]);
    await write(db, [6]);
    for (const each of [behind, abreast, young]) await catchUp(db, each, () => NOW);
    expect([behind.seen, abreast.seen, young.seen]).toEqual([[4, 5, 6], [6], [1, 2, 3, 4, 5, 6]]);
  });

  test('does not write over a file', async () => {
    await expect(backup(source.url, file, { now: NOW })).rejects.toMatchObject({ refusal: { code: 'fileExists' } });
  });

  test('is not restored into a database that has rows', async () => {
    await expect(restore(source.url, file)).rejects.toMatchObject({ refusal: { code: 'databaseNotEmpty' } });
  });

  test.each<[string, string, (manifest: Manifest) => void]>([
    ['newer', 'otherMigration', ({ migrations }) => migrations.push({ name: '9999_later.sql', sha256: '' })],
    ['older', 'otherMigration', ({ migrations }) => migrations.pop()],
    ['changed', 'otherMigration', ({ migrations }) => Object.assign(migrations[3] ?? {}, { sha256: '0'.repeat(64) })],
    ['differently packed', 'otherFormat', (other) => Object.assign(other, { format: 99 })],
  ])('of a program that is %s is refused before anything is touched', async (_, code, change) => {
    const { url, db } = await target();
    await expect(restore(url, await rewritten(change))).rejects.toMatchObject({ refusal: { code } });
    const { rows } = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(db);
    expect(rows).toEqual([]);
  });

  test('that the database does not take leaves nothing behind, and says which table', async () => {
    const { url, db } = await target();
    const unfit = await rewritten(
      () => undefined,
      (name, bytes) =>
        name.startsWith('tables/log_entry/')
          ? Buffer.from(bytes.toString().replace(NOW.slice(0, 10), '2026-99-99'))
          : bytes,
    );
    await expect(restore(url, unfit)).rejects.toMatchObject({
      refusal: { code: 'archiveUnfit', message: { en: expect.stringContaining('log_entry') } },
    });
    const { rows } = await sql<{ n: number }>`select count(*) as n from log_entry`.execute(db);
    expect(rows[0]?.n).toBe(0);
    expect(await restore(url, file)).toEqual(manifest);
  });
});

/** The archive once more, whole in itself, with something else in it. */
async function rewritten(
  change: (manifest: Manifest) => void,
  bytesOf = (_name: string, bytes: Buffer): Buffer => bytes,
): Promise<string> {
  const other = join(folder, `other-${randomUUID()}.tar.gz`);
  async function* files(): AsyncGenerator<ArchivedFile> {
    const sums = new Map<string, string>();
    for await (const { name, bytes } of readArchive(file)) {
      const next = bytesOf(name, bytes);
      sums.set(name, sha256(next));
      if (name !== 'manifest.json') {
        yield { name, bytes: next };
        continue;
      }
      const read = JSON.parse(bytes.toString()) as Manifest;
      for (const part of read.tables.flatMap(({ parts }) => parts)) part.sha256 = sums.get(part.file) ?? '';
      change(read);
      yield { name, bytes: Buffer.from(JSON.stringify(read)) };
    }
  }
  await writeArchive(other, files(), 0);
  return other;
}

describe('a damaged backup is refused before anything is touched:', () => {
  const whole = () => readFileSync(file);
  const tar = () => gunzipSync(whole());
  const flipped = (bytes: Buffer, at: number) => {
    const copy = Buffer.from(bytes);
    copy[at] = (copy[at] ?? 0) ^ 1;
    return copy;
  };
  test.each([
    ['cut off at the end', () => whole().subarray(0, -9)],
    ['cut off in the middle', () => whole().subarray(0, whole().length / 2)],
    ['one bit changed', () => flipped(whole(), Math.floor(whole().length / 2))],
    ['one bit changed and packed anew', () => gzipSync(flipped(tar(), tar().indexOf('quoted')))],
    [
      'its manifest missing',
      () => gzipSync(Buffer.concat([tar().subarray(0, tar().indexOf('manifest.json')), Buffer.alloc(1024)])),
    ],
    ['no archive at all', () => Buffer.from('gone')],
    ['empty', () => Buffer.alloc(0)],
  ])('%s', async (_, make) => {
    const damaged = join(folder, 'damaged.tar.gz');
    writeFileSync(damaged, make());
    const { url, db } = await target();
    await expect(restore(url, damaged)).rejects.toMatchObject({ refusal: { code: 'archiveDamaged' } });
    await expect(verifyBackup(damaged)).rejects.toMatchObject({ refusal: { code: 'archiveDamaged' } });
    const { rows } = await sql`select 1 from pg_tables where schemaname = 'public'`.execute(db);
    expect(rows).toEqual([]);
  });
});
