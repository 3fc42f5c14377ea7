import { type Instant, millis } from '../../kernel/instant.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import type { Stop } from './explain.ts';
import type { Pause } from './model.ts';

export function badTime(path: string, zh: string, en: string): Refusal {
  return { refused: 'invalid', code: 'badTime', message: { zh, en }, faults: [{ path, message: { zh, en } }] };
}

/** Pauses in order, without overlap, none before the start. */
export function readStops(from: number, pauses: readonly Pause[]): Stop[] | Refusal {
  const stops: Stop[] = [];
  for (const [at, pause] of pauses.entries()) {
    const stop = { from: millis(pause.from), to: pause.to === undefined ? Number.POSITIVE_INFINITY : millis(pause.to) };
    if (Number.isNaN(stop.from) || Number.isNaN(stop.to))
      return badTime(`pauses.${at}`, '暂停时间无效。', 'The pause is not a time.');
    if (stop.to < stop.from) return badTime(`pauses.${at}`, '暂停的止时早于起时。', 'The pause ends before it begins.');
    if (stop.to > from && stop.to > stop.from) stops.push({ from: Math.max(stop.from, from), to: stop.to });
  }
  if (stops.length < 2) return stops;
  stops.sort((a, b) => a.from - b.from);
  const merged: Stop[] = [];
  for (const stop of stops) {
    const last = merged.at(-1);
    if (last && stop.from <= last.to) last.to = Math.max(last.to, stop.to);
    else merged.push(stop);
  }
  return merged;
}

/** Pauses as far as they had come at a moment: what is still open ends now, what is planned has not begun. */
export function pausesUntil(pauses: readonly Pause[], now: Instant): Pause[] {
  return pauses
    .filter((pause) => pause.from < now)
    .map((pause) => ({ from: pause.from, to: pause.to === undefined || pause.to > now ? now : pause.to }));
}
