/** Local time of one IANA zone, as a table of its clock changes; pure arithmetic once the table is read. */
export interface Zone {
  /** Instants (ms) from which each offset holds; the first holds from ever. */
  changes: Float64Array;
  offsets: Float64Array;
}

export const DAY = 86_400_000;
const FORTNIGHT = 14 * DAY;
const MINUTE = 60_000;

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** How many of the ascending values are below, or with `orEqual` not above, the given one. */
export function countBelow(values: Float64Array, value: number, orEqual = false): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const at = values[middle] ?? 0;
    if (at < value || (orEqual && at === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Reads the clock changes between two instants. No zone changes its clock twice in a fortnight, so that is the step. */
export function readZone(timeZone: string, from: number, to: number): Zone {
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const offsetAt = (at: number): number => {
    const [, sign, hours, minutes] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(format.format(at)) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0)) * MINUTE;
  };
  const changes = [Number.NEGATIVE_INFINITY];
  const offsets = [offsetAt(from)];
  for (let at = from; at < to; at += FORTNIGHT) {
    const before = offsets.at(-1) ?? 0;
    const after = offsetAt(at + FORTNIGHT);
    if (after === before) continue;
    let low = at;
    let high = at + FORTNIGHT;
    while (high - low > MINUTE) {
      const middle = low + Math.floor((high - low) / MINUTE / 2) * MINUTE;
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push(high);
    offsets.push(after);
  }
  return { changes: Float64Array.from(changes), offsets: Float64Array.from(offsets) };
}

function offsetOf(zone: Zone, at: number): number {
  return zone.offsets[countBelow(zone.changes, at, true) - 1] ?? 0;
}

/** The local clock's reading at an instant, as the milliseconds a clock in UTC would show it at. */
export function wallOf(zone: Zone, at: number): number {
  return at + offsetOf(zone, at);
}

/**
 * The instant at which the local clock shows a reading. A reading that is skipped when clocks go forward is taken as
 * much later; one that comes twice when they go back is the first of the two.
 */
export function instantOfWall(zone: Zone, wall: number): number {
  const before = offsetOf(zone, wall - DAY);
  const after = offsetOf(zone, wall + DAY);
  if (before === after || offsetOf(zone, wall - before) === before) return wall - before;
  return offsetOf(zone, wall - after) === after ? wall - after : wall - before;
}

/** The local date at an instant, as days since 1970-01-01. */
export function dayOf(zone: Zone, at: number): number {
  return Math.floor(wallOf(zone, at) / DAY);
}

/** The instant at which a local day begins. */
export function midnightOf(zone: Zone, day: number): number {
  return instantOfWall(zone, day * DAY);
}

/** `2026-11-22` → days since 1970-01-01. */
export function dayNumber(date: string): number {
  return Math.floor(Date.parse(date) / DAY);
}

export function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
