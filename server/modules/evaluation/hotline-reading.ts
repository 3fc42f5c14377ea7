import type { Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Limit, Pause } from '../calendar/model.ts';
import { deadlineOf, type WorkingCalendar } from '../calendar/rules.ts';
import { findCalendar } from '../calendar/store.ts';
import { listClocks } from '../cases/clock-store.ts';
import type { Clock } from '../cases/model.ts';
import type { DayCount } from './district.ts';
import {
  countUnextendedReplies,
  type HotlineRound,
  listHotlineRounds,
  type RoundsAsked,
} from './hotline-reading-store.ts';
import type { HotlineCase, HotlinePart } from './source-store.ts';

/**
 * 及时回复的另几种读法 — by the first deadline, as if no extension had been granted; by calendar days; over the whole way,
 * from when the citizen asked. Their deadlines are kept nowhere: each is reckoned from the clocks of the case, so they
 * are read for whoever chose them and for nobody else.
 */
export type ReplyReading = 'original' | 'calendarDays' | 'wholeChain';

/** A round by one reading: until when it was owed, and whether it was answered by then. */
export interface ReadRound {
  caseId: string;
  number: string;
  dueAt: Instant;
  met: boolean;
}

interface By {
  reading: ReplyReading;
  calendar: WorkingCalendar;
  asOf: Instant;
}

/** The same amount with no day left out: a workday is a day, an office hour an hour. */
function inCalendarDays({ amount, unit }: Limit): Limit {
  if (unit === 'workHours' || unit === 'urgentHours') return { amount, unit: 'urgentHours' };
  return Number.isInteger(amount) ? { amount, unit: 'calendarDays' } : { amount: amount * 24, unit: 'urgentHours' };
}

/** A clock as it stood at an instant: what was granted or stopped later had not happened. */
function asItStood(clock: Clock, asOf: Instant): Clock {
  return {
    ...clock,
    extensions: clock.extensions.filter(({ at }) => at <= asOf),
    pauses: clock.pauses
      .filter(({ from }) => from <= asOf)
      .map(({ from, to }) => (to === undefined || to > asOf ? { from } : { from, to })),
    stoppedAt: clock.stoppedAt !== null && clock.stoppedAt <= asOf ? clock.stoppedAt : null,
  };
}

function dueOf(
  calendar: WorkingCalendar,
  from: Instant,
  limits: readonly Limit[],
  pauses: readonly Pause[],
): Instant | null {
  let due = from;
  for (const limit of limits) {
    const next = deadlineOf(calendar, due, limit, pauses);
    if (isRefusal(next)) return null;
    due = next;
  }
  return due;
}

/** What a round comes to by a reading; null where it owes nothing yet, or never had a limit. */
export function readRound(round: HotlineRound, clocks: readonly Clock[], by: By): ReadRound | null {
  const own = clocks
    .filter((clock) => clock.name === 'handling' && clock.round === round.round && clock.startedAt <= by.asOf)
    .map((clock) => asItStood(clock, by.asOf));
  return by.reading === 'wholeChain' ? wholeChain(round, own, by) : districtPart(round, own, by);
}

/** The district's part: the first clock that ran out, or else the last, says by when the unit owed its report. */
function districtPart({ caseId, number, handledAt }: HotlineRound, own: readonly Clock[], by: By): ReadRound | null {
  const { reading, calendar, asOf } = by;
  const told = own.flatMap((clock) => {
    const closed = clock.pauses.filter(({ to }) => to !== undefined);
    const limits = reading === 'original' ? [clock.limit] : [clock.limit, ...clock.extensions.map((one) => one.limit)];
    const asked = reading === 'calendarDays' ? limits.map(inCalendarDays) : limits;
    const dueAt = dueOf(calendar, clock.startedAt, asked, closed);
    const resting = clock.pauses.find(({ to }) => to === undefined);
    return dueAt === null ? [] : [{ dueAt, late: (clock.stoppedAt ?? resting?.from ?? asOf) > dueAt }];
  });
  const judged = told.find(({ late }) => late) ?? told.at(-1);
  const handled = handledAt !== null && handledAt <= asOf;
  if (!judged || (!handled && !judged.late)) return null;
  return { caseId, number, dueAt: judged.dueAt, met: handled && !judged.late };
}

/** The whole way: the limit run from when the citizen asked, and the reply that closed the round. */
function wholeChain(
  { caseId, number, openedAt, closedAt }: HotlineRound,
  own: readonly Clock[],
  by: By,
): ReadRound | null {
  const clock = own.at(-1);
  if (!clock) return null;
  const limits = [clock.limit, ...clock.extensions.map(({ limit }) => limit)];
  const dueAt = dueOf(by.calendar, openedAt, limits, []);
  const answered = closedAt !== null && closedAt <= by.asOf;
  if (dueAt === null || (!answered && dueAt >= by.asOf)) return null;
  return { caseId, number, dueAt, met: answered && closedAt <= dueAt };
}

const PORTION = 2000;

/** Every round of the hotline that a reading judges in the period, a portion of cases at a time. */
async function readRounds(
  tx: Tx,
  asked: RoundsAsked & { reading: ReplyReading },
  take: (read: ReadRound) => void,
): Promise<void> {
  const { jurisdictionId, period, asOf, reading } = asked;
  const calendar = await findCalendar(tx, jurisdictionId);
  const extended = reading === 'original';
  for (let after: string | null = null; ; ) {
    const rounds: HotlineRound[] = await listHotlineRounds(tx, { ...asked, extended, after, limit: PORTION });
    const clocks = await listClocks(tx, jurisdictionId, [...new Set(rounds.map(({ caseId }) => caseId))]);
    for (const round of rounds) {
      const read = readRound(round, clocks.get(round.caseId) ?? [], { reading, calendar, asOf });
      if (read && read.dueAt >= period.start && read.dueAt < period.end) take(read);
    }
    const last: HotlineRound | undefined = rounds.at(-1);
    if (rounds.length < PORTION || !last) return;
    after = last.place;
  }
}

/** 及时回复 by a reading, on the days on which it owed the reply. */
export async function countReadReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: ReplyReading; timeZone: string },
): Promise<DayCount[]> {
  const days = new Map<string, DayCount>();
  const add = ({ day, of, met }: DayCount) => {
    const before = days.get(day) ?? { day, of: 0, met: 0 };
    days.set(day, { day, of: before.of + of, met: before.met + met });
  };
  if (asked.reading === 'original') for (const one of await countUnextendedReplies(tx, asked)) add(one);
  await readRounds(tx, asked, ({ dueAt, met }) =>
    add({ day: localDate(dueAt, asked.timeZone), of: 1, met: met ? 1 : 0 }),
  );
  return [...days.values()].sort((a, b) => (a.day < b.day ? -1 : 1));
}

/** The cases behind such a number, the latest first. */
export async function listReadReplies(
  tx: Tx,
  asked: RoundsAsked & { reading: 'calendarDays' | 'wholeChain'; part: HotlinePart; limit: number },
): Promise<HotlineCase[]> {
  const found: ReadRound[] = [];
  await readRounds(tx, asked, (read) => {
    if (asked.part === 'of' || read.met === (asked.part === 'met')) found.push(read);
  });
  return found
    .sort((a, b) => (a.dueAt < b.dueAt ? 1 : -1))
    .slice(0, asked.limit)
    .map(({ caseId, number, dueAt }) => ({ caseId, number, dueAt }));
}
