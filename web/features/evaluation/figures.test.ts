import { describe, expect, test } from 'vitest';
import { change, composite, rate, wrongCount } from './figures.ts';

describe('figures of a score', () => {
  test('tell 99.996 from 100, and next to nothing from nothing', () => {
    expect(composite(99.996, 'zh')).toBe('99.99');
    expect(composite(100, 'zh')).toBe('100.00');
    expect(rate(0.99996, 'zh')).toBe('99.99%');
    expect(rate(1, 'zh')).toBe('100.00%');
    expect(rate(0.00001, 'zh')).toBe('0.01%');
  });
  test('tell no data from zero', () => {
    expect(rate(null, 'zh')).toBe('—');
    expect(rate(0, 'zh')).toBe('0.00%');
  });
  test('count what went wrong: for rework those sent back, else those that missed', () => {
    expect(wrongCount({ met: 2, of: 79, value: 2 / 79 }, true)).toBe(2);
    expect(wrongCount({ met: 77, of: 79, value: 77 / 79 }, false)).toBe(2);
  });
  test('show a change with its sign, and none without a period before', () => {
    expect(change(95.5, 95.4, 'zh')).toEqual({ text: '+0.10', way: 'up' });
    expect(change(95, 96, 'zh')).toEqual({ text: '−1.00', way: 'down' });
    expect(change(95, null, 'zh')).toBeNull();
  });
});
