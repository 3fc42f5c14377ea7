import { z } from 'zod';
import { limitShape } from '../calendar/model.ts';
import { categoryKinds, certainties } from './model.ts';

export const words = z.object({ zh: z.string(), en: z.string() });
export const newWords = z.object({ zh: z.string().trim().min(1).max(300), en: z.string().trim().min(1).max(300) });
export const day = z.iso.date();
export const kind = z.enum(categoryKinds);
export const code = z.string().regex(/^[A-Za-z0-9-]{1,40}$/);
export const edition = z.string().min(1).max(40);

export const categoryShape = z.object({
  id: z.string(),
  edition: z.string(),
  kind,
  code: z.string(),
  group: z.object({ code: z.string(), name: words }),
  name: words,
  synonyms: z.array(z.string()),
  source: z.enum(certainties),
  local: z.boolean(),
  active: z.boolean(),
});

export const conditionShape = z.object({
  id: z.string(),
  categoryId: z.string(),
  number: z.number(),
  condition: words,
  limit: limitShape,
  closing: words,
  source: z.enum(certainties),
  version: z.number(),
  validFrom: z.string(),
});

export const dutyShape = z.object({
  id: z.string(),
  edition: z.string(),
  kind,
  categoryId: z.string().nullable(),
  groupCode: z.string().nullable(),
  areaCode: z.string().nullable(),
  unitId: z.string(),
  basis: z.string(),
  version: z.number(),
});

export const briefShape = z.object({ id: z.string(), edition: z.string(), kind, code: z.string(), name: words });
export const responsibleShape = z.object({ responsibility: dutyShape, grounds: words }).nullable();
export const foundShape = z.object({
  category: categoryShape,
  /** The higher, the likelier; comparable within one answer only. */
  score: z.number(),
  grounds: words,
});

export const newCondition = z.object({ condition: newWords, limit: limitShape, closing: newWords });
export const newCategory = z.object({
  kind,
  code,
  group: z.object({ code: z.string().regex(/^[A-Za-z0-9-]{1,20}$/), name: newWords }),
  name: newWords,
  synonyms: z.array(z.string().trim().min(1).max(40)).max(50).default([]),
  conditions: z.array(newCondition).min(1).max(20),
});

/** Areas in which the place lies: one or several codes, separated by commas in an address. */
export const areaCodes = z.array(z.string().max(20)).max(10).default([]);
export const areaQuery = z
  .string()
  .max(200)
  .default('')
  .transform((text) => text.split(',').filter((part) => part !== ''));
