import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type ChainedEntry, inserting } from '../../kernel/log.ts';
import { boardChanges } from './board.ts';
import { noting } from './board-store.ts';
import { listedColumns, openingColumns } from './columns.ts';
import type { CaseState } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { keysOfCase } from './search-keys.ts';

/** A stored case with the hash on which its next entry is chained. */
export interface StoredCase {
  kase: CaseFile;
  logHash: string;
}

/** The case, locked until the transaction ends if it is to be changed. */
export async function findCase(tx: Tx, jurisdictionId: number, id: string, lock = false): Promise<StoredCase | null> {
  const { rows } = await sql<{ body: CaseFile; log_hash: string }>`
    select body, encode(log_hash, 'hex') as log_hash from case_file
    where jurisdiction_id = ${jurisdictionId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx);
  const row = rows[0];
  return row ? { kase: row.body, logHash: row.log_hash } : null;
}

/** The columns that an entry may change. */
function columnsOf(kase: CaseFile, logHash: string, updatedAt: Instant) {
  return {
    version: kase.version,
    ...listedColumns(kase),
    updated_at: updatedAt,
    log_hash: Buffer.from(logHash, 'hex'),
    body: JSON.stringify(kase),
  };
}

/** Writes new cases with their search terms, and the entries of their logs unless those are written already. */
export async function insertCases(
  tx: Tx,
  cases: readonly { kase: CaseFile; logHash: string; at: Instant }[],
  entries: readonly ChainedEntry[] = [],
): Promise<void> {
  const rows = cases.map(rowOf);
  const first = rows[0];
  if (!first) return;
  const names = Object.keys(first);
  const changes = cases.flatMap(({ kase }) => boardChanges(null, kase));
  await sql`with ${entries.length > 0 ? sql`entry as (${inserting(entries)}),` : sql``} board as (${noting(changes)}),
    file as (insert into case_file (${sql.join(names.map((name) => sql.ref(name)))})
      values ${sql.join(rows.map((row) => sql`(${sql.join(Object.values(row))})`))})
    insert into case_search (${sql.join(searchColumns.map((name) => sql.ref(name)))})
      values ${sql.join(cases.map(({ kase }) => sql`(${sql.join(searchRowOf(kase))})`))}`.execute(tx);
}

/** A case as its row. */
export function rowOf({ kase, logHash, at }: { kase: CaseFile; logHash: string; at: Instant }) {
  return {
    jurisdiction_id: kase.jurisdictionId,
    id: kase.id,
    ...openingColumns(kase),
    ...columnsOf(kase, logHash, at),
  };
}

export const searchColumns = ['jurisdiction_id', 'case_id', 'reported_at', 'pairs', 'words'] as const;

/** By what a case is found, in the order of `searchColumns`. */
export function searchRowOf(kase: CaseFile) {
  const { pairs, words } = searchedBy(kase);
  return [kase.jurisdictionId, kase.id, kase.reportedAt, pairs, words];
}

function searchedBy({ jurisdictionId, description, address, number, reportedAt }: CaseFile) {
  return keysOfCase(jurisdictionId, `${description} ${address} ${number}`, reportedAt);
}

/** Writes the case as this entry left it, the entry, and what that changes on the board. */
export async function updateCase(
  tx: Tx,
  before: CaseFile,
  kase: CaseFile,
  entry: ChainedEntry,
  at: Instant,
): Promise<void> {
  const columns = Object.entries(columnsOf(kase, entry.hash, at)).map(
    ([name, value]) => sql`${sql.ref(name)} = ${value}`,
  );
  const changes = boardChanges(before, kase);
  await sql`with entry as (${inserting([entry])}) ${changes.length > 0 ? sql`, board as (${noting(changes)})` : sql``}
    update case_file set ${sql.join(columns)} where jurisdiction_id = ${kase.jurisdictionId} and id = ${kase.id}`.execute(
    tx,
  );
}

/** Correcting an address or a place changes what the case is found by. */
export async function updateSearch(tx: Tx, kase: CaseFile): Promise<void> {
  const { pairs, words } = searchedBy(kase);
  await sql`update case_search set pairs = ${pairs}, words = ${words}
    where jurisdiction_id = ${kase.jurisdictionId} and case_id = ${kase.id}`.execute(tx);
}

/** The next running number, unique in the installation; gaps are possible and harmless. */
export async function nextCaseNumber(tx: Tx): Promise<number> {
  const { rows } = await sql<{ next: number }>`select nextval('case_number') as next`.execute(tx);
  return rows[0]?.next ?? 1;
}

/** 督办单号 — numbers of one year follow each other without a gap. */
export async function nextSupervisionNumber(tx: Tx, jurisdictionId: number, year: number): Promise<number> {
  const { rows } = await sql<{ last: number }>`
    insert into case_supervision_number as held (jurisdiction_id, year, last) values (${jurisdictionId}, ${year}, 1)
    on conflict (jurisdiction_id, year) do update set last = held.last + 1 returning last`.execute(tx);
  return rows[0]?.last ?? 1;
}

/** Whole cases in the order of their ids, after a given one: for going through all of them. */
export async function listCasesAfter(
  tx: Tx,
  jurisdictionId: number,
  after: string,
  limit: number,
): Promise<CaseFile[]> {
  const { rows } = await sql<{ body: CaseFile }>`select body from case_file
    where jurisdiction_id = ${jurisdictionId} and id > ${after} order by id limit ${limit}`.execute(tx);
  return rows.map((row) => row.body);
}

/** Which of these names in another system some case bears already. */
export async function listExternalIds(
  tx: Tx,
  jurisdictionId: number,
  externalIds: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ external_id: string }>`select external_id from case_file
    where jurisdiction_id = ${jurisdictionId} and external_id = any(${externalIds})`.execute(tx);
  return new Set(rows.map((row) => row.external_id));
}

/** Which of these case numbers are given already. */
export async function listNumbers(tx: Tx, jurisdictionId: number, numbers: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ number: string }>`select number from case_file
    where jurisdiction_id = ${jurisdictionId} and number = any(${numbers})`.execute(tx);
  return new Set(rows.map((row) => row.number));
}

/** After histories were written as they were: the next numbers follow on those used. */
export async function setNumbers(
  tx: Tx,
  jurisdictionId: number,
  used: { cases: number; supervisions: number; year: number },
): Promise<void> {
  await sql`select setval('case_number', greatest(${used.cases}::bigint, (select last_value from case_number)))`.execute(
    tx,
  );
  await sql`insert into case_supervision_number (jurisdiction_id, year, last) values (${jurisdictionId}, ${used.year}, ${used.supervisions})
    on conflict (jurisdiction_id, year) do update set last = excluded.last`.execute(tx);
}

/** A case as a line of a list. */
export interface CaseLine {
  id: string;
  number: string;
  version: number;
  state: CaseState;
  round: number;
  source: string;
  nature: string;
  urgent: boolean;
  summary: string;
  address: string;
  lon: number | null;
  lat: number | null;
  subdistrictCode: string | null;
  communityCode: string | null;
  categoryId: string | null;
  unitId: string | null;
  inspectorId: string | null;
  reportedAt: Instant;
  closedAt: Instant | null;
  dueAt: Instant | null;
  warnAt: Instant | null;
  suspendedUntil: string | null;
}

export const lineColumns = sql`f.id, f.number, f.version, f.state, f.round, f.source, f.nature, f.urgent, f.summary, f.address, f.lon, f.lat,
  f.subdistrict_code as "subdistrictCode", f.community_code as "communityCode", f.category_id as "categoryId", f.unit_id as "unitId",
  f.inspector_id as "inspectorId", f.reported_at as "reportedAt", f.closed_at as "closedAt", f.due_at as "dueAt", f.warn_at as "warnAt",
  f.suspended_until as "suspendedUntil"`;

/** The part of `maySee` (rules.ts) that the database decides. */
export function visibleTo(actor: Actor) {
  if (actor.permissions.has('case.readAll')) return sql`true`;
  if (!actor.permissions.has('case.read')) return sql`false`;
  const mine = sql`f.reported_by = ${actor.id} or f.inspector_id = ${actor.id}`;
  const unit = actor.unitId
    ? sql`or f.unit_id = ${actor.unitId} or (f.assist_unit_ids <> '{}' and f.assist_unit_ids @> array[${actor.unitId}]::uuid[])`
    : sql``;
  const tasks = actor.permissions.has('case.check')
    ? sql`or (f.inspector_id is null and f.state in ('verifying', 'handled'))`
    : sql``;
  return sql`(${mine} ${unit} ${tasks})`;
}

/** Suspended cases whose review date has come, `today` being the local date. */
export async function listDueForReview(
  tx: Tx,
  jurisdictionId: number,
  today: string,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from case_file
    where jurisdiction_id = ${jurisdictionId} and suspended_until <= ${today} and state = 'suspended' limit ${limit}`.execute(
    tx,
  );
  return rows.map((row) => row.id);
}

