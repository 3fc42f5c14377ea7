import { z } from 'zod';
import { filedShape } from '../../kernel/procedure-shapes.ts';
import { correctionLifecycle, incidentLifecycle, inspectionLifecycle, maintenanceLifecycle } from './lifecycle.ts';
import { probeKinds, subjectKinds } from './model.ts';

export const words = z.object({ zh: z.string(), en: z.string() });
export const newWords = z.object({ zh: z.string().trim().min(1).max(100), en: z.string().trim().min(1).max(200) });
export const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/);

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

export const subjectBody = z.strictObject({
  name: newWords,
  scopes: z.array(code).max(20).default([]),
  servesUntil: z.iso.date().nullable().default(null),
  repairMinutes: z.number().int().min(1).max(525_600).default(240),
  isPublic: z.boolean().default(false),
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

export const probeBody = z.strictObject({
  name: z.string().trim().min(1).max(100),
  target: z.string().trim().max(500).default(''),
  expects: z.number().int().min(0).max(100_000).nullable().default(null),
  intervalSeconds: z.number().int().min(10).max(86_400).default(60),
  timeoutSeconds: z.number().int().min(1).max(60).default(10),
  failuresToFault: z.number().int().min(1).max(20).default(3),
});

const HOST_AND_PORT = /^(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5}$/;
/** What each kind of probe is pointed at, in words for whoever pointed it elsewhere. */
const targets: Record<(typeof probeKinds)[number], [(target: string) => boolean, string]> = {
  http: [(target) => /^https?:\/\/\S+$/.test(target), '应为 http:// 或 https:// 开头的网址 (an http or https address)'],
  tcp: [(target) => HOST_AND_PORT.test(target), '应为 主机:端口 (host:port)'],
  certificate: [(target) => HOST_AND_PORT.test(target), '应为 主机:端口 (host:port)'],
  disk: [(target) => target.startsWith('/'), '应为绝对路径 (an absolute path)'],
  database: [(target) => target === '', '应留空：所探测的是本系统的数据库 (leave it empty: it is our own database)'],
  heartbeat: [(target) => target === '', '应留空：由对方主动上报 (leave it empty: the other side reports)'],
};

export const newProbe = probeBody
  .extend({ subjectId: z.guid(), kind: z.enum(probeKinds) })
  .superRefine(({ kind, target }, context) => {
    const [right, message] = targets[kind];
    if (!right(target)) context.addIssue({ code: 'custom', path: ['target'], message });
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
});

/** Whole local days, both included. */
export const datesAsked = {
  from: z.iso.date(),
  to: z.iso.date(),
};
