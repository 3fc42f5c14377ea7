import type { Tx } from '../../kernel/db.ts';
import { type ErasureRun, proveErased } from '../../kernel/erasure.ts';
import type { Instant } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { vaultOf } from '../../kernel/vault.ts';
import { type Doer, recordAudit } from '../accounts/commands.ts';
import { eraseIdentities, findHold, listIdentitiesOf, setHold } from './erasure-store.ts';
import { caseStates } from './lifecycle.ts';
import { numbersIn, plainNumber } from './marks.ts';
import type { CaseFile } from './model.ts';
import { findCaseByNumber, listPlacesByMarks, type PersonalPlace } from './personal-store.ts';
import { redact, withoutPerson } from './redaction.ts';
import { findReporter, listOriginals, type Original, type Reporter } from './reporter-store.ts';
import { findCase } from './store.ts';

/** By what a person's data are looked for: a number of his (telephone, ID card, plate), or the number of a case. */
export interface PersonalAsked {
  number?: string | undefined;
  caseNumber?: string | undefined;
  reason: string;
}

/** What is held of a person in one case, masked. */
export interface PersonalFind {
  caseId: string;
  caseNumber: string;
  state: CaseFile['state'];
  reportedAt: Instant;
  closedAt: Instant | null;
  /** `mentioned`: somebody else's report names the number. */
  as: PersonalPlace['as'];
  name: string | null;
  phone: string | null;
  texts: number;
  erasedAt: Instant | null;
  heldSince: Instant | null;
}

/** What is given out of one case to the person it is about. */
export interface PersonalExport {
  caseNumber: string;
  reportedAt: Instant;
  closedAt: Instant | null;
  state: CaseFile['state'];
  as: PersonalPlace['as'];
  description: string;
  address: string;
  reporter: Reporter | null;
  originals: Original[];
}

interface Held extends PersonalPlace {
  kase: CaseFile;
  reporter: Reporter | null;
  originals: Original[];
}

/** 马** — enough to know that it is the right person, and no more. */
export function maskName(name: string): string {
  const [first = '', ...rest] = [...name];
  return first + '*'.repeat(Math.max(rest.length, 1));
}

/** 139****1234. */
export function maskPhone(phone: string): string {
  const plain = plainNumber(phone);
  return plain.length < 8 ? '*'.repeat(plain.length) : `${plain.slice(0, 3)}****${plain.slice(-4)}`;
}

async function heldOf(tx: Tx, jurisdictionId: number, asked: PersonalAsked): Promise<Held[]> {
  const held: Held[] = [];
  for (const place of await placesOf(tx, jurisdictionId, asked)) {
    const found = await findCase(tx, jurisdictionId, place.caseId);
    if (!found) continue;
    const reporter = await findReporter(tx, jurisdictionId, place.caseId);
    const originals = await listOriginals(tx, jurisdictionId, place.caseId);
    const as = asked.number && !isReporter(reporter, asked.number) ? 'mentioned' : 'reporter';
    held.push({ ...place, as, kase: found.kase, reporter, originals });
  }
  return held;
}

const isReporter = (reporter: Reporter | null, number: string) =>
  reporter?.phone != null && plainNumber(reporter.phone) === plainNumber(number);

async function placesOf(
  tx: Tx,
  jurisdictionId: number,
  { number, caseNumber }: PersonalAsked,
): Promise<PersonalPlace[]> {
  if (number) {
    const [plain] = numbersIn([number]);
    const marks = plain ? await vaultOf(tx).marks(plain, 'number', jurisdictionId) : [];
    const places = marks.length > 0 ? await listPlacesByMarks(tx, jurisdictionId, marks) : [];
    return places.filter(({ caseId }, at) => places.findIndex((other) => other.caseId === caseId) === at);
  }
  const caseId = caseNumber ? await findCaseByNumber(tx, jurisdictionId, caseNumber) : null;
  return caseId ? [{ caseId, as: 'reporter' }] : [];
}

/** Finds what is held of a person, masked; with a reason, audited. */
export async function findPersonal(
  tx: Tx,
  by: Doer,
  jurisdictionId: number,
  asked: PersonalAsked,
): Promise<PersonalFind[]> {
  const held = await heldOf(tx, jurisdictionId, asked);
  const found: PersonalFind[] = [];
  for (const { kase, as, reporter, originals } of held) {
    found.push({
      caseId: kase.id,
      caseNumber: kase.number,
      state: kase.state,
      reportedAt: kase.reportedAt,
      closedAt: kase.closedAt,
      as,
      name: reporter?.name ? maskName(reporter.name) : null,
      phone: reporter?.phone ? maskPhone(reporter.phone) : null,
      texts: originals.length + (reporter?.originalText ? 1 : 0),
      erasedAt: reporter?.erasedAt ?? null,
      heldSince: (await findHold(tx, jurisdictionId, kase.id))?.at ?? null,
    });
  }
  await auditPersonal(tx, by, jurisdictionId, 'personalFound', held, asked);
  return found;
}

/**
 * 查阅、复制 (PIPL article 45) — everything that is held of a person, to be handed to that person. Of a case that only
 * mentions the number no more is given than that it does: the rest is somebody else's.
 */
