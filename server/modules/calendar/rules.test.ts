import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../kernel/instant.ts';
import { holidaysOfChina } from './data/holidays-cn.ts';
import { type CalendarDefinition, daysOfNotice, type LimitUnit, mondayToFriday, type OfficeSpan } from './model.ts';
import {
  compileCalendar,
  deadline,
  deadlineOf,
  elapsedShare,
  isWorkday,
  minutesPerWorkday,
  officeSpansOf,
  usedMinutes,
  type WorkingCalendar,
  warnInstant,
  workingMinutesBetween,
} from './rules.ts';

const usual: OfficeSpan[] = [
  ['08:00', '12:00'],
  ['14:00', '18:00'],
];
const chinese: CalendarDefinition = {
  version: 1,
  timeZone: 'Asia/Shanghai',
  reading: 'asWorkingHours',
  hours: [{ validFrom: '1990-01-01', week: mondayToFriday(usual) }],
  days: holidaysOfChina.flatMap(daysOfNotice),
  closures: [],
  years: [2022, 2023, 2024, 2025, 2026],
};
const demo = compileCalendar(chinese);
const toEnd = compileCalendar({ ...chinese, reading: 'toEndOfDay' });
const angeles = compileCalendar({ ...chinese, timeZone: 'America/Los_Angeles', days: [], years: [] });

/** Shanghai's local time `2022-09-30 17:00` as an instant. */
function at(local: string): string {
  return parseInstant(`${local.replace(' ', 'T')}:00+08:00`) ?? `bad time ${local}`;
}

type Row = [from: string, amount: number, due: string, why: string, pauses?: [string, string][]];

function holds(calendar: WorkingCalendar, unit: LimitUnit, rows: Row[]): void {
  test.each(rows)('%s + %d → %s: %s', (from, amount, due, _why, pauses) => {
    const stops = (pauses ?? []).map(([begin, end]) => ({ from: at(begin), to: at(end) }));
    expect(deadlineOf(calendar, at(from), { amount, unit }, stops)).toBe(at(due));
    expect(deadline(calendar, at(from), { amount, unit }, stops)).toMatchObject({ due: at(due) });
  });
}

