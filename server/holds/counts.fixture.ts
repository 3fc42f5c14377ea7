import { loadavg } from 'node:os';
import { expect } from 'vitest';

/** Under `npm test` every fault is tried a few times; `npm run holds -- --full` tries each as often as it is promised. */
export const FULL = process.env.HOLDS === 'full';

export function times(few: number, full: number): number {
  return FULL ? full : few;
}

/** The middle one: what a busy machine does to single ones tells nothing. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/**
 * Holds what took so many milliseconds against a promise in seconds. Only the full run does: it is alone, while the tests
 * share their machine with whatever else it does and say no more than that it came.
 */
export function judge(what: string, ms: number, seconds: number): void {
  if (!FULL) return;
  process.stdout.write(`${what}: ${Math.round(ms)} ms of ${seconds} s (load ${loadavg()[0]?.toFixed(1)})\n`);
  expect(ms, what).toBeLessThan(seconds * 1000);
}
