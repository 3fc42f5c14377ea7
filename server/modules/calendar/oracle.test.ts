import { describe, expect, test } from 'vitest';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { holidaysOfChina } from './data/holidays-cn.ts';
import { type CalendarDefinition, daysOfNotice, type Limit, limitUnits, mondayToFriday, type Pause } from './model.ts';
import { compileCalendar, deadline, deadlineOf, elapsedShare, usedMinutes, warnInstant } from './rules.ts';

/** A slow and simple reckoning, minute by minute with the platform's own local time, against which the fast one is held. */
const MINUTE = 60_000;

/** Small numbers that look random and are the same in every run (mulberry32). */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  };
}

function oracleOf(definition: CalendarDefinition) {
  const format = new Intl.DateTimeFormat('sv-SE', {
    timeZone: definition.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const halfHours = new Map<number, string>();
  const readings = (at: number): [date: string, minute: number] => {
    const half = Math.floor(at / (30 * MINUTE));
    const text = halfHours.get(half) ?? format.format(half * 30 * MINUTE);
    halfHours.set(half, text);
    return [text.slice(0, 10), Number(text.slice(11, 13)) * 60 + Number(text.slice(14, 16)) + ((at / MINUTE) % 30)];
  };
  const weeks = new Map<string, [number, number][]>();
  const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));
  const spansOn = (date: string): [number, number][] => {
    const known = weeks.get(date);
    if (known) return known;
    const hours = definition.hours.find(
      ({ season, validFrom }) =>
        validFrom <= date && (!season || (season.from <= date.slice(5) && date.slice(5) <= season.to)),
    );
    const worked = definition.days.some((day) => day.date === date && day.kind === 'makeUp');
    const off = definition.days.some((day) => day.date === date && day.kind === 'holiday');
    const weekday = (new Date(date).getUTCDay() + 6) % 7;
    const usual = hours?.week[weekday] ?? [];
    const spans = worked && usual.length === 0 ? (hours?.week[0] ?? []) : off && !worked ? [] : usual;
    const read = spans.map(([from, to]): [number, number] => [minute(from), minute(to)]);
    weeks.set(date, read);
    return read;
  };
  const open = (at: number): boolean => {
    if (definition.closures.some(({ from, to }) => millis(from) <= at && at < millis(to))) return false;
    const [date, clock] = readings(at);
    return spansOn(date).some(([from, to]) => from <= clock && clock < to);
  };
  const due = (from: number, limit: Limit, paused: (at: number) => boolean): number => {
    const step = (counts: (at: number) => boolean, minutes: number) => {
      let at = from;
      for (let left = minutes; left > 0; at += MINUTE) if (counts(at) && !paused(at)) left--;
      return at;
    };
    if (limit.unit === 'urgentHours') return step(() => true, limit.amount * 60);
    const [firstDate, firstClock] = readings(from);
    if (limit.unit === 'calendarDays') {
      const target = new Date(Date.parse(firstDate) + limit.amount * 86_400_000).toISOString().slice(0, 10);
      let at = from;
      for (let date = firstDate, clock = -1; date < target || clock < firstClock; [date, clock] = readings(at))
        at += MINUTE;
      return step(() => true, (at - from) / MINUTE);
    }
    if (limit.unit === 'workHours') return step(open, limit.amount * 60);
    if (definition.reading === 'asWorkingHours') {
      const hours = definition.hours.find(
        ({ season }) => !season || (season.from <= firstDate.slice(5) && firstDate.slice(5) <= season.to),
      );
      const day = hours?.week[0] ?? [];
      return step(open, limit.amount * day.reduce((sum, [a, b]) => sum + minute(b) - minute(a), 0));
    }
    let left = limit.amount;
    let close = 0;
    let date = firstDate;
    for (let at = from; ; at += MINUTE) {
      const [today] = readings(at);
      if (today !== date) {
        if (close > 0 && date > firstDate && !paused(close - MINUTE) && --left === 0) return close;
        close = 0;
        date = today;
      }
      if (open(at)) close = at + MINUTE;
    }
  };
  return { open, due };
}

