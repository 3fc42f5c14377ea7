import { sql } from 'kysely';
import { type Db, exclusively, type Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseFacts, ObjectKind, RoundFact, Scheme, StoredScheme, TaskFact } from './model.ts';
import { defaultSchemes } from './schemes.ts';

/** `openedAt` → `opened_at`. */
export function columnName(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Facts of one shape as the JSON of their table's rows. */
function rowsOf(facts: readonly (RoundFact | TaskFact)[]): string {
  const [first] = facts;
  const names = Object.keys(first ?? {}).map((field) => [field, columnName(field)] as const);
  return JSON.stringify(
    facts.map((fact) => {
      const values = fact as unknown as Record<string, unknown>;
      const row: Record<string, unknown> = {};
      // What is absent is read as null; half of it is.
      for (const [field, column] of names) if (values[field] !== null) row[column] = values[field];
      return row;
    }),
  );
}

/** Puts the facts of these cases in the place of what was known of them, and gives that: doing it twice leaves the same. */
export async function replaceFacts(
  tx: Tx,
  jurisdictionId: number,
  caseIds: readonly string[],
  facts: readonly CaseFacts[],
): Promise<CaseFacts> {
  const known = sql`jurisdiction_id = ${jurisdictionId} and case_id = any(${caseIds}::uuid[])`;
  const before = {
    rounds: await sql<Row>`delete from evaluation_round where ${known} returning *`.execute(tx),
    tasks: await sql<Row>`delete from evaluation_task where ${known} returning *`.execute(tx),
  };
  await insertFacts(
    tx,
    'evaluation_round',
    facts.flatMap((one) => one.rounds),
  );
  await insertFacts(
    tx,
    'evaluation_task',
    facts.flatMap((one) => one.tasks),
  );
  return { rounds: factsOfRows<RoundFact>(before.rounds.rows), tasks: factsOfRows<TaskFact>(before.tasks.rows) };
}

type Row = Record<string, unknown>;

async function insertFacts(tx: Tx, table: string, facts: readonly (RoundFact | TaskFact)[]): Promise<void> {
  const [first] = facts;
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((field) => sql.ref(columnName(field))));
  await sql`insert into ${sql.table(table)} (${columns})
    select ${columns} from json_populate_recordset(null::${sql.table(table)}, ${rowsOf(facts)}::json)`.execute(tx);
}

/** Rows as the facts that were written; what the database adds of itself stays with it. */
function factsOfRows<Fact extends RoundFact | TaskFact>(rows: readonly Row[]): Fact[] {
  const [first] = rows;
  const fields = Object.keys(first ?? {}).map((column) => [
    column,
    column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
  ]);
  return rows.map((row) => Object.fromEntries(fields.map(([column = '', field]) => [field, row[column]])) as Fact);
}

/** Up to which log entry each case was read; cases never read are absent. */
export async function listReadVersions(
  tx: Tx,
  jurisdictionId: number,
  caseIds: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; version: number }>`select case_id as id, version from evaluation_round
    where jurisdiction_id = ${jurisdictionId} and case_id = any(${caseIds}::uuid[]) and round = 1`.execute(tx);
  return new Map(rows.map((row) => [row.id, row.version]));
}

interface SchemeRow {
  object: ObjectKind;
  version: number;
  valid_from: string;
  body: Scheme;
}

/** The scheme by which a period beginning on that local day is scored. */
export async function findScheme(
  tx: Tx,
  jurisdictionId: number,
  object: ObjectKind,
  date: string,
): Promise<StoredScheme> {
  const { rows } = await sql<SchemeRow>`select object, version, valid_from, body from evaluation_scheme
    where jurisdiction_id = ${jurisdictionId} and object = ${object} and valid_from <= ${date}::date
    order by valid_from desc, version desc limit 1`.execute(tx);
  return rows[0] ? schemeOf(rows[0]) : ownScheme(object);
}

function schemeOf(row: SchemeRow): StoredScheme {
  return { ...row.body, object: row.object, version: row.version, validFrom: row.valid_from };
}

function ownScheme(object: ObjectKind): StoredScheme {
  return { ...defaultSchemes[object], object, version: 0, validFrom: '1990-01-01' };
}

/** Every scheme there was, the newest of each kind first, the installation's own last. */
export async function listSchemes(tx: Tx, jurisdictionId: number): Promise<StoredScheme[]> {
  const { rows } = await sql<SchemeRow>`select object, version, valid_from, body from evaluation_scheme
    where jurisdiction_id = ${jurisdictionId} order by object, version desc limit 1000`.execute(tx);
  return [...rows.map(schemeOf), ...(Object.keys(defaultSchemes) as ObjectKind[]).map(ownScheme)];
}

/** Adds the next version; two at once get two numbers. */
export async function insertScheme(
  tx: Tx,
  jurisdictionId: number,
  made: { object: ObjectKind; validFrom: string; scheme: Scheme; by: string; at: Instant },
): Promise<StoredScheme> {
  const { object, validFrom, scheme, by, at } = made;
  await sql`select pg_advisory_xact_lock(hashtextextended(${`evaluation_scheme:${jurisdictionId}:${object}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<SchemeRow>`
    insert into evaluation_scheme (jurisdiction_id, object, version, valid_from, body, created_by, created_at)
    select ${jurisdictionId}::int, ${object}, coalesce(max(version), 0) + 1, ${validFrom}::date, ${JSON.stringify(scheme)}::jsonb, ${by}::uuid, ${at}::timestamptz
    from evaluation_scheme where jurisdiction_id = ${jurisdictionId} and object = ${object}
    returning object, version, valid_from, body`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a scheme was not written');
  return schemeOf(row);
}

/** Does a portion of a rebuilding while the follower of the log stands still; undefined if it was at work just then. */
export function whileFollowerRests<T>(db: Db, follower: string, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
  return exclusively(db, `follower:${follower}`, work);
}

/** Keeps the follower from working until this transaction ends; false if it is at work just now. */
export async function restFollower(tx: Tx, follower: string): Promise<boolean> {
  const { rows } = await sql<{
    got: boolean;
  }>`select pg_try_advisory_xact_lock(hashtextextended(${`follower:${follower}`}, 0)) as got`.execute(tx);
  return rows[0]?.got ?? false;
}
