import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { shown } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, historyShape, keysOf, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, historyOf, seenRecord } from '../../kernel/records.ts';
import { findNames } from '../accounts/store.ts';
import { handleMeeting, localDay, planMeeting, unitsInUse } from './commands.ts';
import { meetingKindWords, meetingLifecycle } from './lifecycle.ts';
import { type MeetingRecord, meetingProcedure } from './procedures.ts';
import { listMeetings } from './store.ts';
import { type Asking, historyView } from './views.ts';

/** What belongs to one case or one meeting is asked for whenever it was. */
const anyDates = { from: z.iso.date().default('1900-01-01'), to: z.iso.date().default('2999-12-31') };

const meetingShape = filedShape(meetingLifecycle).extend({
  title: z.string(),
  kind: keysOf(meetingKindWords),
  room: z.string(),
  startsAt: z.string(),
  day: z.string(),
  minutes: z.number(),
  invited: z.array(z.string()),
  caseId: z.string().nullable(),
  projectCode: z.string().nullable().optional(),
  present: z.array(z.object({ id: z.string(), at: z.string() })),
  minutesOfMeeting: z
    .object({
      host: z.string(),
      recorder: z.string(),
      absent: z.string(),
      text: z.string(),
      decisions: z.array(
        z.object({ text: z.string(), mainUnitId: z.string().nullable(), dueOn: z.string().nullable() }),
      ),
    })
    .nullable(),
  /** The names of those invited and of those who came, by id. */
  names: z.record(z.string(), z.string()),
});

async function meetingView(record: MeetingRecord, { tx, actor, now }: Asking) {
  const day = await localDay(tx, actor.jurisdictionId, now);
  const known = await unitsInUse(tx, actor.jurisdictionId);
  const people = [...record.invited, ...record.present.map(({ id }) => id)];
  const names = await findNames(tx, actor.jurisdictionId, people);
  return {
    ...shown(meetingProcedure, record, { actor, now, known, ...day }),
    names: Object.fromEntries(people.map((id) => [id, names.get(id) ?? '—'])),
  };
}

export const meetingRoutes = [
  route({
    method: 'GET',
    path: '/meetings',
    permission: 'meeting.read',
    summary: { zh: '会议', en: 'Meetings of a period' },
    query: z.object({
      ...anyDates,
      kind: keysOf(meetingKindWords).optional(),
      caseId: z.guid().optional(),
      /** Paid from the money of this budget project, or of any. */
      project: z.string().max(40).optional(),
    }),
    answer: z.object({ items: z.array(meetingShape.omit({ may: true, names: true })) }),
    async handle({ tx, actor, query }) {
      const found = await listMeetings(tx, actor.jurisdictionId, { ...query, limit: 500 });
      return { items: found.map(({ jurisdictionId: _, ...meeting }) => meeting) };
    },
  }),
  route({
    method: 'POST',
    path: '/meetings',
    permission: 'meeting.manage',
    summary: { zh: '安排会议', en: 'Plan a meeting' },
    status: 201,
    body: meetingLifecycle.openings.plan.asks.strict(),
    answer: meetingShape,
    handle: async (call) => meetingView(await planMeeting(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/meetings/:id',
    permission: 'meeting.read',
    summary: { zh: '一次会议', en: 'A meeting' },
    params: recordId,
    answer: meetingShape,
    handle: async (call) => meetingView(await seenRecord(call.tx, meetingProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'GET',
    path: '/meetings/:id/history',
    permission: 'meeting.read',
    summary: { zh: '办理经过', en: 'What was done with it, by whom, and what was said' },
    params: recordId,
    answer: historyShape,
    handle: async (call) =>
      historyView(
        call,
        await historyOf(
          call.tx,
          meetingProcedure,
          await seenRecord(call.tx, meetingProcedure, call.actor, call.params.id),
        ),
      ),
  }),
  route({
    method: 'POST',
    path: '/meetings/:id/actions/:action',
    permission: 'meeting.read',
    summary: { zh: '办理会议', en: 'Take an action on a meeting' },
    params: recordId.extend({ action: actionNames(meetingLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: meetingShape,
    handle: async (call) =>
      meetingView(await handleMeeting(deedOf(call), { ...call.params, input: call.body, version: call.version }), call),
  }),
] as const;
