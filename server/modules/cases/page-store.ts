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
  /** `where` leaves out whatever is done with. */
  underWay: boolean;
  /** The keys of one of these must stand in description, address or number; none if no index is asked. */
  ways: readonly SearchKeys[];
  order: CaseOrder;
  after: { at: Instant; id: string } | null;
  limit: number;
}

export type PageLine = CaseLine & { endangeredAt: Instant };

const columns = sql`${lineColumns}, f.endangered_at as "endangeredAt"`;
const sorting = { endangered: sql`f.endangered_at, f.id`, newest: sql`f.reported_at desc, f.id desc` };
/** Where a case stands in the order of the list, but for its id. */
const placing = { endangered: sql`f.endangered_at`, newest: sql`f.reported_at` };
const byPlace = { endangered: sql`line.at, line.id`, newest: sql`line.at desc, line.id desc` };

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
 * `id` and `at` of each way's first so many, so that whoever sees little of a large district reads little of it; without a
 * limit, of all. The whole is bounded by what he may see, whatever the ways say.
 */
function seenFirst(actor: Actor, wanted: Pick<PageWanted, 'where' | 'order' | 'after'>, limit: number | null): Sql {
  const { where, order } = wanted;
  const own = sql`f.jurisdiction_id = ${actor.jurisdictionId} and ${where} and ${behind(wanted)}`;
  const first = limit === null ? sql`offset 0` : sql`order by ${sorting[order]} limit ${sql.lit(limit)}`;
  const seen = (way: Sql) =>
    sql`(select f.id, ${placing[order]} as at from case_file f where ${own} and ${way} ${first})`;
  const ways = waysOf(actor);
  return ways === null ? seen(sql`true`) : sql.join(ways.map(seen), sql` union `);
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
  return wanted.ways.length === 0
    ? plainPage(tx, actor, wanted)
    : searchedPage(tx, actor, wanted, holding(wanted.ways));
}

async function plainPage(tx: Tx, actor: Actor, wanted: PageWanted): Promise<PageLine[]> {
  const { where, order, limit } = wanted;
  const seesAll = actor.permissions.has('case.readAll');
  const among = seesAll
    ? sql`${where} and ${behind(wanted)}`
    : sql`${visibleTo(actor)} and f.id in (select line.id from (${seenFirst(actor, wanted, limit)}) line)`;
  const { rows } = await sql<PageLine>`select ${columns} from case_file f
    where f.jurisdiction_id = ${actor.jurisdictionId} and ${among} order by ${sorting[order]} limit ${sql.lit(limit)}`.execute(
    tx,
  );
  return rows;
}

/** Cases looked at one by one, in the order of the list, before the index of keys is asked. */
const LOOKED_AT = 2048;

/** That a case is found by all keys of one of these; `s` is its row in `case_search`. */
export function holding(ways: readonly SearchKeys[]): Sql {
  const all = ways.map(({ pairs, words }) =>
    sql.join(
      [
        ...(pairs.length > 0 ? [sql`s.pairs @> ${pairs}::integer[]`] : []),
        ...(words.length > 0 ? [sql`s.words @> ${words}::text[]`] : []),
      ],
      sql` and `,
    ),
  );
  return sql`(${sql.join(all, sql` or `)})`;
}

/**
 * 检索 — common words stand in the first cases one looks at, rare ones are few in the index. So the first cases of the list
 * are looked at until the page is full; if they do not fill it, the index is asked.
 */
async function searchedPage(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const first = await look(tx, actor, wanted, held);
  if (first.length >= wanted.limit) return first;
  return wanted.order === 'newest' && actor.permissions.has('case.readAll')
    ? pageOfSlices(tx, actor, wanted, held)
    : pageOfHits(tx, actor, wanted, held);
}

/**
 * From the newest slice of time back until the page is full: how many cases there were in all years does not matter.
 * Each slice is younger than all that follow, so the first lines of the first slices are the first of the list. For
 * officers who see every case.
 */
