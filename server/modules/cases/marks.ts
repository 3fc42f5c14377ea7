import type { Vault } from '../../kernel/vault.ts';
import { personalNumbers } from './redaction.ts';

/**
 * One spelling for a number however it was written: half-width, no spaces or dashes, capitals; a mobile number without
 * the country's 86 or the trunk's 0.
 */
export function plainNumber(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{Nd}@]/gu, '')
    .toUpperCase();
  return plain.replace(/^(?:86|086|0086|0)(?=1[3-9]\d{9}$)/, '');
}

/** The numbers by which somebody may later ask what is held on him: those given as numbers, and those found in texts. */
export function numbersIn(texts: readonly (string | null)[]): string[] {
  const told = texts.filter((text) => text !== null);
  const numbers = told.flatMap((text) => {
    const found = personalNumbers(text).map(({ from, to }) => plainNumber(text.slice(from, to)));
    // A field for a number alone may hold one that no pattern knows: a short number, one from abroad.
    return text.length <= 30 && !/\p{Script=Han}/u.test(text) ? [...found, plainNumber(text)] : found;
  });
  return [...new Set(numbers)].filter((number) => number.length >= 5);
}

/** The blind marks of those numbers with the newest key; null where there are none. */
export async function marksOf(
  vault: Vault,
  jurisdictionId: number,
  texts: readonly (string | null)[],
): Promise<Buffer[] | null> {
  const marks: Buffer[] = [];
  for (const number of numbersIn(texts)) {
    const [newest] = await vault.marks(number, 'number', jurisdictionId);
    if (newest) marks.push(newest);
  }
  return marks.length > 0 ? marks : null;
}
