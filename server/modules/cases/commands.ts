import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, localDate, millis } from '../../kernel/instant.ts';
import { CHAIN_START, chain, type Entry, type Origin, readLog } from '../../kernel/log.ts';
import { mayAct } from '../../kernel/procedure.ts';
import { granted, type Refusal, refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findCalendar } from '../calendar/store.ts';
import type { PointInput } from '../geo/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { blankCase, caseNumber } from './blank.ts';
import { type ClockFacts, moveClocks } from './clocks.ts';
import { consequencesOf } from './consequences.ts';
import { checkNewCategory, gatherFacts, photosOfReport, placeOf } from './facts.ts';
import { apply, begin, photosOf } from './fold.ts';
import { type CaseAction, caseActions } from './lifecycle.ts';
import type { CaseFile, Clock, Nature, Source } from './model.ts';
import { attachPhotos } from './photo-store.ts';
import { changedTexts, saysSomething } from './reading.ts';
import { type KnownPerson, redact, withoutPerson } from './redaction.ts';
import { findReporter, insertOriginal, insertReporter } from './reporter-store.ts';
import { act, type CaseEntry, casePermitting, maySee, type OpeningEntry, type Stamp } from './rules.ts';
import {
  findCase,
  insertCases,
  insertPrecedents,
  nextCaseNumber,
  type StoredCase,
  updateCase,
  updateSearch,
} from './store.ts';

/** Who does something, when, and by what authority of origin: real acts, imports and the demo's simulation differ in it. */
export interface Doing {
  tx: Tx;
  actor: Actor | null;
  jurisdictionId: number;
  now: Instant;
  origin?: Origin;
  /** When it is written down, where that is not when it happened: the history of another system. */
  recordedAt?: Instant;
}

/** A report as it comes from the form, with the reporter's own data apart. */
export interface Report {
  source: Source;
  nature: Nature;
  description: string;
  address: string;
  point: PointInput | null;
  categoryId: string | null;
  urgent: boolean;
  photos: string[];
  reporter?:
    | { name?: string | undefined; phone?: string | undefined; wantsAnswer: boolean; confidential: boolean }
    | undefined;
  externalId?: string | null | undefined;
}

const caseWord = { zh: '案卷', en: 'case' };

async function clockFacts(doing: Doing): Promise<ClockFacts & { timeZone: string; code: string }> {
  const jurisdiction = await findJurisdiction(doing.tx, doing.jurisdictionId);
  if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const calendar = await findCalendar(doing.tx, doing.jurisdictionId);
  return {
    now: doing.now,
    calendar,
    settings: jurisdiction.settings,
    timeZone: jurisdiction.timeZone,
    code: jurisdiction.code,
  };
}

/** 上报 — a report becomes a case awaiting acceptance. Outside the district, or with a category of nobody, it is refused. */
export async function openCase(doing: Doing, report: Report): Promise<CaseFile> {
  const facts = await clockFacts(doing);
  await checkNewCategory(doing, report.categoryId, localDate(doing.now, facts.timeZone));
  const { point, place } = report.point
    ? await placeOf(doing.tx, doing.jurisdictionId, report.point)
    : { point: null, place: null };
  const cleaned = (text: string) => redact(withoutPerson(text, report.reporter ?? {}));
  const [description, address] = [cleaned(report.description), cleaned(report.address)];
  const id = newId(millis(doing.now));
  const hidden = [
    ...(description === report.description ? [] : [report.description]),
    ...(address === report.address ? [] : [report.address]),
  ];
  const reporterId = report.reporter || hidden.length > 0 ? newId(millis(doing.now)) : null;
  const start = blankCase({
    jurisdictionId: doing.jurisdictionId,
    id,
    number: caseNumber(facts.code, localDate(doing.now, facts.timeZone), await nextCaseNumber(doing.tx)),
    source: report.source,
    nature: report.nature,
    description,
    address,
    point,
    place,
    categoryId: report.categoryId,
    urgent: report.urgent,
    reportedAt: doing.now,
    reportedBy: doing.actor?.id ?? null,
    reporterId,
    externalId: report.externalId ?? null,
  });
  const shown = await photosOfReport(doing, report.photos);
  const kase = await begun(doing, {
    action: 'report',
    data: { start, ...shown, clocks: openingClocks(start, facts) },
  });
  if (reporterId) {
    await insertReporter(doing.tx, {
      jurisdictionId: doing.jurisdictionId,
      id: reporterId,
      caseId: id,
      name: report.reporter?.name ?? null,
      phone: report.reporter?.phone ?? null,
      wantsAnswer: report.reporter?.wantsAnswer ?? false,
      confidential: report.reporter?.confidential ?? true,
      originalText: hidden.length > 0 ? hidden.join('\n') : null,
      at: doing.now,
    });
  }
  await attachPhotos(doing.tx, kase, shown.photos, doing.actor);
  return kase;
}

