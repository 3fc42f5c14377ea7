import { sql } from 'kysely';
import type { Actor } from './actor.ts';
import type { Tx } from './db.ts';
import type { Hearing } from './live.ts';
import type { AnyProcedure, Filed } from './procedure.ts';

/** An officer hears of what happens to a record of a procedure that he can see as it stands now, and of no other. */
export function recordHearing(tx: Tx, procedure: AnyProcedure): Hearing {
  return {
    hearsAll: () => false,
    async audience(entries) {
      const records = new Map<string, Filed>();
      for (const [jurisdictionId, own] of Map.groupBy(entries, (entry) => entry.jurisdictionId)) {
        const ids = [...new Set(own.map(({ recordId }) => recordId))];
        const { rows } = await sql<{ body: Filed }>`select body from ${sql.table(procedure.table)}
          where jurisdiction_id = ${jurisdictionId} and id = any(${ids})`.execute(tx);
        for (const { body } of rows) records.set(body.id, body);
      }
      return ({ recordId }, actor: Actor) => {
        const record = records.get(recordId);
        return record !== undefined && procedure.maySee(record, actor);
      };
    },
  };
}
