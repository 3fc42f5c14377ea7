import { describe, expect, test } from 'vitest';
import { growthOf } from './growth.ts';
import type { Line, Measured } from './lines.ts';

const line = (given: Partial<Line>): Line => ({
  key: 'search',
  work: 'search',
  value: 1,
  unit: 'CPU ms',
  target: '',
  met: true,
  ...given,
});
const run = (lines: Line[]): Measured => ({ cases: 100_000, entries: 880_000, lines });
const cost = (cpuMs: number, databaseCpuMs: number) => ({ ours: { perSecond: 100, cpuMs, databaseCpuMs } });

describe('a line beside the same line of an earlier run', () => {
  test('is compared by processor time of server and database, not by waits that a busy machine makes', () => {
    const before = line({ unit: 'ms p95', value: 9, ...cost(1, 1) });
    const now = line({ unit: 'ms p95', value: 90, ...cost(1, 1.5) });
    expect(growthOf(now, run([before]))).toEqual({ by: 'CPU ms', before: 2, now: 2.5, times: 1.25, held: true });
  });

  test('does not hold when it has become dearer by more than three tenths', () => {
    expect(growthOf(line(cost(1, 1.61)), run([line(cost(1, 1))]))?.held).toBe(false);
    expect(growthOf(line(cost(0.5, 0.5)), run([line(cost(1, 1))]))).toMatchObject({ times: 0.5, held: true });
  });

  test('without processor time is compared by its figure, in whichever direction is worse', () => {
    const rows = (value: number) => line({ unit: 'rows/s', value });
    expect(growthOf(rows(2000), run([rows(3000)]))).toMatchObject({ times: 1.5, held: false });
    const memory = (value: number) => line({ unit: 'MB PSS', value });
    expect(growthOf(memory(200), run([memory(240)]))).toMatchObject({ by: 'MB PSS', held: true });
    const unknown = { perSecond: 100, cpuMs: null, databaseCpuMs: null };
    expect(growthOf(line({ ours: unknown, value: 3 }), run([line({ ...cost(1, 1), value: 2 })]))).toMatchObject({
      times: 1.5,
    });
  });

  test('is not compared with a run that has no such line', () => {
    expect(growthOf(line({}), run([line({ key: 'read' })]))).toBeNull();
  });
});
