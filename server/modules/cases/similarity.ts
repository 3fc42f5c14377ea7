import type { Point } from '../geo/model.ts';

const WORD = /[\p{Script=Han}]+|[\p{L}\p{N}]+/gu;

/** Of a longer word only so much is kept. */
export const LONGEST_WORD = 40;
export const HAN = /\p{Script=Han}/u;
/** Half of a character beyond the first 65,536, of which a string counts two. */
const RARE = /[\ud800-\udfff]/;

/** Runs of letters and digits and where each begins, in lower case and of usual width; Han characters and what follows them stand apart. */
export function runsOf(text: string): { run: string; at: number }[] {
  const plain = text.toLowerCase().normalize('NFKC');
  return [...plain.matchAll(WORD)].map(({ 0: run, index }) => ({ run, at: index }));
}

/**
 * Terms of a text for the search index: every two neighbouring characters of a run of Han characters, and every other
 * word whole, in lower case. Two-character terms need no dictionary and find any part of a sentence.
 */
export function termsOf(text: string): string[] {
  const terms = new Set<string>();
  for (const { run } of runsOf(text)) {
    if (run.length === 1 || !HAN.test(run)) terms.add(run.slice(0, LONGEST_WORD));
    else if (!RARE.test(run)) for (let i = 0; i + 1 < run.length; i++) terms.add(run.slice(i, i + 2));
    else {
      const characters = [...run];
      if (characters.length === 1) terms.add(run);
      for (let i = 0; i + 1 < characters.length; i++) terms.add(`${characters[i]}${characters[i + 1]}`);
    }
  }
  return [...terms];
}

/** How alike two texts are, 0–1: the share of common terms (Dice). */
export function likeness(a: string, b: string): number {
  const left = termsOf(a);
  const right = new Set(termsOf(b));
  if (left.length + right.size === 0) return 0;
  return (2 * left.filter((term) => right.has(term)).length) / (left.length + right.size);
}

/** The square of 0.001° (about 100 m) in which a point lies, as one number. */
export function spotOf(point: Point): number {
  return Math.floor((point.lat + 90) * 1000) * 3600 + Math.floor(((point.lon + 180) * 1000) % 3600);
}

/** The squares that a circle around the point touches. The longitude part repeats every 3.6°, so distance is checked after. */
export function spotsAround(point: Point, metres: number): number[] {
  const dLat = metres / 111_000;
  const dLon = metres / (111_000 * Math.max(0.1, Math.cos((point.lat * Math.PI) / 180)));
  const spots = new Set<number>();
  const rows = Math.ceil(dLat / 0.001);
  const columns = Math.ceil(dLon / 0.001);
  for (let row = -rows; row <= rows; row++) {
    for (let column = -columns; column <= columns; column++) {
      spots.add(spotOf({ lat: point.lat + row * 0.001, lon: point.lon + column * 0.001 }));
    }
  }
  return [...spots];
}
