import { expect, test } from 'vitest';
import { daysOfNotice, holidayNoticeShape } from '../model.ts';
import { holidaysOfChina } from './holidays-cn.ts';

test.each(holidaysOfChina)('the notice for $year passes as an import would', (notice) => {
  expect(holidayNoticeShape.safeParse(notice).error).toBeUndefined();
});

test.each(holidaysOfChina)('the make-up workdays of $year are weekend days', (notice) => {
  expect(notice.makeUp.filter(({ date }) => ![0, 6].includes(new Date(date).getUTCDay()))).toEqual([]);
});

test('the years have as many workdays as were published', () => {
  const count = (year: number) => {
    const special = new Map(holidaysOfChina.flatMap(daysOfNotice).map(({ date, kind }) => [date, kind]));
    let workdays = 0;
    for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
      const kind = special.get(new Date(at).toISOString().slice(0, 10));
      if (kind === 'makeUp' || (!kind && ![0, 6].includes(new Date(at).getUTCDay()))) workdays++;
    }
    return workdays;
  };
  expect([2022, 2023, 2024, 2025, 2026].map(count)).toEqual([249, 249, 251, 248, 248]);
});
