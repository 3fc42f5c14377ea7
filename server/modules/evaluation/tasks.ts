import type { Instant } from '../../kernel/instant.ts';
import type { Entry } from '../../kernel/log.ts';
import { type CaseFile, satisfactionOf } from '../cases/model.ts';
import type { CaseEntry } from '../cases/rules.ts';
import type { TaskFact } from './model.ts';
import { addTask, openTask, type Reading, runningDue, startedDue } from './reading.ts';

/** What an entry asks of one person or unit, or how it answers. */
export function noteTasks(reading: Reading, before: CaseFile, entry: CaseEntry, { at, actorId, seq }: Entry): void {
  const { round } = reading;
  switch (entry.action) {
    case 'sendToVerify':
      noteVerification(reading, before, entry, { at, actorId, seq });
      break;
    case 'verify':
      answered(openTask(reading, 'verification'), at, actorId);
      break;
    case 'sendToCheck': {
      const task = openTask(reading, 'check');
      if (!task) break;
      assign(task, at, entry.data.input.inspectorId);
      if (task.sentAt === null) Object.assign(task, { senderId: actorId, sentAt: at, sendDueAt: task.dueAt });
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
    case 'followUp': {
      const told = callResult(entry);
      for (const earlier of reading.tasks) {
        if (earlier.satisfied !== null && told.satisfied !== null) earlier.toldAgainAt ??= at;
        if (earlier.solved !== null && told.solved !== null) earlier.saidAgainAt ??= at;
      }
      addTask(reading, {
        seq,
        kind: 'followUp',
        unitId: round.unitId,
        source: round.source,
        senderId: actorId,
        sentAt: at,
        dueAt: at,
        answeredAt: at,
        ...told,
      });
      break;
    }
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
  else
    Object.assign(round, { dispatchedAt: at, dispatchedBy: actorId, dispatchDueAt: round.dispatchDueAt ?? sendDueAt });
}

function callResult(
  entry: Extract<CaseEntry, { action: 'followUp' }>,
): Pick<TaskFact, 'reached' | 'solved' | 'satisfied' | 'fairly'> {
  const { reached, solved } = entry.data.input;
  if (!reached) return { reached, solved: null, satisfied: null, fairly: null };
  const { satisfied, fairly = false } = satisfactionOf(entry.data.input);
  return { reached, solved, satisfied, fairly: satisfied === null ? null : fairly };
}

/** Sent on to another inspector while being verified, it stays one task; the first sender is judged by the first sending. */
function noteVerification(
  reading: Reading,
  before: CaseFile,
  entry: Extract<CaseEntry, { action: 'sendToVerify' }>,
  { at, actorId, seq }: Pick<Entry, 'at' | 'actorId' | 'seq'>,
): void {
  const { inspectorId } = entry.data.input;
  const dueAt = startedDue(entry, 'verification');
  const task = openTask(reading, 'verification');
  if (dueAt) {
    const sendDueAt = runningDue(before, 'acceptance', 'registration');
    addTask(reading, {
      seq,
      kind: 'verification',
      officerId: inspectorId,
      senderId: actorId,
      sentAt: at,
      sendDueAt,
      dueAt,
    });
  } else if (task) assign(task, at, inspectorId);
}

/** A task that was overdue before is not the fault of whoever gets it then. */
function assign(task: TaskFact, at: Instant, officerId: string | null): void {
  if (officerId !== null && at <= task.dueAt) task.officerId = officerId;
}

/** One sent to nobody is charged to whoever answers in time; left lying, to nobody. */
function answered(task: TaskFact | undefined, at: Instant, officerId: string | null): void {
  if (!task) return;
  task.answeredAt = at;
  if (at <= task.dueAt) task.officerId = officerId;
}
