import { describe, expect, test } from 'vitest';
import { keysOf, keysOfCase, questionOf, slicesBack } from './search-keys.ts';
import { termsOf } from './similarity.ts';
import { seeded } from './testing.ts';

const ALPHABET = [...'井盖缺失路灯不亮鼓屏湖滨一丁', ...'𠮷𡈽', ...'abzAZ09ＬＥＤ①', ...' ，-'];

function texts(many: number): string[] {
  const random = seeded(7);
  return Array.from({ length: many }, () =>
    Array.from({ length: 1 + Math.floor(random() * 12) }, () => ALPHABET[Math.floor(random() * ALPHABET.length)]).join(
      '',
    ),
  );
}

const all = (jurisdiction: number, text: string) => {
  const { pairs, words } = keysOf(jurisdiction, text);
  return [...pairs, ...words];
};

describe('what a text is found by', () => {
  test('is a number for every two characters and a word for whatever else it holds', () => {
    expect(keysOf(1, '井盖缺失 GL20260302 𠮷田').pairs).toHaveLength(3);
    expect(keysOf(1, '井盖缺失 GL20260302 𠮷田').words).toEqual(['1:gl20260302', '1:𠮷田']);
    expect(keysOf(1, '17').pairs).toEqual(keysOf(1, '17号').pairs.slice(0, 1));
    expect(keysOf(1, '，。')).toEqual({ pairs: [], words: [] });
  });

  test('is as many keys as terms, each a number that the database holds', () => {
    for (const text of texts(500)) {
      expect(new Set(all(3000, text)).size).toBe(termsOf(text).length);
      for (const pair of keysOf(3000, text).pairs) expect(pair).toBe(pair | 0);
    }
  });

  test('is the same for the same term and never for another one', () => {
    const termBy = new Map<string | number, string>();
    for (const text of texts(3000))
      for (const term of termsOf(text)) {
        const [key, ...more] = all(12, term.length === 2 ? term : ` ${term} `);
        if (more.length > 0 || key === undefined) continue;
        expect(termBy.get(key) ?? term).toBe(term);
        termBy.set(key, term);
      }
    expect(termBy.size).toBeGreaterThan(200);
  });

  test('is not what another jurisdiction finds it by', () => {
    const here = new Set(all(1, '鼓屏路与湖滨路交叉口井盖缺失 LED'));
    for (const other of [2, 3, 40, 3000])
      expect(all(other, '鼓屏路与湖滨路交叉口井盖缺失 LED').filter((key) => here.has(key))).toEqual([]);
  });
});

describe('what is asked for a text', () => {
  /** Whether a case that says `told` is found by `text`, by its keys and by what it says. */
  const finds = (text: string, told: string) => {
    const { ways, patterns } = questionOf(1, text);
    const keys = new Set(all(1, told));
    const plain = told.toLowerCase().normalize('NFKC');
    const isKeyed = ways.length === 0 || ways.some((way) => [...way.pairs, ...way.words].every((key) => keys.has(key)));
    return ways.length + patterns.length > 0 && isKeyed && patterns.every((one) => new RegExp(one, 'u').test(plain));
  };

  test.each([
    ['滨3号', '湖滨3号楼'],
    ['丽水路117', '丽水路117号巷口'],
    ['117', '丽水路117号'],
    ['117号', '丽水路117号楼'],
    ['3', '湖滨3号楼'],
    ['LED', '一块LED灯不亮'],
    ['湖滨 LED 117', '湖滨路117号LED灯'],
    ['座', 'A座'],
  ])('“%s” is found in “%s”', (text, told) => expect(finds(text, told)).toBe(true));

  test.each([
    ['滨3号', '湖滨13号楼'],
    ['117', '丽水路1172号'],
    ['117', '丽水路11号17栋'],
    ['LED', '一块OLED灯不亮'],
    ['，', '丽水路，117号'],
  ])('“%s” is not found in “%s”', (text, told) => expect(finds(text, told)).toBe(false));

  test('is held by every text out of which it was cut, unless the cut goes through a number or a foreign word', () => {
    const random = seeded(23);
    const isWord = (character: string | undefined) => character !== undefined && /[a-z0-9]/.test(character);
    let tried = 0;
    for (const told of texts(4000)) {
      const plain = [...told.toLowerCase().normalize('NFKC')];
      const from = Math.floor(random() * plain.length);
      const to = from + 1 + Math.floor(random() * (plain.length - from));
      const cutsWord = [from, to].some((at) => isWord(plain[at - 1]) && isWord(plain[at]));
      const text = plain.slice(from, to).join('');
      if (cutsWord || termsOf(text).length === 0) continue;
      tried += 1;
      expect([text, told, finds(text, told)]).toEqual([text, told, true]);
    }
    expect(tried).toBeGreaterThan(2000);
  });
});

describe('the slices of time in which cases are looked for', () => {
  const instants = [
    '2026-11-28T22:00:00.000Z',
    '2026-11-28T00:00:00.000Z',
    '2026-11-27T23:59:59.999Z',
    '2026-11-26T00:00:00.000Z',
    '2026-11-25T23:59:59.999Z',
    '2026-11-01T00:00:00.000Z',
    '2026-10-31T12:00:00.000Z',
    '2026-09-01T00:00:00.000Z',
    '2026-08-31T23:59:59.999Z',
    '2026-03-01T00:00:00.000Z',
    '2026-02-28T23:59:59.999Z',
    '2026-01-01T00:00:00.000Z',
    '2025-12-31T23:59:59.999Z',
    '2019-06-15T12:00:00.000Z',
    '1970-01-01T00:00:00.000Z',
  ];

  test('hold every case between the two ends exactly once, the newer ones first', () => {
    for (const newest of instants)
      for (const oldest of instants.filter((one) => one <= newest)) {
        const slices = slicesBack(7, newest, oldest);
        const where = instants
          .filter((at) => at <= newest && at >= oldest)
          .map((at) => {
            const { words } = keysOfCase(7, '', at);
            const found = slices.flatMap(({ words: wanted, before }, i) =>
              at < before && wanted.some((word) => words.includes(word)) ? [i] : [],
            );
            expect([newest, at, found]).toEqual([newest, at, [expect.any(Number)]]);
            return found[0] ?? -1;
          });
        expect(where).toEqual(where.toSorted((a, b) => a - b));
      }
  });

  test('are told by words that no text has, and of one jurisdiction alone', () => {
    expect(keysOf(7, '@2026-11 @2026').words).toEqual(['7:2026']);
    expect(slicesBack(7, '2026-03-01T08:00:00.000Z', '2025-01-01T00:00:00.000Z')).toEqual([
      { words: ['7:@2026-03-01'], before: '9999-12-31T23:59:59.999Z' },
      { words: ['7:@2026-02-28', '7:@2026-02-27'], before: '2026-03-01T00:00:00.000Z' },
      { words: ['7:@2026-03'], before: '2026-02-27T00:00:00.000Z' },
      { words: ['7:@2026-02', '7:@2026-01'], before: '2026-02-27T00:00:00.000Z' },
      { words: ['7:@2025'], before: '2026-01-01T00:00:00.000Z' },
    ]);
  });
});
