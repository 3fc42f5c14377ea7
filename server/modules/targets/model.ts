import type { Words } from '../../kernel/words.ts';

/** 比较符号 — what a target demands of the value. `qualitative` names no number: it cannot be approved. */
export const operators = ['gte', 'lte', 'eq', 'qualitative'] as const;
export type TargetOperator = (typeof operators)[number];

/** 年度目标 — what the year is to bring. A goal has an indicator, or says why it needs none. */
export interface Goal {
  id: string;
  titleZh: string;
  /** What the published document says of it below its title; absent from plans written before it was asked for. */
  textZh?: string;
  reasonWithout: string;
}

/** 绩效指标 — one promise of the plan, and by which definition it measures itself. */
export interface PlanIndicator {
  id: string;
  /** `overall`, or the code of the project whose table it stands in. */
  scope: string;
  goalId: string | null;
  level1Zh: string;
  level2Zh: string;
  level3Zh: string;
  /** As it is typed and published, e.g. ≥99.8%. */
  targetPrinted: string;
  /** 容许偏差 in the unit of the target: only with it a rate may be “=”. */
  band: string | null;
  weight: string | null;
  metric: string | null;
  choice: string | null;
  /** Which systems, for metrics that ask so: the word of a group of `uptime`. */
  systems: string | null;
  /** How and how many are asked, for satisfaction. */
  surveyZh: string;
}

/** The plan's indicator as it is kept: what was read from the printed target, and the version of the definition. */
export interface PinnedIndicator extends PlanIndicator {
  operator: TargetOperator;
  target: string;
  unit: string;
  metricVersion: number | null;
}

/** 人工填报 — a value that no module can measure; it counts only once somebody else has confirmed it. */
export interface ManualValue {
  indicatorId: string;
  on: string;
  numerator: number;
  /** Null for a count. */
  denominator: number | null;
  evidence: string;
  by: string | null;
  confirmedBy: string | null;
}

export type ValueState = 'live' | 'noData' | 'insufficient' | 'notComputable' | 'manual';

/** Where a value comes from: a page of this system, or an address of its interface, that shows the records. */
export interface Evidence {
  label: Words;
  screen: string | null;
  api: string;
}

/** 实际值 — a rate keeps its parts; `value` is in the unit of the metric (percent, days, people). */
export interface MeasuredValue {
  state: ValueState;
  numerator: number | null;
  denominator: number | null;
  value: number | null;
  /** Both ends where part of what is measured is unknown; null where all is known. */
  range: { low: number; high: number } | null;
  sample: number;
  /** How many times more its weeks vary than chance would make them; absent where that is not known. */
  dispersion?: number;
  /** By month of the year, for the trend; null for a month without data. */
  months: { month: string; value: number | null }[];
  evidence: Evidence[];
  /** Records behind it, at most a few hundred. */
  ids: string[];
  note: Words | null;
}

export type TargetVerdict = 'met' | 'missed' | 'undecided' | 'noData';

/** 年末预测 — what the year will end with, in the unit of the metric. */
export interface Forecast {
  low: number;
  likely: number;
  high: number;
}

/** 评分 of one indicator, and of the whole. */
export interface Score {
  indicatorId: string;
  points: number;
  score: number | null;
  /** Beyond 1.3 times the target: a reason is owed, and no points are added. */
  overReached: boolean;
}

/** 市级考评 — the city's published result of one month, entered by one officer and confirmed by another. */
export const cityGrades = ['A', 'B', 'C', 'D'] as const;
export type CityGrade = (typeof cityGrades)[number];

export interface FrozenLine {
  indicatorId: string;
  metric: string | null;
  metricVersion: number | null;
  choice: string | null;
  value: MeasuredValue;
  verdict: TargetVerdict;
  /** What the year was thought to end with then; absent from rounds opened before it was kept. */
  forecast?: Forecast | null;
}

/** 资金进度 at a cut-off, in fen. */
export interface MoneyProgress {
  /** 年初预算数, as approved; absent from rounds opened before it was kept. */
  originalFen?: number;
  /** 全年预算数, as adjusted until now. */
  plannedFen: number;
  paidFen: number;
  /** Share of the year that had passed. */
  yearPassed: number;
}

/** Cause and remedy that somebody wrote to a deviation. */
export interface Explanation {
  indicatorId: string;
  cause: string;
  action: string;
}
