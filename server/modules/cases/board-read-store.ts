import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { classified, EVER, type Keeping, noted } from './board-store.ts';

type Sql = RawBuilder<unknown>;

/** One count of the board. */
export interface BoardLine {
  axis: 'now' | 'reported' | 'closed' | 'due' | 'warned';
  /** Of the axis by day only where each day is wanted, else null. */
  day: string | null;
  dimension: string;
  value: string;
  state: string;
  cases: number;
  seconds: number;
}

export interface BoardAsked {
  jurisdictionId: number;
  /** Empty: the whole jurisdiction. */
  scope: string;
  /** Null: whenever it came. */
  from: string | null;
  /** Those in which a case can be to be counted; null for all. */
  states: readonly string[] | null;
  /** From this day on flows are told, each day by itself. */
  flowFrom: string;
  today: string;
  keeping: Keeping;
}

/**
 * Everything a board shows that is kept: stock, flows, times to close, and deadlines that passed before today. What is noted
 * stands in lines of its own, to be added.
 */
export async function readBoard(tx: Tx, asked: BoardAsked): Promise<BoardLine[]> {
  const { jurisdictionId, scope, keeping } = asked;
  const parts = partsOf(asked);
  // By day a line is a row of its own already; all else is summed over the days, each part for itself, as few alike as can be.
  const whole = sql.join(
    parts.map(
      ({ where, byDay }) => sql`
      select axis, ${byDay ? sql`day` : sql`null::date`} as day, dimension, value, state,
        ${byDay ? sql`cases, seconds` : sql`sum(cases)::integer as cases, sum(seconds)::bigint as seconds`}
      from case_board_total where jurisdiction_id = ${jurisdictionId} and scope = ${scope} and ${where}
      ${byDay ? sql`` : sql`group by axis, dimension, value, state having sum(cases) <> 0`}`,
    ),
    sql` union all `,
  );
  const { rows } = await sql<BoardLine>`${whole}
    union all select axis, case when dimension = 'all' and axis in ('reported', 'closed') then day end, dimension, value, state,
      sum(cases)::integer, sum(seconds)::bigint from (${classified(noted(jurisdictionId), keeping)}) as fresh
      where scope = ${scope} and (${sql.join(
        parts.map(({ where }) => sql`(${where})`),
        sql` or `,
      )})
      group by 1, 2, 3, 4, 5 having sum(cases) <> 0
    limit 20000`.execute(tx);
  return rows;
}

/** Of the cases under way their states, and those whose deadline or warning passed before today: all, or those of one value. */
export async function readOpen(
  tx: Tx,
  asked: Pick<BoardAsked, 'jurisdictionId' | 'today' | 'keeping'> & {
    states: readonly string[];
    dimension: string;
    value: string;
  },
): Promise<Pick<BoardLine, 'axis' | 'state' | 'cases'>[]> {
  const { jurisdictionId, today, keeping, states, dimension, value } = asked;
  const stock = sql`axis = 'now' and day = ${EVER} and state = any(${states})`;
  const passed = sql`axis in ('due', 'warned') and day < ${today}::date`;
  const cut = sql`scope = '' and dimension = ${dimension} and value = ${value}`;
  const from = (lines: Sql, where: Sql) => sql`select axis, state, cases from ${lines} where ${cut} and ${where}`;
  const totals = sql`(select * from case_board_total where jurisdiction_id = ${jurisdictionId}) as total`;
  const fresh = sql`(${classified(noted(jurisdictionId), keeping)}) as fresh`;
  const { rows } = await sql<
    Pick<BoardLine, 'axis' | 'state' | 'cases'>
  >`select axis, state, sum(cases)::integer as cases
    from (${from(totals, stock)} union all ${from(totals, passed)} union all ${from(fresh, sql`(${stock} or ${passed})`)}) as told
    group by 1, 2 limit 100`.execute(tx);
  return rows;
}

/** Each a stretch of the key, and none overlapping another. */
function partsOf({ from, states, flowFrom, today }: BoardAsked): { where: Sql; byDay?: boolean }[] {
  const inState = states === null ? sql`true` : sql`state = any(${states})`;
  const stock =
    from === null
      ? sql`axis = 'now' and day = ${EVER} and ${inState}`
      : sql`axis = 'reported' and day between ${from}::date and ${today}::date and dimension <> 'all'`;
  const flow = sql`day between ${flowFrom}::date and ${today}::date and dimension = 'all'`;
  return [
    { where: stock },
    { where: sql`axis = 'reported' and ${flow}`, byDay: true },
    { where: sql`axis = 'closed' and ${flow}`, byDay: true },
    {
      where: sql`axis = 'closed' and day between ${from ?? flowFrom}::date and ${today}::date and dimension in ('category', 'step') and state = 'closed'`,
    },
    { where: sql`axis = 'due' and day < ${today}::date` },
    { where: sql`axis = 'warned' and day < ${today}::date` },
  ];
}

/** Cases alike of which a deadline of today has passed by now. */
interface Passed {
  axis: 'due' | 'warned';
  category: string | null;
  unit: string | null;
  subdistrict: string | null;
  source: string;
  cases: number;
}

/** Of today's deadlines those that have passed by now: `due`, overdue; `warned`, about to be or overdue. */
export async function listPassedToday(
  tx: Tx,
  {
    jurisdictionId,
    scope,
    today,
    keeping: { timeZone },
  }: Pick<BoardAsked, 'jurisdictionId' | 'scope' | 'today' | 'keeping'>,
  now: Instant,
): Promise<BoardLine[]> {
  const whose = scope === '' ? sql`true` : sql`unit_id = ${scope}::uuid`;
  const midnight = sql`${today}::date::timestamp at time zone ${timeZone}`;
  const passed = (axis: string, within: Sql) => sql`
    select ${axis}::text as axis, category_id as category, unit_id as unit, subdistrict_code as subdistrict, source, count(*)::integer as cases
    from case_file where jurisdiction_id = ${jurisdictionId} and ${within} and endangered_at < '2200-12-30' and ${whose}
    group by category_id, unit_id, subdistrict_code, source`;
  const { rows } = await sql<Passed>`
    ${passed('due', sql`endangered_at >= ${midnight} and endangered_at < ${now}`)}
    union all ${passed('warned', sql`warn_at >= ${midnight} and warn_at <= ${now}`)}
    limit 20000`.execute(tx);
  return rows.flatMap(linesOf);
}

function linesOf({ axis, cases, category, unit, subdistrict, source }: Passed): BoardLine[] {
  const values = { all: '', category, unit, subdistrict, source };
  return Object.entries(values).map(([dimension, value]) => ({
    axis,
    day: null,
    dimension,
    value: value ?? '',
    state: '',
    cases,
    seconds: 0,
  }));
}
