import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { HAN, LONGEST_WORD, runsOf, termsOf } from './similarity.ts';

/**
 * By what a text is found: its terms, those of two characters as one number each, the others as they are. Numbers take a
 * third of the room and are compared at once; no two terms of a jurisdiction share one, so nothing is found that does not
 * hold what was asked for (docs/decisions/0019-search-terms-as-numbers.md).
 */
export interface SearchKeys {
  pairs: number[];
  words: string[];
}

/** Half of a character beyond the first 65,536, of which a string counts two. */
const HALF = /[\ud800-\udfff]/;
/** 2^32 divided by the golden ratio: jurisdictions come to lie far apart in one index. The migration that made `pairs` reckons the same. */
const APART = 0x9e3779b1;

export function keysOf(jurisdictionId: number, text: string): SearchKeys {
  return keysOfTerms(jurisdictionId, termsOf(text));
}

function keysOfTerms(jurisdictionId: number, terms: Iterable<string>): SearchKeys {
  const keys: SearchKeys = { pairs: [], words: [] };
  const shift = Math.imul(jurisdictionId, APART);
  for (const term of terms) {
    if (term.length === 2 && !HALF.test(term))
      keys.pairs.push((((term.charCodeAt(0) << 16) | term.charCodeAt(1)) + shift) | 0);
    else keys.words.push(`${jurisdictionId}:${term}`);
  }
  return keys;
}

/** What is asked of a case that is searched for. */
export interface SearchQuestion {
  /** It must have all keys of one of these; none if it is asked for nothing that the index knows. */
  ways: SearchKeys[];
  /** What its plain text (small letters of usual width) must hold besides, each a regular expression. */
  patterns: string[];
}

/** Words that are asked for in two ways; more than these only by their patterns. */
const TWOFOLD_AT_MOST = 3;

/**
 * What a case must hold to be found by a text. Runs of characters are cut where others follow Han characters, and what Han
 * characters follow is kept by its pairs. So the end of what is searched for may stand otherwise in a case: 117 as a word, or in
 * 117号 by its pairs. And of a single character (滨 of 滨3号, 3 alone) the index knows nothing, whatever stands around it.
 */
export function questionOf(jurisdictionId: number, text: string): SearchQuestion {
  const patterns: string[] = [];
  let ways: string[][] = [[]];
  let twofold = 0;
  const runs = runsOf(text);
  for (const [i, { run, at }] of runs.entries()) {
    const characters = [...run];
    const next = runs[i + 1];
    const isHan = HAN.test(run);
    const certain = isHan ? characters.length > 1 : run.length === 2 || run.length > LONGEST_WORD;
    if (certain) ways = ways.map((terms) => [...terms, ...termsOf(run)]);
    else if (isHan) patterns.push(next?.at === at + run.length ? `${run}${next.run}` : run);
    else {
      patterns.push(`(^|[^a-z0-9])${run}($|[^a-z0-9])`);
      if (characters.length === 1 || twofold === TWOFOLD_AT_MOST) continue;
      twofold += 1;
      const pairs = characters.slice(1).map((second, before) => `${characters[before]}${second}`);
      ways = ways.flatMap((terms) => [
        [...terms, run],
        [...terms, ...pairs],
      ]);
    }
  }
  const asked = ways.filter((terms) => terms.length > 0);
  return { ways: asked.map((terms) => keysOfTerms(jurisdictionId, new Set(terms))), patterns };
}

/** No term of a text begins so. */
const SLICE = '@';
const END_OF_TIME = '9999-12-31T23:59:59.999Z';

/** The keys of a case: those of its text, and the day, month and year (UTC) of its report, by which the index is read in slices. */
export function keysOfCase(jurisdictionId: number, text: string, reportedAt: Instant): SearchKeys {
  const { pairs, words } = keysOf(jurisdictionId, text);
  return { pairs, words: [...words, ...[10, 7, 4].map((end) => sliceOf(jurisdictionId, reportedAt.slice(0, end)))] };
}

/** `2026-11-28`, `2026-11` or `2026`. The migration that cut the slices writes them alike. */
const sliceOf = (jurisdictionId: number, time: string) => `${jurisdictionId}:${SLICE}${time}`;

/** A stretch of time in which cases are looked for: those with any of the words, and reported before that instant. */
export interface TimeSlice {
  words: string[];
  before: Instant;
}

const DAY = 86_400_000;

/**
 * The slices in which cases are looked for, the newest first: the day itself, the two before it, what is left of the month, the
 * two months before it, what is left of the year, then year by year. A common word is found in the first, a rare one costs a look
 * into each.
 */
export function slicesBack(jurisdictionId: number, newest: Instant, oldest: Instant): TimeSlice[] {
  const [year, month] = [Number(newest.slice(0, 4)), Number(newest.slice(5, 7))];
  const day = (back: number) => instant(millis(newest) - back * DAY).slice(0, 10);
  const months = Array.from({ length: month }, (_, i) => `${newest.slice(0, 4)}-${String(month - i).padStart(2, '0')}`);
  const years = Array.from({ length: Math.max(0, year - Number(oldest.slice(0, 4))) }, (_, i) =>
    String(year - 1 - i).padStart(4, '0'),
  );
  const slices = [
    [day(0)],
    [day(1), day(2)],
    months.slice(0, 1),
    months.slice(1, 3),
    months.slice(3),
    ...years.map((one) => [one]),
  ];
  // Each ends where those before it began.
  let before = END_OF_TIME;
  return slices
    .filter((times) => times.length > 0)
    .map((times) => {
      const slice = { words: times.map((time) => sliceOf(jurisdictionId, time)), before };
      const begun = `${times.at(-1)}${'-01-01'.slice((times.at(-1)?.length ?? 0) - 4)}T00:00:00.000Z`;
      if (begun < before) before = begun;
      return slice;
    });
}
