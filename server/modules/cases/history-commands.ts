import type { Tx } from '../../kernel/db.ts';
import { type Copier, logRows } from '../../kernel/db-fill.ts';
import { CHAIN_START, type ChainedEntry, insertEntries } from '../../kernel/log.ts';
import { caseRows } from './copy-store.ts';
import type { CaseFile } from './model.ts';
import { insertPhotos, type PhotoToWrite } from './photo-store.ts';
import { insertReporters } from './reporter-store.ts';
import { insertCases, insertPrecedents, setNumbers } from './store.ts';

/** A case with its whole log, already chained. */
export interface LivedCase {
  kase: CaseFile;
  log: readonly ChainedEntry[];
}

const PORTION = 1000;
const PICTURES = 200;

/**
 * Writes whole histories at once: entries in the order in which they happened, rows as their folds, precedents from the
 * rulings, and an empty reporter's record where a case refers to one. Numbers go on after the last one used.
 */
export async function keepHistories(
  tx: Tx,
  jurisdictionId: number,
  lived: readonly LivedCase[],
  used: { cases: number; supervisions: number; year: number },
): Promise<void> {
  const entries = lived.flatMap(({ log }) => log).sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.seq - b.seq));
  for (let i = 0; i < entries.length; i += PORTION) await insertEntries(tx, entries.slice(i, i + PORTION));
  for (let i = 0; i < lived.length; i += PORTION) {
    const portion = lived.slice(i, i + PORTION);
    await insertCases(tx, portion.map(lastOf));
    await keepAsides(tx, portion);
  }
  await setNumbers(tx, jurisdictionId, used);
}

/** Which tables `copyHistories` fills beside the log, as far as it matters. */
export const caseTables = ['case_file', 'case_search'] as const;

/** The same for a great many: copied in instead of inserted. The numbers used are told at the end, by `numbersUsed`. */
export async function copyHistories(copier: Copier, lived: readonly LivedCase[]): Promise<void> {
  await copier.copy(logRows(lived.flatMap(({ log }) => log)));
  for (const rows of caseRows(lived.map(lastOf))) await copier.copy(rows);
  for (let i = 0; i < lived.length; i += PORTION) await keepAsides(copier.db, lived.slice(i, i + PORTION));
}

/** After histories were copied in: new cases go on after the last number used. */
export const numbersUsed = setNumbers;

function lastOf({ kase, log }: LivedCase) {
  return { kase, logHash: log.at(-1)?.hash ?? CHAIN_START, at: log.at(-1)?.at ?? kase.reportedAt };
}

async function keepAsides(tx: Tx, lived: readonly LivedCase[]): Promise<void> {
  await insertReporters(
    tx,
    lived.flatMap(({ kase }) => (kase.reporterId ? [anonymous(kase)] : [])),
  );
  await insertPrecedents(tx, lived.flatMap(rulingsOf));
}

/** The pictures of histories, in portions. They are their own originals: drawn, not taken. */
export async function keepPictures(tx: Tx, jurisdictionId: number, photos: readonly PhotoToWrite[]): Promise<void> {
  for (let i = 0; i < photos.length; i += PICTURES)
    await insertPhotos(tx, jurisdictionId, photos.slice(i, i + PICTURES));
}

/** A reporter who gave no name: the case has somebody to answer, and nothing to leak. */
function anonymous(kase: CaseFile) {
  return {
    jurisdictionId: kase.jurisdictionId,
    id: kase.reporterId ?? '',
    caseId: kase.id,
    name: null,
    phone: null,
    wantsAnswer: true,
    confidential: true,
    originalText: null,
    at: kase.reportedAt,
  };
}

function rulingsOf({ kase, log }: LivedCase) {
  const rulings = log.filter((entry) => entry.action === 'rule');
  return rulings.slice(-1).flatMap((entry) => {
    const { input } = entry.data as { input: { unitId: string; reason: string } };
    if (!kase.categoryId) return [];
    return [
      {
        jurisdictionId: kase.jurisdictionId,
        caseId: kase.id,
        round: kase.round,
        categoryId: kase.categoryId,
        communityCode: kase.place?.communityCode ?? null,
        unitId: input.unitId,
        reason: input.reason,
        at: entry.at,
      },
    ];
  });
}