export interface Precedent {
  caseId: string;
  unitId: string;
  communityCode: string | null;
  reason: string;
  at: Instant;
}

export interface PrecedentToWrite extends Precedent {
  jurisdictionId: number;
  round: number;
  categoryId: string;
}

export async function insertPrecedents(tx: Tx, precedents: readonly PrecedentToWrite[]): Promise<void> {
  if (precedents.length === 0) return;
  const rows = precedents.map(
    (one) =>
      sql`(${one.jurisdictionId}, ${one.caseId}, ${one.round}, ${one.categoryId}, ${one.communityCode}, ${one.unitId}, ${one.reason}, ${one.at})`,
  );
  await sql`insert into case_precedent (jurisdiction_id, case_id, round, category_id, community_code, unit_id, reason, ruled_at)
    values ${sql.join(rows)} on conflict do nothing`.execute(tx);
}

/** Rulings on the same category, those of the same community first, then the newest. */
export async function listPrecedents(
  tx: Tx,
  jurisdictionId: number,
  categoryId: string,
  communityCode: string | null,
): Promise<Precedent[]> {
  const { rows } =
    await sql<Precedent>`select case_id as "caseId", unit_id as "unitId", community_code as "communityCode", reason, ruled_at as at
    from case_precedent where jurisdiction_id = ${jurisdictionId} and category_id = ${categoryId}
    order by (community_code is not distinct from ${communityCode}) desc, ruled_at desc limit 5`.execute(tx);
  return rows;
}
