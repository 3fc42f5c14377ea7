import { type RawBuilder, sql } from 'kysely';
import { type Db, isSqlState, type Tx } from '../../kernel/db.ts';
import { type BoardChange, dayBefore, FLOOR_DAYS, KEPT_DAYS, STEPS_PER_OCTAVE } from './board.ts';

type Sql = RawBuilder<unknown>;

const COLUMNS = sql`weight, state, source, category_id, unit_id, subdistrict_code, reported_at, closed_at, due_at, warn_at`;
/** Deadlines before the floor, and what has no day, stand under this one. */
export const EVER = sql`'-infinity'::date`;
const PORTION = 20_000;

/** The statement that notes changes, to go with the one that changes the case. */
export function noting(changes: readonly BoardChange[]): Sql {
  const rows = changes.map(
    ({ jurisdictionId, weight, standing: at }) =>
      sql`(${jurisdictionId}::integer, ${weight}::smallint, ${at.state}, ${at.source}, ${at.categoryId}::uuid, ${at.unitId}::uuid, ${at.subdistrictCode},
        ${at.reportedAt}::timestamptz, ${at.closedAt}::timestamptz, ${at.dueAt}::timestamptz, ${at.warnAt}::timestamptz)`,
  );
  return sql`insert into case_board_change (jurisdiction_id, ${COLUMNS}) values ${sql.join(rows)}`;
}

/** How every case stands, as if all had just come. */
const standing = (jurisdictionId: number): Sql => sql`
  select 1 as weight, state, source, category_id, unit_id, subdistrict_code, reported_at, closed_at,
    case when endangered_at < '2200-12-30' then endangered_at end as due_at, case when endangered_at < '2200-12-30' then warn_at end as warn_at
  from case_file where jurisdiction_id = ${jurisdictionId}`;

/** What has been noted and not yet added into the totals. */
export const noted = (jurisdictionId: number): Sql =>
  sql`select ${COLUMNS} from case_board_change where jurisdiction_id = ${jurisdictionId}`;

/**
 * 归类 — where cases count: under which scope, axis, day, dimension, value and state. The one classification by which
 * totals are kept, read, built and proved. Cases alike in everything are taken together first.
 */
export function classified(cases: Sql, { timeZone, floor }: Keeping): Sql {
  const day = (column: string) => sql`(${sql.ref(column)} at time zone ${timeZone})::date`;
  const oldest = dayBefore(floor, KEPT_DAYS);
  const under = (axis: string, column: string, state: Sql) => sql`(${axis}, ${sql.ref(column)}, ${state})`;
  return sql`
    select scope, axis, day, dimension, value, axes.state, sum(weight)::integer as cases, sum(seconds)::bigint as seconds
    from (
      select state, source, category_id::text as category, unit_id::text as unit, subdistrict_code as subdistrict,
        case when ${day('reported_at')} >= ${oldest}::date then ${day('reported_at')} end as reported,
        case when ${day('closed_at')} >= ${oldest}::date then ${day('closed_at')} end as closed,
        case when due_at is not null then case when ${day('due_at')} >= ${floor}::date then ${day('due_at')} else ${EVER} end end as due,
        case when warn_at is not null then case when ${day('warn_at')} >= ${floor}::date then ${day('warn_at')} else ${EVER} end end as warned,
        floor(ln(greatest(extract(epoch from closed_at - reported_at), 60) / 60) / ln(2.0) * ${STEPS_PER_OCTAVE}::integer)::integer as step,
        sum(weight) as weight, coalesce(sum(weight * extract(epoch from closed_at - reported_at)::bigint), 0) as seconds
      from (${cases}) as moved
      group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having sum(weight) <> 0
    ) as alike
    cross join lateral (values ('now', ${EVER}, state), ${under('reported', 'reported', sql`state`)}, ${under('closed', 'closed', sql`state`)},
      ${under('due', 'due', sql`''`)}, ${under('warned', 'warned', sql`''`)}) as axes (axis, day, state)
    cross join lateral (values ('all', ''), ('category', coalesce(category, '')), ('unit', coalesce(unit, '')),
      ('subdistrict', coalesce(subdistrict, '')), ('source', source), ('step', case when axis = 'closed' then step::text end)) as cut (dimension, value)
    cross join lateral (values (''), (unit)) as scopes (scope)
    where day is not null and value is not null and scope is not null and not (scope <> '' and dimension = 'unit')
    group by 1, 2, 3, 4, 5, 6`;
}

/** By which days totals are kept. */
export interface Keeping {
  timeZone: string;
  floor: string;
}

const KEY = sql`jurisdiction_id, scope, axis, day, dimension, value, state`;
const ADDING = sql`on conflict (${KEY}) do update set cases = total.cases + excluded.cases, seconds = total.seconds + excluded.seconds`;

