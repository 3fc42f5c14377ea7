import { z } from 'zod';
import type { Template } from '../../disclosure/data/template.ts';

const key = z.string().regex(/^[A-Za-z][A-Za-z0-9.]{0,60}$/);
/** One line: a break or a tab would be read as another part of the document. */
const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\t\r\n\f\0]*$/);

const column = z.strictObject({
  key,
  labelZh: line(60),
  groupZh: line(60).optional(),
  type: z.enum(['amount', 'text']),
});

const row = z.strictObject({
  key,
  nameZh: line(60),
  side: z.enum(['income', 'expenditure']).nullable(),
  kind: z.enum(['total', 'subtotal', 'detail']),
  ordinal: line(10).nullable(),
  code: z
    .string()
    .regex(/^\d{3,7}$/)
    .nullable(),
  parentKey: key.nullish(),
  label: line(80),
  figure: key.optional(),
});

const table = z.strictObject({
  key,
  nameZh: line(60),
  layout: z.enum(['sides', 'codes', 'list', 'catalogue']),
  codes: z.enum(['functional', 'economicClass', 'economicItem']).optional(),
  header: z
    .array(z.array(z.string().max(60)).min(1).max(30))
    .min(1)
    .max(4),
  columns: z.array(column).min(1).max(30),
  rows: z.array(row).max(80),
  emptySentence: line(300).nullable(),
  content: z.string().regex(/^C-\d{2}$/),
});

const sentence = z.strictObject({
  section: key,
  text: line(2000),
  repeats: z.boolean().optional(),
  optional: z.boolean().optional(),
  statement: z.strictObject({ id: z.string().max(10), tableId: z.string().max(10).nullable() }).optional(),
});

/** 公开样式 as data: the file by which another province's set of tables, headings and sentences is taken in. */
export const templateShape = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/),
  nameZh: line(60),
  nameEn: line(100),
  sections: z
    .array(z.strictObject({ key, level: z.enum(['part', 'section', 'subsection', 'point']), titleZh: line(80) }))
    .min(2)
    .max(120),
  tables: z.array(table).min(1).max(40),
  sentences: z.array(sentence).max(200),
  facts: z.record(
    key,
    z.strictObject({
      id: z.string().max(12),
      labelZh: z.string().max(60),
      kind: z.enum(['amount', 'percent', 'count']),
      unit: line(20).optional(),
    }),
  ),
  glossary: z.array(z.strictObject({ termZh: line(40), wordings: z.array(line(1000)).min(1).max(6) })).max(80),
  terms: z.array(line(40)).max(120),
  unitTable: z.array(line(40)).min(1).max(8),
  targets: z.strictObject({ overall: z.array(line(40)).length(3), project: z.array(line(40)).length(3) }),
});

/** What the schema lets through is a template: the same names, and nothing that may be there and is not. */
export const asTemplate = (read: z.output<typeof templateShape>): Template =>
  JSON.parse(JSON.stringify(read)) as Template;
