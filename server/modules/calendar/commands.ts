import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { refuse, staleVersion, unknownRecord } from '../../kernel/refusal.ts';
import type { ClosureInput, HolidayNotice, OfficeHours, WorkdayReading } from './model.ts';
import * as store from './store.ts';
import { DAY, dayNumber, isTimeZone, midnightOf, readZone } from './zone.ts';

/** Who changes a calendar, null for the installation itself, and when. */
export interface Change {
  by: string | null;
  at: Instant;
}

export interface NewCalendar {
  timeZone: string;
  hours: OfficeHours[];
  reading?: WorkdayReading;
  notices?: readonly HolidayNotice[];
}

/** Gives a jurisdiction its calendar, once. */
export async function setUpCalendar(tx: Tx, jurisdictionId: number, made: NewCalendar, change: Change): Promise<void> {
  const { timeZone, hours, reading = 'asWorkingHours', notices = [] } = made;
  if (!isTimeZone(timeZone)) {
    refuse({
      refused: 'invalid',
      code: 'unknownTimeZone',
      message: { zh: `没有时区 ${timeZone}。`, en: `There is no time zone ${timeZone}.` },
      right: { zh: 'IANA 名称，如 Asia/Shanghai。', en: 'An IANA name, e.g. Asia/Shanghai.' },
    });
  }
  if (!(await store.insertPolicy(tx, jurisdictionId, { timeZone, reading }))) {
    refuse({
      refused: 'conflict',
      code: 'calendarExists',
      message: { zh: '本辖区已有工作日历。', en: 'This jurisdiction has a working calendar already.' },
    });
  }
  await store.replaceOfficeHours(tx, jurisdictionId, hours);
  for (const notice of notices) await store.replaceYear(tx, jurisdictionId, notice, change);
  const content = { timeZone, hours, reading, years: notices.map(({ year }) => year) };
  await record(tx, jurisdictionId, 'setUp', content, change);
}

function record(tx: Tx, jurisdictionId: number, what: store.ListedChange['what'], content: unknown, change: Change) {
  return store.bumpVersion(tx, jurisdictionId, { what, content, changedBy: change.by, changedAt: change.at });
}

async function lockVersion(tx: Tx, jurisdictionId: number, version: number): Promise<store.Policy> {
  const present = await store.lockPolicy(tx, jurisdictionId);
  if (present.version === version) return present;
  const [latest] = await store.listChanges(tx, jurisdictionId, 1);
  return refuse(staleVersion(present.version, { what: latest?.what, changedAt: latest?.changedAt }));
}

export interface OfficeHoursChange {
  hours: OfficeHours[];
  reading: WorkdayReading;
}

/**
 * Sets all office hours and the reading of a workday. Deadlines already given stay as they were; gives the calendar's new
 * version.
 */
export async function setOfficeHours(
  tx: Tx,
  jurisdictionId: number,
  wanted: OfficeHoursChange & { version: number },
  change: Change,
): Promise<number> {
  const { version, hours, reading } = wanted;
  const present = await lockVersion(tx, jurisdictionId, version);
  const before = { hours: await store.listOfficeHours(tx, jurisdictionId), reading: present.reading };
  await store.replaceOfficeHours(tx, jurisdictionId, hours);
  await store.saveReading(tx, jurisdictionId, reading);
  return record(tx, jurisdictionId, 'officeHours', { before, after: { hours, reading } }, change);
}

/** Takes a year's notice, in place of an earlier one of the same year; gives the calendar's new version. */
export async function importYear(
  tx: Tx,
  jurisdictionId: number,
  { notice, version }: { notice: HolidayNotice; version: number },
  change: Change,
): Promise<number> {
  await lockVersion(tx, jurisdictionId, version);
  await store.replaceYear(tx, jurisdictionId, notice, change);
  return record(tx, jurisdictionId, 'year', notice, change);
}

/** Shuts the office for a time. Clocks set before keep their deadlines until something moves them. */
export async function addClosure(
  tx: Tx,
  jurisdictionId: number,
  input: ClosureInput,
  change: Change,
): Promise<store.ListedClosure & { version: number }> {
  const { timeZone } = await store.lockPolicy(tx, jurisdictionId);
  const closure = { id: newId(millis(change.at)), ...stretchOf(input, timeZone), reason: input.reason };
  await store.insertClosure(tx, jurisdictionId, closure, change);
  return { ...closure, version: await record(tx, jurisdictionId, 'closureAdded', closure, change) };
}

function stretchOf(input: ClosureInput, timeZone: string): { from: Instant; to: Instant } {
  if ('from' in input) return { from: input.from, to: input.to };
  const midnight = (day: number) => instant(midnightOf(readZone(timeZone, (day - 2) * DAY, (day + 2) * DAY), day));
  return { from: midnight(dayNumber(input.fromDate)), to: midnight(dayNumber(input.toDate) + 1) };
}

export async function removeClosure(
  tx: Tx,
  jurisdictionId: number,
  wanted: { id: string; version: number },
  change: Change,
): Promise<number> {
  await lockVersion(tx, jurisdictionId, wanted.version);
  const closure = await store.deleteClosure(tx, jurisdictionId, wanted.id);
  if (!closure) refuse(unknownRecord({ zh: '停办', en: 'closure' }));
  return record(tx, jurisdictionId, 'closureRemoved', closure, change);
}
