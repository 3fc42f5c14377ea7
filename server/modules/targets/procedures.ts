import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import { isSound, planFaults } from './checks/plan.ts';
import { pinned } from './checks/typed.ts';
import {
  cityAssessmentLifecycle,
  monitoringLifecycle,
  selfEvaluationLifecycle,
  targetPlanLifecycle,
} from './lifecycle.ts';
import type {
  CityGrade,
  Explanation,
  FrozenLine,
  Goal,
  GradedObject,
  ManualValue,
  MoneyProgress,
  PinnedIndicator,
  PlanIndicator,
  Score,
} from './model.ts';
import { owesCause } from './rules.ts';
import type { PlanMoney } from './tables.ts';

export interface TargetPlan {
  year: number;
  staffInPost: number | null;
  projects: { code: string; nameZh: string }[];
  goals: Goal[];
  indicators: PinnedIndicator[];
  manuals: ManualValue[];
  /** Everybody who wrote something into it since it was last approved. */
  writtenBy: string[];
  /** The year as it was closed; absent before. */
  closing?: Closing;
}

/** 年度结束 — what everything came to, frozen, and the checksum of the report made of it. */
export interface Closing {
  unitZh: string;
  cutoff: string;
  lines: FrozenLine[];
  money: MoneyProgress;
  sha256: string;
}

/** What a plan's actions refer to, looked up by the command. */
export interface PlanFacts extends Situation {
  /** The budget of the year: what is promised of the money must be possible. */
  money?: PlanMoney | null;
  /** Of a closing. */
  closing?: Closing;
  yearOver?: boolean;
  openProcedures?: number;
  /** Tables without a reviewed evaluation of the whole year. */
  unevaluated?: readonly string[];
}

const mayRead = (_record: unknown, actor: { permissions: ReadonlySet<string> }) => actor.permissions.has('target.read');

const twice = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id)).size < list.length;
const waiting = (plan: TargetPlan, indicatorId: unknown) =>
  plan.manuals.findLast((one) => one.indicatorId === indicatorId && one.confirmedBy === null);

export const targetPlanProcedure: Procedure<typeof targetPlanLifecycle, TargetPlan, PlanFacts> = {
  lifecycle: targetPlanLifecycle,
  table: 'targets_plan',
  /** The definitions of the day are pinned: the plan stands as it was written, whatever becomes of them. */
  freeze(_record, name, input, { closing }) {
    if (name === 'closePlan' && closing) return { closing };
    if (name !== 'writePlan') return {};
    return { indicators: (input.indicators as PlanIndicator[]).map(pinned) };
  },
  begin: ({ data: { input } }, { actorId }) => ({
    year: input.year,
    staffInPost: null,
    projects: [],
    goals: [],
    indicators: [],
    manuals: [],
    writtenBy: actorId === null ? [] : [actorId],
  }),
  change(plan, entry, { actorId }) {
    switch (entry.action) {
      case 'writePlan': {
        const { staffInPost, projects, goals } = entry.data.input;
        const indicators = entry.data.frozen.indicators as PinnedIndicator[];
        const writtenBy =
          actorId === null || plan.writtenBy.includes(actorId) ? plan.writtenBy : [...plan.writtenBy, actorId];
        return { staffInPost, projects, goals, indicators, writtenBy };
      }
      case 'enterValue': {
        const { input } = entry.data;
        const others = plan.manuals.filter((one) => one.indicatorId !== input.indicatorId || one.confirmedBy !== null);
        return { manuals: [...others, { ...input, by: actorId, confirmedBy: null }] };
      }
      case 'confirmValue': {
        const one = waiting(plan, entry.data.input.indicatorId);
        return { manuals: plan.manuals.map((value) => (value === one ? { ...value, confirmedBy: actorId } : value)) };
      }
      case 'closePlan': {
        const closing = entry.data.frozen.closing as Closing | undefined;
        return closing ? { closing } : {};
      }
      default:
        return {};
    }
  },
  relations: {},
  refusals: {
    planEmpty: ({ indicators }) => indicators.length === 0,
    planUnsound: (plan, { money }) => !isSound(planFaults({ ...plan, money: money ?? null })),
    yearNotOver: (_plan, { yearOver }) => yearOver === false,
    proceduresOpen: (_plan, { openProcedures = 0 }) => openProcedures > 0,
    notEvaluated: (_plan, { unevaluated = [] }) => unevaluated.length > 0,
    sameKeyTwice: (_plan, _facts, input) =>
      input !== null && (twice(input.goals as Goal[]) || twice(input.indicators as PlanIndicator[])),
    ownPlan: ({ writtenBy }, { actor }) => actor !== null && writtenBy.includes(actor.id),
    noSuchIndicator: ({ indicators }, _facts, input) =>
      input !== null && !indicators.some(({ id }) => id === input.indicatorId),
    nothingToConfirm: (plan, _facts, input) =>
      input === null
        ? !plan.manuals.some(({ confirmedBy }) => confirmedBy === null)
        : !waiting(plan, input.indicatorId),
    ownValue: (plan, { actor }, input) =>
      input !== null && actor !== null && waiting(plan, input.indicatorId)?.by === actor.id,
  },
  maySee: mayRead,
  columns: ({ year }) => ({ year }),
  cleaned: redact,
};
export type TargetPlanRecord = RecordOf<typeof targetPlanProcedure>;

