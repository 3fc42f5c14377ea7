import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import type { ToWorker } from './live.worker.ts';
import { queries } from './session.ts';
import { type LiveEntry, type LiveMessage, type LiveState, openStream } from './stream.ts';

const URL_OF_EVENTS = '/api/events';

const handlers = new Set<(entry: LiveEntry) => void>();
const watchers = new Set<() => void>();
let state: LiveState = { state: 'reconnecting' };

function take(message: LiveMessage): void {
  if (message.type === 'entry') {
    for (const handler of handlers) handler(message.entry);
    return;
  }
  if (message.type === 'reset') {
    void queries.invalidateQueries();
    return;
  }
  state = message.state;
  for (const watcher of watchers) watcher();
}

/**
 * Joins the officer's one stream of entries in this browser; gives back how to leave it. By a SharedWorker; where there is none, by the
 * tab that holds a lock and tells the others; where there is neither, by a stream of this tab's own.
 */
export function joinLive(who: string): () => void {
  if (typeof SharedWorker === 'function') return joinWorker(who);
  if (typeof BroadcastChannel === 'function' && 'locks' in navigator) return joinLeader(who);
  const stream = openStream(URL_OF_EVENTS, take);
  return () => stream.close();
}

function joinWorker(who: string): () => void {
  const worker = new SharedWorker(new URL('./live.worker.ts', import.meta.url), {
    type: 'module',
    name: 'drumtower-live',
  });
  const say = (message: ToWorker) => worker.port.postMessage(message);
  worker.port.onmessage = (event: MessageEvent<LiveMessage>) => take(event.data);
  const leave = () => say({ type: 'leave' });
  const join = () => say({ type: 'join', url: URL_OF_EVENTS, who });
  const again = () => say({ type: 'again' });
  // A page that goes to the back-forward cache leaves, and joins again when it is shown again.
  addEventListener('pagehide', leave);
  addEventListener('pageshow', join);
  addEventListener('online', again);
  join();
  return () => {
    removeEventListener('pagehide', leave);
    removeEventListener('pageshow', join);
    removeEventListener('online', again);
    leave();
    worker.port.close();
  };
}

function joinLeader(who: string): () => void {
  const channel = new BroadcastChannel(`drumtower-live-${who}`);
  const left = new AbortController();
  // A tab that comes later asks the leader how things stand.
  channel.onmessage = (event: MessageEvent<LiveMessage | 'how?'>) => {
    if (event.data !== 'how?') take(event.data);
    else if (stream) channel.postMessage({ type: 'state', state } satisfies LiveMessage);
  };
  let stream: ReturnType<typeof openStream> | undefined;
  const lead = () =>
    new Promise<void>((done) => {
      stream = openStream(URL_OF_EVENTS, (message) => {
        take(message);
        channel.postMessage(message);
      });
      left.signal.addEventListener('abort', () => done());
    });
  channel.postMessage('how?');
  // Refused only when this tab leaves before its turn came.
  navigator.locks.request(`drumtower-live-${who}`, { signal: left.signal }, lead).catch(() => undefined);
  return () => {
    left.abort();
    stream?.close();
    channel.close();
  };
}

/** Hands every new entry of the log to the handler while the component is shown. */
export function useLive(handler: (entry: LiveEntry) => void): void {
  const take = useEffectEvent(handler);
  useEffect(() => {
    const taken = (entry: LiveEntry) => take(entry);
    handlers.add(taken);
    return () => {
      handlers.delete(taken);
    };
  }, []);
}

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

export function useLiveState(): LiveState {
  return useSyncExternalStore(watch, () => state);
}
