import { z } from 'zod';
import { faultsOf } from './faults.ts';
import type { Refusal } from './refusal.ts';

const strictShapes = new WeakMap<z.ZodObject, z.ZodObject>();

/** Reads a form that knows no other fields than its own; what is wrong is told field by field. */
export function readForm(
  shape: z.ZodObject,
  asked: unknown,
  cleaned?: (text: string) => string,
): Record<string, unknown> | Refusal {
  // A shape is costly to make and is made once.
  const strict = strictShapes.get(shape) ?? shape.strict();
  strictShapes.set(shape, strict);
  const read = strict.safeParse(asked ?? {}, { reportInput: true });
  if (read.success) return tidied(shape, read.data, cleaned) as Record<string, unknown>;
  return {
    refused: 'invalid',
    code: 'invalidInput',
    message: { zh: '有内容不符合要求，见 errors。', en: 'Some of the input is not right; see errors.' },
    faults: faultsOf(read.error),
  };
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const FREE_TEXT = new Set<unknown>(['text', 'textarea']);

/** Free text passes through `cleaned`; ids are put in the one spelling by which they are compared. */
function tidied(shape: z.core.$ZodType, value: unknown, cleaned?: (text: string) => string): unknown {
  if (typeof value === 'string') {
    if (cleaned && FREE_TEXT.has(z.globalRegistry.get(shape)?.widget)) return cleaned(value);
    return ID.test(value) ? value.toLowerCase() : value;
  }
  if (Array.isArray(value))
    return value.map((one) => tidied(shape instanceof z.ZodArray ? shape.element : shape, one, cleaned));
  if (typeof value !== 'object' || value === null) return value;
  const shapes: Record<string, z.core.$ZodType> = shape instanceof z.ZodObject ? shape.shape : {};
  return Object.fromEntries(
    Object.entries(value).map(([field, part]) => [field, tidied(shapes[field] ?? shape, part, cleaned)]),
  );
}
