import { setTimeout as after } from 'node:timers/promises';
import type { Actor } from '../../kernel/actor.ts';
import type { Db, Tx } from '../../kernel/db.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { listRecords, readLogs } from '../../kernel/log.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { listDutiesAmong } from '../geo/duty-store.ts';
import type { Duty } from '../geo/model.ts';
import { findJurisdiction, findTimeZone } from '../organisation/store.ts';
import { type CaseRead, readCase } from './facts.ts';
import type { ObjectKind, RoundFact, Scheme, StoredScheme } from './model.ts';
import { difference, totalsOf } from './passes.ts';
import { keepReplies } from './reply-commands.ts';
import { schemeFault } from './rules.ts';
import { insertScheme, replaceFacts, whileFollowerRests } from './store.ts';
import { addTotals, findTotalsKept, recountTotals, startTotals } from './total-store.ts';

export const FACTS_FOLLOWER = 'evaluation.facts';
/** Cases rebuilt while the follower rests, and cases whose logs are read at once. */
const PORTION = 5000;
const BATCH = 250;
const FIRST = '00000000-0000-0000-0000-000000000000';

/** Reads the whole logs of these cases anew. The only way by which facts come to be, now or in a rebuilding. */
export async function readFacts(tx: Tx, jurisdictionId: number, caseIds: readonly string[]): Promise<void> {
  await keepFacts(tx, jurisdictionId, caseIds, await factsFrom(tx, jurisdictionId, caseIds));
}

/** Writes the facts of these cases, and moves the totals by what that changes, in one transaction. */
async function keepFacts(
  tx: Tx,
  jurisdictionId: number,
  caseIds: readonly string[],
  facts: readonly CaseRead[],
): Promise<void> {
  const kept = await areKept(tx, jurisdictionId);
  const before = await replaceFacts(tx, jurisdictionId, caseIds, facts);
  const read = facts.flatMap(({ rounds, clocks }) => rounds.map((round) => ({ round, clocks })));
  await keepReplies(tx, jurisdictionId, read);
  if (!kept) return;
  const now = { rounds: facts.flatMap((one) => one.rounds), tasks: facts.flatMap((one) => one.tasks) };
  const dayOf = dayIn(await findTimeZone(tx, jurisdictionId));
  await addTotals(tx, jurisdictionId, difference(totalsOf(before, dayOf), totalsOf(now, dayOf)));
}

async function areKept(tx: Tx, jurisdictionId: number): Promise<boolean> {
  if (await findTotalsKept(tx, jurisdictionId)) return true;
  await startTotals(tx, jurisdictionId);
  return findTotalsKept(tx, jurisdictionId);
}

/** The local day of an instant; many facts share theirs. */
function dayIn(timeZone: string): (at: Instant) => string {
  const known = new Map<Instant, string>();
  return (at) => {
    const day = known.get(at) ?? localDate(at, timeZone);
    known.set(at, day);
    return day;
  };
}

async function factsFrom(tx: Tx, jurisdictionId: number, caseIds: readonly string[]): Promise<CaseRead[]> {
  const logs = await readLogs(tx, jurisdictionId, caseIds);
  const facts = [...logs.values()].map(readCase);
  await nameInspectors(
    tx,
    jurisdictionId,
    facts.flatMap((one) => one.rounds),
  );
  return facts;
}

/** Whose ground it was: the inspector of the smallest area around the place on the day it came. */
async function nameInspectors(tx: Tx, jurisdictionId: number, rounds: readonly RoundFact[]): Promise<void> {
  const scopes = new Set(rounds.flatMap(scopesOf));
  const duties = await listDutiesAmong(tx, jurisdictionId, { role: 'inspector', scopeCodes: [...scopes] });
  if (duties.size === 0) return;
  const timeZone = await findTimeZone(tx, jurisdictionId);
  for (const round of rounds) {
    const date = localDate(round.openedAt, timeZone);
    const heldThen = (duty: Duty) => duty.validFrom <= date && (duty.validTo === null || duty.validTo > date);
    for (const scope of scopesOf(round)) round.patrolledBy ??= duties.get(scope)?.find(heldThen)?.accountId ?? null;
  }
}

function scopesOf(round: RoundFact): string[] {
  return [round.cellCode, round.sectorCode, round.communityCode, round.subdistrictCode].filter((code) => code !== null);
}

/**
 * 重建 — reads the logs of all cases of a jurisdiction anew, while people work. The facts are the same afterwards unless
 * the rules by which logs are read, or the inspectors' grounds, were changed.
 */
export async function rebuildFacts(
  db: Db,
  jurisdictionId: number,
  progress: (cases: number) => void = () => undefined,
): Promise<number> {
  let done = 0;
  let last: string | null = FIRST;
  while (last !== null) {
    const from: string = last;
    const portion = await whileFollowerRests(db, FACTS_FOLLOWER, (tx) => rebuildPortion(db, tx, jurisdictionId, from));
    if (portion) {
      done += portion.cases;
      progress(done);
      last = portion.last;
    } else await after(10);
  }
  return done;
}

/** The next logs are read, on a connection of their own, while the facts of the last are written. */
async function rebuildPortion(
  db: Db,
  tx: Tx,
  jurisdictionId: number,
  from: string,
): Promise<{ cases: number; last: string | null }> {
  const ids = await listRecords(db, jurisdictionId, { kind: 'case', after: from, limit: PORTION });
  let writing: Promise<void> = Promise.resolve();
  for (let i = 0; i < ids.length; i += BATCH) {
    const batch = ids.slice(i, i + BATCH);
    const [facts] = await Promise.all([factsFrom(db, jurisdictionId, batch), writing]);
    writing = keepFacts(tx, jurisdictionId, batch, facts);
  }
  await writing;
  return { cases: ids.length, last: ids.length < PORTION ? null : (ids.at(-1) ?? null) };
}

/**
 * 重算汇总 — adds the kept totals of a jurisdiction up anew from the facts, while people work: the follower of the log waits.
 * For facts that were written without the follower, or after the definition of an indicator changed.
 */
export async function rebuildTotals(db: Db, jurisdictionId: number): Promise<void> {
  const build = async (tx: Tx) => {
    const timeZone = await findTimeZone(tx, jurisdictionId);
    await recountTotals(tx, jurisdictionId, timeZone);
    return true;
  };
  while (!(await whileFollowerRests(db, FACTS_FOLLOWER, build))) await after(10);
}

export interface SchemeChange {
  object: ObjectKind;
  /** Local date; periods that begin on it or later are scored by it. */
  validFrom: string;
  scheme: Scheme;
}

/** A new version of a scheme, for days that have not begun: what was scored before stays as it was scored. */
export async function changeScheme(tx: Tx, actor: Actor, change: SchemeChange, now: Instant): Promise<StoredScheme> {
  const jurisdiction = await findJurisdiction(tx, actor.jurisdictionId);
  if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const fault = schemeFault(change.object, change.scheme);
  if (fault) refuse(fault);
  if (change.validFrom <= localDate(now, jurisdiction.timeZone)) {
    const message = {
      zh: '新方案须从明天或以后起用，已开始的考评期不受影响。',
      en: 'A new scheme begins tomorrow or later; periods already begun are not touched.',
    };
    refuse({ refused: 'invalid', code: 'schemeInThePast', message, faults: [{ path: 'validFrom', message }] });
  }
  return insertScheme(tx, actor.jurisdictionId, { ...change, by: actor.id, at: now });
}
