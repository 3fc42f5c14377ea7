import type { Language } from '../../server/kernel/words.ts';

/**
 * Every number, date and stretch of time that a screen shows is written here, by Intl, in the reader's language and the
 * jurisdiction's time zone, never the machine's: an officer on a trip sees the centre's time.
 */
const locale: Record<Language, string> = { zh: 'zh-CN', en: 'en-GB' };

const dates = new Map<string, Intl.DateTimeFormat>();
function dateFormat(language: Language, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${language} ${zone} ${JSON.stringify(options)}`;
  const made =
    dates.get(key) ?? new Intl.DateTimeFormat(locale[language], { timeZone: zone, hourCycle: 'h23', ...options });
  dates.set(key, made);
  return made;
}

interface WallTime {
  year: string;
  month: string;
  day: string;
  hour: string;
  minute: string;
  second: string;
}

/** The clock on the wall of a time zone at an instant, each part padded. */
export function wallTime(at: string, zone: string): WallTime {
  const parts = dateFormat('en', zone, {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((one) => one.type === type)?.value ?? '';
  return {
    year: part('year').padStart(4, '0'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
}

/** `2026-11-22` as it is called in that time zone. */
export function dayOf(at: string, zone: string): string {
  const { year, month, day } = wallTime(at, zone);
  return `${year}-${month}-${day}`;
}

/** The full time, `2026-11-22 16:42`: the form of tables, logs and files in both languages. */
export function fullTime(at: string, zone: string): string {
  const { hour, minute } = wallTime(at, zone);
  return `${dayOf(at, zone)} ${hour}:${minute}`;
}

/** As short as the distance allows: `16:42` today, `11-22 16:42` this year, else the whole. */
export function shortTime(at: string, zone: string, now: number): string {
  const full = fullTime(at, zone);
  const today = dayOf(new Date(now).toISOString(), zone);
  if (full.startsWith(today)) return full.slice(11);
  return full.slice(0, 4) === today.slice(0, 4) ? full.slice(5) : full;
}

/** `11月22日 星期日` / `Sunday 22 November`. */
export function longDay(at: string, zone: string, language: Language): string {
  return dateFormat(language, zone, { month: 'long', day: 'numeric', weekday: 'long' }).format(new Date(at));
}

/** The instant at which the wall of that time zone shows `2026-11-22T16:42`; null if it is no time. */
export function instantAt(wall: string, zone: string): string | null {
  const guess = Date.parse(`${wall.length === 10 ? `${wall}T00:00` : wall.slice(0, 16)}:00.000Z`);
  if (Number.isNaN(guess)) return null;
  // Twice: the first correction may cross a change of summer time.
  let time = guess;
  for (let round = 0; round < 2; round++) {
    const shown = wallTime(new Date(time).toISOString(), zone);
    const shownAt = Date.parse(`${shown.year}-${shown.month}-${shown.day}T${shown.hour}:${shown.minute}:00.000Z`);
    time += guess - shownAt;
  }
  return new Date(time).toISOString();
}

/** `2026-11-22T16:42`, as a time field holds it. */
export function fieldTime(at: string, zone: string): string {
  return fullTime(at, zone).replace(' ', 'T');
}

const units: Record<
  Language,
  { day: (n: number) => string; hour: (n: number) => string; minute: (n: number) => string; none: string; join: string }
> = {
  zh: { day: (n) => `${n} 天`, hour: (n) => `${n} 小时`, minute: (n) => `${n} 分`, none: '不到 1 分', join: ' ' },
  en: { day: (n) => `${n} d`, hour: (n) => `${n} h`, minute: (n) => `${n} min`, none: '< 1 min', join: ' ' },
};

/** A stretch in its two largest units: `1 小时 15 分`, `3 天 4 小时`, `42 分`. Whole minutes, rounded down. */
export function stretch(ms: number, language: Language): string {
  const say = units[language];
  const minutes = Math.floor(Math.abs(ms) / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts =
    days > 0
      ? [say.day(days), hours > 0 ? say.hour(hours) : '']
      : [hours > 0 ? say.hour(hours) : '', rest > 0 ? say.minute(rest) : ''];
  const written = parts.filter(Boolean).join(say.join);
  return written === '' ? say.none : written;
}

const numbers = new Map<string, Intl.NumberFormat>();
function numberFormat(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${language} ${JSON.stringify(options)}`;
  const made = numbers.get(key) ?? new Intl.NumberFormat(locale[language], options);
  numbers.set(key, made);
  return made;
}

/** Thousands by commas; a blank is “—”, which is not zero. */
export function number(value: number | null | undefined, language: Language, digits = 0): string {
  if (value === null || value === undefined) return '—';
  return numberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value)
    .replace('-', '−');
}

/** As many digits as tell a rate of a thousandth from nothing; whole things have none. */
export function digitsOf(unit: string, value: number | null): number {
  if (unit !== '%') return 0;
  return value !== null && Math.abs(value) < 1 && value !== 0 ? 3 : 2;
}

/** A fraction 0–1 as `96.4%`. */
export function percent(value: number | null | undefined, language: Language, digits = 1): string {
  if (value === null || value === undefined) return '—';
  return numberFormat(language, { style: 'percent', minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value)
    .replace('-', '−');
}

/** Money is integer fen; shown in yuan with two decimals. */
export function yuan(fen: number | null | undefined, language: Language): string {
  return fen === null || fen === undefined ? '—' : number(fen / 100, language, 2);
}

/** `420 m`, `1.3 km`. */
export function distance(metres: number, language: Language): string {
  return metres < 1000 ? `${number(Math.round(metres), language)} m` : `${number(metres / 1000, language, 1)} km`;
}

/** `1.2 MB`. */
export function bytes(size: number, language: Language): string {
  if (size < 1000) return `${size} B`;
  return size < 1_000_000 ? `${number(size / 1000, language)} KB` : `${number(size / 1_000_000, language, 1)} MB`;
}
