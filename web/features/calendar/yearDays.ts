import { isWorkday, startOfDay } from '../../../server/modules/calendar/rules.ts';
import { type CalendarYear, reckonable } from './queries.ts';

export type DayKind = 'work' | 'rest' | 'holiday' | 'makeUp' | 'closed';

export interface YearDay {
  date: string;
  kind: DayKind;
  /** The holiday, or the reason of a closure. */
  name: string;
  /** The office is shut for a part of the day only. */
  partly: boolean;
}

const DAY = 86_400_000;

/** `2026-02` → its days' dates. */
function datesOf(year: number, month: number): string[] {
  const count = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const head = `${year}-${String(month).padStart(2, '0')}`;
  return Array.from({ length: count }, (_, day) => `${head}-${String(day + 1).padStart(2, '0')}`);
}

/** The twelve months of a year, each day as the server's own rules see it. */
export function monthsOf(calendar: CalendarYear): YearDay[][] {
  const reckoned = reckonable(calendar);
  const named = new Map(calendar.days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_, month) =>
    datesOf(calendar.year, month + 1).map((date): YearDay => {
      const from = startOfDay(reckoned, date);
      const to = new Date(Date.parse(from) + DAY).toISOString();
      const closure = calendar.closures.find((one) => one.from < to && one.to > from);
      const works = isWorkday(reckoned, date);
      const day = named.get(date);
      if (closure) return { date, kind: works ? 'work' : 'closed', name: closure.reason, partly: works };
      if (day?.kind === 'makeUp') return { date, kind: 'makeUp', name: day.name, partly: false };
      if (day) return { date, kind: 'holiday', name: day.name, partly: false };
      return { date, kind: works ? 'work' : 'rest', name: '', partly: false };
    }),
  );
}

/** Workdays of a year, make-up workdays counted in. */
export function countWorkdays(months: readonly YearDay[][]): number {
  return months.flat().filter(({ kind }) => kind === 'work' || kind === 'makeUp').length;
}

/** Monday is 0. */
export function weekdayOf(date: string): number {
  return (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
}
