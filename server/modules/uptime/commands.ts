import { createHash } from 'node:crypto';
import type { Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/id.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { checksWithin } from './checks.ts';
import type { correctionLifecycle, incidentLifecycle, inspectionLifecycle, maintenanceLifecycle } from './lifecycle.ts';
import type { Probe, Run } from './model.ts';
import {
  type CorrectionRecord,
  correctionProcedure,
  type IncidentRecord,
  type InspectionRecord,
  incidentProcedure,
  inspectionProcedure,
  type MaintenanceRecord,
  maintenanceProcedure,
  type UptimeFacts,
} from './procedures.ts';
import { findRoom } from './room-store.ts';
import { isFault, withRun } from './rules.ts';
import * as store from './store.ts';

export const probeWord = { zh: '探测', en: 'probe' };

/** Of the word of a heartbeat only this is kept. */
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
/** How long after a heartbeat the next is missed, in milliseconds. */
export const patience = (probe: Probe): number => (probe.intervalSeconds + probe.timeoutSeconds) * 1000;

/** Whether a word is the one of which this hash was kept. */
export const isWord = (word: string, hash: Buffer | null): boolean => hash?.equals(hashOf(word)) ?? false;

/** 心跳 — something reports by itself that it runs. A wrong word is answered like an unknown probe. */
export async function beat(tx: Tx, id: string, token: string, now: Instant): Promise<void> {
  const probe = await store.findHeartbeat(tx, id, hashOf(token));
  if (!probe) refuse(unknownRecord(probeWord));
  await store.putOff(tx, probe, instant(millis(now) + patience(probe)));
  await recordCheck(tx, probe, { result: 'ok', at: now, said: 'heartbeat' });
}

export interface Check {
  result: Run['result'];
  at: Instant;
  said: string;
}

const asRun = ({ result, at, said }: Check): FoundRun => ({ result, first: at, last: at, checks: 1, said });

/** Checks in a row that gave the same result, and what the last of them said. */
export type FoundRun = Run & { said: string };

/** Writes down what one check found, at the time of the check. */
export const recordCheck = (tx: Tx, probe: store.DueProbe, check: Check): Promise<boolean> =>
  recordRun(tx, probe, asRun(check), check.at);

/**
 * Writes down what checks found; opens an incident when they make a fault, and ends it when the probe succeeds again. False
 * if as much was known already.
 */
export async function recordRun(tx: Tx, probe: store.DueProbe, found: FoundRun, now: Instant): Promise<boolean> {
  const { jurisdictionId } = probe;
  const { said, ...added } = found;
  const run = withRun(await store.lockLastRun(tx, jurisdictionId, probe.id), added, probe);
  if (!run) return false;
  await store.saveRuns(tx, jurisdictionId, probe.id, [{ ...run, said: run.result === 'failed' ? said : null }]);
  const deed: Deed = { tx, jurisdictionId, actor: null, now };
  if (isFault(run, probe)) {
    if ((await store.findOpenIncident(tx, jurisdictionId, probe.id)) !== null) return true;
    const reached = run.checks - added.checks < probe.failuresToFault;
    const since = reached ? run.first : await findUnmended(tx, probe, run);
    if (since === null) return true;
    const input = { subjectId: probe.subjectId, probeId: probe.id, since };
    await openRecord(deed, incidentProcedure, 'detect', input, await factsFor(deed, input));
  } else if (run.result === 'ok' && run.first === added.first) {
    const id = await store.findOpenIncident(tx, jurisdictionId, probe.id);
    if (id === null) return true;
    const input = { endedAt: run.first };
    await actOn(deed, incidentProcedure, { id, action: 'recover', input, version: null }, () => factsFor(deed, {}));
  }
  return true;
}

/** When somebody said that it runs again, though as many checks as make a fault have failed since; null if nobody did. */
async function findUnmended(tx: Tx, probe: store.DueProbe, run: Run): Promise<Instant | null> {
  const ended = await store.findLastEnd(tx, probe.jurisdictionId, { probeId: probe.id, since: run.first });
  if (ended === null) return null;
  const failedSince = checksWithin(run, { from: millis(ended) + 1, to: millis(run.last) + 1 });
  return failedSince >= probe.failuresToFault ? ended : null;
}

async function factsFor(deed: Deed, input: unknown): Promise<UptimeFacts> {
  const { subjectId, roomId } = (input ?? {}) as { subjectId?: unknown; roomId?: unknown };
  const jurisdiction = await findJurisdiction(deed.tx, deed.jurisdictionId);
  return {
    actor: deed.actor,
    now: deed.now,
    today: localDate(deed.now, jurisdiction?.timeZone ?? 'UTC'),
    subject: isId(subjectId) ? await store.findSubject(deed.tx, deed.jurisdictionId, subjectId) : null,
    room: isId(roomId) ? await findRoom(deed.tx, deed.jurisdictionId, roomId) : null,
  };
}

/** 报修 */
export async function reportFault(deed: Deed, asked: unknown): Promise<IncidentRecord> {
  return openRecord(deed, incidentProcedure, 'reportFault', asked, await factsFor(deed, asked));
}

export async function handleIncident(deed: Deed, asked: Asked<typeof incidentLifecycle>): Promise<IncidentRecord> {
  return actOn(deed, incidentProcedure, asked, () => factsFor(deed, {}));
}

/** 公告维护 */
export async function announceMaintenance(deed: Deed, asked: unknown): Promise<MaintenanceRecord> {
  return openRecord(deed, maintenanceProcedure, 'announce', asked, await factsFor(deed, asked));
}

export async function handleMaintenance(
  deed: Deed,
  asked: Asked<typeof maintenanceLifecycle>,
): Promise<MaintenanceRecord> {
  return actOn(deed, maintenanceProcedure, asked, () => factsFor(deed, {}));
}

/** 更正 */
export async function proposeCorrection(deed: Deed, asked: unknown): Promise<CorrectionRecord> {
  return openRecord(deed, correctionProcedure, 'propose', asked, await factsFor(deed, asked));
}

export async function decideCorrection(
  deed: Deed,
  asked: Asked<typeof correctionLifecycle>,
): Promise<CorrectionRecord> {
  return actOn(deed, correctionProcedure, asked, () => factsFor(deed, {}));
}

/** 巡检签名 — a sheet of an earlier day is marked at once as filled in late, and counts only when somebody approves it. */
export async function signInspection(deed: Deed, asked: unknown): Promise<InspectionRecord> {
  const facts = await factsFor(deed, asked);
  const sheet = await openRecord(deed, inspectionProcedure, 'inspect', asked, facts);
  if (sheet.day === facts.today) return sheet;
  const system = { ...deed, actor: null };
  const marked = { id: sheet.id, action: 'markLate', input: {}, version: null } as const;
  return actOn(system, inspectionProcedure, marked, () => factsFor(system, {}));
}

export async function decideInspection(
  deed: Deed,
  asked: Asked<typeof inspectionLifecycle>,
): Promise<InspectionRecord> {
  return actOn(deed, inspectionProcedure, asked, () => factsFor(deed, {}));
}
