import { sql } from 'kysely';
import type { Tx } from '../../../kernel/db.ts';
import type { CodeVersion } from './model.ts';
import type { AmendmentRecord } from './procedures.ts';
import { versionsWith } from './rules.ts';

/** Every amendment of codes, withdrawn ones too, the latest first. */
export async function listAmendments(tx: Tx, jurisdictionId: number): Promise<AmendmentRecord[]> {
  const { rows } = await sql<{ body: AmendmentRecord }>`select body from budget_code
    where jurisdiction_id = ${jurisdictionId} order by valid_from desc, id limit 5000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** All versions of all codes as this district knows them. */
export async function listCodes(tx: Tx, jurisdictionId: number): Promise<CodeVersion[]> {
  const amendments = await listAmendments(tx, jurisdictionId);
  return versionsWith(amendments.filter(({ state }) => state === 'inForce'));
}
