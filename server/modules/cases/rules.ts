import type { Actor } from '../../kernel/actor.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Origin } from '../../kernel/log.ts';
import { mayAct, type Permitting } from '../../kernel/procedure.ts';
import { isRefusal, type Refusal, wrongInput } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import type { Limit } from '../calendar/model.ts';
import { deadlineOf } from '../calendar/rules.ts';
import type { RegistrationCondition } from '../catalogue/model.ts';
import type { Place, Point } from '../geo/model.ts';
import { type ClockFacts, extended, handlingClock, isOverdue, moveClocks } from './clocks.ts';
import {
  type CaseAction,
  type CaseInput,
  type CaseRefusal,
  type CaseRelation,
  type CaseState,
  caseActions,
  caseLifecycle,
} from './lifecycle.ts';
import type { CaseFile, Clock } from './model.ts';
import { readCaseForm } from './reading.ts';
import type { KnownPerson } from './redaction.ts';

/** What a decision needs to know besides the case: looked up by the command, handed in. */
export interface CaseFacts extends ClockFacts {
  /** Null when the system itself acts, as a consequence or on a date. */
  actor: Actor | null;
  /** The registration condition named in the form, in the version now in force. */
  condition?: RegistrationCondition;
  /** Where the point of the form lies, and the point in CGCS2000. */
  place?: Place | null;
  point?: Point | null;
  /** The number the next supervision order gets. */
  supervisionNumber?: number;
  /** Ids for the cases that this action opens. */
  newIds?: string[];
  /** SHA-256 of the pictures that the form names, by their ids. */
  photoHashes?: PhotoHashes;
  /** Who reported the case, so that no later text of it tells so. */
  reporter?: KnownPerson;
}

/** What an action froze into its entry besides the answers of its form: nothing of it is looked up again. */
export interface Frozen {
  place?: Place | null;
  point?: Point | null;
  limit?: Limit;
  categoryId?: string;
  conditionVersion?: number;
  supervisionNumber?: number;
  answerBy?: Instant;
  subCaseIds?: string[];
  photoHashes?: PhotoHashes;
}

/** Hexadecimal SHA-256 of pictures as they are kept, by their ids: with them the log proves what was shown. */
export type PhotoHashes = Readonly<Record<string, string>>;

/** The entry of one action, as it goes into the log. */
export type CaseEntry = {
  [A in CaseAction]: { action: A; data: { input: CaseInput<A>; to: CaseState; clocks: Clock[]; frozen: Frozen } };
}[CaseAction];

/** The first entry: how the case came. Free text is redacted; the reporter is only referred to. */
export interface OpeningEntry {
  action: 'report' | 'splitOff' | 'import';
  data: {
    start: Omit<CaseFile, 'version' | 'clocks' | 'photos'>;
    photos: string[];
    photoHashes?: PhotoHashes;
    clocks: Clock[];
  };
}

export interface Stamp {
  at: Instant;
  actorId: string | null;
  origin: Origin;
}

/** Why an action is refused just now. Each is named in the life-cycle's table. */
const refusals: Record<
  CaseRefusal,
  (kase: CaseFile, facts: CaseFacts, input: Record<string, unknown> | null) => boolean
