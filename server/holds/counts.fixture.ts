/** Under `npm test` every fault is tried a few times; `npm run holds -- --full` tries each as often as it is promised. */
export const FULL = process.env.HOLDS === 'full';

export function times(few: number, full: number): number {
  return FULL ? full : few;
}

/** The middle one: what a busy machine does to single ones tells nothing. */
export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}

/** A machine that runs all tests at once is slow: what is promised in seconds is measured in the full run. */
export function within(seconds: number): number {
  return (FULL ? seconds : seconds * 4) * 1000;
}
