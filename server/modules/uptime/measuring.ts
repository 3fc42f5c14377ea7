import type { Tx } from '../../kernel/db.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { DAY, dateOf, dayNumber, midnightOf, readZone } from '../calendar/zone.ts';
import { findTimeZone, listJurisdictions } from '../organisation/store.ts';
import type { Availability, Correction, Maintenance, Run, Span, Subject } from './model.ts';
import { bounds } from './procedures.ts';
import { listInspections, listRooms } from './room-store.ts';
import {
  availabilityOf,
  type DayAvailability,
  excluded,
  inspectedDays,
  spansOf,
  standardPolicy,
  termOf,
  together,
} from './rules.ts';
import { listCorrections, listFirstAndLast, listMaintenance, listProbes, listRuns, listSubjects } from './store.ts';

/** Whole local days, both included; what has not happened yet is not part of it. */
export interface DatesAsked {
  from: string;
  to: string;
}

export interface SubjectAvailability {
  subject: Subject;
  availability: Availability;
  /** Each local day that has begun. */
  days: DayAvailability[];
}

const none: Availability = {
  serviceMinutes: 0,
  faultMinutes: 0,
  unknownMinutes: 0,
  maintenanceMinutes: 0,
  uncorrectedFaultMinutes: 0,
  faults: 0,
};

type Wanted = DatesAsked & { scope?: string | undefined; kind?: Subject['kind']; publicOnly?: boolean };

/** A probe that has looked at least once, and the time it answers for. */
export interface WatchedProbe {
  id: string;
  intervalSeconds: number;
  failuresToFault: number;
  term: { from: number; to: number };
}

/** What was watched in a period: each subject with its probes, what they found, and what is to be left out or set right. */
export interface Watched {
  subject: Subject;
  probes: readonly WatchedProbe[];
  /** The days on which it owed service, as far as they have begun. */
  days: Day[];
  maintenance: { from: number; to: number }[];
  corrections: Correction[];
}

/** Looks up what the probes of the subjects of a scope (all without one) found over a period. */
export async function listWatchedSubjects(
  tx: Tx,
  jurisdictionId: number,
  asked: Wanted,
  now: Instant,
): Promise<{ watched: Watched[]; runs: ReadonlyMap<string, Run[]> }> {
  const subjects = (await listSubjects(tx, jurisdictionId, asked.scope)).filter(
    ({ kind, isPublic }) => (asked.kind === undefined || kind === asked.kind) && (!asked.publicOnly || isPublic),
  );
  const timeZone = await findTimeZone(tx, jurisdictionId);
  const days = daysOf(asked, timeZone, millis(now));
  const period = { from: instant(days[0]?.start ?? 0), to: instant(days.at(-1)?.end ?? 0) };
  const probes = await listProbes(
    tx,
    jurisdictionId,
    subjects.map(({ id }) => id),
  );
  const probeIds = probes.map(({ id }) => id);
  const looked = await listFirstAndLast(tx, jurisdictionId, probeIds);
  const runs = await listRuns(tx, jurisdictionId, probeIds, period);
  const month = monthsOf(asked, timeZone);
  // What was taken out earlier in its first month uses that month's cap, though it lies before the period.
  const maintenance = await listMaintenance(tx, jurisdictionId, { ...period, from: instant(month.first) });
  const corrections = await listCorrections(tx, jurisdictionId, period);
  const watched = subjects.map((subject): Watched => {
    const windows: Maintenance[] = maintenance
      .filter(({ subjectId, state }) => subjectId === subject.id && state !== 'cancelled')
      .map((one) => ({
        ...bounds(one),
        announcedAt: millis(one.announcedAt),
        approvedAt: one.approvedAt === null ? null : millis(one.approvedAt),
      }));
    return {
      subject,
      probes: probes.flatMap((probe) => {
        const ends = looked.get(probe.id);
        return probe.subjectId === subject.id && ends ? [{ ...probe, term: termOf(ends, probe) }] : [];
      }),
      days: days.filter(
        ({ date }) => date >= subject.servesFrom && (subject.servesUntil === null || date < subject.servesUntil),
      ),
      maintenance: excluded(windows, standardPolicy, month.endOf),
      corrections: corrections
        .filter(({ subjectId, state }) => subjectId === subject.id && state === 'confirmed')
        .map((one) => ({ ...bounds(one), state: one.shouldBe })),
    };
  });
  return { watched, runs };
}

