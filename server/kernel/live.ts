import { setTimeout as after } from 'node:timers/promises';
import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import type { Stream, StreamEvent } from './http.ts';
import { CURSOR_START, cursorNow, entriesAfter, type FollowedEntry } from './log.ts';

/** Of some entries, those this actor may hear of. One module per kind of record answers for its own. */
export type Hearing = (entries: readonly FollowedEntry[], actor: Actor) => Promise<FollowedEntry[]>;

interface Listener {
  actor: Actor;
  send: (event: StreamEvent) => boolean;
  end: () => void;
  /** The place in the log up to which this listener has heard everything; it is told nothing twice. */
  heard: string;
  /** Entries that came while the past was still being read; null once the listener has caught up. */
  held: FollowedEntry[] | null;
}

/**
 * 实时 — server-sent events from the log: one reader per process, however many listen. An event's id is its place in the
 * log, so a listener that comes back with `Last-Event-ID` hears what it missed, each entry once.
 */
export interface Live {
  stream: Stream;
  /** The log may have grown. */
  grown(): void;
  listening(): number;
}

/** The stream as the documents show it, without a database behind it. */
export const liveEvents = {
  path: '/events',
  permission: 'signedIn',
  summary: {
    zh: '实时事件：本辖区可见案卷的新记录；断线后按 Last-Event-ID 续传',
    en: 'Live events: new entries of the cases you can see; resumes by Last-Event-ID',
  },
};

const BATCH = 500;
const CURSOR = /^\d{1,15}-\d{1,15}$/;
/** Who was away for longer than this many entries is told to read everything anew. */
const REPLAY_AT_MOST = 5000;
/** Between two readings under load: one reading then tells of several changes. */
const REST_MS = 20;

export function compareCursors(a: string, b: string): number {
  const [aTx = 0, aPosition = 0] = a.split('-').map(Number);
  const [bTx = 0, bPosition = 0] = b.split('-').map(Number);
  return aTx - bTx || aPosition - bPosition;
}

export function createLive(db: Db, hearing: Hearing, onFault: (error: unknown) => void): Live {
  const listeners = new Set<Listener>();
  let cursor = CURSOR_START;
  let started: Promise<void> | undefined;
  let reading: Promise<void> | null = null;
  let again = false;
  /** Listeners who are coming: they have been given a place in the log, and are not yet among those told. */
  let coming = 0;

  /** Where the shared reader begins: asked once, so that nobody who comes later sets it back. */
  function start(): Promise<void> {
    started ??= cursorNow(db).then(
      (now) => {
        cursor = now;
      },
      (error) => {
        started = undefined;
        throw error;
      },
    );
    return started;
  }

  async function read(): Promise<void> {
    await start();
    for (;;) {
      const entries = await entriesAfter(db, cursor, BATCH);
      const last = entries.at(-1);
      if (!last) return;
      cursor = last.cursor;
      await Promise.all([...listeners].map((listener) => hear(listener, entries)));
      if (entries.length < BATCH) return;
    }
  }

  /** Tells a listener; one that cannot be told is sent away, to come back and hear what it missed. */
  /** A listener who is still reading the past hears it later, in its turn. */
  async function hear(listener: Listener, entries: readonly FollowedEntry[]): Promise<void> {
    if (listener.held) listener.held.push(...entries);
    else await tell(listener, entries);
  }

  async function tell(listener: Listener, entries: readonly FollowedEntry[]): Promise<void> {
    try {
      await say(listener, entries);
    } catch (error) {
      onFault(error);
      listeners.delete(listener);
      listener.end();
    }
  }

  async function say(listener: Listener, entries: readonly FollowedEntry[]): Promise<void> {
    const { actor, heard } = listener;
    const own = entries.filter(
      (entry) => entry.jurisdictionId === actor.jurisdictionId && compareCursors(entry.cursor, heard) > 0,
    );
    const last = entries.at(-1)?.cursor ?? heard;
    if (compareCursors(last, heard) > 0) listener.heard = last;
    if (own.length === 0) return;
    for (const entry of await hearing(own, listener.actor)) {
      const { kind, recordId, seq, action, at, actorId } = entry;
      listener.send({ id: entry.cursor, event: 'entry', data: { kind, recordId, seq, action, at, actorId } });
    }
  }

  function grown(): void {
    if (reading) {
      again = true;
      return;
    }
    again = false;
    // Nobody is told, so nothing is read; the next to come begins where the log ends then.
    if (listeners.size + coming === 0) {
      started = undefined;
      return;
    }
    reading = read()
      .catch(onFault)
      .then(() => after(REST_MS, undefined, { ref: false }))
      .finally(() => {
        reading = null;
        if (again) grown();
      });
  }

  /** Reads what the listener missed up to the end of the log, then lets it join. */
  async function replay(listener: Listener): Promise<void> {
    for (let told = 0; listeners.has(listener); ) {
      const entries = await entriesAfter(db, listener.heard, BATCH, listener.actor.jurisdictionId);
      told += entries.length;
      if (told > REPLAY_AT_MOST) {
        reset(listener);
        break;
      }
      await tell(listener, entries);
      if (entries.length < BATCH) break;
    }
    // What came meanwhile is told first, and what comes while that is told: nobody hears the later before the earlier.
    for (let held = listener.held; held && held.length > 0; held = listener.held) {
      listener.held = [];
      await tell(listener, held);
    }
    listener.held = null;
  }

  /** The listener cannot be told what it missed: it is to read everything anew, and hears what comes from here on. */
  function reset(listener: Listener): void {
    listener.heard = cursor;
    listener.send({ id: cursor, event: 'reset', data: {} });
  }

  const stream: Stream = {
    ...liveEvents,
    async open({ actor, lastEventId, send, end }) {
      coming += 1;
      try {
        return await join({ actor, lastEventId, send, end });
      } finally {
        coming -= 1;
      }
    },
  };

  async function join({
    actor,
    lastEventId,
    send,
    end,
  }: Omit<Parameters<Stream['open']>[0], 'now'>): Promise<() => void> {
    await start();
    const known = lastEventId && CURSOR.test(lastEventId) ? lastEventId : null;
    // An id beyond the log comes from another life of the database, restored since: nothing can be resumed from it.
    const lost = known !== null && compareCursors(known, cursor) > 0 && compareCursors(known, await cursorNow(db)) > 0;
    const listener: Listener = { actor, send, end, heard: lost ? cursor : (known ?? cursor), held: [] };
    listeners.add(listener);
    send({ event: 'ready', id: listener.heard, data: {} });
    if (lost) reset(listener);
    replay(listener).catch((error) => {
      onFault(error);
      listeners.delete(listener);
      end();
    });
    return () => listeners.delete(listener);
  }

  return { stream, grown, listening: () => listeners.size };
}
