import { localDate } from '../../kernel/instant.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import type { MeetingRecord, TaskRecord } from './procedures.ts';

/** 督办单 — the slips a task can get: a reminder before, then by the colour of how it stands. */
export const slipColours = ['reminder', 'blue', 'yellow', 'red'] as const;
export type SlipColour = (typeof slipColours)[number];
export type Light = 'green' | 'blue' | 'yellow' | 'red';

/** Days before the end from which everybody is reminded, and from which the light turns blue. */
const REMINDER_DAYS = 7;
const BLUE_DAYS = 3;
/** Longest silence that each rhythm bears, in days. */
const SILENCE = { weekly: 7, monthly: 31, onDone: Number.POSITIVE_INFINITY } as const;

type Standing = Pick<TaskRecord, 'state' | 'dueOn' | 'rhythm' | 'milestones' | 'progress' | 'signedOn'>;

/** A light burns, and slips are owed, from the day a task is given to its unit until it is accepted. */
export const hasLight = (task: Pick<TaskRecord, 'state'>): boolean =>
  task.state === 'assigned' || task.state === 'inProgress' || task.state === 'reported';

/** 灯 — red: overdue; yellow: behind its rhythm or a milestone; blue: due within three days; else green. `today` is local. */
export function lightOf(task: Standing, today: string): Light {
  if (!hasLight(task)) return 'green';
  if (today > task.dueOn) return 'red';
  if (task.milestones.some((one) => one.reachedOn === null && today > one.dueOn)) return 'yellow';
  if (task.state === 'inProgress' && silence(task, today) > SILENCE[task.rhythm]) return 'yellow';
  return dayNumber(task.dueOn) - dayNumber(today) <= BLUE_DAYS ? 'blue' : 'green';
}

/** Days since the unit last said how far it is, or since it signed. */
function silence(task: Standing, today: string): number {
  const last = task.progress.at(-1)?.on ?? task.signedOn ?? today;
  return dayNumber(today) - dayNumber(last);
}

/** The slip that is owed today and was not issued yet for the present date; null if none. */
export function slipOwed(task: Standing & Pick<TaskRecord, 'slips'>, today: string): SlipColour | null {
  if (!hasLight(task)) return null;
  const light = lightOf(task, today);
  const left = dayNumber(task.dueOn) - dayNumber(today);
  const owed = light !== 'green' ? light : left <= REMINDER_DAYS ? 'reminder' : null;
  if (owed === null) return null;
  const had = task.slips.filter(({ dueOn }) => dueOn === task.dueOn).map(({ colour }) => slipColours.indexOf(colour));
  return had.some((colour) => colour >= slipColours.indexOf(owed)) ? null : owed;
}

/** Whole local days, both included. */
export interface Dates {
  from: string;
  to: string;
}

export interface TaskCount {
  due: string[];
  closed: string[];
  onTime: string[];
  /** Left out of both sides, each with its approval in the log. */
  cancelled: string[];
}

/** 立项日 — the local day on which a task was set up. */
export const setUpOn = ({ openedAt }: Pick<TaskRecord, 'openedAt'>, timeZone: string): string =>
  localDate(openedAt, timeZone);

/**
 * 重点工作办结率 — of the key tasks due in the period (by their present date), those accepted by its end; beside it, those
 * accepted by the date first promised. A task that was cancelled with approval stands on neither side. By another day,
 * such as that of setting up, and accepted until another, where that is asked for.
 */
export function countTasks(
  tasks: readonly TaskRecord[],
  { from, to }: Dates,
  { dayOf = ({ dueOn }) => dueOn, until = to }: { dayOf?: (task: TaskRecord) => string; until?: string } = {},
): TaskCount {
  const inPeriod = tasks.filter((task) => task.isKey && dayOf(task) >= from && dayOf(task) <= to);
  const due = inPeriod.filter(({ state }) => state !== 'cancelled');
  const closed = due.filter(({ acceptedOn }) => acceptedOn !== null && acceptedOn <= until);
  const ids = (list: readonly TaskRecord[]) => list.map(({ id }) => id);
  return {
    due: ids(due),
    closed: ids(closed),
    onTime: ids(closed.filter(({ acceptedOn, firstDueOn }) => acceptedOn !== null && acceptedOn <= firstDueOn)),
    cancelled: ids(inPeriod.filter(({ state }) => state === 'cancelled')),
  };
}

export interface Deliverables {
  projectCode: string;
  planned: string[];
  accepted: string[];
}

/**
 * 项目成果 — of each project the tasks due in the year that are its deliverables, and those accepted by the cut-off. What was
 * cancelled with approval is not planned any more; what is only drafted is planned.
 */
