import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Hearing } from '../../kernel/live.ts';
import { type FollowedEntry, readLogs } from '../../kernel/log.ts';
import { foldEntries } from './case-rows.ts';
import type { CaseFile } from './model.ts';
import { maySee } from './rules.ts';

type Seen = Parameters<typeof maySee>[0];

/** An officer hears of what happens to a case that he could see until then, or can see from then on, and of no other. */
export function caseHearing(tx: Tx): Hearing {
  return {
    hearsAll: (actor) => actor.permissions.has('case.readAll'),
    async audience(entries) {
      const seen = new Map<string, Seen[]>();
      for (const [jurisdictionId, own] of Map.groupBy(entries, (entry) => entry.jurisdictionId)) {
        const ids = [...new Set(own.map(({ recordId }) => recordId))];
        for (const [id, log] of await readLogs(tx, jurisdictionId, ids)) {
          for (const { seq } of own.filter(({ recordId }) => recordId === id)) {
            const states = [seq - 1, seq].map((until) => foldEntries(log.slice(0, until)));
            seen.set(
              `${id} ${seq}`,
              states.filter((kase): kase is CaseFile => kase !== null),
            );
          }
        }
      }
      return ({ recordId, seq }: FollowedEntry, actor: Actor) =>
        seen.get(`${recordId} ${seq}`)?.some((kase) => maySee(kase, actor)) === true;
    },
  };
}
