import { type Instant, instant, parseInstant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';
import { DAY, instantOfWall, readZone, wallOf, type Zone } from '../calendar/zone.ts';

/** How a source writes its times. All but ISO 8601 are readings of the local clock. */
export const timeStyles = {
  'M/D/YY H:MM':
    /^(?<month>\d{1,2})\/(?<day>\d{1,2})\/(?<year>\d{2}|\d{4}) (?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/,
  'YYYY-MM-DD HH:MM:SS':
    /^(?<year>\d{4})[-/](?<month>\d{1,2})[-/](?<day>\d{1,2})[ T](?<hour>\d{1,2}):(?<minute>\d{2})(?::(?<second>\d{2}))?$/,
  'ISO 8601': null,
} as const;
export type TimeStyle = keyof typeof timeStyles;

const zones = new Map<string, Zone>();

function zoneOf(name: string): Zone {
  const zone = zones.get(name) ?? readZone(name, Date.UTC(1970, 0), Date.UTC(2100, 0));
  zones.set(name, zone);
  return zone;
}

export interface ReadTime {
  at: Instant;
  remark: Words | null;
}

/**
 * Reads a time as the source writes it; null if it is none. When clocks go back a reading comes twice, and the first is
 * taken; when they go forward some readings never were, and are taken as much later. Both are remarked.
 */
export function readTime(text: string, style: TimeStyle, zoneName: string): ReadTime | null {
  const pattern = timeStyles[style];
  if (pattern === null) {
    const at = parseInstant(text);
    return at === null ? null : { at, remark: null };
  }
  const wall = wallIn(pattern.exec(text)?.groups);
  if (wall === null) return null;
  const zone = zoneOf(zoneName);
  const at = instantOfWall(zone, wall);
  return { at: instant(at), remark: remarkOn(zone, at, wall, text) };
}

function wallIn(parts: Record<string, string> | undefined): number | null {
  if (!parts) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = [
    parts.year,
    parts.month,
    parts.day,
    parts.hour,
    parts.minute,
    parts.second,
  ].map((part) => Number(part ?? 0));
  // Two digits as POSIX reads them: 69–99 are of the last century.
  const century = parts.year?.length === 2 ? (year < 69 ? 2000 : 1900) : 0;
  const wall = Date.UTC(century + year, month - 1, day, hour, minute, second);
  const real = new Date(wall);
  const same =
    real.getUTCFullYear() === century + year && real.getUTCMonth() === month - 1 && real.getUTCDate() === day;
  return same && hour < 24 && minute < 60 && second < 60 && century + year >= 1900 && century + year <= 2099
    ? wall
    : null;
}

function remarkOn(zone: Zone, at: number, wall: number, text: string): Words | null {
  if (wallOf(zone, at) !== wall) {
    return {
      zh: `“${text}”在时钟拨快时被跳过，按拨快后计`,
      en: `"${text}" was skipped when clocks went forward; taken as much later`,
    };
  }
  const second = wall - (wallOf(zone, at + DAY) - (at + DAY));
  if (second > at && wallOf(zone, second) === wall) {
    return {
      zh: `“${text}”在时钟拨慢时出现两次，取第一次`,
      en: `"${text}" came twice when clocks went back; the first was taken`,
    };
  }
  return null;
}
