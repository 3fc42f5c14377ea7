import { readingsOf } from '../../adapters/pinyin.ts';
import type { Words } from '../../kernel/words.ts';
import type { Category, CategoryKind } from './model.ts';
import { fold, spells } from './spelling.ts';

/** A name or everyday word of a category, prepared for both kinds of search. */
interface Term {
  text: string;
  /** Readings of each character, for pinyin. */
  readings: readonly (readonly string[])[];
  /** The same with what southern ears and fingers mix up folded together: zh = z, ing = in. */
  folded: readonly (readonly string[])[];
  pairs: readonly string[];
  everyday: boolean;
}

interface Entry {
  category: Category;
  terms: readonly Term[];
  english: string;
}

/**
 * Everything needed to find a category of one edition, built once per version of the catalogue. A query walks all terms:
 * some 1,500 short texts, well under a millisecond.
 */
export interface SearchIndex {
  entries: readonly Entry[];
  /** Pair of characters → where it occurs, for free text. */
  postings: ReadonlyMap<string, readonly (readonly [entry: number, term: number])[]>;
  /** How much a pair says: rare ones more. */
  weights: ReadonlyMap<string, number>;
}

export interface Suggestion {
  category: Category;
  /** Only for ranking within one answer. */
  score: number;
  /** Why it was suggested, for the officer to judge. */
  grounds: Words;
}

export interface Wanted {
  limit: number;
  kind?: CategoryKind;
}

/** Full and half width, case, spaces and punctuation do not matter. */
function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** In the 2026 edition a damaged component's name ends in 异常, which nobody says. */
function spoken(text: string): string {
  const read = plain(text);
  return read.length > 2 && read.endsWith('异常') ? read.slice(0, -2) : read;
}

function pairsOf(text: string): string[] {
  const pairs = new Set<string>();
  for (let i = 0; i + 1 < text.length; i++) pairs.add(text.slice(i, i + 2));
  return [...pairs];
}

function termOf(text: string, everyday: boolean): Term {
  const read = spoken(text);
  const readings = [...read].map(readingsOf);
  return { text: read, readings, folded: readings.map((own) => own.map(fold)), pairs: pairsOf(read), everyday };
}

export function buildIndex(categories: readonly Category[]): SearchIndex {
  const entries = categories
    .filter((category) => category.active)
    .map((category) => ({
      category,
      terms: [termOf(category.name.zh, false), ...category.synonyms.map((word) => termOf(word, true))],
      english: category.name.en.toLowerCase(),
    }));
  const postings = new Map<string, [number, number][]>();
  const spread = new Map<string, Set<number>>();
  for (const [e, { terms }] of entries.entries()) {
    for (const [t, { pairs }] of terms.entries()) {
      for (const pair of pairs) {
        postings.set(pair, [...(postings.get(pair) ?? []), [e, t]]);
        spread.set(pair, (spread.get(pair) ?? new Set()).add(e));
      }
    }
  }
  const weights = new Map([...spread].map(([pair, seen]) => [pair, Math.log(1 + entries.length / seen.size)]));
  return { entries, postings, weights };
}

/** Matters come before components of the same name: what is reported is the defect, not the thing. */
const KIND_RANK: Record<CategoryKind, number> = { matter: 0, event: 0, request: 0, component: 1 };

function best(found: Suggestion[], { limit, kind }: Wanted): Suggestion[] {
  return found
    .filter(({ category }) => kind === undefined || category.kind === kind)
    .sort(
      (a, b) =>
        b.score - a.score ||
        KIND_RANK[a.category.kind] - KIND_RANK[b.category.kind] ||
        (a.category.code < b.category.code ? -1 : 1),
    )
    .slice(0, limit);
}

/**
 * The type-ahead: by code, name, everyday word, English name, pinyin in full, by initials or mixed (`ludengbl`). If
 * nothing fits exactly it grows tolerant: look-alike sounds, then words in any order.
 */
export function searchCategories(index: SearchIndex, query: string, wanted: Wanted): Suggestion[] {
  const asked = spoken(query.slice(0, 100));
  if (asked === '')
    return best(
      index.entries.map(({ category }) => ({ category, score: 0, grounds: LISTED })),
      wanted,
    );
  const exact = best(
    rate(index, (entry) => rateEntry(entry, asked, query)),
    wanted,
  );
  if (exact.length > 0) return exact;
  const sounds = fold(asked);
  const similar = best(
    rate(index, (entry) => ratePinyin(entry, sounds, 'folded')),
    wanted,
  );
  return similar.length > 0 ? similar : suggestCategories(index, query, wanted);
}

interface Rated {
  score: number;
  grounds: Words;
}

const LISTED: Words = { zh: '目录顺序', en: 'in the order of the catalogue' };

function rate(index: SearchIndex, how: (entry: Entry) => Rated | null): Suggestion[] {
  const found: Suggestion[] = [];
  for (const entry of index.entries) {
    const rated = how(entry);
    if (rated) found.push({ category: entry.category, ...rated });
  }
  return found;
}

function rateEntry(entry: Entry, asked: string, query: string): Rated | null {
  if (/^\d+$/.test(asked)) return rateCode(entry, asked);
  if (/[^a-z0-9]/.test(asked))
    return rateText(entry, asked) ?? (/[a-z]/.test(asked) ? ratePinyin(entry, asked, 'readings') : null);
  return ratePinyin(entry, asked, 'readings') ?? rateEnglish(entry, query.trim().toLowerCase());
}

