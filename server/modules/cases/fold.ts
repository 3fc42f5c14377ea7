import { type CaseFile, type Clock, type Dispatch, satisfactionOf } from './model.ts';
import type { CaseEntry, OpeningEntry, PhotoHashes, Stamp } from './rules.ts';

/** Applies the first entry: the case as it came. */
export function begin(entry: OpeningEntry, stamp: Stamp): CaseFile {
  const { start, clocks, photos, photoHashes } = entry.data;
  return { ...start, version: 1, clocks, photos: attached(photos, photoHashes, entry.action, stamp) };
}

function attached(ids: readonly string[], hashes: PhotoHashes = {}, action: string, { at }: Stamp): CaseFile['photos'] {
  return ids.map((id) => {
    const sha256 = hashes[id];
    return { id, action, at, ...(sha256 ? { sha256 } : {}) };
  });
}

/** Puts changed clocks in their places; new ones go to the end. */
function withClocks(clocks: readonly Clock[], changed: readonly Clock[]): Clock[] {
  const next = [...clocks];
  for (const clock of changed) next[clock.id - 1] = clock;
  return next;
}

/**
 * Applies one entry to a case: pure and total, so that a row is at any time the fold of its log (proved by `verify`).
 * It decides nothing; all that was decided is in the entry.
 */
export function apply(kase: CaseFile, entry: CaseEntry, stamp: Stamp): CaseFile {
  const { to, clocks } = entry.data;
  const next: CaseFile = {
    ...kase,
    version: kase.version + 1,
    state: to,
    clocks: withClocks(kase.clocks, clocks),
    ...changes(kase, entry, stamp),
  };
  const added = photosOf(entry);
  if (added.length > 0)
    next.photos = [...kase.photos, ...attached(added, entry.data.frozen.photoHashes, entry.action, stamp)];
  return next;
}

/** The evidence that came with an action. */
export function photosOf(entry: CaseEntry): string[] {
  const { input } = entry.data;
  return 'photos' in input ? (input.photos as string[]) : [];
}

function dispatched(
  kase: CaseFile,
  stamp: Stamp,
  by: Dispatch['by'],
  unitId: string,
  named: string[],
): Partial<CaseFile> {
  const assistUnitIds = [...new Set(named)].filter((id) => id !== unitId);
  const dispatch: Dispatch = {
    unitId,
    assistUnitIds,
    round: kase.round,
    at: stamp.at,
    by,
    acknowledgedAt: null,
    declinedAt: null,
    declineReason: null,
  };
  return {
    unitId,
    assistUnitIds,
    fixed: null,
    inspectorId: null,
    pendingExtension: null,
    pendingSuspension: null,
    dispatches: [...kase.dispatches, dispatch],
  };
}

function lastDispatch(kase: CaseFile, change: Partial<Dispatch>): Dispatch[] {
  const last = kase.dispatches.at(-1);
  return last ? [...kase.dispatches.slice(0, -1), { ...last, ...change }] : kase.dispatches;
}

