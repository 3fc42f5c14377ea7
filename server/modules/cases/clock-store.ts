import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Clock } from './model.ts';

/** The clocks of these cases, as they stand now, by case. */
export async function listClocks(
  tx: Tx,
  jurisdictionId: number,
  caseIds: readonly string[],
): Promise<Map<string, Clock[]>> {
  const { rows } = await sql<{ id: string; clocks: Clock[] }>`select id, body -> 'clocks' as clocks from case_file
    where jurisdiction_id = ${jurisdictionId} and id = any(${[...caseIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, clocks }) => [id, clocks]));
}