/** The floor as it is kept; where nothing is kept yet, the one that would be. */
export async function findFloor(tx: Tx, jurisdictionId: number, today: string): Promise<string> {
  const { rows } = await sql<{
    day: string;
  }>`select day from case_board_floor where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.day ?? dayBefore(today, FLOOR_DAYS);
}

/** Adds what was noted into the totals, a portion at a time; gives how much. Readers see it before or after, never between. */
export async function foldChanges(tx: Tx, jurisdictionId: number, keeping: Keeping): Promise<number> {
  const { rows } = await sql<{ taken: number }>`
    with chosen as (select id from case_board_change where jurisdiction_id = ${jurisdictionId} order by id limit ${PORTION}),
    taken as (delete from case_board_change where jurisdiction_id = ${jurisdictionId} and id in (select id from chosen) returning ${COLUMNS}),
    added as (insert into case_board_total as total (${KEY}, cases, seconds)
      select ${jurisdictionId}::integer, folded.* from (${classified(sql`select * from taken`, keeping)}) as folded ${ADDING})
    select count(*) as taken from taken`.execute(tx);
  return rows[0]?.taken ?? 0;
}

/** Once a day: what lies before the new floor is not kept by day any more. */
export async function raiseFloor(tx: Tx, jurisdictionId: number, floor: string): Promise<void> {
  const { rows } =
    await sql`insert into case_board_floor as kept (jurisdiction_id, day) values (${jurisdictionId}, ${floor}::date)
    on conflict (jurisdiction_id) do update set day = excluded.day where kept.day < excluded.day returning day`.execute(
      tx,
    );
  if (rows.length === 0) return;
  await sql`delete from case_board_total where jurisdiction_id = ${jurisdictionId}
    and (cases = 0 or (axis in ('reported', 'closed') and day < ${dayBefore(floor, KEPT_DAYS)}::date))`.execute(tx);
  await sql`with passed as (delete from case_board_total where jurisdiction_id = ${jurisdictionId} and axis in ('due', 'warned')
      and day > ${EVER} and day < ${floor}::date returning *)
    insert into case_board_total as total (${KEY}, cases, seconds)
    select jurisdiction_id, scope, axis, ${EVER}, dimension, value, state, sum(cases), sum(seconds) from passed
    group by 1, 2, 3, 4, 5, 6, 7 ${ADDING}`.execute(tx);
}

/** Counts everything anew. In a transaction that sees one moment: what others note meanwhile stays noted. */
export async function recountBoard(tx: Tx, jurisdictionId: number, keeping: Keeping): Promise<void> {
  await sql`delete from case_board_change where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  await sql`delete from case_board_total where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  await sql`insert into case_board_floor (jurisdiction_id, day) values (${jurisdictionId}, ${keeping.floor}::date)
    on conflict (jurisdiction_id) do update set day = excluded.day`.execute(tx);
  await sql`insert into case_board_total (${KEY}, cases, seconds)
    select ${jurisdictionId}::integer, counted.* from (${classified(standing(jurisdictionId), keeping)}) as counted`.execute(
    tx,
  );
}

export const FOLDING = 'cases.board';

/** Works on the totals as of one moment, while no job adds to them; undefined if one did just then. */
export async function whileNobodyFolds<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T | undefined> {
  try {
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const { rows } = await sql<{
          got: boolean;
        }>`select pg_try_advisory_xact_lock(hashtextextended(${`job:${FOLDING}`}, 0)) as got`.execute(tx);
        return rows[0]?.got ? work(tx) : undefined;
      });
  } catch (error) {
    if (isSqlState(error, '40001')) return undefined;
    throw error;
  }
}

/** Totals with what is noted beside them. */
const kept = (jurisdictionId: number, keeping: Keeping): Sql => sql`
  select scope, axis, day, dimension, value, state, cases, seconds from case_board_total where jurisdiction_id = ${jurisdictionId}
  union all ${classified(noted(jurisdictionId), keeping)}`;

/** The first count that is not what the cases amount to, in words; null if all are. */
export async function findBoardFlaw(tx: Tx, jurisdictionId: number, keeping: Keeping): Promise<string | null> {
  const { rows } = await sql<{ where: string; kept: number; right: number }>`
    select concat_ws(' ', nullif(scope, ''), axis, day, dimension, nullif(value, ''), nullif(state, '')) as where, sum(kept) as kept, sum(counted) as right
    from (select scope, axis, day, dimension, value, state, cases as kept, seconds, 0 as counted from (${kept(jurisdictionId, keeping)}) as kept
      union all select scope, axis, day, dimension, value, state, 0, -seconds, cases from (${classified(standing(jurisdictionId), keeping)}) as counted) as both_ways
    group by scope, axis, day, dimension, value, state having sum(kept) <> sum(counted) or sum(seconds) <> 0 order by 1 limit 1`.execute(
    tx,
  );
  const [row] = rows;
  return row ? `board ${row.where}: kept ${row.kept}, counted ${row.right}` : null;
}
