import type { Instant } from '../../kernel/instant.ts';
import type { Entry } from '../../kernel/log.ts';
import { handlingClock, isRunning } from '../cases/clocks.ts';
import { apply, begin } from '../cases/fold.ts';
import type { CaseFile, Clock, Source } from '../cases/model.ts';
import type { CaseEntry, OpeningEntry } from '../cases/rules.ts';
import type { CaseFacts } from './model.ts';
import { addTask, endedDue, newRound, passTime, type Reading, runningDue, settle, startedDue } from './reading.ts';
import { noteTasks } from './tasks.ts';

const patrolSources: readonly Source[] = ['inspector', 'gridWorker'];

/** The facts of a case, with its clocks as they stand. */
export interface CaseRead extends CaseFacts {
  clocks: readonly Clock[];
}

/**
 * Reads the whole log of one case, oldest entry first, into facts. A function of the log alone, so reading it again, in
 * any order with other cases, gives the same facts.
 */
export function readCase(entries: readonly Entry[]): CaseRead {
  const [first, ...rest] = entries;
  if (!first) return { rounds: [], tasks: [], clocks: [] };
  const reading = start(first);
  for (const entry of rest) read(reading, entry);
  finish(reading);
  for (const round of reading.rounds) round.version = reading.kase.version;
  return { rounds: reading.rounds, tasks: reading.tasks, clocks: reading.kase.clocks };
}

export function factsOf(entries: readonly Entry[]): CaseFacts {
  const { rounds, tasks } = readCase(entries);
  return { rounds, tasks };
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

function read(reading: Reading, entry: Entry): void {
  passTime(reading, entry.at);
  const taken = { action: entry.action, data: entry.data } as CaseEntry;
  const before = reading.kase;
  reading.kase = apply(before, taken, entry);
  note(reading, before, taken, entry);
  noteTasks(reading, before, taken, entry);
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
      round.mergedAt = entry.action === 'merge' ? at : round.mergedAt;
      round.unmergedAt = entry.action === 'merge' ? null : at;
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
  if (round.dispatchedAt === null) round.dispatchDueAt ??= runningDue(kase, 'dispatch');
  if (round.closedAt === null) round.closingDueAt = runningDue(kase, 'closing');
  for (const task of tasks) {
    const own = reading.rounds[task.round - 1] ?? round;
    task.subdistrictCode = own.subdistrictCode;
    task.communityCode = own.communityCode;
    task.cellCode = own.cellCode;
  }
}
