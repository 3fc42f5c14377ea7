import { useSyncExternalStore } from 'react';
import type { Language, Words } from '../../server/kernel/words.ts';

const KEPT = 'drumtower.language';

type Texts = string | ((...values: never[]) => string) | { [name: string]: Texts };

/** The same names and the same values to fill in, whatever the words. */
export type SameShape<T> = {
  [K in keyof T]: T[K] extends string
    ? string
    : T[K] extends (...values: infer V) => string
      ? (...values: V) => string
      : SameShape<T[K]>;
};

/** A feature's own words. Chinese is the truth; English that lacks a word, or has one too many, does not compile. */
export function texts<T extends { [name: string]: Texts }>(
  zh: T,
  en: NoInfer<SameShape<T>>,
): Record<Language, SameShape<T>> {
  return { zh: zh as unknown as SameShape<T>, en };
}

let language: Language = remembered();
const listeners = new Set<() => void>();

function remembered(): Language {
  try {
    return localStorage.getItem(KEPT) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export function languageNow(): Language {
  return language;
}

/** For the `lang` of the page, Accept-Language and Intl. */
export function localeOf(chosen: Language): string {
  return chosen === 'zh' ? 'zh-CN' : 'en-GB';
}

export function chooseLanguage(chosen: Language): void {
  language = chosen;
  try {
    localStorage.setItem(KEPT, chosen);
  } catch {
    // A browser that keeps nothing still switches for this page.
  }
  document.documentElement.lang = localeOf(chosen);
  for (const listener of listeners) listener();
}

function listen(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useLanguage(): Language {
  return useSyncExternalStore(listen, languageNow, languageNow);
}

/** The words of a dictionary in the reader's language; a switch shows at once, without reload. */
export function useText<T>(dictionary: Record<Language, T>): T {
  return dictionary[useLanguage()];
}

/** What stands between words: an English sentence with the full-width signs of Chinese reads as a fault. */
const signs = {
  zh: { colon: '：', comma: '、', semicolon: '；' },
  en: { colon: ': ', comma: ', ', semicolon: '; ' },
} as const;

export function useSigns(): (typeof signs)[Language] {
  return signs[useLanguage()];
}

/** Picks from words that come from the server: labels of life-cycles, catalogue, roles. */
export function useWords(): (words: Words) => string {
  const chosen = useLanguage();
  return (words) => words[chosen] || words.zh;
}
