import { describe, expect, test } from 'vitest';
import { differences } from './Changes.tsx';
import { limitText } from './limitText.ts';

describe('what somebody else changed', () => {
  test('is told line by line, with what came and what went', () => {
    const before = [
      ['名称', '甲'],
      ['分组', '一'],
      ['旧项', '有'],
    ] as const;
    const after = [
      ['名称', '乙'],
      ['分组', '一'],
      ['新项', '有'],
    ] as const;
    expect(differences(before, after)).toEqual([
      { label: '名称', before: '甲', after: '乙' },
      { label: '旧项', before: '有', after: '' },
      { label: '新项', before: '', after: '有' },
    ]);
  });
});

describe('a limit in words', () => {
  test.each([
    [{ amount: 2, unit: 'workdays' }, '2 个工作日', '2 workdays'],
    [{ amount: 1, unit: 'calendarDays' }, '1 个自然日', '1 calendar day'],
    [{ amount: 0.5, unit: 'urgentHours' }, '0.5 紧急工作时', '0.5 urgent hours'],
  ] as const)('%o', (limit, zh, en) => {
    expect(limitText(limit, 'zh')).toBe(zh);
    expect(limitText(limit, 'en')).toBe(en);
  });
});
