import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../kernel/actor.ts';
import { instant, millis } from '../../kernel/instant.ts';
import { type Centre, openCentre, report, work } from './centre.fixture.ts';
import { type CaseFilter, listCases, listEveryCase } from './list-store.ts';
import type { CaseFile } from './model.ts';
import { seeded } from './testing.ts';

const NOW = '2026-03-02T04:00:00.000Z';
const CASES = 150;
const PAGE = 40;
/** A case a week for six years, which is more than are looked at one by one; the words of the oldest are rare. */
const FORMER = 312;
const RARE_OLD = 55;
/** The very oldest were given to a unit. */
const OF_UNIT = 8;
const DAY = 86_400_000;
const PIECES = [
  '井盖',
  '缺失',
  '路灯',
  '不亮',
  '鼓屏',
  '屏路',
  '湖',
  '一',
  '丁',
  '𠮷',
  '𡈽田',
  'LED',
  'ａ1',
  '17',
  '3',
  ' ',
  '，',
  '-',
];
const PHONE = '13800138000';

const random = seeded(11);
const some = (pieces: number) =>
  Array.from({ length: pieces }, () => PIECES[Math.floor(random() * PIECES.length)]).join('');

let centre: Centre;
let kases: CaseFile[];

beforeAll(async () => {
  centre = await openCentre();
  kases = [];
  for (let i = 0; i < CASES; i++) {
    const told = { description: `${some(6)}，请回电 ${PHONE}`, address: some(2), point: null };
    kases.push(await report(centre, told, i % 3 === 0 ? { in: centre.abroad } : {}));
  }
  // Years of cases of which nothing rare is known, so that a look at the newest ones finds none.
  for (let i = 0; i < FORMER; i++) {
    const at = instant(millis(NOW) - i * 7 * DAY)
      .slice(0, 16)
      .replace('T', ' ');
    const description = i < FORMER - RARE_OLD ? '井盖' : `古榕${some(3)}`;
    let kase = await report(centre, { description, address: '', point: null }, { at });
    if (i >= FORMER - OF_UNIT)
      for (const step of ['accept', 'register', 'dispatch'] as const) kase = await work(centre, kase, step, {}, { at });
    kases.push(kase);
  }
});
afterAll(() => centre.close());

const plain = (text: string) => text.toLowerCase().normalize('NFKC');
const textOf = ({ description, address, number }: CaseFile) => plain(`${description} ${address} ${number}`);

/** Every page of what is found, as ids. */
async function found(text: string, district = centre.home): Promise<Set<string>> {
  const ids = await pages({ text }, district.officers.dispatcher);
  expect(new Set(ids).size).toBe(ids.length);
  return new Set(ids);
}

/** The ids of all pages in their order. */
async function pages(filter: CaseFilter, officer: Actor, limit = PAGE): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const wanted = { filter, order: 'newest' as const, cursor, limit, now: NOW };
    const page = await listCases(centre.db, officer, wanted);
    ids.push(...page.cases.map(({ id }) => id));
    cursor = page.next ?? undefined;
  } while (cursor);
  return ids;
}

async function exported(text: string): Promise<Set<string>> {
  const ids = new Set<string>();
  await centre.db.transaction().execute(async (tx) => {
    for await (const some of listEveryCase(tx, centre.home.officers.dispatcher, { filter: { text }, now: NOW }))
      for (const { id } of some) ids.add(id);
  });
  return ids;
}

const holding = (holds: (text: string) => boolean) =>
  new Set(kases.filter((kase) => kase.jurisdictionId === centre.home.id && holds(textOf(kase))).map(({ id }) => id));

