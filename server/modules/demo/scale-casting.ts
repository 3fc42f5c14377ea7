import { newId } from '../../kernel/id.ts';
import { type Instant, instant, localDate, millis } from '../../kernel/instant.ts';
import { CHAIN_START, type ChainedEntry, hashEntry } from '../../kernel/log.ts';
import { caseNumber } from '../cases/blank.ts';
import type { LivedCase } from '../cases/history-commands.ts';
import type { CaseFile } from '../cases/model.ts';
import type { CaseFacts } from '../evaluation/model.ts';
import { effects, landmarks } from './data/tellings.ts';
import { between, type Random } from './random.ts';
import { filled, gaps, type Mould, momentOf, type Stand, setTimes } from './scale-moulds.ts';
import { houseNumber } from './words-of-callers.ts';

/** A cell in which cases can be cast, and the street along it. */
export interface CastingSpot {
  lon: number;
  lat: number;
  cellCode: string;
  sectorCode: string;
  street: string;
}

/** What the casting knows of the district. */
export interface Foundry {
  code: string;
  timeZone: string;
  now: Instant;
  moulds: readonly Mould[];
  /** By community. */
  spots: ReadonlyMap<string, readonly CastingSpot[]>;
  /** What callers call a category. */
  names: ReadonlyMap<string, readonly string[]>;
  /** The inspector of each community, and since which day the list of duties names him. */
  inspectors: ReadonlyMap<string, string>;
  inspectorsFrom: string;
}

/** So many cases of one week, or those that are under way now. */
export interface Order {
  week: number | null;
  cases: number;
  firstNumber: number;
}

export interface Cast extends LivedCase {
  facts: CaseFacts;
}

const WEEK = 7 * 86_400_000;
/** Cases under way that stand still since some weeks: they are overdue. */
const STANDING_STILL = 0.15;

interface Pick {
  mould: Mould;
  stand: Stand;
  later: number;
}

/** The cases of an order, in the order in which they were reported. */
export function castOrder(foundry: Foundry, order: Order, random: Random): Cast[] {
  const { week, cases } = order;
  const underWay = foundry.moulds.filter((mould) => mould.underWay !== null);
  const picks = Array.from({ length: cases }, () =>
    week === null ? pickUnderWay(underWay, random) : pickEnded(foundry, week, random),
  );
  return picks
    .sort((a, b) => a.mould.reportedAt + a.later - (b.mould.reportedAt + b.later))
    .map((pick, i) => cast(foundry, pick, order.firstNumber + i, random));
}

/** Whole weeks later, so that office hours stay office hours; less up to a minute, so that no two are alike. */
function pickEnded({ moulds, now }: Foundry, week: number, random: Random): Pick {
  for (let tries = 0; tries < 10_000; tries++) {
    const mould = one(moulds, random);
    const later = Math.floor((week + WEEK - 1 - mould.reportedAt) / WEEK) * WEEK - Math.floor(random() * 60_000);
    if (mould.ended && mould.endedAt + later < millis(now)) return { mould, stand: mould.ended, later };
  }
  throw new Error('no story of the demo ends soon enough');
}

function pickUnderWay(moulds: readonly Mould[], random: Random): Pick {
  const mould = one(moulds, random);
  const stand = mould.underWay;
  if (!stand) throw new Error('a story that is done');
  const still = random() < STANDING_STILL ? Math.ceil(random() * 4) * WEEK : 0;
  return { mould, stand, later: stand.later - still - Math.floor(random() * 60_000) };
}

function cast(foundry: Foundry, { mould, stand, later }: Pick, running: number, random: Random): Cast {
  const reportedAt = instant(mould.reportedAt + later);
  const id = newId(millis(reportedAt));
  const spot = one(foundry.spots.get(mould.communityCode) ?? [], random);
  const address = `${spot.street}${houseNumber(random)}`;
  const values: string[] = [];
  setTimes(values, mould, later);
  values[gaps.id] = id;
  values[gaps.number] = caseNumber(foundry.code, localDate(reportedAt, foundry.timeZone), running);
  values[gaps.reporter] = mould.hasReporter ? crypto.randomUUID() : '';
  values[gaps.description] = `"description":${JSON.stringify(told(foundry, mould, address, random))}`;
  values[gaps.address] = `"address":${JSON.stringify(address)}`;
  values[gaps.point] = `"point":${JSON.stringify({ lon: nudged(spot.lon, random), lat: nudged(spot.lat, random) })}`;
  values[gaps.cell] = `"cellCode":"${spot.cellCode}"`;
  values[gaps.sector] = `"sectorCode":"${spot.sectorCode}"`;
  return {
    kase: JSON.parse(filled(stand.kase, values)) as CaseFile,
    log: logOf(mould, stand.steps, values),
    facts: factsIn(foundry, mould, filled(stand.facts, values)),
  };
}

function logOf(mould: Mould, steps: number, values: readonly string[]): ChainedEntry[] {
  let prevHash = CHAIN_START;
  return mould.steps.slice(0, steps).map((step, i) => {
    const at = momentOf(values, step);
    const body = filled(step.body, values);
    const entry = {
      jurisdictionId: mould.jurisdictionId,
      kind: 'case',
      recordId: values[gaps.id] ?? '',
      seq: i + 1,
      action: step.action,
      actorId: step.actorId,
      at,
      recordedAt: at,
      origin: 'simulated' as const,
      data: step.action === 'rule' ? (JSON.parse(body) as unknown) : null,
      body,
      prevHash,
    };
    prevHash = hashEntry(prevHash, entry);
    return { ...entry, hash: prevHash };
  });
}

/** Whose ground it was is told by the list of duties of the day, not by the log. */
function factsIn({ inspectors, inspectorsFrom, timeZone }: Foundry, mould: Mould, text: string): CaseFacts {
  const facts = JSON.parse(text) as CaseFacts;
  for (const round of facts.rounds)
    if (localDate(round.openedAt, timeZone) >= inspectorsFrom)
      round.patrolledBy = inspectors.get(mould.communityCode) ?? null;
  return facts;
}

/** What a caller says: the thing by one of its names, where, and one or two of what it brings about. */
function told(foundry: Foundry, mould: Mould, address: string, random: Random): string {
  const what = one(foundry.names.get(mould.categoryId) ?? ['问题'], random);
  const more = random() < 0.4 ? `，${ranked(effects, random)}` : '';
  const building = random() < 0.2 ? `${Math.ceil(random() * 60)}栋${Math.ceil(random() * 4)}单元` : '';
  return `${address}${building}${ranked(landmarks, random)}${what}，${ranked(effects, random)}${more}。`;
}

/** By rank: the first of a list comes a few hundred times as often as the last. */
const ranked = (list: readonly string[], random: Random): string => one(list, () => random() ** 3);

function one<T>(list: readonly T[], random: Random): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined) throw new Error('the casting chose from an empty list');
  return found;
}

/** Some ten metres away. */
const nudged = (degrees: number, random: Random) => degrees + between(random, -0.0001, 0.0001);
