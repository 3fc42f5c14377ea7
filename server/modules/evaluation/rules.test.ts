import { describe, expect, test } from 'vitest';
import { isRefusal } from '../../kernel/refusal.ts';
import { defaultSettings } from '../organisation/rules.ts';
import { indicators } from './indicators.ts';
import { type Measured, objectKinds, type Scheme, schemeShape } from './model.ts';
import { monthOf, periodBefore, periodOf, readingOf } from './periods.ts';
import { gradeOf, measured, ranks, remarksOf, schemeFault, score } from './rules.ts';
import { defaultSchemes } from './schemes.ts';

const rate = (met: number, of: number): Measured => measured(indicators.closingRate, of, met);
const count = (n: number): Measured => measured(indicators.registered, n, 0);
const none = rate(0, 0);

describe('综合指标值 by the published formulas, worked by hand', () => {
  test('单元网格: reports of the public 10, registered 20, closing 30, on-time closing 40', () => {
    const values = {
      publicReportRate: rate(1, 4),
      registered: count(4),
      closingRate: rate(3, 4),
      onTimeClosingRate: rate(2, 4),
    };
    // (1 − 0.25) × 10 + 75 points × 20 % + 0.75 × 30 + 0.5 × 40 = 7.5 + 15 + 22.5 + 20
    expect(score(values, defaultSchemes.cell, 1)).toMatchObject({ value: 65, grade: 'C', spread: [] });
  });
  test('责任单位: number due 10, closing 30, on-time handling 30, rework 30 counted the other way', () => {
    const values = {
      due: count(60),
      closingRate: rate(57, 60),
      onTimeHandlingRate: rate(54, 60),
      reworkRate: rate(3, 60),
    };
    // 90 × 10 % + 95 × 30 % + 90 × 30 % + 95 × 30 % = 9 + 28.5 + 27 + 28.5
    expect(score(values, defaultSchemes.unit, 1)).toMatchObject({ value: 93, grade: 'A', sample: 60, enough: true });
  });
  test('监督员: valid reports 40, missed 20 the other way, verification 20, check 20', () => {
    const values = {
      validReportRate: rate(45, 50),
      missedReportRate: rate(10, 40),
      onTimeVerificationRate: rate(8, 10),
      onTimeCheckRate: rate(19, 20),
    };
    // 36 + 15 + 16 + 19
    expect(score(values, defaultSchemes.inspector, 1)).toMatchObject({ value: 86, grade: 'B' });
  });
  test('受理员: accepted 25, sending to verify 40, sending to check 35', () => {
    const values = {
      accepted: count(1201),
      onTimeVerificationSendingRate: rate(9, 10),
      onTimeCheckSendingRate: rate(8, 10),
    };
    // 90 × 25 % + 36 + 28
    expect(score(values, defaultSchemes.intakeOfficer, 1).value).toBe(86.5);
  });
  test('值班长: on-time registration 25, accurate registration 40, prompt closing 35', () => {
    const values = {
      onTimeRegistrationRate: rate(40, 50),
      accurateRegistrationRate: rate(49, 50),
      promptClosingRate: rate(30, 40),
    };
    // 20 + 39.2 + 26.25
    expect(score(values, defaultSchemes.shiftLeader, 1).value).toBe(85.45);
  });
  test('派遣员: dispatched 20, on-time 40, accurate 40', () => {
    const values = { dispatched: count(500), onTimeDispatchRate: rate(450, 500), accurateDispatchRate: rate(475, 500) };
    // 60 × 20 % + 36 + 38
    expect(score(values, defaultSchemes.dispatcher, 1).value).toBe(86);
  });
  test.each([
    [0, 100],
    [1, 90],
    [2, 90],
    [3, 75],
    [5, 60],
    [7, 40],
    [8, 40],
    [9, 0],
  ])('%i registered in a cell is %i points', (n, points) => {
    const { parts } = score({ registered: count(n), closingRate: rate(1, 1) }, defaultSchemes.cell, 1);
    expect(parts.find((part) => part.indicator === 'registered')?.points).toBe(points);
  });
  test.each([
    [100, 0],
    [101, 40],
    [300, 40],
    [301, 60],
    [501, 75],
    [1200, 75],
    [1201, 90],
    [2000, 90],
    [2001, 100],
  ])('%i accepted is %i points', (n, points) => {
    const { parts } = score({ accepted: count(n) }, defaultSchemes.intakeOfficer, 1);
    expect(parts[0]?.points).toBe(points);
  });
  test('bands are for a month, so a quarter is judged by its monthly average', () => {
    const values = {
      registered: count(9),
      closingRate: rate(9, 9),
      publicReportRate: rate(0, 9),
      onTimeClosingRate: rate(9, 9),
    };
    expect(score(values, defaultSchemes.cell, 1).parts[1]?.points).toBe(0);
    expect(score(values, defaultSchemes.cell, 3).parts[1]?.points).toBe(75);
  });
});

