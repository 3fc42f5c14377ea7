import { z } from 'zod';
import { mayShape } from '../../kernel/procedure-shapes.ts';
import { limitUnits } from '../calendar/model.ts';
import { type CaseState, caseLifecycle } from './lifecycle.ts';
import { natureWords, outcomeWords, sourceWords } from './words.ts';

/** The shapes in which cases are answered: what the API document shows and the web's types come from. */
const words = z.object({ zh: z.string(), en: z.string() });
const instant = z.string().describe('UTC, ISO 8601');
const states = Object.keys(caseLifecycle.states) as [CaseState, ...CaseState[]];
const keys = <K extends string>(record: Record<K, unknown>) => z.enum(Object.keys(record) as [K, ...K[]]);

export const stateShape = z.enum(states);
const limit = z.object({ amount: z.number(), unit: z.enum(limitUnits) });
const point = z.object({ lon: z.number(), lat: z.number() });

export const clockShape = z.object({
  id: z.number(),
  name: z.string(),
  round: z.number(),
  unitId: z.string().nullable(),
  startedAt: instant,
  limit,
  extensions: z.array(z.object({ limit, at: instant })),
  pauses: z.array(z.object({ from: instant, to: instant.optional() })),
  dueAt: instant,
  warnAt: instant,
  stoppedAt: instant.nullable(),
  ended: z.enum(['done', 'cancelled']).nullable(),
  rule: z.string(),
  conditionId: z.string().nullable(),
});

export const lineShape = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  state: stateShape,
  round: z.number(),
  source: z.string(),
  nature: z.string(),
  urgent: z.boolean(),
  summary: z.string(),
  address: z.string(),
  lon: z.number().nullable(),
  lat: z.number().nullable(),
  subdistrictCode: z.string().nullable(),
  communityCode: z.string().nullable(),
  categoryId: z.string().nullable(),
  unitId: z.string().nullable(),
  inspectorId: z.string().nullable(),
  reportedAt: instant,
  closedAt: instant.nullable(),
  dueAt: instant.nullable(),
  warnAt: instant.nullable(),
  suspendedUntil: z.string().nullable(),
});

/** Names for the ids on a page: units, categories, areas, so that a list needs no further question. */
export const namesShape = z.record(z.string(), words);

export const caseShape = z.object({
  id: z.string(),
  number: z.string(),
  version: z.number(),
  state: stateShape,
  round: z.number(),
  source: keys(sourceWords),
  nature: keys(natureWords),
  description: z.string(),
  address: z.string(),
  point: point.nullable(),
  place: z
    .object({
      cellCode: z.string().nullable(),
      sectorCode: z.string().nullable(),
      communityCode: z.string().nullable(),
      subdistrictCode: z.string().nullable(),
    })
    .nullable(),
  categoryId: z.string().nullable(),
  conditionId: z.string().nullable(),
  handlingLimit: limit.nullable(),
  urgent: z.boolean(),
  reportedAt: instant,
  registeredAt: instant.nullable(),
  closedAt: instant.nullable(),
  reportedBy: z.string().nullable(),
  externalId: z.string().nullable(),
  unitId: z.string().nullable(),
  assistUnitIds: z.array(z.string()),
  inspectorId: z.string().nullable(),
  parentId: z.string().nullable(),
  subCases: z.array(z.object({ id: z.string(), ended: z.boolean() })),
  mergedInto: z.string().nullable(),
  absorbed: z.array(z.string()),
  verified: z.boolean().nullable(),
  declines: z.number(),
  ruled: z.boolean(),
  reworks: z.number(),
  reminders: z.number(),
  pendingExtension: z.object({ limit, at: instant, endorsedBy: z.string().nullable() }).nullable(),
  pendingSuspension: z.object({ reviewOn: z.string(), at: instant }).nullable(),
  suspendedUntil: z.string().nullable(),
  supervisions: z.array(
    z.object({
      number: z.number(),
      at: instant,
      answerBy: instant,
      unitId: z.string().nullable(),
      answeredAt: instant.nullable(),
    }),
  ),
  outcome: keys(outcomeWords).nullable(),
  followUps: z.array(
    z.object({
      at: instant,
      reached: z.boolean(),
      solved: z.boolean().nullable(),
      satisfied: z.boolean().nullable(),
      fairly: z.literal(true).optional(),
    }),
  ),
  dispatches: z.array(
    z.object({
      unitId: z.string(),
      assistUnitIds: z.array(z.string()),
      round: z.number(),
      at: instant,
      by: z.enum(['dispatch', 'transfer', 'rule', 'rework']),
      acknowledgedAt: instant.nullable(),
      declinedAt: instant.nullable(),
      declineReason: z.string().nullable(),
    }),
  ),
  clocks: z.array(clockShape),
  photos: z.array(z.object({ id: z.string(), action: z.string(), at: instant, sha256: z.string().optional() })),
  /** Whether the case has a reporter whose data may be asked for; never the data itself. */
  hasReporter: z.boolean(),
  names: namesShape,
  may: z.array(mayShape),
});
