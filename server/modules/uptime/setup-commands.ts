import { randomBytes } from 'node:crypto';
import { type Tx, unlessTaken } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { Deed } from '../../kernel/records.ts';
import { codeTaken, refuse, staleVersion, unknownRecord, wrongInput } from '../../kernel/refusal.ts';
import { hashOf, patience, probeWord } from './commands.ts';
import { targetFault } from './forms.ts';
import type { Probe, Room, Subject } from './model.ts';
import { findRoom, insertRoom, updateRoom } from './room-store.ts';
import * as store from './store.ts';

/** What must run, how it is looked after, and where somebody looks every day: entered and changed. */

const subjectWord = { zh: '系统或设备', en: 'system or device' };
const roomWord = { zh: '机房', en: 'room' };

export async function addSubject(
  tx: Tx,
  jurisdictionId: number,
  added: Omit<Subject, 'id' | 'version'>,
  now: Instant,
): Promise<Subject> {
  const subject = { ...added, id: newId(millis(now)), version: 1 };
  checkService(subject);
  await unlessTaken(codeTaken, () => store.insertSubject(tx, jurisdictionId, subject));
  return subject;
}

function checkService({ servesFrom, servesUntil }: Pick<Subject, 'servesFrom' | 'servesUntil'>): void {
  if (servesUntil === null || servesUntil > servesFrom) return;
  const message = {
    zh: `停用日期须晚于启用日期 ${servesFrom}。`,
    en: `The first day out of service must be after the first in service, ${servesFrom}.`,
  };
  refuse(wrongInput('servesUntil', message));
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
  checkService({ ...present, ...change });
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
  const token = probe.kind === 'heartbeat' ? newWord() : null;
  const tokenHash = token === null ? null : hashOf(token);
  await store.insertProbe(tx, jurisdictionId, { ...probe, tokenHash, nextAt: firstDue(probe, now) });
  return { probe, token };
}

/** A probe looks at once; a heartbeat is missed only after its patience. */
const firstDue = (probe: Probe, now: Instant): Instant =>
  probe.kind === 'heartbeat' ? instant(millis(now) + patience(probe)) : now;

/** A changed probe looks at once, whatever its interval was; a heartbeat that is heard again has its patience from now on. */
export async function changeProbe(
  { tx, jurisdictionId, now }: Pick<Deed, 'tx' | 'jurisdictionId' | 'now'>,
  id: string,
  change: Partial<Probe>,
  version: number,
): Promise<Probe> {
  const present = (await store.listProbes(tx, jurisdictionId)).find((probe) => probe.id === id);
  if (!present) refuse(unknownRecord(probeWord));
  const message = targetFault({ ...present, ...change });
  if (message) refuse(wrongInput('target', message));
  const changed = { ...present, ...change, id, version };
  if (!(await store.updateProbe(tx, jurisdictionId, { ...changed, nextAt: firstDue(changed, now) })))
    refuse(staleVersion(present.version));
  return { ...changed, version: version + 1 };
}

const newWord = (): string => randomBytes(24).toString('base64url');

/** 换发口令 — for a heartbeat whose word was lost or seen by somebody else. */
export async function renewWord(tx: Tx, jurisdictionId: number, id: string): Promise<{ token: string }> {
  const token = newWord();
  if (!(await store.replaceWord(tx, jurisdictionId, id, hashOf(token)))) refuse(unknownRecord(probeWord));
  return { token };
}

export async function addRoom(
  tx: Tx,
  jurisdictionId: number,
  added: Omit<Room, 'id' | 'version' | 'active'>,
  now: Instant,
): Promise<Room> {
  const room = { ...added, id: newId(millis(now)), active: true, version: 1 };
  await unlessTaken(codeTaken, () => insertRoom(tx, jurisdictionId, room));
  return room;
}

/** A changed checklist holds from the next sheet on: each sheet keeps what it asked. */
export async function changeRoom(
  tx: Tx,
  jurisdictionId: number,
  id: string,
  change: Partial<Room>,
  version: number,
): Promise<Room> {
  const present = await findRoom(tx, jurisdictionId, id);
  if (!present) refuse(unknownRecord(roomWord));
  if (!(await updateRoom(tx, jurisdictionId, { ...present, ...change, id, version })))
    refuse(staleVersion(present.version));
  return { ...present, ...change, id, version: version + 1 };
}
