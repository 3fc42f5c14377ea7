import { z } from 'zod';
import { filedShape } from '../../kernel/procedure-shapes.ts';
import { publicationLifecycle, written } from './lifecycle.ts';
import { fileFormats } from './model.ts';

const words = z.object({ zh: z.string(), en: z.string() });

const cell = z.object({
  text: z.string(),
  fen: z.number().optional(),
  colSpan: z.number().optional(),
  rowSpan: z.number().optional(),
  align: z.enum(['left', 'center', 'right']).optional(),
  pointer: z.string().optional(),
});

/** The document as it is laid out; a table's cells carry their place, so that a finding leads to them. */
export const blockShape = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('heading'),
    level: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
    text: z.string(),
    line: z.number(),
  }),
  z.object({ kind: z.literal('paragraph'), text: z.string(), line: z.number() }),
  z.object({
    kind: z.literal('table'),
    id: z.string(),
    title: z.string(),
    unit: z.string(),
    head: z.array(z.array(cell)),
    rows: z.array(z.object({ cells: z.array(cell), strong: z.boolean().optional(), line: z.number().optional() })),
    widths: z.array(z.number()),
    statement: z.string().nullable(),
    line: z.number(),
  }),
]);

export const findingShape = z.object({
  key: z.string(),
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  at: z.object({
    what: z.string(),
    lines: z.array(z.number()),
    pointer: z.string().nullable(),
    phrase: z.string().nullable(),
  }),
  printed: z.string().nullable(),
  expected: z.string().nullable(),
  difference: z.string().nullable(),
  message: words,
});

export const fileShape = z.object({
  format: z.enum(fileFormats),
  name: z.string(),
  size: z.number(),
  sha256: z.string(),
});

/** Who signed, and when; without a name where the account is gone. */
const signature = z.object({ by: z.string().nullable(), name: z.string().nullable(), at: z.string() }).nullable();

const overrule = z.object({
  key: z.string(),
  rule: z.string(),
  place: z.string(),
  reason: z.string(),
  by: z.string().nullable(),
  confirmedBy: z.string().nullable(),
});

export const listedShape = filedShape(publicationLifecycle)
  .omit({ may: true })
  .extend({
    kind: z.enum(['made', 'imported']),
    year: z.number(),
    titleZh: z.string(),
    approvedOn: z.string().nullable(),
    dueOn: z.string().nullable(),
    publishedOn: z.string().nullable(),
    /** Days until it is due; negative when late; null once it is out or where nothing is due. */
    daysLeft: z.number().nullable(),
  });

/** What is said of a document beside its text. */
const told = {
  missing: z.array(z.string()),
  checklist: z.array(z.object({ rule: z.string(), label: words, done: z.boolean() })),
  moves: z.array(
    z.object({
      key: z.string(),
      labelZh: z.string(),
      nowFen: z.number(),
      beforeFen: z.number().nullable(),
      reason: z.string().nullable(),
      asks: z.boolean(),
    }),
  ),
  /** From the registers of staff and assets, beside what was typed with the budget. */
  registered: z.array(z.object({ labelZh: z.string(), typed: z.number().nullable(), registered: z.number() })),
  uses: z.array(z.object({ code: z.string(), nameZh: z.string(), fen: z.number() })),
  /** The approved plan that goals and targets come from; null where they are written here. */
  promises: z.object({ goals: z.number(), indicators: z.number() }).nullable(),
};

export const publicationShape = filedShape(publicationLifecycle).extend({
  kind: z.enum(['made', 'imported']),
  year: z.number(),
  titleZh: z.string(),
  budgetId: z.string().nullable(),
  content: written.nullable(),
  approvedOn: z.string().nullable(),
  dueOn: z.string().nullable(),
  daysLeft: z.number().nullable(),
  publishedOn: z.string().nullable(),
  overrules: z.array(overrule),
  signed: signature,
  countersigned: signature,
  withdrawnFor: z.string().nullable(),
  files: z.array(fileShape),
  counts: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
  /** Errors that nobody answers for yet, and warnings that nobody has noted. */
  open: z.number(),
  openWarnings: z.number(),
  ...told,
  template: z.object({ id: z.string(), nameZh: z.string() }).optional(),
});

export const layoutShape = z.object({
  title: z.string(),
  cover: z.array(z.string()),
  blocks: z.array(blockShape),
});

/** The text as it stands, its layout, and what the reconciliation says of it. */
export const standingShape = layoutShape.extend({ text: z.string(), findings: z.array(findingShape) });

/** The same of what is being written. */
export const previewShape = standingShape.extend({
  counts: z.object({ error: z.number(), warning: z.number(), info: z.number() }),
  open: z.number(),
  openWarnings: z.number(),
  ...told,
  faults: z.array(z.object({ path: z.string(), message: words })),
});

const part = z.object({ labelZh: z.string(), fen: z.number() });

/** The same for a citizen: how much, for what, and what is promised for it. */
export const citizenShape = z.object({
  totalFen: z.number(),
  /** More than last year; negative when it is less. */
  increaseFen: z.number(),
  reasonZh: z.string().nullable(),
  parts: z.array(part),
  items: z.array(z.object({ nameZh: z.string(), fen: z.number() })),
  projects: z.array(z.object({ nameZh: z.string(), fen: z.number(), goalZh: z.string() })),
  /** Local date at which actual values were reviewed; null as long as none were. */
  cutoff: z.string().nullable(),
  targets: z.array(
    z.object({
      scopeZh: z.string().nullable(),
      nameZh: z.string(),
      targetZh: z.string(),
      actual: z.number().nullable(),
      /** Where the value could not be told exactly, between what it lies. */
      range: z.object({ low: z.number(), high: z.number() }).nullable(),
      /** In which it is counted, as it stands behind the printed target. */
      unit: z.string(),
      verdict: z.enum(['met', 'missed', 'undecided', 'noData']).nullable(),
    }),
  ),
});
