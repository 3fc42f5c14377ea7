import { randomBytes } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { inject } from 'vitest';
import { type Db, openDb } from './db.ts';
import { onServer, withDatabase } from './testing-server.ts';
import { aesVault, bindVault, keyOf } from './vault.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this test run, and the migrated database on it that every test file copies. */
    database: { url: string; template: string };
  }
}

export interface TestDatabase {
  url: string;
  db: Db;
  close(): Promise<void>;
}

/** The vault of test databases; every opening of one must have the same. */
export const testVault = aesVault({ keys: () => [testKey] });
const testKey = keyOf(Buffer.alloc(32, 'test'));

/** A fresh, migrated, empty database for one test file; `close` it in `afterAll`. */
export async function testDatabase(): Promise<TestDatabase> {
  const { url: server, template } = inject('database');
  return copyDatabase(server, template);
}

/** A database without a single table, for tests of what comes before the first migration. */
export async function emptyDatabase(): Promise<TestDatabase> {
  return copyDatabase(inject('database').url, 'template0');
}

async function copyDatabase(server: string, template: string): Promise<TestDatabase> {
  const name = `drumtower_test_${randomBytes(6).toString('hex')}`;
  await onServer(server, `create database ${name} template ${template}`);
  const url = withDatabase(server, name);
  const opened = openDb(url, { size: 4 });
  bindVault(opened.db, testVault);
  return {
    url,
    db: opened.db,
    async close() {
      await opened.close();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

/**
 * Waits until followers can see all that is written. They never overtake an open transaction, and those of other test
 * files on the same server count too.
 */
export async function settled(db: Db): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ open: boolean }>`select exists (
      select 1 from log_entry where tx >= pg_snapshot_xmin(pg_current_snapshot())) as open`.execute(db);
    if (!rows[0]?.open) return;
    await after(5);
  }
}