describe('working hours', () => {
  holds(demo, 'workHours', [
    ['2022-06-06 09:00', 1, '2022-06-06 10:00', 'within the morning'],
    ['2022-06-06 11:30', 1, '2022-06-06 14:30', 'the lunch break does not count'],
    ['2022-06-06 11:00', 1, '2022-06-06 12:00', 'ends at noon, not at two'],
    ['2022-06-06 17:00', 1, '2022-06-06 18:00', 'ends at closing, not next morning'],
    ['2022-06-06 12:30', 1, '2022-06-06 15:00', 'starts in the lunch break'],
    ['2022-06-06 12:00', 1, '2022-06-06 15:00', 'starts on the stroke of noon'],
    ['2022-06-06 18:00', 1, '2022-06-07 09:00', 'starts on the stroke of closing'],
    ['2022-06-06 23:30', 2, '2022-06-07 10:00', 'starts at night'],
    ['2022-06-06 06:00', 4, '2022-06-06 12:00', 'starts before opening'],
    ['2022-06-06 10:00', 4, '2022-06-06 16:00', 'both halves of a day'],
    ['2022-06-06 10:00', 8, '2022-06-07 10:00', 'eight hours are one day'],
    ['2022-06-06 17:45', 0.5, '2022-06-07 08:15', 'half an hour over night'],
    ['2022-06-06 17:50', 0.25, '2022-06-07 08:05', 'a quarter of an hour over night'],
    ['2022-06-10 17:00', 2, '2022-06-13 09:00', 'over the weekend'],
    ['2022-06-11 10:00', 1, '2022-06-13 09:00', 'starts on Saturday'],
    ['2022-06-12 23:59', 8, '2022-06-13 18:00', 'starts in the last minute of Sunday'],
    ['2022-06-13 08:00', 40, '2022-06-17 18:00', 'a whole week'],
    ['2022-06-13 08:00', 41, '2022-06-20 09:00', 'a week and an hour'],
    ['2022-06-02 17:30', 1, '2022-06-06 08:30', 'over Dragon Boat Friday and its weekend'],
    ['2022-09-30 17:00', 2, '2022-10-08 09:00', 'over National Day to the make-up Saturday'],
    ['2022-10-03 10:00', 8, '2022-10-08 18:00', 'starts within National Day'],
    ['2022-10-08 17:00', 2, '2022-10-09 09:00', 'from make-up Saturday to make-up Sunday'],
    ['2022-10-09 17:00', 2, '2022-10-10 09:00', 'from make-up Sunday to Monday'],
    ['2022-09-30 08:00', 32, '2022-10-10 18:00', 'four days around National Day'],
    ['2022-10-14 17:00', 2, '2022-10-17 09:00', 'the weekend after is free again'],
    ['2022-01-28 17:00', 2, '2022-01-29 09:00', 'the Saturday before Spring Festival is worked'],
    ['2022-01-30 17:00', 2, '2022-02-07 09:00', 'over Spring Festival 2022'],
    ['2023-01-20 17:00', 2, '2023-01-28 09:00', 'over Spring Festival 2023'],
    ['2026-02-14 17:00', 2, '2026-02-24 09:00', 'over Spring Festival 2026'],
    ['2026-02-27 17:00', 10, '2026-03-02 09:00', 'through the make-up Saturday after it'],
    ['2022-12-30 17:00', 2, '2023-01-03 09:00', 'New Year 2023 begins in 2022'],
    ['2023-04-04 17:00', 2, '2023-04-06 09:00', 'a single day off in the week'],
    ['2025-09-28 17:00', 2, '2025-09-29 09:00', 'a make-up Sunday'],
    ['2024-02-28 17:00', 2, '2024-02-29 09:00', 'the 29th of February'],
    ['2022-09-30 10:00', 8 + 8, '2022-10-09 10:00', 'a limit of one day extended by one day'],
  ]);
});

describe('working hours with pauses', () => {
  holds(demo, 'workHours', [
    ['2022-06-13 09:00', 4, '2022-06-13 16:00', 'an hour in the morning', [['2022-06-13 10:00', '2022-06-13 11:00']]],
    ['2022-06-13 09:00', 4, '2022-06-13 17:00', 'around lunch', [['2022-06-13 11:00', '2022-06-13 15:00']]],
    ['2022-06-13 10:00', 8, '2022-06-14 10:00', 'at night costs nothing', [['2022-06-13 19:00', '2022-06-14 07:00']]],
    ['2022-09-30 16:00', 4, '2022-10-08 15:00', 'over a holiday', [['2022-09-30 17:00', '2022-10-08 10:00']]],
    [
      '2022-06-13 09:00',
      4,
      '2022-06-13 16:30',
      'two that overlap',
      [
        ['2022-06-13 09:30', '2022-06-13 10:30'],
        ['2022-06-13 10:00', '2022-06-13 11:00'],
      ],
    ],
    [
      '2022-06-13 09:00',
      4,
      '2022-06-13 17:00',
      'two out of order',
      [
        ['2022-06-13 15:00', '2022-06-13 16:00'],
        ['2022-06-13 10:00', '2022-06-13 11:00'],
      ],
    ],
    ['2022-06-13 09:00', 1, '2022-06-13 10:00', 'before the start', [['2022-06-13 08:00', '2022-06-13 09:00']]],
    ['2022-06-13 09:00', 2, '2022-06-13 12:00', 'over the start', [['2022-06-13 08:00', '2022-06-13 10:00']]],
    ['2022-06-13 09:00', 1, '2022-06-13 10:00', 'from the deadline on', [['2022-06-13 10:00', '2022-06-13 11:00']]],
    ['2022-06-13 09:00', 1, '2022-06-13 10:00', 'of no length', [['2022-06-13 09:30', '2022-06-13 09:30']]],
    ['2022-06-13 09:00', 1, '2023-06-13 08:30', 'of a year', [['2022-06-13 09:30', '2023-06-12 23:00']]],
  ]);
});