function rateCode({ category }: Entry, asked: string): Rated | null {
  if (!category.code.startsWith(asked)) return null;
  return {
    score: asked.length / category.code.length,
    grounds: { zh: `代码 ${category.code}`, en: `code ${category.code}` },
  };
}

function rateText(entry: Entry, asked: string): Rated | null {
  let found: Rated | null = null;
  for (const term of entry.terms) {
    const at = term.text.indexOf(asked);
    if (at < 0) continue;
    const score = place(at, asked.length / term.text.length) - (term.everyday ? 0.2 : 0);
    if (!found || score > found.score) found = { score, grounds: wordGrounds(entry, term) };
  }
  return found;
}

/** The beginning of a term counts more than its middle, most of a term more than a piece of it. */
function place(at: number, share: number): number {
  return (at === 0 ? 2 : 1) + share;
}

function wordGrounds({ category }: Entry, term: Term): Words {
  if (!term.everyday) return { zh: `名称“${category.name.zh}”`, en: `the name “${category.name.zh}”` };
  return { zh: `俗称“${term.text}”`, en: `the everyday words “${term.text}”` };
}

function ratePinyin(entry: Entry, asked: string, by: 'readings' | 'folded'): Rated | null {
  let found: Rated | null = null;
  for (const term of entry.terms) {
    const syllables = term[by];
    for (let at = 0; at < syllables.length; at++) {
      const end = spells({ syllables, text: term.text, asked }, at, 0);
      if (end < 0) continue;
      const score = place(at, (end - at) / syllables.length) - (term.everyday ? 0.2 : 0);
      if (!found || score > found.score) {
        const { zh, en } = wordGrounds(entry, term);
        found = { score, grounds: { zh: `拼音与${zh}相符`, en: `pinyin of ${en}` } };
      }
      break;
    }
  }
  return found;
}

function rateEnglish({ category, english }: Entry, asked: string): Rated | null {
  const at = english.indexOf(asked);
  const startsWord = at === 0 || /[^a-z]/.test(english[at - 1] ?? '');
  if (at < 0 || !startsWord) return null;
  return {
    score: place(at, asked.length / english.length),
    grounds: { zh: `英文名“${category.name.en}”`, en: `the name “${category.name.en}”` },
  };
}

/** Below this share of a term's pairs a likeness is chance. */
const LEAST_SHARE = 0.3;

/**
 * Categories for what somebody tells in free text, with the words it rests on. Each term is broken into pairs of
 * characters, weighed by rarity; how much of a term is heard, and how much it says, make the rank. Components of an
 * edition that has matters are left out: what is told is always a defect.
 */
export function suggestCategories(index: SearchIndex, text: string, wanted: Wanted): Suggestion[] {
  const heard = new Set<string>();
  for (const piece of text
    .slice(0, 4000)
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)) {
    for (const pair of pairsOf(piece)) if (index.weights.has(pair)) heard.add(pair);
  }
  const touched = new Map<number, Map<number, string[]>>();
  for (const pair of heard) {
    for (const [e, t] of index.postings.get(pair) ?? []) {
      const terms = touched.get(e) ?? new Map<number, string[]>();
      terms.set(t, [...(terms.get(t) ?? []), pair]);
      touched.set(e, terms);
    }
  }
  const found: Suggestion[] = [];
  for (const [e, terms] of touched) {
    const entry = index.entries[e];
    const rated = entry && rateHeard(index, entry, terms);
    if (rated) found.push({ category: entry.category, ...rated });
  }
  const hasMatters = index.entries.some(({ category }) => category.kind === 'matter');
  return best(
    hasMatters && wanted.kind === undefined ? found.filter(({ category }) => category.kind !== 'component') : found,
    wanted,
  );
}

function rateHeard(index: SearchIndex, entry: Entry, touched: ReadonlyMap<number, readonly string[]>): Rated | null {
  const weigh = (pairs: readonly string[]) => pairs.reduce((sum, pair) => sum + (index.weights.get(pair) ?? 0), 0);
  const all = new Set<string>();
  let top: { term: Term; share: number; pairs: readonly string[]; score: number } | null = null;
  for (const [t, pairs] of touched) {
    const term = entry.terms[t];
    if (!term) continue;
    for (const pair of pairs) all.add(pair);
    const weight = weigh(pairs);
    const share = weight / weigh(term.pairs);
    if (!top || share * weight > top.score) top = { term, share, pairs, score: share * weight };
  }
  if (!top || top.share < LEAST_SHARE) return null;
  const others = weigh([...all]) - weigh(top.pairs);
  const words = join(top.term.text, top.pairs).map((word) => `“${word}”`);
  return {
    score: top.score + 0.3 * others,
    grounds: { zh: `所述${words.join('')}与“${top.term.text}”相符`, en: `${words.join(', ')} fits “${top.term.text}”` },
  };
}

/** The matched pairs as the runs of characters they form in the term: 路灯 + 不亮. */
function join(text: string, pairs: readonly string[]): string[] {
  const runs: string[] = [];
  let run = '';
  for (let i = 0; i + 1 < text.length; i++) {
    if (pairs.includes(text.slice(i, i + 2))) run = run === '' ? text.slice(i, i + 2) : run + text[i + 1];
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  }
  return run === '' ? runs : [...runs, run];
}
