import { randomUUID } from 'node:crypto';
import { setTimeout as after } from 'node:timers/promises';
import { sql } from 'kysely';
import pg from 'pg';
import { type Db, poolConfig, type Tx, urlOf } from './db.ts';

/** Under load one ring tells of all that was written meanwhile. */
const GATHER_MS = 30;
const AGAIN_MS = 1000;
const LOG = 'drumtower_log';
const ACCESS = 'drumtower_access';

/**
 * Processes on one database tell each other that the log has grown, so that who listens at one hears at once of what
 * was written through another; and whose rights or sessions changed, so that a stream ends with them. Nothing depends on
 * it: without it (behind a pooler that takes no LISTEN) each process still looks for itself.
 */
export interface Bell {
  /** Tells the others, in a moment. */
  ring(): void;
  close(): Promise<void>;
}

export interface BellHearing {
  /** The log has grown through another process. */
  onGrowth(): void;
  /** What this account may do has changed, through whichever process; null: nobody knows whose did meanwhile. */
  onAccess(accountId: string | null): void;
}

/** Tells every process, this one too, that an account's rights, sessions or tokens changed: when the transaction is kept, and only then. */
export async function ringAccess(tx: Tx, accountId: string): Promise<void> {
  await sql`select pg_notify(${ACCESS}, ${accountId})`.execute(tx);
}

export function hangBell(db: Db, { onGrowth, onAccess }: BellHearing): Bell {
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
      ours.on('notification', ({ channel, payload }) => {
        if (channel === ACCESS) onAccess(payload ?? null);
        else if (payload !== mine) onGrowth();
      });
      try {
        connecting = ours.connect();
        await connecting;
        await ours.query(`listen ${LOG}; listen ${ACCESS}`);
        // What was rung while nobody listened was not heard.
        onGrowth();
        onAccess(null);
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
        sql`select pg_notify(${LOG}, ${mine})`.execute(db).catch(() => undefined);
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