async function pageOfSlices(tx: Tx, { jurisdictionId }: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const { where, whole, after, limit } = wanted;
  const span = await findSpan(tx, jurisdictionId);
  if (!span) return [];
  const slices = slicesBack(jurisdictionId, after ? after.at : span.newest, span.oldest);
  // Where nothing else is asked, the page is found before a case is read.
  const narrowed = whole
    ? sql``
    : sql`join case_file f on f.jurisdiction_id = ${jurisdictionId} and f.id = s.case_id where ${where}`;
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

/** So many cases with all the keys are read one by one. */
const FEW = 1000;

/**
 * Every case with all the keys. If they are many, they are put in order by what indexes say of the cases that this officer
 * sees, or of those under way, so that none is read but those that may stand on the page.
 */
async function pageOfHits(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const { order, underWay } = wanted;
  const { jurisdictionId } = actor;
  const own = sql`f.jurisdiction_id = ${jurisdictionId}`;
  const open = sql`f.endangered_at < ${DONE_AT}`;
  const hits = sql`select s.case_id as id from case_search s where s.jurisdiction_id = ${jurisdictionId} and ${held}`;
  const { rows } = await sql<{ id: string }>`${hits} limit ${sql.lit(FEW + 1)}`.execute(tx);
  const few = () =>
    sql`select f.id, ${placing[order]} as at from case_file f where ${own} and f.id = any(${rows.map(({ id }) => id)}) and ${behind(wanted)}`;
  const ofSeen = () => {
    const seen = seenFirst(actor, { ...wanted, where: underWay ? open : sql`true` }, null);
    return sql`select seen.id, seen.at from (${hits} offset 0) hit join (${seen}) seen on seen.id = hit.id`;
  };
  // Whatever is done with stands behind, in the order of its ids.
  const ofAll = () =>
    sql`select f.id, f.endangered_at as at from (select hit.id, coalesce(f.endangered_at, ${DONE_AT}) as endangered_at from (${hits} offset 0) hit
            left join (select f.id, f.endangered_at from case_file f where ${own} and ${open} offset 0) f on f.id = hit.id) f where ${behind(wanted)}`;
  const seesAll = actor.permissions.has('case.readAll');
  const places = rows.length <= FEW ? few() : seesAll && !underWay ? ofAll() : ofSeen();
  return linesOf(tx, actor, wanted, sql`select line.id, line.at from (${places}) line order by ${byPlace[order]}`);
}

/** Of the first so many cases of the list those with all the terms. */
function look(tx: Tx, actor: Actor, wanted: PageWanted, held: Sql): Promise<PageLine[]> {
  const { order, after } = wanted;
  const { jurisdictionId } = actor;
  const own = sql`s.jurisdiction_id = ${jurisdictionId}`;
  const first = sql`limit ${sql.lit(LOOKED_AT)}`;
  const bySearch = order === 'newest' && actor.permissions.has('case.readAll');
  const places = bySearch
    ? sql`select s.id, s.at from (select s.case_id as id, s.reported_at as at, s.pairs, s.words from case_search s where ${own}
        ${after ? sql`and (s.reported_at, s.case_id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
        order by s.reported_at desc, s.case_id desc ${first}) s where ${held}`
    : sql`select line.id, line.at from (select line.id, line.at from (${seenFirst(actor, { ...wanted, where: sql`true` }, LOOKED_AT)}) line
        order by ${byPlace[order]} ${first}) line
        cross join lateral (select true from case_search s where ${own} and s.case_id = line.id and ${held} offset 0) s`;
  return linesOf(tx, actor, wanted, places);
}

/** The first lines of a list, of cases whose `id` and `at` come in its order: each is read in its turn until the page is full. */
async function linesOf(tx: Tx, actor: Actor, { order, where, limit }: PageWanted, places: Sql): Promise<PageLine[]> {
  const { rows } = await sql<PageLine>`select f.* from (${places}) line
    cross join lateral (select ${columns} from case_file f
      where f.jurisdiction_id = ${actor.jurisdictionId} and f.id = line.id and ${visibleTo(actor)} and ${where} offset 0) f
    order by ${byPlace[order]} limit ${sql.lit(limit)}`.execute(tx);
  return rows;
}
