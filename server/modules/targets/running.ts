import type { Dates } from '../office/rules.ts';
import type { SubjectAvailability } from '../uptime/measuring.ts';
import { failureRateOf, normalDays } from '../uptime/rules.ts';
import { type Asked, count, dispersionOf, eachMonth, type OnDay, type Part, rate } from './parts.ts';

/** Values read from whether systems and devices ran. */

export interface Running {
  dates: Dates;
  subjects: readonly SubjectAvailability[];
}

const inScope = (subjects: readonly SubjectAvailability[], systems: string | null) =>
  systems === null ? subjects : subjects.filter(({ subject }) => subject.scopes.includes(systems));

/** Minutes of fault of minutes owed; the time that no probe speaks for makes both ends of a range. */
export function faults({ subjects, dates }: Running, { systems }: Asked, up: boolean): Part {
  const own = inScope(subjects, systems);
  const between = ({ from, to }: Dates) =>
    own.flatMap(({ days }) => days.filter(({ date }) => date >= from && date <= to).map((day) => day.availability));
  const parts = between(dates);
  const told = failureRateOf(parts);
  if (told === null) return {};
  const service = parts.reduce((sum, part) => sum + part.serviceMinutes, 0);
  const down = parts.reduce((sum, part) => sum + part.faultMinutes, 0);
  const unknown = parts.reduce((sum, part) => sum + part.unknownMinutes, 0);
  const shown = (fraction: number) => 100 * (up ? 1 - fraction : fraction);
  const ends = [shown(told.low), shown(told.high)].sort((a, b) => a - b) as [number, number];
  const months = eachMonth(dates, (month) => {
    const one = failureRateOf(between(month));
    return one === null ? null : shown(one.low);
  });
  return rate(up ? service - down : down, service, {
    value: shown(told.low),
    range: unknown > 0 ? { low: ends[0], high: ends[1] } : null,
    months: [...months],
    note: unknown > 0 ? { zh: `未知 ${Math.round(unknown)} 分钟`, en: `${Math.round(unknown)} minutes unknown` } : null,
    ids: own.map(({ subject }) => subject.id),
    dispersion: dispersionOf(minutesByDay(own, dates)),
  });
}

/** Minutes owed and minutes up of each day: an outage takes many together, so minutes are far from independent. */
function minutesByDay(own: readonly SubjectAvailability[], { from, to }: Dates): OnDay[] {
  const days = own.flatMap((one) => one.days).filter(({ date }) => date >= from && date <= to);
  return [...Map.groupBy(days, ({ date }) => date)].map(([day, all]) => {
    const of = all.reduce((sum, { availability: one }) => sum + one.serviceMinutes, 0);
    return { day, of, met: of - all.reduce((sum, { availability: one }) => sum + one.faultMinutes, 0) };
  });
}

const THRESHOLDS: Record<string, number> = { t999: 0.999, t100: 1, t95: 0.95 };

/** A day is normal when every subject of the scope was; unknown days could turn out either way. */
function runningDays({ subjects }: Running, { systems }: Asked, threshold: number, only: 'device' | null) {
  const own = inScope(subjects, systems).filter(({ subject }) => only === null || subject.kind === only);
  const dates = [...new Set(own.flatMap(({ days }) => days.map(({ date }) => date)))].sort();
  const kinds = new Map(
    own.map((one) => [one, new Map(one.days.map((day) => [day.date, normalDays([day], threshold)]))]),
  );
  const days = dates.map((date) => {
    const told = own.flatMap((one) => kinds.get(one)?.get(date) ?? []);
    const faulty = told.some((one) => one.faulty > 0);
    return { date, kind: faulty ? 'faulty' : told.some((one) => one.unknown > 0) ? 'unknown' : 'normal' };
  });
  return {
    own,
    days,
    normal: days.filter(({ kind }) => kind === 'normal').length,
    unknown: days.filter(({ kind }) => kind === 'unknown').length,
  };
}

export function normalDaysOf(sources: Running, asked: Asked): Part {
  const { own, days, normal, unknown } = runningDays(sources, asked, THRESHOLDS[asked.choice ?? ''] ?? 0.999, 'device');
  if (own.length === 0 || days.length === 0) return {};
  const months = eachMonth(
    sources.dates,
    ({ from, to }) => days.filter(({ date, kind }) => kind === 'normal' && date >= from && date <= to).length,
  );
  return count(normal, {
    sample: days.length,
    range: unknown > 0 ? { low: normal, high: normal + unknown } : null,
    note: unknown > 0 ? { zh: `另有 ${unknown} 天未知`, en: `${unknown} more days unknown` } : null,
    months: [...months],
    ids: own.map(({ subject }) => subject.id),
    dispersion: dispersionOf(days.map(({ date, kind }) => ({ day: date, of: 1, met: kind === 'normal' ? 1 : 0 }))),
  });
}

export function availability(sources: Running, asked: Asked): Part {
  if (asked.choice !== 'days') return faults(sources, asked, true);
  const { days, normal } = runningDays(sources, asked, 0.999, null);
  const byDay = days.map(({ date, kind }) => ({ day: date, of: 1, met: kind === 'normal' ? 1 : 0 }));
  return rate(normal, days.length, { dispersion: dispersionOf(byDay) });
}
