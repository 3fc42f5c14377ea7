import { z } from 'zod';
import type { Instant } from '../../kernel/instant.ts';
import type { Origin } from '../../kernel/log.ts';
import type { CaseState } from '../cases/lifecycle.ts';
import type { Outcome, Source } from '../cases/model.ts';

/** 评价对象 — who or what is evaluated. */
export const objectWords = {
  unit: { zh: '责任单位', en: 'responsible unit' },
  subdistrict: { zh: '街道', en: 'sub-district' },
  community: { zh: '社区', en: 'community' },
  cell: { zh: '单元网格', en: 'unit-grid cell' },
  inspector: { zh: '监督员', en: 'inspector' },
  intakeOfficer: { zh: '受理员', en: 'intake officer' },
  shiftLeader: { zh: '值班长', en: 'shift leader' },
  dispatcher: { zh: '派遣员', en: 'dispatcher' },
};
export type ObjectKind = keyof typeof objectWords;
export const objectKinds = Object.keys(objectWords) as [ObjectKind, ...ObjectKind[]];
export const areaKinds = ['subdistrict', 'community', 'cell'] as const satisfies readonly ObjectKind[];

/**
 * 案卷轮次 — what the log of a case says about one of its rounds: who did each stage, when, and until when it was owed.
 * Every instant is kept rather than a flag, so that a period can be read as the log stood on a given day.
 */
export interface RoundFact {
  jurisdictionId: number;
  caseId: string;
  round: number;
  number: string;
  /** As the round stands now; a reopened round stays `closed`. */
  state: CaseState;
  source: Source;
  origin: Origin;
  categoryId: string | null;
  subdistrictCode: string | null;
  communityCode: string | null;
  sectorCode: string | null;
  cellCode: string | null;
  /** The unit charged: which held the case when it was reported fixed or fell due; until then, which holds it. */
  unitId: string | null;
  urgent: boolean;
  openedAt: Instant;
  reportedBy: string | null;
  /** Reported by the public, not found by those who patrol. */
  fromPublic: boolean;
  /** The inspector on whose ground it lay when it was reported. */
  patrolledBy: string | null;
  acceptedAt: Instant | null;
  acceptedBy: string | null;
  acceptanceDueAt: Instant | null;
  registeredAt: Instant | null;
  registeredBy: string | null;
  registrationDueAt: Instant | null;
  /** The first dispatch of the round, and the clock under which it was made. */
  dispatchedAt: Instant | null;
  dispatchedBy: string | null;
  dispatchDueAt: Instant | null;
  acknowledgedAt: Instant | null;
  /** The first time the unit reported it fixed. */
  handledAt: Instant | null;
  handledBy: string | null;
  /**
   * The period to which the round belongs: its handling deadline as it stood when it was first reported fixed or passed,
   * or as it stands now; for imported rounds without a limit, the day they came. Null while nothing is due.
   */
  dueAt: Instant | null;
  /** When the unit's time first ran out, or will if nothing happens; null if it cannot any more. */
  lateAt: Instant | null;
  /** False for imported rounds that never had a deadline: nobody can say whether they were in time. */
  limited: boolean;
  checkedAt: Instant | null;
  checkedBy: string | null;
  closedAt: Instant | null;
  closedBy: string | null;
  closingDueAt: Instant | null;
  outcome: Outcome | null;
  rejectedAt: Instant | null;
  voidedAt: Instant | null;
  mergedAt: Instant | null;
  unmergedAt: Instant | null;
  /** The first of each; the numbers stand beside. */
  extendedAt: Instant | null;
  suspendedAt: Instant | null;
  declinedAt: Instant | null;
  redispatchedAt: Instant | null;
  reworkedAt: Instant | null;
  supervisedAt: Instant | null;
  reopenedAt: Instant | null;
  reworks: number;
  extensions: number;
  declines: number;
  /** Number of the log entry up to which the case was read. */
  version: number;
}

/**
 * 任务 — one thing asked of one person or unit: a report made on patrol, a verification, a check, a dispatch to
 * acknowledge, a follow-up call.
 */
