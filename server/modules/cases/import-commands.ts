import type { Tx } from '../../kernel/db.ts';
import { type Copier, logRows } from '../../kernel/db-fill.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, localDate, millis } from '../../kernel/instant.ts';
import { CHAIN_START, type ChainedEntry, chainAll } from '../../kernel/log.ts';
import { granted, refuse, unknownRecord } from '../../kernel/refusal.ts';
import type { Limit } from '../calendar/model.ts';
import { findCalendar } from '../calendar/store.ts';
import type { Place, Point } from '../geo/model.ts';
import type { Jurisdiction } from '../organisation/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { blankCase, caseNumber } from './blank.ts';
import { type ClockFacts, moveClocks } from './clocks.ts';
import { takeAction } from './commands.ts';
import { apply, begin } from './fold.ts';
import { importedRows, sortInKeys } from './import-store.ts';
import type { CaseInput } from './lifecycle.ts';
import type { CaseFile, Nature, Source } from './model.ts';
import { redact } from './redaction.ts';
import { insertReporters, type ReporterToWrite } from './reporter-store.ts';
import { act, type CaseEntry, type OpeningEntry, type Stamp } from './rules.ts';
import { listNumbers, nextCaseNumber } from './store.ts';

/** How and when a case ended in the system it came from. */
export interface ForeignEnding extends CaseInput<'endElsewhere'> {
  at: Instant;
}

/** What another system tells of a case; texts as they were told. */
export interface ForeignCase {
  /** Wanted; where it is taken the case gets a running number. */
  number: string;
  externalId: string;
  source: Source;
  nature: Nature;
  description: string;
  address: string;
  point: Point | null;
  place: Place | null;
  categoryId: string | null;
  conditionId: string | null;
  limit: Limit;
  unitId: string | null;
  reportedAt: Instant;
  ending: ForeignEnding | null;
}

/**
 * Takes in cases of another system, many at once, each with the history that is known and no more: how it came, with its
 * unit, category and handling clock, and how it ended. No officer's act is made up. `now` is when it is written down.
 */
export async function importCases(
  copier: Copier,
  jurisdictionId: number,
  told: readonly ForeignCase[],
  now: Instant,
): Promise<CaseFile[]> {
  const { db: tx } = copier;
  const jurisdiction = await findJurisdiction(tx, jurisdictionId);
  if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const world = { calendar: await findCalendar(tx, jurisdictionId), settings: jurisdiction.settings };
  const numbered = await withNumbers(tx, jurisdiction, told);
  const made = numbered.map((foreign) => historyOf(jurisdictionId, foreign, world, now));
  await copier.copy(logRows(made.flatMap(({ entries }) => entries)));
  const cases = made.map(({ kase, entries }) => ({
    kase,
    logHash: entries.at(-1)?.hash ?? CHAIN_START,
    at: entries.at(-1)?.at ?? now,
  }));
  for (const rows of importedRows(cases)) await copier.copy(rows);
  await insertReporters(
    tx,
    made.flatMap(({ kase }, i) => keptOriginal(kase, told[i], now)),
  );
  return made.map(({ kase }) => kase);
}

/** After many cases came in: they are found as quickly as others. */
export const importsEnded = sortInKeys;

/** The wanted number where it is free, else a running one of ours. */
async function withNumbers(
  tx: Tx,
  { id, code, timeZone }: Jurisdiction,
  told: readonly ForeignCase[],
): Promise<ForeignCase[]> {
  const taken = await listNumbers(
    tx,
    id,
    told.map(({ number }) => number),
  );
  const numbered: ForeignCase[] = [];
  for (const foreign of told) {
    const free = !taken.has(foreign.number);
    numbered.push(
      free
        ? foreign
        : { ...foreign, number: caseNumber(code, localDate(foreign.reportedAt, timeZone), await nextCaseNumber(tx)) },
    );
  }
  return numbered;
}

type World = Omit<ClockFacts, 'now'>;

function historyOf(
  jurisdictionId: number,
  foreign: ForeignCase,
  world: World,
  now: Instant,
): { kase: CaseFile; entries: ChainedEntry[] } {
  const stampAt = (at: Instant): Stamp => ({ at, actorId: null, origin: 'imported' });
  const opening = openingOf(jurisdictionId, foreign, world, now);
  let kase = begin(opening, stampAt(foreign.reportedAt));
  const history: { at: Instant; entry: OpeningEntry | CaseEntry }[] = [{ at: foreign.reportedAt, entry: opening }];
  if (foreign.ending) {
    const { at, ...input } = foreign.ending;
    const entry = granted(act(kase, 'endElsewhere', input, { ...world, now: at, actor: null }));
    kase = apply(kase, entry, stampAt(at));
    history.push({ at, entry });
  }
  const entries = history.map(({ at, entry }, i) => ({
    jurisdictionId,
    kind: 'case',
    recordId: kase.id,
    seq: i + 1,
    action: entry.action,
    actorId: null,
    at,
    recordedAt: now,
    origin: 'imported' as const,
    data: entry.data,
  }));
  return { kase, entries: chainAll(entries, CHAIN_START) };
}

/** With a unit it is being handled there; without one it waits to be dispatched. The clock's rule says that it is not ours. */
function openingOf(jurisdictionId: number, foreign: ForeignCase, world: World, now: Instant): OpeningEntry {
  const { ending: _, limit, description: toldText, address, ...known } = foreign;
  const [description, keptAddress] = [redact(toldText), redact(address)];
  const start = blankCase({
    ...known,
    jurisdictionId,
    id: newId(millis(now)),
    description,
    address: keptAddress,
    handlingLimit: limit,
    registeredAt: foreign.reportedAt,
    state: foreign.unitId ? 'handling' : 'registered',
    reporterId: description === toldText && keptAddress === address ? null : newId(millis(now)),
  });
  const clocks = moveClocks(
    { clocks: [], round: 1 },
    start.state,
    { ...world, now: foreign.reportedAt },
    {
      unitId: foreign.unitId,
      handlingLimit: limit,
      conditionId: foreign.conditionId,
      endAs: 'done',
      anew: false,
    },
  );
  return {
    action: 'import',
    data: { start, photos: [], clocks: clocks.map((clock) => ({ ...clock, rule: `imported/${clock.rule}` })) },
  };
}

/** The text before numbers were taken out of it stays with the reporter's record, which can be erased. */
function keptOriginal(kase: CaseFile, told: ForeignCase | undefined, now: Instant): ReporterToWrite[] {
  if (!kase.reporterId || !told) return [];
  const hidden = [
    ...(kase.description === told.description ? [] : [told.description]),
    ...(kase.address === told.address ? [] : [told.address]),
  ];
  return [
    {
      jurisdictionId: kase.jurisdictionId,
      id: kase.reporterId,
      caseId: kase.id,
      name: null,
      phone: null,
      wantsAnswer: false,
      confidential: true,
      originalText: hidden.join('\n'),
      at: now,
    },
  ];
}

/** A case taken in earlier has ended in the system it came from; what follows for other cases follows. */
export function endElsewhere(
  tx: Tx,
  jurisdictionId: number,
  told: { caseId: string; ending: ForeignEnding },
  now: Instant,
): Promise<CaseFile> {
  const { at, ...input } = told.ending;
  return takeAction(
    { tx, actor: null, jurisdictionId, now: at, recordedAt: now, origin: 'imported' },
    told.caseId,
    'endElsewhere',
    input,
    null,
  );
}
