import { freeTexts, ID, readForm } from '../../kernel/forms.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { type CaseAction, caseActions } from './lifecycle.ts';
import { type KnownPerson, redact, withoutPerson } from './redaction.ts';

/**
 * Reads an action's form; what is wrong is told field by field. Free text loses personal numbers, and what the case
 * knows of its reporter.
 */
export function readCaseForm(
  name: CaseAction,
  asked: unknown,
  reporter: KnownPerson = {},
): Record<string, unknown> | Refusal {
  return readForm(caseActions[name].asks, asked, (text) => redact(withoutPerson(text, reporter)));
}

/** Whether a form as it came says anything in words, so that it is worth asking who the reporter is. */
export const saysSomething = (name: CaseAction, asked: unknown): boolean =>
  freeTexts(caseActions[name].asks, asked).some((text) => text.trim() !== '');

/** The texts of a form that are not as they came: what was written, beside the field it was written in (`parts.0.description`). */
export function changedTexts(asked: unknown, kept: unknown, path = ''): { field: string; text: string }[] {
  if (typeof asked === 'string' && typeof kept === 'string') {
    const written = asked.trim();
    return written === kept || ID.test(written) ? [] : [{ field: path, text: written }];
  }
  if (typeof asked !== 'object' || asked === null || typeof kept !== 'object' || kept === null) return [];
  const held = kept as Record<string, unknown>;
  return Object.entries(asked).flatMap(([field, part]) =>
    changedTexts(part, held[field], path === '' ? field : `${path}.${field}`),
  );
}