export const taskKinds = ['report', 'verification', 'check', 'dispatch', 'followUp'] as const;
export interface TaskFact {
  jurisdictionId: number;
  caseId: string;
  /** Number of the log entry by which it began. */
  seq: number;
  kind: (typeof taskKinds)[number];
  round: number;
  unitId: string | null;
  subdistrictCode: string | null;
  communityCode: string | null;
  cellCode: string | null;
  officerId: string | null;
  senderId: string | null;
  sentAt: Instant | null;
  /** Until when it should have been sent. */
  sendDueAt: Instant | null;
  /** The period to which it belongs: when it was due; for reports and calls, when they were made. */
  dueAt: Instant;
  answeredAt: Instant | null;
  /** It came to nothing without anybody's fault: voided, merged, or passed on. */
  withdrawnAt: Instant | null;
  declinedAt: Instant | null;
  voidedAt: Instant | null;
  reached: boolean | null;
  solved: boolean | null;
  /** 满意或基本满意; null without an answer. */
  satisfied: boolean | null;
  /** Whether the answer was 基本满意; null without an answer. */
  fairly: boolean | null;
  /** 报送渠道 of the case, for calls, whose answers are told apart by it; null for other tasks. */
  source: Source | null;
  /** When a later call about the case was told whether they are satisfied, and whether it is solved: then that answer stands. */
  toldAgainAt: Instant | null;
  saidAgainAt: Instant | null;
}

/** What a case's log says, for the evaluation. */
export interface CaseFacts {
  rounds: RoundFact[];
  tasks: TaskFact[];
}

/** A rate keeps the numbers it was made of. An empty denominator is no data: neither 0 nor 100. */
export interface Measured {
  met: number;
  of: number;
  /** A fraction 0–1 for rates, the number itself for counts; null without data. */
  value: number | null;
}

/** 分档 — points for a number a month: the first band whose `upTo` is not below it; the last has none. */
const bandShape = z.strictObject({ upTo: z.number().min(0).nullable(), points: z.number().min(0).max(100) });

const schemePartShape = z.strictObject({
  indicator: z.string(),
  weight: z.number().gt(0).max(1),
  /** 负向指标 — the fewer the better: scored as (1 − rate) × 100. */
  inverted: z.boolean().default(false),
  bands: z.array(bandShape).min(2).max(12).optional(),
});
export type SchemePart = z.output<typeof schemePartShape>;

const words = z.strictObject({ zh: z.string().max(1000), en: z.string().max(1000) });

/** 评价方案 — by which indicators, with what weights, an object is scored. A period is scored by the scheme at its first day. */
export const schemeShape = z.strictObject({
  parts: z.array(schemePartShape).min(1).max(20),
  /** Below so many cases a number is shown but not ranked. */
  minSample: z.int().min(1).max(10_000).default(30),
  /** A period is final so many days after its end: what happens later does not move it. */
  settleDays: z.int().min(0).max(60).default(7),
  note: words.default({ zh: '', en: '' }),
});
export type Scheme = z.output<typeof schemeShape>;

export interface StoredScheme extends Scheme {
  object: ObjectKind;
  /** 0: the installation's own, after the published formulas. */
  version: number;
  validFrom: string;
}

export const grades = {
  A: { label: { zh: '优秀', en: 'excellent' }, colour: 'green', from: 90 },
  B: { label: { zh: '良好', en: 'good' }, colour: 'blue', from: 75 },
  C: { label: { zh: '中等', en: 'fair' }, colour: 'yellow', from: 60 },
  D: { label: { zh: '较差', en: 'poor' }, colour: 'red', from: 40 },
  E: { label: { zh: '差', en: 'bad' }, colour: 'black', from: 0 },
} as const;
export type Grade = keyof typeof grades;

/** 考评期 — whole local days, both inclusive, with the instants at which they begin and end. */
export interface Period {
  from: string;
  to: string;
  start: Instant;
  /** Not included. */
  end: Instant;
  /** Its length in months, by which numbers are made comparable with bands. */
  months: number;
}
