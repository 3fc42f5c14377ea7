import type { Call } from '../../kernel/http.ts';
import type { HistoryLine } from '../../kernel/records.ts';
import { findNames } from '../accounts/store.ts';

/** By whom, and when, something of the office is looked at. */
export type Asking = Pick<Call, 'tx' | 'actor' | 'now'>;

/** What was done, with the names of those who did it. */
export async function historyView({ tx, actor }: Asking, items: HistoryLine[]) {
  const actors = [...new Set(items.flatMap(({ actorId }) => actorId ?? []))];
  return { items, names: Object.fromEntries(await findNames(tx, actor.jurisdictionId, actors)) };
}
