import { describe, expect, test } from 'vitest';
import { instant, millis } from '../../kernel/instant.ts';
import type { Availability, Run, Span } from './model.ts';
import {
  availabilityOf,
  corrected,
  excluded,
  failureRateOf,
  handledInTime,
  inspectedDays,
  normalDays,
  spansOf,
  standardPolicy,
  termOf,
  together,
  verdictOf,
  withRun,
} from './rules.ts';

const MINUTE = 60_000;
const start = millis('2025-12-31T16:00:00.000Z');
const at = (minute: number) => instant(start + minute * MINUTE);
const probe = { intervalSeconds: 60, failuresToFault: 3 };

const once = (result: Run['result'], minute: number): Run => ({
  result,
  first: at(minute),
  last: at(minute),
  checks: 1,
});

/** Checks once a minute: `ooofffo…`, a dot being a check that did not happen. */
function runsOf(checks: string): Run[] {
  const runs: Run[] = [];
  [...checks].forEach((check, minute) => {
    if (check === '.') return;
    const last = runs.at(-1) ?? null;
    const next = withRun(last, once(check === 'o' ? 'ok' : 'failed', minute), probe);
    if (!next) return;
    if (last && next.first === last.first) runs[runs.length - 1] = next;
    else runs.push(next);
  });
  return runs;
}

const told = (checks: string, to = checks.length) =>
  spansOf(runsOf(checks), probe, start, start + to * MINUTE).map(
    ({ from, to: until, state }) => `${(from - start) / MINUTE}-${(until - start) / MINUTE} ${state}`,
  );

describe('from checks to time', () => {
  test('three failures in a row are a fault from the first of them to the next success', () => {
    expect(told('oofffoo')).toEqual(['0-2 up', '2-5 down', '5-7 up']);
  });

  test('one or two failures in between are a hiccup', () => {
    expect(told('ooffooo')).toEqual(['0-7 up']);
  });

  test('a result holds two intervals; after that the time is unknown, and no value is used again', () => {
    expect(told('oo......oo')).toEqual(['0-3 up', '3-8 unknown', '8-10 up']);
  });

  test('one check left out changes nothing', () => {
    expect(told('oo.oo')).toEqual(['0-5 up']);
  });

  test('before the first check and long after the last, nobody knows', () => {
    expect(told('...oo', 12)).toEqual(['0-3 unknown', '3-6 up', '6-12 unknown']);
    expect(told('', 5)).toEqual(['0-5 unknown']);
  });

  test('failures on both sides of a gap are not one streak', () => {
    expect(told('off.....ffo')).toEqual(['0-4 up', '4-8 unknown', '8-11 up']);
  });

  test('a check that comes late or twice is not taken', () => {
    const [run = null] = runsOf('oo');
    expect(withRun(run, once('failed', 1), probe)).toBeNull();
  });

  test('what was kept while it could not be written joins what is known, and counts once however often it is written', () => {
    const [known = null] = runsOf('oo');
    const kept: Run = { result: 'ok', first: at(2), last: at(9), checks: 8 };
    const joined = withRun(known, kept, probe);
    expect(joined).toEqual({ result: 'ok', first: at(0), last: at(9), checks: 10 });
    expect(withRun(joined, kept, probe)).toBeNull();
  });

  test('two probes of one system: a minute both say is down counts once', () => {
    const spans = (text: string) => spansOf(runsOf(text), probe, start, start + text.length * MINUTE);
    const both = together([spans('offffooo'), spans('oooffffo')], start, start + 8 * MINUTE);
    expect(both.map(({ from, to, state }) => [(from - start) / MINUTE, (to - start) / MINUTE, state])).toEqual([
      [0, 1, 'up'],
      [1, 7, 'down'],
      [7, 8, 'up'],
    ]);
  });

  test('two probes of one system: where one knows nothing the system is unknown, unless the other says that it is down', () => {
    const spans = (text: string) => spansOf(runsOf(text), probe, start, start + text.length * MINUTE);
    const both = together([spans('oooooofffooo'), spans('oo........oo')], start, start + 12 * MINUTE);
    expect(both.map(({ from, to, state }) => [(from - start) / MINUTE, (to - start) / MINUTE, state])).toEqual([
      [0, 3, 'up'],
      [3, 6, 'unknown'],
      [6, 9, 'down'],
      [9, 10, 'unknown'],
      [10, 12, 'up'],
    ]);
  });

  test('a probe that was added later, or given up, leaves the time before and after to the others', () => {
    const first = spansOf(runsOf('oooooo'), probe, start, start + 6 * MINUTE);
    const own = termOf({ first: at(3), last: at(3) }, { ...probe, active: false });
    const second = spansOf(runsOf('...f'), { ...probe, failuresToFault: 1 }, own.from, own.to);
    expect(
      together([first, second], start, start + 6 * MINUTE).map(({ to, state }) => [(to - start) / MINUTE, state]),
    ).toEqual([
      [3, 'up'],
      [5, 'down'],
      [6, 'up'],
    ]);
    expect(termOf({ first: at(3), last: at(3) }, { ...probe, active: true }).to).toBe(Number.POSITIVE_INFINITY);
  });

  test('a system that nobody looks at is unknown, not up', () => {
    expect(together([], 0, 10)).toEqual([{ from: 0, to: 10, state: 'unknown' }]);
  });
});

