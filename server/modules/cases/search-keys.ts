import type { Instant } from '../../kernel/instant.ts';
import { termsOf } from './similarity.ts';

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
  const keys: SearchKeys = { pairs: [], words: [] };
  const shift = Math.imul(jurisdictionId, APART);
  for (const term of termsOf(text)) {
    if (term.length === 2 && !HALF.test(term))
      keys.pairs.push((((term.charCodeAt(0) << 16) | term.charCodeAt(1)) + shift) | 0);
    else keys.words.push(`${jurisdictionId}:${term}`);
  }
  return keys;
}

/** No term of a text begins so. */
const SLICE = '@';

/** The keys of a case: those of its text, and the month and the year (UTC) of its report, by which the index is read in slices. */
export function keysOfCase(jurisdictionId: number, text: string, reportedAt: Instant): SearchKeys {
  const { pairs, words } = keysOf(jurisdictionId, text);
  return { pairs, words: [...words, ...[7, 4].map((end) => sliceOf(jurisdictionId, reportedAt.slice(0, end)))] };
}

/** `2026-11` or `2026`. The migration that cut the slices writes them alike. */
const sliceOf = (jurisdictionId: number, time: string) => `${jurisdictionId}:${SLICE}${time}`;

/**
 * The slices in which cases are looked for, the newest first: the month itself, the two before it, what is left of the
 * year, then year by year. A common word is found in the first, a rare one costs a look into each.
 */
export function slicesBack(jurisdictionId: number, newest: Instant, oldest: Instant): string[][] {
  const year = Number(newest.slice(0, 4));
  const months = Array.from(
    { length: Number(newest.slice(5, 7)) },
    (_, i) => `${newest.slice(0, 4)}-${String(i + 1).padStart(2, '0')}`,
  ).toReversed();
  const years = Array.from({ length: Math.max(0, year - Number(oldest.slice(0, 4))) }, (_, i) =>
    String(year - 1 - i).padStart(4, '0'),
  );
  return [months.slice(0, 1), months.slice(1, 3), months.slice(3), ...years.map((one) => [one])]
    .filter((times) => times.length > 0)
    .map((times) => times.map((time) => sliceOf(jurisdictionId, time)));
}
