import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import type { Stream, StreamEvent } from './http.ts';
import { CURSOR_START, cursorNow, entriesAfter, type FollowedEntry } from './log.ts';

/** Of some entries, those this actor may hear of. One module per kind of record answers for its own. */
export type Hearing = (entries: readonly FollowedEntry[], actor: Actor) => Promise<FollowedEntry[]>;

interface Listener {
  actor: Actor;
  send: (event: StreamEvent) => boolean;
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

const BATCH = 500;
/** Who was away for longer than this many entries is told to read everything anew. */
const REPLAY_AT_MOST = 5000;

export function compareCursors(a: string, b: string): number {
  const [aTx = 0, aPosition = 0] = a.split('-').map(Number);
  const [bTx = 0, bPosition = 0] = b.split('-').map(Number);
  return aTx - bTx || aPosition - bPosition;
}

export function createLive(db: Db, hearing: Hearing, onFault: (error: unknown) => void): Live {
  const listeners = new Set<Listener>();
  let cursor: string | null = null;
  let reading: Promise<void> | null = null;
  let again = false;

  async function read(): Promise<void> {
    cursor ??= await cursorNow(db);
    for (;;) {
      const entries = await entriesAfter(db, cursor, BATCH);
      const last = entries.at(-1);
      if (!last) return;
      cursor = last.cursor;
      await Promise.all([...listeners].map((listener) => (listener.held ? listener.held.push(...entries) : tell(listener, entries))));
      if (entries.length < BATCH) return;
    }
  }

  async function tell(listener: Listener, entries: readonly FollowedEntry[]): Promise<void> {
    const own = entries.filter((entry) => entry.jurisdictionId === listener.actor.jurisdictionId);
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
    reading = read()
      .catch(onFault)
      .finally(() => {
        reading = null;
        if (again) grown();
      });
  }

  /** Reads what the listener missed up to where the shared reader stands, then lets it join. */
  async function replay(listener: Listener, from: string): Promise<void> {
    let place = from;
    for (let told = 0; ; ) {
      const entries = await entriesAfter(db, place, BATCH, listener.actor.jurisdictionId);
      const last = entries.at(-1);
      if (!last) break;
      place = last.cursor;
      told += entries.length;
      if (told > REPLAY_AT_MOST) {
        listener.send({ id: cursor ?? place, event: 'reset', data: {} });
        break;
      }
      await tell(listener, entries);
      if (entries.length < BATCH) break;
    }
    const held = listener.held ?? [];
    listener.held = null;
    await tell(listener, held.filter((entry) => compareCursors(entry.cursor, place) > 0));
  }

  const stream: Stream = {
    path: '/events',
    permission: 'signedIn',
    summary: { zh: '实时事件：本辖区可见案卷的新记录；断线后按 Last-Event-ID 续传', en: 'Live events: new entries of the cases you can see; resumes by Last-Event-ID' },
    async open({ actor, lastEventId, send }) {
      const listener: Listener = { actor, send, held: [] };
      cursor ??= await cursorNow(db);
      listeners.add(listener);
      send({ event: 'ready', id: lastEventId ?? cursor, data: {} });
      const known = lastEventId && /^\d+-\d+$/.test(lastEventId) ? lastEventId : (cursor ?? CURSOR_START);
      replay(listener, known).catch(onFault);
      return () => listeners.delete(listener);
    },
  };
  return { stream, grown, listening: () => listeners.size };
}
