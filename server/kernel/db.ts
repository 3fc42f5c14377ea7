import { Kysely, PostgresDialect, sql, type Transaction } from 'kysely';
import pg from 'pg';
import { SparingConnection } from './db-connection.ts';
import type { Instant } from './instant.ts';
import { type Refusal, refuse } from './refusal.ts';

/**
 * No table types: every query is an `sql` template in a store, with its row type beside it, checked against the real
 * database by the tests. The builder gives us parameters, transactions and one pool.
 */
type Tables = Record<never, never>;

/** An open database: a pool of connections. Reads may use it directly; writes go through `transact`. */
export type Db = Kysely<Tables>;
/** A connection or a transaction: what a store function takes. Inside a transaction always pass the transaction. */
export type Tx = Kysely<Tables> | Transaction<Tables>;

/** `2026-11-22 10:00:00.1+00` → `2026-11-22T10:00:00.100Z`; sessions speak UTC, so the offset is always +00. */
function readTimestamp(text: string): Instant {
  const fraction = /\.(\d+)/.exec(text)?.[1] ?? '';
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${fraction.slice(0, 3).padEnd(3, '0')}Z`;
}

// Set once for the process: numbers as numbers (all our bigints stay below 2^53), dates and times as text, never Date.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);
pg.types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, readTimestamp);

export interface OpenDb {
  db: Db;
  pool: pg.Pool;
  close(): Promise<void>;
}

/** For the answer of a statement that was given up to arrive. */
const GRACE_MS = 3000;

/**
 * Opens a pool on a connection string. Losing a connection is reported to `onLost`, never thrown into the process: the
 * next query opens a new one.
 */
export function openDb(
  url: string,
  options: {
    size: number;
    /** How long one statement may take, and a transaction may do nothing. */
    patienceSeconds?: number;
    onLost?: (error: Error) => void;
  },
): OpenDb {
  const patienceMs = (options.patienceSeconds ?? 60) * 1000;
  const pool = new pg.Pool({
    ...poolConfig(url),
    Client: SparingConnection,
    max: options.size,
    // Whoever searches reads what an index of words has not yet sorted in: whoever writes one row keeps that short, whereas
    // `openCopier` lets more gather and sorts it in at once.
    options: `-c timezone=UTC -c gin_pending_list_limit=256 -c statement_timeout=${patienceMs} -c idle_in_transaction_session_timeout=${patienceMs}`,
    connectionTimeoutMillis: Math.min(patienceMs, 10_000),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // The server gives up first; who hears nothing even then has lost it.
    quietMs: patienceMs + GRACE_MS,
  } as pg.PoolConfig);
  const report = (error: Error) => options.onLost?.(error);
  pool.on('error', report);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  urls.set(db.getExecutor().adapter, url);
  const close = (): Promise<void> => {
    // What is lost from here on is not missed.
    pool.off('error', report).on('error', () => undefined);
    return db.destroy();
  };
  return { db, pool, close };
}

/**
 * A unix-socket URL (`postgres:///drumtower?host=/path`) breaks WHATWG parsing of long paths on some drivers, so the
 * parts are taken by hand; any other URL goes to the driver as it is.
 */
export function poolConfig(url: string): pg.PoolConfig {
  const socket = /^postgres(?:ql)?:\/\/(?:([^@/]*)@)?\/([^?]*)\?host=([^&]+)(?:&port=(\d+))?/.exec(url);
  if (!socket) return { connectionString: url };
  const [, user, database, host, port] = socket;
  return {
    host: decodeURIComponent(host ?? ''),
    database: decodeURIComponent(database ?? ''),
    user: user ? decodeURIComponent(user) : 'drumtower',
    ...(port ? { port: Number(port) } : {}),
  };
}

/**
 * Something kept in memory for each database: what one process knows of one database must not be taken for another's,
 * as when tests open several. All connections and transactions of one `openDb` share it.
 */
export function perDatabase<T>(make: () => T): (tx: Tx) => T {
  const kept = new WeakMap<object, T>();
  return (tx) => {
    const database = tx.getExecutor().adapter;
    const known = kept.get(database) ?? make();
    kept.set(database, known);
    return known;
  };
}

const urls = new WeakMap<object, string>();

/** The connection string by which this database was opened, for what needs a connection of its own. */
export function urlOf(tx: Tx): string {
  const url = urls.get(tx.getExecutor().adapter);
  if (url === undefined) throw new Error('a database that was not opened by openDb');
  return url;
}

/** Runs the work in one transaction: all of it is kept, or none. */
export function transact<T>(db: Db, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().execute(work);
}

/** Reads in one transaction in which the database stands still: what is compared was true at one moment. */
export function atOneMoment<T>(db: Db, work: (tx: Transaction<Tables>) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only').execute(work);
}

/**
 * Runs a part of a transaction that may be given up alone: if it throws, what it wrote is taken back, the rest of the
 * transaction goes on, and the error goes to the caller.
 */
export async function attempt<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  await sql`savepoint attempt`.execute(tx);
  try {
    const done = await work();
    await sql`release savepoint attempt`.execute(tx);
    return done;
  } catch (error) {
    await sql`rollback to savepoint attempt`.execute(tx);
    await sql`release savepoint attempt`.execute(tx);
    throw error;
  }
}

class Rehearsal extends Error {}

/** Does a thing and takes it back: what a preview says is what would happen, consequences and all. */
export async function rehearsed<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  let done: { value: T } | undefined;
  try {
    await attempt(tx, async () => {
      done = { value: await work() };
      throw new Rehearsal();
    });
  } catch (error) {
    if (!(error instanceof Rehearsal)) throw error;
  }
  if (!done) throw new Error('a rehearsal ended without an outcome');
  return done.value;
}

/**
 * Runs the work only if no other process holds this name just now; undefined if another does. The lock lives in a
 * transaction, so it ends with it, whatever happens.
 */
export function exclusively<T>(
  db: Db,
  name: string,
  work: (tx: Transaction<Tables>) => Promise<T>,
): Promise<T | undefined> {
  return transact(db, async (tx) => {
    const { rows } = await sql<{
      got: boolean;
    }>`select pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) as got`.execute(tx);
    return rows[0]?.got ? work(tx) : undefined;
  });
}

/** Lets the database count what it holds, so that it plans well from the first question on: after a great deal was written. */
export async function takeStock(db: Db): Promise<void> {
  await sql`analyze`.execute(db);
}

/** True for the driver's error of a given SQLSTATE, e.g. `23505` unique violation. */
export function isSqlState(error: unknown, state: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === state;
}

/** Writes what must be unique; that it is there already is a refusal and not a fault. */
export async function unlessTaken<T>(refusal: Refusal, write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    return isSqlState(error, '23505') ? refuse(refusal) : Promise.reject(error);
  }
}
