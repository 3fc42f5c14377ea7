import { sql } from 'kysely';
import type { Tx } from '../../../kernel/db.ts';
import type { TemplateSetRecord } from './procedures.ts';

/** Sets of a district, the latest first. */
export async function listTemplateSets(tx: Tx, jurisdictionId: number): Promise<TemplateSetRecord[]> {
  const { rows } = await sql<{ body: TemplateSetRecord }>`select body from publication_template
    where jurisdiction_id = ${jurisdictionId} order by from_on desc, id desc limit 100`.execute(tx);
  return rows.map(({ body }) => body);
}

/** The set of a district that is in force on a local date. */
export async function findTemplateOn(tx: Tx, jurisdictionId: number, on: string): Promise<TemplateSetRecord | null> {
  const { rows } = await sql<{ body: TemplateSetRecord }>`select body from publication_template
    where jurisdiction_id = ${jurisdictionId} and state = 'inForce' and from_on <= ${on}::date
      and (until_on is null or until_on >= ${on}::date) order by from_on desc, id desc limit 1`.execute(tx);
  return rows[0]?.body ?? null;
}

export async function findTemplateSet(tx: Tx, jurisdictionId: number, id: string): Promise<TemplateSetRecord | null> {
  const { rows } = await sql<{ body: TemplateSetRecord }>`select body from publication_template
    where jurisdiction_id = ${jurisdictionId} and id::text = ${id}`.execute(tx);
  return rows[0]?.body ?? null;
}
