import { z } from 'zod';
import { type Instant, parseInstant } from '../../kernel/instant.ts';

/** 时限单位 — urgent hours (24×7), working hours, workdays, calendar days, as cities state them after GB/T 30428.8. */
export const limitUnits = ['urgentHours', 'workHours', 'workdays', 'calendarDays'] as const;
export type LimitUnit = (typeof limitUnits)[number];

/**
 * 时限 — an amount above zero, at most 10,000: hours and working days in whole minutes (0.25 hours, half a workday),
 * calendar days and days read to their end in whole days.
 */
export const limitShape = z.object({ amount: z.number().positive().max(10_000), unit: z.enum(limitUnits) });
export type Limit = z.infer<typeof limitShape>;

/** A time at the edge: ISO 8601 with its offset; inside always an `Instant` in UTC. */
export const instantShape = z
  .string()
  .max(40)
  .transform((text, context): Instant => {
    const read = parseInstant(text);
    if (read) return read;
    context.addIssue({
      code: 'custom',
      message:
        '时间须为带时区的 ISO 8601（如 2026-11-22T09:30:00+08:00），1900–2200 年。 A time must be ISO 8601 with an offset, in 1900–2200.',
    });
    return z.NEVER;
  });

/** A stretch in which a clock stood still; an open pause has no end yet. */
export interface Pause {
  from: Instant;
  to?: Instant;
}

/**
 * How "2 workdays" is read: as twice a day's working hours (ends at the same time of day; the default), or to the end of
 * the second office day after the start.
 */
export type WorkdayReading = 'asWorkingHours' | 'toEndOfDay';

/**
 * One piece of time in the explanation of a deadline. `what` says why it counts, or why not: a pause, or days off
 * (`off`: holiday or closure, named in `note`). Plain nights and weekends are not listed.
 */
export interface Span {
  from: Instant;
  to: Instant;
  /** Minutes of the limit used up in this span; 0 for what is not counted. */
  minutes: number;
  what: 'office' | 'roundTheClock' | 'calendarDay' | 'pause' | 'off';
  /** Local date in the calendar's time zone, `YYYY-MM-DD`, on which the span lies (its first day). */
  date: string;
  /** Why the day is worked or not where that is not plain: the holiday's or closure's name, 调休. */
  note?: string;
}

export interface Deadline {
  due: Instant;
  spans: Span[];
  /** The version of calendar and policy by which this was reckoned. */
  rule: string;
}

function isDate(text: string): boolean {
  const read = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  return read !== null && !Number.isNaN(read.getTime()) && read.toISOString().startsWith(text);
}

/** A local date of the jurisdiction, in the years the calendar can reckon with. */
export const dateShape = z.string().refine((text) => isDate(text) && text >= '1990-01-01' && text <= '2099-12-31', {
  message: '日期须为真实存在的 YYYY-MM-DD，1990–2099 年。 A date must be a real YYYY-MM-DD in 1990–2099.',
});

const clockTime = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/);
const officeSpanShape = z.tuple([clockTime, clockTime]);
/** 办公时段 — local time from and to, e.g. `['08:00', '12:00']`; a span does not pass midnight. */
export type OfficeSpan = z.infer<typeof officeSpanShape>;

const daySpansShape = z
  .array(officeSpanShape)
  .max(8)
  .refine(
    (spans) => spans.every(([from, to], at) => from < to && (at === 0 || (spans[at - 1]?.[1] ?? '') <= from)),
    '时段须先后有序、互不重叠。 Spans must be in order and must not overlap.',
  );

const monthDay = z.string().refine((text) => isDate(`2024-${text}`), '须为 MM-DD。 Must be MM-DD.');

/**
 * 作息 — the office hours of a week, Monday first, from a date on. With a season (`MM-DD` to `MM-DD`, may pass New Year)
 * or an end it is special and wins over the open-ended hours; among equals the later `validFrom` wins.
 */
export const officeHoursShape = z
  .strictObject({
    validFrom: dateShape,
    validTo: dateShape.optional(),
    season: z.strictObject({ from: monthDay, to: monthDay }).optional(),
    week: z.array(daySpansShape).length(7),
  })
  .refine(
    (hours) => hours.week.some((day) => day.length > 0),
    '一周中至少一天有办公时间。 At least one day of the week must have office hours.',
  )
  .refine(
    (hours) => hours.validTo === undefined || hours.validFrom <= hours.validTo,
    '止日不得早于起日。 The end must not lie before the start.',
  );
