import { z } from 'zod';
import { faultsOf } from '../../kernel/faults.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { type CaseAction, caseActions } from './lifecycle.ts';
import { type KnownPerson, redact, withoutPerson } from './redaction.ts';

const formShapes = new Map<CaseAction, z.ZodObject>();

/** The form's shape that knows no other fields; a shape is costly to make and is made once. */
function formShape(name: CaseAction): z.ZodObject {
  const shape = formShapes.get(name) ?? caseActions[name].asks.strict();
  formShapes.set(name, shape);
  return shape;
}

/**
 * Reads an action's form; what is wrong is told field by field. Free text loses personal numbers, and what the case
 * knows of its reporter.
 */
export function readForm(
  name: CaseAction,
  asked: unknown,
  reporter: KnownPerson = {},
): Record<string, unknown> | Refusal {
  const read = formShape(name).safeParse(asked ?? {}, { reportInput: true });
  if (read.success) return cleaned(caseActions[name].asks, read.data, reporter) as Record<string, unknown>;
  return {
    refused: 'invalid',
    code: 'invalidInput',
    message: { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' },
    faults: faultsOf(read.error),
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What goes into the log for ever: free text without what tells who somebody is, ids in the one spelling by which they
 * are compared.
 */
function cleaned(shape: z.core.$ZodType, value: unknown, reporter: KnownPerson): unknown {
  if (typeof value === 'string') {
    if (isFreeText(shape)) return redact(withoutPerson(value, reporter));
    return ID.test(value) ? value.toLowerCase() : value;
  }
  if (Array.isArray(value))
    return value.map((one) => cleaned(shape instanceof z.ZodArray ? shape.element : shape, one, reporter));
  if (typeof value !== 'object' || value === null) return value;
  const shapes: Record<string, z.core.$ZodType> = shape instanceof z.ZodObject ? shape.shape : {};
  return Object.fromEntries(
    Object.entries(value).map(([field, part]) => [field, cleaned(shapes[field] ?? shape, part, reporter)]),
  );
}

function isFreeText(shape: z.core.$ZodType): boolean {
  const widget = z.globalRegistry.get(shape)?.widget;
  return widget === 'text' || widget === 'textarea';
}

/** Whether a form as it came says anything in words, so that it is worth asking who the reporter is. */
export function saysSomething(name: CaseAction, asked: unknown): boolean {
  const says = (shape: z.core.$ZodType, value: unknown): boolean => {
    if (typeof value === 'string') return value.trim() !== '' && isFreeText(shape);
    if (Array.isArray(value))
      return value.some((one) => says(shape instanceof z.ZodArray ? shape.element : shape, one));
    if (typeof value !== 'object' || value === null) return false;
    const shapes: Record<string, z.core.$ZodType> = shape instanceof z.ZodObject ? shape.shape : {};
    return Object.entries(value).some(([field, part]) => says(shapes[field] ?? shape, part));
  };
  return says(caseActions[name].asks, asked);
}

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
