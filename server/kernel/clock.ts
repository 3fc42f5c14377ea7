import { sql } from 'kysely';
import type { Tx } from './db.ts';
import { type Instant, millis } from './instant.ts';

const DAY_MS = 86_400_000;

/** While the machine's clock is behind, ours goes at this speed. */
const CATCHING_UP = 0.5;

/**
 * A clock that never goes back, whatever is done to the machine's: set forward, it follows at once; set back, it goes on
 * at half speed until the machine has caught up. So no entry is written before the one it follows, and none into a day
 * that is sealed. `stopwatch` gives milliseconds that nobody can set.
 */
export function steadyClock(
  machine: () => number,
  stopwatch: () => number,
  notBefore: number,
  onSetBack: (ms: number) => void,
): () => number {
  let shown = Math.max(machine(), notBefore);
  let looked = stopwatch();
  let behind = false;
  return () => {
    const now = machine();
    const elapsed = stopwatch();
    const slow = shown + Math.max(0, elapsed - looked) * CATCHING_UP;
    looked = elapsed;
    const setBack = now < shown;
    if (setBack && !behind) onSetBack(shown - now);
    behind = setBack;
    shown = setBack ? Math.max(slow, now) : now;
    return Math.floor(shown);
  };
}

/**
 * The moment before which nothing more may be written: the end of the last sealed day, and the newest entry. An entry more
 * than a day ahead of the machine's clock tells of a clock that was wrong, and binds nobody.
 */
export async function logNotBefore(tx: Tx, machineNow: number): Promise<number> {
  const { rows: seals } = await sql<{ day: string | null }>`select max(day) as day from log_seal`.execute(tx);
  const { rows: entries } = await sql<{ at: Instant }>`
    select recorded_at as at from log_entry order by tx desc, position desc limit 1`.execute(tx);
  const sealed = seals[0]?.day ? Date.parse(seals[0].day) + DAY_MS : 0;
  const newest = entries[0] ? millis(entries[0].at) : 0;
  return newest - machineNow < DAY_MS ? Math.max(sealed, newest) : sealed;
}
