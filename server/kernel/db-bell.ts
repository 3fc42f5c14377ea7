import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { type Db, poolConfig, urlOf } from './db.ts';

/** Under load one ring tells of all that was written meanwhile. */
const GATHER_MS = 30;
const AGAIN_MS = 1000;
const CHANNEL = 'drumtower_log';

/**
 * Processes on one database tell each other that the log has grown, so that who listens at one hears at once of what
 * was written through another. Nothing depends on it: without it (behind a pooler that takes no LISTEN) each process
 * still looks for itself every second.
 */
export interface Bell {
  /** Tells the others, in a moment. */
  ring(): void;
  close(): Promise<void>;
}

export function hangBell(db: Db, onRing: () => void): Bell {
  const mine = randomUUID();
  const config = {
    ...poolConfig(urlOf(db)),
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  };
  let client: pg.Client | undefined;
  // A connection that is ended while it is being made never says that it has ended.
  let connecting: Promise<unknown> = Promise.resolve();
  let closed = false;
  let gathering: NodeJS.Timeout | undefined;

  async function listen(): Promise<void> {
    while (!closed) {
      const ours = new pg.Client(config);
      client = ours;
      const lost = new Promise<void>((resolve) => {
        ours.once('end', () => resolve());
        ours.once('error', () => resolve());
      });
      ours.on('error', () => undefined);
      ours.on('notification', ({ payload }) => {
        if (payload !== mine) onRing();
      });
      try {
        connecting = ours.connect();
        await connecting;
        await ours.query(`listen ${CHANNEL}`);
        // What was rung while nobody listened was not heard.
        onRing();
        await lost;
      } catch {
        // The database is away; it is tried again.
      }
      await ours.end().catch(() => undefined);
      if (!closed) await after(AGAIN_MS, undefined, { ref: false });
    }
  }

  const listening = listen();
  return {
    ring() {
      gathering ??= setTimeout(() => {
        gathering = undefined;
        sql`select pg_notify(${CHANNEL}, ${mine})`.execute(db).catch(() => undefined);
      }, GATHER_MS);
    },
    async close() {
      closed = true;
      clearTimeout(gathering);
      await connecting.catch(() => undefined);
      await client?.end().catch(() => undefined);
      await listening;
    },
  };
}
