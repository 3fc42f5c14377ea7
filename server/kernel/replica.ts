import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Db, openDb } from './db.ts';

/** A streaming replica of the database, for reports that may be a moment old. */
export interface Replica {
  /** The replica, while it is known to be fresh enough; else null, and the primary is read. */
  reading(): Db | null;
  close(): Promise<void>;
}

export interface ReplicaOptions {
  url: string;
  poolSize: number;
  /** How old what is read may be. */
  lagAtMostMs?: number;
  /** How often both are asked where they stand. */
  everyMs?: number;
}

interface Mark {
  /** A place in the primary's write-ahead log, in bytes. */
  place: number;
  /** When the primary stood there, by our stop-watch. */
  at: number;
}

/**
 * 只读副本 — follows how far a replica is behind. The primary's place is noted every moment; the replica is as old as the
 * newest of those places that it has replayed. What is no replica has replayed none, and is never read; one that is cut
 * off, or cannot be asked, grows too old by itself.
 */
export function openReplica(
  primary: Db,
  { url, poolSize, lagAtMostMs = 5000, everyMs = 500 }: ReplicaOptions,
): Replica {
  const opened = openDb(url, { size: poolSize });
  const ended = new AbortController();
  let marks: Mark[] = [];
  let freshAt = Number.NEGATIVE_INFINITY;

  async function look(): Promise<void> {
    const at = performance.now();
    const { rows: written } = await sql<{ place: number }>`
      select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') as place`.execute(primary);
    marks = [...marks.filter((mark) => at - mark.at <= lagAtMostMs), { place: written[0]?.place ?? 0, at }];
    const { rows: replayed } = await sql<{ place: number | null }>`
      select pg_wal_lsn_diff(pg_last_wal_replay_lsn(), '0/0') as place where pg_is_in_recovery()`.execute(opened.db);
    const place = replayed[0]?.place ?? null;
    const newest = place === null ? undefined : marks.findLast((mark) => mark.place <= place);
    freshAt = newest?.at ?? Number.NEGATIVE_INFINITY;
  }

  async function watch(): Promise<void> {
    while (!ended.signal.aborted) {
      await look().catch(() => undefined);
      await after(everyMs, undefined, { signal: ended.signal, ref: false }).catch(() => undefined);
    }
  }

  const watching = watch();
  return {
    reading: () => (performance.now() - freshAt <= lagAtMostMs ? opened.db : null),
    async close() {
      ended.abort();
      await watching;
      await opened.close();
    },
  };
}
