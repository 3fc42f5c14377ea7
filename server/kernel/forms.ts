import { z } from 'zod';
import { faultsOf } from './faults.ts';
import { invalidInput, type Refusal } from './refusal.ts';

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
  return invalidInput(faultsOf(read.error));
}

/** A record's id, in any spelling. */
export const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Free text passes through `cleaned`; ids are put in the one spelling by which they are compared. */
function tidied(shape: z.core.$ZodType | undefined, value: unknown, cleaned?: (text: string) => string): unknown {
  if (typeof value === 'string') {
    if (cleaned && shape && isFreeText(shape)) return cleaned(value);
    return ID.test(value) ? value.toLowerCase() : value;
  }
  if (Array.isArray(value)) return value.map((one) => tidied(partOf(shape, 0), one, cleaned));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([field, part]) => [field, tidied(partOf(shape, field), part, cleaned)]),
  );
}

/** All that a form as it came says in free text. */
export function freeTexts(shape: z.ZodObject, asked: unknown): string[] {
  const found: string[] = [];
  tidied(shape, asked, (text) => {
    found.push(text);
    return text;
  });
  return found;
}

/** The shape that a part of a list, a record or an object has, whatever stands for it where it is left out. */
function partOf(shape: z.core.$ZodType | undefined, field: string | 0): z.core.$ZodType | undefined {
  const whole = shape && bare(shape);
  if (whole instanceof z.ZodArray) return whole.element;
  if (whole instanceof z.ZodRecord) return whole.valueType;
  return whole instanceof z.ZodObject ? whole.shape[field] : undefined;
}

function bare(shape: z.core.$ZodType): z.core.$ZodType {
  let inner = shape;
  while (inner instanceof z.ZodDefault || inner instanceof z.ZodNullable || inner instanceof z.ZodOptional)
    inner = inner._zod.def.innerType;
  return inner;
}

const free = new WeakMap<z.core.$ZodType, boolean>();

/** What people write: fields drawn as text, and texts whose ends are trimmed; keys and codes are taken as they come. */
export function isFreeText(shape: z.core.$ZodType): boolean {
  const known = free.get(shape);
  if (known !== undefined) return known;
  const text = bare(shape);
  const widget = z.globalRegistry.get(shape)?.widget ?? z.globalRegistry.get(text)?.widget;
  const trimmed =
    text instanceof z.ZodString && (text._zod.def.checks ?? []).some(({ _zod }) => _zod.def.check === 'overwrite');
  const is = widget === 'text' || widget === 'textarea' || (widget === undefined && trimmed);
  free.set(shape, is);
  return is;
}