function openingClocks(start: OpeningEntry['data']['start'], facts: ClockFacts): Clock[] {
  return moveClocks({ clocks: [], round: start.round }, start.state, facts, {
    unitId: null,
    handlingLimit: start.handlingLimit,
    conditionId: start.conditionId,
    endAs: 'done',
    anew: false,
  });
}

async function begun(doing: Doing, entry: OpeningEntry): Promise<CaseFile> {
  const kase = begin(entry, stampOf(doing));
  const stored = chain(logEntry(doing, kase, 1, entry), CHAIN_START);
  await insertCases(doing.tx, [{ kase, logHash: stored.hash, at: doing.now }], [stored]);
  return kase;
}

function stampOf(doing: Doing): Stamp {
  return { at: doing.now, actorId: doing.actor?.id ?? null, origin: doing.origin ?? 'acted' };
}

function logEntry(
  doing: Doing,
  kase: Pick<CaseFile, 'id'>,
  seq: number,
  entry: { action: string; data: unknown },
): Entry {
  return {
    jurisdictionId: doing.jurisdictionId,
    kind: 'case',
    recordId: kase.id,
    seq,
    action: entry.action,
    actorId: doing.actor?.id ?? null,
    at: doing.now,
    recordedAt: doing.recordedAt ?? doing.now,
    origin: doing.origin ?? 'acted',
    data: entry.data,
  };
}

/**
 * The only door by which a case changes: locks it, compares the version the officer saw, decides, writes entry and row,
 * and does what follows for other cases, all in the caller's transaction.
 */
export async function takeAction(
  doing: Doing,
  caseId: string,
  action: CaseAction,
  input: unknown,
  version: number | null,
): Promise<CaseFile> {
  const found = await findCase(doing.tx, doing.jurisdictionId, caseId, true);
  if (!found || (doing.actor && !maySee(found.kase, doing.actor))) refuse(unknownRecord(caseWord));
  if (version !== null && found.kase.version !== version) refuse(await staleness(doing, found.kase, version));
  const facts = { ...(await clockFacts(doing)), actor: doing.actor };
  const before = mayAct(casePermitting, found.kase, action, facts);
  if (before) refuse(before);
  const gathered = await gatherFacts(doing, action, input, facts.timeZone);
  const reporter = await reporterOf(doing, found.kase, saysSomething(action, input));
  const entry = granted(act(found.kase, action, input, { ...facts, ...gathered, reporter }));
  const kase = await write(doing, found, entry);
  const texts = changedTexts(input, entry.data.input);
  if (texts.length > 0) await insertOriginal(doing.tx, kase, { seq: kase.version, texts }, doing.now);
  await follow(doing, found.kase, kase, entry);
  return kase;
}

/** Who must not be told of in a text about this case; asked only where something is said. */
async function reporterOf({ tx }: Doing, kase: CaseFile, said: boolean): Promise<KnownPerson> {
  return (said && kase.reporterId ? await findReporter(tx, kase.jurisdictionId, kase.id) : null) ?? {};
}