describe('no data', () => {
  test('is neither 0 nor 100: a rate of nothing has no value', () => {
    expect(rate(0, 0).value).toBeNull();
    expect(rate(0, 1).value).toBe(0);
  });
  test('of one part spreads its weight over the others, and the answer says so', () => {
    const values = {
      validReportRate: rate(9, 10),
      missedReportRate: none,
      onTimeVerificationRate: none,
      onTimeCheckRate: rate(3, 10),
    };
    const own = score(values, defaultSchemes.inspector, 1);
    // (90 × 0.4 + 30 × 0.2) ÷ 0.6
    expect(own.value).toBe(70);
    expect(own.spread).toEqual(['missedReportRate', 'onTimeVerificationRate']);
    expect(own.parts.map((part) => part.counts).reduce((a, b) => a + b)).toBeCloseTo(1, 12);
    expect(remarksOf(own, defaultSchemes.inspector, 1)[0]?.en).toContain('missed-report rate');
  });
  test('at all gives no score and no grade, not the points of an empty count', () => {
    const own = score({ due: count(0) }, defaultSchemes.unit, 1);
    expect(own).toMatchObject({ value: null, grade: null, sample: 0, enough: false });
    expect(remarksOf(own, defaultSchemes.unit, 1).map(({ en }) => en)).toEqual([
      'Nothing in the period can be scored.',
      `Sample of 0, below ${defaultSchemes.unit.minSample}: not ranked.`,
    ]);
  });
});

describe('what a reader must know to trust a score', () => {
  const full = { due: count(60), closingRate: rate(57, 60), onTimeHandlingRate: rate(54, 60), reworkRate: rate(3, 60) };
  const told = (values: Parameters<typeof score>[0], months: number) =>
    remarksOf(score(values, defaultSchemes.unit, months), defaultSchemes.unit, months).map(({ zh }) => zh);
  test('is nothing, where a month is full and large enough', () => {
    expect(told(full, 1)).toEqual([]);
  });
  test('is that bands are applied to the monthly average, whenever it is not one month', () => {
    expect(told(full, 3)).toEqual(['分档按月均数计分。']);
    expect(told(full, 0.3)).toEqual(['分档按月均数计分。']);
    const unbanded = schemeShape.parse({ parts: [{ indicator: 'closingRate', weight: 1 }], minSample: 1 });
    expect(remarksOf(score({ closingRate: rate(1, 1) }, unbanded, 3), unbanded, 3)).toEqual([]);
  });
});

describe('等级', () => {
  test.each([
    [100, 'A'],
    [90, 'A'],
    [89.99, 'B'],
    [75, 'B'],
    [74.999999, 'C'],
    [60, 'C'],
    [59.9, 'D'],
    [40, 'D'],
    [39.9, 'E'],
    [0, 'E'],
  ])('%d is grade %s', (value, grade) => {
    expect(gradeOf(value)).toBe(grade);
  });
  test('a sum that is 90 by hand is not 89.999… by floating point', () => {
    const scheme: Scheme = schemeShape.parse({
      parts: [
        { indicator: 'closingRate', weight: 0.1 },
        { indicator: 'onTimeHandlingRate', weight: 0.2 },
        { indicator: 'reworkRate', weight: 0.7, inverted: true },
      ],
    });
    const values = { closingRate: rate(9, 10), onTimeHandlingRate: rate(9, 10), reworkRate: rate(1, 10) };
    expect(score(values, scheme, 1)).toMatchObject({ value: 90, grade: 'A' });
  });
  test('99.996 is shown as it is, not as 100', () => {
    expect(
      score(
        { closingRate: rate(24_999, 25_000) },
        schemeShape.parse({ parts: [{ indicator: 'closingRate', weight: 1 }] }),
        1,
      ).value,
    ).toBe(99.996);
  });
});

describe('排名', () => {
  const line = (id: string, group: string, value: number | null, enough = true) => ({
    id,
    group,
    score: { value, enough },
  });
  test('is within the group, and equal scores share a place', () => {
    const places = ranks([
      line('a', 'city', 90),
      line('b', 'city', 95),
      line('c', 'city', 90),
      line('d', 'city', 80),
      line('e', 'streets', 50),
    ]);
    expect(Object.fromEntries(places)).toEqual({ b: 1, a: 2, c: 2, d: 4, e: 1 });
  });
  test('leaves out whoever has too few cases or none', () => {
    const places = ranks([line('a', 'city', 100, false), line('b', 'city', null), line('c', 'city', 70)]);
    expect(Object.fromEntries(places)).toEqual({ c: 1 });
  });
});

