/** What southern ears and fingers mix up becomes one: zh = z, ing = in, lü = lu. */
export function fold(letters: string): string {
  return letters
    .replace(/(?<=[zcs])h/g, '')
    .replace(/ng/g, 'n')
    .replaceAll('v', 'u');
}

export interface Spelled {
  syllables: readonly (readonly string[])[];
  text: string;
  asked: string;
}

/**
 * Whether the letters from `from` on spell the term from character `at` on; each character by a whole reading, its
 * initial, or the beginning of a reading where the query ends. Gives the position after the last character, or -1.
 */
export function spells(spelled: Spelled, at: number, from: number): number {
  const { syllables, text, asked } = spelled;
  if (from === asked.length) return at;
  const readings = syllables[at];
  if (!readings) return -1;
  if (text[at] === asked[from]) {
    const end = spells(spelled, at + 1, from + 1);
    if (end >= 0) return end;
  }
  for (const reading of readings) {
    if (reading[0] !== asked[from]) continue;
    if (reading.startsWith(asked.slice(from))) return at + 1;
    if (asked.startsWith(reading, from)) {
      const end = spells(spelled, at + 1, from + reading.length);
      if (end >= 0) return end;
    }
    for (const initial of reading[1] === 'h' ? [2, 1] : [1]) {
      if (!asked.startsWith(reading.slice(0, initial), from)) continue;
      const end = spells(spelled, at + 1, from + initial);
      if (end >= 0) return end;
    }
  }
  return -1;
}
