import { describe, expect, test } from 'vitest';
import type { Operator } from '../model.ts';
import { ALL, allowedRun, conflictWords, contradicts, moneyConflict, shareOf } from './holding.ts';

const said = (operator: Operator, target: string, unit = '%') => ({ operator, target, unit });

describe('资金目标能否同时实现', () => {
  const parts = [
    { fen: 80, share: ALL },
    { fen: 20, share: shareOf(said('gte', '90')) },
  ];
  const promised = (whole: ReturnType<typeof shareOf>) => ({ whole, totalFen: 100, projectFen: 10, parts });

  test('what must stay unspent must fit into the projects, for pay is paid', () => {
    const conflict = moneyConflict(promised(shareOf(said('lte', '85'))));
    expect(conflict).toEqual({ kind: 'unspent', toldFen: 15, limitFen: 10 });
    expect(conflict && conflictWords(conflict, String).zh).toBe('至少有 15 不能用，超过全部项目支出 10');
    expect(moneyConflict(promised(shareOf(said('lte', '90'))))).toBeNull();
  });

  test('“=” with a band allows as much as the band', () => {
    expect(shareOf(said('eq', '95'), '2')).toEqual({ low: 0.95 - 0.02, high: 0.95 + 0.02 });
    expect(shareOf(undefined)).toEqual(ALL);
  });

  test('no more than all of it can be spent, whatever a target says', () => {
    expect(shareOf(said('lte', '120'))).toEqual({ low: 0, high: 1 });
    expect(shareOf(said('eq', '99'), '2').high).toBe(1);
  });

  test('parts that just fit are right', () => {
    const fitting = (share: ReturnType<typeof said>, whole: ReturnType<typeof said>) =>
      moneyConflict({ ...promised(shareOf(whole)), parts: [{ fen: 100, share: shareOf(share) }] });
    expect(fitting(said('gte', '95'), said('lte', '95'))).toBeNull();
    expect(fitting(said('lte', '60'), said('gte', '60'))).toBeNull();
  });

  test('parts that cannot reach the whole, or must pass it, are told', () => {
    const frugal = [{ fen: 100, share: shareOf(said('lte', '50')) }];
    expect(moneyConflict({ ...promised(shareOf(said('gte', '60'))), parts: frugal })?.kind).toBe('tooLittle');
    const eager = [{ fen: 100, share: shareOf(said('gte', '99')) }];
    expect(moneyConflict({ ...promised(shareOf(said('lte', '95'))), parts: eager })?.kind).toBe('tooMuch');
  });
});

describe('故障率与正常运行', () => {
  test('a failure rate of 0.1% allows a run of 99.9% and none above, and not every day of a leap year', () => {
    const failing = said('lte', '0.1');
    expect(allowedRun(failing)).toBe(99.9);
    expect(contradicts(failing, said('gte', '99.9'), 2022)).toBe(false);
    expect(contradicts(failing, said('gte', '99.95'), 2022)).toBe(true);
    expect(contradicts(failing, said('gte', '365', '天'), 2022)).toBe(true);
    const everyDay = (year: number) => contradicts(failing, said('gte', '365', '天'), year);
    expect([2024, 2000, 2100].map(everyDay)).toEqual([false, false, true]);
  });

  test('no failure allowed contradicts nothing, nor does a target without a number', () => {
    expect(contradicts(said('lte', '0'), said('gte', '100'), 2022)).toBe(false);
    expect(contradicts(said('lte', '0'), said('gte', '365', '天'), 2022)).toBe(false);
    expect(contradicts(said('lte', '0.1'), said('qualitative', ''), 2022)).toBe(false);
  });
});
