import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, describe, expect, test } from 'vitest';
import { MIGRATIONS, migrate, readMigrations } from './migrate.ts';
import { emptyDatabase, type TestDatabase } from './testing.ts';

let opened: TestDatabase[] = [];
let folders: string[] = [];

afterEach(async () => {
  for (const database of opened) await database.close();
  for (const folder of folders) rmSync(folder, { recursive: true });
  opened = [];
  folders = [];
});

async function given(files: Record<string, string>): Promise<TestDatabase & { folder: string }> {
  const database = await emptyDatabase();
  opened.push(database);
  return { ...database, folder: folderOf(files) };
}

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'drumtower-migrations-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

const TWO = {
  '0001_a.sql': 'create table a (id integer);',
  '0002_b.sql': 'create table b (id integer); insert into b values (1);',
};

async function tables({ db }: TestDatabase): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select table_name::text as name from information_schema.tables
    where table_schema = 'public' and table_name <> 'schema_migration' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}

describe('migrating', () => {
  test('applies every file once, in order', async () => {
    const database = await given(TWO);
    expect(await migrate(database.url, database.folder)).toEqual(['0001_a.sql', '0002_b.sql']);
    expect(await migrate(database.url, database.folder)).toEqual([]);
    expect(await tables(database)).toEqual(['a', 'b']);
  });

  test('is done by one of several processes that try at once', async () => {
    const database = await given(TWO);
    const done = await Promise.all([1, 2, 3].map(() => migrate(database.url, database.folder)));
    expect(done.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, 0, 2]);
  });

  test('leaves the state before a file that fails, and goes on from there when the file is mended', async () => {
    const database = await given({ ...TWO, '0003_c.sql': 'create table c (id integer); select nothing;' });
    await expect(migrate(database.url, database.folder)).rejects.toThrow(/0003_c\.sql failed/);
    expect(await tables(database)).toEqual(['a', 'b']);
    writeFileSync(join(database.folder, '0003_c.sql'), 'create table c (id integer);');
    expect(await migrate(database.url, database.folder)).toEqual(['0003_c.sql']);
  });

  test('is refused when an applied file was changed', async () => {
    const database = await given(TWO);
    await migrate(database.url, database.folder);
    writeFileSync(join(database.folder, '0001_a.sql'), 'create table a (id bigint);');
    await expect(migrate(database.url, database.folder)).rejects.toMatchObject({
      refusal: { code: 'migrationChanged' },
    });
  });

  test('is refused when the database is newer than the program', async () => {
    const database = await given(TWO);
    await migrate(database.url, database.folder);
    await expect(migrate(database.url, folderOf({ '0001_a.sql': TWO['0001_a.sql'] }))).rejects.toMatchObject({
      refusal: { code: 'databaseNewer' },
    });
  });

  test('is refused when a file comes late under a number already passed', async () => {
    const database = await given({ '0002_b.sql': TWO['0002_b.sql'] });
    await migrate(database.url, database.folder);
    cpSync(folderOf(TWO), database.folder, { recursive: true });
    await expect(migrate(database.url, database.folder)).rejects.toMatchObject({ refusal: { code: 'migrationLate' } });
  });
});

test('migrations are numbered from 1 without a gap, each number once', () => {
  const numbers = readMigrations(MIGRATIONS).map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});
