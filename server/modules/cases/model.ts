import type { Instant } from '../../kernel/instant.ts';
import type { Limit, Pause } from '../calendar/model.ts';
import type { Place, Point } from '../geo/model.ts';
import type { CaseState, ClockName } from './lifecycle.ts';
import type { natureWords, outcomeWords, satisfactionWords, sourceWords } from './words.ts';

export type Source = keyof typeof sourceWords;
export type Nature = keyof typeof natureWords;
/** 办结结果 — why a case ended; apart from its state, so that "closed" never has to mean "fixed". */
export type Outcome = keyof typeof outcomeWords;

/**
 * 时钟 — one running of a stage's or a unit's limit. Its deadline is frozen when it is set (start, extension, resumption)
 * with the rule it was reckoned by, so that a later change of calendar or catalogue never re-judges it.
 */
export interface Clock {
  /** 1, 2, 3 … within the case. */
  id: number;
  name: ClockName;
  round: number;
  /** Who is charged: the unit for handling and acknowledgement, else the centre (null). */
  unitId: string | null;
  startedAt: Instant;
  limit: Limit;
  extensions: { limit: Limit; at: Instant }[];
  pauses: Pause[];
  dueAt: Instant;
  /** When it turns amber. */
  warnAt: Instant;
  stoppedAt: Instant | null;
  /** `done`: the stage was finished; `cancelled`: it passed to somebody else or the case ended otherwise, and is not judged. */
  ended: 'done' | 'cancelled' | null;
  /** Version of calendar and policy, and the registration condition it was granted by. */
  rule: string;
  conditionId: string | null;
}

/** 派遣记录 — one dispatch to a unit and what became of it. */
export interface Dispatch {
  unitId: string;
  assistUnitIds: string[];
  round: number;
  at: Instant;
  by: 'dispatch' | 'transfer' | 'rule' | 'rework';
  acknowledgedAt: Instant | null;
  declinedAt: Instant | null;
  declineReason: string | null;
}

export interface Supervision {
  number: number;
  at: Instant;
  answerBy: Instant;
  unitId: string | null;
  answeredAt: Instant | null;
}

/** 案卷 — the unit of work: the fold of its log (`rules.ts`, `apply`). Holds no personal data. */
export interface CaseFile {
  jurisdictionId: number;
  id: string;
  /** 案卷编号, for people. */
  number: string;
  version: number;
  state: CaseState;
  /** A reopened case is a further round with deadlines of its own. */
  round: number;
  source: Source;
  nature: Nature;
  /** Free text with phone, ID-card and plate numbers taken out. */
  description: string;
  address: string;
  point: Point | null;
  place: Place | null;
  categoryId: string | null;
  conditionId: string | null;
  /** 处置时限 of the registration condition, frozen at registration. */
  handlingLimit: Limit | null;
  urgent: boolean;
  reportedAt: Instant;
  reportedBy: string | null;
  /** Reference to the reporter's own record, which can be erased without touching the log. */
  reporterId: string | null;
  /** How the case is called in the system it came from. */
  externalId: string | null;
  unitId: string | null;
  assistUnitIds: string[];
  inspectorId: string | null;
  parentId: string | null;
  subCases: { id: string; ended: boolean }[];
  mergedInto: string | null;
  absorbed: string[];
  /** The state to which unmerging or resuming leads back. */
  stateBefore: CaseState | null;
  verified: boolean | null;
  declines: number;
  ruled: boolean;
  fixed: boolean | null;
  reworks: number;
  pendingExtension: { limit: Limit; at: Instant; endorsedBy: string | null } | null;
  pendingSuspension: { reviewOn: string; at: Instant } | null;
  suspendedUntil: string | null;
  reminders: number;
  supervisions: Supervision[];
  outcome: Outcome | null;
  registeredAt: Instant | null;
  closedAt: Instant | null;
  followUps: { at: Instant; reached: boolean; solved: boolean | null; satisfied: boolean | null; fairly?: true }[];
  dispatches: Dispatch[];
  clocks: Clock[];
  /** `sha256` of the picture as it is kept; absent in what was attached before hashes were frozen. */
  photos: { id: string; action: string; at: Instant; sha256?: string }[];
}

export type Satisfaction = keyof typeof satisfactionWords;

/** What a call says of satisfaction; earlier entries of a log asked only yes or no, which told 基本满意 not apart. */
export function satisfactionOf(input: { satisfaction?: Satisfaction | null; satisfied?: boolean | null }): {
  satisfied: boolean | null;
  fairly?: true;
} {
  const said = input.satisfaction ?? null;
  if (said === null) return { satisfied: input.satisfied ?? null };
  return said === 'fairly' ? { satisfied: true, fairly: true } : { satisfied: said === 'satisfied' };
}
