import type { Words } from '../../kernel/words.ts';
import type { Dates } from '../office/rules.ts';
import { audienceWords } from '../staff/lifecycle.ts';
import type { SurveyRecord } from '../staff/procedures.ts';
import { type Answer, satisfactionOf } from '../staff/rules.ts';
import { type Asked, besideOf, type Part, rate } from './parts.ts';

/** Values read from what staff, users and citizens answered. */

export interface Surveyed {
  dates: Dates;
  surveys: readonly SurveyRecord[];
  /** Answers by survey. */
  surveyed: ReadonlyMap<string, Record<Answer, number>>;
}

type Audience = SurveyRecord['audience'];
const nobody: Record<Answer, number> = { satisfied: 0, fairly: 0, dissatisfied: 0 };
/** 得分 — what an answer is worth where the mean is asked for. */
const POINTS: Record<Answer, number> = { satisfied: 2, fairly: 1, dissatisfied: 0 };

/** The latest survey of the year that asked this audience; one that is open hides none before it until enough have answered. */
function latest({ surveys, surveyed, dates }: Surveyed, audience: Audience): SurveyRecord | undefined {
  const asked = surveys
    .filter(
      (one) =>
        one.audience === audience &&
        one.opensOn >= dates.from &&
        one.opensOn <= dates.to &&
        (one.state === 'open' || one.state === 'closed'),
    )
    .toSorted((a, b) => (a.opensOn < b.opensOn ? 1 : -1));
  const speaks = (one: SurveyRecord) =>
    one.state === 'closed' || satisfactionOf(surveyed.get(one.id) ?? nobody, one).rate !== null;
  return asked.find(speaks) ?? asked[0];
}

function answersOf(sources: Surveyed, audience: Audience, mean = false): Part {
  const survey = latest(sources, audience);
  if (!survey) return {};
  const told = satisfactionOf(sources.surveyed.get(survey.id) ?? nobody, survey);
  const note = { zh: `发放 ${told.asked}，答卷 ${told.answers}`, en: `${told.asked} asked, ${told.answers} answered` };
  const more = { sample: told.answers, note, ids: [survey.id] };
  if (told.rate === null) return { state: told.answers === 0 ? 'noData' : 'insufficient', ...more };
  const { satisfied, fairly } = told.counts;
  if (!mean) return rate(satisfied + fairly, told.answers, more);
  return rate(satisfied * POINTS.satisfied + fairly * POINTS.fairly, told.answers * POINTS.satisfied, more);
}

/** 员工满意率, as the satisfied share or as the mean score. */
export const staffSatisfied = (sources: Surveyed, { choice }: Asked): Part =>
  answersOf(sources, 'staff', choice === 'mean');

/** 用户满意率 — of users inside, of citizens, or of both, of which the lower one decides. */
export function usersSatisfied(sources: Surveyed, { choice }: Asked): Part {
  if (choice !== 'both') return answersOf(sources, choice === 'citizens' ? 'citizens' : 'users');
  const told = (['users', 'citizens'] as const).map((audience) => ({ audience, part: answersOf(sources, audience) }));
  const beside = told.map(({ audience, part }) => besideOf(audienceWords[audience], part));
  const ids = told.flatMap(({ part }) => part.ids ?? []);
  const lacking = told.filter(({ part }) => (part.value ?? null) === null);
  const [lower] = told.toSorted((a, b) => (a.part.value ?? 0) - (b.part.value ?? 0));
  if (lacking.length > 0 || !lower) return { beside, ids, note: lackingOf(lacking.map(({ audience }) => audience)) };
  const label = audienceWords[lower.audience];
  return { ...lower.part, beside, ids, note: { zh: `以较低的${label.zh}计`, en: `By the lower one: ${label.en}` } };
}

const lackingOf = (audiences: readonly Audience[]): Words => ({
  zh: `没有数值：${audiences.map((one) => audienceWords[one].zh).join('、')}`,
  en: `No value: ${audiences.map((one) => audienceWords[one].en).join(', ')}`,
});
