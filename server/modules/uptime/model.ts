import type { Instant } from '../../kernel/instant.ts';
import type { Words } from '../../kernel/words.ts';

/** 系统、设备 — what must run: a system of the centre, or a device of the command centre. */
export const subjectKinds = ['system', 'device'] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export interface Subject {
  id: string;
  code: string;
  name: Words;
  kind: SubjectKind;
  /** Groups that targets are set for, e.g. `city-management` or `command-centre`. */
  scopes: string[];
  /** Local dates between which it owes service, around the clock; `until` is the first day it no longer does. */
  servesFrom: string;
  servesUntil: string | null;
  /** 处理时限 — a fault of it should be gone within so many minutes. */
  repairMinutes: number;
  /** Shown on the status page that anybody can read. */
  isPublic: boolean;
  version: number;
}

export const probeKinds = ['http', 'tcp', 'database', 'disk', 'certificate', 'heartbeat'] as const;
export type ProbeKind = (typeof probeKinds)[number];

/** 探测 — one way of looking, every so many seconds, whether a subject runs. */
export interface Probe {
  id: string;
  subjectId: string;
  name: string;
  kind: ProbeKind;
  /** What is asked: an address, `host:port`, a folder; empty for heartbeat and database. */
  target: string;
  /** What a right answer is: an HTTP status, a share of free disk in percent, days a certificate must still hold. */
  expects: number | null;
  intervalSeconds: number;
  timeoutSeconds: number;
  /** So many failing checks in a row are a fault; fewer are a hiccup. */
  failuresToFault: number;
  active: boolean;
  version: number;
}

/** Checks in a row that gave the same result, none later than two intervals after the one before. */
export interface Run {
  result: 'ok' | 'failed';
  first: Instant;
  last: Instant;
  checks: number;
}

export type SpanState = 'up' | 'down' | 'unknown';

/** Half-open, in milliseconds since 1970: `from` belongs to it, `to` does not. */
export interface Span {
  from: number;
  to: number;
  state: SpanState;
}

/** 计划维护 — as far as the reckoning needs it. */
export interface Maintenance {
  from: number;
  to: number;
  announcedAt: number;
  approvedAt: number | null;
}

/** 更正 — what a second person confirmed against what the probes said. */
export interface Correction {
  from: number;
  to: number;
  state: 'up' | 'down';
}

/** What a district decides about availability. */
export interface UptimePolicy {
  /** Planned maintenance leaves the denominator only if it was announced so many hours before. */
  announcedHours: number;
  /** At most so many minutes of it a month and subject do; the rest counts as what it was. */
  maintenanceMinutesPerMonth: number;
}

/** 可用性 of one subject over a period, in minutes; the original stands beside what corrections made of it. */
export interface Availability {
  /** 应运行 minutes: the period without excluded maintenance. */
  serviceMinutes: number;
  faultMinutes: number;
  unknownMinutes: number;
  maintenanceMinutes: number;
  /** What the probes alone said, before any correction. */
  uncorrectedFaultMinutes: number;
  faults: number;
}

/** 故障率 — as a range, because unknown time may have been anything; null without service minutes: no data. */
export interface FailureRate {
  low: number;
  high: number;
}

export type Verdict = 'met' | 'missed' | 'undecided' | 'noData';

/** 维护合同 — under which a room is maintained, its first and last day included. */
export interface Contract {
  number: string;
  from: string;
  to: string;
}

/** 机房 — where somebody looks every day. */
export interface Room {
  id: string;
  code: string;
  name: Words;
  /** What the daily sheet asks, in order. */
  checklist: Words[];
  /** °C that are right, both ends included. */
  temperature: { from: number; to: number };
  /** 监测分组 — the group of systems and devices whose probes watch over it; null where nothing does. */
  scope: string | null;
  contracts: Contract[];
  active: boolean;
  version: number;
}
