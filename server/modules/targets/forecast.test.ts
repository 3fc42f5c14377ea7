import { describe, expect, test } from 'vitest';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import { type Metric, metricOf } from './data/metrics.ts';
import { forecastOf } from './forecast.ts';
import type { MeasuredValue } from './model.ts';
import { dispersionOf, dispersionOfCounts, type OnDay, rateOfDays } from './parts.ts';

const nothing: MeasuredValue = {
  state: 'live',
  numerator: null,
  denominator: null,
  value: null,
  range: null,
  sample: 0,
  months: [],
  evidence: [],
  ids: [],
  note: null,
};
const measured = (part: Partial<MeasuredValue>): MeasuredValue => ({ ...nothing, ...part });

function metric(key: string): Metric {
  const found = metricOf[key];
  if (!found) throw new Error(`no metric ${key}`);
  return found;
}

/** Numbers between 0 and 1, the same ones each time. */
function dice(seed: number): () => number {
  let state = seed * 2_654_435_761 + 1;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

const FIRST = dayNumber('2026-01-01');

/** A year of 52 weeks with forty replies each, the share in time drawn anew for every week. */
function yearOf(seed: number, weekly: (luck: number) => number): OnDay[] {
  const roll = dice(seed);
  return Array.from({ length: 52 }, (_, week) => {
    const p = weekly(roll());
    const met = Array.from({ length: 40 }, () => (roll() < p ? 1 : 0)).reduce<number>((sum, one) => sum + one, 0);
    return { day: dateOf(FIRST + week * 7), of: 40, met };
  });
}

/** In how many of so many years the end lay within what was forecast in the middle. */
function kept(years: number, weekly: (luck: number) => number, asIfIndependent: boolean): number {
  let within = 0;
  for (let seed = 1; seed <= years; seed++) {
    const year = yearOf(seed, weekly);
    const half = measured(rateOfDays(year.slice(0, 26)));
    const told = asIfIndependent ? { ...half, dispersion: 1 } : half;
    const forecast = forecastOf(metric('hotline.replyRate'), told, 0.5, 2026);
    const end = rateOfDays(year).value ?? 0;
    if (forecast && forecast.low <= end && end <= forecast.high) within++;
  }
  return within / years;
}

const quiet = () => 0.95;
const withBadWeeks = (luck: number) => (luck < 0.12 ? 0.55 : 0.98);

describe('年末预测的区间', () => {
  test('holds the end of nineteen of twenty quiet years, and of nearly nine in ten when some weeks go all wrong', () => {
    expect(kept(300, quiet, false)).toBeGreaterThan(0.92);
    expect(kept(300, withBadWeeks, false)).toBeGreaterThan(0.88);
  });

  test('would be far too narrow for years with bad weeks if every reply stood for itself', () => {
    expect(kept(300, withBadWeeks, true)).toBeLessThan(0.8);
    expect(kept(300, quiet, true)).toBeGreaterThan(0.92);
  });

  test('what the weeks vary beyond chance is one for even weeks and many for a week in which all fails', () => {
    const even = Array.from({ length: 20 }, (_, i) => ({ day: dateOf(FIRST + i * 7), of: 100, met: 95 }));
    expect(dispersionOf(even)).toBe(1);
    const oneBad = even.map((one, i) => (i === 7 ? { ...one, met: 0 } : one));
    expect(dispersionOf(oneBad)).toBeGreaterThan(20);
    expect(dispersionOf(even.slice(0, 2))).toBe(2);
  });

  test('meetings that come in waves make a wider range than meetings each week', () => {
    const weekly = Array.from({ length: 26 }, (_, i) => dateOf(FIRST + i * 7));
    const waves = [0, 8, 16, 24].flatMap((week) => Array.from({ length: 6 }, () => dateOf(FIRST + week * 7)));
    const half = { from: '2026-01-01', to: dateOf(FIRST + 181) };
    expect(dispersionOfCounts(weekly, half)).toBe(1);
    expect(dispersionOfCounts(waves, half)).toBeGreaterThan(4);
  });

  test('one long outage is not taken for thousands of independent minutes', () => {
    const minutes = Array.from({ length: 181 }, (_, i) => ({
      day: dateOf(FIRST + i),
      of: 1440,
      met: i === 90 ? 1300 : 1440,
    }));
    const told = measured({ numerator: 140, denominator: 181 * 1440, value: (100 * 140) / (181 * 1440) });
    const failing = metric('system.failureRate');
    const wide = forecastOf(failing, { ...told, dispersion: dispersionOf(minutes) }, 0.5, 2026);
    const narrow = forecastOf(failing, { ...told, dispersion: 1 }, 0.5, 2026);
    expect((wide?.high ?? 0) - (wide?.low ?? 0)).toBeGreaterThan(3 * ((narrow?.high ?? 0) - (narrow?.low ?? 0)));
  });

  test('what is known stands: half the year at 100% cannot end below 50%', () => {
    const forecast = forecastOf(
      metric('hotline.replyRate'),
      measured({ numerator: 8, denominator: 8, value: 100, dispersion: 2 }),
      0.5,
      2026,
    );
    expect(forecast?.low).toBeGreaterThan(50);
    expect(forecast?.low).toBeLessThan(85);
    expect(forecast?.high).toBe(100);
  });

  test('money goes on as its months did, never below what is paid nor beyond all of it', () => {
    const months = [10, 20, 30, 40, 50, 60].map((value, i) => ({ month: `2026-0${i + 1}`, value }));
    const even = forecastOf(metric('budget.execution'), measured({ value: 60, months }), 0.5, 2026);
    expect(even).toEqual({ low: 100, likely: 100, high: 100 });
    const late = months.map((one, i) => ({ ...one, value: [1, 2, 3, 4, 5, 40][i] ?? 0 }));
    const uneven = forecastOf(metric('budget.execution'), measured({ value: 40, months: late }), 0.5, 2026);
    expect(uneven?.likely).toBeCloseTo(80);
    expect(uneven?.low).toBe(40);
    expect(uneven?.high).toBe(100);
    const none = months.map((one) => ({ ...one, value: 0 }));
    const unknown = forecastOf(metric('budget.projectCompletion'), measured({ value: 0, months: none }), 0.5, 2026);
    expect(unknown).toEqual({ low: 0, likely: 0, high: 100 });
  });
});