describe('workdays read as working hours', () => {
  holds(demo, 'workdays', [
    ['2022-06-13 09:30', 2, '2022-06-15 09:30', 'the same time two days later'],
    ['2022-06-10 15:00', 1, '2022-06-13 15:00', 'over the weekend'],
    ['2022-06-13 08:00', 1, '2022-06-13 18:00', 'from opening to closing'],
    ['2022-06-13 12:00', 1, '2022-06-14 12:00', 'from noon to noon'],
    ['2022-06-11 10:00', 1, '2022-06-13 18:00', 'starts on Saturday'],
    ['2022-06-13 10:00', 0.5, '2022-06-13 16:00', 'half a workday'],
    ['2022-09-30 10:00', 5, '2022-10-12 10:00', 'over National Day with both make-up days'],
    ['2022-01-28 09:00', 10, '2022-02-16 09:00', 'over Spring Festival'],
    ['2024-02-29 10:00', 1, '2024-03-01 10:00', 'from the 29th of February'],
    ['2024-02-26 10:00', 15, '2024-03-18 10:00', 'through the 29th of February'],
    [
      '2022-06-13 09:30',
      1,
      '2022-06-15 09:30',
      'a day of pause is a day more',
      [['2022-06-13 18:00', '2022-06-15 08:00']],
    ],
  ]);
});

describe('workdays read to the end of the day', () => {
  holds(toEnd, 'workdays', [
    ['2022-06-13 09:30', 2, '2022-06-15 18:00', 'closing time of the second day after'],
    ['2022-06-13 06:00', 1, '2022-06-14 18:00', 'the day of the start is never counted'],
    ['2022-06-13 23:00', 1, '2022-06-14 18:00', 'starts after hours'],
    ['2022-06-11 10:00', 1, '2022-06-13 18:00', 'starts on Saturday'],
    ['2022-10-01 00:00', 1, '2022-10-08 18:00', 'starts on a holiday'],
    ['2022-09-30 10:00', 2, '2022-10-09 18:00', 'to the make-up Sunday'],
    ['2022-01-28 10:00', 3, '2022-02-07 18:00', 'over Spring Festival'],
    ['2024-02-28 10:00', 1, '2024-02-29 18:00', 'to the 29th of February'],
    [
      '2022-06-13 09:30',
      2,
      '2022-06-16 18:00',
      'a day that closes in a pause is not counted',
      [['2022-06-14 10:00', '2022-06-15 09:00']],
    ],
    [
      '2022-06-13 09:30',
      2,
      '2022-06-15 18:00',
      'a pause that ends the same day costs nothing',
      [['2022-06-14 10:00', '2022-06-14 11:00']],
    ],
    [
      '2022-06-13 09:30',
      2,
      '2022-06-15 18:00',
      'a pause from closing to opening costs nothing',
      [['2022-06-14 18:00', '2022-06-15 08:00']],
    ],
    [
      '2022-06-13 09:30',
      2,
      '2022-06-17 18:00',
      'two pauses cost two days',
      [
        ['2022-06-15 17:00', '2022-06-15 19:00'],
        ['2022-06-14 17:00', '2022-06-14 18:00'],
      ],
    ],
    [
      '2022-06-10 09:30',
      1,
      '2022-06-13 18:00',
      'a pause over the weekend costs nothing',
      [['2022-06-11 00:00', '2022-06-13 00:00']],
    ],
  ]);
});

describe('urgent hours run round the clock', () => {
  holds(demo, 'urgentHours', [
    ['2022-06-10 23:00', 2, '2022-06-11 01:00', 'at night'],
    ['2022-06-10 23:00', 0.5, '2022-06-10 23:30', 'half an hour'],
    ['2022-10-01 12:00', 24, '2022-10-02 12:00', 'on National Day'],
    ['2024-02-28 23:00', 25, '2024-03-01 00:00', 'through the 29th of February'],
    ['2022-06-13 22:00', 2, '2022-06-14 02:00', 'with a pause', [['2022-06-13 23:00', '2022-06-14 01:00']]],
  ]);
});