export type OfficeHours = z.infer<typeof officeHoursShape>;

/** The usual week: the same hours Monday to Friday, none at the weekend. */
export function mondayToFriday(spans: OfficeSpan[]): OfficeSpan[][] {
  return [spans, spans, spans, spans, spans, [], []];
}

/**
 * 节假日安排 — one year's notice of days off and 调休 make-up workdays, as it is imported: the format of the JSON file and
 * of `POST /api/calendar/years`. Days may lie in the December before (the New Year holiday often begins there).
 */
export const holidayNoticeShape = z
  .strictObject({
    year: z.int().min(1991).max(2099),
    title: z.string().min(1).max(200),
    /** Address of the published notice: a day off that nobody announced is not a day off. */
    source: z.url({ protocol: /^https?$/ }).max(500),
    daysOff: z
      .array(z.strictObject({ name: z.string().min(1).max(40), from: dateShape, to: dateShape }))
      .min(1)
      .max(40),
    makeUp: z.array(z.strictObject({ name: z.string().min(1).max(40), date: dateShape })).max(40),
  })
  .superRefine((notice, context) => {
    const say = (path: (string | number)[], message: string) => context.addIssue({ code: 'custom', path, message });
    const inYear = (date: string) => date >= `${notice.year - 1}-12-01` && date <= `${notice.year}-12-31`;
    notice.daysOff.forEach((run, at) => {
      const days = (Date.parse(run.to) - Date.parse(run.from)) / 86_400_000;
      if (days < 0 || days > 30) say(['daysOff', at], '止日须在起日之后 30 天以内。 The run must end within 30 days.');
      if (!inYear(run.from) || !inYear(run.to))
        say(['daysOff', at], '日期不属于该年度。 The date is not of this year.');
    });
    notice.makeUp.forEach((day, at) => {
      if (!inYear(day.date)) say(['makeUp', at], '日期不属于该年度。 The date is not of this year.');
      if (notice.daysOff.some((run) => run.from <= day.date && day.date <= run.to)) {
        say(['makeUp', at], '同一天既放假又上班。 The same day is both off and worked.');
      }
    });
  });
export type HolidayNotice = z.infer<typeof holidayNoticeShape>;

/** 节假日 or 调休上班日, by its local date. */
export interface CalendarDay {
  date: string;
  kind: 'holiday' | 'makeUp';
  name: string;
}

/** 临时停办 — the office is shut by order, e.g. for a typhoon. No working time counts in it; urgent hours do. */
export interface Closure {
  from: Instant;
  to: Instant;
  reason: string;
}

const reason = z.string().trim().min(1).max(200);

/** A closure as it is declared: between two instants, or over whole local dates, the last one included. */
export const closureInput = z
  .union([
    z.strictObject({ from: instantShape, to: instantShape, reason }),
    z.strictObject({ fromDate: dateShape, toDate: dateShape, reason }),
  ])
  .refine(
    (closure) => ('from' in closure ? closure.from < closure.to : closure.fromDate <= closure.toDate),
    '止须在起之后。 The end must lie after the start.',
  );
export type ClosureInput = z.infer<typeof closureInput>;

/** Everything from which a district's working calendar is compiled. */
export interface CalendarDefinition {
  version: number;
  /** IANA name. */
  timeZone: string;
  reading: WorkdayReading;
  hours: OfficeHours[];
  days: CalendarDay[];
  closures: Closure[];
  /** Years whose notice is known; later ones are reckoned provisionally, without holidays. */
  years: number[];
}

/** Days of several notices as the calendar needs them, one per date. */
export function daysOfNotice(notice: HolidayNotice): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (const run of notice.daysOff) {
    for (let at = Date.parse(run.from); at <= Date.parse(run.to); at += 86_400_000) {
      days.push({ date: new Date(at).toISOString().slice(0, 10), kind: 'holiday', name: run.name });
    }
  }
  return [...days, ...notice.makeUp.map(({ date, name }): CalendarDay => ({ date, kind: 'makeUp', name }))];
}
