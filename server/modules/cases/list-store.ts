import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/id.ts';
import { type Instant, parseInstant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { Point } from '../geo/model.ts';
import { distance } from '../geo/rules.ts';
import { DONE_AT, SUMMARY_LENGTH } from './columns.ts';
import type { CaseState } from './lifecycle.ts';
import type { CaseFile } from './model.ts';
import { type CaseOrder, holding, listPage, seenOpen } from './page-store.ts';
import { questionOf, type SearchQuestion } from './search-keys.ts';
import { likeness, spotsAround } from './similarity.ts';
import { type CaseLine, lineColumns, visibleTo } from './store.ts';

/** What a list may be narrowed by; all that is given must hold. */
export interface CaseFilter {
  states?: CaseState[] | undefined;
  /** Every state in which something is owed. */
  open?: boolean | undefined;
  unitId?: string | undefined;
  subdistrictCode?: string | undefined;
  communityCode?: string | undefined;
  cellCode?: string | undefined;
  categoryId?: string | undefined;
  source?: string | undefined;
  urgent?: boolean | undefined;
  /** `overdue`: a running clock is past; `amber`: past its warning but not yet due. */
  time?: 'overdue' | 'amber' | undefined;
  /** Tasks of this very officer: to verify or check, or reported by him. */
  mine?: boolean | undefined;
  /** A request of the unit (延期、挂账) waits for somebody's approval. */
  pending?: boolean | undefined;
  reportedFrom?: Instant | undefined;
  reportedTo?: Instant | undefined;
  text?: string | undefined;
  ids?: string[] | undefined;
}

/** All that a filter says, for this officer. */
function conditions(actor: Actor, filter: CaseFilter, now: Instant): RawBuilder<unknown> {
  const wanted = [sql`f.jurisdiction_id = ${actor.jurisdictionId}`, visibleTo(actor), narrowedBy(actor, filter, now)];
  if (filter.text) wanted.push(matching(actor.jurisdictionId, filter.text));
  return sql.join(wanted, sql` and `);
}

/** What a filter says but for its text. */
function narrowedBy(actor: Actor, filter: CaseFilter, now: Instant): RawBuilder<unknown> {
  const wanted: RawBuilder<unknown>[] = [];
  if (filter.states) wanted.push(stateAmong(filter.states));
  else if (filter.open) wanted.push(sql`f.endangered_at < ${DONE_AT}`);
  if (filter.unitId) wanted.push(sql`f.unit_id = ${filter.unitId}`);
  if (filter.subdistrictCode) wanted.push(sql`f.subdistrict_code = ${filter.subdistrictCode}`);
  if (filter.communityCode) wanted.push(sql`f.community_code = ${filter.communityCode}`);
  if (filter.cellCode) wanted.push(sql`f.cell_code = ${filter.cellCode}`);
  if (filter.categoryId) wanted.push(sql`f.category_id = ${filter.categoryId}`);
  if (filter.source) wanted.push(sql`f.source = ${filter.source}`);
  if (filter.urgent) wanted.push(sql`f.urgent`);
  if (filter.time === 'overdue') wanted.push(sql`f.endangered_at < ${now}`);
  if (filter.time === 'amber') wanted.push(sql`f.warn_at <= ${now} and f.endangered_at >= ${now}`);
  if (filter.mine) wanted.push(sql`(f.inspector_id = ${actor.id} or f.reported_by = ${actor.id})`);
  if (filter.pending) wanted.push(sql`f.pending`);
  if (filter.reportedFrom) wanted.push(sql`f.reported_at >= ${filter.reportedFrom}`);
  if (filter.reportedTo) wanted.push(sql`f.reported_at < ${filter.reportedTo}`);
  if (filter.ids) wanted.push(sql`f.id = any(${filter.ids})`);
  return wanted.length === 0 ? sql`true` : sql.join(wanted, sql` and `);
}

/** Written so that of one state the index gives the order, too. */
function stateAmong(states: readonly CaseState[]): RawBuilder<unknown> {
  return states.length === 1 ? sql`f.state = ${states[0]}` : sql`f.state = any(${states})`;
}

/** Cases whose description, address or number holds what is searched for. */
function matching(jurisdictionId: number, text: string): RawBuilder<unknown> {
  const question = questionOf(jurisdictionId, text);
  const { ways } = question;
  const found = sql`f.id in (select s.case_id from case_search s where s.jurisdiction_id = ${jurisdictionId} and ${holding(ways)})`;
  return ways.length > 0 ? sql`${found} and ${saying(question)}` : saying(question);
}

/** That the text of a case says what the index does not know. */
function saying({ ways, patterns }: SearchQuestion): RawBuilder<unknown> {
  if (patterns.length === 0) return ways.length > 0 ? sql`true` : sql`false`;
  const description = sql`case when length(f.summary) < ${sql.lit(SUMMARY_LENGTH / 2)} then f.summary else f.body->>'description' end`;
  const plain = sql`lower(normalize(concat_ws(' ', ${description}, f.address, f.number), NFKC))`;
  return sql.join(
    patterns.map((pattern) => sql`${plain} ~ ${pattern}`),
    sql` and `,
  );
}

export interface CasePage {
  cases: CaseLine[];
  /** Where the next page begins; null at the end. */
  next: string | null;
}

/**
 * One page of a list. `endangered`: the running clock that ends first comes first, cases without one last; `newest`: by
 * the time of the report. The cursor is the last line's place in that order, so rows that come or go never shift a page.
 */
export async function listCases(
  tx: Tx,
  actor: Actor,
  wanted: { filter: CaseFilter; order: CaseOrder; cursor?: string | undefined; limit: number; now: Instant },
): Promise<CasePage> {
  const { filter, order, limit, now } = wanted;
  const narrowed = narrowedBy(actor, filter, now);
  const question = filter.text ? questionOf(actor.jurisdictionId, filter.text) : null;
  const isKeyed = question === null || (question.ways.length > 0 && question.patterns.length === 0);
  const rows = await listPage(tx, actor, {
    where: question ? sql`${narrowed} and ${saying(question)}` : narrowed,
    whole: isKeyed && Object.entries(filter).every(([name, value]) => name === 'text' || value === undefined),
    underWay: filter.open === true && !filter.states,
    ways: question?.ways ?? [],
    order,
    after: wanted.cursor ? readCursor(wanted.cursor) : null,
    limit: limit + 1,
  });
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  const next = last ? `${order === 'endangered' ? last.endangeredAt : last.reportedAt}~${last.id}` : null;
  const cases = rows.slice(0, limit).map(({ endangeredAt: _, ...line }) => line);
  return { cases, next };
}

/** Cases of one portion of `listEveryCase`. */
const PORTION = 500;

/** Every case that the filter leaves, whole, the newest first, portion by portion: only in a transaction `atOneMoment`. */
export async function* listEveryCase(
  tx: Tx,
  actor: Actor,
  wanted: { filter: CaseFilter; now: Instant },
): AsyncGenerator<CaseFile[]> {
  await sql`declare every_case no scroll cursor for select f.body from case_file f
    where ${conditions(actor, wanted.filter, wanted.now)} order by f.reported_at desc, f.id desc`.execute(tx);
  for (;;) {
    const { rows } = await sql<{ body: CaseFile }>`fetch ${sql.lit(PORTION)} from every_case`.execute(tx);
    if (rows.length > 0) yield rows.map(({ body }) => body);
    if (rows.length < PORTION) return;
  }
}

/** How many cases the filter leaves. */
export async function countEveryCase(
  tx: Tx,
  actor: Actor,
  wanted: { filter: CaseFilter; now: Instant },
): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from case_file f
    where ${conditions(actor, wanted.filter, wanted.now)}`.execute(tx);
  return rows[0]?.n ?? 0;
}

function readCursor(cursor: string): { at: Instant; id: string } {
  const [at = '', id = ''] = cursor.split('~');
  if (parseInstant(at) === at && isId(id)) return { at, id };
  return refuse({
    refused: 'invalid',
    code: 'badCursor',
    message: { zh: '游标无效，请从第一页读起。', en: 'The cursor is not one of ours; start from the first page.' },
  });
}

export interface CaseCounts {
  states: Record<string, number>;
  overdue: number;
  amber: number;
  urgent: number;
  pending: number;
  open: number;
}

/** Open cases that are urgent, and those of which a request waits for approval, of all that the filter leaves. */
export async function countMarked(
  tx: Tx,
  actor: Actor,
  filter: CaseFilter,
  now: Instant,
): Promise<Pick<CaseCounts, 'urgent' | 'pending'>> {
  const marked = (mark: RawBuilder<unknown>) =>
    sql`(select count(*)::integer from case_file f where ${conditions(actor, { ...filter, open: true }, now)} and ${mark})`;
  const { rows } = await sql<{ urgent: number; pending: number }>`
    select ${marked(sql`f.urgent`)} as urgent, ${marked(sql`f.pending`)} as pending`.execute(tx);
  return rows[0] ?? { urgent: 0, pending: 0 };
}

/** The counters above a list, which are its filters: open cases by state, and those late or soon late. */
export async function countCases(tx: Tx, actor: Actor, filter: CaseFilter, now: Instant): Promise<CaseCounts> {
  const { rows } = await sql<{
    state: string;
    n: number;
    overdue: number;
    amber: number;
    urgent: number;
    pending: number;
  }>`
    select f.state, count(*) as n, count(*) filter (where f.endangered_at < ${now}) as overdue,
      count(*) filter (where f.warn_at <= ${now} and f.endangered_at >= ${now}) as amber, count(*) filter (where f.urgent) as urgent,
      count(*) filter (where f.pending) as pending
    from case_file f where ${conditions(actor, { ...filter, open: true }, now)} and ${seenOpen(actor)} group by f.state`.execute(
    tx,
  );
  const sum = (pick: (row: (typeof rows)[number]) => number) => rows.reduce((total, row) => total + pick(row), 0);
  return {
    states: Object.fromEntries(rows.map((row) => [row.state, row.n])),
    overdue: sum((row) => row.overdue),
    amber: sum((row) => row.amber),
    urgent: sum((row) => row.urgent),
    pending: sum((row) => row.pending),
    open: sum((row) => row.n),
  };
}

export interface NearCase extends CaseLine {
  metres: number;
  /** 0–1: how alike the words are. */
  likeness: number;
}

/**
 * Cases that may be the same thing: near in place, reported not long ago, open or just closed. The likest first, likeness
 * in words counting as much as nearness.
 */
export async function listNearCases(
  tx: Tx,
  actor: Actor,
  wanted: { point: Point; metres: number; since: Instant; text: string; except?: string | undefined },
): Promise<NearCase[]> {
  const { rows } = await sql<CaseLine>`select ${lineColumns} from case_file f
    where f.jurisdiction_id = ${actor.jurisdictionId} and ${visibleTo(actor)} and f.spot = any(${spotsAround(wanted.point, wanted.metres)})
      and f.reported_at >= ${wanted.since} and f.state not in ('voided', 'rejected')
      ${wanted.except ? sql`and f.id <> ${wanted.except}` : sql``}
    order by f.reported_at desc limit 300`.execute(tx);
  return rows
    .map((line) => ({
      ...line,
      metres: distance(wanted.point, { lon: line.lon ?? 0, lat: line.lat ?? 0 }),
      likeness: wanted.text ? likeness(wanted.text, `${line.summary} ${line.address}`) : 0,
    }))
    .filter((line) => line.metres <= wanted.metres)
    .sort((a, b) => b.likeness - b.metres / wanted.metres - (a.likeness - a.metres / wanted.metres))
    .slice(0, 8);
}

/** Cases of the same words anywhere, for reports without a place. */
export async function listAlikeCases(
  tx: Tx,
  actor: Actor,
  wanted: { text: string; since: Instant; now: Instant },
): Promise<CaseLine[]> {
  const { cases } = await listCases(tx, actor, {
    filter: { text: wanted.text.slice(0, 12), reportedFrom: wanted.since },
    order: 'newest',
    limit: 8,
    now: wanted.now,
  });
  return cases;
}

/** How the like were dispatched lately: same category, the same community first. */
export async function listLastDispatches(
  tx: Tx,
  actor: Actor,
  categoryId: string,
  communityCode: string | null,
): Promise<{ caseId: string; number: string; unitId: string; at: Instant }[]> {
  const { rows } = await sql<{ caseId: string; number: string; unitId: string; at: Instant }>`
    select f.id as "caseId", f.number, f.unit_id as "unitId", f.updated_at as at from case_file f
    where f.jurisdiction_id = ${actor.jurisdictionId} and f.category_id = ${categoryId} and f.unit_id is not null and f.state <> 'dispatched'
    order by (f.community_code is not distinct from ${communityCode}) desc, f.updated_at desc limit 3`.execute(tx);
  return rows;
}

/** The points of a list for the map: at most `limit`, the most endangered first. */
export async function listCasePoints(tx: Tx, actor: Actor, filter: CaseFilter, now: Instant, limit: number) {
  const { rows } = await sql<{
    id: string;
    lon: number;
    lat: number;
    state: CaseState;
    dueAt: Instant | null;
    warnAt: Instant | null;
    urgent: boolean;
  }>`
    select f.id, f.lon, f.lat, f.state, f.due_at as "dueAt", f.warn_at as "warnAt", f.urgent from case_file f
    where ${conditions(actor, filter, now)} and f.lon is not null order by f.endangered_at limit ${limit}`.execute(tx);
  return rows;
}