const base: CalendarDefinition = {
  version: 1,
  timeZone: 'Asia/Shanghai',
  reading: 'asWorkingHours',
  hours: [
    {
      validFrom: '1990-01-01',
      season: { from: '07-01', to: '08-31' },
      week: mondayToFriday([
        ['08:00', '12:00'],
        ['15:00', '18:00'],
      ]),
    },
    {
      validFrom: '1990-01-01',
      week: mondayToFriday([
        ['08:00', '12:00'],
        ['14:00', '18:00'],
      ]),
    },
  ],
  days: holidaysOfChina.flatMap(daysOfNotice),
  closures: [{ from: '2022-09-14T06:00:00.000Z', to: '2022-09-15T16:00:00.000Z', reason: '台风' }],
  years: [2022, 2023],
};
const shifts: CalendarDefinition = {
  ...base,
  timeZone: 'America/Los_Angeles',
  hours: [
    {
      validFrom: '1990-01-01',
      week: Array(7).fill([
        ['00:00', '03:00'],
        ['05:30', '11:00'],
        ['21:00', '24:00'],
      ]),
    },
  ],
};
const kinds: [string, CalendarDefinition][] = [
  ['Chinese office hours', base],
  ['Chinese office hours, to the end of the day', { ...base, reading: 'toEndOfDay' }],
  ['shifts in Los Angeles', shifts],
  ['shifts in Los Angeles, to the end of the day', { ...shifts, reading: 'toEndOfDay' }],
];
/** Weeks in which something happens: Spring Festival, both clock changes, summer's ends, the typhoon, National Day. */
const starts = [
  '2022-01-26',
  '2022-03-11',
  '2022-06-28',
  '2022-08-29',
  '2022-09-09',
  '2022-09-28',
  '2022-11-04',
  '2022-12-29',
  '2024-02-27',
];

describe.each(kinds)('%s: every minute counted by hand', (_name, definition) => {
  const calendar = compileCalendar(definition);
  const oracle = oracleOf(definition);
  test('gives the same deadline, share and spans in 150 cases', () => {
    const roll = dice(20_260_701);
    for (let round = 0; round < 150; round++) {
      const from = Date.parse(starts[roll(starts.length)] ?? '') + roll(4 * 1440) * MINUTE;
      const unit = limitUnits[round % limitUnits.length] ?? 'workHours';
      const limit = { amount: unit.endsWith('Hours') ? (1 + roll(40)) / 2 : 1 + roll(4), unit };
      const pauses = Array.from({ length: roll(4) }, (): Pause => {
        const begin = from + (roll(5 * 1440) - 720) * MINUTE;
        return { from: instant(begin), to: instant(begin + roll(roll(2) ? 2000 : 120) * MINUTE) };
      });
      const paused = (at: number) => pauses.some((pause) => millis(pause.from) <= at && at < millis(pause.to ?? ''));
      const expected = oracle.due(from, limit, paused);
      const start = instant(from);
      const told = JSON.stringify({ start, limit, pauses });
      expect(deadlineOf(calendar, start, limit, pauses), told).toBe(instant(expected));

      const explained = deadline(calendar, start, limit, pauses);
      if ('refused' in explained) throw new Error(told);
      const office = unit === 'workHours' || unit === 'workdays';
      let counted = 0;
      for (let at = from; at < expected; at += MINUTE) if ((!office || oracle.open(at)) && !paused(at)) counted++;
      expect(
        explained.spans.reduce((sum, span) => sum + span.minutes, 0),
        told,
      ).toBe(counted);
      expect(
        explained.spans.every((span) => span.from < span.to && span.from >= start && span.to <= explained.due),
        told,
      ).toBe(true);

      const due: Instant = explained.due;
      expect(elapsedShare(calendar, start, limit, pauses, due), told).toBe(1);
      expect(usedMinutes(calendar, start, limit, pauses, due), told).toBe(counted);
      const amber = warnInstant(calendar, start, limit, pauses, 0.8);
      if (typeof amber !== 'string') throw new Error(told);
      expect(amber <= due, told).toBe(true);
      // Before a pause that has not begun, "to the end of the day" still means an earlier day; the other readings do not move.
      if (unit !== 'workdays' || definition.reading === 'asWorkingHours') {
        expect(elapsedShare(calendar, start, limit, pauses, amber), told).toBeCloseTo(0.8, 5);
      }
    }
  });
  test('an extension from the deadline is the longer limit from the start', () => {
    const roll = dice(7);
    for (let round = 0; round < 100; round++) {
      const start = instant(Date.parse(starts[roll(starts.length)] ?? '') + roll(4 * 1440) * MINUTE);
      const [first, more] = [1 + roll(30), 1 + roll(30)];
      const due = deadlineOf(calendar, start, { amount: first, unit: 'workHours' });
      if (typeof due !== 'string') throw new Error(start);
      expect(deadlineOf(calendar, due, { amount: more, unit: 'workHours' })).toBe(
        deadlineOf(calendar, start, { amount: first + more, unit: 'workHours' }),
      );
    }
  });
});
