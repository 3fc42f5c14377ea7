import { describe, expect, test } from 'vitest';
import { judgeTrend, trendOf } from './trend.fixture.ts';

const wobble = [3, -2, 1, -3, 2, 0, -1];
/** Minutes of a memory that gains so much each, and goes up and down by some megabytes. */
const run = (minutes: number, gain: number) =>
  Array.from({ length: minutes }, (_, minute) => ({ minute, value: 300 + gain * minute + (wobble[minute % 7] ?? 0) }));

describe('a memory over half an hour', () => {
  test('that only goes up and down is steady', () => {
    expect(judgeTrend(trendOf(run(28, 0)), 30)).toBe('steady');
  });
  test('that gains a megabyte a minute rises', () => {
    expect(judgeTrend(trendOf(run(28, 1)), 30)).toBe('rises');
    expect(trendOf(run(28, 1)).slope).toBeCloseTo(1, 1);
  });
  test('of a few minutes only says nothing', () => {
    expect(judgeTrend(trendOf(run(5, 0)), 30)).toBe('too short to tell');
    expect(judgeTrend(trendOf(run(2, 9)), 30)).toBe('too short to tell');
  });
});
