import { describe, expect, test } from 'vitest';
import { draftOf, hoursOf, readSpans } from './hoursDraft.ts';

describe('office hours as they are written', () => {
  test.each([
    [
      '08:00-12:00 14:00-18:00',
      [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
    ],
    [
      '8:00–12:00，14:00~18:00',
      [
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ],
    ],
    ['8：30至12：00', [['08:30', '12:00']]],
    ['', []],
  ])('“%s” is read', (text, spans) => {
    expect(readSpans(text)).toEqual(spans);
  });

  test.each(['上午', '08:00', '08:00-12:00 下午'])('“%s” is not a time', (text) => {
    expect(readSpans(text)).toBeNull();
  });

  test('what was read and is written unchanged is the same', () => {
    const week = [[['08:00', '12:00']], [], [], [], [], [], []] as [string, string][][];
    const season = { validFrom: '2026-01-01', season: { from: '07-01', to: '09-30' }, week };
    expect(hoursOf(draftOf(season))).toEqual(season);
    const period = { validFrom: '2026-01-01', validTo: '2026-01-31', week };
    expect(hoursOf(draftOf(period))).toEqual(period);
  });
});
