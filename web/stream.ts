/** One entry of the log, as the stream tells it: no personal data, only what changed and where. */
export interface LiveEntry {
  id: string;
  data: { kind: string; recordId: string; action: string; seq: number; at: string; [more: string]: unknown };
}

export type LiveState = { state: 'live' } | { state: 'reconnecting' } | { state: 'offline'; since: number };

export type LiveMessage =
  | { type: 'entry'; entry: LiveEntry }
  | { type: 'state'; state: LiveState }
  /** What was missed cannot be told: everything shown is to be read anew. */
  | { type: 'reset' };

const OFFLINE_AFTER_MS = 15_000;
const WAIT_MS = [1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * Holds the one stream of server-sent events. The browser resumes a broken stream by itself; where it gives up (the
 * server answered with an error), a new one is opened from the last entry seen, so none is lost or doubled.
 */
export function openStream(
  url: string,
  tell: (message: LiveMessage) => void,
): { close: () => void; again: () => void } {
  let source: EventSource | undefined;
  let lastId: string | undefined;
  let tries = 0;
  let lostAt: number | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let offlineTimer: ReturnType<typeof setTimeout> | undefined;

  function lost(): void {
    if (lostAt === undefined) {
      const since = Date.now();
      lostAt = since;
      tell({ type: 'state', state: { state: 'reconnecting' } });
      offlineTimer = setTimeout(() => tell({ type: 'state', state: { state: 'offline', since } }), OFFLINE_AFTER_MS);
    }
  }

  function open(): void {
    source?.close();
    clearTimeout(timer);
    const made = new EventSource(lastId === undefined ? url : `${url}?lastEventId=${encodeURIComponent(lastId)}`);
    source = made;
    made.onopen = () => {
      tries = 0;
      lostAt = undefined;
      clearTimeout(offlineTimer);
      tell({ type: 'state', state: { state: 'live' } });
    };
    // Where the stream begins, so that a stream lost before its first entry is resumed there as well.
    made.addEventListener('ready', (event) => {
      lastId = event.lastEventId || lastId;
    });
    made.addEventListener('reset', (event) => {
      lastId = event.lastEventId || lastId;
      tell({ type: 'reset' });
    });
    made.addEventListener('entry', (event) => {
      lastId = event.lastEventId || lastId;
      tell({ type: 'entry', entry: { id: event.lastEventId, data: JSON.parse(event.data) } });
    });
    made.onerror = () => {
      lost();
      if (made.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, WAIT_MS[Math.min(tries, WAIT_MS.length - 1)]);
      tries += 1;
    };
  }

  open();
  return {
    close() {
      source?.close();
      clearTimeout(timer);
      clearTimeout(offlineTimer);
    },
    again: open,
  };
}
