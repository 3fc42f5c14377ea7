import { sql } from 'kysely';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { MeetingRecord, TaskRecord } from './procedures.ts';
import type { Dates } from './rules.ts';

/** The part of `maySee` (procedures.ts) that the database decides. */
function visibleTo(actor: Actor) {
  if (actor.permissions.has('task.readAll')) return sql`true`;
  if (!actor.permissions.has('task.read') || actor.unitId === null) return sql`false`;
  return sql`state <> 'drafted' and (main_unit_id = ${actor.unitId} or ${actor.unitId}::uuid = any(assist_unit_ids))`;
}

/** The local day on which a task was set up. */
const setUp = (timeZone: string) => sql`((body ->> 'openedAt')::timestamptz at time zone ${timeZone})::date`;

/** Tasks due in a period, or set up in it as told in `setUpIn`'s time zone, that this officer may see; the most urgent first. */
export async function listTasks(
  tx: Tx,
  actor: Actor,
  wanted: Dates & { setUpIn?: string | null; open?: boolean; meetingId?: string | undefined; limit: number },
): Promise<TaskRecord[]> {
  const timeZone = wanted.setUpIn ?? null;
  const { rows } = await sql<{ body: TaskRecord }>`select body from office_task
    where jurisdiction_id = ${actor.jurisdictionId} and ${timeZone === null ? sql`due_on` : setUp(timeZone)} between ${wanted.from} and ${wanted.to} and ${visibleTo(actor)}
      ${wanted.meetingId === undefined ? sql`` : sql`and meeting_id = ${wanted.meetingId}`}
      ${wanted.open ? sql`and state not in ('accepted', 'cancelled')` : sql``}
    order by due_on, id limit ${wanted.limit}`.execute(tx);
  return rows.map(({ body }) => body);
}

/**
 * Every task that counts in a period: due in it, or with a milestone due in it. For the rates, whoever asks. With
 * `stillOpen` also those that were due before it and are open yet.
 */
export async function listTasksOfPeriod(
  tx: Tx,
  jurisdictionId: number,
  { from, to, stillOpen = false }: Dates & { stillOpen?: boolean },
): Promise<TaskRecord[]> {
  const { rows } = await sql<{ body: TaskRecord }>`select body from office_task
    where jurisdiction_id = ${jurisdictionId}
      and (due_on >= ${from} or (${stillOpen} and state in ('assigned', 'inProgress', 'reported')))
      and (due_on <= ${to} or exists (select 1 from json_array_elements(body -> 'milestones') as one
        where one ->> 'dueOn' between ${from} and ${to}))
    order by due_on, id limit 20000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Every task set up in a period, whenever it is due. */
export async function listTasksSetUp(
  tx: Tx,
  jurisdictionId: number,
  { from, to, timeZone }: Dates & { timeZone: string },
): Promise<TaskRecord[]> {
  const { rows } = await sql<{ body: TaskRecord }>`select body from office_task
    where jurisdiction_id = ${jurisdictionId} and ${setUp(timeZone)} between ${from} and ${to}
    order by due_on, id limit 20000`.execute(tx);
  return rows.map(({ body }) => body);
}

/** Open tasks that some slip may be owed for, of all jurisdictions, a portion at a time. */
export async function listOpenTasks(tx: Tx, after: string, limit: number): Promise<TaskRecord[]> {
  const { rows } = await sql<{ body: TaskRecord }>`select body from office_task
    where state in ('assigned', 'inProgress', 'reported') and id > ${after} order by id limit ${limit}`.execute(tx);
  return rows.map(({ body }) => body);
}

const paidBy = (project: string) =>
  project === 'any' ? sql`and body ->> 'projectCode' is not null` : sql`and body ->> 'projectCode' = ${project}`;

/** Meetings of a period of local days, the newest first. */
export async function listMeetings(
  tx: Tx,
  jurisdictionId: number,
  wanted: Dates & {
    kind?: string | undefined;
    caseId?: string | undefined;
    /** Of one project, or `any`: paid from the money of some project. */
    project?: string | undefined;
    limit: number;
  },
): Promise<MeetingRecord[]> {
  const { rows } = await sql<{ body: MeetingRecord }>`select body from office_meeting
    where jurisdiction_id = ${jurisdictionId} and day between ${wanted.from} and ${wanted.to}
      ${wanted.kind === undefined ? sql`` : sql`and kind = ${wanted.kind}`}
      ${wanted.caseId === undefined ? sql`` : sql`and case_id = ${wanted.caseId}`}
      ${wanted.project === undefined ? sql`` : paidBy(wanted.project)}
    order by day desc, starts_at desc, id limit ${wanted.limit}`.execute(tx);
  return rows.map(({ body }) => body);
}
