import { sql } from 'kysely';
import { perDatabase, type Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import type { CalendarDay, Closure, HolidayNotice, OfficeHours, WorkdayReading } from './model.ts';
import { daysOfNotice } from './model.ts';
import { compileCalendar, type WorkingCalendar } from './rules.ts';

/** A calendar compiled is a few hundred kilobytes; an installation of many districts keeps those in use. */
const KEPT_AT_MOST = 100;
const RECHECK_MS = 1000;
const memory = perDatabase(() => new Map<number, { checkAgain: number; stamp: string; calendar: WorkingCalendar }>());

/**
 * The jurisdiction's calendar, compiled once and kept; whether another process changed it is asked at most once a
 * second. Refuses where none was set up: without office hours there are no deadlines.
 */
export async function findCalendar(tx: Tx, jurisdictionId: number): Promise<WorkingCalendar> {
  const kept = memory(tx);
  const present = kept.get(jurisdictionId);
  if (present && present.checkAgain > performance.now()) return present.calendar;
  const checkAgain = performance.now() + RECHECK_MS;
  const policy = await findPolicy(tx, jurisdictionId);
  if (!policy) refuse(noCalendar);
  if (present?.stamp === policy.stamp) {
    present.checkAgain = checkAgain;
    return present.calendar;
  }
  const { stamp, calendar } = await readCalendar(tx, jurisdictionId);
  kept.delete(jurisdictionId);
  kept.set(jurisdictionId, { checkAgain, stamp, calendar });
  const oldest = kept.keys().next().value;
  if (kept.size > KEPT_AT_MOST && oldest !== undefined) kept.delete(oldest);
  return calendar;
}

const noCalendar = {
  refused: 'conflict',
  code: 'noCalendar',
  message: { zh: '本辖区尚未设置工作日历。', en: 'This jurisdiction has no working calendar yet.' },
} as const;

/** After a change in this process: the next question reads anew. */
export function forgetCalendar(tx: Tx, jurisdictionId: number): void {
  memory(tx).delete(jurisdictionId);
}

/** All of a calendar in one statement, so that no change falls between its parts. */
async function readCalendar(tx: Tx, jurisdictionId: number): Promise<{ stamp: string; calendar: WorkingCalendar }> {
  const { rows } = await sql<{
    version: number;
    stamp: string;
    time_zone: string;
    reading: WorkdayReading;
    hours: HoursRow[];
    days: CalendarDay[];
    years: number[];
    closures: { from: string; to: string; reason: string }[];
  }>`select version, stamp, time_zone, reading,
      (select coalesce(jsonb_agg(jsonb_build_object('valid_from', s.valid_from, 'valid_to', s.valid_to,
          'season_from', s.season_from, 'season_to', s.season_to, 'week', s.week) order by s.position), '[]')
        from calendar_season s where s.jurisdiction_id = p.jurisdiction_id) as hours,
      (select coalesce(jsonb_agg(jsonb_build_object('date', d.day, 'kind', d.kind, 'name', d.name) order by d.year, d.day), '[]')
        from calendar_day d where d.jurisdiction_id = p.jurisdiction_id) as days,
      (select coalesce(jsonb_agg(y.year order by y.year), '[]')
        from calendar_year y where y.jurisdiction_id = p.jurisdiction_id) as years,
      (select coalesce(jsonb_agg(jsonb_build_object('from', c.from_at, 'to', c.to_at, 'reason', c.reason)), '[]')
        from calendar_closure c where c.jurisdiction_id = p.jurisdiction_id) as closures
    from calendar_policy p where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  const row = rows[0];
  if (!row) refuse(noCalendar);
  const calendar = compileCalendar({
    version: row.version,
    timeZone: row.time_zone,
    reading: row.reading,
    hours: row.hours.map(hoursOf),
    days: row.days,
    years: row.years,
    closures: row.closures.map(({ from, to, reason }) => ({ from: toInstant(from), to: toInstant(to), reason })),
  });
  return { stamp: row.stamp, calendar };
}

/** JSON of PostgreSQL writes `2026-11-22T10:00:00+00:00`. */
function toInstant(text: string): Instant {
  return new Date(text).toISOString();
}

export interface Policy {
  version: number;
  stamp: string;
  timeZone: string;
  reading: WorkdayReading;
}

export async function findPolicy(tx: Tx, jurisdictionId: number): Promise<Policy | null> {
  const { rows } = await sql<Policy>`select version, stamp, time_zone as "timeZone", reading
    from calendar_policy where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0] ?? null;
}

