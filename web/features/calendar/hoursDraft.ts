import type { OfficeHours } from '../../../server/modules/calendar/model.ts';

/** A set of hours as it is being written: times as text, one line a weekday. */
export interface HoursDraft {
  validFrom: string;
  validTo: string;
  seasonFrom: string;
  seasonTo: string;
  /** Which optional parts are asked: a season's, or an end. */
  kind: 'usual' | 'season' | 'period';
  week: string[];
}

export function spansText(spans: readonly (readonly [string, string])[]): string {
  return spans.map(([from, to]) => `${from}-${to}`).join(' ');
}

export function draftOf(hours: OfficeHours): HoursDraft {
  const { validFrom, validTo = '', season, week } = hours;
  const kind = season ? 'season' : validTo ? 'period' : 'usual';
  return {
    validFrom,
    validTo,
    seasonFrom: season?.from ?? '',
    seasonTo: season?.to ?? '',
    kind,
    week: week.map(spansText),
  };
}

/** `8:00-12:00，14:00–18:00` → spans; null if something in it is no time. */
export function readSpans(text: string): [string, string][] | null {
  const spans = [...text.matchAll(/(\d{1,2})[:：](\d{2})\s*[-–—~至]\s*(\d{1,2})[:：](\d{2})/g)];
  const rest = text
    .replace(/(\d{1,2})[:：](\d{2})\s*[-–—~至]\s*(\d{1,2})[:：](\d{2})/g, '')
    .replace(/[\s,，、;；]/g, '');
  if (rest !== '') return null;
  return spans.map(([, h1 = '', m1 = '', h2 = '', m2 = '']) => [
    `${h1.padStart(2, '0')}:${m1}`,
    `${h2.padStart(2, '0')}:${m2}`,
  ]);
}

/** The hours as the server takes them; null if a time in them cannot be read. The server judges the rest. */
export function hoursOf(draft: HoursDraft): OfficeHours | null {
  const week = draft.week.map(readSpans);
  if (week.some((spans) => spans === null)) return null;
  return {
    validFrom: draft.validFrom,
    ...(draft.validTo ? { validTo: draft.validTo } : {}),
    ...(draft.kind === 'season' ? { season: { from: draft.seasonFrom, to: draft.seasonTo } } : {}),
    week: week.map((spans) => spans ?? []),
  };
}
