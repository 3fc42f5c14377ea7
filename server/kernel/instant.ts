/**
 * A moment in UTC, always as the 24 characters `YYYY-MM-DDTHH:mm:ss.sssZ`. So instants compare with `<`, sort as text,
 * hash the same everywhere, and never carry a time zone by accident. Years 1900–2200 only.
 */
export type Instant = string;

const PATTERN = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export function isInstant(text: string): boolean {
  return PATTERN.test(text) && !Number.isNaN(Date.parse(text));
}

export function instant(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString();
}

export function millis(at: Instant): number {
  return Date.parse(at);
}

/**
 * Reads any ISO 8601 time that names its offset (`Z` or `+08:00`); null if it is no such time, is not a real date
 * (31 February), or lies outside 1900–2200.
 */
export function parseInstant(text: string): Instant | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.exec(text);
  if (!parts) return null;
  const [, year, month, day] = parts;
  const lastDay = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > lastDay) return null;
  const time = Date.parse(text);
  if (Number.isNaN(time)) return null;
  const read = new Date(time);
  return read.getUTCFullYear() < 1900 || read.getUTCFullYear() > 2200 ? null : read.toISOString();
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** A format is costly to make, and one is made for each time zone. */
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
}

/** The local date of an instant, `YYYY-MM-DD`. */
export function localDate(at: Instant, timeZone: string): string {
  return dateFormat(timeZone).format(millis(at));
}
