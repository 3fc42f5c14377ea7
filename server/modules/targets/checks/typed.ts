import { readTarget } from '../../disclosure/document/targets.ts';
import { metricOf } from '../data/metrics.ts';
import type { PinnedIndicator, PlanIndicator } from '../model.ts';
import { wordingOf } from '../rules.ts';

/** 正常 — the target of a choice that comes to words. */
export const NORMAL = '正常';

const AROUND = /^=?(\d+(?:\.\d+)?)(\D*?)±(\d+(?:\.\d+)?)(?:\2)?$/;

/** 95%±2% is “=95%” with a band of 2. */
export function unfolded<One extends PlanIndicator>(one: One): One {
  const [, target, unit, band] = AROUND.exec(one.targetPrinted.replaceAll(' ', '')) ?? [];
  return band === undefined ? one : { ...one, targetPrinted: `=${target}${unit}`, band };
}

/** Whether its choice comes to 正常 or 不正常 rather than to a number. */
export const isJudged = ({ metric, choice }: Pick<PlanIndicator, 'metric' | 'choice'>): boolean =>
  choice !== null && metricOf[metric ?? '']?.judged === choice;

/** The indicator with what its printed target says, and the definition of the day. */
export function pinned(typed: PlanIndicator): PinnedIndicator {
  const indicator = unfolded(typed);
  const { metric, choice, targetPrinted } = indicator;
  const kept = {
    ...indicator,
    metricVersion: metricOf[metric ?? '']?.version ?? null,
    wording: wordingOf(metric, choice),
  };
  // 正常 is kept as 100, so that it is met, missed and scored as anything that is all or nothing.
  if (isJudged(indicator) && targetPrinted === NORMAL) return { ...kept, operator: 'eq', target: '100', unit: '%' };
  const { operator, target, unit } = readTarget(targetPrinted);
  const strict = operator === 'gt' ? 'gte' : operator === 'lt' ? 'lte' : operator;
  return { ...kept, operator: strict, target, unit };
}
