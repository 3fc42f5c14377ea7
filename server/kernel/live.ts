import { setTimeout as after } from 'node:timers/promises';
import type { Actor } from './actor.ts';
import type { Db } from './db.ts';
import type { Stream, StreamEvent } from './http.ts';
import { CURSOR_START, cursorNow, entriesAfter, type FollowedEntry } from './log.ts';

/** Who may hear of the entries of one kind of record; the module of that kind answers. */
export interface Hearing {
  /** Hears of every entry of the kind, so that nothing has to be looked up for this actor. */
  hearsAll(actor: Actor): boolean;
  /**
   * Looks up, once for all listeners, whom each of these entries concerns: who could see the record before it, or can
   * see it after it. So a unit from which a case is taken hears that it was.
   */
  audience(entries: readonly FollowedEntry[]): Promise<(entry: FollowedEntry, actor: Actor) => boolean>;
}

/** Entries as they were decided once for everybody: what is said of each, and to whom. */
interface Batch {
  first: string;
  last: string;
  told: { entry: FollowedEntry; event: StreamEvent; concerns: (actor: Actor) => boolean }[];
}

interface Listener {
  actor: Actor;
  send: (event: StreamEvent) => boolean;
  drained: () => Promise<void>;
  end: () => void;
  /** The place in the log up to which this listener has heard everything; it is told nothing twice. */
  heard: string;
  /** What came while the past was still being read; null once the listener has caught up. */
  held: Batch[] | null;
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
/** Who is so slow in hearing the past that so many batches of the present wait is sent away, to come back. */
const HELD_AT_MOST = 20;
/** Between two readings under load: one reading then tells of several changes. */
const REST_MS = 20;

export function compareCursors(a: string, b: string): number {
  const [aTx = 0, aPosition = 0] = a.split('-').map(Number);
  const [bTx = 0, bPosition = 0] = b.split('-').map(Number);
  return aTx - bTx || aPosition - bPosition;
}

/** `hearings` by the kind of record; of a kind that has none, nobody is told. */
export function createLive(
  db: Db,
  hearings: Readonly<Record<string, Hearing>>,
  onFault: (error: unknown) => void,
): Live {
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
      // Who joins from here on reads these entries by himself, as part of the past.
      const present = [...listeners];
      const batch = await decide(entries, present);
      cursor = last.cursor;
      for (const listener of present) hear(listener, batch);
      if (entries.length < BATCH) return;
    }
  }

  /** Decides once for all listeners whom entries concern; asks nothing where everybody hears all. */
  async function decide(entries: readonly FollowedEntry[], to: readonly Listener[]): Promise<Batch> {
    const jurisdictions = new Set(to.map(({ actor }) => actor.jurisdictionId));
    const wanted = entries.filter(({ jurisdictionId }) => jurisdictions.has(jurisdictionId));
    const concerning = new Map<string, (entry: FollowedEntry, actor: Actor) => boolean>();
    for (const [kind, ofKind] of Map.groupBy(wanted, (entry) => entry.kind)) {
      const hearing = hearings[kind];
      if (!hearing) continue;
      const narrow = to.some(({ actor }) => !hearing.hearsAll(actor));
      const audience = narrow ? await hearing.audience(ofKind) : undefined;
      concerning.set(kind, (entry, actor) => hearing.hearsAll(actor) || audience?.(entry, actor) === true);
    }
    const told: Batch['told'] = [];
    for (const entry of wanted) {
      const concerns = concerning.get(entry.kind);
      if (!concerns) continue;
      const { cursor: id, jurisdictionId, kind, recordId, seq, action, at, actorId } = entry;
      told.push({
        entry,
        event: { id, event: 'entry', data: { kind, recordId, seq, action, at, actorId } },
        concerns: (actor) => actor.jurisdictionId === jurisdictionId && concerns(entry, actor),
      });
    }
    return { first: entries[0]?.cursor ?? cursor, last: entries.at(-1)?.cursor ?? cursor, told };
  }

  /** Who is still reading the past hears it later, in its turn. */
  function hear(listener: Listener, batch: Batch): void {
    if (!listener.held) tell(listener, batch);
    else if (listener.held.push(batch) > HELD_AT_MOST) dismiss(listener);
  }

  function tell(listener: Listener, { first, last, told }: Batch): void {
    const { actor, heard } = listener;
    const allNew = compareCursors(first, heard) > 0;
    for (const { entry, event, concerns } of told) {
      if ((allNew || compareCursors(entry.cursor, heard) > 0) && concerns(actor)) listener.send(event);
    }
    if (compareCursors(last, heard) > 0) listener.heard = last;
  }

  /** Sends a listener away, to come back and hear what it missed. */
  function dismiss(listener: Listener): void {
    listeners.delete(listener);
    listener.end();
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

  /** Reads what the listener missed up to the end of the log, as fast as it listens, then lets it join. */
  async function replay(listener: Listener): Promise<void> {
    for (let told = 0; listeners.has(listener); ) {
      const entries = await entriesAfter(db, listener.heard, BATCH, listener.actor.jurisdictionId);
      told += entries.length;
      if (told > REPLAY_AT_MOST) {
        reset(listener);
        break;
      }
      if (entries.length > 0) tell(listener, await decide(entries, [listener]));
      await listener.drained();
      if (entries.length < BATCH) break;
    }
    for (const batch of listener.held ?? []) tell(listener, batch);
    listener.held = null;
  }

  /** The listener cannot be told what it missed: it is to read everything anew, and hears what comes from here on. */
  function reset(listener: Listener): void {
    listener.heard = cursor;
    listener.send({ id: cursor, event: 'reset', data: {} });
  }

  const stream: Stream = {
    ...liveEvents,
    async open(call) {
      coming += 1;
      try {
        return await join(call);
      } finally {
        coming -= 1;
      }
    },
  };

  async function join({ actor, lastEventId, send, drained, end }: Parameters<Stream['open']>[0]): Promise<() => void> {
    await start();
    const known = lastEventId && CURSOR.test(lastEventId) ? lastEventId : null;
    // An id that is none, or beyond the log (of another life of the database, restored since): nothing can be resumed
    // from it, and whoever sent it must not believe that nothing was missed.
    const beyond = known !== null && compareCursors(known, cursor) > 0;
    const lost = known === null ? Boolean(lastEventId) : beyond && compareCursors(known, await cursorNow(db)) > 0;
    const listener: Listener = { actor, send, drained, end, heard: lost ? cursor : (known ?? cursor), held: [] };
    listeners.add(listener);
    send({ event: 'ready', id: listener.heard, data: {} });
    if (lost) reset(listener);
    replay(listener).catch((error) => {
      onFault(error);
      dismiss(listener);
    });
    return () => listeners.delete(listener);
  }

  return { stream, grown, listening: () => listeners.size };
}
