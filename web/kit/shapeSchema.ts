import { z } from 'zod';
import type { JsonSchema } from './schemaFields.ts';

/**
 * The form of a shape that the server parses by, so that bounds are written once. Only the fields that are worded are
 * asked, in the order of the words.
 */
export function schemaOf(shape: z.ZodType, words: Readonly<Record<string, JsonSchema>>): JsonSchema {
  const whole = z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as JsonSchema;
  const properties = Object.fromEntries(
    Object.entries(words).map(([name, worded]) => [name, { ...whole.properties?.[name], ...worded }]),
  );
  return { ...whole, properties };
}