/** A year of 365 days around the clock with so many minutes of each kind. */
function year(fault: number, unknown = 0, maintenance = 0): Availability {
  const end = 525_600 * MINUTE;
  const spans: Span[] = [
    { from: 0, to: fault * MINUTE, state: 'down' },
    { from: fault * MINUTE, to: (fault + unknown) * MINUTE, state: 'unknown' },
    { from: (fault + unknown) * MINUTE, to: end, state: 'up' },
  ];
  const windows = maintenance > 0 ? [{ from: end - maintenance * MINUTE, to: end }] : [];
  return availabilityOf({ spans, corrections: [], maintenance: windows });
}

describe('系统故障率', () => {
  test.each([
    [480, 0, 0, 0.0913, 0.0913, 'met'],
    [525.6, 0, 0, 0.1, 0.1, 'met'],
    [530, 0, 0, 0.1008, 0.1008, 'missed'],
    [480, 60, 0, 0.0913, 0.1027, 'undecided'],
    [480, 0, 600, 0.0914, 0.0914, 'met'],
  ])(
    '%d minutes of fault, %d unknown, %d of maintenance: %f–%f %%, %s',
    (fault, unknown, planned, low, high, verdict) => {
      const rate = failureRateOf([year(fault, unknown, planned)]);
      expect(rate && [(rate.low * 100).toFixed(4), (rate.high * 100).toFixed(4)]).toEqual([
        low.toFixed(4),
        high.toFixed(4),
      ]);
      expect(verdictOf(rate, 0.001)).toBe(verdict);
    },
  );

  test('without service minutes there is no data, never 0 %', () => {
    expect(failureRateOf([])).toBeNull();
    expect(verdictOf(null, 0.001)).toBe('noData');
  });

  test('several systems are weighed by the minutes they owed', () => {
    expect(failureRateOf([year(0), year(525.6 * 2)])?.low).toBeCloseTo(0.001, 10);
  });

  test('a correction by a second person counts, and what the probes said stays visible', () => {
    const spans: Span[] = [
      { from: 0, to: 30 * MINUTE, state: 'down' },
      { from: 30 * MINUTE, to: 60 * MINUTE, state: 'up' },
    ];
    const result = availabilityOf({
      spans,
      corrections: [{ from: 10 * MINUTE, to: 30 * MINUTE, state: 'up' }],
      maintenance: [],
    });
    expect(result).toMatchObject({ faultMinutes: 10, uncorrectedFaultMinutes: 30, serviceMinutes: 60 });
  });

  test('a correction never reaches beyond the period', () => {
    const spans: Span[] = [{ from: 100, to: 200, state: 'unknown' }];
    expect(corrected(spans, [{ from: 0, to: 150, state: 'up' }])).toEqual([
      { from: 100, to: 150, state: 'up' },
      { from: 150, to: 200, state: 'unknown' },
    ]);
    expect(corrected(spans, [{ from: 150, to: 300, state: 'down' }])).toEqual([
      { from: 100, to: 150, state: 'unknown' },
      { from: 150, to: 200, state: 'down' },
    ]);
    expect(corrected(spans, [{ from: 200, to: 300, state: 'down' }])).toEqual(spans);
  });

  test('maintenance over the end of a fault takes a part of each out, and each fault that is left counts once', () => {
    const spans: Span[] = [
      { from: 0, to: 30 * MINUTE, state: 'down' },
      { from: 30 * MINUTE, to: 60 * MINUTE, state: 'up' },
      { from: 60 * MINUTE, to: 70 * MINUTE, state: 'down' },
      { from: 70 * MINUTE, to: 75 * MINUTE, state: 'unknown' },
    ];
    const maintenance = [{ from: 20 * MINUTE, to: 40 * MINUTE }];
    expect(availabilityOf({ spans, corrections: [], maintenance })).toEqual({
      serviceMinutes: 55,
      faultMinutes: 30,
      unknownMinutes: 5,
      maintenanceMinutes: 20,
      uncorrectedFaultMinutes: 30,
      faults: 2,
    });
  });
});

