import type { Instant } from '../../kernel/instant.ts';
import type { Entry } from '../../kernel/log.ts';
import { handlingClock, isRunning } from '../cases/clocks.ts';
import { apply, begin } from '../cases/fold.ts';
import type { ClockName } from '../cases/lifecycle.ts';
import type { CaseFile, Source } from '../cases/model.ts';
import type { CaseEntry, OpeningEntry } from '../cases/rules.ts';
import type { CaseFacts, RoundFact, TaskFact } from './model.ts';

/** 公众举报 — the sources by which the public speaks; what comes so was missed by those who patrol. */
const publicSources: readonly Source[] = ['hotline', 'web', 'kiosk', 'media'];
const patrolSources: readonly Source[] = ['inspector', 'gridWorker'];

/** The reading of a log under way: the case so far, its rounds and tasks, and what is settled about the present round. */
interface Reading {
  kase: CaseFile;
  rounds: RoundFact[];
  tasks: TaskFact[];
  round: RoundFact;
  /** The unit and the deadline by which the round is judged stand, and move no more. */
  settled: boolean;
}

/**
 * Reads the whole log of one case, oldest entry first, into facts. A function of the log alone, so reading it again, in
 * any order with other cases, gives the same facts.
 */
export function factsOf(entries: readonly Entry[]): CaseFacts {
  const [first, ...rest] = entries;
  if (!first) return { rounds: [], tasks: [] };
  const reading = start(first);
  for (const entry of rest) read(reading, entry);
  finish(reading);
  for (const round of reading.rounds) round.version = reading.kase.version;
  return { rounds: reading.rounds, tasks: reading.tasks };
}

function start(first: Entry): Reading {
  const opening = { action: first.action, data: first.data } as OpeningEntry;
  const kase = begin(opening, first);
  const round = newRound(kase, first.origin, kase.reportedAt);
  const reading: Reading = { kase, rounds: [round], tasks: [], round, settled: false };
  round.registeredAt = kase.registeredAt;
  if (patrolSources.includes(kase.source) && kase.reportedBy && kase.parentId === null) {
    addTask(reading, {
      seq: first.seq,
      kind: 'report',
      officerId: kase.reportedBy,
      sentAt: kase.reportedAt,
      dueAt: kase.reportedAt,
    });
  }
  // Another system may tell of cases that never had a limit: they are owed from the day they came.
  round.limited = opening.action !== 'import' || kase.clocks.some(({ name }) => name === 'handling');
  return reading;
}

function newRound(kase: CaseFile, origin: Entry['origin'], openedAt: Instant): RoundFact {
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

function addTask(reading: Reading, made: Pick<TaskFact, 'seq' | 'kind' | 'dueAt'> & Partial<TaskFact>): void {
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
    ...made,
  });
}

function openTask(reading: Reading, kind: TaskFact['kind']): TaskFact | undefined {
  return reading.tasks.findLast((task) => task.kind === kind && task.answeredAt === null && task.withdrawnAt === null);
}

function read(reading: Reading, entry: Entry): void {
  passTime(reading, entry.at);
  const taken = { action: entry.action, data: entry.data } as CaseEntry;
  const before = reading.kase;
  reading.kase = apply(before, taken, entry);
  note(reading, before, taken, entry);
  noteSteps(reading, before, taken, entry);
}

/** Before anything else happens: had the unit's time run out by then? */
function passTime(reading: Reading, at: Instant): void {
  const clock = handlingClock(reading.kase);
  if (clock && isRunning(clock) && clock.dueAt < at) settle(reading, clock.dueAt, clock.unitId, true);
}

/**
 * From here on the round belongs to this period and this unit: whatever happens later, such as a transfer after the
 * deadline, moves no score that was published.
 */
function settle(reading: Reading, dueAt: Instant, unitId: string | null, late: boolean): void {
  const { round } = reading;
  if (!reading.settled) {
    reading.settled = true;
    round.dueAt = dueAt;
    round.unitId = unitId;
  }
  if (late && unitId === round.unitId) round.lateAt ??= dueAt;
}

/** The deadline of the stage's clock, as this entry ended it; null if it did not. */
function endedDue(entry: CaseEntry, name: ClockName): Instant | null {
  return entry.data.clocks.find((clock) => clock.name === name && clock.ended === 'done')?.dueAt ?? null;
}