> = {
  notFoundOnSite: (kase) => kase.verified === false,
  noCategory: (kase) => kase.categoryId === null,
  subCaseAlready: (kase) => kase.parentId !== null,
  ruledAlready: (kase) => kase.ruled,
  sameUnit: (kase, _facts, input) => input !== null && input.unitId === kase.unitId,
  overdueAlready: (kase, facts) => {
    const clock = handlingClock(kase);
    return clock !== null && isOverdue(clock, facts.now);
  },
  extendedEnough: (kase, facts) => (handlingClock(kase)?.extensions.length ?? 0) >= facts.settings.extensionsAtMost,
  extensionPending: (kase) => kase.pendingExtension !== null,
  noExtensionPending: (kase) => kase.pendingExtension === null,
  endorsedAlready: (kase) => (kase.pendingExtension?.endorsedBy ?? null) !== null,
  notEndorsed: (kase) => kase.pendingExtension !== null && kase.pendingExtension.endorsedBy === null,
  sameApprover: (kase, facts) => facts.actor !== null && kase.pendingExtension?.endorsedBy === facts.actor.id,
  suspensionPending: (kase) => kase.pendingSuspension !== null,
  noSuspensionPending: (kase) => kase.pendingSuspension === null,
  noOpenSupervision: (kase, _facts, input) =>
    !kase.supervisions.some((order) => order.answeredAt === null && (input === null || order.number === input.number)),
  subCasesOpen: (kase) => kase.subCases.some((sub) => !sub.ended),
  windowOver: (kase, facts) =>
    kase.closedAt !== null &&
    Date.parse(facts.now) - Date.parse(kase.closedAt) > facts.settings.reopenDays * 86_400_000,
  urgentAlready: (kase) => kase.urgent,
  notUrgent: (kase) => !kase.urgent,
  intoItself: (kase, _facts, input) => input !== null && (input.intoId === kase.id || input.intoId === kase.parentId),
  hasAbsorbed: (kase) => kase.absorbed.length > 0,
  ownWork: (kase, facts) =>
    facts.actor?.unitId != null && [kase.unitId, ...kase.assistUnitIds].includes(facts.actor.unitId),
};

const relations: Record<CaseRelation, (kase: CaseFile, actor: Actor) => boolean> = {
  responsibleUnit: (kase, actor) => kase.unitId !== null && actor.unitId === kase.unitId,
  assistUnit: (kase, actor) => actor.unitId !== null && kase.assistUnitIds.includes(actor.unitId),
  assignedInspector: (kase, actor) => kase.inspectorId === null || kase.inspectorId === actor.id,
};

/** Where an action with several targets leads. */
const turnings: { [A in CaseAction]?: (kase: CaseFile, input: CaseInput<A>, facts: CaseFacts) => CaseState } = {
  verify: (kase) => kase.stateBefore ?? 'reported',
  decline: (kase, _input, facts) =>
    kase.declines + 1 >= facts.settings.declinesBeforeRuling ? 'disputed' : 'registered',
  checkFix: (_kase, input) => (input.fixed ? 'checked' : 'failed'),
  reopen: (kase) => (kase.conditionId === null ? 'accepted' : 'registered'),
  resume: (kase) => kase.stateBefore ?? 'registered',
  resumeOnReview: (kase) => kase.stateBefore ?? 'registered',
  unmerge: (kase) => kase.stateBefore ?? 'reported',
  endWithMain: (_kase, input) => input.ended,
  endElsewhere: (_kase, input) => input.ended,
};

/** Whether this officer may see the case at all: centre roles see all, units their own, inspectors their tasks. */
export function maySee(
  kase: Pick<CaseFile, 'unitId' | 'assistUnitIds' | 'inspectorId' | 'reportedBy' | 'state'>,
  actor: Actor,
): boolean {
  if (actor.permissions.has('case.readAll')) return true;
  if (!actor.permissions.has('case.read')) return false;
  if (actor.unitId !== null && (kase.unitId === actor.unitId || kase.assistUnitIds.includes(actor.unitId))) return true;
  if (kase.reportedBy === actor.id || kase.inspectorId === actor.id) return true;
  return (
    actor.permissions.has('case.check') &&
    kase.inspectorId === null &&
    (kase.state === 'verifying' || kase.state === 'handled')
  );
}

/** Who may do what with a case now; see `mayAct` and `offered`. */
export const casePermitting: Permitting<typeof caseLifecycle, CaseFile, CaseFacts> = {
  lifecycle: caseLifecycle,
  relations,
  refusals,
};

