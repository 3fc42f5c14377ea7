import { z } from 'zod';
import { filedShape } from '../../kernel/procedure-shapes.ts';
import { correctionLifecycle, incidentLifecycle, inspectionLifecycle, maintenanceLifecycle } from './lifecycle.ts';
import { probeKinds, subjectKinds } from './model.ts';

export const words = z.object({ zh: z.string(), en: z.string() });
export const subjectShape = z.object({
  id: z.string(),
  code: z.string(),
  name: words,
  kind: z.enum(subjectKinds),
  scopes: z.array(z.string()),
  servesFrom: z.string(),
  servesUntil: z.string().nullable(),
  repairMinutes: z.number(),
  isPublic: z.boolean(),
  version: z.number(),
});

export const probeShape = z.object({
  id: z.string(),
  subjectId: z.string(),
  name: z.string(),
  kind: z.enum(probeKinds),
  target: z.string(),
  expects: z.number().nullable(),
  intervalSeconds: z.number(),
  timeoutSeconds: z.number(),
  failuresToFault: z.number(),
  active: z.boolean(),
  version: z.number(),
});

export const availabilityShape = z.object({
  serviceMinutes: z.number(),
  faultMinutes: z.number(),
  unknownMinutes: z.number(),
  maintenanceMinutes: z.number(),
  uncorrectedFaultMinutes: z.number(),
  faults: z.number(),
});

/** Null where there is no data. */
export const rateShape = z.object({ low: z.number(), high: z.number() }).nullable();

export const incidentShape = filedShape(incidentLifecycle).extend({
  subjectId: z.string(),
  probeId: z.string().nullable(),
  title: z.string(),
  impact: z.enum(['minor', 'major', 'critical']),
  since: z.string(),
  dueAt: z.string(),
  endedAt: z.string().nullable(),
  cause: z.string().nullable(),
  lesson: z.string().nullable(),
  mergedInto: z.string().nullable(),
  updates: z.array(z.object({ at: z.string(), state: z.string(), message: z.string() })),
});

export const maintenanceShape = filedShape(maintenanceLifecycle).extend({
  subjectId: z.string(),
  title: z.string(),
  from: z.string(),
  to: z.string(),
  announcedAt: z.string(),
  approvedAt: z.string().nullable(),
});

export const correctionShape = filedShape(correctionLifecycle).extend({
  subjectId: z.string(),
  from: z.string(),
  to: z.string(),
  shouldBe: z.enum(['up', 'down']),
  reason: z.string(),
  evidence: z.string(),
});

export const roomShape = z.object({
  id: z.string(),
  code: z.string(),
  name: words,
  checklist: z.array(words),
  temperature: z.object({ from: z.number(), to: z.number() }),
  scope: z.string().nullable(),
  contracts: z.array(z.object({ number: z.string(), from: z.string(), to: z.string() })),
  active: z.boolean(),
  version: z.number(),
});

export const inspectionShape = filedShape(inspectionLifecycle).extend({
  roomId: z.string(),
  day: z.string(),
  temperature: z.number(),
  humidity: z.number().nullable(),
  checked: z.array(z.boolean()),
  remarks: z.string(),
  reasonLate: z.string(),
  inOrder: z.boolean(),
  /** What the sheet asked on that day, in order; sheets of before this was kept have the room's. */
  items: z.array(words).optional(),
});

/** Whole local days, both included. */
export const datesAsked = {
  from: z.iso.date(),
  to: z.iso.date(),
};
