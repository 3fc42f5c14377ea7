import { type Instant, instant, millis } from '../../kernel/instant.ts';
import type { StoredEntry } from '../../kernel/log.ts';
import { apply, begin } from '../cases/fold.ts';
import type { CaseFile } from '../cases/model.ts';
import type { CaseEntry, OpeningEntry } from '../cases/rules.ts';
import { factsOf } from '../evaluation/facts.ts';
import type { Lived } from './world.ts';

/** A text with gaps: literal, gap, literal, gap, … literal. */
export interface Gapped {
  literals: string[];
  gaps: number[];
}

/** What differs between two cases that went the same way; moments and dates come after these. */
export const gaps = {
  id: 0,
  number: 1,
  reporter: 2,
  description: 3,
  address: 4,
  point: 5,
  cell: 6,
  sector: 7,
} as const;
const FIRST_TIME = Object.keys(gaps).length;

interface Step {
  action: string;
  actorId: string | null;
  at: number;
  body: Gapped;
}

/** The case after so many of its steps, and what the evaluation reads from them. */
export interface Stand {
  steps: number;
  kase: Gapped;
  facts: Gapped;
}

/** 一个案卷的经历 — a lived case as a mould: filled with another place, other words and another week, it is another case. */
export interface Mould {
  jurisdictionId: number;
  categoryId: string;
  communityCode: string;
  hasReporter: boolean;
  /** The moments of the story in milliseconds, and its dates, in the order of their gaps. */
  moments: number[];
  dates: string[];
  steps: Step[];
  reportedAt: number;
  endedAt: number;
  /** As the story left it; null if it was still going on. */
  ended: Stand | null;
  /** As it would stand at this hour had it begun in a later week, and how much later; null if it would be done by now. */
  underWay: (Stand & { later: number }) | null;
}

const WEEK = 7 * 86_400_000;
const DONE = ['closed', 'rejected', 'voided'];
/** What binds a case to another one, to a picture or to a running number of its own cannot be cast again. */
const BOUND = ['split', 'splitOff', 'merge', 'absorb', 'endWithMain', 'supervise'];

export function canBeCast({ kase, log }: Lived): boolean {
  return (
    kase.photos.length === 0 &&
    kase.parentId === null &&
    kase.point !== null &&
    log.every(({ action }) => !BOUND.includes(action))
  );
}

export function mouldOf({ log }: Lived, now: Instant): Mould {
  const [first] = log;
  if (!first) throw new Error('a case without a log');
  const { start } = first.data as OpeningEntry['data'];
  const known = { moments: new Map<string, number>(), dates: new Map<string, number>() };
  const gapped = gapper(start, known);
  const reportedAt = millis(first.at);
  const later = Math.floor((millis(now) - 60_000 - reportedAt) / WEEK) * WEEK;
  const taken = log.filter(({ at }) => millis(at) + later < millis(now) - 60_000).length;
  const stand = (steps: number): Stand & { open: boolean } => {
    const part = log.slice(0, steps);
    const kase = folded(part);
    return {
      steps,
      open: !DONE.includes(kase.state),
      kase: gapped(JSON.stringify(kase)),
      facts: gapped(JSON.stringify(factsOf(part))),
    };
  };
  const whole = stand(log.length);
  const underWay = taken < log.length ? stand(taken) : null;
  const steps = log.map((entry) => stepOf(entry, gapped, known.moments));
  return {
    jurisdictionId: start.jurisdictionId,
    categoryId: start.categoryId ?? '',
    communityCode: start.place?.communityCode ?? '',
    hasReporter: start.reporterId !== null,
    moments: [...known.moments.keys()].map(millis),
    dates: [...known.dates.keys()],
    steps,
    reportedAt,
    endedAt: millis(log.at(-1)?.at ?? first.at),
    ended: whole.open ? null : whole,
    underWay: underWay?.open ? { ...underWay, later } : null,
  };
}

function folded([first, ...rest]: readonly StoredEntry[]): CaseFile {
  if (!first) throw new Error('a case without a log');
  let kase = begin({ action: first.action, data: first.data } as OpeningEntry, first);
  for (const entry of rest) kase = apply(kase, { action: entry.action, data: entry.data } as CaseEntry, entry);
  return kase;
}

function stepOf(
  entry: StoredEntry & { body: string },
  gapped: (text: string) => Gapped,
  moments: Map<string, number>,
): Step {
  const { action, actorId, body } = entry;
  return { action, actorId, body: gapped(body), at: placeIn(moments, entry.at) };
}

function placeIn(known: Map<string, number>, text: string): number {
  const place = known.get(text) ?? known.size;
  known.set(text, place);
  return place;
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
/** Moments are even gaps, dates odd ones: either list may still grow. */
const momentGap = (place: number) => FIRST_TIME + 2 * place;
const dateGap = (place: number) => FIRST_TIME + 2 * place + 1;

/** Cuts texts of one case at whatever differs in another case of the same kind. */
function gapper(
  start: Pick<CaseFile, 'id' | 'number' | 'reporterId' | 'description' | 'address' | 'point' | 'place'>,
  known: { moments: Map<string, number>; dates: Map<string, number> },
): (text: string) => Gapped {
  const named: [string, number][] = [
    [`"description":${JSON.stringify(start.description)}`, gaps.description],
    [`"address":${JSON.stringify(start.address)}`, gaps.address],
    [`"point":${JSON.stringify(start.point)}`, gaps.point],
    [`"cellCode":${JSON.stringify(start.place?.cellCode)}`, gaps.cell],
    [`"sectorCode":${JSON.stringify(start.place?.sectorCode)}`, gaps.sector],
    [start.id, gaps.id],
    [start.number, gaps.number],
    ...(start.reporterId ? [[start.reporterId, gaps.reporter] as [string, number]] : []),
  ];
  const gapOf = new Map(named);
  const pattern = new RegExp(
    `(?<moment>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z)|(?<=")(?<date>\\d{4}-\\d\\d-\\d\\d)(?=")|${named.map(([text]) => literal(text)).join('|')}`,
    'g',
  );
  return (text) => {
    const cut: Gapped = { literals: [], gaps: [] };
    let from = 0;
    for (const found of text.matchAll(pattern)) {
      const { moment, date } = found.groups ?? {};
      cut.literals.push(text.slice(from, found.index));
      cut.gaps.push(
        moment
          ? momentGap(placeIn(known.moments, moment))
          : date
            ? dateGap(placeIn(known.dates, date))
            : (gapOf.get(found[0]) ?? 0),
      );
      from = found.index + found[0].length;
    }
    cut.literals.push(text.slice(from));
    return cut;
  };
}

export function filled({ literals, gaps: cut }: Gapped, values: readonly string[]): string {
  let text = literals[0] ?? '';
  for (let i = 0; i < cut.length; i++) text += (values[cut[i] ?? 0] ?? '') + (literals[i + 1] ?? '');
  return text;
}

/** Fills in the moments and dates of a story that happened so many milliseconds later; dates move by whole days. */
export function setTimes(values: string[], mould: Mould, later: number): void {
  for (const [i, moment] of mould.moments.entries()) values[momentGap(i)] = instant(moment + later);
  const days = Math.round(later / 86_400_000) * 86_400_000;
  for (const [i, date] of mould.dates.entries())
    values[dateGap(i)] = new Date(Date.parse(date) + days).toISOString().slice(0, 10);
}

export const momentOf = (values: readonly string[], step: Step): Instant => values[momentGap(step.at)] ?? '';
