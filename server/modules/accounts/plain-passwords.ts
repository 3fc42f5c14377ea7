import { COMMON_WORDS } from './data/common-words.ts';

/** Letters as they are disguised; sign for sign, so that what is found in the one stands at the same place in the other. */
const DISGUISES: Readonly<Record<string, string>> = {
  '@': 'a',
  '4': 'a',
  '3': 'e',
  '1': 'i',
  '!': 'i',
  '0': 'o',
  $: 's',
  '5': 's',
  '7': 't',
};

/** What a password looks like without its disguise, sign for sign. */
const undisguised = (lower: string) => [...lower].map((sign) => DISGUISES[sign] ?? sign).join('');

const ROWS = ['`1234567890-=', 'qwertyuiop[]', "asdfghjkl;'", 'zxcvbnm,./', '~!@#$%^&*()_+'];
const COLUMNS = [
  '1qaz',
  '2wsx',
  '3edc',
  '4rfv',
  '5tgb',
  '6yhn',
  '7ujm',
  '8ik,',
  '9ol.',
  '0p;/',
  '!qaz',
  '@wsx',
  '#edc',
  '$rfv',
];
const SERIES = ['abcdefghijklmnopqrstuvwxyz', '01234567890'];
const reversed = (text: string) => [...text].reverse().join('');
const WALKS = [...ROWS, ...COLUMNS, ...SERIES].flatMap((walk) => [walk, reversed(walk)]);
const SHORTEST_WALK = 4;

/** Letters that must be left when all that a guesser tries first is taken out. */
const LETTERS_LEFT = 4;
const SHORTEST_NAME = 3;

/**
 * Whether a password is made of what everybody tries first: common words, also disguised; walks on the keyboard; years,
 * rows of digits, one sign again and again; and `names`: of its owner, the district and the program.
 */
export function isPlain(password: string, names: readonly string[]): boolean {
  const lower = password.toLowerCase();
  const bare = undisguised(lower);
  const left = [...lower];
  if (left.length !== lower.length) return new Set(left).size < LETTERS_LEFT;
  const take = (from: number, length: number) => left.fill(' ', from, from + length);
  const own = names.map((name) => name.toLowerCase()).filter((name) => name.length >= SHORTEST_NAME);
  for (const word of [...own, ...COMMON_WORDS].sort((a, b) => b.length - a.length))
    for (const text of [lower, bare])
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) take(at, word.length);
  for (let at = 0; at < lower.length; at++) {
    let length = 0;
    while (at + length < lower.length && WALKS.some((walk) => walk.includes(lower.slice(at, at + length + 1))))
      length++;
    if (length >= SHORTEST_WALK) take(at, length);
  }
  for (const { index, 0: run } of lower.matchAll(/(.)\1{2,}|\d+/gu)) take(index, run.length);
  const letters = left.filter((sign) => /\p{L}/u.test(sign));
  return letters.length < LETTERS_LEFT || new Set(left).size < LETTERS_LEFT;
}

/** Shorter ones that everybody uses are no more than a syllable: they say nothing of what stands around them. */
const SHORTEST_LEAKED = 5;

/** As what a password may stand in a list of leaked ones: as it is, undisguised, and without the digits and signs around it. */
export function leakedForms(password: string): string[] {
  const lower = password.normalize('NFKC').toLowerCase();
  const core = (text: string) => text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  const forms = [lower, core(lower), undisguised(lower), undisguised(core(lower))];
  return [...new Set(forms)].filter((form) => form.length >= SHORTEST_LEAKED);
}
