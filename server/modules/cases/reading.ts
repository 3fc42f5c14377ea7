import { z } from 'zod';
import { faultsOf } from '../../kernel/faults.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { type CaseAction, caseActions } from './lifecycle.ts';
import { redact } from './redaction.ts';

const formShapes = new Map<CaseAction, z.ZodObject>();

/** The form's shape that knows no other fields; a shape is costly to make and is made once. */
function formShape(name: CaseAction): z.ZodObject {
  const shape = formShapes.get(name) ?? caseActions[name].asks.strict();
  formShapes.set(name, shape);
  return shape;
}

/** Reads an action's form; what is wrong is told field by field. */
export function readForm(name: CaseAction, asked: unknown): Record<string, unknown> | Refusal {
  const read = formShape(name).safeParse(asked ?? {}, { reportInput: true });
  if (read.success) return cleaned(caseActions[name].asks, read.data) as Record<string, unknown>;
  return {
    refused: 'invalid',
    code: 'invalidInput',
    message: { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' },
    faults: faultsOf(read.error),
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * What goes into the log for ever: free text without phone, ID-card and plate numbers, ids in the one spelling by which
 * they are compared.
 */
function cleaned(shape: z.core.$ZodType, value: unknown): unknown {
  if (typeof value === 'string')
    return isFreeText(shape) ? redact(value) : ID.test(value) ? value.toLowerCase() : value;
  if (Array.isArray(value))
    return value.map((one) => cleaned(shape instanceof z.ZodArray ? shape.element : shape, one));
  if (typeof value !== 'object' || value === null) return value;
  const shapes: Record<string, z.core.$ZodType> = shape instanceof z.ZodObject ? shape.shape : {};
  return Object.fromEntries(
    Object.entries(value).map(([field, part]) => [field, cleaned(shapes[field] ?? shape, part)]),
  );
}

function isFreeText(shape: z.core.$ZodType): boolean {
  const widget = z.globalRegistry.get(shape)?.widget;
  return widget === 'text' || widget === 'textarea';
}
