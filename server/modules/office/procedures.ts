import { type Instant, instant, localDate } from '../../kernel/instant.ts';
import type { Procedure, RecordOf, Situation } from '../../kernel/procedure.ts';
import { type Refusal, wrongInput } from '../../kernel/refusal.ts';
import { redact } from '../cases/redaction.ts';
import {
  type meetingKindWords,
  meetingLifecycle,
  type rhythmWords,
  type sourceWords,
  taskLifecycle,
} from './lifecycle.ts';
import type { EvidenceType } from './papers.ts';
import type { SlipColour } from './rules.ts';

/** What the forms refer to, looked up by the command. */
export interface OfficeFacts extends Situation {
  /** The local date now, and the zone it is of. */
  today: string;
  timeZone: string;
  /** Ids of the units in use, and of what else the form names and there is. */
  known?: ReadonlySet<string>;
  /** Of the files named in the form those that the officer uploaded and that are nobody's evidence yet. */
  evidence?: readonly Evidence[];
}

/** 佐证材料 — a file that shows what was said; the log holds the hash of what was uploaded, and of what is kept of it. */
export interface Evidence {
  id: string;
  type: EvidenceType;
  sha256: string;
  keptSha256: string;
}

const wrong = (path: string, zh: string, en: string): Refusal => wrongInput(path, { zh, en });
const noUnit = (path: string): Refusal =>
  wrong(path, '没有这个单位，或已停用。', 'There is no such unit, or it is out of use.');

export interface Task {
  title: string;
  source: keyof typeof sourceWords;
  basis: string;
  isKey: boolean;
  /** The budget project whose deliverable it is; absent from tasks set up before it was asked for. */
  projectCode?: string | null;
  mainUnitId: string;
  assistUnitIds: string[];
  /** The date it is due by now, and the date first promised. */
  dueOn: string;
  firstDueOn: string;
  rhythm: keyof typeof rhythmWords;
  milestones: { name: string; dueOn: string; reachedOn: string | null }[];
  /** `files`: ids; absent from reports made before any could be given. */
  progress: { on: string; percent: number; text: string; evidence: string; files?: string[]; by: string | null }[];
  /** All that was given, in that order; absent where nothing was. */
  files?: (Pick<Evidence, 'id' | 'type' | 'keptSha256'> & { on: string; by: string | null })[];
  slips: { on: string; colour: SlipColour; dueOn: string }[];
  pendingPostponement: { dueOn: string; reason: string } | null;
  signedOn: string | null;
  acceptedOn: string | null;
  result: string | null;
  stateBefore: 'drafted' | 'assigned' | 'inProgress' | null;
  cancellationAskedBy: string | null;
  meetingId: string | null;
}

/** Milestones lie before the end of their task, and are told apart by their names. */
function milestoneFlaw(
  added: readonly { name: string; dueOn: string }[],
  task: { dueOn?: unknown; milestones?: unknown },
): Refusal | null {
  const late = added.findIndex(({ dueOn }) => dueOn > String(task.dueOn));
  if (late >= 0)
    return wrong(
      `milestones.${late}.dueOn`,
      '里程碑不能晚于办结期限。',
      'A milestone cannot be due after the task itself.',
    );
  const names = [...(task.milestones === added ? [] : (task.milestones as typeof added)), ...added].map(
    ({ name }) => name,
  );
  if (new Set(names).size === names.length) return null;
  return wrong('milestones', '里程碑名称不能重复。', 'Milestones must have names of their own.');
}

const givenFiles = (input: Readonly<Record<string, unknown>>) => (input.files ?? []) as string[];

/** What is frozen of the files that a form names: they are known with their hashes, or the form is refused. */
function frozenFiles(input: Readonly<Record<string, unknown>>, evidence: readonly Evidence[] = []) {
  const ids = [...new Set(givenFiles(input))];
  const files = ids.flatMap((id) => evidence.find((one) => one.id === id) ?? []);
  if (files.length < ids.length)
    return wrong(
      'files',
      '有材料不是您上传的，或已经用过。',
      'Some file was not uploaded by you, or was used already.',
    );
  return files.length > 0 ? { files } : {};
}

/** Local dates are frozen into the entry: the log is read without knowing any time zone. */
const on = (frozen: Readonly<Record<string, unknown>>): string => String(frozen.on);

