import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { DAY, dateOf, dayNumber, midnightOf, readZone } from '../calendar/zone.ts';
import type { Period } from './model.ts';

const MONTH_DAYS = 365.2425 / 12;
const LONGEST_DAYS = 3660;

/** A custom period: whole local days, both inclusive; refused if it runs backwards or over more than ten years. */
export function periodOf(from: string, to: string, timeZone: string): Period | Refusal {
  const first = dayNumber(from);
  const last = dayNumber(to);
  if (!(first <= last) || last - first > LONGEST_DAYS) {
    const message = {
      zh: '考评期的起日须不晚于止日，且不超过十年。',
      en: 'A period must not end before it begins, nor last more than ten years.',
    };
    return { refused: 'invalid', code: 'badPeriod', message, faults: [{ path: 'query.to', message }] };
  }
  const zone = readZone(timeZone, (first - 30) * DAY, (last + 30) * DAY);
  return {
    from,
    to,
    start: instant(midnightOf(zone, first)),
    end: instant(midnightOf(zone, last + 1)),
    months: monthsIn(first, last),
  };
}

/** The month in which a local date lies, from its first to its last day. */
export function monthOf(date: string): { from: string; to: string } {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return { from: `${date.slice(0, 7)}-01`, to: dateOf(Date.UTC(year, month, 0) / DAY) };
}

/** Whole calendar months count as such; anything else by its days. */
function monthsIn(first: number, last: number): number {
  const from = new Date(first * DAY);
  const after = new Date((last + 1) * DAY);
  if (from.getUTCDate() === 1 && after.getUTCDate() === 1) return monthNumber(after) - monthNumber(from);
  return (last - first + 1) / MONTH_DAYS;
}

function monthNumber(date: Date): number {
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** 环比 — the period before: as many whole months if this is whole months, else as many days. */
export function periodBefore(period: Pick<Period, 'from' | 'to' | 'months'>, timeZone: string): Period | Refusal {
  const first = dayNumber(period.from);
  const to = dateOf(first - 1);
  if (!Number.isInteger(period.months))
    return periodOf(dateOf(first - (dayNumber(period.to) - first + 1)), to, timeZone);
  const [year = 0, month = 1] = period.from.split('-').map(Number);
  return periodOf(dateOf(Date.UTC(year, month - 1 - period.months, 1) / DAY), to, timeZone);
}

/**
 * As of when a period is read: until it has settled as the log stands now, afterwards for ever as it stood then, so that
 * a published score never moves.
 */
export function readingOf(period: Period, settleDays: number, now: Instant): { asOf: Instant; final: boolean } {
  const settled = instant(millis(period.end) + settleDays * DAY);
  return settled <= now ? { asOf: settled, final: true } : { asOf: now, final: false };
}
