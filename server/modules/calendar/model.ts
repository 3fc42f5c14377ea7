import { z } from 'zod';
import { type Instant, parseInstant } from '../../kernel/instant.ts';

/** 时限单位 — urgent hours (24×7), working hours, workdays, calendar days; domain.md §1.6, after GB/T 30428.8 practice. */
export const limitUnits = ['urgentHours', 'workHours', 'workdays', 'calendarDays'] as const;
export type LimitUnit = (typeof limitUnits)[number];

/** 时限 — an amount above zero, at most 10,000, in halves of an hour or whole days. */
export const limitShape = z.object({ amount: z.number().positive().max(10_000), unit: z.enum(limitUnits) });
export type Limit = z.infer<typeof limitShape>;

/** A time at the edge: ISO 8601 with its offset; inside always an `Instant` in UTC. */
export const instantShape = z
  .string()
  .max(40)
  .transform((text, context): Instant => {
    const read = parseInstant(text);
    if (read) return read;
    context.addIssue({ code: 'custom', message: '时间须为带时区的 ISO 8601（如 2026-11-22T09:30:00+08:00），1900–2200 年。 A time must be ISO 8601 with an offset, in 1900–2200.' });
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

/** One piece of counted time in the explanation of a deadline. `what` says why it counts or not. */
export interface Span {
  from: Instant;
  to: Instant;
  /** Minutes of the limit used up in this span; 0 for what is not counted. */
  minutes: number;
  what: 'office' | 'roundTheClock' | 'calendarDay' | 'pause';
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
