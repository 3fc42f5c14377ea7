import type { Line } from '../budget/model.ts';
import type { MeetingRecord, TaskRecord } from '../office/procedures.ts';
import { countDeliverables, countMeetings, countMilestones, countTasks, type Dates, setUpOn } from '../office/rules.ts';
import type { Chosen } from './chosen.ts';
import { type Asked, count, dispersionOfCounts, eachMonth, type Part, rate, share } from './parts.ts';

/** Values read from key tasks and meetings. */

export interface OfficeWork {
  /** The first day of the year, and the cut-off. */
  dates: Dates;
  timeZone: string;
  tasks: readonly TaskRecord[];
  meetings: readonly MeetingRecord[];
  chosen: Chosen;
}

/** Of those set up in a month each counts as closed whenever it was: it had no date in that month. */
export function closure({ tasks, chosen, dates, timeZone }: OfficeWork, { choice }: Asked): Part {
  const count =
    choice === 'created'
      ? (within: Dates) =>
          countTasks(chosen.setUp, within, { dayOf: (task) => setUpOn(task, timeZone), until: dates.to })
      : (within: Dates) => countTasks(tasks, within);
  const counted = count(dates);
  const met = (some: typeof counted) => (choice === 'onTime' ? some.onTime : some.closed).length;
  const months = eachMonth(dates, (month) => {
    const own = count(month);
    return share(met(own), own.due.length);
  });
  const note = {
    zh: `按时办结 ${counted.onTime.length}，批准取消 ${counted.cancelled.length}`,
    en: `${counted.onTime.length} in time, ${counted.cancelled.length} cancelled with approval`,
  };
  return rate(met(counted), counted.due.length, { ids: counted.due, months: [...months], note });
}

/** A project's table counts the milestones of its own deliverables; the overall table those of all tasks. */
export function milestones({ tasks: all, dates }: OfficeWork, { choice, scope }: Asked): Part {
  const tasks = scope === 'overall' ? all : all.filter(({ projectCode }) => projectCode === scope);
  const counted = (within: Dates): { reached: number; due: number } => {
    if (choice !== 'tasks') return countMilestones(tasks, within);
    const { closed, due } = countTasks(
      tasks.map((task) => ({ ...task, isKey: true })),
      within,
    );
    return { reached: closed.length, due: due.length };
  };
  const { reached, due } = counted(dates);
  const months = eachMonth(dates, (month) => {
    const own = counted(month);
    return share(own.reached, own.due);
  });
  return rate(reached, due, { months: [...months], ids: tasks.map(({ id }) => id) });
}

const paidBy = (scope: string) => (meeting: MeetingRecord) =>
  scope === 'overall' ? (meeting.projectCode ?? null) !== null : meeting.projectCode === scope;

/** Paid from project money: in the overall table that of any project, in a project's table its own. */
export function meetingsHeld({ meetings, dates }: OfficeWork, { choice, scope }: Asked): Part {
  const wanted =
    choice === 'dispatch'
      ? meetings.filter(({ kind }) => kind === 'dispatch')
      : choice === 'project'
        ? meetings.filter(paidBy(scope))
        : meetings;
  const { counted, left } = countMeetings(wanted, dates);
  const months = eachMonth(dates, (month) => countMeetings(wanted, month).counted.length);
  const note = { zh: `另有 ${left.length} 场未计`, en: `${left.length} more do not count` };
  const kept = new Set(counted);
  const days = wanted.filter(({ id }) => kept.has(id)).map(({ day }) => day);
  return count(counted.length, {
    ids: counted,
    months: [...months],
    note,
    dispersion: dispersionOfCounts(days, dates),
  });
}

/**
 * 财政支出项目完成率 — each project with money weighs by it; its share is that of its deliverables accepted. For a project whose
 * deliverables nobody has set down anything could be true: its money makes both ends of a range.
 */
export function projectCompletion(
  { tasks, dates }: OfficeWork,
  lines: readonly Line[] | undefined,
  { choice }: Asked,
): Part {
  const money = new Map<string, number>();
  for (const { projectCode, fen } of lines ?? [])
    if (projectCode !== null) money.set(projectCode, (money.get(projectCode) ?? 0) + fen);
  const year = { from: dates.from, to: `${dates.from.slice(0, 4)}-12-31` };
  const at = (cutoff: string) => {
    const told = new Map(countDeliverables(tasks, year, cutoff).map((one) => [one.projectCode, one]));
    const parts = [...money].map(([code, fen]) => {
      const own = told.get(code);
      const weight = choice === 'byNumber' ? 1 : fen;
      if (!own) return { weight, done: null };
      const done = own.accepted.length / own.planned.length;
      return { weight, done: choice === 'byNumber' ? Math.floor(done) : done };
    });
    const of = parts.reduce((sum, { weight }) => sum + weight, 0);
    const met = parts.reduce((sum, { weight, done }) => sum + weight * (done ?? 0), 0);
    const open = parts.filter(({ done }) => done === null);
    return { of, met, open, unknown: open.reduce((sum, { weight }) => sum + weight, 0), told };
  };
  const { of, met, open, unknown, told } = at(dates.to);
  if (money.size === 0 || told.size === 0) return { note: nothingPlanned };
  const own = [...told.values()].filter(({ projectCode }) => money.has(projectCode));
  const [planned, accepted] = [own.flatMap((one) => one.planned), own.flatMap((one) => one.accepted)];
  const left =
    open.length > 0
      ? {
          zh: `，${open.length} 个项目未列成果`,
          en: open.length === 1 ? '; 1 project lists none' : `; ${open.length} projects list none`,
        }
      : null;
  return rate(met, of, {
    sample: planned.length,
    ids: planned,
    range: unknown > 0 ? { low: (100 * met) / of, high: (100 * (met + unknown)) / of } : null,
    months: [...eachMonth(dates, ({ to }) => share(at(to).met, of))],
    note: {
      zh: `成果 ${planned.length} 项，验收 ${accepted.length} 项${left?.zh ?? ''}`,
      en: `${accepted.length} of ${planned.length} deliverables accepted${left?.en ?? ''}`,
    },
  });
}

const nothingPlanned = {
  zh: '有资金的项目还没有列成果（督办事项的“所属项目代码”）',
  en: 'No project with money lists a deliverable (a key task with its project code)',
};
