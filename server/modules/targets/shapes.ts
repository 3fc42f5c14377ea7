import { z } from 'zod';
import { filedShape } from '../../kernel/procedure-shapes.ts';
import {
  cityAssessmentLifecycle,
  goalShape,
  indicatorShape,
  monitoringLifecycle,
  planContent,
  selfEvaluationLifecycle,
  targetPlanLifecycle,
} from './lifecycle.ts';
import { cityGrades, operators } from './model.ts';
import { gradeWords } from './rules.ts';

/** The shapes of answers about the year's promises. */

export const words = z.object({ zh: z.string(), en: z.string() });
const verdict = z.enum(['met', 'missed', 'undecided', 'noData']);
const range = z.object({ low: z.number(), high: z.number() });

const formula = {
  numerator: words,
  denominator: words.nullable(),
  rule: words,
  source: words,
};
const wording = z.object({ label: words, ...formula, choice: words.nullable(), version: z.number() });

export const metricShape = z.object({
  key: z.string(),
  version: z.number(),
  label: words,
  ...formula,
  unit: z.string(),
  better: z.enum(['higher', 'lower']),
  most: z.union([z.number(), z.literal('daysOfYear')]).nullable(),
  window: z.enum(['yearToDate', 'cutoff']),
  choices: z.array(z.object({ key: z.string(), label: words, usual: z.boolean(), formula: z.object(formula) })),
  notOffered: z.array(z.object({ label: words, why: words })),
  asks: z.enum(['systems', 'project']).nullable(),
});

export const faultShape = z.object({
  rule: z.string(),
  severity: z.enum(['error', 'warning', 'info']),
  at: z.string().nullable(),
  title: words,
  message: words,
  better: z.string().nullable(),
  fix: z.array(z.object({ at: z.string(), set: indicatorShape.partial() })),
});

const indicator = indicatorShape.extend({
  operator: z.enum(operators),
  target: z.string(),
  unit: z.string(),
  metricVersion: z.number().nullable(),
  wording: wording.nullable().optional(),
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

const value = z.object({
  state: z.enum(['live', 'noData', 'insufficient', 'notComputable', 'manual']),
  numerator: z.number().nullable(),
  denominator: z.number().nullable(),
  value: z.number().nullable(),
  range: range.nullable(),
  sample: z.number(),
  dispersion: z.number().optional(),
  months: z.array(z.object({ month: z.string(), value: z.number().nullable() })),
  evidence: z.array(z.object({ label: words, screen: z.string().nullable(), api: z.string() })),
  ids: z.array(z.string()),
  note: words.nullable(),
  beside: z
    .array(
      z.object({
        label: words,
        numerator: z.number().nullable(),
        denominator: z.number().nullable(),
        value: z.number().nullable(),
      }),
    )
    .optional(),
  word: words.optional(),
});

const money = z.object({
  originalFen: z.number().optional(),
  plannedFen: z.number(),
  paidFen: z.number(),
  yearPassed: z.number(),
});

export const frozenLine = z.object({
  indicatorId: z.string(),
  metric: z.string().nullable(),
  metricVersion: z.number().nullable(),
  choice: z.string().nullable(),
  value,
  verdict,
  forecast: range.extend({ likely: z.number() }).nullable().optional(),
  wording: wording.nullable().optional(),
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
  closing: z
    .object({ unitZh: z.string(), cutoff: z.string(), lines: z.array(frozenLine), money, sha256: z.string() })
    .optional(),
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

export const assessmentShape = filedShape(cityAssessmentLifecycle).extend({
  month: z.string(),
  grade: z.enum(cityGrades),
  score: z.number().nullable(),
  document: z.string(),
  publishedOn: z.string(),
  text: z.string(),
  objects: z.array(z.object({ nameZh: z.string(), grade: z.enum(cityGrades) })).optional(),
});

const forecast = range.extend({ likely: z.number() }).nullable();

export const reportShape = z.object({
  year: z.number(),
  unitZh: z.string(),
  planId: z.string(),
  state: z.string(),
  cutoff: z.string(),
  money,
  goals: z.array(z.object({ titleZh: z.string(), indicators: z.array(z.string()), reasonWithout: z.string() })),
  tables: z.array(
    z.object({
      scope: z.string(),
      nameZh: z.string(),
      lines: z.array(
        z.object({
          indicator,
          definition: wording.nullable(),
          line: frozenLine,
          history: z.array(z.object({ cutoff: z.string(), value: z.number().nullable(), forecast })),
          score: z
            .object({ points: z.number(), score: z.number().nullable(), formula: z.string().nullable() })
            .nullable(),
          cause: z.string(),
          action: z.string(),
          sha256: z.string(),
        }),
      ),
      evaluation: z
        .object({
          id: z.string(),
          cutoff: z.string(),
          state: z.string(),
          execution: z.number().nullable(),
          total: z.number().nullable(),
          grade: z.enum(Object.keys(gradeWords) as [keyof typeof gradeWords]).nullable(),
          opinion: z.string(),
          money,
        })
        .nullable(),
    }),
  ),
  rounds: z.array(
    z.object({
      id: z.string(),
      cutoff: z.string(),
      state: z.string(),
      money,
      counts: z.object({ met: z.number(), missed: z.number(), undecided: z.number(), noData: z.number() }),
      deviations: z.array(explanation),
      opinion: z.string(),
    }),
  ),
  /** Of all of the above; `frozen` is that of the closing, null before it. */
  sha256: z.string(),
  frozen: z.string().nullable(),
  log: z.array(z.object({ seq: z.number(), what: words, at: z.string(), by: z.string().nullable(), hash: z.string() })),
});
