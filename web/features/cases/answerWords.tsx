import type { ReactNode } from 'react';
import type { Language } from '../../../server/kernel/words.ts';
import type { Limit } from '../../../server/modules/calendar/model.ts';
import { frameText } from '../../i18n/text.ts';
import { limitText } from '../../kit/limitText.ts';
import { Photos } from '../../kit/Photos.tsx';
import { type Field, fieldsOf, type JsonSchema } from '../../kit/schemaFields.ts';
import { type Names, photoAddress } from './queries.ts';

interface Told {
  names: Names;
  language: Language;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

function isLimit(value: unknown): value is Limit {
  return isRecord(value) && typeof value.amount === 'number' && typeof value.unit === 'string';
}

/** The answers of a form as rows of label and words: what the officer filled in, readable without knowing the form. */
export function answersOf(
  form: JsonSchema | undefined,
  answers: unknown,
  told: Told,
): { label: string; value: ReactNode }[] {
  if (!form || !isRecord(answers)) return [];
  return fieldsOf(form)
    .filter((field) => !isBlank(answers[field.name]))
    .map((field) => ({ label: field.label[told.language], value: valueWords(field, answers[field.name], told) }));
}

function valueWords(field: Field, value: unknown, told: Told): ReactNode {
  const { names, language } = told;
  const t = frameText[language].form;
  const named = (id: unknown) => (typeof id === 'string' ? (names[id]?.[language] ?? id) : String(id));
  if (field.widget === 'photos' && Array.isArray(value)) {
    return (
      <Photos
        photos={value.map((id) => ({
          id,
          thumb: photoAddress(id),
          full: photoAddress(id),
          caption: field.label[language],
        }))}
      />
    );
  }
  if (typeof value === 'boolean') return value ? t.yes : t.no;
  if (isLimit(value)) return limitText(value, language);
  if (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    return value.map(named).join(language === 'zh' ? '、' : ', ');
  if (Array.isArray(value)) {
    return (
      <ol className="log-parts">
        {value.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no name but their place, and never move
          <li key={index}>
            {answersOf(field.schema.items, part, told).map((answer) => (
              <span key={answer.label}>{answer.value}</span>
            ))}
          </li>
        ))}
      </ol>
    );
  }
  if (isRecord(value)) return typeof value.lon === 'number' ? `${value.lon}, ${value.lat}` : JSON.stringify(value);
  const choice = field.options.find((option) => option.value === value);
  return choice ? choice.label[language] : named(value);
}
