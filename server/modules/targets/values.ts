import type { Instant } from '../../kernel/instant.ts';
import type { Line } from '../budget/model.ts';
import type { BudgetRecord } from '../budget/procedures.ts';
import { type Booked, executionOf } from '../budget/rules.ts';
import type { MonthCount } from '../evaluation/source-store.ts';
import type { MeetingRecord, TaskRecord } from '../office/procedures.ts';
import { countMeetings, countMilestones, countTasks, type Dates } from '../office/rules.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord, SurveyRecord } from '../staff/procedures.ts';
import { type Answer, assetUse, controlRate, inPostOn, jobKinds, satisfactionOf } from '../staff/rules.ts';
import type { RoomDays, SubjectAvailability } from '../uptime/measuring.ts';
import type { IncidentRecord } from '../uptime/procedures.ts';
import { handledInTime } from '../uptime/rules.ts';
import type { MeasuredValue } from './model.ts';
import { type Asked, count, eachMonth, type Part, rate, share } from './parts.ts';
import { availability, faults, normalDaysOf } from './running.ts';

/** All that the values of a year are read from, looked up once for the whole board. */
export interface Sources {
  /** The first day of the year, and the cut-off: whole local days, both included. */
  dates: Dates;
  now: Instant;
  tasks: readonly TaskRecord[];
  meetings: readonly MeetingRecord[];
  subjects: readonly SubjectAvailability[];
  incidents: readonly IncidentRecord[];
  rooms: { days: number | null; rooms: RoomDays[] };
  replies: readonly MonthCount[];
  satisfied: readonly MonthCount[];
  reached: readonly MonthCount[];
  closing: { met: number; of: number };
  budget: BudgetRecord | null;
  booked: readonly Booked[];
  quotas: readonly QuotaRecord[];
  engagements: readonly EngagementRecord[];
  assets: readonly AssetRecord[];
  surveys: readonly SurveyRecord[];
  answers: ReadonlyMap<string, Record<Answer, number>>;
}

/** Fewer answers than this say nothing about how satisfied people are. */
const LEAST_ANSWERS = 30;
const IDS = 300;

function ofMonths(counts: readonly MonthCount[]): Part {
  const of = counts.reduce((sum, one) => sum + one.of, 0);
  const met = counts.reduce((sum, one) => sum + one.met, 0);
  return rate(met, of, { months: counts.map((one) => ({ month: one.month, value: share(one.met, one.of) })) });
}

function satisfactionByHotline({ satisfied, reached }: Sources): Part {
  const told = ofMonths(satisfied);
  const calls = reached.reduce((sum, one) => sum + one.of, 0);
  const answered = told.sample ?? 0;
  const note = { zh: `回访 ${calls} 次，有效回答 ${answered}`, en: `${calls} calls, ${answered} valid answers` };
  const few = answered > 0 && answered < LEAST_ANSWERS;
  return { ...told, note, ...(few ? { state: 'insufficient' as const, value: null } : {}) };
}

function closure({ tasks, dates }: Sources, { choice }: Asked): Part {
  const counted = countTasks(tasks, dates);
  const met = (some: typeof counted) => (choice === 'onTime' ? some.onTime : some.closed).length;
  const months = eachMonth(dates, (month) => {
    const own = countTasks(tasks, month);
    return share(met(own), own.due.length);
  });
  const note = {
    zh: `按时办结 ${counted.onTime.length}，批准取消 ${counted.cancelled.length}`,
    en: `${counted.onTime.length} in time, ${counted.cancelled.length} cancelled with approval`,
  };
  return rate(met(counted), counted.due.length, { ids: counted.due, months: [...months], note });
}

function milestones({ tasks, dates }: Sources): Part {
  const { reached, due } = countMilestones(tasks, dates);
  const months = eachMonth(dates, (month) => {
    const own = countMilestones(tasks, month);
    return share(own.reached, own.due);
  });
  return rate(reached, due, { months: [...months] });
}

function meetingsHeld({ meetings, dates }: Sources, { choice }: Asked): Part {
  const wanted = choice === 'dispatch' ? meetings.filter(({ kind }) => kind === 'dispatch') : meetings;
  const { counted, left } = countMeetings(wanted, dates);
  const months = eachMonth(dates, (month) => countMeetings(wanted, month).counted.length);
  const note = { zh: `另有 ${left.length} 场未计`, en: `${left.length} more do not count` };
  return count(counted.length, { ids: counted, months: [...months], note });
}

function handled({ incidents, now }: Sources, { choice }: Asked): Part {
  const told = incidents
    .filter(({ state }) => state !== 'merged')
    .map((one) => ({ ...one, from: one.since, falseAlarm: one.state === 'falseAlarm' }));
  const { reached, due } = handledInTime(told, now);
  const dueAtAll = told.filter((one) => !one.falseAlarm && (one.endedAt !== null || one.dueAt <= now));
  const gone = dueAtAll.filter(({ endedAt }) => endedAt !== null).length;
  return rate(choice === 'atAll' ? gone : reached, due, { ids: dueAtAll.map(({ id }) => id) });
}

