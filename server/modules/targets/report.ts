import { sha256 } from '../../kernel/digest.ts';
import type { StoredEntry } from '../../kernel/log.ts';
import type { Words } from '../../kernel/words.ts';
import { targetPlanLifecycle } from './lifecycle.ts';
import type { Forecast, FrozenLine, MoneyProgress, PinnedIndicator, Wording } from './model.ts';
import type { MonitoringRecord, SelfEvaluationRecord, TargetPlanRecord } from './procedures.ts';
import { formulaOf, gradeOf, type TargetGrade, totalOf, wordingOf } from './rules.ts';

/** What the year came to: frozen when it is closed, measured anew until then. */
export interface Outcome {
  cutoff: string;
  lines: readonly FrozenLine[];
  money: MoneyProgress;
}

export interface ReportLine {
  indicator: PinnedIndicator;
  /** As it was when the value was measured. */
  definition: Wording | null;
  line: FrozenLine;
  /** What was forecast at each cut-off, and what stood then. */
  history: { cutoff: string; value: number | null; forecast: Forecast | null }[];
  score: { points: number; score: number | null; formula: string | null } | null;
  cause: string;
  action: string;
  /** Of the frozen line, by which anybody can tell that it is the one that was closed. */
  sha256: string;
}

export interface ReportTable {
  scope: string;
  nameZh: string;
  lines: ReportLine[];
  evaluation: {
    id: string;
    cutoff: string;
    state: string;
    execution: number | null;
    total: number | null;
    grade: TargetGrade | null;
    opinion: string;
    money: MoneyProgress;
  } | null;
}

export interface ReportRound {
  id: string;
  cutoff: string;
  state: string;
  money: MoneyProgress;
  counts: Record<FrozenLine['verdict'], number>;
  deviations: { indicatorId: string; cause: string; action: string }[];
  opinion: string;
}

/** 年度绩效报告 — the year in one document: what was promised, how it is measured, what came of it, and who stands for it. */
export interface YearReport {
  year: number;
  unitZh: string;
  planId: string;
  state: TargetPlanRecord['state'];
  cutoff: string;
  money: MoneyProgress;
  goals: { titleZh: string; indicators: string[]; reasonWithout: string }[];
  tables: ReportTable[];
  rounds: ReportRound[];
}

interface ReportSources {
  plan: TargetPlanRecord;
  unitZh: string;
  outcome: Outcome;
  rounds: readonly MonitoringRecord[];
  evaluations: readonly SelfEvaluationRecord[];
}

export function reportOf({ plan, unitZh, outcome, rounds, evaluations }: ReportSources): YearReport {
  const inOrder = rounds.toSorted((a, b) => (a.cutoff < b.cutoff ? -1 : 1));
  const scopes = ['overall', ...plan.projects.map(({ code }) => code)];
  const tables = scopes.flatMap((scope): ReportTable[] => {
    const own = plan.indicators.filter((one) => one.scope === scope);
    if (own.length === 0) return [];
    const evaluation = lastOf(evaluations.filter((one) => one.scope === scope));
    return [
      {
        scope,
        nameZh:
          scope === 'overall' ? '整体绩效目标' : (plan.projects.find(({ code }) => code === scope)?.nameZh ?? scope),
        lines: own.map((indicator) => lineOf(indicator, plan.year, outcome, inOrder, evaluation)),
        evaluation: evaluation === null ? null : evaluated(evaluation),
      },
    ];
  });
  const of = ({ id }: { id: string }) => plan.indicators.filter(({ goalId }) => goalId === id).map((one) => one.id);
  return {
    year: plan.year,
    unitZh,
    planId: plan.id,
    state: plan.state,
    cutoff: outcome.cutoff,
    money: outcome.money,
    goals: plan.goals.map((goal) => ({
      titleZh: goal.titleZh,
      indicators: of(goal),
      reasonWithout: goal.reasonWithout,
    })),
    tables,
    rounds: inOrder.map(roundOf),
  };
}

/** The evaluation that counts: the one reviewed last, else the latest. */
function lastOf(evaluations: readonly SelfEvaluationRecord[]): SelfEvaluationRecord | null {
  const sorted = evaluations.toSorted((a, b) => (a.cutoff < b.cutoff ? -1 : 1));
  return sorted.findLast(({ state }) => state === 'reviewed') ?? sorted.at(-1) ?? null;
}

function evaluated(one: SelfEvaluationRecord): ReportTable['evaluation'] {
  const { total } = totalOf(one.scores, one.execution);
  const { id, cutoff, state, execution, opinion, money } = one;
  return { id, cutoff, state, execution, total, grade: total === null ? null : gradeOf(total), opinion, money };
}

function lineOf(
  indicator: PinnedIndicator,
  year: number,
  outcome: Outcome,
  rounds: readonly MonitoringRecord[],
  evaluation: SelfEvaluationRecord | null,
): ReportLine {
  const own = <T extends { indicatorId: string }>(list: readonly T[]): T | undefined =>
    list.find(({ indicatorId }) => indicatorId === indicator.id);
  const line = own(outcome.lines) ?? missing(indicator);
  const score = evaluation ? own(evaluation.scores) : undefined;
  const scored = evaluation ? own(evaluation.lines) : undefined;
  const said = evaluation ? own(evaluation.explanations) : undefined;
  return {
    indicator,
    definition: line.wording ?? wordingOf(indicator.metric, indicator.choice),
    line,
    history: rounds.flatMap((round) => {
      const then = own(round.lines);
      return then ? [{ cutoff: round.cutoff, value: then.value.value, forecast: then.forecast ?? null }] : [];
    }),
    score: score
      ? {
          points: score.points,
          score: score.score,
          formula: scored ? formulaOf(indicator, scored.value, year) : null,
        }
      : null,
    cause: said?.cause ?? '',
    action: said?.action ?? '',
    sha256: sha256(JSON.stringify(line)),
  };
}

/** An indicator that the outcome does not tell of has no data, rather than none. */
function missing({ id, metric, metricVersion, choice }: PinnedIndicator): FrozenLine {
  return {
    indicatorId: id,
    metric,
    metricVersion,
    choice,
    value: {
      state: 'noData',
      numerator: null,
      denominator: null,
      value: null,
      range: null,
      sample: 0,
      months: [],
      evidence: [],
      ids: [],
      note: null,
    },
    verdict: 'noData',
  };
}

function roundOf({ id, cutoff, state, money, lines, explanations, opinion }: MonitoringRecord): ReportRound {
  const counts = { met: 0, missed: 0, undecided: 0, noData: 0 };
  for (const { verdict } of lines) counts[verdict] += 1;
  return { id, cutoff, state, money, counts, deviations: explanations, opinion };
}

export interface LogLine {
  seq: number;
  what: Words;
  at: string;
  by: string | null;
  hash: string;
}

/** Who did what to the plan and when, each entry with its hash in the chain. */
export function logLines(entries: readonly StoredEntry[], names: ReadonlyMap<string, string>): LogLine[] {
  const labels: Record<string, { label: Words }> = { ...targetPlanLifecycle.openings, ...targetPlanLifecycle.actions };
  return entries.map(({ seq, action, at, actorId, hash }) => ({
    seq,
    what: labels[action]?.label ?? { zh: action, en: action },
    at,
    by: actorId === null ? null : (names.get(actorId) ?? null),
    hash,
  }));
}
