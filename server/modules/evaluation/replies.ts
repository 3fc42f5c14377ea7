import type { Instant } from '../../kernel/instant.ts';
import { isRefusal } from '../../kernel/refusal.ts';
import type { Limit, Pause } from '../calendar/model.ts';
import { deadlineOf, type WorkingCalendar } from '../calendar/rules.ts';
import type { Clock } from '../cases/model.ts';
import type { RoundFact } from './model.ts';

/**
 * 及时回复的另几种读法 — by the first deadline, as if no extension had been granted; by calendar days; over the whole way,
 * from when the citizen asked.
 */
export const replyReadings = ['original', 'calendarDays', 'wholeChain'] as const;
export type ReplyReading = (typeof replyReadings)[number];

/** A new one makes what is kept be reckoned anew: raise it with the rules below. */
const RULES = 1;
/** By which rules and calendar readings are reckoned. */
export const readingRevision = ({ rule }: WorkingCalendar): string => `${RULES} ${rule}`;

/** What of a clock its reading looks at. */
export type ReadClock = Pick<Clock, 'name' | 'round' | 'startedAt' | 'limit' | 'extensions' | 'pauses' | 'stoppedAt'>;

/** What of a round its reading looks at. */
export type ReadRound = Pick<
  RoundFact,
  'round' | 'openedAt' | 'handledAt' | 'closedAt' | 'extendedAt' | 'dueAt' | 'lateAt' | 'limited'
>;

/** Until when a reply was owed, and from when it is late unless it was given before; null where it never can be. */
export interface Owed {
  dueAt: Instant;
  lateAt: Instant | null;
}

/** The same amount with no day left out: a workday is a day, an office hour an hour. */
function inCalendarDays({ amount, unit }: Limit): Limit {
  if (unit === 'workHours' || unit === 'urgentHours') return { amount, unit: 'urgentHours' };
  return Number.isInteger(amount) ? { amount, unit: 'calendarDays' } : { amount: amount * 24, unit: 'urgentHours' };
}

/** A clock as it stood at an instant: what was granted or stopped later had not happened. */
function asItStood(clock: ReadClock, asOf: Instant): ReadClock {
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

/** The district's part: the first clock that ran out, or else the last, says by when the unit owed its report. */
function districtPart(
  own: readonly ReadClock[],
  calendar: WorkingCalendar,
  limitsOf: (clock: ReadClock) => Limit[],
): Owed | null {
  const told = own.flatMap((clock): Owed[] => {
    const past = clock.pauses.filter(({ to }) => to !== undefined);
    const dueAt = dueOf(calendar, clock.startedAt, limitsOf(clock), past);
    if (dueAt === null) return [];
    const until = clock.stoppedAt ?? clock.pauses.find(({ to }) => to === undefined)?.from ?? null;
    return [{ dueAt, lateAt: until === null || until > dueAt ? dueAt : null }];
  });
  return told.find(({ lateAt }) => lateAt !== null) ?? told.at(-1) ?? null;
}

const granted = ({ limit, extensions }: ReadClock): Limit[] => [limit, ...extensions.map((one) => one.limit)];

/** The whole way: the limit run from when the citizen asked, until the reply that closed the round. */
function wholeChain({ openedAt, closedAt }: ReadRound, clock: ReadClock, calendar: WorkingCalendar): Owed | null {
  const dueAt = dueOf(calendar, openedAt, granted(clock), []);
  if (dueAt === null) return null;
  return { dueAt, lateAt: closedAt === null || closedAt > dueAt ? dueAt : null };
}

/** By the first deadline: of a round that was given no more time the one it has. */
function byFirst(round: ReadRound, own: readonly ReadClock[], calendar: WorkingCalendar): Owed | null {
  if (round.extendedAt !== null) return districtPart(own, calendar, ({ limit }) => [limit]);
  return round.dueAt !== null && round.limited ? { dueAt: round.dueAt, lateAt: round.lateAt } : null;
}

const readings: Record<
  ReplyReading,
  (round: ReadRound, own: readonly ReadClock[], calendar: WorkingCalendar) => Owed | null
> = {
  original: byFirst,
  calendarDays: (_, own, calendar) => districtPart(own, calendar, (clock) => granted(clock).map(inCalendarDays)),
  wholeChain: (round, own, calendar) => {
    const clock = own.at(-1);
    return clock ? wholeChain(round, clock, calendar) : null;
  },
};

const ofHandling = (clocks: readonly ReadClock[], { round }: ReadRound): ReadClock[] =>
  clocks.filter((clock) => clock.name === 'handling' && clock.round === round);

/** Whether a round has ever had a limit: what never had one no reading judges. */
export const hasLimit = (round: ReadRound, clocks: readonly ReadClock[]): boolean =>
  ofHandling(clocks, round).length > 0;

/** What a round comes to by a reading, as the log stood then; null where it owes nothing yet, or never had a limit. */
export function readRound(
  round: ReadRound,
  clocks: readonly ReadClock[],
  { reading, calendar, asOf }: { reading: ReplyReading; calendar: WorkingCalendar; asOf: Instant },
): { dueAt: Instant; met: boolean } | null {
  const own = ofHandling(clocks, round)
    .filter(({ startedAt }) => startedAt <= asOf)
    .map((clock) => asItStood(clock, asOf));
  const then = (at: Instant | null) => (at !== null && at <= asOf ? at : null);
  const stood = { ...round, closedAt: then(round.closedAt), extendedAt: then(round.extendedAt) };
  const owed = readings[reading](stood, own, calendar);
  if (!owed) return null;
  const answered = then(reading === 'wholeChain' ? round.closedAt : round.handledAt) !== null;
  const late = owed.lateAt !== null && owed.lateAt < asOf;
  return answered || late ? { dueAt: owed.dueAt, met: !late } : null;
}

/** A round by all its readings, as they stand once all that was logged has happened. */
export interface KeptReply extends Record<ReplyReading, Owed | null> {
  caseId: string;
  round: number;
  openedAt: Instant;
  movedAt: Instant;
  handled: boolean;
  closed: boolean;
}

/** What is kept of a round; null if it never had a limit, which no reading judges. */
export function replyOf(
  round: ReadRound & Pick<RoundFact, 'caseId' | 'voidedAt' | 'mergedAt' | 'unmergedAt'>,
  clocks: readonly ReadClock[],
  calendar: WorkingCalendar,
): KeptReply | null {
  const own = ofHandling(clocks, round);
  if (own.length === 0) return null;
  const { caseId, openedAt, handledAt, closedAt, voidedAt, mergedAt, unmergedAt } = round;
  const moments = [
    openedAt,
    handledAt,
    closedAt,
    voidedAt,
    mergedAt,
    unmergedAt,
    ...own.flatMap(({ startedAt, stoppedAt, extensions, pauses }) => [
      startedAt,
      stoppedAt,
      ...extensions.map(({ at }) => at),
      ...pauses.flatMap(({ from, to }) => [from, to ?? null]),
    ]),
  ];
  const stands = voidedAt === null && (mergedAt === null || unmergedAt !== null);
  return {
    caseId,
    round: round.round,
    openedAt,
    movedAt: moments.reduce<Instant>((latest, one) => (one !== null && one > latest ? one : latest), openedAt),
    handled: handledAt !== null,
    closed: closedAt !== null,
    original: stands ? readings.original(round, own, calendar) : null,
    calendarDays: stands ? readings.calendarDays(round, own, calendar) : null,
    wholeChain: stands ? readings.wholeChain(round, own, calendar) : null,
  };
}