function startedDue(entry: CaseEntry, name: ClockName): Instant | null {
  return entry.data.clocks.find((clock) => clock.name === name && clock.ended === null)?.dueAt ?? null;
}

function runningDue(kase: CaseFile, ...names: ClockName[]): Instant | null {
  return kase.clocks.findLast((clock) => names.includes(clock.name) && isRunning(clock))?.dueAt ?? null;
}

/** What an entry says about the round's own stages: intake, handling, checking, closing. */
function note(reading: Reading, before: CaseFile, entry: CaseEntry, { at, actorId, seq }: Entry): void {
  const { round } = reading;
  switch (entry.action) {
    case 'accept':
      if (round.acceptedAt === null)
        Object.assign(round, { acceptedAt: at, acceptedBy: actorId, acceptanceDueAt: endedDue(entry, 'acceptance') });
      break;
    case 'register':
      Object.assign(round, {
        registeredAt: at,
        registeredBy: actorId,
        registrationDueAt: endedDue(entry, 'registration'),
      });
      for (const task of reading.tasks) if (task.kind === 'report') task.answeredAt ??= at;
      break;
    case 'reject':
      round.rejectedAt = at;
      break;
    case 'endElsewhere':
      noteForeignEnd(reading, before, entry, at);
      break;
    case 'answer':
    case 'endWithMain':
    case 'close':
      Object.assign(round, { closedAt: at, closedBy: actorId, closingDueAt: endedDue(entry, 'closing') });
      break;
    case 'reportFixed': {
      const dueAt = runningDue(before, 'handling');
      if (dueAt) settle(reading, dueAt, before.unitId, false);
      round.handledAt ??= at;
      round.handledBy ??= actorId;
      const checkDue = startedDue(entry, 'checking');
      if (checkDue) addTask(reading, { seq, kind: 'check', unitId: before.unitId, dueAt: checkDue });
      break;
    }
    case 'rework':
      round.reworkedAt ??= at;
      round.reworks += 1;
      break;
    case 'grantExtension':
      round.extendedAt ??= at;
      round.extensions += 1;
      break;
    case 'suspend':
      round.suspendedAt ??= at;
      break;
    case 'supervise':
      round.supervisedAt ??= at;
      break;
    case 'merge':
    case 'unmerge':
      round.mergedAt = entry.action === 'merge' ? at : null;
      for (const task of reading.tasks) if (task.kind === 'report') task.withdrawnAt = round.mergedAt;
      break;
    case 'void':
      round.voidedAt = at;
      for (const task of reading.tasks) {
        if (task.kind !== 'report' && task.answeredAt === null) task.withdrawnAt ??= at;
        task.voidedAt = at;
      }
      break;
    case 'reopen':
      round.reopenedAt = at;
      closeRound(reading, before);
      reading.round = newRound(reading.kase, round.origin, at);
      reading.rounds.push(reading.round);
      reading.settled = false;
      break;
  }
}

/** The end that another system tells of: reported fixed and closed are one moment there. */
function noteForeignEnd(
  reading: Reading,
  before: CaseFile,
  entry: Extract<CaseEntry, { action: 'endElsewhere' }>,
  at: Instant,
): void {
  const { round } = reading;
  if (entry.data.input.ended === 'rejected') {
    round.rejectedAt = at;
    return;
  }
  const dueAt = runningDue(before, 'handling');
  if (dueAt) settle(reading, dueAt, before.unitId, false);
  round.handledAt ??= at;
  round.closedAt = at;
}

