import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { offered } from '../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, historyShape, keysOf, recordId } from '../../kernel/procedure-shapes.ts';
import { deedOf, historyOf, seenRecord } from '../../kernel/records.ts';
import { handleTask, localDay, setUpTask } from './commands.ts';
import { taskTemplates } from './data/templates.ts';
import { evidenceRoutes } from './evidence-routes.ts';
import { listKeptEvidence } from './evidence-store.ts';
import { rhythmWords, sourceWords, taskLifecycle } from './lifecycle.ts';
import { meetingRoutes } from './meeting-routes.ts';
import { type TaskRecord, taskProcedure } from './procedures.ts';
import {
  countByUnit,
  countMeetings,
  countMilestones,
  countStudies,
  countTasks,
  lightOf,
  slipColours,
} from './rules.ts';
import { listMeetings, listTasks, listTasksOfPeriod } from './store.ts';
import { type Asking, historyView } from './views.ts';

const dates = { from: z.iso.date(), to: z.iso.date() };
/** What belongs to one meeting or one project is asked for whenever it was. */
const anyDates = { from: z.iso.date().default('1900-01-01'), to: z.iso.date().default('2999-12-31') };
const words = z.object({ zh: z.string(), en: z.string() });

const taskShape = filedShape(taskLifecycle).extend({
  title: z.string(),
  source: keysOf(sourceWords),
  basis: z.string(),
  isKey: z.boolean(),
  projectCode: z.string().nullable().optional(),
  mainUnitId: z.string(),
  assistUnitIds: z.array(z.string()),
  dueOn: z.string(),
  firstDueOn: z.string(),
  rhythm: keysOf(rhythmWords),
  milestones: z.array(z.object({ name: z.string(), dueOn: z.string(), reachedOn: z.string().nullable() })),
  progress: z.array(
    z.object({
      on: z.string(),
      percent: z.number(),
      text: z.string(),
      evidence: z.string(),
      files: z.array(z.string()).optional(),
      by: z.string().nullable(),
    }),
  ),
  files: z
    .array(
      z.object({
        id: z.string(),
        type: z.string(),
        /** Of the file as it is kept and served. */
        keptSha256: z.string(),
        on: z.string(),
        by: z.string().nullable(),
      }),
    )
    .optional(),
  /** Ids of files that were erased at the end of their term. */
  erased: z.array(z.string()),
  slips: z.array(z.object({ on: z.string(), colour: z.enum(slipColours), dueOn: z.string() })),
  pendingPostponement: z.object({ dueOn: z.string(), reason: z.string() }).nullable(),
  signedOn: z.string().nullable(),
  acceptedOn: z.string().nullable(),
  result: z.string().nullable(),
  meetingId: z.string().nullable(),
  /** How it stands today. */
  light: z.enum(['green', 'blue', 'yellow', 'red']),
});

/** A task as a line of a list: what may be done with it is said on its own page. */
function taskLine(record: TaskRecord, today: string) {
  const { jurisdictionId: _, stateBefore: __, cancellationAskedBy: ___, ...rest } = record;
  return { ...rest, light: lightOf(record, today) };
}

async function taskView(record: TaskRecord, { tx, actor, now }: Asking) {
  const day = await localDay(tx, actor.jurisdictionId, now);
  const given = (record.files ?? []).map(({ id }) => id);
  const kept = new Set(given.length > 0 ? await listKeptEvidence(tx, record) : []);
  return {
    ...taskLine(record, day.today),
    erased: given.filter((id) => !kept.has(id)),
    may: offered(taskProcedure, record, { actor, now, ...day }),
  };
}

