import { attempt, type Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { Refused } from '../../kernel/refusal.ts';
import type { Job } from '../../kernel/work.ts';
import { listJurisdictions } from '../organisation/store.ts';
import { foldBoards } from './board-commands.ts';
import { FOLDING } from './board-store.ts';
import { takeAction } from './commands.ts';
import { listDueForReview } from './store.ts';

/** 复核到期 — a suspended case comes back by itself on its review date, so that nothing sleeps for ever. */
async function resumeDue(tx: Tx, now: Instant): Promise<void> {
  for (const jurisdiction of await listJurisdictions(tx)) {
    const today = localDate(now, jurisdiction.timeZone);
    for (const id of await listDueForReview(tx, jurisdiction.id, today, 200)) {
      await unlessRefused(tx, () =>
        takeAction({ tx, actor: null, jurisdictionId: jurisdiction.id, now }, id, 'resumeOnReview', {}, null),
      );
    }
  }
}

/** One case that cannot come back, because an officer was faster, keeps no other from it. */
async function unlessRefused(tx: Tx, work: () => Promise<unknown>): Promise<void> {
  try {
    await attempt(tx, work);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
  }
}

export const caseJobs: readonly Job[] = [
  { name: 'cases.resumeDue', everySeconds: 300, run: resumeDue },
  { name: FOLDING, everySeconds: 2, run: foldBoards },
];
