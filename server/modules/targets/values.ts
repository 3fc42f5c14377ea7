import { localDate } from '../../kernel/instant.ts';
import type { Line } from '../budget/model.ts';
import type { BudgetRecord } from '../budget/procedures.ts';
import { type Booked, executionOf } from '../budget/rules.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import type { Dates } from '../office/rules.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord } from '../staff/procedures.ts';
import { assetUse, controlRate, jobChoices, jobsOn } from '../staff/rules.ts';
import { handledInTime } from '../uptime/rules.ts';
import { type Graded, gradesMet } from './grade-values.ts';
import { type Hotline, replyRate, satisfaction } from './hotline-values.ts';
import type { MeasuredValue } from './model.ts';
import { closure, meetingsHeld, milestones, type OfficeWork, projectCompletion } from './office-values.ts';
import { type Asked, count, eachMonth, type OnDay, type Part, rate, rateOfDays, share } from './parts.ts';
import { type Rooms, roomDays } from './room-values.ts';
import { availability, failureRate, normalDaysOf, type Running } from './running.ts';
import { type Surveyed, staffSatisfied, usersSatisfied } from './survey-values.ts';

/** All that the values of a year are read from, looked up once for the whole board. */
export interface Sources extends OfficeWork, Hotline, Running, Rooms, Graded, Surveyed {
  /** By day, for the whole district. */
  closing: readonly OnDay[];
  budget: BudgetRecord | null;
  booked: readonly Booked[];
  quotas: readonly QuotaRecord[];
  engagements: readonly EngagementRecord[];
  assets: readonly AssetRecord[];
}

const IDS = 300;

function handled({ incidents, now, dates, timeZone }: Sources, { choice }: Asked): Part {
  const told = incidents
    .filter(({ state, since }) => state !== 'merged' && localDate(since, timeZone) >= dates.from)
    .map((one) => ({ ...one, from: one.since, falseAlarm: one.state === 'falseAlarm' }));
  const { reached, due } = handledInTime(told, now);
  const dueAtAll = told.filter((one) => !one.falseAlarm && (one.endedAt !== null || one.dueAt <= now));
  const gone = dueAtAll.filter(({ endedAt }) => endedAt !== null).length;
  return rate(choice === 'atAll' ? gone : reached, due, { ids: dueAtAll.map(({ id }) => id) });
}

function spending(
  sources: Sources,
  choice: string | null,
  fits: (line: Pick<Line, 'role' | 'projectCode'>) => boolean,
): Part {
  const { budget, booked, dates } = sources;
  if (budget === null || budget.approvedLines === null) return {};
  const lines = (choice === 'original' ? budget.approvedLines : budget.lines).filter(fits);
  const own = booked.filter(fits);
  const { plannedFen, paidFen } = executionOf(lines, own, dates.to);
  return rate(paidFen, plannedFen, {
    sample: own.length,
    ids: [budget.id],
    months: [...eachMonth(dates, ({ to }) => share(executionOf(lines, own, to).paidFen, plannedFen))],
  });
}

/** The last days of the months that have ended, and the cut-off where none has. */
function monthEnds({ from, to }: Dates): string[] {
  const ends = Array.from({ length: 12 }, (_, i) => dateOf(dayNumber(`${nextMonth(from, i)}-01`) - 1));
  const gone = ends.filter((day) => day >= from && day <= to);
  return gone.length > 0 ? gone : [to];
}

const nextMonth = (from: string, i: number): string =>
  i === 11 ? `${Number(from.slice(0, 4)) + 1}-01` : `${from.slice(0, 4)}-${String(i + 2).padStart(2, '0')}`;

const mean = (list: readonly number[]): number => list.reduce((sum, n) => sum + n, 0) / list.length;

function control({ engagements, quotas, dates }: Sources, { choice }: Asked): Part {
  const days = choice === 'average' ? monthEnds(dates) : [dates.to];
  const told = days.flatMap((day) => controlRate(engagements, quotas, day) ?? []);
  if (told.length < days.length)
    return { state: 'notComputable', note: { zh: '没有登记编制数', en: 'No posts were approved' } };
  return rate(mean(told.map(({ inPost }) => inPost)), mean(told.map(({ posts }) => posts)), {
    months: [
      ...eachMonth(dates, ({ to }) => {
        const one = controlRate(engagements, quotas, to);
        return one && share(one.inPost, one.posts);
      }),
    ],
  });
}

function jobs({ engagements, dates }: Sources, { choice }: Asked): Part {
  if (engagements.length === 0) return {};
  const counted = jobChoices.find((one) => one === choice) ?? 'own';
  const countsOn = (day: string) => [...jobsOn(engagements, day, counted).values()].map((people) => people.length);
  const totalOn = (day: string) => countsOn(day).reduce((sum, n) => sum + n, 0);
  const split = countsOn(dates.to).join(' + ');
  const value = choice === 'average' ? mean(monthEnds(dates).map(totalOn)) : totalOn(dates.to);
  return count(value, { note: { zh: split, en: split }, months: [...eachMonth(dates, ({ to }) => totalOn(to))] });
}

function assets({ assets: all, dates }: Sources, { choice }: Asked): Part {
  const use = assetUse(all, dates.to);
  if (use === null) return {};
  return choice === 'number' ? rate(use.inUse, use.all) : rate(use.inUseFen, use.allFen, { sample: use.all });
}

const byKey: Record<string, (sources: Sources, asked: Asked) => Part> = {
  'task.keyTaskClosure': closure,
  'task.milestones': milestones,
  'meeting.heldCount': meetingsHeld,
  'system.failureRate': failureRate,
  'system.availability': availability,
  'device.normalDays': normalDaysOf,
  'incident.handledInTime': handled,
  'room.inspectedDays': roomDays,
  'hotline.replyRate': replyRate,
  'hotline.satisfaction': satisfaction,
  'case.onTimeClosing': ({ closing }) => rateOfDays(closing),
  'assessment.grades': gradesMet,
  'budget.projectCompletion': (sources, asked) => projectCompletion(sources, sources.budget?.lines, asked),
  'budget.execution': (sources, { choice }) => spending(sources, choice, () => true),
  'budget.projectExecution': (sources, { choice, scope }) =>
    spending(sources, choice, ({ projectCode }) => projectCode === scope),
  'budget.publicExpense': (sources, { choice }) => spending(sources, choice, ({ role }) => role === 'public'),
  'staff.controlRate': control,
  'staff.jobs': jobs,
  'asset.use': assets,
  'survey.staff': staffSatisfied,
  'survey.users': usersSatisfied,
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
