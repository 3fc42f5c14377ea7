import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { countDays } from './day-store.ts';
import type { DayCount } from './district.ts';
import { type Indicator, indicators } from './indicators.ts';
import { allOf } from './measure-store.ts';
import type { Period } from './model.ts';
import { answersBySource, repliesBySource } from './passes.ts';

interface HotlineAsked {
  jurisdictionId: number;
  period: Period;
  timeZone: string;
  asOf: Instant;
}

const HOTLINE = 'hotline';

/** 12345 诉求件的答复 — by the days on which they fell due: by the definition of the on-time handling rate. */
export async function countHotlineReplies(tx: Tx, asked: HotlineAsked): Promise<DayCount[]> {
  const days = await countDays(tx, repliesBySource, { ...asked, id: HOTLINE });
  return days.map(({ day, counts: [of = 0, met = 0] }) => ({ day, of, met }));
}

/** One local day of follow-ups: calls made, and of the answers that stand what was answered. */
export interface AnswerCount {
  day: string;
  calls: number;
  reached: number;
  satisfied: number;
  fairly: number;
  dissatisfied: number;
  /** On the second question, whether it is solved. */
  solved: number;
  unsolved: number;
}

/**
 * 12345 诉求人的回访 — calls by the day they were made; of several answers about one case the last one of the period counts.
 * Who was not reached or gave no answer stands in the calls and nowhere else.
 */
export async function countHotlineAnswers(tx: Tx, asked: HotlineAsked): Promise<AnswerCount[]> {
  // What was said after the period changes nothing in it, whenever the log is read.
  const asOf = instant(Math.min(millis(asked.asOf), millis(asked.period.end) - 1));
  const days = await countDays(tx, answersBySource, { ...asked, asOf, id: HOTLINE });
  return days.map(({ day, counts }) => {
    const [calls = 0, reached = 0, satisfied = 0, fairly = 0, dissatisfied = 0, solved = 0, unsolved = 0] = counts;
    return { day, calls, reached, satisfied, fairly, dissatisfied, solved, unsolved };
  });
}

/** The follow-ups about cases of the hotline, made in the period and before the day as of which the log is read. */
function hotlineCalls(period: Period, asOf: Instant): RawBuilder<unknown> {
  return sql`task.kind = 'followUp' and task.source = ${HOTLINE}
    and task.due_at >= ${period.start}::timestamptz and task.due_at < ${period.end}::timestamptz and task.due_at <= ${asOf}::timestamptz`;
}

/** How an answer counts: 满意或基本满意, 满意 alone, or whether it is solved. */
export type AnswerReading = 'satisfied' | 'full' | 'solved';

interface Answered {
  answered: RawBuilder<unknown>;
  met: RawBuilder<unknown>;
  /** Whether no later call of the period was answered, too. */
  stands: (period: Period, asOf: Instant) => RawBuilder<unknown>;
}

const unless = (again: RawBuilder<unknown>) => (period: Period, asOf: Instant) =>
  sql`(${again} < ${period.end}::timestamptz and ${again} <= ${asOf}::timestamptz) is not true`;
const toldAtLast = unless(sql`told_again_at`);
const readings: Record<AnswerReading, Answered> = {
  satisfied: { answered: sql`satisfied is not null`, met: sql`satisfied`, stands: toldAtLast },
  full: { answered: sql`satisfied is not null`, met: sql`(satisfied and not fairly)`, stands: toldAtLast },
  solved: { answered: sql`solved is not null`, met: sql`solved`, stands: unless(sql`said_again_at`) },
};

export interface HotlineCase {
  caseId: string;
  number: string;
  dueAt: Instant;
}

/** What the cases behind a number of the hotline are: all that counted, those that met it, or those that did not. */
export type HotlinePart = 'of' | 'met' | 'missed';

/** The latest cases whose replies counted. */
export async function listHotlineReplies(
  tx: Tx,
  asked: HotlineAsked & { part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const { over, of, met } = indicators.onTimeHandlingRate as Indicator;
  const asOf = sql`${asked.asOf}::timestamptz`;
  const reached = allOf(over, met, asOf);
  const part = { of: sql`true`, met: reached, missed: sql`(${reached}) is not true` }[asked.part];
  const { rows } = await sql<HotlineCase>`select round.case_id as "caseId", round.number, round.due_at as "dueAt"
    from evaluation_round as round where round.jurisdiction_id = ${asked.jurisdictionId} and round.source = 'hotline'
      and round.due_at >= ${asked.period.start}::timestamptz and round.due_at < ${asked.period.end}::timestamptz
      and ${allOf(over, of, asOf)} and ${part}
    order by round.due_at desc limit ${asked.limit}`.execute(tx);
  return rows;
}

/** The latest cases whose answers counted, each with the instant of the answer that stands. */
export async function listHotlineAnswers(
  tx: Tx,
  asked: HotlineAsked & { reading: AnswerReading; part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const { answered, met, stands } = readings[asked.reading];
  const { jurisdictionId, period, asOf, limit } = asked;
  const part = { of: sql`true`, met, missed: sql`not ${met}` }[asked.part];
  const { rows } = await sql<HotlineCase>`select task.case_id as "caseId", round.number, task.due_at as "dueAt"
    from evaluation_task as task
    join evaluation_round as round on round.jurisdiction_id = ${jurisdictionId} and round.case_id = task.case_id and round.round = 1
    where task.jurisdiction_id = ${jurisdictionId} and ${hotlineCalls(period, asOf)} and ${answered} and ${stands(period, asOf)} and ${part}
    order by task.due_at desc limit ${limit}`.execute(tx);
  return rows;
}
