import { z } from 'zod';
import type { Words } from './kernel/words.ts';

/** One environment variable: what it means in the house, and what a right value looks like. */
export interface Setting<Value> {
  variable: string;
  /** As it would be written; null where there is none. */
  standard: string | null;
  meaning: Words;
  right: Words;
  read: z.ZodType<Value, string | undefined>;
}

export function setting<Value>(declared: Setting<Value>): Setting<Value> {
  return declared;
}

/** A whole number as it is written in an environment variable. */
export function wholeNumber({ least, most, standard }: { least: number; most: number; standard: number }) {
  return z
    .string()
    .regex(/^\d{1,6}$/)
    .transform(Number)
    .pipe(z.number().min(least).max(most))
    .default(standard);
}
