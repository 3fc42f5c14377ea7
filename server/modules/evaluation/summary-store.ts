import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseState } from '../cases/lifecycle.ts';
import type { Period } from './model.ts';
import { columnName } from './store.ts';

/** The instant at which the last round before another was due: where there is something to score; null if nowhere. */
export async function findLastDue(tx: Tx, jurisdictionId: number, before: Instant): Promise<Instant | null> {
  const { rows } = await sql<{ at: Instant | null }>`select max(due_at) as at from evaluation_round
    where jurisdiction_id = ${jurisdictionId} and due_at < ${before}`.execute(tx);
  return rows[0]?.at ?? null;
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
  const counts = async (field: string, more: RawBuilder<unknown> = sql`true`) => {
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
