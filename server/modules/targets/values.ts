import type { Instant } from '../../kernel/instant.ts';
import type { Line } from '../budget/model.ts';
import type { BudgetRecord } from '../budget/procedures.ts';
import { type Booked, executionOf } from '../budget/rules.ts';
import { dateOf, dayNumber } from '../calendar/zone.ts';
import type { Dates } from '../office/rules.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord, SurveyRecord } from '../staff/procedures.ts';
import { type Answer, assetUse, controlRate, jobChoices, jobsOn, satisfactionOf } from '../staff/rules.ts';
import type { RoomDays, SubjectAvailability } from '../uptime/measuring.ts';
import type { IncidentRecord } from '../uptime/procedures.ts';
import { handledInTime } from '../uptime/rules.ts';
import { type Hotline, replyRate, satisfaction } from './hotline-values.ts';
import type { MeasuredValue } from './model.ts';
import { closure, meetingsHeld, milestones, type OfficeWork, projectCompletion } from './office-values.ts';
import { type Asked, count, eachMonth, type OnDay, type Part, rate, rateOfDays, share } from './parts.ts';
import type { CityAssessmentRecord } from './procedures.ts';
import { availability, faults, normalDaysOf } from './running.ts';

/** All that the values of a year are read from, looked up once for the whole board. */
export interface Sources extends OfficeWork, Hotline {
  now: Instant;
  subjects: readonly SubjectAvailability[];
  incidents: readonly IncidentRecord[];
  rooms: { days: number | null; rooms: RoomDays[] };
  /** By month, for the whole district. */
  closing: readonly OnDay[];
  assessments: readonly CityAssessmentRecord[];
  budget: BudgetRecord | null;
  booked: readonly Booked[];
  quotas: readonly QuotaRecord[];
  engagements: readonly EngagementRecord[];
  assets: readonly AssetRecord[];
  surveys: readonly SurveyRecord[];
  /** Answers by survey. */
  surveyed: ReadonlyMap<string, Record<Answer, number>>;
}

const IDS = 300;

function handled({ incidents, now }: Sources, { choice }: Asked): Part {
  const told = incidents
    .filter(({ state }) => state !== 'merged')
    .map((one) => ({ ...one, from: one.since, falseAlarm: one.state === 'falseAlarm' }));
  const { reached, due } = handledInTime(told, now);
  const dueAtAll = told.filter((one) => !one.falseAlarm && (one.endedAt !== null || one.dueAt <= now));
  const gone = dueAtAll.filter(({ endedAt }) => endedAt !== null).length;
  return rate(choice === 'atAll' ? gone : reached, due, { ids: dueAtAll.map(({ id }) => id) });
}

const LEAST_GRADE: Record<string, string> = { district: 'B', excellent: 'A', fair: 'C' };

/** Months as the city graded them; what waits for its confirmation is told and does not count. */
function gradesMet({ assessments, dates }: Sources, { choice }: Asked): Part {
  const published = assessments.filter(({ publishedOn }) => publishedOn <= dates.to);
  const own = published.filter(({ state }) => state === 'confirmed');
  const met = own.filter(({ grade }) => grade <= (LEAST_GRADE[choice ?? ''] ?? 'B'));
  const waiting = published.filter(({ state }) => state === 'recorded').length;
  return rate(met.length, own.length, {
    ids: own.map(({ id }) => id),
    months: own.map((one) => ({ month: one.month, value: met.includes(one) ? 100 : 0 })),
    note: waiting > 0 ? { zh: `另有 ${waiting} 期待确认`, en: `${waiting} more wait to be confirmed` } : null,
  });
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

function surveyed({ surveys, surveyed: answers, dates }: Sources, audience: SurveyRecord['audience']): Part {
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
