/** The writing of Chinese documents: brackets, ordinals, likeness of words. Nothing here knows a document. */

const HALF = '(),:;';
const FULL = '（），：；';

/** A class of Chinese signs, for patterns; those beyond the basic plane are in no budget. */
export const HAN = '\\u3005\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff';

/** Signs without which a line has neither tags nor marks of layout. */
const MARKS = /[<#*-]/;

/** A line without tags and marks of layout; tabs stay, for they part the cells of a table. */
export function plain(line: string): string {
  if (!MARKS.test(line)) return line;
  return line
    .replace(/<\/?[a-zA-Z][^<>]*>/g, '')
    .replace(/^\s*(?:#+\s*|-\s+(?=\S))/, '')
    .replaceAll('**', '');
}

/** Signs without which a text is normal as it stands. */
const TO_CHANGE = /[\s<#*\-():;,]/;

const KNOWN = new Map<string, string>();
const MOST_KNOWN = 20_000;

/** For comparing: no spaces, one style of brackets and commas (a comma inside a number stays what it is). Remembered, for a document says the same words often. */
export function normal(text: string): string {
  const known = KNOWN.get(text);
  if (known !== undefined) return known;
  if (KNOWN.size >= MOST_KNOWN) KNOWN.clear();
  const made = TO_CHANGE.test(text)
    ? plain(text)
        .replace(/\s+/g, '')
        .replace(/[():;]|,(?!\d)|(?<!\d),/g, (sign) => FULL[HALF.indexOf(sign)] ?? sign)
    : text;
  KNOWN.set(text, made);
  return made;
}

const DIGITS = '零一二三四五六七八九';

/** 二十五 → 25; null for what is no such number. */
export function ordinalOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const [, tens, units] = /^(?:([一二三四五六七八九]?)十)?([一二三四五六七八九]?)$/.exec(text) ?? [];
  if (text === '' || (tens === undefined && !units)) return null;
  const ten = tens === undefined ? 0 : tens === '' ? 10 : DIGITS.indexOf(tens) * 10;
  return ten + (units ? DIGITS.indexOf(units) : 0);
}

/** 25 → 二十五. */
export function ordinalZh(value: number): string {
  const tens = Math.floor(value / 10);
  const ten = tens === 0 ? '' : `${tens === 1 ? '' : DIGITS[tens]}十`;
  return ten + (value % 10 === 0 ? '' : DIGITS[value % 10]);
}

export interface Numbered {
  level: 'part' | 'section' | 'subsection' | 'point';
  /** As printed: 一、 （一） 1. */
  mark: string;
  ordinal: number;
  ordinalText: string;
  rest: string;
}

const PART = /^(第([一二三四五六七八九十]+)部分)(.*)$/;
const SECTION = /^(([一二三四五六七八九十]+)、)(.+)$/;
const SUBSECTION = /^(（([一二三四五六七八九十]+)）)(.+)$/;
const POINT = /^((\d{1,2})[.．、])(?!\d)(.+)$/;

/** How a line with this first sign may be numbered. */
function numberingOf(first: string): [Numbered['level'], RegExp] | null {
  if (first === '第') return ['part', PART];
  if (first === '（') return ['subsection', SUBSECTION];
  if (first >= '0' && first <= '9') return ['point', POINT];
  return first !== '' && '一二三四五六七八九十'.includes(first) ? ['section', SECTION] : null;
}

/** Takes the number off the beginning of a normalised line. */
export function numbered(text: string): Numbered | null {
  const [level, pattern] = numberingOf(text.charAt(0)) ?? [];
  const [, mark, ordinalText, rest] = pattern?.exec(text) ?? [];
  if (level === undefined || mark === undefined || ordinalText === undefined || rest === undefined) return null;
  const ordinal = ordinalOf(ordinalText);
  return ordinal === null ? null : { level, mark, ordinal, ordinalText, rest };
}

/** How alike two words are, 0 to 1, by their pairs of neighbouring signs. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length < 2 || b.length < 2) return 0;
  const pairs = new Map<string, number>();
  for (let i = 0; i < a.length - 1; i++) {
    const pair = a.slice(i, i + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let i = 0; i < b.length - 1; i++) {
    const left = pairs.get(b.slice(i, i + 2)) ?? 0;
    if (left > 0) {
      shared++;
      pairs.set(b.slice(i, i + 2), left - 1);
    }
  }
  return (2 * shared) / (a.length + b.length - 2);
}

/** The most alike of several, if any is alike enough. */
export function nearest<T>(text: string, among: readonly T[], nameOf: (one: T) => string, least = 0.5): T | null {
  let best: T | null = null;
  let score = least;
  for (const one of among) {
    const name = nameOf(one);
    // Two of such different lengths cannot share enough.
    if (2 * Math.min(text.length, name.length) - 2 < score * (text.length + name.length - 2)) continue;
    const here = likeness(text, name);
    if (here >= score && (best === null || here > score)) {
      best = one;
      score = here;
    }
  }
  return best;
}

/** Whether two words share a run of so many signs. */
export function shareRun(a: string, b: string, length: number): boolean {
  for (let i = 0; i + length <= b.length; i++) if (a.includes(b.slice(i, i + length))) return true;
  return false;
}
