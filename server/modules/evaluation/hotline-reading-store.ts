import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { DayCount } from './district.ts';
import { standing } from './indicators.ts';
import { allOf, countsAsOf } from './measure-store.ts';
import type { Period } from './model.ts';
import { passesOf } from './passes.ts';
import type { ReadRound } from './replies.ts';

export interface RoundsAsked {
  jurisdictionId: number;
  period: Period;
  asOf: Instant;
}

/** A round that came by the hotline, as far as its reply is judged. */
export interface HotlineRound extends ReadRound {
  caseId: string;
  number: string;
  /** Where the next portion begins. */
  place: string;
}

/** Of all rounds those are read that began within so long before a period: of none older its deadline lies there, but for one that stood still for months. */
const LONGEST = sql.lit('1 year');

/** What of a round is read, as `round`. */
export const readColumns = sql`round.case_id as "caseId", round.number, round.round, round.opened_at as "openedAt",
  round.handled_at as "handledAt", round.closed_at as "closedAt", round.extended_at as "extendedAt",
  round.due_at as "dueAt", round.late_at as "lateAt", round.limited`;

/** Rounds whose deadline, however it is read, may lie in the period: of all cases, or of these. */
export async function listHotlineRounds(
  tx: Tx,
  asked: RoundsAsked & { caseIds: readonly string[] | null; after: string | null; limit: number },
): Promise<HotlineRound[]> {
  const { jurisdictionId, period, caseIds, after, limit } = asked;
  const asOf = sql`${asked.asOf}::timestamptz`;
  const [caseId = '', round = '0'] = after?.split(' ') ?? [];
  const { rows } = await sql<HotlineRound>`select ${readColumns}, concat(round.case_id, ' ', round.round) as place
    from evaluation_round as round where round.jurisdiction_id = ${jurisdictionId} and round.source = 'hotline'
      and round.opened_at < ${period.end}::timestamptz
      and ${allOf('round', standing, asOf)}
      ${caseIds === null ? sql`and round.opened_at >= ${period.start}::timestamptz - ${LONGEST}::interval` : sql`and round.case_id = any(${[...caseIds]}::uuid[])`}
      ${after === null ? sql`` : sql`and (round.case_id, round.round) > (${caseId}::uuid, ${Number(round)}::smallint)`}
    order by round.case_id, round.round limit ${limit}`.execute(tx);
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
