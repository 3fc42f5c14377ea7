import { daysOf, micro } from '../disclosure/checks/targets.ts';
import { type Metric, metricOf } from './data/metrics.ts';
import type {
  Forecast,
  FrozenLine,
  MeasuredValue,
  MoneyProgress,
  PinnedIndicator,
  Score,
  TargetVerdict,
} from './model.ts';

/** Points of the self-evaluation: execution of the budget, and the three first levels. */
export const EXECUTION_POINTS = 10;
/** So many times the target is a deviation too, and asks for a reason. */
const OVER_REACH = 1.3;
/** Two-sided 95 %. */
const Z = 1.96;

type Demand = Pick<PinnedIndicator, 'operator' | 'target' | 'band'>;
type Told = Pick<MeasuredValue, 'numerator' | 'denominator' | 'value' | 'range'>;

/** How a value stands to a target: below, at or above it, compared exactly where its parts are whole numbers. */
function sideOf({ numerator, denominator, value }: Told, target: number): number {
  if (numerator !== null && denominator !== null && Number.isInteger(numerator) && Number.isInteger(denominator)) {
    const [left, right] = [BigInt(numerator) * 100_000_000n, BigInt(target) * BigInt(denominator)];
    return left < right ? -1 : left > right ? 1 : 0;
  }
  return Math.sign((value ?? 0) * 1e6 - target);
}

function reaches(told: Told, { operator, target, band }: Demand, most: number | null): boolean {
  const wanted = micro(target);
  const side = sideOf(told, wanted);
  if (operator === 'lte') return side <= 0;
  if (operator === 'gte' || (most !== null && wanted >= most * 1e6)) return side >= 0;
  return band === null ? side === 0 : Math.abs((told.value ?? 0) * 1e6 - wanted) <= micro(band);
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

/** Wilson's interval of a share: sensible at 0 and 1, too. */
function shareBetween(met: number, of: number): { low: number; high: number } {
  const p = met / of;
  const centre = p + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

/**
 * 年末预测 — a rate goes on as it has gone, within what its size lets expect; a count and days go on at their pace; what is
 * a level stays. `passed` is the share of the year behind. Null where there is nothing to go by.
 */
export function forecastOf(metric: Metric, told: MeasuredValue, passed: number, year: number): Forecast | null {
  const { value, numerator, denominator } = told;
  if (value === null || passed <= 0) return null;
  if (metric.shape === 'level' || told.state === 'manual' || passed >= 1)
    return { low: value, likely: value, high: value };
  const left = (1 - passed) / passed;
  if (metric.shape === 'days') {
    const rest = daysOf(year) * (1 - passed);
    const soFar = daysOf(year) * passed;
    const pace = shareBetween(Math.min(value, soFar), soFar);
    return { low: value + rest * pace.low, likely: Math.min(value + value * left, value + rest), high: value + rest };
  }
  if (metric.shape === 'count') {
    const spread = Z * Math.sqrt(Math.max(value, 1) * left * (1 + left));
    return {
      low: Math.max(value, value * (1 + left) - spread),
      likely: value * (1 + left),
      high: value * (1 + left) + spread,
    };
  }
  if (numerator === null || denominator === null || denominator <= 0) return null;
  if (metric.source.en === 'budget and payments') {
    const likely = value * (1 + left);
    return { low: value, likely, high: likely * 1.15 };
  }
  const { low, high } = told.range
    ? { low: told.range.low / 100, high: told.range.high / 100 }
    : shareBetween(Math.min(numerator, denominator), denominator);
  const end = (share: number) => 100 * (passed * (numerator / denominator) + (1 - passed) * share);
  return { low: end(low), likely: value, high: end(high) };
}

/** Whether the forecast says the promise will hold: all of its range, part of it, or none. */
export function outlookOf(forecast: Forecast | null, demand: Demand, most: number | null): TargetVerdict {
  if (forecast === null || demand.operator === 'qualitative') return 'noData';
  const ends = [forecast.low, forecast.high].map((value) =>
    reaches({ numerator: null, denominator: null, value, range: null }, demand, most),
  );
  if (ends[0] && ends[1]) return 'met';
  const within = forecast.low * 1e6 <= micro(demand.target) && micro(demand.target) <= forecast.high * 1e6;
  return ends[0] || ends[1] || within ? 'undecided' : 'missed';
}

/** 得分 — reached: all points; else in proportion, never below nothing. Null without a value. */
export function scoreOf(indicator: PinnedIndicator, told: MeasuredValue, year: number): Score {
  const points = Number(indicator.weight ?? 0);
  const most = mostOf(metricOf[indicator.metric ?? ''], year);
  const base = { indicatorId: indicator.id, points };
  if (told.value === null || indicator.operator === 'qualitative') return { ...base, score: null, overReached: false };
  const target = micro(indicator.target) / 1e6;
  const actual = told.value;
  const full = reaches(told, indicator, most);
  const overReached = indicator.operator === 'gte' && target > 0 && actual > OVER_REACH * target;
  if (full) return { ...base, score: points, overReached };
  if (indicator.operator === 'lte')
    return { ...base, score: actual === 0 ? points : (points * target) / actual, overReached };
  if (indicator.operator === 'gte' || (most !== null && target >= most))
    return { ...base, score: target === 0 ? points : Math.max(0, (points * actual) / target), overReached };
  return { ...base, score: Math.max(0, points * (1 - Math.abs(actual - target) / target)), overReached };
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