describe('评价方案', () => {
  const parts = (...weights: number[]) =>
    schemeShape.parse({
      parts: weights.map((weight, i) => ({
        indicator: ['closingRate', 'handlingRate', 'onTimeHandlingRate'][i],
        weight,
      })),
    });
  test('the installation’s own are without fault', () => {
    for (const object of objectKinds) expect(schemeFault(object, defaultSchemes[object])).toBeNull();
  });
  test('weights that do not sum to 1 are refused', () => {
    expect(schemeFault('unit', parts(0.3, 0.3, 0.3))).toMatchObject({ code: 'weightsNotOne' });
    expect(schemeFault('unit', parts(0.3, 0.3, 0.4))).toBeNull();
  });
  test('an indicator this kind of object does not have is refused', () => {
    expect(schemeFault('dispatcher', parts(1))).toMatchObject({ code: 'unknownIndicator' });
  });
  test('a number without bands, a rate with bands, bands out of order are refused', () => {
    const of = (part: object) => schemeFault('unit', schemeShape.parse({ parts: [part] }));
    const bands = [
      { upTo: 10, points: 100 },
      { upTo: null, points: 0 },
    ];
    expect(of({ indicator: 'due', weight: 1 })).toMatchObject({ code: 'bandsForCounts' });
    expect(of({ indicator: 'closingRate', weight: 1, bands })).toMatchObject({ code: 'bandsForCounts' });
    expect(of({ indicator: 'due', weight: 1, bands: [...bands].reverse() })).toMatchObject({
      code: 'bandsOutOfOrder',
    });
    expect(of({ indicator: 'due', weight: 1, bands })).toBeNull();
    const between = (...upTo: (number | null)[]) =>
      of({ indicator: 'due', weight: 1, bands: upTo.map((end, i) => ({ upTo: end, points: 100 - i })) });
    expect(between(10, 20, null)).toBeNull();
    for (const ends of [
      [10, 10, null],
      [20, 10, null],
      [10, null, null],
      [10, 20, 30],
    ])
      expect(between(...ends)).toMatchObject({ code: 'bandsOutOfOrder' });
  });
});

describe('考评期', () => {
  const asked = (from: string, to: string, zone = 'Asia/Shanghai') => {
    const period = periodOf(from, to, zone);
    if (isRefusal(period)) throw new Error(period.code);
    return period;
  };
  test('is whole local days, the last included', () => {
    expect(asked('2026-03-01', '2026-03-31')).toMatchObject({
      start: '2026-02-28T16:00:00.000Z',
      end: '2026-03-31T16:00:00.000Z',
      months: 1,
    });
  });
  test('follows the clocks of the jurisdiction when they change', () => {
    expect(asked('2026-03-01', '2026-03-31', 'America/Los_Angeles')).toMatchObject({
      start: '2026-03-01T08:00:00.000Z',
      end: '2026-04-01T07:00:00.000Z',
    });
  });
  test.each([
    ['2026-01-01', '2026-03-31', 3, '2025-10-01', '2025-12-31'],
    ['2025-01-01', '2025-12-31', 12, '2024-01-01', '2024-12-31'],
    ['2026-03-01', '2026-03-31', 1, '2026-02-01', '2026-02-28'],
  ])('%s to %s is %i months, and the one before is %s to %s', (from, to, months, fromBefore, toBefore) => {
    const period = asked(from, to);
    expect(period.months).toBe(months);
    expect(periodBefore(period, 'Asia/Shanghai')).toMatchObject({ from: fromBefore, to: toBefore, months });
  });
  test('of ten days is compared with the ten days before', () => {
    expect(periodBefore(asked('2026-03-11', '2026-03-20'), 'Asia/Shanghai')).toMatchObject({
      from: '2026-03-01',
      to: '2026-03-10',
    });
  });
  test('that runs backwards, or over ten years, is refused', () => {
    expect(periodOf('2026-03-02', '2026-03-01', 'Asia/Shanghai')).toMatchObject({ code: 'badPeriod' });
    expect(periodOf('1990-01-01', '2026-03-01', 'Asia/Shanghai')).toMatchObject({ code: 'badPeriod' });
    expect(periodOf('2016-01-01', '2026-01-09', 'Asia/Shanghai')).toMatchObject({ code: 'badPeriod' });
    expect(asked('2016-01-01', '2025-12-31').months).toBe(120);
    expect(asked('2026-03-02', '2026-03-02')).toMatchObject({
      start: '2026-03-01T16:00:00.000Z',
      end: '2026-03-02T16:00:00.000Z',
    });
  });
  test('a month ends on its last day', () => {
    expect(monthOf('2028-02-10')).toEqual({ from: '2028-02-01', to: '2028-02-29' });
    expect(monthOf('2026-12-31')).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  });
  test('is read as things stand until it has settled, then for ever as they stood', () => {
    const period = asked('2026-03-01', '2026-03-31');
    expect(readingOf(period, 7, '2026-04-02T00:00:00.000Z')).toEqual({
      asOf: '2026-04-02T00:00:00.000Z',
      final: false,
    });
    expect(readingOf(period, 7, '2026-09-01T00:00:00.000Z')).toEqual({ asOf: '2026-04-07T16:00:00.000Z', final: true });
  });
  test('settles when a closed case can no longer be reopened', () => {
    for (const object of objectKinds) expect(defaultSchemes[object].settleDays).toBe(defaultSettings.reopenDays);
  });
});
