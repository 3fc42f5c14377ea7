import { describe, expect, test } from 'vitest';
import { kindOf, lastMonth, periodAround, stepped } from './period.ts';

describe('the period of a score', () => {
  test('is a month, a quarter or a year when the days say so', () => {
    expect(kindOf({ from: '2026-02-01', to: '2026-02-28' })).toBe('month');
    expect(kindOf({ from: '2026-10-01', to: '2026-12-31' })).toBe('quarter');
    expect(kindOf({ from: '2026-01-01', to: '2026-12-31' })).toBe('year');
    expect(kindOf({ from: '2026-01-01', to: '2026-01-30' })).toBe('custom');
  });
  test('is found around a day', () => {
    expect(periodAround('quarter', '2026-11-22')).toEqual({ from: '2026-10-01', to: '2026-12-31' });
    expect(periodAround('month', '2024-02-10')).toEqual({ from: '2024-02-01', to: '2024-02-29' });
  });
  test('steps over the end of a year', () => {
    expect(lastMonth('2026-01-15')).toEqual({ from: '2025-12-01', to: '2025-12-31' });
    expect(stepped({ from: '2026-10-01', to: '2026-12-31' }, 1)).toEqual({ from: '2027-01-01', to: '2027-03-31' });
  });
  test('of own choice steps by its own length', () => {
    expect(stepped({ from: '2026-11-02', to: '2026-11-08' }, -1)).toEqual({ from: '2026-10-26', to: '2026-11-01' });
  });
});