describe('calendar days', () => {
  holds(demo, 'calendarDays', [
    ['2022-09-30 16:20', 7, '2022-10-07 16:20', 'holidays count'],
    ['2022-12-20 09:00', 15, '2023-01-04 09:00', 'over New Year'],
    ['2024-02-28 10:00', 1, '2024-02-29 10:00', 'to the 29th of February'],
    ['2024-02-29 10:00', 365, '2025-02-28 10:00', 'a year from the 29th of February'],
    [
      '2022-06-13 09:00',
      1,
      '2022-06-14 10:00',
      'an hour of pause is an hour later',
      [['2022-06-13 10:00', '2022-06-13 11:00']],
    ],
    ['2022-06-13 09:00', 3, '2022-06-18 09:00', 'two days of pause', [['2022-06-14 09:00', '2022-06-16 09:00']]],
  ]);
});

describe('a closure by order', () => {
  const typhoon = { from: at('2022-09-14 14:00'), to: at('2022-09-16 00:00'), reason: '台风' };
  const shut = {
    ...chinese,
    closures: [typhoon, { from: at('2022-10-08 00:00'), to: at('2022-10-09 00:00'), reason: '停电' }],
  };
  holds(compileCalendar(shut), 'workHours', [
    ['2022-09-14 11:00', 2, '2022-09-16 09:00', 'is passed over'],
    ['2022-09-14 16:00', 1, '2022-09-16 09:00', 'a start within it waits for its end'],
    ['2022-09-30 17:00', 2, '2022-10-09 09:00', 'wins over a make-up day'],
  ]);
  holds(compileCalendar(shut), 'urgentHours', [
    ['2022-09-14 13:00', 2, '2022-09-14 15:00', 'does not touch urgent hours'],
  ]);
  holds(compileCalendar({ ...shut, reading: 'toEndOfDay' }), 'workdays', [
    ['2022-09-13 09:00', 1, '2022-09-14 12:00', 'a day shut at noon ends at noon'],
    ['2022-09-13 09:00', 2, '2022-09-16 18:00', 'a day shut wholly is not counted'],
  ]);
  const twice = [typhoon, { from: at('2022-09-14 15:00'), to: at('2022-09-14 16:00'), reason: '台风' }];
  holds(compileCalendar({ ...chinese, closures: twice }), 'workHours', [
    ['2022-09-14 11:00', 2, '2022-09-16 09:00', 'one within another changes nothing'],
  ]);
});

describe('seasons and new hours', () => {
  const summer: OfficeSpan[] = [
    ['08:00', '12:00'],
    ['15:00', '18:00'],
  ];
  const winter: OfficeSpan[] = [
    ['09:00', '12:00'],
    ['14:00', '17:00'],
  ];
  const [allYear] = chinese.hours;
  if (!allYear) throw new Error('no hours');
  const calendar = compileCalendar({
    ...chinese,
    hours: [
      allYear,
      { validFrom: '2022-01-01', season: { from: '07-01', to: '08-31' }, week: mondayToFriday(summer) },
      { validFrom: '2022-01-01', season: { from: '11-15', to: '02-28' }, week: mondayToFriday(winter) },
      { validFrom: '2022-04-11', validTo: '2022-04-15', week: mondayToFriday([['09:00', '12:00']]) },
      { validFrom: '2026-03-02', week: [...Array(5).fill(usual), [['08:00', '10:00']], []] },
    ],
  });
  holds(calendar, 'workHours', [
    ['2022-06-30 17:00', 2, '2022-07-01 09:00', 'into the summer'],
    ['2022-07-01 11:00', 2, '2022-07-01 16:00', 'the long break of the summer'],
    ['2022-08-31 17:00', 8, '2022-09-01 17:00', 'out of the summer'],
    ['2023-12-29 16:00', 2, '2024-01-02 10:00', 'the winter passes New Year'],
    ['2022-04-11 11:00', 2, '2022-04-12 10:00', 'hours of one week only'],
    ['2026-03-06 17:00', 4, '2026-03-09 09:00', 'from a date on, Saturday mornings too'],
    ['2026-05-09 09:00', 1, '2026-05-09 10:00', 'a make-up Saturday that is worked anyway keeps its hours'],
  ]);
  holds(calendar, 'workdays', [
    ['2022-07-04 09:00', 1, '2022-07-05 09:00', 'a summer day is seven hours'],
    ['2022-06-30 10:00', 1, '2022-07-01 10:00', 'what a workday is worth is settled when the clock starts'],
  ]);
  test('a workday is worth the minutes of its season', () => {
    expect(minutesPerWorkday(calendar, '2022-06-30')).toBe(480);
    expect(minutesPerWorkday(calendar, '2022-07-01')).toBe(420);
    expect(minutesPerWorkday(calendar, '2023-01-10')).toBe(360);
  });
});

