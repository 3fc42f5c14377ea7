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
