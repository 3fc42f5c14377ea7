import type { Instant } from '../../kernel/instant.ts';
import { granted } from '../../kernel/refusal.ts';
import type { Limit, Pause, Span } from '../calendar/model.ts';
import { deadline, deadlineOf, type WorkingCalendar, warnInstant } from '../calendar/rules.ts';
import type { JurisdictionSettings } from '../organisation/model.ts';
import { type CaseState, type ClockName, clocksIn } from './lifecycle.ts';
import type { CaseFile, Clock } from './model.ts';

/** What the reckoning of clocks needs to know of the world. */
export interface ClockFacts {
  now: Instant;
  calendar: WorkingCalendar;
  settings: JurisdictionSettings;
}

/**
 * Where a clock stands still instead of ending. The unit's clock rests while the centre checks, and while the case is
 * 挂账; the intake clocks rest while an inspector verifies.
 */
const restsIn: Partial<Record<ClockName, readonly CaseState[]>> = {
  handling: ['handled', 'failed', 'checked', 'suspended'],
  acceptance: ['verifying'],
  registration: ['verifying'],
  dispatch: ['suspended'],
};

const chargedToUnit: readonly ClockName[] = ['acknowledgement', 'handling'];

export function isResting(clock: Clock): boolean {
  return clock.ended === null && clock.pauses.at(-1)?.to === undefined && clock.pauses.length > 0;
}

export function isRunning(clock: Clock): boolean {
  return clock.ended === null && !isResting(clock);
}

/** True when the clock ran out: it ended, or stands now, after its deadline. */
export function isOverdue(clock: Clock, now: Instant): boolean {
  const until = clock.stoppedAt ?? (isResting(clock) ? (clock.pauses.at(-1)?.from ?? now) : now);
  return until > clock.dueAt;
}

/** The running clock that ends first; null when none runs. */
export function mostUrgent(clocks: readonly Clock[]): Clock | null {
  let first: Clock | null = null;
  for (const clock of clocks) if (isRunning(clock) && (!first || clock.dueAt < first.dueAt)) first = clock;
  return first;
}

export function handlingClock(kase: CaseFile): Clock | null {
  return kase.clocks.findLast((clock) => clock.name === 'handling' && clock.ended === null) ?? null;
}

/**
 * The clocks that change when the case passes into a state: those of the state start or go on, those that rest there
 * stop for a while, the others end. Only the changed ones are given, complete and frozen.
 */
export function moveClocks(
  kase: Pick<CaseFile, 'clocks' | 'round'>,
  to: CaseState,
  facts: ClockFacts,
  charge: {
    unitId: string | null;
    handlingLimit: Limit | null;
    conditionId: string | null;
    endAs: 'done' | 'cancelled';
    anew: boolean;
  },
): Clock[] {
  const wanted = clocksIn(to);
  const changed: Clock[] = [];
  const going = new Set<ClockName>();
  for (const clock of kase.clocks) {
    if (clock.ended !== null) continue;
    const handedOn = charge.anew && chargedToUnit.includes(clock.name);
    if (wanted.includes(clock.name) && !handedOn) {
      going.add(clock.name);
      if (isResting(clock)) changed.push(resumed(clock, facts));
    } else if (!handedOn && restsIn[clock.name]?.includes(to)) {
      if (!isResting(clock)) changed.push({ ...clock, pauses: [...clock.pauses, { from: facts.now }] });
    } else {
      changed.push(ended(clock, charge.endAs, facts.now));
    }
  }
  let id = kase.clocks.length;
  for (const name of wanted) {
    if (going.has(name)) continue;
    const limit = name === 'handling' ? charge.handlingLimit : facts.settings.stageLimits[name];
    if (!limit) continue;
    id += 1;
    changed.push(
      reckoned(
        {
          id,
          name,
          round: kase.round,
          unitId: chargedToUnit.includes(name) ? charge.unitId : null,
          startedAt: facts.now,
          limit,
          extensions: [],
          pauses: [],
          dueAt: facts.now,
          warnAt: facts.now,
          stoppedAt: null,
          ended: null,
          rule: facts.calendar.rule,
          conditionId: name === 'handling' ? charge.conditionId : null,
        },
        facts,
      ),
    );
  }
  return changed;
}

/** The clock with one more extension, from the deadline it had. */
export function extended(clock: Clock, limit: Limit, facts: ClockFacts): Clock {
  return reckoned({ ...clock, extensions: [...clock.extensions, { limit, at: facts.now }] }, facts);
}

function resumed(clock: Clock, facts: ClockFacts): Clock {
  const open = clock.pauses.at(-1);
  const pauses: Pause[] = open ? [...clock.pauses.slice(0, -1), { from: open.from, to: facts.now }] : clock.pauses;
  return reckoned({ ...clock, pauses }, facts);
}

/** A resting clock ended when it began to rest: the unit is judged by when it reported, not by when it was checked. */
function ended(clock: Clock, as: 'done' | 'cancelled', now: Instant): Clock {
  const rest = isResting(clock) ? clock.pauses.at(-1) : undefined;
  return { ...clock, pauses: rest ? clock.pauses.slice(0, -1) : clock.pauses, stoppedAt: rest?.from ?? now, ended: as };
}

/** The parts of which a clock's time is made: the limit, then each extension from the deadline before it. */
function parts(clock: Clock): Limit[] {
  return [clock.limit, ...clock.extensions.map((extension) => extension.limit)];
}

/** Sets the deadline and the warning anew and notes the rule they were reckoned by. */
function reckoned(clock: Clock, facts: ClockFacts): Clock {
  let from = clock.startedAt;
  let dueAt = from;
  let warnAt = from;
  for (const limit of parts(clock)) {
    dueAt = granted(deadlineOf(facts.calendar, from, limit, clock.pauses));
    warnAt = granted(warnInstant(facts.calendar, from, limit, clock.pauses, facts.settings.warnAt));
    from = dueAt;
  }
  return { ...clock, dueAt, warnAt, rule: facts.calendar.rule };
}

/** 为什么是这个时间 — the explanation of a clock's deadline as the list of spans of which it is made. */
export function explain(clock: Clock, calendar: WorkingCalendar): { due: Instant; spans: Span[] } {
  const spans: Span[] = [];
  let from = clock.startedAt;
  const pauses = clock.pauses.filter((pause) => pause.to !== undefined);
  for (const limit of parts(clock)) {
    const part = granted(deadline(calendar, from, limit, pauses));
    spans.push(...part.spans);
    from = part.due;
  }
  return { due: from, spans };
}
