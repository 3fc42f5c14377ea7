import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';

/** A case that holds something of a person: as who reported it, or because a text of it named the number. */
export interface PersonalPlace {
  caseId: string;
  as: 'reporter' | 'mentioned';
}

const MOST = 200;

/** Cases in which one of these blind marks stands; the newest two hundred. */
export async function listPlacesByMarks(
  tx: Tx,
  jurisdictionId: number,
  marks: readonly Buffer[],
): Promise<PersonalPlace[]> {
  const wanted = sql`array[${sql.join(marks)}]::bytea[]`;
  const { rows } = await sql<PersonalPlace>`
    select case_id as "caseId", 'reporter' as as from case_reporter
      where jurisdiction_id = ${jurisdictionId} and marks && ${wanted}
    union select case_id, 'mentioned' from case_original where jurisdiction_id = ${jurisdictionId} and marks && ${wanted}
    order by 1 desc, 2 desc limit ${MOST}`.execute(tx);
  return rows;
}

/** The case that people call by this number. */
export async function findCaseByNumber(tx: Tx, jurisdictionId: number, number: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select id from case_file
    where jurisdiction_id = ${jurisdictionId} and number = ${number}`.execute(tx);
  return rows[0]?.id ?? null;
}