export const taskProcedure: Procedure<typeof taskLifecycle, Task, OfficeFacts> = {
  lifecycle: taskLifecycle,
  table: 'office_task',
  freeze(record, name, input, { today, known, evidence }) {
    if (record !== null && name !== 'decompose') {
      const given = frozenFiles(input, evidence);
      return 'refused' in given ? given : { on: today, ...given };
    }
    if (String(input.dueOn) < today && name === 'setUp')
      return wrong('dueOn', '期限不能早于今天。', 'It cannot be due before today.');
    const flaw = milestoneFlaw(input.milestones as { name: string; dueOn: string }[], record ?? input);
    if (flaw !== null || record !== null) return flaw ?? { on: today };
    const assists = input.assistUnitIds as string[];
    if (!known?.has(String(input.mainUnitId))) return noUnit('mainUnitId');
    if (!assists.every((id) => known.has(id)))
      return wrong('assistUnitIds', '有不存在或已停用的单位。', 'Not all of these units exist and are in use.');
    if (assists.includes(String(input.mainUnitId)))
      return wrong('assistUnitIds', '主办单位不能同时协办。', 'The main unit cannot assist itself.');
    return { on: today };
  },
  begin({ data: { input } }) {
    const { milestones, ...asked } = input;
    const meetingId = 'meetingId' in asked ? (asked.meetingId as string) : null;
    return {
      ...asked,
      meetingId,
      firstDueOn: input.dueOn,
      milestones: milestones.map((one) => ({ ...one, reachedOn: null })),
      progress: [],
      slips: [],
      pendingPostponement: null,
      signedOn: null,
      acceptedOn: null,
      result: null,
      stateBefore: null,
      cancellationAskedBy: null,
    };
  },
  change(task, entry, { actorId }) {
    const today = on(entry.data.frozen);
    const given = (entry.data.frozen.files ?? []) as Evidence[];
    const added = given.map(({ sha256: _, ...file }) => ({ ...file, on: today, by: actorId }));
    const files = added.length > 0 ? { files: [...(task.files ?? []), ...added] } : {};
    switch (entry.action) {
      case 'sign':
        return { signedOn: today };
      case 'progress':
        return { progress: [...task.progress, { on: today, ...entry.data.input, by: actorId }], ...files };
      case 'decompose':
        return {
          milestones: [
            ...task.milestones,
            ...entry.data.input.milestones.map((one) => ({ ...one, reachedOn: null })),
          ].sort((a, b) => (a.dueOn < b.dueOn ? -1 : a.dueOn > b.dueOn ? 1 : 0)),
        };
      case 'reach': {
        const { name } = entry.data.input;
        return {
          milestones: task.milestones.map((one) =>
            one.name === name && one.reachedOn === null ? { ...one, reachedOn: today } : one,
          ),
          ...files,
        };
      }
      case 'requestPostponement':
        return { pendingPostponement: entry.data.input };
      case 'grantPostponement':
        return { dueOn: task.pendingPostponement?.dueOn ?? task.dueOn, pendingPostponement: null };
      case 'refusePostponement':
        return { pendingPostponement: null };
      case 'report':
        return { result: entry.data.input.result, ...files };
      case 'accept':
        return { acceptedOn: today };
      case 'slip':
        return { slips: [...task.slips, { on: today, colour: entry.data.input.colour, dueOn: task.dueOn }] };
      case 'requestCancellation':
        return { stateBefore: task.state as 'drafted' | 'assigned' | 'inProgress', cancellationAskedBy: actorId };
      case 'refuseCancellation':
        return { stateBefore: null, cancellationAskedBy: null };
      default:
        return {};
    }
  },
  relations: {
    mainUnit: (task, actor) => actor.unitId === task.mainUnitId,
    involved: (task, actor) =>
      actor.unitId !== null && (actor.unitId === task.mainUnitId || task.assistUnitIds.includes(actor.unitId)),
  },
  refusals: {
    postponementPending: (task) => task.pendingPostponement !== null,
    noPostponementPending: (task) => task.pendingPostponement === null,
    notLater: (task, _facts, input) => input !== null && String(input.dueOn) <= task.dueOn,
    milestonesOpen: (task) => task.milestones.some(({ reachedOn }) => reachedOn === null),
    noSuchMilestone: (task, _facts, input) =>
      !task.milestones.some(
        ({ name, reachedOn }) => reachedOn === null && (input === null || name === String(input.name)),
      ),
    ownRequest: (task, { actor }) => actor !== null && task.cancellationAskedBy === actor.id,
  },
  turnings: { refuseCancellation: (task) => task.stateBefore ?? 'drafted' },
  maySee: (task, actor) =>
    actor.permissions.has('task.readAll') ||
    (actor.permissions.has('task.read') &&
      actor.unitId !== null &&
      task.state !== 'drafted' &&
      (task.mainUnitId === actor.unitId || task.assistUnitIds.includes(actor.unitId))),
  columns: ({ mainUnitId, assistUnitIds, dueOn, isKey, meetingId }) => ({
    main_unit_id: mainUnitId,
    assist_unit_ids: assistUnitIds,
    due_on: dueOn,
    is_key: isKey,
    meeting_id: meetingId,
  }),
  cleaned: redact,
};
export type TaskRecord = RecordOf<typeof taskProcedure>;

