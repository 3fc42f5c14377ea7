import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { DayCount } from './district.ts';
import { standing } from './indicators.ts';
import { allOf, countsAsOf } from './measure-store.ts';
import type { Period } from './model.ts';
import { passesOf } from './passes.ts';

export interface RoundsAsked {
  jurisdictionId: number;
  period: Period;
  asOf: Instant;
}

/** A round that came by the hotline, as far as its reply is judged. */
export interface HotlineRound {
  caseId: string;
  number: string;
  round: number;
  openedAt: Instant;
  handledAt: Instant | null;
  closedAt: Instant | null;
  /** Where the next portion begins. */
  place: string;
}

/**
 * Rounds whose deadline, however it is read, may lie in the period: no reading puts it later than the extended one by the
 * working calendar. With `extended` only those that were given more time.
 */
export async function listHotlineRounds(
  tx: Tx,
  asked: RoundsAsked & { extended: boolean; after: string | null; limit: number },
): Promise<HotlineRound[]> {
  const { jurisdictionId, period, extended, after, limit } = asked;
  const asOf = sql`${asked.asOf}::timestamptz`;
  const [caseId = '', round = '0'] = after?.split(' ') ?? [];
  const { rows } = await sql<HotlineRound>`select round.case_id as "caseId", round.number, round.round,
      round.opened_at as "openedAt", round.handled_at as "handledAt", round.closed_at as "closedAt",
      concat(round.case_id, ' ', round.round) as place
    from evaluation_round as round where round.jurisdiction_id = ${jurisdictionId} and round.source = 'hotline'
      and round.due_at >= ${period.start}::timestamptz and round.opened_at < ${period.end}::timestamptz
      and ${allOf('round', standing, asOf)}
      ${extended ? sql`and round.extended_at <= ${asOf}` : sql``}
      ${after === null ? sql`` : sql`and (round.case_id, round.round) > (${caseId}::uuid, ${Number(round)}::smallint)`}
    order by round.case_id, round.round limit ${limit}`.execute(tx);
  return rows;
}

/** 未延期的 — replies of rounds that were given no more time: their first deadline is the one they have. */
export async function countUnextendedReplies(
  tx: Tx,
  { jurisdictionId, period, timeZone, asOf }: RoundsAsked & { timeZone: string },
): Promise<DayCount[]> {
  const [pass] = passesOf('unit', ['onTimeHandlingRate']);
  if (!pass) return [];
  const then = sql`${asOf}::timestamptz`;
  const [, of, met] = countsAsOf(pass, then);
  const { rows } = await sql<DayCount>`select to_char(round.due_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      ${of}::integer as of, ${met}::integer as met
    from evaluation_round as round where round.source = 'hotline' and round.jurisdiction_id = ${jurisdictionId}
      and round.due_at >= ${period.start}::timestamptz and round.due_at < ${period.end}::timestamptz
      and (round.extended_at <= ${then}) is not true
    group by 1 order by 1 limit 400`.execute(tx);
  return rows;
}

/** 及时查阅 — dispatches of hotline cases to a unit, by the days on which they were to be acknowledged. */
export async function countAcknowledged(
  tx: Tx,
  { jurisdictionId, period, timeZone, asOf }: RoundsAsked & { timeZone: string },
): Promise<DayCount[]> {
  const [pass] = passesOf('unit', ['onTimeAcknowledgementRate']);
  if (!pass) return [];
  const [, of, met] = countsAsOf(pass, sql`${asOf}::timestamptz`);
  const { rows } = await sql<DayCount>`select to_char(task.due_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      ${of}::integer as of, ${met}::integer as met
    from evaluation_task as task
    join evaluation_round as round on round.jurisdiction_id = task.jurisdiction_id and round.case_id = task.case_id
      and round.round = task.round and round.source = 'hotline'
    where task.kind = 'dispatch' and task.jurisdiction_id = ${jurisdictionId}
      and task.due_at >= ${period.start}::timestamptz and task.due_at < ${period.end}::timestamptz
    group by 1 order by 1 limit 400`.execute(tx);
  return rows;
}
