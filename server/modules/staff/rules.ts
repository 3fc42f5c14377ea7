import type { Refusal } from '../../kernel/refusal.ts';
import { dayNumber } from '../calendar/zone.ts';
import type { answerWords, engagementKinds } from './lifecycle.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord, SurveyRecord } from './procedures.ts';

/** 闲置 — put away for longer than so many days; before that it counts as in use. */
const IDLE_DAYS = 90;

export type EngagementKind = keyof typeof engagementKinds;

/** What counts as a job offered, unless another choice is made: neither outsourced seats nor interns nor volunteers. */
export const jobKinds: readonly EngagementKind[] = ['establishment', 'hired', 'dispatched'];

/** The definitions of a job offered that can be counted on a single day. */
export const jobChoices = ['own', 'outsourced', 'created'] as const;
export type JobChoice = (typeof jobChoices)[number];

type Quota = Pick<QuotaRecord, 'state' | 'from' | 'posts' | 'openedAt'>;
type Engagement = Pick<EngagementRecord, 'kind' | 'state' | 'from' | 'until' | 'personNumber'>;

/** 编制数 on a day; null if none was ever approved: then nothing can be computed from it. */
export function quotaOn(quotas: readonly Quota[], day: string): number | null {
  const held = quotas
    .filter(({ state, from }) => state === 'inForce' && from <= day)
    .toSorted((a, b) => (a.from === b.from ? (a.openedAt < b.openedAt ? -1 : 1) : a.from < b.from ? -1 : 1));
  return held.at(-1)?.posts ?? null;
}

/** Who is in post on a day, by staff number; one person counts once, in the first kind of the list that fits. */
export function inPostOn(
  engagements: readonly Engagement[],
  day: string,
  kinds: readonly EngagementKind[],
): Map<EngagementKind, string[]> {
  const seen = new Set<string>();
  return new Map(
    kinds.map((kind) => {
      const people = engagements.filter(
        (one) =>
          one.kind === kind &&
          one.state !== 'annulled' &&
          one.from <= day &&
          (one.until === null || one.until >= day) &&
          !seen.has(one.personNumber),
      );
      const numbers = [...new Set(people.map(({ personNumber }) => personNumber))];
      for (const number of numbers) seen.add(number);
      return [kind, numbers];
    }),
  );
}

/** 提供就业岗位 on a day, by the definition chosen; `created` are those that began in the year of that day. */
export function jobsOn(
  engagements: readonly Engagement[],
  day: string,
  choice: JobChoice,
): Map<EngagementKind, string[]> {
  const counted =
    choice === 'created' ? engagements.filter(({ from }) => from >= `${day.slice(0, 4)}-01-01`) : engagements;
  return inPostOn(counted, day, choice === 'outsourced' ? [...jobKinds, 'outsourced'] : jobKinds);
}

/** 在职人员控制率 = 在编在岗 ÷ 编制数, as parts; null without a quota, never 100 %. */
export function controlRate(
  engagements: readonly Engagement[],
  quotas: readonly Quota[],
  day: string,
): { inPost: number; posts: number } | null {
  const posts = quotaOn(quotas, day);
  if (posts === null || posts === 0) return null;
  return { inPost: inPostOn(engagements, day, ['establishment']).get('establishment')?.length ?? 0, posts };
}

/** How an asset stood on a day: null when it was not there yet, or not any more, or approved for disposal. */
export function assetOn(asset: AssetRecord, day: string): 'inUse' | 'idle' | null {
  const at = asset.history.filter(({ on }) => on <= day).at(-1);
  if (!at || at.state === 'disposing' || at.state === 'disposed') return null;
  return at.state === 'idle' && dayNumber(day) - dayNumber(at.on) > IDLE_DAYS ? 'idle' : 'inUse';
}

/**
 * 折旧年限 — years over which an asset is written off unless its own were told: the least that the application guide of
 * 政府会计准则第3号 (财会〔2017〕4号) names for its category; null where there is none to go by.
 */
const usualLife: Record<AssetRecord['category'], number | null> = {
  building: 50,
  equipment: 6,
  vehicle: 8,
  furniture: 15,
  software: null,
  other: null,
};

/**
 * 净值 — the value in fen less what was written off by a day, evenly over its years: the month in which it came counts,
 * the month of the day not yet, and nothing is left at the end. Null of an asset that is not written off.
 */
export function netValueOn(
  {
    category,
    valueFen,
    acquiredOn,
    lifeYears,
  }: Pick<AssetRecord, 'category' | 'valueFen' | 'acquiredOn' | 'lifeYears'>,
  day: string,
): number | null {
  const years = lifeYears ?? usualLife[category];
  if (years === null) return null;
  const months = monthNumber(day) - monthNumber(acquiredOn);
  const share = Math.min(Math.max(months, 0), years * 12);
  return valueFen - Math.round((valueFen * share) / (years * 12));
}

const monthNumber = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** 固定资产利用率 = 在用原值 ÷ 全部原值, by value and by number; null where there is nothing to use. */
export function assetUse(
  assets: readonly AssetRecord[],
  day: string,
): { inUseFen: number; allFen: number; inUse: number; all: number } | null {
  const there = assets.flatMap((asset) => {
    const state = assetOn(asset, day);
    return state === null ? [] : [{ state, fen: asset.valueFen }];
  });
  const used = there.filter(({ state }) => state === 'inUse');
  const sum = (list: readonly { fen: number }[]) => list.reduce((total, { fen }) => total + fen, 0);
  if (there.length === 0) return null;
  return { inUseFen: sum(used), allFen: sum(there), inUse: used.length, all: there.length };
}

export type Answer = keyof typeof answerWords;

export interface Satisfaction {
  counts: Record<Answer, number>;
  answers: number;
  asked: number;
  /** 满意 + 基本满意 ÷ 有效答卷; null below the least number of answers: too few to say. */
  rate: number | null;
}

/** 满意率 — who did not answer is nobody's satisfaction. */
export function satisfactionOf(
  counts: Record<Answer, number>,
  { asked, leastAnswers }: { asked: number; leastAnswers: number },
): Satisfaction {
  const answers = counts.satisfied + counts.fairly + counts.dissatisfied;
  const rate = answers < leastAnswers ? null : (counts.satisfied + counts.fairly) / answers;
  return { counts, answers, asked, rate };
}

/** Whether a survey takes answers on a local day, and if not, why. */
export function takesAnswers(
  { state, opensOn, closesOn }: Pick<SurveyRecord, 'state' | 'opensOn' | 'closesOn'>,
  day: string,
): Refusal | null {
  if (state === 'open' && opensOn <= day && day <= closesOn) return null;
  return {
    refused: 'conflict',
    code: 'surveyNotOpen',
    message: { zh: '调查不在进行中。', en: 'The survey is not open.' },
    right: { zh: `答卷时间为 ${opensOn} 至 ${closesOn}。`, en: `It takes answers from ${opensOn} to ${closesOn}.` },
  };
}

/** Whom a survey asks by account: the staff are those who are of no other unit than the centre. */
export function asksByAccount(
  { audience }: Pick<SurveyRecord, 'audience'>,
  who: { ofTheCentre: boolean },
): Refusal | null {
  if (audience === 'users' || (audience === 'staff' && who.ofTheCentre)) return null;
  const message =
    audience === 'staff'
      ? { zh: '此调查只问本中心员工。', en: 'This survey asks the staff of the centre only.' }
      : { zh: '市民答卷由调查管理人员录入。', en: 'Whoever runs the survey writes down what citizens answer.' };
  return { refused: 'forbidden', code: 'notPermitted', message };
}
