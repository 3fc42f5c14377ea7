import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { sha256 } from '../../kernel/digest.ts';
import { isId, newId } from '../../kernel/id.ts';
import { type Instant, localDate, millis } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { refuse } from '../../kernel/refusal.ts';
import { findNames } from '../accounts/store.ts';
import { findCase } from '../cases/store.ts';
import { findDirectory, findTimeZone } from '../organisation/store.ts';
import { attachEvidence, insertEvidence, listUnusedEvidence } from './evidence-store.ts';
import type { meetingLifecycle, taskLifecycle } from './lifecycle.ts';
import { cleanEvidence } from './papers.ts';
import {
  decidedTasks,
  type Evidence,
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
  const timeZone = await findTimeZone(tx, jurisdictionId);
  return { today: localDate(now, timeZone), timeZone };
}

/** Ids of the units that can be given something to do. */
export async function unitsInUse(tx: Tx, jurisdictionId: number): Promise<Set<string>> {
  const { units } = await findDirectory(tx, jurisdictionId);
  return new Set([...units.values()].flatMap(({ id, active }) => (active ? id : [])));
}

async function factsFor(deed: Deed, asked: unknown): Promise<OfficeFacts> {
  const known = await unitsInUse(deed.tx, deed.jurisdictionId);
  const { caseId, files, invited } = (asked ?? {}) as { caseId?: unknown; files?: unknown; invited?: unknown };
  if (isId(caseId) && (await findCase(deed.tx, deed.jurisdictionId, caseId))) known.add(caseId);
  const guests = Array.isArray(invited) ? invited.filter(isId) : [];
  for (const id of (await findNames(deed.tx, deed.jurisdictionId, guests)).keys()) known.add(id);
  const ids = Array.isArray(files) ? files.filter(isId) : [];
  const evidence = deed.actor ? await listUnusedEvidence(deed.tx, deed.actor, ids) : [];
  return {
    actor: deed.actor,
    now: deed.now,
    known,
    evidence,
    ...(await localDay(deed.tx, deed.jurisdictionId, deed.now)),
  };
}

/** 立项 */
export async function setUpTask(deed: Deed, asked: unknown): Promise<TaskRecord> {
  return openRecord(deed, taskProcedure, 'setUp', asked, await factsFor(deed, asked));
}

/** What is given as evidence with an action belongs to the task from then on, in the same transaction. */
export async function handleTask(deed: Deed, asked: Asked<typeof taskLifecycle>): Promise<TaskRecord> {
  const facts = await factsFor(deed, asked.input);
  const task = await actOn(deed, taskProcedure, asked, () => facts);
  const given = new Set((task.files ?? []).map(({ id }) => id));
  await attachEvidence(
    deed.tx,
    task,
    (facts.evidence ?? []).map(({ id }) => id).filter((id) => given.has(id)),
  );
  return task;
}

/** Keeps an uploaded picture or paper for its officer, until it is given as evidence. */
export async function keepEvidence(
  tx: Tx,
  actor: Pick<Actor, 'id' | 'jurisdictionId'>,
  uploaded: Buffer,
  now: Instant,
): Promise<Pick<Evidence, 'id' | 'type'>> {
  const clean = cleanEvidence(uploaded);
  if ('refused' in clean) refuse(clean);
  const { type, bytes } = clean;
  const id = newId(millis(now));
  const file = { id, type, sha256: sha256(uploaded), bytes, taskId: null, uploadedBy: actor.id, uploadedAt: now };
  await insertEvidence(tx, actor.jurisdictionId, file);
  return { id, type };
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
  for (const { text, mainUnitId, dueOn } of decidedTasks(meeting)) {
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