/**
 * Decides one action: the log entry it makes, or the reason it may not be taken.
 *
 * Checked in this order: permission, relation, state, form, named refusals. Deadlines are reckoned here and frozen into
 * the entry, so a later change of calendar or catalogue never moves the deadline of a case already dispatched.
 */
export function act(kase: CaseFile, name: CaseAction, asked: unknown, facts: CaseFacts): CaseEntry | Refusal {
  const before = mayAct(casePermitting, kase, name, facts);
  if (before) return before;
  const read = readCaseForm(name, asked, facts.reporter);
  if (isRefusal(read)) return read;
  const after = mayAct(casePermitting, kase, name, facts, read);
  if (after) return after;
  const frozen = freeze(kase, name, read, facts);
  if (isRefusal(frozen)) return frozen;

  const action = caseActions[name];
  const turn = turnings[name] as ((kase: CaseFile, input: unknown, facts: CaseFacts) => CaseState) | undefined;
  const to = turn ? turn(kase, read, facts) : action.to === 'same' ? kase.state : (action.to as CaseState);
  const clocks =
    to === kase.state && name !== 'transfer'
      ? sameStateClocks(kase, name, facts)
      : movedClocks(kase, name, to, read, facts);
  const { photoHashes } = facts;
  return {
    action: name,
    data: { input: read, to, clocks, frozen: photoHashes ? { ...frozen, photoHashes } : frozen },
  } as CaseEntry;
}

const noCondition: Words = { zh: '目录里没有这个立案条件。', en: 'The catalogue has no such registration condition.' };
/** Without a condition there is no limit, and a case without a limit would never be late. */
const unknownCondition = wrongInput('conditionId', noCondition);

/** What the form's references mean today, kept in the entry. */
function freeze(kase: CaseFile, name: CaseAction, input: Record<string, unknown>, facts: CaseFacts): Frozen | Refusal {
  if (name === 'register') {
    if (!facts.condition) return unknownCondition;
    return {
      limit: facts.condition.limit,
      categoryId: facts.condition.categoryId,
      conditionVersion: facts.condition.version,
    };
  }
  if (name === 'correct' && facts.point) return { point: facts.point, place: facts.place ?? null };
  if (name === 'requestExtension') {
    // Said to the unit that asks, not weeks later to the officer who grants.
    const later = deadlineOf(
      facts.calendar,
      handlingClock(kase)?.dueAt ?? facts.now,
      (input as CaseInput<'requestExtension'>).limit,
    );
    if (isRefusal(later)) return later;
  }
  if (name === 'split') return { subCaseIds: facts.newIds ?? [] };
  if (name === 'supervise') {
    const answerBy = deadlineOf(facts.calendar, facts.now, (input as CaseInput<'supervise'>).answerWithin);
    if (isRefusal(answerBy)) return answerBy;
    return { supervisionNumber: facts.supervisionNumber ?? 1, answerBy };
  }
  return {};
}

function sameStateClocks(kase: CaseFile, name: CaseAction, facts: CaseFacts): Clock[] {
  const clock = handlingClock(kase);
  return name === 'grantExtension' && clock && kase.pendingExtension
    ? [extended(clock, kase.pendingExtension.limit, facts)]
    : [];
}

const cancels: readonly CaseAction[] = ['void', 'merge', 'decline', 'transfer', 'split'];

function movedClocks(
  kase: CaseFile,
  name: CaseAction,
  to: CaseState,
  input: Record<string, unknown>,
  facts: CaseFacts,
): Clock[] {
  const round = name === 'reopen' ? kase.round + 1 : kase.round;
  return moveClocks({ clocks: kase.clocks, round }, to, facts, {
    unitId: typeof input.unitId === 'string' ? input.unitId : kase.unitId,
    handlingLimit: kase.handlingLimit,
    conditionId: kase.conditionId,
    endAs: cancels.includes(name) || (name === 'endElsewhere' && to === 'rejected') ? 'cancelled' : 'done',
    anew: name === 'transfer',
  });
}
