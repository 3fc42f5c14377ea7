import { describe, expect, test } from 'vitest';
import { readClock } from './clockText.ts';

const at = (time: string) => Date.parse(`2026-11-22T${time}:00.000Z`);
const clock = { dueAt: '2026-11-22T10:00:00.000Z', warnAt: '2026-11-22T09:30:00.000Z' };
const read = (more: object, now: string) => readClock({ ...clock, ...more }, at(now), 'zh', 'Asia/Shanghai');

describe('a clock', () => {
  test('is calm, then amber, then red', () => {
    expect(read({}, '08:45')).toEqual({ text: '剩 1 小时 15 分', tone: 'calm' });
    expect(read({}, '09:30')).toEqual({ text: '剩 30 分', tone: 'warning' });
    expect(read({}, '10:42')).toEqual({ text: '超 42 分', tone: 'overdue' });
  });
  test('is not red at the very minute it falls due', () => {
    expect(read({}, '10:00').tone).toBe('warning');
  });
  test('standing still is never overdue', () => {
    expect(read({ pausedSince: '2026-11-22T09:00:00.000Z' }, '12:00')).toEqual({
      text: '暂停（17:00 起）',
      tone: 'paused',
    });
  });
  test('says afterwards whether it was met, whatever the time now', () => {
    expect(read({ stoppedAt: '2026-11-22T09:59:00.000Z' }, '23:00').tone).toBe('done');
    expect(read({ stoppedAt: '2026-11-22T10:10:00.000Z' }, '23:00')).toEqual({ text: '超 10 分完成', tone: 'overdue' });
  });
});
