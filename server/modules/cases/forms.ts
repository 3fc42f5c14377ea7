import { z } from 'zod';
import { parseInstant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';

/** How the screens draw a field: its label in both languages and its widget. */
export type Widget =
  | 'text'
  | 'textarea'
  | 'unit'
  | 'units'
  | 'officer'
  | 'category'
  | 'condition'
  | 'case'
  | 'date'
  | 'limit'
  | 'point'
  | 'photos'
  | 'evidence'
  | 'choice'
  | 'boolean'
  | 'number'
  | 'list'
  | 'moment'
  | 'checklist'
  | 'subject'
  | 'incident'
  | 'room'
  | 'indicator'
  | 'officers'
  | 'words'
  | 'codes'
  | 'degrees'
  | 'money';

/** Gives a field its label and widget, which travel in the JSON Schema of the form. */
export function asked<S extends z.ZodType>(shape: S, zh: string, en: string, widget: Widget): S {
  return shape.meta({ label: { zh, en }, widget }) as S;
}

/** A day that can be meant: a date field makes the year 0026 of a hasty 26, and lets 3027 stand for 2027. */
export const dayShape = z.iso
  .date()
  .refine((day) => day >= '1900-01-01' && day < '2201-01-01', '日期须在 1900–2200 年。 A date must be in 1900–2200.');
export const date = (zh: string, en: string) => asked(dayShape, zh, en, 'date');

/** A moment that can be meant; it is kept in UTC. */
export const moment = (zh: string, en: string) =>
  asked(
    z.iso
      .datetime({ offset: true })
      .refine((text) => parseInstant(text) !== null, '时间须在 1900–2200 年。 A time must be in 1900–2200.'),
    zh,
    en,
    'moment',
  );

/** A choice among words; the screens show the words, the log keeps the key. */
export function choice<K extends string>(words: Record<K, Words>, zh: string, en: string): z.ZodEnum<{ [P in K]: P }>;
export function choice<K extends string>(
  words: Record<K, Words>,
  zh: string,
  en: string,
  otherwise: NoInfer<K>,
): z.ZodDefault<z.ZodEnum<{ [P in K]: P }>>;
export function choice<K extends string>(words: Record<K, Words>, zh: string, en: string, otherwise?: K) {
  const keys = z.enum(Object.keys(words) as [K, ...K[]]);
  const shape = otherwise === undefined ? keys : keys.default(otherwise as never);
  return shape.meta({ label: { zh, en }, widget: 'choice', choices: words });
}

/** A choice that may be left open: null. */
export function choiceOrNone<K extends string>(words: Record<K, Words>, zh: string, en: string) {
  const one = choice(words, zh, en);
  return one
    .nullable()
    .default(null)
    .meta(one.meta() ?? {});
}

/** A remark that need not be made. */
export const note = asked(z.string().trim().max(1000).default(''), '说明', 'Note', 'textarea');

/** 答复 — what the reporter is told, in plain words. */
export const answerText = asked(
  z.string().trim().min(4).max(4000),
  '给上报人的答复',
  'Answer to the reporter',
  'textarea',
);

/** Evidence: files uploaded before by `POST /api/files`, by their ids. */
export const photos = asked(z.array(z.uuid()).max(9).default([]), '照片', 'Photos', 'photos');

/** 复核日期 — the local date on which a suspended case comes back by itself. */
export const when = date('复核日期', 'Review date');