/** The availability of the subjects of a scope (all without one) over a period, and of each of its days. */
export async function listAvailability(
  tx: Tx,
  jurisdictionId: number,
  asked: Wanted,
  now: Instant,
): Promise<SubjectAvailability[]> {
  const { watched, runs } = await listWatchedSubjects(tx, jurisdictionId, asked, now);
  return watched.map(({ subject, probes, days, maintenance, corrections }) => {
    const from = days[0]?.start ?? 0;
    const to = days.at(-1)?.end ?? 0;
    const spans = spansOfSubject(probes, runs, from, to);
    const between = (start: number, end: number) =>
      availabilityOf({ spans: cut(spans, start, end), corrections, maintenance });
    return {
      subject,
      availability: days.length === 0 ? none : between(from, to),
      days: days.map(({ date, start, end }) => ({ date, availability: between(start, end) })),
    };
  });
}

function spansOfSubject(
  probes: readonly WatchedProbe[],
  runs: ReadonlyMap<string, Run[]>,
  from: number,
  to: number,
): Span[] {
  return together(
    probes.map((probe) => {
      const { term } = probe;
      return spansOf(runs.get(probe.id) ?? [], probe, Math.max(from, term.from), Math.min(to, term.to));
    }),
    from,
    to,
  );
}

function cut(spans: readonly Span[], from: number, to: number): Span[] {
  return spans
    .filter((span) => span.from < to && span.to > from)
    .map((span) => ({ ...span, from: Math.max(span.from, from), to: Math.min(span.to, to) }));
}

/** A local day; of one that is not over the part that has gone by. */
export interface Day {
  date: string;
  start: number;
  end: number;
}

function daysOf({ from, to }: DatesAsked, timeZone: string, now: number): Day[] {
  const first = dayNumber(from);
  const last = dayNumber(to);
  const zone = readZone(timeZone, (first - 30) * DAY, (last + 30) * DAY);
  const days: Day[] = [];
  for (let day = first; day <= last; day++) {
    const start = midnightOf(zone, day);
    if (start >= now) break;
    days.push({ date: dateOf(day), start, end: Math.min(midnightOf(zone, day + 1), now) });
  }
  return days;
}

const LONGEST_WINDOW = 31;

/** The local months of a period: where the first begins, and where the month of a moment of it ends. */
function monthsOf({ from, to }: DatesAsked, timeZone: string) {
  const first = dayNumber(`${from.slice(0, 7)}-01`);
  const zone = readZone(timeZone, (first - 2 * LONGEST_WINDOW) * DAY, (dayNumber(to) + 3 * LONGEST_WINDOW) * DAY);
  const nextMonth = (day: string) => dayNumber(`${dateOf(dayNumber(`${day.slice(0, 7)}-01`) + 31).slice(0, 7)}-01`);
  return {
    first: midnightOf(zone, first),
    endOf: (at: number) => midnightOf(zone, nextMonth(localDate(instant(at), timeZone))),
  };
}

export interface RoomDays {
  roomId: string;
  /** Days with a sheet that stands, and those of them that were filled in late and approved. */
  days: string[];
  late: string[];
}

/** 机房维护天数 — per room and altogether; null where there is no room. */
export async function countInspectedDays(
  tx: Tx,
  jurisdictionId: number,
  period: DatesAsked,
): Promise<{ days: number | null; rooms: RoomDays[] }> {
  const sheets = await listInspections(tx, jurisdictionId, period);
  const rooms = (await listRooms(tx, jurisdictionId))
    .filter(({ active }) => active)
    .map(({ id }) => {
      const standing = sheets.filter(
        ({ roomId, state }) => roomId === id && (state === 'signed' || state === 'accepted'),
      );
      const days = [...new Set(standing.map(({ day }) => day))].sort();
      const onTime = new Set(standing.filter(({ state }) => state === 'signed').map(({ day }) => day));
      return { roomId: id, days, late: days.filter((day) => !onTime.has(day)) };
    });
  return { days: inspectedDays(rooms.map(({ days }) => ({ dates: new Set(days) }))), rooms };
}

export interface WatchedFigures {
  jurisdiction: string;
  subject: string;
  availability: Availability;
}

/** What each system and device of every jurisdiction did since its local year began, for those who watch the servers. */
export async function listYearToDate(tx: Tx, now: Instant): Promise<WatchedFigures[]> {
  const figures: WatchedFigures[] = [];
  for (const { id, code, timeZone } of await listJurisdictions(tx)) {
    const to = localDate(now, timeZone);
    const measured = await listAvailability(tx, id, { from: `${to.slice(0, 4)}-01-01`, to }, now);
    for (const { subject, availability } of measured)
      figures.push({ jurisdiction: code, subject: subject.code, availability });
  }
  return figures;
}
