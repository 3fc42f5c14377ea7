import type { DayCount } from '../evaluation/district.ts';
import type { AnswerCount } from '../evaluation/source-store.ts';
import type { Chosen } from './chosen.ts';
import { type Asked, besideOf, type OnDay, type Part, rateOfDays } from './parts.ts';

/** Values read from the cases of the hotline. */

export interface Hotline {
  replies: readonly DayCount[];
  answers: readonly AnswerCount[];
  chosen: Chosen;
}

/** Fewer answers than this say nothing about how satisfied people are. */
export const LEAST_ANSWERS = 30;

/** 及时回复率 — by the choice made; what two of the choices show beside it is never mixed in. */
export function replyRate({ replies, chosen }: Hotline, { choice }: Asked): Part {
  switch (choice) {
    case 'calendarDays':
    case 'wholeChain':
      return rateOfDays(chosen.replies[choice]);
    case 'originalBeside':
      return rateOfDays(replies, { beside: [besideOf(byOriginal, rateOfDays(chosen.replies.original))] });
    case 'readBeside':
      return rateOfDays(replies, { beside: [besideOf(acknowledged, rateOfDays(chosen.acknowledged))] });
    default:
      return rateOfDays(replies);
  }
}

const byOriginal = { zh: '按原期限', en: 'By the first deadline' };
const acknowledged = { zh: '及时查阅率', en: 'Acknowledged in time' };

type Counted = (one: AnswerCount) => Omit<OnDay, 'day'>;

const answered = ({ satisfied, fairly, dissatisfied }: AnswerCount) => satisfied + fairly + dissatisfied;
const counting: Record<string, Counted> = {
  satisfied: (one) => ({ met: one.satisfied + one.fairly, of: answered(one) }),
  full: (one) => ({ met: one.satisfied, of: answered(one) }),
  solved: (one) => ({ met: one.solved, of: one.solved + one.unsolved }),
};

/** 回复满意度 — by the choice made; how it is built stands beside it, whichever it is. */
export function satisfaction({ answers }: Hotline, { choice }: Asked): Part {
  const counted = counting[choice ?? ''] ?? counting.satisfied;
  if (!counted) return {};
  const told = rateOfDays(answers.map((one) => ({ day: one.day, ...counted(one) })));
  const sum = (part: (one: AnswerCount) => number) => answers.reduce((total, one) => total + part(one), 0);
  const [calls, all] = [sum(({ calls: made }) => made), sum(answered)];
  const share = calls > 0 ? Math.round((1000 * all) / calls) / 10 : 0;
  const [full, fair, not] = [sum((one) => one.satisfied), sum((one) => one.fairly), sum((one) => one.dissatisfied)];
  const note = {
    zh: `满意 ${full}、基本满意 ${fair}、不满意 ${not}；回访 ${calls} 次，有效回答率 ${share}%`,
    en: `${full} satisfied, ${fair} fairly, ${not} not; ${calls} calls, ${share}% of them answered`,
  };
  const few = (told.sample ?? 0) > 0 && (told.sample ?? 0) < LEAST_ANSWERS;
  return { ...told, note, ...(few ? { state: 'insufficient' as const, value: null } : {}) };
}
