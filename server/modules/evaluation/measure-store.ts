import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseState } from '../cases/lifecycle.ts';
import type { Condition } from './conditions.ts';
import { acts, type Indicator, type IndicatorCode, indicators, indicatorsOf } from './indicators.ts';
import type { Measured, ObjectKind, Period, RoundFact, TaskFact } from './model.ts';
import { measured } from './rules.ts';
import { columnName } from './store.ts';

type AnyCondition = Condition<RoundFact> | Condition<TaskFact>;
type Sql = RawBuilder<unknown>;

const tables = { round: 'evaluation_round', task: 'evaluation_task' } as const;

function column(over: Indicator['over'], field: string): Sql {
  return sql.ref(`${over}.${columnName(field)}`);
}

/** The same as `holds` in `conditions.ts`, said in SQL. */
function sqlOf(over: Indicator['over'], condition: AnyCondition, asOf: Instant): Sql {
  const field = (name: string) => column(over, name);
  if ('any' in condition)
    return sql`(${sql.join(
      condition.any.map((one) => sqlOf(over, one, asOf)),
      sql` or `,
    )})`;
  if ('done' in condition) {
    const done = sql`${field(condition.done)} <= ${asOf}::timestamptz`;
    if (condition.by === undefined) return done;
    return sql`(${done} and (${field(condition.by)} is null or ${field(condition.done)} <= ${field(condition.by)}))`;
  }
  if ('open' in condition) return sql`(${field(condition.open)} <= ${asOf}::timestamptz) is not true`;
  if ('passed' in condition) return sql`${field(condition.passed)} < ${asOf}::timestamptz`;
  if ('notPassed' in condition) return sql`(${field(condition.notPassed)} < ${asOf}::timestamptz) is not true`;
  if ('known' in condition) return sql`${field(condition.known)} is not null`;
  return sql`${field(condition.is)} = ${condition.value}`;
}

function all(over: Indicator['over'], conditions: readonly AnyCondition[], asOf: Instant): Sql {
  return conditions.length === 0
    ? sql`true`
    : sql.join(
        conditions.map((one) => sqlOf(over, one, asOf)),
        sql` and `,
      );
}

export interface Reckoning {
  jurisdictionId: number;
  object: ObjectKind;
  /** One object only; all of the kind if absent. */
  id?: string | undefined;
  period: Period;
  asOf: Instant;
}

/** Everything by which a fact belongs to a group of indicators that are counted in one pass. */
function passOf(
  indicator: Indicator,
  object: ObjectKind,
): { over: Indicator['over']; period: string; charged: string } {
  return { over: indicator.over, period: indicator.period, charged: indicator.charged[object] ?? '' };
}

function within(
  over: Indicator['over'],
  pass: { period: string; charged: string },
  { jurisdictionId, id, period, asOf }: Reckoning,
): Sql {
  const at = column(over, pass.period);
  const charged = column(over, pass.charged);
  const act = acts[pass.charged];
  return sql`${sql.ref(`${over}.jurisdiction_id`)} = ${jurisdictionId} and ${at} >= ${period.start}::timestamptz and ${at} < ${period.end}::timestamptz
    and ${id === undefined ? sql`${charged} is not null` : sql`${charged} = ${id}`}
    ${act === undefined ? sql`` : sql`and ${column(over, act)} <= ${asOf}::timestamptz`}`;
}

/**
 * Measures the indicators for every object of the kind: one pass over the facts of the period for all indicators that
 * share a table, a period's instant and a charged column. Objects without any fact are absent.
 */
