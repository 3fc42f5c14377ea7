import type { Tx } from '../../kernel/db.ts';
import { localDate } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { findCase } from '../cases/store.ts';
import { findDirectory, findJurisdiction } from '../organisation/store.ts';
import type { meetingLifecycle, taskLifecycle } from './lifecycle.ts';
import {
  type MeetingRecord,
  meetingProcedure,
  type OfficeFacts,
  type TaskRecord,
  taskProcedure,
} from './procedures.ts';
import { type SlipColour, slipOwed } from './rules.ts';
import { listOpenTasks } from './store.ts';

export async function localDay(
  tx: Tx,
  jurisdictionId: number,
  now: string,
): Promise<{ today: string; timeZone: string }> {
  const timeZone = (await findJurisdiction(tx, jurisdictionId))?.timeZone ?? 'UTC';
  return { today: localDate(now, timeZone), timeZone };
}

async function factsFor(deed: Deed, asked: unknown): Promise<OfficeFacts> {
  const { units } = await findDirectory(deed.tx, deed.jurisdictionId);
  const known = new Set(units.keys());
  const { caseId } = (asked ?? {}) as { caseId?: unknown };
  if (typeof caseId === 'string' && ID.test(caseId) && (await findCase(deed.tx, deed.jurisdictionId, caseId)))
    known.add(caseId.toLowerCase());
  return { actor: deed.actor, now: deed.now, known, ...(await localDay(deed.tx, deed.jurisdictionId, deed.now)) };
}
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** 立项 */
export async function setUpTask(deed: Deed, asked: unknown): Promise<TaskRecord> {
  return openRecord(deed, taskProcedure, 'setUp', asked, await factsFor(deed, asked));
}

export async function handleTask(deed: Deed, asked: Asked<typeof taskLifecycle>): Promise<TaskRecord> {
  return actOn(deed, taskProcedure, asked, () => factsFor(deed, asked.input));
}

/** 安排会议 */
export async function planMeeting(deed: Deed, asked: unknown): Promise<MeetingRecord> {
  return openRecord(deed, meetingProcedure, 'plan', asked, await factsFor(deed, asked));
}

/** Issuing the minutes makes tasks of the decisions that name a unit and a date, in the same transaction. */
export async function handleMeeting(deed: Deed, asked: Asked<typeof meetingLifecycle>): Promise<MeetingRecord> {
  const meeting = await actOn(deed, meetingProcedure, asked, () => factsFor(deed, asked.input));
  if (asked.action !== 'issue') return meeting;
  const system = { ...deed, actor: null };
  for (const { text, mainUnitId, dueOn } of meeting.minutesOfMeeting?.decisions ?? []) {
    if (mainUnitId === null || dueOn === null) continue;
    const task = { title: text, source: 'meeting', basis: meeting.title, mainUnitId, dueOn, meetingId: meeting.id };
    await openRecord(system, taskProcedure, 'decide', task, await factsFor(system, task));
  }
  return meeting;
}

const PORTION = 500;

/** 督办单 — issues each open task the slip that it is owed today, once for each colour and date. */
export async function issueSlips(tx: Tx, now: string): Promise<number> {
  let issued = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const tasks = await listOpenTasks(tx, after, PORTION);
    for (const task of tasks) {
      const { today } = await localDay(tx, task.jurisdictionId, now);
      const colour = slipOwed(task, today);
      if (colour !== null)
        await issueSlip({ tx, jurisdictionId: task.jurisdictionId, actor: null, now }, task.id, colour);
      if (colour !== null) issued++;
    }
    const last = tasks.at(-1);
    if (!last || tasks.length < PORTION) return issued;
    after = last.id;
  }
}

async function issueSlip(deed: Deed, id: string, colour: SlipColour): Promise<void> {
  const slip = { id, action: 'slip', input: { colour }, version: null } as const;
  await actOn(deed, taskProcedure, slip, () => factsFor(deed, {}));
}