async function write(doing: Doing, found: StoredCase, entry: CaseEntry): Promise<CaseFile> {
  const kase = apply(found.kase, entry, stampOf(doing));
  await updateCase(
    doing.tx,
    found.kase,
    kase,
    chain(logEntry(doing, kase, kase.version, entry), found.logHash),
    doing.now,
  );
  if (entry.action === 'correct') await updateSearch(doing.tx, kase);
  await attachPhotos(doing.tx, kase, photosOf(entry), doing.actor);
  return kase;
}

/** What an entry brings about elsewhere: sub-cases are opened, precedents kept, duplicates and parents told. */
async function follow(doing: Doing, before: CaseFile, after: CaseFile, entry: CaseEntry): Promise<void> {
  if (entry.action === 'split') await openSubCases(doing, after, entry);
  if (entry.action === 'rule' && after.categoryId) {
    await insertPrecedents(doing.tx, [
      {
        jurisdictionId: after.jurisdictionId,
        caseId: after.id,
        round: after.round,
        categoryId: after.categoryId,
        communityCode: after.place?.communityCode ?? null,
        unitId: entry.data.input.unitId,
        reason: entry.data.input.reason,
        at: doing.now,
      },
    ]);
  }
  for (const consequence of consequencesOf(before, after, entry)) {
    await takeAction({ ...doing, actor: null }, consequence.on, consequence.action, consequence.input, null);
  }
}

async function openSubCases(
  doing: Doing,
  parent: CaseFile,
  entry: Extract<CaseEntry, { action: 'split' }>,
): Promise<void> {
  const facts = await clockFacts(doing);
  for (const [i, part] of entry.data.input.parts.entries()) {
    const id = entry.data.frozen.subCaseIds?.[i] ?? newId(millis(doing.now));
    const { condition } = await gatherFacts(doing, 'register', { conditionId: part.conditionId }, facts.timeZone);
    const start = blankCase({
      jurisdictionId: parent.jurisdictionId,
      id,
      number: subCaseNumber(parent, i + 1),
      source: parent.source,
      nature: parent.nature,
      description: redact(part.description),
      address: parent.address,
      point: parent.point,
      place: parent.place,
      reportedAt: doing.now,
      reportedBy: doing.actor?.id ?? null,
      parentId: parent.id,
      state: 'registered',
      registeredAt: doing.now,
      urgent: parent.urgent,
      categoryId: condition?.categoryId ?? parent.categoryId,
      conditionId: part.conditionId,
      handlingLimit: condition?.limit ?? parent.handlingLimit,
    });
    await begun(doing, { action: 'splitOff', data: { start, photos: [], clocks: openingClocks(start, facts) } });
  }
}

/** A parent that is split again in a later round must not give its sub-cases the numbers of the earlier ones. */
function subCaseNumber(parent: CaseFile, running: number): string {
  return parent.round === 1 ? `${parent.number}-${running}` : `${parent.number}-${parent.round}-${running}`;
}

/** Tells the officer whose screen was old what happened since. */
async function staleness(doing: Doing, kase: CaseFile, seen: number): Promise<Refusal> {
  const entries = (await readLog(doing.tx, doing.jurisdictionId, kase.id)).filter((entry) => entry.seq > seen);
  return {
    refused: 'stale',
    code: 'changedMeanwhile',
    message: {
      zh: `案卷已被更改：您看到的是第 ${seen} 版，现为第 ${kase.version} 版。`,
      en: `The case was changed: you saw version ${seen}, it is now ${kase.version}.`,
    },
    right: { zh: '请看过新内容再决定。', en: 'Look at what is new, then decide.' },
    facts: {
      version: kase.version,
      state: kase.state,
      since: entries.slice(-10).map((entry) => ({
        action: entry.action,
        label: caseActions[entry.action as CaseAction]?.label ?? null,
        actorId: entry.actorId,
        at: entry.at,
      })),
    },
  };
}