export async function measureObjects(
  tx: Tx,
  reckoning: Reckoning,
  codes?: readonly string[],
): Promise<Map<string, Partial<Record<IndicatorCode, Measured>>>> {
  const { object, asOf } = reckoning;
  const wanted = indicatorsOf(object).filter(([code]) => !codes || codes.includes(code));
  const found = new Map<string, Partial<Record<IndicatorCode, Measured>>>();
  const passes = Map.groupBy(wanted, ([, indicator]) => JSON.stringify(passOf(indicator, object)));
  for (const [, members] of passes) {
    const [first] = members;
    if (!first) continue;
    const pass = passOf(first[1], object);
    const counts = members.flatMap(([, indicator], i) => {
      const of = all(pass.over, indicator.of, asOf);
      const count = sql`count(*) filter (where ${of}) as ${sql.ref(`of${i}`)}`;
      return indicator.measure === 'count'
        ? [count]
        : [
            count,
            sql`count(*) filter (where ${of} and ${all(pass.over, indicator.met, asOf)}) as ${sql.ref(`met${i}`)}`,
          ];
    });
    const { rows } = await sql<
      Record<string, number> & { id: string }
    >`select ${column(pass.over, pass.charged)} as id, ${sql.join(counts)}
      from ${sql.table(tables[pass.over])} as ${sql.ref(pass.over)} where ${within(pass.over, pass, reckoning)}
      group by 1 limit 20000`.execute(tx);
    for (const row of rows) {
      const values = found.get(row.id) ?? {};
      for (const [i, [code, indicator]] of members.entries())
        values[code] = measured(indicator, row[`of${i}`] ?? 0, row[`met${i}`] ?? 0);
      found.set(row.id, values);
    }
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
  const pass = passOf(indicator, reckoning.object);
  const at = column(over, pass.period);
  const place = over === 'round' ? sql`round.round` : sql`task.seq`;
  const conditions = [within(over, pass, reckoning), all(over, indicator.of, reckoning.asOf)];
  if (indicator.measure === 'count' && wanted.part === 'missed') conditions.push(sql`false`);
  if (indicator.measure === 'rate' && wanted.part !== 'of') {
    const met = all(over, indicator.met, reckoning.asOf);
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

/** 分类 × 状态 — rounds that began in the period, the most frequent first. */
export async function countByCategory(
  tx: Tx,
  jurisdictionId: number,
  period: Period,
): Promise<{ categoryId: string | null; state: CaseState; n: number }[]> {
  const { rows } = await sql<{ categoryId: string | null; state: CaseState; n: number }>`
    select category_id as "categoryId", state, count(*) as n from evaluation_round
    where jurisdiction_id = ${jurisdictionId} and opened_at >= ${period.start}::timestamptz and opened_at < ${period.end}::timestamptz
    group by category_id, state order by n desc, category_id, state limit 2000`.execute(tx);
  return rows;
}

export interface Day {
  date: string;
  opened: number;
  registered: number;
  closed: number;
  /** Rounds whose time ran out on the day. */
  overdue: number;
}

/** 趋势 — each local day of the period: what began, was registered and closed, and what was due and late. */
export async function countByDay(
  tx: Tx,
  jurisdictionId: number,
  wanted: { period: Period; timeZone: string; now: Instant },
): Promise<Day[]> {
  const { period, timeZone, now } = wanted;
  const counts = async (field: string, more: Sql = sql`true`) => {
    const at = sql.ref(columnName(field));
    const { rows } = await sql<{
      date: string;
      n: number;
    }>`select (${at} at time zone ${timeZone})::date as date, count(*) as n from evaluation_round
      where jurisdiction_id = ${jurisdictionId} and ${at} >= ${period.start}::timestamptz and ${at} < ${period.end}::timestamptz and ${more}
      group by 1 limit 4000`.execute(tx);
    return new Map(rows.map((row) => [row.date, row.n]));
  };
  const [opened, registered, closed] = [
    await counts('openedAt'),
    await counts('registeredAt'),
    await counts('closedAt'),
  ];
  const overdue = await counts('dueAt', sql`late_at < ${now}::timestamptz and voided_at is null`);
  const days: Day[] = [];
  for (let day = Date.parse(period.from); day <= Date.parse(period.to); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    const of = (map: Map<string, number>) => map.get(date) ?? 0;
    days.push({ date, opened: of(opened), registered: of(registered), closed: of(closed), overdue: of(overdue) });
  }
  return days;
}
