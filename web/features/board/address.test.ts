import { describe, expect, test } from 'vitest';
import { heat, listOf, ordered } from './address.ts';
import type { Row } from './queries.ts';

const open = { window: 'open', unitId: null, from: null, today: '2026-11-22' } as const;
const week = { ...open, window: 'week', from: '2026-11-16' } as const;
const row = (value: string | null, cases: number, more: Partial<Row> = {}): Row => ({
  value,
  cases,
  states: {},
  overdue: 0,
  amber: 0,
  closed: 0,
  meanSeconds: null,
  ...more,
});

describe('a number of the board opens', () => {
  test('the cases of its category and state that are open', () => {
    expect(listOf(open, { dimension: 'category', value: 'c1', state: 'handling' })).toBe(
      '/cases?scope=open&state=handling&category=c1',
    );
  });
  test('the cases of its window, open or not, the newest first', () => {
    expect(listOf(week, { dimension: 'subdistrict', value: '350102001', state: 'closed' })).toBe(
      '/cases?scope=all&state=closed&subdistrict=350102001&from=2026-11-16&to=2026-11-22&order=newest',
    );
  });
  test('what is late, whenever it came', () => {
    expect(listOf(week, { time: 'overdue', dimension: 'unit', value: 'u1' })).toBe(
      '/cases?scope=open&time=overdue&unit=u1',
    );
  });
  test('of a unit’s board only its own', () => {
    expect(listOf({ ...open, unitId: 'u2' }, { state: 'handling' })).toBe('/cases?scope=open&state=handling&unit=u2');
  });
  test('nothing where cases have no value to be found by', () => {
    expect(listOf(open, { dimension: 'category', value: null, state: 'reported' })).toBeUndefined();
  });
});

describe('the rows', () => {
  test('stand by what they are ordered by; those without anything are left out', () => {
    const rows = [row('a', 5), row('b', 9, { meanSeconds: 60 }), row('c', 0), row('d', 0, { overdue: 2 })];
    expect(ordered(rows, 'cases').map(({ value }) => value)).toEqual(['b', 'a', 'd']);
    expect(ordered(rows, 'overdue').map(({ value }) => value)).toEqual(['d', 'b', 'a']);
    expect(ordered(rows, 'time')[0]?.value).toBe('b');
  });
  test('are warm by the logarithm of their cases', () => {
    expect(heat(0, 100)).toBe(0);
    expect(heat(100, 100)).toBe(1);
    expect(heat(10, 100)).toBeGreaterThan(0.5);
  });
});
