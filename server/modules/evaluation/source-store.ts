import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Indicator, indicators } from './indicators.ts';
import { allOf, countsAsOf } from './measure-store.ts';
import type { Period } from './model.ts';
import { passesOf } from './passes.ts';

/** One local day of a period: how many counted, and how many of them met what the indicator asks. */
export interface DayCount {
  day: string;
  of: number;
  met: number;
}

interface HotlineAsked {
  jurisdictionId: number;
  period: Period;
  timeZone: string;
  asOf: Instant;
}

/** 12345 诉求件的答复 — by the days on which they fell due: by the definition of the on-time handling rate. */
export async function countHotlineReplies(
  tx: Tx,
  { jurisdictionId, period, timeZone, asOf }: HotlineAsked,
): Promise<DayCount[]> {
  const [pass] = passesOf('unit', ['onTimeHandlingRate']);
  if (!pass) return [];
  const [, of, met] = countsAsOf(pass, sql`${asOf}::timestamptz`);
  const { rows } = await sql<DayCount>`select to_char(round.due_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      ${of}::integer as of, ${met}::integer as met
    from evaluation_round as round where round.source = 'hotline' and round.jurisdiction_id = ${jurisdictionId}
      and round.due_at >= ${period.start}::timestamptz and round.due_at < ${period.end}::timestamptz
    group by 1 order by 1 limit 400`.execute(tx);
  return rows;
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
export async function countHotlineAnswers(
  tx: Tx,
  { jurisdictionId, period, timeZone, asOf }: HotlineAsked,
): Promise<AnswerCount[]> {
  const { rows } = await sql<AnswerCount>`select to_char(due_at at time zone ${timeZone}, 'YYYY-MM-DD') as day,
      count(*)::integer as calls, (count(*) filter (where reached))::integer as reached,
      (count(*) filter (where told = 1 and satisfied and not fairly))::integer as satisfied,
      (count(*) filter (where told = 1 and fairly))::integer as fairly,
      (count(*) filter (where told = 1 and not satisfied))::integer as dissatisfied,
      (count(*) filter (where said = 1 and solved))::integer as solved,
      (count(*) filter (where said = 1 and not solved))::integer as unsolved
    from (select call.*,
        case when satisfied is not null then row_number() over (partition by case_id, satisfied is null order by due_at desc, seq desc) end as told,
        case when solved is not null then row_number() over (partition by case_id, solved is null order by due_at desc, seq desc) end as said
      from ${hotlineCalls(jurisdictionId, period, asOf)} as call) as answer
    group by 1 order by 1 limit 400`.execute(tx);
  return rows;
}

function hotlineCalls(jurisdictionId: number, period: Period, asOf: Instant): RawBuilder<unknown> {
  return sql`(select task.case_id, task.seq, task.due_at, task.reached, task.satisfied, task.fairly, task.solved
    from evaluation_task as task
    join evaluation_round as round on round.jurisdiction_id = task.jurisdiction_id and round.case_id = task.case_id
      and round.round = task.round and round.source = 'hotline'
    where task.kind = 'followUp' and task.jurisdiction_id = ${jurisdictionId} and task.due_at >= ${period.start}::timestamptz
      and task.due_at < ${period.end}::timestamptz and task.due_at <= ${asOf}::timestamptz)`;
}

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

/** How an answer counts: 满意或基本满意, 满意 alone, or whether it is solved. */
export type AnswerReading = 'satisfied' | 'full' | 'solved';

const readings = {
  satisfied: { answered: sql`satisfied is not null`, met: sql`satisfied` },
  full: { answered: sql`satisfied is not null`, met: sql`(satisfied and not fairly)` },
  solved: { answered: sql`solved is not null`, met: sql`solved` },
};

/** The latest cases whose answers counted, each with the instant of the answer that stands. */
export async function listHotlineAnswers(
  tx: Tx,
  asked: HotlineAsked & { reading: AnswerReading; part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const { answered, met } = readings[asked.reading];
  const part = { of: sql`true`, met, missed: sql`not ${met}` }[asked.part];
  const { rows } = await sql<HotlineCase>`select last.case_id as "caseId", round.number, last.due_at as "dueAt"
    from (select distinct on (case_id) * from ${hotlineCalls(asked.jurisdictionId, asked.period, asked.asOf)} as call
      where ${answered} order by case_id, due_at desc, seq desc) as last
    join evaluation_round as round on round.jurisdiction_id = ${asked.jurisdictionId} and round.case_id = last.case_id and round.round = 1
    where ${part} order by last.due_at desc limit ${asked.limit}`.execute(tx);
  return rows;
}
