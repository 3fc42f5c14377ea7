import type { Instant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import type { Period } from '../evaluation/model.ts';
import type { Dates } from '../office/rules.ts';

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

/** 定义原文 — the definition in words as it stood when a target was written or a value measured, whatever becomes of it. */
export interface Wording {
  label: Words;
  numerator: Words;
  denominator: Words | null;
  rule: Words;
  source: Words;
  choice: Words | null;
  version: number;
}

/** The plan's indicator as it is kept: what was read from the printed target, and the definition of the day. */
export interface PinnedIndicator extends PlanIndicator {
  operator: TargetOperator;
  target: string;
  unit: string;
  metricVersion: number | null;
  /** Absent from plans written before it was kept. */
  wording?: Wording | null;
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

/** 并列值 — what is shown beside a value and never mixed with it. */
export interface Beside {
  label: Words;
  numerator: number | null;
  denominator: number | null;
  /** In the unit of the metric; null without data. */
  value: number | null;
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
  beside?: Beside[];
  /** 正常 or 不正常, where the choice comes to words; `value` is then 100 or 0. */
  word?: Words;
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

/** 街道、单位的等级 — of one that the same document graded beside the district. */
export interface GradedObject {
  nameZh: string;
  grade: CityGrade;
}

export interface FrozenLine {
  indicatorId: string;
  metric: string | null;
  metricVersion: number | null;
  choice: string | null;
  value: MeasuredValue;
  verdict: TargetVerdict;
  /** What the year was thought to end with then; absent from rounds opened before it was kept. */
  forecast?: Forecast | null;
  /** The definition by which it was measured; absent from what was frozen before it was kept. */
  wording?: Wording | null;
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

/** A plan's year up to a day, for the reckoning: what has not happened yet is not part of it. */
export interface AskedYear {
  year: number;
  dates: Dates;
  period: Period;
  timeZone: string;
  asOf: Instant;
}