describe('where clocks are changed', () => {
  const sundays = compileCalendar({
    ...angeles.definition,
    hours: [{ validFrom: '2000-01-01', week: [[], [], [], [], [], [], [['00:00', '04:00']]] }],
  });
  test.each<[string, WorkingCalendar, string, number, LimitUnit, string]>([
    ['urgent hours are hours', angeles, '2020-03-07T12:00-08:00', 24, 'urgentHours', '2020-03-08T13:00-07:00'],
    [
      'a calendar day ends at the same local time in spring',
      angeles,
      '2020-03-07T12:00-08:00',
      1,
      'calendarDays',
      '2020-03-08T12:00-07:00',
    ],
    ['and in autumn', angeles, '2020-10-31T12:00-07:00', 1, 'calendarDays', '2020-11-01T12:00-08:00'],
    [
      'a time that is skipped is an hour later',
      angeles,
      '2020-03-07T02:30-08:00',
      1,
      'calendarDays',
      '2020-03-08T03:30-07:00',
    ],
    [
      'a time that comes twice is the first',
      angeles,
      '2020-10-31T01:30-07:00',
      1,
      'calendarDays',
      '2020-11-01T01:30-07:00',
    ],
    [
      'office hours follow the local clock in spring',
      angeles,
      '2020-03-06T17:00-08:00',
      2,
      'workHours',
      '2020-03-09T09:00-07:00',
    ],
    ['and in autumn', angeles, '2020-10-30T17:00-07:00', 2, 'workHours', '2020-11-02T09:00-08:00'],
    [
      'a workday over the change ends at the same local time',
      angeles,
      '2020-03-06T10:00-08:00',
      1,
      'workdays',
      '2020-03-09T10:00-07:00',
    ],
    [
      'a night of office hours is an hour short in spring',
      sundays,
      '2020-03-08T00:00-08:00',
      4,
      'workHours',
      '2020-03-15T01:00-07:00',
    ],
    ['and an hour long in autumn', sundays, '2020-11-01T00:00-07:00', 5, 'workHours', '2020-11-01T04:00-08:00'],
  ])('%s', (_why, calendar, from, amount, unit, due) => {
    expect(deadlineOf(calendar, parseInstant(from) ?? '', { amount, unit })).toBe(parseInstant(due));
  });
});