function changes(kase: CaseFile, entry: CaseEntry, stamp: Stamp): Partial<CaseFile> {
  const { at } = stamp;
  switch (entry.action) {
    case 'accept':
      return { categoryId: entry.data.input.categoryId };
    case 'reject':
      return { outcome: null, closedAt: at, inspectorId: null };
    case 'answer':
      return { outcome: 'answered', closedAt: at, inspectorId: null };
    case 'sendToVerify':
      return {
        inspectorId: entry.data.input.inspectorId,
        stateBefore: kase.state === 'verifying' ? kase.stateBefore : kase.state,
      };
    case 'verify':
      return { verified: entry.data.input.exists, inspectorId: null, stateBefore: null };
    case 'correct': {
      const { categoryId, address } = entry.data.input;
      const { point, place } = entry.data.frozen;
      return {
        ...(categoryId ? { categoryId } : {}),
        ...(address !== undefined ? { address } : {}),
        ...(point ? { point, place: place ?? null } : {}),
      };
    }
    case 'register':
      return {
        conditionId: entry.data.input.conditionId,
        categoryId: entry.data.frozen.categoryId ?? kase.categoryId,
        handlingLimit: entry.data.frozen.limit ?? null,
        registeredAt: at,
      };
    case 'split':
      return { subCases: (entry.data.frozen.subCaseIds ?? []).map((id) => ({ id, ended: false })) };
    case 'subCaseEnded':
      return {
        subCases: kase.subCases.map((sub) => (sub.id === entry.data.input.caseId ? { ...sub, ended: true } : sub)),
      };
    case 'dispatch':
      return dispatched(kase, stamp, 'dispatch', entry.data.input.unitId, entry.data.input.assistUnitIds);
    case 'rule':
      return {
        ...dispatched(kase, stamp, 'rule', entry.data.input.unitId, entry.data.input.assistUnitIds),
        ruled: true,
      };
    case 'transfer':
      return dispatched(kase, stamp, 'transfer', entry.data.input.unitId, kase.assistUnitIds);
    case 'acknowledge':
      return { dispatches: lastDispatch(kase, { acknowledgedAt: at }) };
    case 'decline':
      return {
        declines: kase.declines + 1,
        unitId: null,
        assistUnitIds: [],
        pendingExtension: null,
        dispatches: lastDispatch(kase, { declinedAt: at, declineReason: entry.data.input.reason }),
      };
    case 'reportFixed':
      return { fixed: null, pendingExtension: null, pendingSuspension: null, inspectorId: null };
    case 'sendToCheck':
      return { inspectorId: entry.data.input.inspectorId };
    case 'checkFix':
      return { fixed: entry.data.input.fixed, inspectorId: null };
    case 'rework':
      return { reworks: kase.reworks + 1, fixed: null };
    case 'close':
      return { outcome: entry.data.input.outcome, closedAt: at };
    case 'followUp': {
      const { reached, solved } = entry.data.input;
      return { followUps: [...kase.followUps, { at, reached, solved, ...satisfactionOf(entry.data.input) }] };
    }
    case 'subCaseReopened':
      return {
        subCases: kase.subCases.map((sub) => (sub.id === entry.data.input.caseId ? { ...sub, ended: false } : sub)),
      };
    // A new round owes nothing to the old one: duplicates that ended with it have had their answer.
    case 'reopen':
      return {
        round: kase.round + 1,
        outcome: null,
        closedAt: null,
        mergedInto: null,
        absorbed: [],
        verified: null,
        unitId: null,
        assistUnitIds: [],
        declines: 0,
        ruled: false,
        fixed: null,
        reworks: 0,
        inspectorId: null,
        subCases: [],
      };
    case 'requestExtension':
      return { pendingExtension: { limit: entry.data.input.limit, at, endorsedBy: null } };
    case 'endorseExtension':
      return { pendingExtension: kase.pendingExtension && { ...kase.pendingExtension, endorsedBy: stamp.actorId } };
    case 'grantExtension':
    case 'refuseExtension':
    case 'denyExtension':
      return { pendingExtension: null };
    case 'requestSuspension':
      return { pendingSuspension: { reviewOn: entry.data.input.reviewOn, at } };
    case 'refuseSuspension':
      return { pendingSuspension: null };
    case 'suspend':
      return {
        suspendedUntil: entry.data.input.reviewOn,
        pendingSuspension: null,
        pendingExtension: null,
        stateBefore: kase.state,
      };
    case 'resume':
    case 'resumeOnReview':
      return { suspendedUntil: null, stateBefore: null };
    case 'remind':
      return { reminders: kase.reminders + 1 };
    case 'supervise': {
      const { supervisionNumber, answerBy } = entry.data.frozen;
      const order = {
        number: supervisionNumber ?? 1,
        at,
        answerBy: answerBy ?? at,
        unitId: kase.unitId,
        answeredAt: null,
      };
      return { supervisions: [...kase.supervisions, order] };
    }
    case 'answerSupervision':
      return {
        supervisions: kase.supervisions.map((order) =>
          order.number === entry.data.input.number && order.answeredAt === null ? { ...order, answeredAt: at } : order,
        ),
      };
    case 'merge':
      return { mergedInto: entry.data.input.intoId, stateBefore: kase.state };
    case 'unmerge':
      return { mergedInto: null, stateBefore: null };
    case 'absorb':
      return { absorbed: [...kase.absorbed, entry.data.input.caseId] };
    case 'release':
      return { absorbed: kase.absorbed.filter((id) => id !== entry.data.input.caseId) };
    case 'endWithMain':
      return { outcome: entry.data.input.outcome, closedAt: at, stateBefore: null };
    case 'endElsewhere':
      return {
        outcome: entry.data.input.outcome,
        closedAt: at,
        inspectorId: null,
        pendingExtension: null,
        pendingSuspension: null,
        suspendedUntil: null,
        stateBefore: null,
      };
    case 'void':
      return {
        closedAt: at,
        inspectorId: null,
        stateBefore: null,
        suspendedUntil: null,
        pendingExtension: null,
        pendingSuspension: null,
      };
    case 'flagUrgent':
      return { urgent: true };
    case 'unflagUrgent':
      return { urgent: false };
    case 'assist':
    case 'addNote':
      return {};
  }
}
