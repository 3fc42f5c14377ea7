import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { DONE_AT } from './columns.ts';
import { type SearchKeys, slicesBack } from './search-keys.ts';
import { type CaseLine, lineColumns, visibleTo } from './store.ts';

type Sql = RawBuilder<unknown>;

export type CaseOrder = 'endangered' | 'newest';

/** Lines that somebody wants of a list. `where` speaks of the case as `f`. */
export interface PageWanted {
  where: Sql;
  /** `where` leaves nothing out. */
  whole: boolean;
  /** All of these must stand in description, address or number; null if nothing is searched for. */
  keys: SearchKeys | null;
  order: CaseOrder;
  after: { at: Instant; id: string } | null;
  limit: number;
}

export type PageLine = CaseLine & { endangeredAt: Instant };

const columns = sql`${lineColumns}, f.endangered_at as "endangeredAt"`;
const sorting = { endangered: sql`f.endangered_at, f.id`, newest: sql`f.reported_at desc, f.id desc` };

function behind({ order, after }: Pick<PageWanted, 'order' | 'after'>): Sql {
  if (after === null) return sql`true`;
  return order === 'endangered'
    ? sql`(f.endangered_at, f.id) > (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql`(f.reported_at, f.id) < (${after.at}::timestamptz, ${after.id}::uuid)`;
}

/** The ways in which an officer comes to see a case, each of which an index walks in the order of lists; null: all. */
function waysOf(actor: Actor): Sql[] | null {
  if (actor.permissions.has('case.readAll')) return null;
  const { id, unitId } = actor;
  return [
    sql`f.reported_by = ${id}`,
    sql`f.inspector_id = ${id}`,
    ...(unitId
      ? [sql`f.unit_id = ${unitId}`, sql`f.assist_unit_ids <> '{}' and f.assist_unit_ids @> array[${unitId}]::uuid[]`]
      : []),
    ...(actor.permissions.has('case.check')
      ? [sql`f.inspector_id is null and f.state in ('verifying', 'handled')`]
      : []),
  ];
}

/**
 * Of each way the first so many, so that whoever sees little of a large district reads little of it. The whole is
 * bounded by what he may see, whatever the ways say.
 */
function seenFirst(actor: Actor, wanted: Pick<PageWanted, 'where' | 'order' | 'after'>, limit: number): Sql {
  const { where, order } = wanted;
  const own = sql`f.jurisdiction_id = ${actor.jurisdictionId} and ${where} and ${behind(wanted)}`;
  const first = (way: Sql) =>
    sql`(select f.id from case_file f where ${own} and ${way} order by ${sorting[order]} limit ${sql.lit(limit)})`;
  const ways = waysOf(actor);
  return ways === null ? first(sql`true`) : sql.join(ways.map(first), sql` union `);
}

/** Open cases that an officer sees, each way by an index of its own. */
export function seenOpen(actor: Actor): Sql {
  const ways = waysOf(actor);
  if (ways === null) return sql`true`;
  const open = sql`f.jurisdiction_id = ${actor.jurisdictionId} and f.endangered_at < ${DONE_AT}`;
  const ids = ways.map((way) => sql`(select f.id from case_file f where ${open} and ${way})`);
  return sql`f.id in (${sql.join(ids, sql` union `)})`;
}

/** The first lines behind the cursor. */
export async function listPage(tx: Tx, actor: Actor, wanted: PageWanted): Promise<PageLine[]> {
  return wanted.keys === null ? plainPage(tx, actor, wanted) : searchedPage(tx, actor, wanted, holding(wanted.keys));
}

async function plainPage(tx: Tx, actor: Actor, wanted: PageWanted): Promise<PageLine[]> {
  const { where, order, limit } = wanted;
  const seesAll = actor.permissions.has('case.readAll');
  const among = seesAll
    ? sql`${where} and ${behind(wanted)}`
    : sql`${visibleTo(actor)} and f.id in (${seenFirst(actor, wanted, limit)})`;
  const { rows } = await sql<PageLine>`select ${columns} from case_file f
    where f.jurisdiction_id = ${actor.jurisdictionId} and ${among} order by ${sorting[order]} limit ${sql.lit(limit)}`.execute(
    tx,
  );
  return rows;
}

/** Cases looked at one by one before the index of keys is asked. */
const FIRST_LOOK = 256;
const LONGEST_LOOK = 8192;

/** That a case is found by all these keys; `s` is its row in `case_search`. */
export function holding({ pairs, words }: SearchKeys): Sql {
  const held = [
    ...(pairs.length > 0 ? [sql`s.pairs @> ${pairs}::integer[]`] : []),
    ...(words.length > 0 ? [sql`s.words @> ${words}::text[]`] : []),
  ];
  return sql.join(held, sql` and `);
}

/**
 * 检索 — common words stand in the first cases one looks at, rare ones are few in the index. So the first cases of the list
 * are looked at; if they hold a page, that is all. Else the index is asked.
 */
async function searchedPage(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const first = await look(tx, actor, wanted, held, FIRST_LOOK);
  if (first.length >= wanted.limit) return first;
  return wanted.order === 'newest'
    ? pageOfSlices(tx, actor, wanted, held)
    : pageOfHits(tx, actor, wanted, held, first.length);
}

/**
 * From the newest slice of time back until the page is full: how many cases there were in all years does not matter.
 * Each slice is younger than all that follow, so the first lines of the first slices are the first of the list.
 */
async function pageOfSlices(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const { where, whole, after, limit } = wanted;
  const { jurisdictionId } = actor;
  const span = await findSpan(tx, jurisdictionId);
  if (!span) return [];
  const slices = slicesBack(jurisdictionId, after ? after.at : span.newest, span.oldest);
  // Where nothing else is asked, the page is found before a case is read.
  const narrowed =
    whole && actor.permissions.has('case.readAll')
      ? sql``
      : sql`join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = s.case_id where ${visibleTo(actor)} and ${where}`;
  const { rows } = await sql<PageLine>`
    with page as materialized (select hit.case_id
      from (values ${sql.join(slices.map(({ words, before }) => sql`(${words}::text[], ${before}::timestamptz)`))}) as slice (words, before)
      cross join lateral (select s.case_id from (select s.case_id, s.reported_at from case_search s
          where s.jurisdiction_id = ${jurisdictionId} and ${held} and s.words && slice.words and s.reported_at < slice.before
            ${after ? sql`and (s.reported_at, s.case_id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``} offset 0) s
        ${narrowed} order by s.reported_at desc, s.case_id desc limit ${sql.lit(limit)}) as hit
      limit ${sql.lit(limit)})
    select ${columns} from page join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = page.case_id
    order by ${sorting.newest}`.execute(tx);
  return rows;
}

/** When the newest and the oldest case was reported; null where there is none. */
async function findSpan(tx: Tx, jurisdictionId: number): Promise<{ newest: Instant; oldest: Instant } | null> {
  const { rows } = await sql<{ newest: Instant | null; oldest: Instant | null }>`select max(reported_at) as newest,
    min(reported_at) as oldest from case_search where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  const { newest = null, oldest = null } = rows[0] ?? {};
  return newest && oldest ? { newest, oldest } : null;
}

/** A longer look if the first promises that it will do; else every case with all the keys. */
async function pageOfHits(
  tx: Tx,
  actor: Actor,
  wanted: PageWanted,
  held: Sql,
  inFirstLook: number,
): Promise<PageLine[]> {
  const { order, limit, where } = wanted;
  const { jurisdictionId } = actor;
  const promised = (1.5 * FIRST_LOOK * limit) / Math.max(inFirstLook, 0.1);
  if (promised <= LONGEST_LOOK) {
    const more = await look(tx, actor, wanted, held, 2 ** Math.ceil(Math.log2(promised)));
    if (more.length >= limit) return more;
  }
  const { rows } = await sql<PageLine>`
    with hit as materialized (select s.case_id from case_search s where s.jurisdiction_id = ${jurisdictionId} and ${held})
    select ${columns} from hit join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = hit.case_id
    where ${visibleTo(actor)} and ${where} and ${behind(wanted)} order by ${sorting[order]} limit ${sql.lit(limit)}`.execute(
    tx,
  );
  return rows;
}

/** Of the first so many cases of the list those with all the terms. */
async function look(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql, among: number): Promise<PageLine[]> {
  const { order, where, limit, after } = wanted;
  const { jurisdictionId } = actor;
  const bySearch = order === 'newest' && actor.permissions.has('case.readAll');
  const looked = bySearch
    ? sql`(select s.case_id, s.reported_at, s.pairs, s.words from case_search s where s.jurisdiction_id = ${jurisdictionId}
        ${after ? sql`and (s.reported_at, s.case_id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
        order by s.reported_at desc, s.case_id desc limit ${sql.lit(among)}) s
        join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = s.case_id`
    : sql`(${seenFirst(actor, { ...wanted, where: sql`true` }, among)}) seen
        join case_search s on s.jurisdiction_id = ${jurisdictionId} and s.case_id = seen.id
        join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = seen.id`;
  const { rows } = await sql<PageLine>`select ${columns} from ${looked}
    where ${held} and ${visibleTo(actor)} and ${where}
    order by ${bySearch ? sql`s.reported_at desc, s.case_id desc` : sorting[order]} limit ${sql.lit(limit)}`.execute(
    tx,
  );
  return rows;
}
