import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { columnOf, countsAsOf, factsOfPass } from './measure-store.ts';
import type { Period } from './model.ts';
import type { Counting } from './passes.ts';
import { AT_LAST, findTotalsKept } from './total-store.ts';

/** What is read day by day: of the district, or of one source of its cases. */
export interface DaysAsked {
  jurisdictionId: number;
  period: Period;
  timeZone: string;
  /** The log is read as it stood then. */
  asOf: Instant;
  /** Whom facts are charged to; all together if absent. */
  id?: string | undefined;
}

/** The numbers of a pass on one local day. */
export interface DayCounts {
  day: string;
  counts: number[];
}

/**
 * The numbers of a pass for each local day of a period on which anything counted, the earliest first: from the kept totals and the few
 * facts that moved after the day as of which the log is read, or from all facts where none are kept.
 */
export async function countDays(tx: Tx, pass: Counting, asked: DaysAsked): Promise<DayCounts[]> {
  const asOf = sql`${asked.asOf}::timestamptz`;
  const then = countsAsOf(pass, asOf).slice(1);
  const kept = await findTotalsKept(tx, asked.jurisdictionId);
  const { jurisdictionId, id, period, timeZone } = asked;
  const at = columnOf(pass, pass.period);
  const charged = columnOf(pass, pass.charged);
  const facts = sql`${factsOfPass(pass)} where ${columnOf(pass, 'jurisdictionId')} = ${jurisdictionId}
      and ${id === undefined ? sql`${charged} is not null` : sql`${charged} = ${id}`}
      and ${at} >= ${period.start}::timestamptz and ${at} < ${period.end}::timestamptz`;
  const day = sql`(${at} at time zone ${timeZone})::date`;
  if (!kept) {
    const { rows } = await sql<DayCounts>`select ${day} as day, array[${sql.join(then)}]::integer[] as counts
      from ${facts} group by 1 order by 1 limit 4000`.execute(tx);
    return rows;
  }
  const atLast = countsAsOf(pass, AT_LAST).slice(1);
  const changed = then.map((count, i) => sql`${count} - ${atLast[i]}`);
  const sums = then.map((_, i) => sql`sum(counts[${sql.lit(i + 1)}])`);
  const held = then.map((_, i) => sql`total.counts[${sql.lit(i + 2)}]`);
  const { rows } = await sql<DayCounts>`select day, array[${sql.join(sums)}]::integer[] as counts from (
      select day, array[${sql.join(held)}] as counts from evaluation_total as total
        where jurisdiction_id = ${jurisdictionId} and pass = ${pass.name} and day >= ${period.from}::date and day <= ${period.to}::date
          ${id === undefined ? sql`` : sql`and object_id = ${id}`}
      union all
      select ${day}, array[${sql.join(changed)}]::integer[] from ${facts} and ${columnOf(pass, 'movedAt')} >= ${asOf} group by 1) as told
    group by 1 order by 1 limit 4000`.execute(tx);
  return rows;
}