export interface Decision {
  text: string;
  mainUnitId: string | null;
  dueOn: string | null;
}

export interface Meeting {
  title: string;
  kind: keyof typeof meetingKindWords;
  room: string;
  startsAt: Instant;
  /** The local date of its start. */
  day: string;
  minutes: number;
  invited: string[];
  caseId: string | null;
  /** The budget project whose money pays for it; absent from meetings planned before it was asked for. */
  projectCode?: string | null;
  present: { id: string; at: Instant }[];
  minutesOfMeeting: { host: string; recorder: string; absent: string; text: string; decisions: Decision[] } | null;
}

/** 转督办 — the decisions that name a unit and a date. */
export function decidedTasks({ minutesOfMeeting }: Pick<Meeting, 'minutesOfMeeting'>) {
  return (minutesOfMeeting?.decisions ?? []).flatMap(({ text, mainUnitId, dueOn }) =>
    mainUnitId === null || dueOn === null ? [] : [{ text, mainUnitId, dueOn }],
  );
}

export const meetingProcedure: Procedure<typeof meetingLifecycle, Meeting, OfficeFacts> = {
  lifecycle: meetingLifecycle,
  table: 'office_meeting',
  freeze(record, name, input, { timeZone, known }) {
    if (name === 'minute') {
      const decisions = input.decisions as Decision[];
      const bad = decisions.findIndex(({ mainUnitId }) => mainUnitId !== null && !known?.has(mainUnitId));
      if (bad >= 0) return noUnit(`decisions.${bad}.mainUnitId`);
      const early = decisions.findIndex(({ dueOn }) => dueOn !== null && record !== null && dueOn < record.day);
      return early < 0
        ? {}
        : wrong(
            `decisions.${early}.dueOn`,
            '期限不能早于会议当天。',
            'It cannot be due before the day of the meeting.',
          );
    }
    if (record !== null) return {};
    if (input.kind === 'coordination' && input.caseId === null)
      return wrong('caseId', '案件协调会须指明案卷。', 'A case coordination must name its case.');
    if (!(input.invited as string[]).every((id) => known?.has(id)))
      return wrong('invited', '有不存在的人员。', 'Not all of these officers exist.');
    if (input.caseId !== null && !known?.has(String(input.caseId)))
      return wrong('caseId', '没有这个案卷。', 'There is no such case.');
    return { day: localDate(instant(Date.parse(String(input.startsAt))), timeZone) };
  },
  begin: ({ data: { input, frozen } }) => ({
    ...input,
    startsAt: instant(Date.parse(input.startsAt)),
    day: String(frozen.day),
    present: [],
    minutesOfMeeting: null,
  }),
  change(meeting, entry, { at, actorId }) {
    if (entry.action === 'signIn' && actorId !== null) return { present: [...meeting.present, { id: actorId, at }] };
    return entry.action === 'minute' ? { minutesOfMeeting: entry.data.input } : {};
  },
  relations: {},
  refusals: {
    signedAlready: (meeting, { actor }) => actor !== null && meeting.present.some(({ id }) => id === actor.id),
    notYet: (meeting, { now }) => now < meeting.startsAt,
    nobodyThere: (meeting) => meeting.present.length === 0,
    tooEarly: (meeting, { today }) => today < meeting.day,
    unitGone: (meeting, { known }) =>
      known !== undefined && decidedTasks(meeting).some(({ mainUnitId }) => !known.has(mainUnitId)),
  },
  maySee: (_meeting, actor) => actor.permissions.has('meeting.read'),
  columns: ({ kind, day, startsAt, caseId }) => ({ kind, day, starts_at: startsAt, case_id: caseId }),
  cleaned: redact,
};
export type MeetingRecord = RecordOf<typeof meetingProcedure>;