describe('what is refused', () => {
  const start = at('2022-06-13 09:00');
  test.each<[string, number, LimitUnit]>([
    ['zero', 0, 'workHours'],
    ['less than nothing', -1, 'urgentHours'],
    ['no number', Number.NaN, 'workdays'],
    ['endless', Number.POSITIVE_INFINITY, 'calendarDays'],
    ['more than ten thousand', 10_001, 'workHours'],
    ['less than a minute', 0.001, 'workHours'],
    ['half a calendar day', 1.5, 'calendarDays'],
  ])('a limit that is %s', (_why, amount, unit) => {
    expect(deadlineOf(demo, start, { amount, unit })).toMatchObject({ refused: 'invalid', code: 'badLimit' });
  });
  test('half a workday where a workday means to its end', () => {
    expect(deadlineOf(toEnd, start, { amount: 0.5, unit: 'workdays' })).toMatchObject({ code: 'badLimit' });
  });
  test('a pause that ends before it begins', () => {
    const backwards = [{ from: at('2022-06-13 11:00'), to: at('2022-06-13 10:00') }];
    expect(deadlineOf(demo, start, { amount: 1, unit: 'workHours' }, backwards)).toMatchObject({
      refused: 'invalid',
      code: 'badTime',
    });
  });
  test.each<[LimitUnit, WorkingCalendar]>([
    ['urgentHours', demo],
    ['workHours', demo],
    ['workdays', demo],
    ['workdays', toEnd],
    ['calendarDays', demo],
  ])('a deadline of %s while the clock stands still, unless it lay before', (unit, calendar) => {
    const limit = { amount: 1, unit };
    const open = [{ from: at('2022-06-13 09:30') }];
    expect(deadlineOf(calendar, start, limit, open)).toMatchObject({ refused: 'conflict', code: 'clockStandsStill' });
    expect(warnInstant(calendar, start, limit, open, 0.8)).toMatchObject({ code: 'clockStandsStill' });
    const due = deadlineOf(calendar, start, limit);
    expect(deadlineOf(calendar, start, limit, [{ from: at('2022-06-16 09:00') }])).toBe(due);
  });
  test.each(['1950-01-01 09:00', '2099-12-31 23:00', '2150-06-01 09:00'])(
    'a start at %s, of which no calendar knows',
    (from) => {
      for (const unit of ['urgentHours', 'workHours', 'workdays', 'calendarDays'] as const) {
        for (const calendar of [demo, toEnd]) {
          expect(deadlineOf(calendar, at(from), { amount: 10, unit })).toMatchObject({
            refused: 'invalid',
            code: 'beyondCalendar',
          });
        }
      }
    },
  );
  test('a start that is no time', () => {
    expect(deadlineOf(demo, 'tomorrow', { amount: 1, unit: 'workHours' })).toMatchObject({ code: 'badTime' });
  });
  test('nothing up to ten thousand workdays from today', () => {
    expect(deadlineOf(demo, at('2026-06-15 10:00'), { amount: 10_000, unit: 'workdays' })).toMatch(/^206/);
  });
});

describe('why then', () => {
  test('a deadline over National Day names the holiday, the make-up days and the pause', () => {
    const pause = { from: at('2022-10-08 09:00'), to: at('2022-10-08 14:30') };
    const read = deadline(demo, at('2022-09-30 15:30'), { amount: 2, unit: 'workdays' }, [pause]);
    if ('refused' in read) throw new Error(read.code);
    const local = (text: string) =>
      new Date(Date.parse(text) + 8 * 3_600_000).toISOString().slice(5, 16).replace('T', ' ');
    expect(
      read.spans.map(({ from, to, minutes, what, note }) => [local(from), local(to), minutes, what, note]),
    ).toEqual([
      ['09-30 15:30', '09-30 18:00', 150, 'office', undefined],
      ['10-01 00:00', '10-08 00:00', 0, 'off', '国庆节'],
      ['10-08 08:00', '10-08 09:00', 60, 'office', '国庆节调休上班'],
      ['10-08 09:00', '10-08 14:30', 0, 'pause', undefined],
      ['10-08 14:30', '10-08 18:00', 210, 'office', '国庆节调休上班'],
      ['10-09 08:00', '10-09 12:00', 240, 'office', '国庆节调休上班'],
      ['10-09 14:00', '10-09 18:00', 240, 'office', '国庆节调休上班'],
      ['10-10 08:00', '10-10 09:00', 60, 'office', undefined],
    ]);
    expect(read.rule).toBe('calendar-1/asWorkingHours');
  });
  test('urgent hours are one stretch, calendar days one for each date', () => {
    const urgent = deadline(demo, at('2022-09-30 15:30'), { amount: 48, unit: 'urgentHours' });
    expect(urgent).toMatchObject({ spans: [{ minutes: 2880, what: 'roundTheClock', date: '2022-09-30' }] });
    const days = deadline(demo, at('2022-09-30 15:30'), { amount: 2, unit: 'calendarDays' });
    expect(days).toMatchObject({
      spans: [
        { minutes: 510, date: '2022-09-30' },
        { minutes: 1440, date: '2022-10-01' },
        { minutes: 930, date: '2022-10-02' },
      ],
    });
  });
  test('a year whose holidays are not yet announced says so', () => {
    const read = deadline(demo, at('2026-12-31 17:00'), { amount: 9, unit: 'workHours' });
    expect(read).toMatchObject({
      spans: [{ minutes: 60 }, { minutes: 240, note: '2027年放假安排尚未公布' }, { minutes: 240 }],
    });
  });
});

