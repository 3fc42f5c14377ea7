import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { WorkingCalendar } from '../calendar/rules.ts';
import type { DayCount } from './district.ts';
import { type HotlineRound, type RoundsAsked, readColumns } from './hotline-reading-store.ts';
import type { RoundFact } from './model.ts';
import { type KeptReply, type ReplyReading, readingRevision } from './replies.ts';
import type { HotlineCase, HotlinePart } from './source-store.ts';

interface Columns {
  due: RawBuilder<unknown>;
  late: RawBuilder<unknown>;
  answered: RawBuilder<unknown>;
}

const columns: Record<ReplyReading, Columns> = {
  original: {
    due: sql.ref('reply.original_due_at'),
    late: sql.ref('reply.original_late_at'),
    answered: sql.ref('reply.handled'),
  },
  calendarDays: {
    due: sql.ref('reply.calendar_due_at'),
    late: sql.ref('reply.calendar_late_at'),
    answered: sql.ref('reply.handled'),
  },
  wholeChain: {
    due: sql.ref('reply.chain_due_at'),
    late: sql.ref('reply.chain_late_at'),
    answered: sql.ref('reply.closed'),
  },
};

/** By which rules and calendar the readings of a jurisdiction are kept; null where they are not. */
export async function findReadingsKept(tx: Tx, jurisdictionId: number): Promise<string | null> {
  const { rows } = await sql<{ replies: string | null }>`select replies from evaluation_revision
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.replies ?? null;
}

export async function noteReadingsKept(tx: Tx, jurisdictionId: number, by: WorkingCalendar | null): Promise<void> {
  await sql`update evaluation_revision set replies = ${by === null ? null : readingRevision(by)}
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
}

export async function dropReplies(tx: Tx, jurisdictionId: number): Promise<void> {
  await sql`delete from evaluation_reply where jurisdiction_id = ${jurisdictionId}`.execute(tx);
}

export async function writeReplies(tx: Tx, jurisdictionId: number, replies: readonly KeptReply[]): Promise<void> {
  if (replies.length === 0) return;
  const rows = replies.map(
    ({ caseId, round, openedAt, movedAt, handled, closed, original, calendarDays, wholeChain }) => ({
      case_id: caseId,
      round,
      opened_at: openedAt,
      moved_at: movedAt,
      handled,
      closed,
      original_due_at: original?.dueAt,
      original_late_at: original?.lateAt,
      calendar_due_at: calendarDays?.dueAt,
      calendar_late_at: calendarDays?.lateAt,
      chain_due_at: wholeChain?.dueAt,
      chain_late_at: wholeChain?.lateAt,
    }),
  );
  await sql`insert into evaluation_reply (jurisdiction_id, case_id, round, opened_at, moved_at, handled, closed,
      original_due_at, original_late_at, calendar_due_at, calendar_late_at, chain_due_at, chain_late_at)
    select ${jurisdictionId}::integer, case_id, round, opened_at, moved_at, handled, closed,
      original_due_at, original_late_at, calendar_due_at, calendar_late_at, chain_due_at, chain_late_at
    from json_populate_recordset(null::evaluation_reply, ${JSON.stringify(rows)}::json)
    on conflict (jurisdiction_id, case_id, round) do update set moved_at = excluded.moved_at, handled = excluded.handled,
      closed = excluded.closed, original_due_at = excluded.original_due_at, original_late_at = excluded.original_late_at,
      calendar_due_at = excluded.calendar_due_at, calendar_late_at = excluded.calendar_late_at,
      chain_due_at = excluded.chain_due_at, chain_late_at = excluded.chain_late_at`.execute(tx);
}

/** A round of the hotline with what says whether it is judged at all. */
export type AnyRound = Omit<HotlineRound, 'place'> & Pick<RoundFact, 'voidedAt' | 'mergedAt' | 'unmergedAt'>;

/** The hotline's rounds from a case on, those of one case together. */
export async function listRoundsOfCases(
  tx: Tx,
  jurisdictionId: number,
  { after, limit }: { after: string; limit: number },
): Promise<AnyRound[]> {
  const { rows } =
    await sql<AnyRound>`select ${readColumns}, round.voided_at as "voidedAt", round.merged_at as "mergedAt",
      round.unmerged_at as "unmergedAt"
    from evaluation_round as round where jurisdiction_id = ${jurisdictionId} and case_id in (
      select case_id from evaluation_round where jurisdiction_id = ${jurisdictionId} and case_id > ${after}::uuid
        and source = 'hotline' and round = 1 order by case_id limit ${limit})
    order by case_id, round`.execute(tx);
  return rows;
}

/** Rounds that had begun by then and to which anything has happened since. */
export async function listMovedRounds(
  tx: Tx,
  { jurisdictionId, asOf }: Pick<RoundsAsked, 'jurisdictionId' | 'asOf'>,
): Promise<{ caseId: string; round: number }[]> {
  const { rows } = await sql<{ caseId: string; round: number }>`select case_id as "caseId", round from evaluation_reply
    where jurisdiction_id = ${jurisdictionId} and moved_at > ${asOf}::timestamptz and opened_at <= ${asOf}::timestamptz
    order by case_id, round`.execute(tx);
  return rows;
}

/** What is judged by a reading in the period, of the rounds that have not moved since. */
function judged({ due, late, answered }: Columns, { jurisdictionId, period, asOf }: RoundsAsked) {
  return sql`reply.jurisdiction_id = ${jurisdictionId} and ${due} >= ${period.start}::timestamptz
    and ${due} < ${period.end}::timestamptz and reply.moved_at <= ${asOf}::timestamptz
    and (${answered} or ${late} < ${asOf}::timestamptz)`;
}

const inTime = ({ late }: Columns, { asOf }: Pick<RoundsAsked, 'asOf'>) =>
  sql`(${late} < ${asOf}::timestamptz) is not true`;

export async function countKeptReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: ReplyReading; timeZone: string },
): Promise<DayCount[]> {
  const by = columns[asked.reading];
  const { rows } = await sql<DayCount>`select to_char(${by.due} at time zone ${asked.timeZone}, 'YYYY-MM-DD') as day,
      count(*)::integer as of, (count(*) filter (where ${inTime(by, asked)}))::integer as met
    from evaluation_reply as reply where ${judged(by, asked)} group by 1 order by 1 limit 4000`.execute(tx);
  return rows;
}

/** The cases behind such a number, the latest first. */
export async function listKeptReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: ReplyReading; part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const by = columns[asked.reading];
  const met = inTime(by, asked);
  const part = { of: sql`true`, met, missed: sql`not ${met}` }[asked.part];
  const { rows } = await sql<HotlineCase>`select reply.case_id as "caseId", round.number, ${by.due} as "dueAt"
    from evaluation_reply as reply
    join evaluation_round as round on round.jurisdiction_id = reply.jurisdiction_id and round.case_id = reply.case_id
      and round.round = reply.round
    where ${judged(by, asked)} and ${part} order by ${by.due} desc limit ${asked.limit}`.execute(tx);
  return rows;
}
