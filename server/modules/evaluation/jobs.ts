import type { Tx } from '../../kernel/db.ts';
import type { FollowedEntry } from '../../kernel/log.ts';
import type { Follower, Job } from '../../kernel/work.ts';
import { listJurisdictions } from '../organisation/store.ts';
import { FACTS_FOLLOWER, readFacts } from './commands.ts';
import { areRepliesStale, recountReplies } from './reply-commands.ts';
import { listReadVersions, restFollower } from './store.ts';
import { findTotalsKept, recountTotals } from './total-store.ts';

/**
 * Keeps the facts up with the log. A touched case is read from its first entry, so that it does not matter how often an
 * entry is seen; one already read beyond the entry, because its log was longer when an earlier entry came, is passed over.
 */
async function take(entries: FollowedEntry[], tx: Tx): Promise<void> {
  const cases = entries.filter((entry) => entry.kind === 'case');
  for (const [jurisdictionId, own] of Map.groupBy(cases, (entry) => entry.jurisdictionId)) {
    const newest = new Map(own.map((entry) => [entry.recordId, entry.seq]));
    const read = await listReadVersions(tx, jurisdictionId, [...newest.keys()]);
    const stale = [...newest].filter(([id, seq]) => (read.get(id) ?? 0) < seq).map(([id]) => id);
    if (stale.length > 0) await readFacts(tx, jurisdictionId, stale);
  }
}

export const evaluationFollowers: readonly Follower[] = [{ name: FACTS_FOLLOWER, from: 'start', take }];

/** Adds up what is not kept by the definitions of today: after an upgrade, or facts written without the follower. */
async function keepTotals(tx: Tx): Promise<void> {
  for (const { id, timeZone } of await listJurisdictions(tx)) {
    if (await findTotalsKept(tx, id)) continue;
    if (!(await restFollower(tx, FACTS_FOLLOWER))) return;
    await recountTotals(tx, id, timeZone);
  }
}

/** Reckons until when replies were owed by the other readings, where the calendar of today is not what they were reckoned by. */
async function keepReadings(tx: Tx): Promise<void> {
  for (const { id } of await listJurisdictions(tx)) {
    if (!(await findTotalsKept(tx, id)) || !(await areRepliesStale(tx, id))) continue;
    if (!(await restFollower(tx, FACTS_FOLLOWER))) return;
    await recountReplies(tx, id);
  }
}

export const evaluationJobs: readonly Job[] = [
  { name: 'evaluation.totals', everySeconds: 60, run: keepTotals },
  { name: 'evaluation.replies', everySeconds: 60, run: keepReadings },
];
