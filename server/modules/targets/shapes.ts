import { z } from 'zod';
import { filedShape } from '../../kernel/procedure-shapes.ts';
import {
  goalShape,
  indicatorShape,
  monitoringLifecycle,
  planContent,
  selfEvaluationLifecycle,
  targetPlanLifecycle,
} from './lifecycle.ts';
import { operators } from './model.ts';
import { gradeWords } from './rules.ts';

/** The shapes of answers about the year's promises. */

export const words = z.object({ zh: z.string(), en: z.string() });
const verdict = z.enum(['met', 'missed', 'undecided', 'noData']);
const range = z.object({ low: z.number(), high: z.number() });

export const metricShape = z.object({
  key: z.string(),
  version: z.number(),
  label: words,
  numerator: words,
  denominator: words.nullable(),
  rule: words,
  source: words,
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  most: z.union([z.number(), z.literal('daysOfYear')]).nullable(),
  window: z.enum(['yearToDate', 'cutoff']),
  choices: z.array(z.object({ key: z.string(), label: words, usual: z.boolean() })),
  asks: z.enum(['systems', 'project']).nullable(),
  byHand: z.boolean(),
});

export const faultShape = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  at: z.string().nullable(),
  title: words,
  message: words,
  better: z.string().nullable(),
});

const indicator = indicatorShape.extend({
  operator: z.enum(operators),
  target: z.string(),
  unit: z.string(),
  metricVersion: z.number().nullable(),
});

const manual = z.object({
  indicatorId: z.string(),
  on: z.string(),
  numerator: z.number(),
  denominator: z.number().nullable(),
  evidence: z.string(),
  by: z.string().nullable(),
  confirmedBy: z.string().nullable(),
});

export const planShape = filedShape(targetPlanLifecycle).extend({
  year: z.number(),
  staffInPost: z.number().nullable(),
  projects: planContent.shape.projects,
  goals: z.array(goalShape),
  indicators: z.array(indicator),
  manuals: z.array(manual),
  writtenBy: z.array(z.string()),
  faults: z.array(faultShape),
});

const value = z.object({
  state: z.enum(['live', 'noData', 'insufficient', 'notComputable', 'manual']),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
  range: range.nullable(),
  sample: z.number(),
  months: z.array(z.object({ month: z.string(), value: z.number().nullable() })),
  evidence: z.array(z.object({ label: words, screen: z.string().nullable(), api: z.string() })),
  ids: z.array(z.string()),
  note: words.nullable(),
});

const money = z.object({ plannedFen: z.number(), paidFen: z.number(), yearPassed: z.number() });

export const frozenLine = z.object({
  indicatorId: z.string(),
  metric: z.string().nullable(),
  metricVersion: z.number().nullable(),
  choice: z.string().nullable(),
  value,
  verdict,
});

export const boardShape = z.object({
  year: z.number(),
  cutoff: z.string(),
  plan: z.object({ id: z.string(), state: z.string(), version: z.number() }),
  money,
  lines: z.array(
    frozenLine.extend({
      indicator,
      definition: metricShape.nullable(),
      forecast: range.extend({ likely: z.number() }).nullable(),
      outlook: verdict,
    }),
  ),
});

const explanation = z.object({ indicatorId: z.string(), cause: z.string(), action: z.string() });

const roundFields = {
  planId: z.string(),
  cutoff: z.string(),
  lines: z.array(frozenLine),
  money,
  explanations: z.array(explanation),
  opinion: z.string(),
};
export const roundShape = filedShape(monitoringLifecycle).extend(roundFields);

export const evaluationShape = filedShape(selfEvaluationLifecycle).extend({
  ...roundFields,
  scope: z.string(),
  scores: z.array(
    z.object({ indicatorId: z.string(), points: z.number(), score: z.number().nullable(), overReached: z.boolean() }),
  ),
  execution: z.number().nullable(),
  total: z.number().nullable(),
  known: z.number(),
  grade: z.enum(Object.keys(gradeWords) as [keyof typeof gradeWords]).nullable(),
});
