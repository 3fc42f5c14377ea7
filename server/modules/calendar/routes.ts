import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { granted } from '../../kernel/refusal.ts';
import { addClosure, type Change, importYear, removeClosure, setOfficeHours } from './commands.ts';
import { closureInput, holidayNoticeShape, instantShape, limitShape, officeHoursShape } from './model.ts';
import { deadline, minutesPerWorkday, startOfDay } from './rules.ts';
import { findCalendar, listChanges, listClosures, listDays, listNotices } from './store.ts';

const time = z.string();
const readingShape = z.enum(['asWorkingHours', 'toEndOfDay']);
const hoursShape = z.array(officeHoursShape).min(1).max(50);
const closureShape = z.object({ id: z.string(), from: time, to: time, reason: z.string() });
const versionShape = z.object({ version: z.int() });

const deadlineShape = z.object({
  due: time,
  spans: z.array(
    z.object({
      from: time,
      to: time,
      minutes: z.number(),
      what: z.enum(['office', 'roundTheClock', 'calendarDay', 'pause', 'off']),
      date: z.string(),
      note: z.string().optional(),
    }),
  ),
  rule: z.string(),
});

const calendarShape = z.object({
  version: z.int(),
  timeZone: z.string(),
  reading: readingShape,
  hours: z.array(officeHoursShape),
  year: z.int(),
  /** Minutes one workday is worth at the beginning of the year. */
  minutesPerWorkday: z.number(),
  days: z.array(z.object({ date: z.string(), kind: z.enum(['holiday', 'makeUp']), name: z.string(), notice: z.int() })),
  notices: z.array(z.object({ year: z.int(), title: z.string(), source: z.string(), changedAt: time })),
  closures: z.array(closureShape),
  changes: z.array(z.object({ version: z.int(), what: z.string(), changedBy: z.string().nullable(), changedAt: time })),
});

function changeBy({ actor, now }: { actor: { id: string }; now: Instant }): Change {
  return { by: actor.id, at: now };
}

export const calendarRoutes = [
  route({
    method: 'POST',
    path: '/calendar/deadline',
    permission: 'signedIn',
    summary: { zh: '计算到期时间，并说明理由', en: 'When a limit ends, and why then' },
    body: z.object({
      from: instantShape,
      limit: limitShape,
      pauses: z
        .array(z.object({ from: instantShape, to: instantShape.optional() }))
        .max(200)
        .default([]),
    }),
    answer: deadlineShape,
    async handle({ tx, actor, body }) {
      return granted(deadline(await findCalendar(tx, actor.jurisdictionId), body.from, body.limit, body.pauses));
    },
  }),
  route({
    method: 'GET',
    path: '/calendar',
    permission: 'signedIn',
    summary: { zh: '一年的工作日历', en: 'The working calendar of a year' },
    query: z.object({ year: z.coerce.number().int().min(1990).max(2098).optional() }),
    answer: calendarShape,
    async handle({ tx, actor, query, now }) {
      const { jurisdictionId } = actor;
      const calendar = await findCalendar(tx, jurisdictionId);
      const { version, timeZone, reading, hours } = calendar.definition;
      const year = query.year ?? Number(localDate(now, timeZone).slice(0, 4));
      const newYear = (of: number) => startOfDay(calendar, `${of}-01-01`);
      const [days, notices, closures, changes] = await Promise.all([
        listDays(tx, jurisdictionId, year),
        listNotices(tx, jurisdictionId),
        listClosures(tx, jurisdictionId, { from: newYear(year), to: newYear(year + 1) }),
        listChanges(tx, jurisdictionId).then((all) => all.map(({ content: _, ...change }) => change)),
      ]);
      const worth = minutesPerWorkday(calendar, `${year}-01-01`);
      return { version, timeZone, reading, hours, year, minutesPerWorkday: worth, days, notices, closures, changes };
    },
  }),
  route({
    method: 'PUT',
    path: '/calendar/office-hours',
    permission: 'calendar.manage',
    setting: { kind: 'calendar' },
    summary: { zh: '设定作息与工作日的含义', en: 'Set the office hours and what a workday means' },
    ifMatch: true,
    body: z.strictObject({ hours: hoursShape, reading: readingShape }),
    answer: versionShape,
    async handle(call) {
      const wanted = { ...call.body, version: call.version };
      return { version: await setOfficeHours(call.tx, call.actor.jurisdictionId, wanted, changeBy(call)) };
    },
  }),
  route({
    method: 'POST',
    path: '/calendar/years',
    permission: 'calendar.manage',
    setting: { kind: 'calendar' },
    summary: { zh: '导入一年的节假日安排', en: "Import a year's notice of holidays and make-up workdays" },
    ifMatch: true,
    body: holidayNoticeShape,
    answer: versionShape,
    async handle(call) {
      const wanted = { notice: call.body, version: call.version };
      return { version: await importYear(call.tx, call.actor.jurisdictionId, wanted, changeBy(call)) };
    },
  }),
  route({
    method: 'POST',
    path: '/calendar/closures',
    permission: 'calendar.manage',
    setting: { kind: 'closure' },
    summary: { zh: '登记临时停办', en: 'Shut the office for a time' },
    body: closureInput,
    answer: closureShape.extend({ version: z.int() }),
    status: 201,
    handle: (call) => addClosure(call.tx, call.actor.jurisdictionId, call.body, changeBy(call)),
  }),
  route({
    method: 'DELETE',
    path: '/calendar/closures/:id',
    permission: 'calendar.manage',
    setting: { kind: 'closure' },
    summary: { zh: '撤销临时停办', en: 'Take back a closure' },
    ifMatch: true,
    params: z.object({ id: z.uuid() }),
    status: 204,
    async handle(call) {
      const wanted = { id: call.params.id, version: call.version };
      await removeClosure(call.tx, call.actor.jurisdictionId, wanted, changeBy(call));
    },
  }),
] as const;
