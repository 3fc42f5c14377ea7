import { describe, expect, test } from 'vitest';
import { instant, millis } from '../../kernel/instant.ts';
import { addedByDay, checksWithin, countChecks } from './checks.ts';
import type { Run } from './model.ts';

const MINUTE = 60_000;
const midnight = millis('2026-03-01T00:00:00.000Z');
const at = (minutes: number) => midnight + minutes * MINUTE;
const run = (result: Run['result'], from: number, checks: number): Run => ({
  result,
  first: instant(at(from)),
  last: instant(at(from + checks - 1)),
  checks,
});
const days = [
  { date: '2026-03-01', start: at(0), end: at(1440) },
  { date: '2026-03-02', start: at(1440), end: at(2880) },
];
const probe = { intervalSeconds: 60, failuresToFault: 3 };
const nothing = { maintenance: [], corrections: [] };

describe('探测次数', () => {
  test('a run over midnight gives each day the checks that were made in it, and none twice', () => {
    const long = run('ok', 1400, 100);
    const parts = days.map(({ start, end }) => checksWithin(long, { from: start, to: end }));
    expect(parts).toEqual([40, 60]);
    expect(checksWithin(run('ok', 5, 1), { from: at(0), to: at(10) })).toBe(1);
    expect(checksWithin(run('ok', 10, 1), { from: at(0), to: at(10) })).toBe(0);
  });

  test('checks between two minutes belong to the day in which they were made', () => {
    const half: Run = { result: 'ok', first: instant(at(1439.5)), last: instant(at(1440.5)), checks: 2 };
    expect(days.map(({ start, end }) => checksWithin(half, { from: start, to: end }))).toEqual([1, 1]);
  });

  test('every failed check counts, a hiccup that is no fault too', () => {
    const runs = [run('ok', 0, 1000), run('failed', 1000, 1), run('ok', 1001, 1879)];
    expect(countChecks({ probe, runs }, days, nothing)).toEqual([
      { date: '2026-03-01', checks: 1440, failed: 1, missing: 0 },
      { date: '2026-03-02', checks: 1440, failed: 0, missing: 0 },
    ]);
  });

  test('checks within planned maintenance stand on neither side', () => {
    const runs = [run('ok', 0, 600), run('failed', 600, 120), run('ok', 720, 2160)];
    const [day] = countChecks({ probe, runs }, days, {
      maintenance: [{ from: at(600), to: at(700) }],
      corrections: [],
    });
    expect(day).toMatchObject({ checks: 1340, failed: 20 });
  });

  test('what two people confirmed stands in place of what was found: failed checks that ran, and good ones that did not', () => {
    const runs = [run('ok', 0, 600), run('failed', 600, 60), run('ok', 660, 2220)];
    const ran = { from: at(600), to: at(630), state: 'up' as const };
    const stood = { from: at(1000), to: at(1010), state: 'down' as const };
    const [day] = countChecks({ probe, runs }, days, { maintenance: [], corrections: [ran, stood] });
    expect(day).toMatchObject({ checks: 1440, failed: 30 + 10 });
  });

  test('checks that were owed and not made are told apart', () => {
    const runs = [run('ok', 0, 1440)];
    const [first, second] = countChecks({ probe, runs }, days, nothing);
    expect(first).toMatchObject({ checks: 1440, missing: 0 });
    expect(second?.checks).toBe(0);
    expect(second?.missing).toBeGreaterThan(1430);
  });

  test('a probe owes no check of the time before it was added, where another answered for the subject', () => {
    const runs = [run('ok', 1440, 1440)];
    const excused = [{ from: at(0), to: at(1440) }];
    expect(countChecks({ probe, runs, excused }, days, nothing)[0]).toMatchObject({ checks: 0, missing: 0 });
    expect(countChecks({ probe, runs }, days, nothing)[0]).toMatchObject({ checks: 0, missing: 1440 });
  });

  test('the probes of a subject are added by day', () => {
    const one = { date: '2026-03-02', checks: 10, failed: 1, missing: 2 };
    expect(addedByDay([one, { ...one, date: '2026-03-01' }, one])).toEqual([
      { ...one, date: '2026-03-01' },
      { date: '2026-03-02', checks: 20, failed: 2, missing: 4 },
    ]);
  });
});
