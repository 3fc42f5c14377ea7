import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type {
  ClosureInput,
  HolidayNotice,
  Limit,
  OfficeHours,
  WorkdayReading,
} from '../../../server/modules/calendar/model.ts';
import { compileCalendar, type WorkingCalendar } from '../../../server/modules/calendar/rules.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type CalendarYear = AnswerOf<Routes['GET /calendar']>;
export type Closure = CalendarYear['closures'][number];
export type Deadline = AnswerOf<Routes['POST /calendar/deadline']>;

export function calendarQuery(year: number) {
  return queryOptions({
    queryKey: ['calendar', year],
    queryFn: () => call('GET /calendar', { query: { year } }),
    placeholderData: keepPreviousData,
  });
}

/** Reads a year past what is remembered. */
export function readCalendar(year: number): Promise<CalendarYear> {
  return queries.fetchQuery({ ...calendarQuery(year), staleTime: 0 });
}

/** The year's calendar, ready to reckon with by the server's own rules. */
export function reckonable(calendar: CalendarYear, reading: WorkdayReading = calendar.reading): WorkingCalendar {
  const { version, timeZone, hours, days, closures, notices } = calendar;
  return compileCalendar({ version, timeZone, reading, hours, days, closures, years: notices.map(({ year }) => year) });
}

function forget(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['calendar'] });
}

export async function setOfficeHours(
  version: number,
  body: { hours: OfficeHours[]; reading: WorkdayReading },
): Promise<void> {
  await call('PUT /calendar/office-hours', { version, body });
  await forget();
}

export async function importYear(version: number, body: HolidayNotice): Promise<void> {
  await call('POST /calendar/years', { version, body });
  await forget();
}

export async function addClosure(body: ClosureInput, idempotencyKey?: string): Promise<void> {
  await call('POST /calendar/closures', { body, ...(idempotencyKey ? { idempotencyKey } : {}) });
  await forget();
}

export async function removeClosure(id: string, version: number): Promise<void> {
  await call('DELETE /calendar/closures/:id', { params: { id }, version });
  await forget();
}

export interface Question {
  from: string;
  limit: Limit;
  pauses: { from: string; to?: string }[];
}

export function deadlineQuery(question: Question) {
  return queryOptions({
    queryKey: ['calendar', 'deadline', question],
    queryFn: () => call('POST /calendar/deadline', { body: question }),
  });
}
