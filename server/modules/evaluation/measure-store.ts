import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseState } from '../cases/lifecycle.ts';
import { type Indicator, type IndicatorCode, indicators, indicatorsOf } from './indicators.ts';
import type { Measured, ObjectKind, Period } from './model.ts';
import { type AnyCondition, type Counting, type Pass, passesOf } from './passes.ts';
import { measured } from './rules.ts';
import { columnName } from './store.ts';

type Sql = RawBuilder<unknown>;

const tables = { round: 'evaluation_round', task: 'evaluation_task' } as const;

function column(over: Indicator['over'], field: string): Sql {
  return sql.ref(`${over}.${columnName(field)}`);
}

/** The same as `holds` in `conditions.ts`, said in SQL. */
function sqlOf(over: Indicator['over'], condition: AnyCondition, asOf: Sql): Sql {
  const field = (name: string) => column(over, name);
  if ('any' in condition)
    return sql`(${sql.join(
      condition.any.map((one) => sqlOf(over, one, asOf)),
      sql` or `,
    )})`;
  if ('done' in condition) {
    const done = sql`${field(condition.done)} <= ${asOf}`;
    if (condition.by === undefined) return done;
    return sql`(${done} and (${field(condition.by)} is null or ${field(condition.done)} <= ${field(condition.by)}))`;
  }
  if ('open' in condition) return sql`(${field(condition.open)} <= ${asOf}) is not true`;
  if ('passed' in condition) return sql`${field(condition.passed)} < ${asOf}`;
  if ('notPassed' in condition) return sql`(${field(condition.notPassed)} < ${asOf}) is not true`;
  if ('known' in condition) return sql`${field(condition.known)} is not null`;
  return sql`${field(condition.is)} = ${condition.value}`;
}

export function allOf(over: Indicator['over'], conditions: readonly AnyCondition[], asOf: Sql): Sql {
  return conditions.length === 0
    ? sql`true`
    : sql.join(
        conditions.map((one) => sqlOf(over, one, asOf)),
        sql` and `,
      );
}

/** The numbers of a pass in their order, as the log stood then: first the facts charged at all, then each count. */
export function countsAsOf(pass: Counting, asOf: Sql): Sql[] {
  const charged = pass.act === null ? [] : [sql`${column(pass.over, pass.act)} <= ${asOf}`];
  return [[], ...pass.counts.map(({ conditions }) => conditions)].map((conditions) => {
    const holding = [...charged, ...(conditions.length > 0 ? [allOf(pass.over, conditions, asOf)] : [])];
    return holding.length === 0 ? sql`count(*)` : sql`count(*) filter (where ${sql.join(holding, sql` and `)})`;
  });
}

export const factsOfPass = ({ over }: Counting): Sql => sql`${sql.table(tables[over])} as ${sql.ref(over)}`;
export const columnOf = (pass: Counting, field: string): Sql => column(pass.over, field);

export interface Reckoning {
  jurisdictionId: number;
  object: ObjectKind;
  /** One object only; all of the kind if absent. */
  id?: string | undefined;
  period: Period;
  asOf: Instant;
}

function within(pass: Pass, { jurisdictionId, id, period, asOf }: Reckoning): Sql {
  const { over } = pass;
  const at = column(over, pass.period);
  const charged = column(over, pass.charged);
  return sql`${sql.ref(`${over}.jurisdiction_id`)} = ${jurisdictionId} and ${at} >= ${period.start}::timestamptz and ${at} < ${period.end}::timestamptz
    and ${id === undefined ? sql`${charged} is not null` : sql`${charged} = ${id}`}
    ${pass.act === null ? sql`` : sql`and ${column(over, pass.act)} <= ${asOf}::timestamptz`}`;
}

/** What each object's numbers are, by indicator. Objects without any fact are absent. */
export type Measures = Map<string, Partial<Record<IndicatorCode, Measured>>>;

/** Adds what a pass counted for one object. */
export function noteCounts(measures: Measures, pass: Pass, id: string, counts: readonly number[]): void {
  const values = measures.get(id) ?? {};
  for (const [i, { code, indicator, part }] of pass.counts.entries()) {
    if (part === 'met') continue;
    const met = indicator.measure === 'rate' ? (counts[i + 2] ?? 0) : 0;
    values[code] = measured(indicator, counts[i + 1] ?? 0, met);
  }
  measures.set(id, values);
}

/**
 * Measures the indicators for every object of the kind by going through the facts of the period. What is kept
 * (`total-store.ts`) gives the same, sooner.
 */