interface HoursRow {
  valid_from: string;
  valid_to: string | null;
  season_from: string | null;
  season_to: string | null;
  week: OfficeHours['week'];
}

function hoursOf(row: HoursRow): OfficeHours {
  return {
    validFrom: row.valid_from,
    ...(row.valid_to ? { validTo: row.valid_to } : {}),
    ...(row.season_from && row.season_to ? { season: { from: row.season_from, to: row.season_to } } : {}),
    week: row.week,
  };
}

export async function listOfficeHours(tx: Tx, jurisdictionId: number): Promise<OfficeHours[]> {
  const { rows } = await sql<HoursRow>`select valid_from, valid_to, season_from, season_to, week from calendar_season
    where jurisdiction_id = ${jurisdictionId} order by position limit 100`.execute(tx);
  return rows.map(hoursOf);
}

export interface ListedDay extends CalendarDay {
  /** The year whose notice has it. */
  notice: number;
}

/** Holidays and make-up workdays whose local date lies in the year, whichever notice they are from. */
export async function listDays(tx: Tx, jurisdictionId: number, year: number): Promise<ListedDay[]> {
  const { rows } = await sql<ListedDay>`select day as date, kind, name, year as notice from calendar_day
    where jurisdiction_id = ${jurisdictionId} and day between make_date(${year}, 1, 1) and make_date(${year}, 12, 31)
    order by day, year limit 800`.execute(tx);
  return rows;
}

export interface ListedNotice {
  year: number;
  title: string;
  source: string;
  changedAt: Instant;
}

export async function listNotices(tx: Tx, jurisdictionId: number): Promise<ListedNotice[]> {
  const { rows } = await sql<ListedNotice>`select year, title, source, changed_at as "changedAt" from calendar_year
    where jurisdiction_id = ${jurisdictionId} order by year limit 200`.execute(tx);
  return rows;
}

export interface ListedClosure extends Closure {
  id: string;
}

/** Closures that touch a stretch of time. */
export async function listClosures(
  tx: Tx,
  jurisdictionId: number,
  between: { from: Instant; to: Instant },
): Promise<ListedClosure[]> {
  const { rows } = await sql<ListedClosure>`select id, from_at as "from", to_at as "to", reason from calendar_closure
    where jurisdiction_id = ${jurisdictionId} and from_at < ${between.to} and to_at > ${between.from}
    order by from_at, id limit 1000`.execute(tx);
  return rows;
}

export interface ListedChange {
  version: number;
  what: 'setUp' | 'officeHours' | 'year' | 'closureAdded' | 'closureRemoved';
  changedBy: string | null;
  changedAt: Instant;
  content: unknown;
}

/** The latest changes, newest first: what version 7 of the calendar was. */
export async function listChanges(tx: Tx, jurisdictionId: number, limit = 20): Promise<ListedChange[]> {
  const { rows } =
    await sql<ListedChange>`select version, what, changed_by as "changedBy", changed_at as "changedAt", content
    from calendar_change where jurisdiction_id = ${jurisdictionId} order by version desc limit ${limit}`.execute(tx);
  return rows;
}

/** True if there was none yet. */
export async function insertPolicy(
  tx: Tx,
  jurisdictionId: number,
  made: Pick<Policy, 'timeZone' | 'reading'>,
): Promise<boolean> {
  const { rows } = await sql`insert into calendar_policy (jurisdiction_id, time_zone, reading, version)
    values (${jurisdictionId}, ${made.timeZone}, ${made.reading}, 0) on conflict do nothing returning 1`.execute(tx);
  return rows.length === 1;
}

