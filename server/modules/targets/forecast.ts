import { daysOf, micro } from '../disclosure/checks/targets.ts';
import type { Metric } from './data/metrics.ts';
import type { Forecast, MeasuredValue, TargetVerdict } from './model.ts';
import { type Demand, mostOf, reaches } from './rules.ts';

/** Two-sided 95 %. */
const Z = 1.96;

/** Wilson's interval of a share seen in `of` independent cases: sensible at 0 and 1, too. */
function shareBetween(p: number, of: number): { low: number; high: number } {
  const centre = p + (Z * Z) / (2 * of);
  const spread = Z * Math.sqrt((p * (1 - p)) / of + (Z * Z) / (4 * of * of));
  const scale = 1 + (Z * Z) / of;
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) };
}

interface Asked {
  metric: Metric;
  /** Share of the year behind. */
  passed: number;
  year: number;
}

/**
 * 年末预测 — a rate goes on as it has gone, a count and days at their pace, money by how its months differed; a level stays.
 * The range holds what is still to come and that the past may mislead; both are widened by how much the weeks varied
 * beyond chance. Null where there is nothing to go by.
 */
export function forecastOf(metric: Metric, told: MeasuredValue, passed: number, year: number): Forecast | null {
  const { value } = told;
  if (value === null || passed <= 0) return null;
  if (metric.shape === 'level' || told.state === 'manual' || passed >= 1)
    return { low: told.range?.low ?? value, likely: value, high: told.range?.high ?? value };
  return shapes[metric.shape](told, value, { metric, passed, year });
}

const shapes = { rate: rateEnd, count: countEnd, days: daysEnd, progress: progressEnd };

/** What is known so far stands; only the rest of the year is open. */
function rateEnd({ numerator, denominator, range, dispersion = 1 }: MeasuredValue, value: number, { passed }: Asked) {
  if (numerator === null || denominator === null || denominator <= 0) return null;
  const p = Math.min(1, Math.max(0, value / 100));
  const rest = (denominator * (1 - passed)) / passed;
  const alike = 1 / (dispersion * (1 / denominator + 1 / rest));
  const { low, high } = shareBetween(p, Math.max(1, alike));
  const end = (soFar: number, share: number) => 100 * ((passed * soFar) / 100 + (1 - passed) * share);
  return { low: end(range?.low ?? value, low), likely: value, high: end(range?.high ?? value, high) };
}

function countEnd({ dispersion = 1 }: MeasuredValue, value: number, { passed }: Asked): Forecast {
  const left = (1 - passed) / passed;
  const likely = value * (1 + left);
  const spread = Z * Math.sqrt(dispersion * Math.max(value, 1) * left * (1 + left));
  return { low: Math.max(value, likely - spread), likely, high: likely + spread };
}

/** A day that was missed cannot be made good. */
function daysEnd({ range, dispersion = 1 }: MeasuredValue, value: number, { passed, year }: Asked): Forecast {
  const [rest, soFar] = [daysOf(year) * (1 - passed), daysOf(year) * passed];
  const p = Math.min(1, value / soFar);
  const { low } = shareBetween(p, Math.max(1, 1 / (dispersion * (1 / soFar + 1 / rest))));
  return {
    low: value + rest * low,
    likely: Math.min(value + value * ((1 - passed) / passed), value + rest),
    high: (range?.high ?? value) + rest,
  };
}

/** 进度 — what adds up over the year towards a whole: its months tell how unevenly it does. */
function progressEnd({ months }: MeasuredValue, value: number, { metric, passed, year }: Asked): Forecast {
  const steps = months.map((one, i) => (one.value ?? 0) - (months[i - 1]?.value ?? 0));
  const [gone, left] = [12 * passed, 12 * (1 - passed)];
  const mean = value / gone;
  const variance =
    steps.length < 2 ? mean * mean : steps.reduce((sum, step) => sum + (step - mean) ** 2, 0) / (steps.length - 1);
  const spread = Z * Math.sqrt(variance * left * (1 + left / gone));
  const most = mostOf(metric, year) ?? Number.POSITIVE_INFINITY;
  // Where nothing has come yet its pace says nothing: everything may still come.
  if (value <= 0) return { low: value, likely: value, high: Number.isFinite(most) ? most : 100 };
  const within = (end: number) => Math.max(value, Math.min(most, end));
  const likely = value + mean * left;
  return { low: within(likely - spread), likely: within(likely), high: within(likely + spread) };
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
