import type { Line, Project } from '../budget/model.ts';
import { showAmount } from '../disclosure/document/money.ts';
import { ordinalZh } from '../disclosure/document/signs.ts';
import { readTarget } from '../disclosure/document/targets.ts';
import type { Amount, Indicator, OverallTargets, ProjectTargets } from '../disclosure/model.ts';
import type { Goal, PlanIndicator } from './model.ts';

/** What of a plan is printed: its goals and indicators, and the projects that have a table of their own. */
export interface PrintedPlan {
  projects: readonly { code: string; nameZh: string }[];
  goals: readonly Goal[];
  indicators: readonly PlanIndicator[];
}

/** What of a budget stands in the head of the target tables. */
export interface PlanMoney {
  lines: readonly Line[];
  projects: readonly Pick<Project, 'code' | 'goalZh'>[];
}

export interface TargetTables {
  overall: OverallTargets;
  projects: ProjectTargets[];
}

const FISCAL: readonly string[] = ['generalPublicBudget', 'governmentFund', 'stateCapital'];

const amountOf = (lines: readonly Line[] | undefined, fits: (line: Line) => boolean): Amount => {
  if (lines === undefined) return { printed: '', fen: null };
  const fen = lines.filter(fits).reduce((sum, line) => sum + line.fen, 0);
  return { printed: showAmount(fen), fen };
};

/** The indicators of one table, numbered W01… or P01… as a published document numbers them. */
export function tableOf(plan: Pick<PrintedPlan, 'indicators'>, scope: string): Indicator[] {
  return plan.indicators
    .filter((one) => one.scope === scope)
    .map(({ level1Zh, level2Zh, level3Zh, targetPrinted, weight }, i) => ({
      id: `${scope === 'overall' ? 'W' : 'P'}${String(i + 1).padStart(2, '0')}`,
      line: 0,
      level1Zh,
      level2Zh,
      level3Zh,
      inherited: [],
      targetPrinted,
      ...readTarget(targetPrinted),
      weight,
    }));
}

/**
 * 绩效目标表 — a plan as the tables of the disclosure: the whole, then each project that has indicators. Amounts are blank
 * where no budget is given.
 */
export function targetTables(plan: PrintedPlan, money: PlanMoney | null): TargetTables {
  const lines = money?.lines;
  const own = plan.projects.filter(({ code }) => plan.indicators.some(({ scope }) => scope === code));
  return {
    overall: {
      titleZh: '部门整体支出绩效目标表',
      line: 0,
      funds: {
        total: amountOf(lines, () => true),
        project: amountOf(lines, ({ kind }) => kind === 'project'),
        basic: amountOf(lines, ({ kind }) => kind !== 'project'),
      },
      goals: plan.goals.map(({ titleZh }, i) => ({ ordinal: ordinalZh(i + 1), titleZh })),
      goalLines: [],
      indicators: tableOf(plan, 'overall'),
    },
    projects: own.map(({ code, nameZh }) => ({
      titlePrinted: `${nameZh}绩效目标`,
      line: 0,
      nameZh,
      code,
      funds: {
        total: amountOf(lines, ({ projectCode }) => projectCode === code),
        fiscal: amountOf(lines, ({ projectCode, fund }) => projectCode === code && FISCAL.includes(fund)),
        other: amountOf(lines, ({ projectCode, fund }) => projectCode === code && !FISCAL.includes(fund)),
      },
      overallGoalZh: money?.projects.find((one) => one.code === code)?.goalZh ?? '',
      overallGoalLine: 0,
      indicators: tableOf(plan, code),
    })),
  };
}

export interface PrintedTarget {
  level1Zh: string;
  level2Zh: string;
  nameZh: string;
  /** Operator, number and unit, e.g. ≥95%. */
  targetZh: string;
}

/** The same in the words of the published text: goals, overall targets, and each project with its goal and targets. */
export function targetWords({ overall, projects }: TargetTables, goals: readonly Goal[]) {
  const printed = (indicators: readonly Indicator[]): PrintedTarget[] =>
    indicators.map(({ level1Zh, level2Zh, level3Zh, targetPrinted }) => ({
      level1Zh,
      level2Zh,
      nameZh: level3Zh,
      targetZh: targetPrinted,
    }));
  return {
    goals: goals.map(({ titleZh, textZh }) => ({ titleZh, textZh: textZh ?? '' })),
    targets: printed(overall.indicators),
    projects: projects.map(({ code, overallGoalZh, funds, indicators }) => ({
      code: code ?? '',
      goalZh: overallGoalZh,
      otherFen: funds.other.fen ?? 0,
      targets: printed(indicators),
    })),
  };
}
