import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import { type Db, exclusively, isSqlState, type Tx } from './db.ts';
import { isUnavailable } from './http-problem.ts';
import { type Instant, instant } from './instant.ts';
import { CURSOR_START, cursorNow, entriesAfter, type FollowedEntry } from './log.ts';
import type { Logger } from './logger.ts';

/**
 * Follows the log by a named cursor: sees every entry after it was committed, at least once, in order. `take` writes in
 * the given transaction, in which the cursor moves too; what it does outside the database must bear being done twice.
 */
export interface Follower {
  name: string;
  /** `start`: every entry there ever was; `now`: only entries after the follower was first run. */
  from: 'start' | 'now';
  take: (entries: FollowedEntry[], tx: Tx, now: Instant) => Promise<void>;
}

/** Something to do from time to time; one process of an installation does it at a time. */
export interface Job {
  name: string;
  everySeconds: number;
  run: (tx: Tx, now: Instant) => Promise<void>;
  /** Called after what a run wrote was committed: for what is to happen only then. */
  committed?: (db: Db) => void;
  /** Called at each tick while the job could not be run for twice its time: the database is away, or is waited for. */
  meanwhile?: (db: Db, now: Instant) => void;
}

export interface Work {
  /** Something was written: followers look now, or a moment after they last looked, instead of at the next tick. */
  poke(): void;
  /** Ends after what is under way. */
  stop(): Promise<void>;
  /** Calls the listener after each round in which the log may have grown; gives back how to stop. */
  onGrowth(listener: () => void): () => void;
}

const BATCH = 500;
/** Under load followers rest so long between rounds: a record changed ten times meanwhile is read once, not ten times. */
const REST_MS = 200;

/** Runs one follower until it has caught up; true if it read anything. Safe to call from several processes. */
export async function catchUp(db: Db, follower: Follower, now: () => Instant): Promise<boolean> {
  let readAny = false;
  for (;;) {
    const more = await exclusively(db, `follower:${follower.name}`, async (tx) => {
      const { rows } = await sql<{
        cursor: string;
      }>`select tx::text || '-' || position as cursor from log_cursor where follower = ${follower.name}`.execute(tx);
      let cursor = rows[0]?.cursor;
      if (cursor === undefined) {
        cursor = follower.from === 'now' ? await cursorNow(tx) : CURSOR_START;
        await moveCursor(tx, follower.name, cursor);
      }
      const entries = await entriesAfter(tx, cursor, BATCH);
      const last = entries.at(-1);
      if (!last) return false;
      await follower.take(entries, tx, now());
      await moveCursor(tx, follower.name, last.cursor);
      readAny = true;
      return entries.length === BATCH;
    });
    if (!more) return readAny;
  }
}

/** What was committed while a transaction that began before it is still open, anywhere on the server, cannot be read yet. */
const STILL_OPEN_MS = 20;

/** Runs one follower until it has read every entry there is, however long others take that began before. */
export async function catchUpWholly(db: Db, follower: Follower, now: () => Instant): Promise<void> {
  for (;;) {
    await catchUp(db, follower, now);
    const { rows } = await sql<{ behind: boolean }>`select exists (select from log_cursor c join log_entry e
      on (e.tx, e.position) > (c.tx, c.position) where c.follower = ${follower.name}) as behind`.execute(db);
    if (!rows[0]?.behind) return;
    await after(STILL_OPEN_MS);
  }
}

/** The follower need not read what is in the log now: what it would make of it was written with it. */
export async function passOver(db: Db, follower: string): Promise<void> {
  await exclusively(db, `follower:${follower}`, async (tx) => moveCursor(tx, follower, await cursorNow(tx)));
}

async function moveCursor(tx: Tx, follower: string, cursor: string): Promise<void> {
  const [txPart = '0', position = '0'] = cursor.split('-');
  await sql`insert into log_cursor (follower, tx, position) values (${follower}, ${txPart}::xid8, ${position}::bigint)
    on conflict (follower) do update set tx = excluded.tx, position = excluded.position, moved_at = now()`.execute(tx);
}

/** Starts the followers and jobs; the only timers of the server. A fault is logged and tried again at the next tick. */
export function startWork(
  db: Db,
  what: {
    followers: readonly Follower[];
    jobs: readonly Job[];
    clock: () => number;
    logger: Logger;
    tickMs?: number;
    isDiskFull?: () => boolean;
  },
): Work {
  const now = () => instant(what.clock());
  const listeners = new Set<() => void>();
  const due = new Map<string, number>();
  const ran = new Map(what.jobs.map(({ name }) => [name, what.clock()]));
  let stopped = false;
  let running: Promise<void> | undefined;
  let resting: NodeJS.Timeout | undefined;
  let again = false;

  async function guarded(name: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (isUnavailable(error) || isSqlState(error, '40001')) return;
      what.logger({
        level: 'error',
        work: name,
        error: error instanceof Error ? error.message : String(error),
        stack: error instanceof Error ? error.stack : undefined,
      });
    }
  }

  async function round(): Promise<void> {
    if (what.isDiskFull?.()) return;
    for (const follower of what.followers) {
      if (stopped) return;
      await guarded(follower.name, () => catchUp(db, follower, now));
    }
    for (const job of what.jobs) {
      const time = what.clock();
      if (stopped || time < (due.get(job.name) ?? 0)) continue;
      due.set(job.name, time + job.everySeconds * 1000);
      await guarded(job.name, async () => {
        let did = false;
        await exclusively(db, `job:${job.name}`, async (tx) => {
          await job.run(tx, now());
          did = true;
        });
        if (did) job.committed?.(db);
        ran.set(job.name, what.clock());
      });
    }
    for (const listener of listeners) listener();
  }

  function poke(): void {
    if (stopped) return;
    if (running || resting) {
      again = true;
      return;
    }
    again = false;
    running = round().finally(() => {
      running = undefined;
      resting = setTimeout(rested, REST_MS);
    });
  }

  function rested(): void {
    resting = undefined;
    if (again) poke();
  }

  function tick(): void {
    poke();
    const time = what.clock();
    for (const job of what.jobs)
      if (job.meanwhile && time - (ran.get(job.name) ?? time) > 2000 * job.everySeconds) job.meanwhile(db, now());
  }

  const timer = setInterval(tick, what.tickMs ?? 1000);
  poke();
  return {
    poke,
    onGrowth(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
      clearTimeout(resting);
    },
  };
}
