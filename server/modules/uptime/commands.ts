import { createHash, randomBytes } from 'node:crypto';
import { type Tx, unlessTaken } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import type { Asked } from '../../kernel/procedure.ts';
import { actOn, type Deed, openRecord } from '../../kernel/records.ts';
import { codeTaken, refuse, staleVersion, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction } from '../organisation/store.ts';
import type { correctionLifecycle, incidentLifecycle, inspectionLifecycle, maintenanceLifecycle } from './lifecycle.ts';
import type { Probe, Room, Run, Subject } from './model.ts';
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
import { isFault, withCheck } from './rules.ts';
import * as store from './store.ts';

const subjectWord = { zh: '系统或设备', en: 'system or device' };
const probeWord = { zh: '探测', en: 'probe' };

export async function addSubject(
  tx: Tx,
  jurisdictionId: number,
  added: Omit<Subject, 'id' | 'version'>,
  now: Instant,
): Promise<Subject> {
  const subject = { ...added, id: newId(millis(now)), version: 1 };
  await unlessTaken(codeTaken, () => store.insertSubject(tx, jurisdictionId, subject));
  return subject;
}

export async function changeSubject(
  tx: Tx,
  jurisdictionId: number,
  id: string,
  change: Partial<Subject>,
  version: number,
): Promise<Subject> {
  const present = await store.findSubject(tx, jurisdictionId, id);
  if (!present) refuse(unknownRecord(subjectWord));
  if (!(await store.updateSubject(tx, jurisdictionId, { ...present, ...change, id, version })))
    refuse(staleVersion(present.version));
  return { ...present, ...change, id, version: version + 1 };
}

export type NewProbe = Omit<Probe, 'id' | 'version' | 'active'>;

/** Adds a probe; of a heartbeat the word it is sent with is given back once and kept only as a hash. */
export async function addProbe(
  tx: Tx,
  jurisdictionId: number,
  added: NewProbe,
  now: Instant,
): Promise<{ probe: Probe; token: string | null }> {
  if (!(await store.findSubject(tx, jurisdictionId, added.subjectId))) refuse(unknownRecord(subjectWord));
  const probe: Probe = { ...added, id: newId(millis(now)), active: true, version: 1 };
  const token = probe.kind === 'heartbeat' ? randomBytes(24).toString('base64url') : null;
  const nextAt = token === null ? now : instant(millis(now) + patience(probe));
  await store.insertProbe(tx, jurisdictionId, { ...probe, tokenHash: token === null ? null : hashOf(token), nextAt });
  return { probe, token };
}

export async function changeProbe(
  tx: Tx,
  jurisdictionId: number,
  id: string,
  change: Partial<Probe>,
  version: number,
): Promise<Probe> {
  const present = (await store.listProbes(tx, jurisdictionId)).find((probe) => probe.id === id);
  if (!present) refuse(unknownRecord(probeWord));
  if (!(await store.updateProbe(tx, jurisdictionId, { ...present, ...change, id, version })))
    refuse(staleVersion(present.version));
  return { ...present, ...change, id, version: version + 1 };
}

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const patience = (probe: Probe): number => (probe.intervalSeconds + probe.timeoutSeconds) * 1000;

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

/** Writes down what a check found; opens an incident when it makes a fault, and ends it when the probe succeeds again. */
export async function recordCheck(tx: Tx, probe: store.DueProbe, check: Check): Promise<void> {
  const { jurisdictionId } = probe;
  const last = await store.lockLastRun(tx, jurisdictionId, probe.id);
  const run = withCheck(last, check.result, check.at, probe);
  if (!run) return;
  await store.saveRuns(tx, jurisdictionId, probe.id, [{ ...run, said: check.result === 'failed' ? check.said : null }]);
  const deed: Deed = { tx, jurisdictionId, actor: null, now: check.at };
  if (isFault(run, probe) && run.checks === probe.failuresToFault) {
    if ((await store.findOpenIncident(tx, jurisdictionId, probe.id)) !== null) return;
    const input = { subjectId: probe.subjectId, probeId: probe.id, since: run.first };
    await openRecord(deed, incidentProcedure, 'detect', input, await factsFor(deed, input));
  } else if (run.result === 'ok' && run.checks === 1) {
    const id = await store.findOpenIncident(tx, jurisdictionId, probe.id);
    if (id === null) return;
    const input = { endedAt: check.at };
    await actOn(deed, incidentProcedure, { id, action: 'recover', input, version: null }, () => factsFor(deed, {}));
  }
}

export async function addRoom(
  tx: Tx,
  jurisdictionId: number,
  added: Omit<Room, 'id' | 'version' | 'active'>,
  now: Instant,
): Promise<Room> {
  const room = { ...added, id: newId(millis(now)), active: true, version: 1 };
  await unlessTaken(codeTaken, () => store.insertRoom(tx, jurisdictionId, room));
  return room;
}

async function factsFor(deed: Deed, input: unknown): Promise<UptimeFacts> {
  const { subjectId, roomId } = (input ?? {}) as { subjectId?: unknown; roomId?: unknown };
  const jurisdiction = await findJurisdiction(deed.tx, deed.jurisdictionId);
  return {
    actor: deed.actor,
    now: deed.now,
    today: localDate(deed.now, jurisdiction?.timeZone ?? 'UTC'),
    subject: isId(subjectId) ? await store.findSubject(deed.tx, deed.jurisdictionId, subjectId) : null,
    room: isId(roomId) ? await store.findRoom(deed.tx, deed.jurisdictionId, roomId) : null,
  };
}

const isId = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);

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
