import { dayNumber } from '../calendar/zone.ts';
import type { answerWords, engagementKinds } from './lifecycle.ts';
import type { AssetRecord, EngagementRecord, QuotaRecord } from './procedures.ts';

/** 闲置 — put away for longer than so many days; before that it counts as in use. */
const IDLE_DAYS = 90;

export type EngagementKind = keyof typeof engagementKinds;

/** What counts as a job offered, unless another choice is made: neither outsourced seats nor interns nor volunteers. */
export const jobKinds: readonly EngagementKind[] = ['establishment', 'hired', 'dispatched'];

/** 编制数 on a day; null if none was ever approved: then nothing can be computed from it. */
export function quotaOn(quotas: readonly QuotaRecord[], day: string): number | null {
  const held = quotas
    .filter(({ state, from }) => state === 'inForce' && from <= day)
    .toSorted((a, b) => (a.from === b.from ? (a.openedAt < b.openedAt ? -1 : 1) : a.from < b.from ? -1 : 1));
  return held.at(-1)?.posts ?? null;
}

/** Who is in post on a day, by staff number; one person counts once, in the first kind of the list that fits. */
export function inPostOn(
  engagements: readonly EngagementRecord[],
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

/** 在职人员控制率 = 在编在岗 ÷ 编制数, as parts; null without a quota, never 100 %. */
export function controlRate(
  engagements: readonly EngagementRecord[],
  quotas: readonly QuotaRecord[],
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
