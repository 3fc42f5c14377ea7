import { createContext, useContext, useSyncExternalStore } from 'react';

/**
 * The one ticking clock of the page. It follows the server's time where this machine's clock is plainly wrong, so that
 * a deadline reads the same at every desk.
 */
const TICK_MS = 30_000;
let aheadMs = 0;
let reading = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;
const listeners = new Set<() => void>();

function tick(): void {
  reading = Date.now() + aheadMs;
  for (const listener of listeners) listener();
}

/** An answer's Date header has whole seconds, so only more than five seconds count as wrong. */
export function setServerAhead(ms: number): void {
  const wanted = Math.abs(ms) > 5_000 ? ms : 0;
  if (Math.abs(wanted - aheadMs) < 5_000) return;
  aheadMs = wanted;
  tick();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  if (listeners.size === 1) {
    tick();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) clearInterval(timer);
  };
}

/** The present, refreshed every half minute. */
export function useNow(): number {
  return useSyncExternalStore(listen, () => reading);
}

/** The jurisdiction's time zone, in which every time of the page is written. */
export const TimeZone = createContext('Asia/Shanghai');

export function useTimeZone(): string {
  return useContext(TimeZone);
}