function inspected({ rooms }: Sources): Part {
  if (rooms.days === null) return {};
  const late = rooms.rooms.reduce((sum, one) => sum + one.late.length, 0);
  const fewest = rooms.rooms.toSorted((a, b) => a.days.length - b.days.length)[0];
  const months = new Map<string, number>();
  for (const day of fewest?.days ?? []) months.set(day.slice(0, 7), (months.get(day.slice(0, 7)) ?? 0) + 1);
  return count(rooms.days, {
    note: late > 0 ? { zh: `其中补录 ${late} 天`, en: `${late} days filled in late` } : null,
    months: [...months].map(([month, value]) => ({ month, value })),
  });
}

function spending(
  sources: Sources,
  choice: string | null,
  fits: (line: Pick<Line, 'role' | 'projectCode'>) => boolean,
): Part {
  const { budget, booked, dates } = sources;
  if (budget === null || budget.approvedLines === null) return {};
  const lines = (choice === 'original' ? budget.approvedLines : budget.lines).filter(fits);
  const { plannedFen, paidFen, months } = executionOf(lines, booked.filter(fits), dates.to);
  let paid = 0;
  return rate(paidFen, plannedFen, {
    sample: booked.filter(fits).length,
    ids: [budget.id],
    months: months.map(({ month, fen }) => {
      paid += fen;
      return { month, value: share(paid, plannedFen) };
    }),
  });
}

function control({ engagements, quotas, dates }: Sources): Part {
  const told = controlRate(engagements, quotas, dates.to);
  if (told) return rate(told.inPost, told.posts);
  return { state: 'notComputable', note: { zh: '没有登记编制数', en: 'No posts were approved' } };
}

function jobs({ engagements, dates }: Sources, { choice }: Asked): Part {
  const kinds = choice === 'outsourced' ? [...jobKinds, 'outsourced' as const] : jobKinds;
  const split = inPostOn(engagements, dates.to, kinds);
  const counts = [...split.values()].map((people) => people.length);
  const all = counts.reduce((sum, n) => sum + n, 0);
  if (engagements.length === 0) return {};
  return count(all, { note: { zh: counts.join(' + '), en: counts.join(' + ') } });
}

function assets({ assets: all, dates }: Sources, { choice }: Asked): Part {
  const use = assetUse(all, dates.to);
  if (use === null) return {};
  return choice === 'number' ? rate(use.inUse, use.all) : rate(use.inUseFen, use.allFen, { sample: use.all });
}

function surveyed({ surveys, answers, dates }: Sources, audience: SurveyRecord['audience']): Part {
  const own = surveys.filter(
    (one) =>
      one.audience === audience &&
      one.opensOn >= dates.from &&
      one.opensOn <= dates.to &&
      (one.state === 'open' || one.state === 'closed'),
  );
  const latest = own.toSorted((a, b) => (a.opensOn < b.opensOn ? 1 : -1))[0];
  if (!latest) return {};
  const told = satisfactionOf(answers.get(latest.id) ?? { satisfied: 0, fairly: 0, dissatisfied: 0 }, latest);
  const note = { zh: `发放 ${told.asked}，答卷 ${told.answers}`, en: `${told.asked} asked, ${told.answers} answered` };
  if (told.rate === null)
    return { state: told.answers === 0 ? 'noData' : 'insufficient', sample: told.answers, note, ids: [latest.id] };
  return rate(told.counts.satisfied + told.counts.fairly, told.answers, { note, ids: [latest.id] });
}

const byKey: Record<string, (sources: Sources, asked: Asked) => Part> = {
  'task.keyTaskClosure': closure,
  'task.milestones': milestones,
  'meeting.heldCount': meetingsHeld,
  'system.failureRate': (sources, asked) => faults(sources, asked, false),
  'system.availability': availability,
  'device.normalDays': normalDaysOf,
  'incident.handledInTime': handled,
  'room.inspectedDays': inspected,
  'hotline.replyRate': ({ replies }) => ofMonths(replies),
  'hotline.satisfaction': satisfactionByHotline,
  'case.onTimeClosing': ({ closing }) => rate(closing.met, closing.of),
  'budget.execution': (sources, { choice }) => spending(sources, choice, () => true),
  'budget.projectExecution': (sources, { choice, scope }) =>
    spending(sources, choice, ({ projectCode }) => projectCode === scope),
  'budget.publicExpense': (sources, { choice }) => spending(sources, choice, ({ role }) => role === 'public'),
  'staff.controlRate': control,
  'staff.jobs': jobs,
  'asset.use': assets,
  'survey.staff': (sources) => surveyed(sources, 'staff'),
  'survey.users': (sources, { choice }) => surveyed(sources, choice === 'citizens' ? 'citizens' : 'users'),
};

/** 实际值 of one indicator, from what was looked up; without its evidence, which `evidence.ts` adds. */
export function valueFrom(sources: Sources, asked: Asked): Omit<MeasuredValue, 'evidence'> {
  const reckon = byKey[asked.metric ?? ''];
  const nothing = {
    state: 'noData',
    numerator: null,
    denominator: null,
    value: null,
    range: null,
    sample: 0,
    months: [],
    ids: [],
    note: null,
  } as const;
  const byHand: Part = {
    state: 'notComputable',
    note: { zh: '须人工填报并附依据', en: 'To be entered by hand, with evidence' },
  };
  const { ids = [], months = [], ...told } = reckon ? reckon(sources, asked) : byHand;
  return { ...nothing, ...told, months: [...months], ids: ids.slice(0, IDS) };
}
