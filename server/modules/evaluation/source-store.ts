import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Indicator, type IndicatorCode, indicators } from './indicators.ts';
import { allOf, countsAsOf } from './measure-store.ts';
import type { Period } from './model.ts';
import { passesOf } from './passes.ts';

/** One month of a period: how many counted, and how many of them met what the indicator asks. */
export interface MonthCount {
  month: string;
  of: number;
  met: number;
}

interface HotlineAsked {
  jurisdictionId: number;
  period: Period;
  timeZone: string;
  asOf: Instant;
}

async function byMonth(
  tx: Tx,
  code: IndicatorCode,
  facts: RawBuilder<unknown>,
  { jurisdictionId, period, timeZone, asOf }: HotlineAsked,
): Promise<MonthCount[]> {
  const [pass] = passesOf('unit', [code]);
  if (!pass) return [];
  const over = sql.ref(pass.over);
  const [, of, met] = countsAsOf(pass, sql`${asOf}::timestamptz`);
  const { rows } = await sql<MonthCount>`select to_char(${over}.due_at at time zone ${timeZone}, 'YYYY-MM') as month,
      ${of}::integer as of, ${met}::integer as met
    from ${facts} where ${over}.jurisdiction_id = ${jurisdictionId}
      and ${over}.due_at >= ${period.start}::timestamptz and ${over}.due_at < ${period.end}::timestamptz
    group by 1 order by 1 limit 200`.execute(tx);
  return rows;
}

/** 12345 诉求件的答复 — by the months in which they fell due: by the definition of the on-time handling rate. */
export function countHotlineReplies(tx: Tx, asked: HotlineAsked): Promise<MonthCount[]> {
  const facts = sql`(select * from evaluation_round where source = 'hotline') as round`;
  return byMonth(tx, 'onTimeHandlingRate', facts, asked);
}

/** 12345 诉求人的回访 — an indicator of follow-ups, of hotline callers only. */
export function countHotlineCalls(
  tx: Tx,
  code: 'satisfactionRate' | 'followUpReachedRate',
  asked: HotlineAsked,
): Promise<MonthCount[]> {
  const facts = sql`(select * from evaluation_task where kind = 'followUp') as task
    join (select jurisdiction_id, case_id, round from evaluation_round where source = 'hotline') as source
    using (jurisdiction_id, case_id, round)`;
  return byMonth(tx, code, facts, asked);
}

export interface HotlineCase {
  caseId: string;
  number: string;
  dueAt: Instant;
}

/** The latest cases behind a number of the hotline: all that counted, or those that did not meet it. */
export async function listHotlineCases(
  tx: Tx,
  code: 'onTimeHandlingRate' | 'satisfactionRate',
  asked: HotlineAsked & { part: 'of' | 'met' | 'missed'; limit: number },
): Promise<HotlineCase[]> {
  const { over, of, met } = indicators[code] as Indicator;
  const asOf = sql`${asked.asOf}::timestamptz`;
  const reached = allOf(over, met, asOf);
  const part = { of: sql`true`, met: reached, missed: sql`(${reached}) is not true` }[asked.part];
  const at = sql.ref(`${over}.due_at`);
  const facts =
    over === 'round'
      ? sql`evaluation_round as round`
      : sql`evaluation_task as task join evaluation_round as round using (jurisdiction_id, case_id, round)`;
  const { rows } = await sql<HotlineCase>`select round.case_id as "caseId", round.number, ${at} as "dueAt"
    from ${facts} where ${sql.ref(`${over}.jurisdiction_id`)} = ${asked.jurisdictionId} and round.source = 'hotline'
      and ${at} >= ${asked.period.start}::timestamptz and ${at} < ${asked.period.end}::timestamptz
      and ${allOf(over, of, asOf)} and ${part}
    order by ${at} desc limit ${asked.limit}`.execute(tx);
  return rows;
}
