import type { ClockReading } from '../../kit/clockText.ts';
import type { Look } from '../../kit/StatusMark.tsx';
import type { CaseClock, CaseView } from './queries.ts';

type Clock = CaseView['clocks'][number];

/** A clock of a case as the kit reads it; the last pause that did not end is the one in which it rests. */
export function readingOf(clock: Clock): ClockReading {
  const rest = clock.pauses.at(-1);
  return {
    dueAt: clock.dueAt,
    warnAt: clock.warnAt,
    stoppedAt: clock.stoppedAt,
    ...(clock.ended === null && rest && rest.to === undefined ? { pausedSince: rest.from } : {}),
  };
}

export const isGoing = (clock: Clock) => clock.ended === null;

/** Running clocks before resting ones, the one that ends first on top. */
export function byUrgency(a: CaseClock | Clock, b: CaseClock | Clock): number {
  const rests = (clock: Clock) => (readingOf(clock).pausedSince ? 1 : 0);
  return rests(a) - rests(b) || a.dueAt.localeCompare(b.dueAt);
}

/** How a case is drawn in list and map: what is late or nearly so, before what state it is in. */
export function lateLook(dueAt: string | null, warnAt: string | null, now: number): Look | undefined {
  if (dueAt === null) return undefined;
  if (Date.parse(dueAt) < now) return 'overdue';
  return warnAt !== null && Date.parse(warnAt) <= now ? 'warning' : undefined;
}