export interface CityAssessment {
  /** YYYY-MM. */
  month: string;
  grade: CityGrade;
  score: number | null;
  document: string;
  publishedOn: string;
  text: string;
  /** Absent from what was entered before it was asked for. */
  objects?: GradedObject[];
}

export const cityAssessmentProcedure: Procedure<typeof cityAssessmentLifecycle, CityAssessment> = {
  lifecycle: cityAssessmentLifecycle,
  table: 'targets_assessment',
  begin: ({ data: { input } }) => ({ ...input }),
  change: () => ({}),
  relations: {},
  refusals: { ownEntry: ({ openedBy }, { actor }) => actor !== null && openedBy === actor.id },
  maySee: mayRead,
  columns: ({ month }) => ({ month }),
  cleaned: redact,
};
export type CityAssessmentRecord = RecordOf<typeof cityAssessmentProcedure>;

/** What was measured at the cut-off, looked up by the command when it opens. */
export interface MeasuredFacts extends Situation {
  measured?: { lines: FrozenLine[]; money: MoneyProgress; scores: Score[]; execution: number | null } | Refusal;
}

export interface Monitoring {
  planId: string;
  cutoff: string;
  lines: FrozenLine[];
  money: MoneyProgress;
  explanations: Explanation[];
  opinion: string;
}

const withExplanation = (list: readonly Explanation[], one: Explanation): Explanation[] => [
  ...list.filter(({ indicatorId }) => indicatorId !== one.indicatorId),
  one,
];

const unexplained = ({ explanations }: Pick<Monitoring, 'explanations'>, owing: readonly string[]): boolean =>
  owing.some((id) => !explanations.some(({ indicatorId }) => indicatorId === id));

const strange = (lines: readonly FrozenLine[], input: Record<string, unknown> | null): boolean =>
  input !== null && !lines.some(({ indicatorId }) => indicatorId === input.indicatorId);

function frozenOf({ measured }: MeasuredFacts): Record<string, unknown> | Refusal {
  return measured === undefined ? {} : { ...measured };
}

export const monitoringProcedure: Procedure<typeof monitoringLifecycle, Monitoring, MeasuredFacts> = {
  lifecycle: monitoringLifecycle,
  table: 'targets_monitoring',
  freeze: (record, _name, _input, facts) => (record === null ? frozenOf(facts) : {}),
  begin: ({ data: { input, frozen } }) => ({
    ...input,
    lines: frozen.lines as FrozenLine[],
    money: frozen.money as MoneyProgress,
    explanations: [],
    opinion: '',
  }),
  change(round, entry) {
    if (entry.action === 'explain') return { explanations: withExplanation(round.explanations, entry.data.input) };
    return entry.action === 'reviewRound' ? { opinion: entry.data.input.opinion } : {};
  },
  relations: {},
  refusals: {
    noSuchLine: ({ lines }, _facts, input) => strange(lines, input),
    causesOwed: (round) =>
      unexplained(
        round,
        round.lines.filter(owesCause).map(({ indicatorId }) => indicatorId),
      ),
    ownRound: ({ openedBy }, { actor }) => actor !== null && openedBy === actor.id,
  },
  maySee: mayRead,
  columns: ({ planId, cutoff }) => ({ plan_id: planId, cutoff }),
  cleaned: redact,
};
export type MonitoringRecord = RecordOf<typeof monitoringProcedure>;

export interface SelfEvaluation extends Monitoring {
  scope: string;
  scores: Score[];
  /** Points for execution; null where there is no budget. */
  execution: number | null;
}

/** Whatever lost points or went far beyond the target owes a reason. */
const owing = ({ scores }: SelfEvaluation): string[] =>
  scores
    .filter(({ score, points, overReached }) => overReached || (score ?? 0) < points)
    .map(({ indicatorId }) => indicatorId);

export const selfEvaluationProcedure: Procedure<typeof selfEvaluationLifecycle, SelfEvaluation, MeasuredFacts> = {
  lifecycle: selfEvaluationLifecycle,
  table: 'targets_evaluation',
  freeze: (record, _name, _input, facts) => (record === null ? frozenOf(facts) : {}),
  begin: ({ data: { input, frozen } }) => ({
    ...input,
    lines: frozen.lines as FrozenLine[],
    money: frozen.money as MoneyProgress,
    scores: frozen.scores as Score[],
    execution: frozen.execution as number | null,
    explanations: [],
    opinion: '',
  }),
  change(round, entry) {
    if (entry.action === 'explain') return { explanations: withExplanation(round.explanations, entry.data.input) };
    return entry.action === 'reviewRound' ? { opinion: entry.data.input.opinion } : {};
  },
  relations: {},
  refusals: {
    noSuchLine: ({ lines }, _facts, input) => strange(lines, input),
    causesOwed: (round) => unexplained(round, owing(round)),
    valuesOwed: ({ scores, execution }) => execution === null || scores.some(({ score }) => score === null),
    ownRound: ({ openedBy }, { actor }) => actor !== null && openedBy === actor.id,
  },
  maySee: mayRead,
  columns: ({ planId, cutoff }) => ({ plan_id: planId, cutoff }),
  cleaned: redact,
};
export type SelfEvaluationRecord = RecordOf<typeof selfEvaluationProcedure>;
