import { availableParallelism } from 'node:os';
import type { Db } from '../kernel/db.ts';
import { type Verified, verifyLog } from '../kernel/verify.ts';
import { openLane } from '../kernel/verify-slice.ts';
import { threadLane } from '../kernel/verify-threads.ts';
import { rowKinds } from '../procedures.ts';

const THREAD = new URL('./proof-thread.ts', import.meta.url);
/** Each has a connection of its own; more than these the database would not serve faster. */
const AT_MOST = 4;

interface ProofOptions {
  /** By half the processors unless told; the other half is the database's. */
  threads?: number;
  /** Whether nobody else waits for this thread, so that it is the first of them. */
  here?: boolean;
  progress?: (entries: number) => void;
}

/** Proves the log of one jurisdiction with its rows, by several threads. */
export function proveLog(db: Db, jurisdictionId: number, options: ProofOptions = {}): Promise<Verified> {
  const { threads, here = false, progress } = options;
  const count = threads ?? Math.min(AT_MOST, Math.ceil(availableParallelism() / 2));
  return verifyLog(db, jurisdictionId, {
    async lanes(moment) {
      const apart = Array.from({ length: here ? count - 1 : count }, () => threadLane(THREAD, moment, jurisdictionId));
      return here ? [await openLane(moment, jurisdictionId, rowKinds), ...apart] : apart;
    },
    ...(progress ? { progress } : {}),
  });
}
