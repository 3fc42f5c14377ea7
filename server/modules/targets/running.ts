import { type Instant, localDate } from '../../kernel/instant.ts';
import type { Dates } from '../office/rules.ts';
import type { SubjectAvailability } from '../uptime/measuring.ts';
import type { Availability, Subject } from '../uptime/model.ts';
import type { IncidentRecord } from '../uptime/procedures.ts';
import { failureRateOf, normalDays } from '../uptime/rules.ts';
import type { Chosen } from './chosen.ts';
import { type Asked, count, dispersionOf, eachMonth, type OnDay, type Part, rate, share } from './parts.ts';

/** Values read from whether systems and devices ran. */

export interface Running {
  dates: Dates;
  now: Instant;
  timeZone: string;
  subjects: readonly SubjectAvailability[];
  incidents: readonly IncidentRecord[];
  chosen: Chosen;
}

const inScope = <T extends { subject: Subject }>(subjects: readonly T[], systems: string | null): readonly T[] =>
  systems === null ? subjects : subjects.filter(({ subject }) => subject.scopes.includes(systems));

/** 系统故障率, by the choice made: of time, of the checks that were made, or of the days of devices. */
export function failureRate(sources: Running, asked: Asked): Part {
  if (asked.choice === 'requests') return failedChecks(sources, asked);
  return asked.choice === 'deviceDays' ? faultyDeviceDays(sources, asked) : faults(sources, asked, false);
}

/** 失败的探测 ÷ 探测; checks that were owed and not made may have gone either way. */
function failedChecks({ dates, chosen }: Running, { systems }: Asked): Part {
  const own = inScope(chosen.checks, systems);
  const days = own.flatMap((one) => one.days);
  const sum = ({ from, to }: Dates) =>
    days
      .filter(({ date }) => date >= from && date <= to)
      .reduce(
        (all, { checks, failed, missing }) => ({
          checks: all.checks + checks,
          failed: all.failed + failed,
          missing: all.missing + missing,
        }),
        { checks: 0, failed: 0, missing: 0 },
      );
  const { checks, failed, missing } = sum(dates);
  const most = checks + missing;
  const byDay = days.map(({ date, checks: of, failed: bad }) => ({ day: date, of, met: of - bad }));
  return rate(failed, checks, {
    range: missing > 0 && checks > 0 ? { low: (100 * failed) / most, high: (100 * (failed + missing)) / most } : null,
    months: [
      ...eachMonth(dates, (month) => {
        const one = sum(month);
        return share(one.failed, one.checks);
      }),
    ],
    note: missing > 0 ? { zh: `应探测而未探测 ${missing} 次`, en: `${missing} checks owed were not made` } : null,
    ids: own.map(({ subject }) => subject.id),
    dispersion: dispersionOf(byDay),
  });
}

/** A day of which more than this is unknown says nothing. */
const UNKNOWN_SHARE = 0.05;

const kindOfDay = ({ faultMinutes, unknownMinutes, serviceMinutes }: Availability) =>
  faultMinutes > 0 ? 'faulty' : unknownMinutes > UNKNOWN_SHARE * serviceMinutes ? 'unknown' : 'sound';

/** 故障设备日 ÷ 设备日; days that nobody knows enough of may have been either. */
function faultyDeviceDays({ subjects, dates }: Running, { systems }: Asked): Part {
  const own = inScope(subjects, systems).filter(({ subject }) => subject.kind === 'device');
  const days = own
    .flatMap((one) => one.days)
    .filter(({ availability: { serviceMinutes } }) => serviceMinutes > 0)
    .map(({ date, availability: one }) => ({ date, kind: kindOfDay(one) }));
  const count = ({ from, to }: Dates) => {
    const within = days.filter(({ date }) => date >= from && date <= to);
    const of = (kind: string) => within.filter((one) => one.kind === kind).length;
    return { all: within.length, faulty: of('faulty'), unknown: of('unknown') };
  };
  const { all, faulty, unknown } = count(dates);
  return rate(faulty, all, {
    range: unknown > 0 ? { low: (100 * faulty) / all, high: (100 * (faulty + unknown)) / all } : null,
    months: [
      ...eachMonth(dates, (month) => {
        const one = count(month);
        return share(one.faulty, one.all);
      }),
    ],
    note: unknown > 0 ? { zh: `另有 ${unknown} 个设备日未知`, en: `${unknown} more device-days unknown` } : null,
    ids: own.map(({ subject }) => subject.id),
    dispersion: dispersionOf(days.map(({ date, kind }) => ({ day: date, of: 1, met: kind === 'faulty' ? 0 : 1 }))),
  });
}

/** Minutes of fault of minutes owed; the time that no probe speaks for makes both ends of a range. */
function faults({ subjects, dates }: Running, { systems }: Asked, up: boolean): Part {
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

const judgements = {
  normal: { zh: '正常', en: 'normal' },
  abnormal: { zh: '不正常', en: 'not normal' },
  unsure: { zh: '尚不能判定', en: 'cannot be said yet' },
} as const;

/** 定性 — normal where no fault overran its limit of repair; with too much time unknown nobody can say. */
function judged({ subjects, incidents, dates, now, timeZone }: Running, { systems }: Asked): Part {
  const own = inScope(subjects, systems);
  const parts = own.flatMap(({ days }) => days.map((day) => day.availability));
  const service = parts.reduce((sum, part) => sum + part.serviceMinutes, 0);
  if (service <= 0) return {};
  const unknown = parts.reduce((sum, part) => sum + part.unknownMinutes, 0);
  const watched = new Set(own.map(({ subject }) => subject.id));
  const told = incidents.filter(
    ({ subjectId, state }) => watched.has(subjectId) && state !== 'merged' && state !== 'falseAlarm',
  );
  const overran = told.filter(({ endedAt, dueAt }) => (endedAt ?? now) > dueAt);
  const unsure = overran.length === 0 && unknown > UNKNOWN_SHARE * service;
  const days = overran.map(({ dueAt }) => localDate(dueAt, timeZone));
  return {
    state: 'live',
    value: overran.length === 0 ? 100 : 0,
    word: overran.length > 0 ? judgements.abnormal : unsure ? judgements.unsure : judgements.normal,
    range: unsure ? { low: 0, high: 100 } : null,
    sample: told.length,
    months: [...eachMonth(dates, ({ from, to }) => (days.some((day) => day >= from && day <= to) ? 0 : 100))],
    ids: told.map(({ id }) => id),
    note: {
      zh: `故障 ${told.length} 起，超过处理时限 ${overran.length} 起`,
      en: `${told.length} faults, ${overran.length} of them beyond their limit`,
    },
  };
}

export function availability(sources: Running, asked: Asked): Part {
  if (asked.choice === 'judged') return judged(sources, asked);
  if (asked.choice !== 'days') return faults(sources, asked, true);
  const { days, normal } = runningDays(sources, asked, 0.999, null);
  const byDay = days.map(({ date, kind }) => ({ day: date, of: 1, met: kind === 'normal' ? 1 : 0 }));
  return rate(normal, days.length, { dispersion: dispersionOf(byDay) });
}
