import type { Instant } from '../../kernel/instant.ts';
import type { Entry } from '../../kernel/log.ts';
import { handlingClock, isRunning } from '../cases/clocks.ts';
import type { ClockName } from '../cases/lifecycle.ts';
import type { CaseFile, Source } from '../cases/model.ts';
import type { CaseEntry } from '../cases/rules.ts';
import type { RoundFact, TaskFact } from './model.ts';

/** 公众举报 — the sources by which the public speaks; what comes so was missed by those who patrol. */
const publicSources: readonly Source[] = ['hotline', 'web', 'kiosk', 'media'];

/** The reading of a log under way: the case so far, its rounds and tasks, and what is settled about the present round. */
export interface Reading {
  kase: CaseFile;
  rounds: RoundFact[];
  tasks: TaskFact[];
  round: RoundFact;
  /** The unit and the deadline by which the round is judged stand, and move no more. */
  settled: boolean;
}

export function newRound(kase: CaseFile, origin: Entry['origin'], openedAt: Instant): RoundFact {
  const { place } = kase;
  return {
    jurisdictionId: kase.jurisdictionId,
    caseId: kase.id,
    round: kase.round,
    number: kase.number,
    state: kase.state,
    source: kase.source,
    origin,
    categoryId: kase.categoryId,
    subdistrictCode: place?.subdistrictCode ?? null,
    communityCode: place?.communityCode ?? null,
    sectorCode: place?.sectorCode ?? null,
    cellCode: place?.cellCode ?? null,
    unitId: kase.unitId,
    urgent: kase.urgent,
    openedAt,
    reportedBy: kase.reportedBy,
    fromPublic: publicSources.includes(kase.source),
    patrolledBy: null,
    acceptedAt: null,
    acceptedBy: null,
    acceptanceDueAt: null,
    registeredAt: null,
    registeredBy: null,
    registrationDueAt: null,
    dispatchedAt: null,
    dispatchedBy: null,
    dispatchDueAt: null,
    acknowledgedAt: null,
    handledAt: null,
    handledBy: null,
    dueAt: null,
    lateAt: null,
    limited: true,
    checkedAt: null,
    checkedBy: null,
    closedAt: null,
    closedBy: null,
    closingDueAt: null,
    outcome: null,
    rejectedAt: null,
    voidedAt: null,
    mergedAt: null,
    unmergedAt: null,
    extendedAt: null,
    suspendedAt: null,
    declinedAt: null,
    redispatchedAt: null,
    reworkedAt: null,
    supervisedAt: null,
    reopenedAt: null,
    reworks: 0,
    extensions: 0,
    declines: 0,
    version: 0,
  };
}

export function addTask(reading: Reading, made: Pick<TaskFact, 'seq' | 'kind' | 'dueAt'> & Partial<TaskFact>): void {
  const { jurisdictionId, caseId, round } = reading.round;
  reading.tasks.push({
    jurisdictionId,
    caseId,
    round,
    subdistrictCode: null,
    communityCode: null,
    cellCode: null,
    unitId: null,
    officerId: null,
    senderId: null,
    sentAt: null,
    sendDueAt: null,
    answeredAt: null,
    withdrawnAt: null,
    declinedAt: null,
    voidedAt: null,
    reached: null,
    solved: null,
    satisfied: null,
    fairly: null,
    source: null,
    toldAgainAt: null,
    saidAgainAt: null,
    ...made,
  });
}

export function openTask(reading: Reading, kind: TaskFact['kind']): TaskFact | undefined {
  return reading.tasks.findLast((task) => task.kind === kind && task.answeredAt === null && task.withdrawnAt === null);
}

/** Before anything else happens: had the unit's, or the dispatcher's, time run out by then? */
export function passTime(reading: Reading, at: Instant): void {
  const clock = handlingClock(reading.kase);
  if (clock && isRunning(clock) && clock.dueAt < at) settle(reading, clock.dueAt, clock.unitId, true);
  const { round } = reading;
  const dispatchDue = round.dispatchedAt === null ? runningDue(reading.kase, 'dispatch') : null;
  if (dispatchDue && dispatchDue < at) round.dispatchDueAt ??= dispatchDue;
}

/**
 * From here on the round belongs to this period and this unit: whatever happens later, such as a transfer after the
 * deadline, moves no score that was published.
 */
export function settle(reading: Reading, dueAt: Instant, unitId: string | null, late: boolean): void {
  const { round } = reading;
  if (!reading.settled) {
    reading.settled = true;
    round.dueAt = dueAt;
    round.unitId = unitId;
  }
  if (late && unitId === round.unitId) round.lateAt ??= dueAt;
}

/** The deadline of the stage's clock, as this entry ended it; null if it did not. */
export function endedDue(entry: CaseEntry, name: ClockName): Instant | null {
  return entry.data.clocks.find((clock) => clock.name === name && clock.ended === 'done')?.dueAt ?? null;
}

export function startedDue(entry: CaseEntry, name: ClockName): Instant | null {
  return entry.data.clocks.find((clock) => clock.name === name && clock.ended === null)?.dueAt ?? null;
}

export function runningDue(kase: CaseFile, ...names: ClockName[]): Instant | null {
  return kase.clocks.findLast((clock) => names.includes(clock.name) && isRunning(clock))?.dueAt ?? null;
}
