import type { Words } from '../../kernel/words.ts';
import { daysOf, micro } from '../disclosure/checks/targets.ts';
import { type FormulaWords, type Metric, metricOf } from './data/metrics.ts';
import type {
  FrozenLine,
  MeasuredValue,
  MoneyProgress,
  PinnedIndicator,
  Score,
  TargetVerdict,
  Wording,
} from './model.ts';

/** Points of the self-evaluation: execution of the budget, and the three first levels. */
export const EXECUTION_POINTS = 10;
/** So many times the target is a deviation too, and asks for a reason. */
const OVER_REACH = 1.3;

export type Demand = Pick<PinnedIndicator, 'operator' | 'target' | 'unit'> & { band?: string | null | undefined };
type Scored = Demand &
  Pick<PinnedIndicator, 'id' | 'targetPrinted'> & {
    weight?: string | null | undefined;
    metric?: string | null | undefined;
  };
type Told = Pick<MeasuredValue, 'numerator' | 'denominator' | 'value' | 'range'>;

/** How a value stands to a target: below, at or above it, compared exactly where its parts are whole numbers. */
function sideOf({ numerator, denominator, value }: Told, target: number, unit: string): number {
  if (numerator !== null && denominator !== null && Number.isInteger(numerator) && Number.isInteger(denominator)) {
    const micros = unit === '%' ? 100_000_000n : 1_000_000n;
    const [left, right] = [BigInt(numerator) * micros, BigInt(target) * BigInt(denominator)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return Math.sign((value ?? 0) * 1e6 - target);
}

export function reaches(told: Told, { operator, target, unit, band }: Demand, most: number | null): boolean {
  const wanted = micro(target);
  const side = sideOf(told, wanted, unit);
  if (operator === 'lte') return side <= 0;
  if (operator === 'gte' || (most !== null && wanted >= most * 1e6)) return side >= 0;
  return band === null || band === undefined ? side === 0 : Math.abs((told.value ?? 0) * 1e6 - wanted) <= micro(band);
}

/** The definition as one of its choices has it; the usual one's for a choice that there is not. */
export function definedBy(key: string | null, choice: string | null): Metric | undefined {
  const metric = metricOf[key ?? ''];
  const other = metric?.otherwise?.[choice ?? ''];
  return metric && other ? { ...metric, ...other } : metric;
}

/** 定义原文 as it stands today, to be kept with whatever is measured by it; null where none was chosen. */
export function wordingOf(key: string | null, choice: string | null): Wording | null {
  const metric = definedBy(key, choice);
  if (!metric) return null;
  const { label, numerator, denominator, rule, source, version, choices } = metric;
  const chosen: Words | null = choices[choice ?? ''] ?? null;
  return { label, numerator, denominator, rule, source, choice: chosen, version };
}

/** Each choice with its formula, for whoever chooses. */
export function choicesOf(metric: Metric): { key: string; label: Words; usual: boolean; formula: FormulaWords }[] {
  return Object.entries(metric.choices).map(([key, label], i) => {
    const { numerator, denominator, rule, source } = { ...metric, ...metric.otherwise?.[key] };
    return { key, label, usual: i === 0, formula: { numerator, denominator, rule, source } };
  });
}

/** The greatest value a metric can have in a year. */
export function mostOf(metric: Metric | undefined, year: number): number | null {
  return metric?.most === 'daysOfYear' ? daysOf(year) : (metric?.most ?? null);
}

/** Whether the promise holds. A range that lies on both sides of the target decides nothing. */
export function verdictOn(told: MeasuredValue, demand: Demand, most: number | null): TargetVerdict {
  if (told.value === null || demand.operator === 'qualitative') return 'noData';
  if (told.range === null) return reaches(told, demand, most) ? 'met' : 'missed';
  const ends = [told.range.low, told.range.high].map((value) =>
    reaches({ numerator: null, denominator: null, value, range: null }, demand, most),
  );
  return ends[0] === ends[1] ? (ends[0] ? 'met' : 'missed') : 'undecided';
}

/** By which of the formulae an indicator is scored; null without a value. */
type Formula = 'reached' | 'targetOverActual' | 'actualOverTarget' | 'offTarget';

function formulaFor(indicator: Scored, told: Told, year: number): Formula | null {
  if (told.value === null || indicator.operator === 'qualitative') return null;
  const most = mostOf(metricOf[indicator.metric ?? ''], year);
  if (reaches(told, indicator, most)) return 'reached';
  if (indicator.operator === 'lte') return 'targetOverActual';
  const atTheTop = most !== null && micro(indicator.target) >= most * 1e6;
  return indicator.operator === 'gte' || atTheTop ? 'actualOverTarget' : 'offTarget';
}

/** 得分 — reached: all points; else in proportion, never below nothing. Null without a value. */
export function scoreOf(indicator: Scored, told: Told, year: number): Score {
  const points = Number(indicator.weight ?? 0);
  const base = { indicatorId: indicator.id, points };
  const formula = formulaFor(indicator, told, year);
  if (formula === null || told.value === null) return { ...base, score: null, overReached: false };
  const [target, actual] = [micro(indicator.target) / 1e6, told.value];
  const overReached = indicator.operator === 'gte' && target > 0 && actual > OVER_REACH * target;
  const share = {
    reached: 1,
    targetOverActual: actual === 0 ? 1 : target / actual,
    actualOverTarget: target === 0 ? 1 : actual / target,
    offTarget: 1 - Math.abs(actual - target) / target,
  }[formula];
  return { ...base, score: Math.min(points, Math.max(0, points * share)), overReached };
}

const shownNumber = (value: number): string => String(Math.round(value * 10_000) / 10_000);

/** 计分公式 — how the points came about, with the numbers put in; null without a score. */
export function formulaOf(indicator: Scored, told: Told, year: number): string | null {
  const formula = formulaFor(indicator, told, year);
  const { points, score } = scoreOf(indicator, told, year);
  if (formula === null || told.value === null || score === null) return null;
  const [target, actual] = [indicator.target, shownNumber(told.value)];
  const parts = {
    reached: `${actual} → ${indicator.targetPrinted}: ${points}`,
    targetOverActual: `${target} ÷ ${actual} × ${points} = ${shownNumber(score)}`,
    actualOverTarget: `${actual} ÷ ${target} × ${points} = ${shownNumber(score)}`,
    offTarget: `(1 − |${actual} − ${target}| ÷ ${target}) × ${points} = ${shownNumber(score)}`,
  };
  return parts[formula];
}

/** 预算执行得分 = 10 × min(1, 支付 ÷ 调整后预算); null without a budget. */
export function executionScore({ plannedFen, paidFen }: Pick<MoneyProgress, 'plannedFen' | 'paidFen'>): number | null {
  return plannedFen > 0 ? EXECUTION_POINTS * Math.max(0, Math.min(1, paidFen / plannedFen)) : null;
}

export const gradeWords = {
  excellent: { zh: '优', en: 'Excellent' },
  good: { zh: '良', en: 'Good' },
  fair: { zh: '中', en: 'Fair' },
  poor: { zh: '差', en: 'Poor' },
} as const;
export type TargetGrade = keyof typeof gradeWords;

/** 等级 by the unrounded total: 优 90, 良 80, 中 60. */
export function gradeOf(total: number): TargetGrade {
  return total >= 90 ? 'excellent' : total >= 80 ? 'good' : total >= 60 ? 'fair' : 'poor';
}

/**
 * 自评总分 — execution and the indicators of one table. An indicator without a value has no score; the total then stays
 * open, for a gap is neither nothing nor everything.
 */
export function totalOf(scores: readonly Score[], execution: number | null): { total: number | null; known: number } {
  const known = scores.reduce((sum, { score }) => sum + (score ?? 0), execution ?? 0);
  const open = execution === null || scores.some(({ score }) => score === null);
  return { total: open ? null : known, known };
}

/** What of a round somebody must explain: what is missed, cannot be decided, or has no data. */
export function owesCause({ verdict }: Pick<FrozenLine, 'verdict'>): boolean {
  return verdict !== 'met';
}
