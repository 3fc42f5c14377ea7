import type { Tx } from '../../kernel/db.ts';
import type { Run } from './model.ts';
import { saveRuns } from './store.ts';

const PORTION = 1000;

/** Keeps what a probe is said to have found over a past time: no incident comes of it, for those are told apart. */
export async function keepRuns(
  tx: Tx,
  jurisdictionId: number,
  probeId: string,
  runs: readonly (Run & { said?: string | null })[],
): Promise<void> {
  for (let i = 0; i < runs.length; i += PORTION)
    await saveRuns(tx, jurisdictionId, probeId, runs.slice(i, i + PORTION));
}
