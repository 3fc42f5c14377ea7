import { describe, expect, test } from 'vitest';
import {
  dayOf,
  distance,
  fieldTime,
  fullTime,
  instantAt,
  number,
  percent,
  shortTime,
  stretch,
  yuan,
} from './format.ts';

const shanghai = 'Asia/Shanghai';
const losAngeles = 'America/Los_Angeles';

describe('times', () => {
  test('are those of the jurisdiction, wherever the officer sits', () => {
    expect(fullTime('2026-11-22T16:30:00.000Z', shanghai)).toBe('2026-11-23 00:30');
    expect(fullTime('2026-11-22T16:30:00.000Z', losAngeles)).toBe('2026-11-22 08:30');
    expect(dayOf('2026-11-22T16:30:00.000Z', shanghai)).toBe('2026-11-23');
  });
  test('are as short as the distance allows', () => {
    const now = Date.parse('2026-11-22T09:00:00.000Z');
    expect(shortTime('2026-11-22T08:42:00.000Z', shanghai, now)).toBe('16:42');
    expect(shortTime('2026-11-21T08:42:00.000Z', shanghai, now)).toBe('11-21 16:42');
    expect(shortTime('2025-11-21T08:42:00.000Z', shanghai, now)).toBe('2025-11-21 16:42');
  });
  test('typed into a field mean the wall of the jurisdiction', () => {
    expect(instantAt('2026-11-22T09:30', shanghai)).toBe('2026-11-22T01:30:00.000Z');
    expect(instantAt('2026-11-22', shanghai)).toBe('2026-11-21T16:00:00.000Z');
    expect(fieldTime('2026-11-22T01:30:00.000Z', shanghai)).toBe('2026-11-22T09:30');
    expect(instantAt('neither', shanghai)).toBeNull();
  });
  test.each(['2026-01-15T12:00', '2026-07-15T12:00', '2026-03-08T03:30', '2026-11-01T00:30'])(
    'come back as typed where there is summer time: %s',
    (wall) => {
      expect(fieldTime(instantAt(wall, losAngeles) ?? '', losAngeles)).toBe(wall);
    },
  );
});

describe('stretches of time', () => {
  test.each([
    [75, '1 小时 15 分', '1 h 15 min'],
    [42, '42 分', '42 min'],
    [120, '2 小时', '2 h'],
    [3 * 1440 + 4 * 60 + 59, '3 天 4 小时', '3 d 4 h'],
    [0.5, '不到 1 分', '< 1 min'],
  ])('%s minutes are “%s” / “%s”', (minutes, zh, en) => {
    expect(stretch(minutes * 60_000, 'zh')).toBe(zh);
    expect(stretch(minutes * 60_000, 'en')).toBe(en);
  });
});

describe('numbers', () => {
  test('a blank is not a zero', () => {
    expect(number(null, 'zh')).toBe('—');
    expect(number(0, 'zh')).toBe('0');
    expect(yuan(null, 'zh')).toBe('—');
    expect(yuan(0, 'zh')).toBe('0.00');
  });
  test('have thousands commas and a real minus', () => {
    expect(number(1284, 'zh')).toBe('1,284');
    expect(yuan(-123456789, 'zh')).toBe('−1,234,567.89');
    expect(percent(0.9637, 'zh')).toBe('96.4%');
    expect(distance(420, 'zh')).toBe('420 m');
    expect(distance(1310, 'zh')).toBe('1.3 km');
  });
});