export async function exportPersonal(
  tx: Tx,
  by: Doer,
  jurisdictionId: number,
  asked: PersonalAsked,
): Promise<PersonalExport[]> {
  const held = await heldOf(tx, jurisdictionId, asked);
  await auditPersonal(tx, by, jurisdictionId, 'personalExported', held, asked);
  return held.map(({ kase, as, reporter, originals }) => ({
    caseNumber: kase.number,
    reportedAt: kase.reportedAt,
    closedAt: kase.closedAt,
    state: kase.state,
    as,
    description: as === 'reporter' ? kase.description : '',
    address: as === 'reporter' ? kase.address : '',
    reporter: as === 'reporter' ? reporter : null,
    originals: as === 'reporter' ? originals : [],
  }));
}

/** A reason is kept for years: it must not name whom it is about. */
function reasonWithout(people: readonly (Reporter | null)[], reason: string): string {
  return redact(people.reduce((text, person) => withoutPerson(text, person ?? {}), reason));
}

/** Neither number nor name goes into the audit: only which cases, and why. */
function auditPersonal(
  tx: Tx,
  by: Doer,
  jurisdictionId: number,
  action: 'personalFound' | 'personalExported',
  held: readonly Held[],
  { number, reason }: PersonalAsked,
): Promise<void> {
  const [only] = held;
  return recordAudit(tx, by, {
    jurisdictionId,
    action,
    kind: 'person',
    recordId: held.length === 1 && only ? only.kase.id : '-',
    detail: {
      reason: reasonWithout(
        held.map((one) => one.reporter),
        reason,
      ),
      by: number ? 'number' : 'case',
      cases: held.slice(0, 50).map(({ kase }) => kase.number),
      found: held.length,
    },
  });
}

/**
 * 删除 (PIPL article 47) — erases who reported one case and its texts as they were written, with a proof. The case, its
 * redacted text and its log stay. Refused while the case is open, because its reporter is owed an answer, and on hold.
 */
export async function erasePersonal(
  tx: Tx,
  by: Doer,
  jurisdictionId: number,
  { caseId, reason }: { caseId: string; reason: string },
): Promise<ErasureRun> {
  const found = await findCase(tx, jurisdictionId, caseId, true);
  if (!found)
    return refuse({
      refused: 'unknown',
      code: 'unknownRecord',
      message: { zh: '没有这个案卷。', en: 'There is no such case.' },
    });
  const { kase } = found;
  const state = caseStates[kase.state];
  if (!('final' in state && state.final))
    refuse({
      refused: 'conflict',
      code: 'caseStillOpen',
      message: { zh: '案卷尚未办结，还须答复上报人。', en: 'The case is still open; its reporter is owed an answer.' },
      right: { zh: '请在结案后删除。', en: 'Erase after it is closed.' },
    });
  if (await findHold(tx, jurisdictionId, caseId)) refuseHeld();
  const reporter = await findReporter(tx, jurisdictionId, caseId);
  const doomed = await listIdentitiesOf(tx, jurisdictionId, caseId);
  if (doomed.length === 0)
    refuse({
      refused: 'conflict',
      code: 'nothingHeld',
      message: { zh: '本案没有个人信息可删除。', en: 'Nothing personal is held of this case.' },
    });
  await eraseIdentities(
    tx,
    jurisdictionId,
    doomed.map(({ id }) => id),
    by.now,
  );
  const rule = { name: 'onRequest', version: 1, proves: 'each', before: null } as const;
  const run = await proveErased(tx, jurisdictionId, rule, doomed, by.now);
  await recordAudit(tx, by, {
    jurisdictionId,
    action: 'personalErased',
    kind: 'case',
    recordId: caseId,
    detail: {
      reason: reasonWithout([reporter], reason),
      rule: run.rule,
      version: run.ruleVersion,
      records: run.records,
      root: run.root,
      run: run.id,
    },
  });
  return run;
}

/** Keeps a case from erasure while a dispute, petition or lawsuit goes on, or lets it go; with a reason, audited. */
export async function holdCase(
  tx: Tx,
  by: Doer,
  jurisdictionId: number,
  { caseId, reason, hold }: { caseId: string; reason: string; hold: boolean },
): Promise<void> {
  const found = await findCase(tx, jurisdictionId, caseId);
  if (!found)
    refuse({
      refused: 'unknown',
      code: 'unknownRecord',
      message: { zh: '没有这个案卷。', en: 'There is no such case.' },
    });
  const why = reasonWithout([await findReporter(tx, jurisdictionId, caseId)], reason);
  await setHold(tx, jurisdictionId, caseId, hold ? { reason: why, by: by.actor?.id ?? null, at: by.now } : null);
  await recordAudit(tx, by, {
    jurisdictionId,
    action: hold ? 'erasureHeld' : 'erasureReleased',
    kind: 'case',
    recordId: caseId,
    detail: { reason: why },
  });
}

function refuseHeld(): never {
  refuse({
    refused: 'conflict',
    code: 'erasureHeld',
    message: {
      zh: '本案处于暂缓删除（争议、信访或诉讼）。',
      en: 'The case is on hold: a dispute, petition or lawsuit goes on.',
    },
    right: { zh: '请先解除暂缓。', en: 'Lift the hold first.' },
  });
}
