/** A sentence or label in the two languages of the interface; 简体中文 is the truth, English its translation. */
export interface Words {
  zh: string;
  en: string;
}

export type Language = keyof Words;

/** Picks the reader's language from an Accept-Language header; 简体中文 unless English is asked for first. */
export function languageOf(acceptLanguage: string | undefined): Language {
  const first = acceptLanguage?.split(',')[0]?.trim().toLowerCase() ?? '';
  return first.startsWith('en') ? 'en' : 'zh';
}

/** Fills `{name}` places of a sentence. An unknown place stays as it is, so that a mistake is seen. */
export function fill(words: Words, values: Record<string, string | number>): Words {
  const put = (text: string) =>
    text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
  return { zh: put(words.zh), en: put(words.en) };
}