export async function measureFacts(tx: Tx, reckoning: Reckoning, codes?: readonly string[]): Promise<Measures> {
  const found: Measures = new Map();
  for (const pass of passesOf(reckoning.object, codes)) {
    const counts = countsAsOf(pass, sql`${reckoning.asOf}::timestamptz`);
    const { rows } = await sql<{ id: string; counts: number[] }>`
      select ${column(pass.over, pass.charged)} as id, array[${sql.join(counts)}]::integer[] as counts
      from ${factsOfPass(pass)} where ${within(pass, reckoning)} group by 1 limit 20000`.execute(tx);
    for (const row of rows) noteCounts(found, pass, row.id, row.counts);
  }
  return found;
}

/** Indicators without a single fact still say so: no data, or zero. */
export function completed(
  object: ObjectKind,
  values: Partial<Record<IndicatorCode, Measured>> | undefined,
): Record<string, Measured> {
  return Object.fromEntries(
    indicatorsOf(object).map(([code, indicator]) => [code, values?.[code] ?? measured(indicator, 0, 0)]),
  );
}

export const parts = ['of', 'met', 'missed'] as const;
export type Part = (typeof parts)[number];

export interface FactLine {
  caseId: string;
  /** The round, or for tasks the log entry by which the task began. */
  seq: number;
  round: number;
  number: string;
  state: CaseState;
  source: string;
  categoryId: string | null;
  unitId: string | null;
  openedAt: Instant;
  dueAt: Instant | null;
  lateAt: Instant | null;
  handledAt: Instant | null;
  closedAt: Instant | null;
  /** The instant by which it belongs to the period. */
  at: Instant;
  officerId: string | null;
}

/** The very facts behind a number: as many as it counts, in the order of time. */
export async function listFacts(
  tx: Tx,
  reckoning: Reckoning,
  wanted: { code: IndicatorCode; part: Part; cursor?: string | undefined; limit: number },
): Promise<{ items: FactLine[]; next: string | null }> {
  const indicator: Indicator = indicators[wanted.code];
  const { over } = indicator;
  const [pass] = passesOf(reckoning.object, [wanted.code]);
  if (!pass) return { items: [], next: null };
  const asOf = sql`${reckoning.asOf}::timestamptz`;
  const at = column(over, pass.period);
  const place = over === 'round' ? sql`round.round` : sql`task.seq`;
  const conditions = [within(pass, reckoning), allOf(over, indicator.of, asOf)];
  if (indicator.measure === 'count' && wanted.part === 'missed') conditions.push(sql`false`);
  if (indicator.measure === 'rate' && wanted.part !== 'of') {
    const met = allOf(over, indicator.met, asOf);
    conditions.push(wanted.part === 'met' ? met : sql`(${met}) is not true`);
  }
  const from = readCursor(wanted.cursor);
  if (from)
    conditions.push(
      sql`(${at}, ${sql.ref(`${over}.case_id`)}, ${place}) > (${from.at}::timestamptz, ${from.caseId}::uuid, ${from.seq})`,
    );
  const source =
    over === 'round'
      ? sql`evaluation_round as round`
      : sql`evaluation_task as task join evaluation_round as round
          on round.jurisdiction_id = task.jurisdiction_id and round.case_id = task.case_id and round.round = task.round`;
  const { rows } =
    await sql<FactLine>`select round.case_id as "caseId", ${place} as seq, round.round, round.number, round.state, round.source,
      round.category_id as "categoryId", ${sql.ref(`${over}.unit_id`)} as "unitId", round.opened_at as "openedAt", ${sql.ref(`${over}.due_at`)} as "dueAt",
      round.late_at as "lateAt", round.handled_at as "handledAt", round.closed_at as "closedAt", ${at} as at,
      ${over === 'task' ? sql`coalesce(task.officer_id, task.sender_id)` : sql`null::uuid`} as "officerId"
    from ${source} where ${sql.join(conditions, sql` and `)} order by ${at}, ${sql.ref(`${over}.case_id`)}, ${place} limit ${wanted.limit + 1}`.execute(
      tx,
    );
  const items = rows.slice(0, wanted.limit);
  const last = items.at(-1);
  return { items, next: rows.length > wanted.limit && last ? `${last.at}~${last.caseId}~${last.seq}` : null };
}

function readCursor(cursor: string | undefined): { at: Instant; caseId: string; seq: number } | null {
  const [at, caseId, seq] = cursor?.split('~') ?? [];
  return at && caseId && seq ? { at, caseId, seq: Number(seq) } : null;
}