describe('a search', () => {
  test('for two Chinese characters finds exactly the cases in whose text they stand side by side', async () => {
    const characters = [...'井盖缺失路灯不亮鼓屏湖一丁田'];
    for (const first of characters)
      for (const second of characters) {
        const wanted = holding((text) => text.includes(first + second));
        expect([first + second, await found(first + second)]).toEqual([first + second, wanted]);
      }
  });

  test('for several finds those in which every two neighbours stand, and so all that hold the whole', async () => {
    const han = PIECES.filter((piece) => /^\p{Script=Han}+$/u.test(piece));
    for (let i = 0; i < 60; i++) {
      const words = [0, 1, 2].map(() => han[Math.floor(random() * han.length)] ?? '').join('');
      const [...characters] = words;
      if (characters.length < 2) continue;
      const pairs = characters.slice(1).map((second, at) => `${characters[at]}${second}`);
      const got = await found(words);
      expect([words, got]).toEqual([words, holding((text) => pairs.every((pair) => text.includes(pair)))]);
      for (const id of holding((text) => text.includes(words))) expect(got).toContain(id);
      expect(await exported(words)).toEqual(got);
    }
  });

  test('for a foreign word finds it standing alone, whatever its letters’ width and case, and none without it', async () => {
    const alone = holding((text) => /(?<![\p{L}\p{N}])led(?![\p{L}\p{N}])/u.test(text));
    const anywhere = holding((text) => text.includes('led'));
    expect(alone.size).toBeGreaterThan(0);
    for (const word of ['led', 'ＬＥＤ']) {
      const got = await found(word);
      for (const id of alone) expect(got).toContain(id);
      for (const id of got) expect(anywhere).toContain(id);
    }
  });

  test('for whatever was cut out of a text finds its case, wherever the cut went but through a number or a word', async () => {
    const isWord = (character: string | undefined) => character !== undefined && /[a-z0-9]/.test(character);
    let tried = 0;
    for (const kase of kases.filter(({ jurisdictionId }) => jurisdictionId === centre.home.id).slice(0, 100)) {
      const told = [...plain(kase.description)];
      const from = Math.floor(random() * told.length);
      const to = Math.min(told.length, from + 1 + Math.floor(random() * 6));
      const text = told.slice(from, to).join('');
      if ([from, to].some((at) => isWord(told[at - 1]) && isWord(told[at])) || !/[\p{L}\p{N}]/u.test(text)) continue;
      tried += 1;
      expect([text, kase.description, (await found(text)).has(kase.id)]).toEqual([text, kase.description, true]);
    }
    expect(tried).toBeGreaterThan(40);
  });

  test('for a number of a case finds that case alone', async () => {
    for (const kase of kases.filter(({ jurisdictionId }) => jurisdictionId === centre.home.id).slice(0, 20))
      expect(await found(kase.number)).toEqual(new Set([kase.id]));
  });

  test('finds no case of another district, and nothing by what was redacted', async () => {
    const home = await found('井盖');
    const abroad = await found('井盖', centre.abroad);
    expect(home.size).toBeGreaterThan(0);
    expect(abroad.size).toBeGreaterThan(0);
    expect([...home].filter((id) => abroad.has(id))).toEqual([]);
    expect(await found(PHONE)).toEqual(new Set());
  });

  test('finds what is years old, the newest first, page by page, with a filter or without, for whoever may see it', async () => {
    const newestFirst = (own: CaseFile[]) =>
      own
        .toSorted((a, b) =>
          a.reportedAt === b.reportedAt ? (a.id < b.id ? 1 : -1) : a.reportedAt < b.reportedAt ? 1 : -1,
        )
        .map(({ id }) => id);
    const { dispatcher, callAgent, unitOfficer } = centre.home.officers;
    const home = kases.filter(({ jurisdictionId }) => jurisdictionId === centre.home.id);
    const old = instant(millis(NOW) - (FORMER - 20) * 7 * DAY);
    for (const word of ['古榕', '井盖', '路灯']) {
      const all = home.filter((kase) => textOf(kase).includes(word));
      expect(all.length).toBeGreaterThan(PAGE);
      for (const officer of [dispatcher, callAgent])
        for (const limit of [3, PAGE]) expect(await pages({ text: word }, officer, limit)).toEqual(newestFirst(all));
      const before = all.filter(({ reportedAt }) => reportedAt < old);
      expect(await pages({ text: word, reportedTo: old }, dispatcher, 7)).toEqual(newestFirst(before));
      const given = all.filter(({ unitId }) => unitId === centre.home.units.water);
      if (word === '古榕') expect(given).toHaveLength(OF_UNIT);
      for (const limit of [3, PAGE])
        expect(await pages({ text: word }, unitOfficer, limit)).toEqual(newestFirst(given));
    }
  });

  test('finds the same before and after the index has sorted in what waited', async () => {
    const before = await found('路灯');
    await sql`select gin_clean_pending_list('case_search_keys')`.execute(centre.db);
    expect(await found('路灯')).toEqual(before);
  });
});
