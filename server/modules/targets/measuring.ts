import type { Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { granted, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { bookedOf } from '../budget/payments.ts';
import { executionOf, yearPassed } from '../budget/rules.ts';
import { findBudgetOfYear, listPayments } from '../budget/store.ts';
import { measureDistrictByDay } from '../evaluation/district.ts';
import { periodOf } from '../evaluation/periods.ts';
import { countHotlineAnswers, countHotlineReplies } from '../evaluation/source-store.ts';
import { listMeetings, listTasksOfPeriod } from '../office/store.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { countAnswers, listAssets, listEngagements, listQuotas, listSurveys } from '../staff/store.ts';
import { countInspectedDays, listAvailability } from '../uptime/measuring.ts';
import { listIncidents } from '../uptime/store.ts';
import { evidenceOf } from './evidence.ts';
import { forecastOf } from './forecast.ts';
import { findChosen } from './looking-further.ts';
import type { AskedYear, FrozenLine, MeasuredValue, MoneyProgress, PinnedIndicator, Score } from './model.ts';
import type { TargetPlanRecord } from './procedures.ts';
import { definedBy, executionScore, mostOf, scoreOf, verdictOn, wordingOf } from './rules.ts';
import { listAssessments } from './store.ts';
import { type Sources, valueFrom } from './values.ts';

/** The year up to the cut-off; up to today if none is asked for, and never beyond the year. */
export async function askedYear(
  tx: Tx,
  jurisdictionId: number,
  { year, cutoff, now }: { year: number; cutoff?: string | undefined; now: Instant },
): Promise<AskedYear> {
  const jurisdiction = await findJurisdiction(tx, jurisdictionId);
  if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const { timeZone } = jurisdiction;
  const [first, last] = [`${year}-01-01`, `${year}-12-31`];
  const today = localDate(now, timeZone);
  const wanted = cutoff ?? today;
  const upTo = [first, [wanted, today, last].toSorted()[0] ?? last].toSorted()[1] ?? last;
  const period = granted(periodOf(first, upTo, timeZone));
  return { year, dates: { from: first, to: upTo }, period, timeZone, asOf: period.end < now ? period.end : now };
}

/** Looks up what the metrics of a plan need, and nothing else, each once. */
export async function findSources(
  tx: Tx,
  jurisdictionId: number,
  asked: AskedYear,
  indicators: readonly Pick<PinnedIndicator, 'metric' | 'choice'>[],
): Promise<Sources> {
  const needs = (...parts: string[]) =>
    parts.some((part) => indicators.some(({ metric }) => metric?.startsWith(part) ?? false));
  const judged = indicators.some(({ metric, choice }) => metric === 'system.availability' && choice === 'judged');
  const { dates, period, timeZone, asOf, year } = asked;
  const days = { jurisdictionId, period, timeZone, asOf };
  const budget = await findBudgetOfYear(tx, jurisdictionId, year);
  const surveys = needs('survey.') ? await listSurveys(tx, jurisdictionId) : [];
  return {
    dates,
    timeZone,
    now: asOf,
    chosen: await findChosen(tx, jurisdictionId, asked, indicators),
    tasks: needs('task.', 'budget.projectCompletion')
      ? await listTasksOfPeriod(tx, jurisdictionId, { from: dates.from, to: `${year}-12-31` })
      : [],
    meetings: needs('meeting.') ? await listMeetings(tx, jurisdictionId, { ...dates, limit: 5000 }) : [],
    subjects: needs('system.', 'device.') ? await listAvailability(tx, jurisdictionId, dates, asOf) : [],
    incidents:
      judged || needs('incident.')
        ? await listIncidents(tx, jurisdictionId, { from: period.start, to: asOf, limit: 5000 })
        : [],
    rooms: needs('room.') ? await countInspectedDays(tx, jurisdictionId, dates) : { days: null, rooms: [] },
    replies: needs('hotline.replyRate') ? await countHotlineReplies(tx, days) : [],
    answers: needs('hotline.satisfaction') ? await countHotlineAnswers(tx, days) : [],
    closing: needs('case.onTimeClosing') ? await measureDistrictByDay(tx, 'onTimeClosingRate', days) : [],
    assessments: needs('assessment.') ? await listAssessments(tx, jurisdictionId, year) : [],
    budget,
    booked: bookedOf(budget ? await listPayments(tx, jurisdictionId, budget.id) : []),
    quotas: needs('staff.controlRate') ? await listQuotas(tx, jurisdictionId) : [],
    engagements: needs('staff.') ? await listEngagements(tx, jurisdictionId, dates.from) : [],
    assets: needs('asset.') ? await listAssets(tx, jurisdictionId) : [],
    surveys,
    surveyed: await countAnswers(
      tx,
      jurisdictionId,
      surveys.map(({ id }) => id),
    ),
  };
}

export interface MeasuredLine extends FrozenLine {
  indicator: PinnedIndicator;
}

/** The line as it is frozen: the indicator itself stands in the plan. */
export const bareLine = ({ indicator: _, ...line }: MeasuredLine): FrozenLine => line;

export interface MeasuredPlan {
  asked: AskedYear;
  lines: MeasuredLine[];
  money: MoneyProgress;
  /** The money of one table: of the whole, or of its project. */
  moneyOf: (scope: string) => MoneyProgress;
}

/** Measures every indicator of a plan. A confirmed value entered by hand stands where nothing else can measure. */
export async function measurePlan(
  tx: Tx,
  plan: TargetPlanRecord,
  wanted: { cutoff?: string | undefined; now: Instant },
): Promise<MeasuredPlan> {
  const asked = await askedYear(tx, plan.jurisdictionId, { ...wanted, year: plan.year });
  const sources = await findSources(tx, plan.jurisdictionId, asked, plan.indicators);
  const passed = yearPassed(plan.year, asked.dates.to);
  const lines = plan.indicators.map((indicator): MeasuredLine => {
    const { id, metric, metricVersion, choice } = indicator;
    const measured = { ...valueFrom(sources, indicator), evidence: evidenceOf(indicator, asked) };
    const value = byHand(plan, indicator, measured, asked.dates.to) ?? measured;
    const definition = definedBy(metric, choice);
    const verdict = verdictOn(value, indicator, mostOf(definition, plan.year));
    const forecast = definition ? forecastOf(definition, value, passed, plan.year) : null;
    const wording = wordingOf(metric, choice);
    return { indicator, indicatorId: id, metric, metricVersion, choice, value, verdict, forecast, wording };
  });
  const moneyOf = (scope: string) => ({ ...moneyIn(sources, asked.dates.to, scope), yearPassed: passed });
  return { asked, lines, money: moneyOf('overall'), moneyOf };
}

function moneyIn({ budget, booked }: Sources, until: string, scope: string): Omit<MoneyProgress, 'yearPassed'> {
  const own = <T extends { projectCode: string | null }>(list: readonly T[]) =>
    list.filter(({ projectCode }) => scope === 'overall' || projectCode === scope);
  const { plannedFen, paidFen } = executionOf(own(budget?.lines ?? []), own(booked), until);
  const approved = own(budget?.approvedLines ?? budget?.lines ?? []);
  return { originalFen: approved.reduce((sum, { fen }) => sum + fen, 0), plannedFen, paidFen };
}

/** What a person entered and another confirmed, marked as such; only where no module can say. */
function byHand(
  plan: TargetPlanRecord,
  { id, unit }: PinnedIndicator,
  measured: MeasuredValue,
  until: string,
): MeasuredValue | null {
  if (measured.value !== null) return null;
  const entered = plan.manuals.findLast((one) => one.indicatorId === id && one.confirmedBy !== null && one.on <= until);
  if (!entered) return null;
  const { numerator, denominator, evidence, on } = entered;
  const value = denominator === null ? numerator : (numerator / denominator) * (unit === '%' ? 100 : 1);
  return {
    ...measured,
    state: 'manual',
    numerator,
    denominator,
    value,
    sample: denominator ?? numerator,
    note: { zh: `人工填报，截至 ${on}：${evidence}`, en: `By hand, as of ${on}: ${evidence}` },
  };
}

/** Scores of one table of the plan, and of the execution of its money. */
export function scoresOf(
  { lines, moneyOf }: Pick<MeasuredPlan, 'lines' | 'moneyOf'>,
  scope: string,
  year: number,
): { scores: Score[]; execution: number | null } {
  const own = lines.filter(({ indicator }) => indicator.scope === scope);
  return {
    scores: own.map(({ indicator, value }) => scoreOf(indicator, value, year)),
    execution: executionScore(moneyOf(scope)),
  };
}
