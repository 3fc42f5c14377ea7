import { dateOf, dayNumber } from '../calendar/zone.ts';
import type { Dates } from '../office/rules.ts';
import type { RoomDays } from '../uptime/measuring.ts';
import type { Chosen, WatchedRoom } from './chosen.ts';
import { type Asked, count, eachMonth, type Part } from './parts.ts';

/** 机房维护天数, by the choice made: what somebody signed for, what probes watched, or what a contract covers. */

export interface Rooms {
  dates: Dates;
  rooms: { days: number | null; rooms: RoomDays[] };
  chosen: Chosen;
}

/** A probe that spoke for this much of the day has watched it. */
const WATCHED = 0.99;

export function roomDays(sources: Rooms, { choice }: Asked): Part {
  const { chosen, dates } = sources;
  if (choice === 'monitored') {
    if (!chosen.rooms.some(({ subjects }) => subjects.length > 0)) return { note: nothingWatches };
    return fewest(
      dates,
      chosen.rooms.map((room) => watchedDays(room, dates)),
    );
  }
  if (choice === 'contract') {
    if (!chosen.rooms.some(({ room }) => room.contracts.length > 0)) return { note: noContract };
    return fewest(
      dates,
      chosen.rooms.map((room) => coveredDays(room, dates)),
    );
  }
  const { days, rooms } = sources.rooms;
  if (days === null) return {};
  const late = rooms.reduce((sum, one) => sum + one.late.length, 0);
  return fewest(
    dates,
    rooms.map((one) => one.days),
    { note: late > 0 ? { zh: `其中补录 ${late} 天`, en: `${late} days filled in late` } : null },
  );
}

const nothingWatches = {
  zh: '机房没有设监测分组，或分组内没有系统设备',
  en: 'No room has a group of anything that watches it',
};
const noContract = { zh: '机房没有登记维护合同', en: 'No room has a maintenance contract entered' };

/** Of several rooms the one with the fewest days counts, and its months are shown. */
function fewest(dates: Dates, rooms: readonly (readonly string[])[], more: Part = {}): Part {
  const least = rooms.toSorted((a, b) => a.length - b.length)[0] ?? [];
  return count(least.length, {
    months: [...eachMonth(dates, ({ from, to }) => least.filter((day) => day >= from && day <= to).length)],
    ...more,
  });
}

/** 监测有效的天数 — days on which the probes of everything that watches the room spoke nearly all day, whatever they found. */
function watchedDays({ subjects }: WatchedRoom, { from, to }: Dates): string[] {
  const perDay = Map.groupBy(
    subjects.flatMap(({ days }) => days),
    ({ date }) => date,
  );
  return [...perDay]
    .filter(([day, all]) => day >= from && day <= to && all.length === subjects.length)
    .filter(([, all]) => all.every(({ availability: one }) => one.unknownMinutes <= (1 - WATCHED) * one.serviceMinutes))
    .map(([day]) => day)
    .sort();
}

function coveredDays({ room: { contracts } }: WatchedRoom, { from, to }: Dates): string[] {
  const days = Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, i) => dateOf(dayNumber(from) + i));
  return days.filter((day) => contracts.some((one) => one.from <= day && day <= one.to));
}