/** Locks the calendar for a change: changes of one calendar come one after the other. */
export async function lockPolicy(tx: Tx, jurisdictionId: number): Promise<Policy> {
  const { rows } = await sql<Policy>`select version, stamp, time_zone as "timeZone", reading
    from calendar_policy where jurisdiction_id = ${jurisdictionId} for update`.execute(tx);
  return rows[0] ?? refuse(noCalendar);
}

export async function saveReading(tx: Tx, jurisdictionId: number, reading: WorkdayReading): Promise<void> {
  await sql`update calendar_policy set reading = ${reading} where jurisdiction_id = ${jurisdictionId}`.execute(tx);
}

/** Gives the calendar its next version and writes down who made it, and out of what. */
export async function bumpVersion(
  tx: Tx,
  jurisdictionId: number,
  change: Omit<ListedChange, 'version'>,
): Promise<number> {
  const { rows } = await sql<{ version: number }>`update calendar_policy
    set version = version + 1, stamp = gen_random_uuid()
    where jurisdiction_id = ${jurisdictionId} returning version`.execute(tx);
  const version = rows[0]?.version ?? refuse(noCalendar);
  await sql`insert into calendar_change (jurisdiction_id, version, what, content, changed_by, changed_at)
    values (${jurisdictionId}, ${version}, ${change.what}, ${JSON.stringify(change.content)}::jsonb, ${change.changedBy},
      ${change.changedAt})`.execute(tx);
  forgetCalendar(tx, jurisdictionId);
  return version;
}

export async function replaceOfficeHours(tx: Tx, jurisdictionId: number, hours: readonly OfficeHours[]): Promise<void> {
  await sql`delete from calendar_season where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  const rows = hours.map((entry, position) => ({
    position,
    valid_from: entry.validFrom,
    valid_to: entry.validTo,
    season_from: entry.season?.from,
    season_to: entry.season?.to,
    week: entry.week,
  }));
  await sql`insert into calendar_season (jurisdiction_id, position, valid_from, valid_to, season_from, season_to, week)
    select ${jurisdictionId}::int, position, valid_from, valid_to, season_from, season_to, week
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(position int, valid_from date, valid_to date,
      season_from text, season_to text, week jsonb)`.execute(tx);
}

/** A year's notice in place of what was known of that year. */
export async function replaceYear(
  tx: Tx,
  jurisdictionId: number,
  notice: HolidayNotice,
  changed: { by: string | null; at: Instant },
): Promise<void> {
  await sql`delete from calendar_day where jurisdiction_id = ${jurisdictionId} and year = ${notice.year}`.execute(tx);
  await sql`insert into calendar_year (jurisdiction_id, year, title, source, changed_by, changed_at)
    values (${jurisdictionId}, ${notice.year}, ${notice.title}, ${notice.source}, ${changed.by}, ${changed.at})
    on conflict (jurisdiction_id, year) do update set title = excluded.title, source = excluded.source,
      changed_by = excluded.changed_by, changed_at = excluded.changed_at`.execute(tx);
  await sql`insert into calendar_day (jurisdiction_id, year, day, kind, name)
    select ${jurisdictionId}::int, ${notice.year}::int, date, kind, name
    from jsonb_to_recordset(${JSON.stringify(daysOfNotice(notice))}::jsonb) as r(date date, kind text, name text)`.execute(
    tx,
  );
}

export async function insertClosure(
  tx: Tx,
  jurisdictionId: number,
  closure: ListedClosure,
  changed: { by: string | null; at: Instant },
): Promise<void> {
  await sql`insert into calendar_closure (jurisdiction_id, id, from_at, to_at, reason, changed_by, changed_at)
    values (${jurisdictionId}, ${closure.id}, ${closure.from}, ${closure.to}, ${closure.reason}, ${changed.by},
      ${changed.at})`.execute(tx);
}

/** The closure that was there, null if there was none. */
export async function deleteClosure(tx: Tx, jurisdictionId: number, id: string): Promise<ListedClosure | null> {
  const { rows } = await sql<ListedClosure>`delete from calendar_closure
    where jurisdiction_id = ${jurisdictionId} and id = ${id}
    returning id, from_at as "from", to_at as "to", reason`.execute(tx);
  return rows[0] ?? null;
}