describe('计划维护', () => {
  const hour = 60 * MINUTE;
  const never = () => Number.POSITIVE_INFINITY;
  const window = (from: number, length: number, announced: number, approved: number | null = announced) => ({
    from,
    to: from + length,
    announcedAt: from - announced,
    approvedAt: approved === null ? null : from - approved,
  });

  test('announced a day before and approved: it leaves the denominator', () => {
    expect(excluded([window(100 * hour, hour, 24 * hour)], standardPolicy, never)).toHaveLength(1);
    expect(excluded([window(100 * hour, hour, 24 * hour, 0)], standardPolicy, never)).toHaveLength(1);
  });

  test('announced too late, or not approved, or approved afterwards: it counts as what it was', () => {
    const windows = [
      window(100 * hour, hour, 24 * hour - 1),
      window(200 * hour, hour, 48 * hour, null),
      window(300 * hour, hour, 48 * hour, -1),
    ];
    expect(excluded(windows, standardPolicy, never)).toEqual([]);
  });

  test('the cap is of each month', () => {
    const monthEnd = (at: number) => (at < 150 * hour ? 150 * hour : 1000 * hour);
    const windows = [window(100 * hour, 9 * hour, 48 * hour), window(200 * hour, 9 * hour, 48 * hour)];
    expect(excluded(windows, standardPolicy, monthEnd)).toEqual([
      { from: 100 * hour, to: 108 * hour },
      { from: 200 * hour, to: 208 * hour },
    ]);
  });

  test('a window over the end of a month uses of each month what lies in it', () => {
    const monthEnd = (at: number) => (at < 150 * hour ? 150 * hour : 1000 * hour);
    const minutesOf = (windows: Parameters<typeof excluded>[0]) =>
      excluded(windows, standardPolicy, monthEnd).reduce((sum, { from, to }) => sum + to - from, 0) / MINUTE;
    expect(minutesOf([window(145 * hour, 12 * hour, 48 * hour)])).toBe(12 * 60);
    // The eight hours of the first month are used up; those after midnight are the second's.
    const used = window(100 * hour, 8 * hour, 48 * hour);
    expect(minutesOf([used, window(149 * hour, 4 * hour, 48 * hour)])).toBe((8 + 3) * 60);
  });

  test('beyond the cap of a month it counts', () => {
    const windows = [window(100 * hour, 6 * hour, 48 * hour), window(200 * hour, 6 * hour, 48 * hour)];
    const out = excluded(windows, standardPolicy, never);
    expect(out.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(480 * MINUTE);
  });

  test('two windows over one hour take it out once', () => {
    const windows = [window(100 * hour, 2 * hour, 48 * hour), window(101 * hour, 2 * hour, 48 * hour)];
    const out = excluded(windows, standardPolicy, never);
    expect(out.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3 * hour);
  });
});

describe('days and handling', () => {
  const day = (fault: number, unknown = 0): Availability => ({
    serviceMinutes: 1440,
    faultMinutes: fault,
    unknownMinutes: unknown,
    maintenanceMinutes: 0,
    uncorrectedFaultMinutes: fault,
    faults: fault > 0 ? 1 : 0,
  });

  test('a minute of fault does not spoil a day at 99.9 %, and does at 100 %', () => {
    const days = [{ date: '2026-01-01', availability: day(1) }];
    expect(normalDays(days, 0.999)).toEqual({ normal: 1, faulty: 0, unknown: 0 });
    expect(normalDays(days, 1)).toEqual({ normal: 0, faulty: 1, unknown: 0 });
  });

  test('a day known too little about is neither', () => {
    const nothing = { normal: 0, faulty: 0, unknown: 0 };
    const of = (availability: Availability) => normalDays([{ date: '2026-01-01', availability }], 0.999);
    expect(of(day(0, 73))).toEqual({ ...nothing, unknown: 1 });
    expect(of(day(0, 72))).toEqual({ ...nothing, normal: 1 });
    expect(of({ ...day(0), serviceMinutes: 0 })).toEqual({ ...nothing, unknown: 1 });
  });

  test('异常处理率: open and not yet due, and false alarms, stand on neither side', () => {
    const now = at(100);
    const fault = (dueAt: number, endedAt: number | null, falseAlarm = false) => ({
      from: at(0),
      dueAt: at(dueAt),
      endedAt: endedAt === null ? null : at(endedAt),
      falseAlarm,
    });
    const faults = [fault(60, 50), fault(60, 70), fault(90, null), fault(120, null), fault(60, 10, true)];
    expect(handledInTime(faults, now)).toEqual({ reached: 1, due: 3 });
  });

  test('of two machine rooms the one seen on fewer days counts; without a room there is no number', () => {
    expect(inspectedDays([{ dates: new Set(['a', 'b']) }, { dates: new Set(['a']) }])).toBe(1);
    expect(inspectedDays([])).toBeNull();
  });
});
