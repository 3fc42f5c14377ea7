import { availableParallelism } from 'node:os';
import type { Db } from '../kernel/db.ts';
import { type Verified, verifyLog } from '../kernel/verify.ts';
import { threads } from '../kernel/verify-threads.ts';

const THREAD = new URL('./proof-thread.ts', import.meta.url);
/** Each has a connection for entries and one for rows; more than these the database would not serve faster. */
const AT_MOST = 4;

/**
 * Proves the log of one jurisdiction with its rows, in threads of their own: by half the processors (the other half is
 * the database's), or by as many as are named.
 */
export function proveLog(
  db: Db,
  jurisdictionId: number,
  options: { threads?: number; progress?: (entries: number) => void } = {},
): Promise<Verified> {
  const count = options.threads ?? Math.min(AT_MOST, Math.ceil(availableParallelism() / 2));
  return verifyLog(db, jurisdictionId, {
    lanes: threads(THREAD, count),
    ...(options.progress ? { progress: options.progress } : {}),
  });
}