export function countDeliverables(tasks: readonly TaskRecord[], year: Dates, cutoff: string): Deliverables[] {
  const own = tasks.filter(
    ({ projectCode, state, dueOn }) =>
      typeof projectCode === 'string' && state !== 'cancelled' && dueOn >= year.from && dueOn <= year.to,
  );
  const ids = (list: readonly TaskRecord[]) => list.map(({ id }) => id);
  return [...Map.groupBy(own, ({ projectCode }) => projectCode ?? '')].map(([projectCode, all]) => ({
    projectCode,
    planned: ids(all),
    accepted: ids(all.filter(({ acceptedOn }) => acceptedOn !== null && acceptedOn <= cutoff)),
  }));
}

/** 目标完成率 — milestones due in the period, and those of them reached by their date. */
export function countMilestones(tasks: readonly TaskRecord[], { from, to }: Dates): { due: number; reached: number } {
  const due = tasks
    .filter(({ state }) => state !== 'cancelled' && state !== 'drafted')
    .flatMap(({ milestones }) => milestones)
    .filter(({ dueOn }) => dueOn >= from && dueOn <= to);
  return { due: due.length, reached: due.filter((one) => one.reachedOn !== null && one.reachedOn <= one.dueOn).length };
}

/** Why a meeting does not count: it is still to come, was called off, nobody held it, nothing proves it, or it is told twice. */
export type NotCounted = 'ahead' | 'calledOff' | 'notHeld' | 'unproved' | 'twice';

export interface MeetingCount {
  counted: string[];
  left: { id: string; why: NotCounted }[];
}

/**
 * 召开会议次数 — meetings that were held, with minutes or at least two people signed in. Of several records of one room and
 * start one counts; a series counts each sitting. `today` is local: what was planned for a day before it was not held.
 */
export function countMeetings(
  meetings: readonly MeetingRecord[],
  dates: Dates,
  today: string = dates.to,
): MeetingCount {
  const seen = new Set<string>();
  const counted: string[] = [];
  const left: MeetingCount['left'] = [];
  for (const meeting of meetings.toSorted((a, b) => (a.startsAt < b.startsAt ? -1 : 1))) {
    if (meeting.day < dates.from || meeting.day > dates.to) continue;
    const place = `${meeting.room} ${meeting.startsAt}`;
    const why = flawOf(meeting, today) ?? (seen.has(place) ? 'twice' : null);
    if (why !== null) left.push({ id: meeting.id, why });
    else {
      seen.add(place);
      counted.push(meeting.id);
    }
  }
  return { counted, left };
}

function flawOf(meeting: MeetingRecord, today: string): NotCounted | null {
  if (meeting.state === 'calledOff') return 'calledOff';
  if (meeting.state === 'planned') return meeting.day >= today ? 'ahead' : 'notHeld';
  return meeting.minutesOfMeeting !== null || meeting.present.length >= 2 ? null : 'unproved';
}

/** 学习活动 — those that were held, by the same evidence. */
export function countStudies(meetings: readonly MeetingRecord[], dates: Dates): string[] {
  const { counted } = countMeetings(meetings, dates);
  const studies = new Set(meetings.filter(({ kind }) => kind === 'study').map(({ id }) => id));
  return counted.filter((id) => studies.has(id));
}

export interface UnitCount {
  unitId: string;
  /** Key tasks due in the period, those of them closed and closed in time, and open tasks that are overdue today. */
  due: number;
  closed: number;
  onTime: number;
  overdue: number;
}

/** 各单位 — the same counts for each main unit that has any, the most tasks first. */
export function countByUnit(tasks: readonly TaskRecord[], dates: Dates, today: string): UnitCount[] {
  return [...Map.groupBy(tasks, ({ mainUnitId }) => mainUnitId)]
    .map(([unitId, own]) => {
      const { due, closed, onTime } = countTasks(own, dates);
      const overdue = own.filter((task) => lightOf(task, today) === 'red').length;
      return { unitId, due: due.length, closed: closed.length, onTime: onTime.length, overdue };
    })
    .filter(({ due, overdue }) => due + overdue > 0)
    .sort((a, b) => b.due - a.due || (a.unitId < b.unitId ? -1 : 1));
}

/** A template's milestones on the way to a date: each at its share of the days between, in order. */
export function milestonesFrom(
  names: readonly { name: string; share: number }[],
  from: string,
  dueOn: string,
): { name: string; dueOn: string }[] {
  const days = Math.max(0, dayNumber(dueOn) - dayNumber(from));
  return names.map(({ name, share }) => ({ name, dueOn: dateOf(dayNumber(from) + Math.round(days * share)) }));
}