/** What an entry asks of one person or unit, or how it answers. */
function noteSteps(reading: Reading, before: CaseFile, entry: CaseEntry, { at, actorId, seq }: Entry): void {
  const { round } = reading;
  switch (entry.action) {
    case 'sendToVerify': {
      const dueAt = startedDue(entry, 'verification');
      if (!dueAt) break;
      const sendDueAt = runningDue(before, 'acceptance', 'registration');
      addTask(reading, {
        seq,
        kind: 'verification',
        officerId: entry.data.input.inspectorId,
        senderId: actorId,
        sentAt: at,
        sendDueAt,
        dueAt,
      });
      break;
    }
    case 'verify':
      answered(openTask(reading, 'verification'), at, actorId);
      break;
    case 'sendToCheck': {
      const task = openTask(reading, 'check');
      if (task)
        Object.assign(task, {
          officerId: entry.data.input.inspectorId,
          senderId: actorId,
          sentAt: at,
          sendDueAt: task.dueAt,
        });
      break;
    }
    case 'checkFix':
      answered(openTask(reading, 'check'), at, actorId);
      round.checkedAt = at;
      round.checkedBy = actorId;
      break;
    case 'dispatch':
    case 'rule':
    case 'transfer':
      noteDispatch(reading, before, entry, { at, actorId, seq });
      break;
    case 'acknowledge':
      round.acknowledgedAt ??= at;
      answered(openTask(reading, 'dispatch'), at, actorId);
      break;
    case 'decline': {
      const task = openTask(reading, 'dispatch');
      if (task) Object.assign(task, { declinedAt: at, withdrawnAt: at });
      round.declinedAt ??= at;
      round.declines += 1;
      break;
    }
    case 'followUp':
      addTask(reading, {
        seq,
        kind: 'followUp',
        unitId: round.unitId,
        senderId: actorId,
        sentAt: at,
        dueAt: at,
        answeredAt: at,
        ...callResult(entry),
      });
      break;
  }
}

function noteDispatch(
  reading: Reading,
  before: CaseFile,
  entry: Extract<CaseEntry, { action: 'dispatch' | 'rule' | 'transfer' }>,
  by: Pick<Entry, 'at' | 'actorId' | 'seq'>,
): void {
  const { round } = reading;
  const { at, actorId, seq } = by;
  const previous = openTask(reading, 'dispatch');
  if (previous) previous.withdrawnAt = at;
  const sendDueAt = runningDue(before, 'dispatch', 'ruling');
  addTask(reading, {
    seq,
    kind: 'dispatch',
    unitId: entry.data.input.unitId,
    senderId: actorId,
    sentAt: at,
    sendDueAt,
    dueAt: startedDue(entry, 'acknowledgement') ?? at,
  });
  if (round.dispatchedAt !== null) round.redispatchedAt ??= at;
  else Object.assign(round, { dispatchedAt: at, dispatchedBy: actorId, dispatchDueAt: sendDueAt });
}

function callResult(
  entry: Extract<CaseEntry, { action: 'followUp' }>,
): Pick<TaskFact, 'reached' | 'solved' | 'satisfied'> {
  const { reached, solved, satisfied } = entry.data.input;
  return { reached, solved: reached ? solved : null, satisfied: reached ? satisfied : null };
}

/** Whoever answers is charged with the task, also where it was sent to somebody else or to nobody. */
function answered(task: TaskFact | undefined, at: Instant, officerId: string | null): void {
  if (task) Object.assign(task, { answeredAt: at, officerId });
}

/** The round as its last entry left it: what does not change again until it is reopened. */
function closeRound({ round, settled }: Reading, kase: CaseFile): void {
  round.state = kase.state;
  round.outcome = kase.outcome;
  round.urgent = kase.urgent;
  round.categoryId = kase.categoryId;
  round.subdistrictCode = kase.place?.subdistrictCode ?? null;
  round.communityCode = kase.place?.communityCode ?? null;
  round.sectorCode = kase.place?.sectorCode ?? null;
  round.cellCode = kase.place?.cellCode ?? null;
  if (!settled) round.unitId = kase.unitId;
}

/** What is still running: the deadlines that stand now. */
function finish(reading: Reading): void {
  const { kase, round, tasks } = reading;
  closeRound(reading, kase);
  const clock = handlingClock(kase);
  if (clock || reading.settled) round.limited = true;
  if (clock && isRunning(clock) && (!reading.settled || clock.unitId === round.unitId)) {
    if (!reading.settled) round.dueAt = clock.dueAt;
    round.lateAt ??= clock.dueAt;
  } else if (!reading.settled && !round.limited) {
    round.dueAt = round.openedAt;
  }
  if (round.acceptedAt === null) round.acceptanceDueAt = runningDue(kase, 'acceptance');
  if (round.registeredAt === null) round.registrationDueAt = runningDue(kase, 'registration');
  if (round.dispatchedAt === null) round.dispatchDueAt = runningDue(kase, 'dispatch');
  if (round.closedAt === null) round.closingDueAt = runningDue(kase, 'closing');
  for (const task of tasks) {
    const own = reading.rounds[task.round - 1] ?? round;
    task.subdistrictCode = own.subdistrictCode;
    task.communityCode = own.communityCode;
    task.cellCode = own.cellCode;
  }
}