describe('a clock between start and end', () => {
  const start = at('2022-06-13 09:00');
  const day = { amount: 1, unit: 'workdays' } as const;
  test('turns amber at four fifths of the working time, before it turns red', () => {
    expect(warnInstant(demo, start, day, [], 0.8)).toBe(at('2022-06-13 17:24'));
    expect(warnInstant(demo, start, { amount: 5, unit: 'urgentHours' }, [], 0.8)).toBe(at('2022-06-13 13:00'));
    expect(warnInstant(demo, start, { amount: 10, unit: 'calendarDays' }, [], 0.8)).toBe(at('2022-06-21 09:00'));
    expect(warnInstant(toEnd, start, day, [], 0.75)).toBe(at('2022-06-14 14:15'));
  });
  test('has used the share that it has worked', () => {
    expect(elapsedShare(demo, start, day, [], at('2022-06-13 08:00'))).toBe(0);
    expect(elapsedShare(demo, start, day, [], at('2022-06-13 13:00'))).toBe(3 / 8);
    expect(elapsedShare(demo, start, day, [], at('2022-06-14 09:00'))).toBe(1);
    expect(elapsedShare(demo, start, day, [], at('2022-06-15 09:00'))).toBe(2);
    expect(elapsedShare(toEnd, start, day, [], at('2022-06-14 18:00'))).toBe(1);
    expect(usedMinutes(demo, start, { amount: 2, unit: 'urgentHours' }, [], at('2022-06-13 12:00'))).toBe(180);
  });
  test('stands still while a pause is open', () => {
    const open = [{ from: at('2022-06-13 11:00') }];
    for (const now of ['2022-06-13 12:00', '2022-07-13 12:00']) {
      expect(elapsedShare(demo, start, day, open, at(now))).toBe(2 / 8);
      expect(usedMinutes(demo, start, day, open, at(now))).toBe(120);
    }
  });
});

describe('the days of the calendar', () => {
  test('a make-up day is worked, a holiday is not, whatever the weekday', () => {
    expect(
      ['2022-10-07', '2022-10-08', '2022-10-09', '2022-10-10', '2022-10-15'].map((date) => isWorkday(demo, date)),
    ).toEqual([false, true, true, true, false]);
  });
  test('a make-up day wins over a holiday entered for the same date', () => {
    for (const days of [
      ['holiday', 'makeUp'],
      ['makeUp', 'holiday'],
    ] as const) {
      const both = compileCalendar({
        ...chinese,
        days: days.map((kind) => ({ date: '2022-06-15', kind, name: '测试' })),
      });
      expect(isWorkday(both, '2022-06-15')).toBe(true);
    }
  });
  test('a workday has its office hours', () => {
    expect(officeSpansOf(demo, '2022-10-08')).toEqual([
      { from: at('2022-10-08 08:00'), to: at('2022-10-08 12:00') },
      { from: at('2022-10-08 14:00'), to: at('2022-10-08 18:00') },
    ]);
  });
  test('a date that does not exist has none', () => {
    expect(officeSpansOf(demo, 'tomorrow')).toEqual([]);
  });
  test('the working time of a year is counted', () => {
    expect(workingMinutesBetween(demo, at('2022-09-30 17:00'), at('2022-10-08 10:00'))).toBe(180);
    expect(workingMinutesBetween(demo, at('2022-10-08 10:00'), at('2022-09-30 17:00'))).toBe(0);
    // 2022 had 249 workdays by the State Council's notice.
    expect(workingMinutesBetween(demo, at('2022-01-01 00:00'), at('2023-01-01 00:00'))).toBe(249 * 480);
  });
});
