import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Duty, Place } from './model.ts';

const dutyColumns = sql`id, role, scope_code as "scopeCode", account_id as "accountId",
  valid_from as "validFrom", valid_to as "validTo"`;

/** Who answered for an area of the place on that local date, the smallest area first. */
export async function listOfficersAt(tx: Tx, jurisdictionId: number, place: Place, date: string): Promise<Duty[]> {
  const { cellCode, sectorCode, communityCode, subdistrictCode } = place;
  const scopes = [cellCode, sectorCode, communityCode, subdistrictCode, subdistrictCode?.slice(0, 6)].filter(
    (code) => code != null,
  );
  if (scopes.length === 0) return [];
  const { rows } = await sql<Duty>`select ${dutyColumns} from geo_duty
    where jurisdiction_id = ${jurisdictionId} and scope_code = any(${scopes}::text[])
    and valid_from <= ${date}::date and (valid_to is null or valid_to > ${date}::date)
    order by length(scope_code) desc, role, valid_from limit 100`.execute(tx);
  return rows;
}

/** What an officer answers for, or did: open duties first, then the history, newest first. */
export async function listDutiesOf(tx: Tx, jurisdictionId: number, accountId: string): Promise<Duty[]> {
  const { rows } = await sql<Duty>`select ${dutyColumns} from geo_duty
    where jurisdiction_id = ${jurisdictionId} and account_id = ${accountId}
    order by valid_to desc nulls first, valid_from desc, scope_code limit 1000`.execute(tx);
  return rows;
}

/** The holders of a scope in a role, present and past, newest first. */
export async function listDutiesFor(tx: Tx, jurisdictionId: number, scopeCode: string): Promise<Duty[]> {
  const { rows } = await sql<Duty>`select ${dutyColumns} from geo_duty
    where jurisdiction_id = ${jurisdictionId} and scope_code = ${scopeCode}
    order by role, valid_from desc limit 1000`.execute(tx);
  return rows;
}

/** Everybody who holds or held one of the scopes in a role, by scope. */
export async function listDutiesAmong(
  tx: Tx,
  jurisdictionId: number,
  wanted: { role: string; scopeCodes: readonly string[] },
): Promise<Map<string, Duty[]>> {
  if (wanted.scopeCodes.length === 0) return new Map();
  const { rows } = await sql<Duty>`select ${dutyColumns} from geo_duty
    where jurisdiction_id = ${jurisdictionId} and role = ${wanted.role} and scope_code = any(${wanted.scopeCodes}::text[])
    order by scope_code, valid_from, id`.execute(tx);
  return Map.groupBy(rows, (duty) => duty.scopeCode);
}

export async function insertDuties(tx: Tx, jurisdictionId: number, duties: readonly Duty[]): Promise<void> {
  await sql`insert into geo_duty (jurisdiction_id, id, role, scope_code, account_id, valid_from, valid_to)
    select ${jurisdictionId}::int, id, role, "scopeCode", "accountId", "validFrom", "validTo"
    from jsonb_to_recordset(${JSON.stringify(duties)}::jsonb)
      as r(id uuid, role text, "scopeCode" text, "accountId" uuid, "validFrom" date, "validTo" date)`.execute(tx);
}

/** Ends whoever holds the scope in that role on that day; what would have begun later is void from its beginning. */
export async function endDuties(
  tx: Tx,
  jurisdictionId: number,
  duty: Pick<Duty, 'role' | 'scopeCode'>,
  from: string,
): Promise<void> {
  await sql`update geo_duty set valid_to = greatest(valid_from, ${from}::date)
    where jurisdiction_id = ${jurisdictionId} and scope_code = ${duty.scopeCode} and role = ${duty.role}
    and (valid_to is null or valid_to > ${from}::date)`.execute(tx);
}
