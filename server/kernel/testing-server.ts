import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { poolConfig } from './db.ts';
import { migrate } from './migrate.ts';
import { removeData, startPostgres } from './postgres.ts';

const RUN = 'drumtower-run-';
const HOUR = 3_600_000;

/**
 * One server for a whole test run: the one named by TEST_DATABASE_URL, else an embedded one in a folder of its own. On
 * it one database is migrated, of which every test file takes copies.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = process.env.TEST_DATABASE_URL
    ? { url: process.env.TEST_DATABASE_URL, stop: async () => undefined }
    : await startOwn();
  const template = `drumtower_template_${randomBytes(6).toString('hex')}`;
  const end = async () => {
    await onServer(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
  try {
    await onServer(server.url, `create database ${template} template template0`);
    await migrate(withDatabase(server.url, template));
  } catch (error) {
    await end();
    throw error;
  }
  project.provide('database', { url: server.url, template });
  return end;
}

/** Nothing of a test run must last, so its server need not wait for the disk. */
async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  await sweep();
  const dataDir = mkdtempSync(join(tmpdir(), RUN));
  const server = await startPostgres({
    dataDir,
    logger: () => undefined,
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Ends what test runs left behind that were killed. */
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    if (!name.startsWith(RUN)) continue;
    const folder = join(tmpdir(), name);
    // A young folder may belong to a run that is only just starting.
    if (Date.now() - statSync(folder).mtimeMs > HOUR) await removeData(folder).catch(() => undefined);
  }
}

/** The same server, another database. */
export function withDatabase(url: string, name: string): string {
  return url.replace(/^([^:]+:\/\/[^/]*\/)[^?]*/, `$1${name}`);
}

/** Runs one statement outside any transaction, as making and dropping databases demands. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client(poolConfig(url));
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