export const officeRoutes = [
  ...evidenceRoutes,
  ...meetingRoutes,
  route({
    method: 'GET',
    path: '/tasks',
    permission: 'task.read',
    summary: { zh: '督办事项：按期限', en: 'Key tasks, the most urgent first' },
    query: z.object({
      ...anyDates,
      /** Which day is to lie in the period: that on which it is due, or that on which it was set up. */
      by: z.enum(['due', 'setUp']).default('due'),
      open: z.enum(['true', 'false']).optional(),
      meetingId: z.guid().optional(),
    }),
    answer: z.object({ items: z.array(taskShape.omit({ may: true, erased: true })) }),
    async handle({ tx, actor, query, now }) {
      const { today, timeZone } = await localDay(tx, actor.jurisdictionId, now);
      const setUpIn = query.by === 'setUp' ? timeZone : null;
      const found = await listTasks(tx, actor, { ...query, setUpIn, open: query.open === 'true', limit: 500 });
      return { items: found.map((task) => taskLine(task, today)) };
    },
  }),
  route({
    method: 'POST',
    path: '/tasks',
    permission: 'task.manage',
    summary: { zh: '立项', en: 'Set up a key task' },
    status: 201,
    body: taskLifecycle.openings.setUp.asks.strict(),
    answer: taskShape,
    handle: async (call) => taskView(await setUpTask(deedOf(call), call.body), call),
  }),
  route({
    method: 'GET',
    path: '/tasks/templates',
    permission: 'task.read',
    summary: { zh: '办理模板', en: 'Templates: the milestones that tasks of a kind usually have' },
    answer: z.object({
      items: z.array(
        z.object({
          code: z.string(),
          label: words,
          milestones: z.array(z.object({ name: z.string(), share: z.number() })),
        }),
      ),
    }),
    handle: async () => ({ items: taskTemplates.map((one) => ({ ...one, milestones: [...one.milestones] })) }),
  }),
  route({
    method: 'GET',
    path: '/tasks/:id',
    permission: 'task.read',
    summary: { zh: '一件督办事项', en: 'A key task' },
    params: recordId,
    answer: taskShape,
    handle: async (call) => taskView(await seenRecord(call.tx, taskProcedure, call.actor, call.params.id), call),
  }),
  route({
    method: 'GET',
    path: '/tasks/:id/history',
    permission: 'task.read',
    summary: { zh: '办理经过', en: 'What was done with it, by whom, and what was said' },
    params: recordId,
    answer: historyShape,
    handle: async (call) =>
      historyView(
        call,
        await historyOf(call.tx, taskProcedure, await seenRecord(call.tx, taskProcedure, call.actor, call.params.id)),
      ),
  }),
  route({
    method: 'POST',
    path: '/tasks/:id/actions/:action',
    permission: 'task.read',
    summary: { zh: '办理督办事项', en: 'Take an action on a key task' },
    params: recordId.extend({ action: actionNames(taskLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: taskShape,
    handle: async (call) =>
      taskView(await handleTask(deedOf(call), { ...call.params, input: call.body, version: call.version }), call),
  }),
  route({
    method: 'GET',
    path: '/office/figures',
    permission: 'task.readAll',
    summary: {
      zh: '办结率、里程碑、会议与学习次数，每个数都能打开',
      en: 'Completion, milestones, meetings and studies of a period; every number opens to its records',
    },
    query: z.object(dates),
    answer: z.object({
      keyTasks: z.object({
        due: z.array(z.string()),
        closed: z.array(z.string()),
        onTime: z.array(z.string()),
        cancelled: z.array(z.string()),
      }),
      milestones: z.object({ due: z.number(), reached: z.number() }),
      units: z.array(
        z.object({
          unitId: z.string(),
          due: z.number(),
          closed: z.number(),
          onTime: z.number(),
          overdue: z.number(),
        }),
      ),
      meetings: z.object({
        counted: z.array(z.string()),
        /** Those that do not count, each with why. */
        left: z.array(
          z.object({ id: z.string(), why: z.enum(['ahead', 'calledOff', 'notHeld', 'unproved', 'twice']) }),
        ),
      }),
      studies: z.array(z.string()),
    }),
    async handle({ tx, actor, query, now }) {
      const { today } = await localDay(tx, actor.jurisdictionId, now);
      const tasks = await listTasksOfPeriod(tx, actor.jurisdictionId, { ...query, stillOpen: true });
      const meetings = await listMeetings(tx, actor.jurisdictionId, { ...query, limit: 20_000 });
      return {
        keyTasks: countTasks(tasks, query),
        milestones: countMilestones(tasks, query),
        units: countByUnit(tasks, query, today),
        meetings: countMeetings(meetings, query, today),
        studies: countStudies(meetings, query),
      };
    },
  }),
] as const;
