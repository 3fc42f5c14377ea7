import type { Actor } from '../../kernel/actor.ts';
import type { Db } from '../../kernel/db.ts';
import type { Hearing } from '../../kernel/live.ts';
import { listVisibleIds } from './store.ts';

/** An officer hears of the cases he can see, and of no others. */
export function caseHearing(db: Db): Hearing {
  return async (entries, actor: Actor) => {
    if (actor.permissions.has('case.readAll')) return [...entries];
    const visible = await listVisibleIds(db, actor, [...new Set(entries.map((entry) => entry.recordId))]);
    return entries.filter((entry) => visible.has(entry.recordId));
  };
}
