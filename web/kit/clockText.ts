import type { Language } from '../../server/kernel/words.ts';
import { frameText } from '../i18n/text.ts';
import { shortTime, stretch } from './format.ts';

/** What a record says of one of its clocks. Instants in UTC. */
export interface ClockReading {
  dueAt: string;
  /** From here on it is amber. */
  warnAt?: string | null;
  /** The clock has stopped for good: what it timed was done then. */
  stoppedAt?: string | null;
  /** It stands still since then, and is not charged. */
  pausedSince?: string | null;
}

export type Tone = 'calm' | 'warning' | 'overdue' | 'paused' | 'done';

/** A clock as words and a tone, at a given moment. */
export function readClock(
  clock: ClockReading,
  now: number,
  language: Language,
  zone: string,
): { text: string; tone: Tone } {
  const t = frameText[language].clock;
  const due = Date.parse(clock.dueAt);
  if (clock.stoppedAt) {
    const late = Date.parse(clock.stoppedAt) - due;
    return late > 0 ? { text: t.missed(stretch(late, language)), tone: 'overdue' } : { text: t.met, tone: 'done' };
  }
  if (clock.pausedSince) return { text: t.paused(shortTime(clock.pausedSince, zone, now)), tone: 'paused' };
  if (now > due) return { text: t.over(stretch(now - due, language)), tone: 'overdue' };
  const warned = clock.warnAt && now >= Date.parse(clock.warnAt);
  return { text: t.left(stretch(due - now, language)), tone: warned ? 'warning' : 'calm' };
}
