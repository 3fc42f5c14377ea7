import { hash } from 'node:crypto';
import { toCgcs2000 } from '../../adapters/coordinates.ts';
import { attempt, type Tx } from '../../kernel/db.ts';
import type { Copier } from '../../kernel/db-fill.ts';
import type { Instant } from '../../kernel/instant.ts';
import { isRefusal, Refused, refuse } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { endElsewhere, type ForeignCase, importCases } from '../cases/import-commands.ts';
import { listExternalIds } from '../cases/store.ts';
import type { Place, Point } from '../geo/model.ts';
import { findPlaceOf } from '../geo/store.ts';
import type { Counts, ImportMapping, ReadRow, ToldCase } from './model.ts';
import type { CsvRecord } from './records.ts';
import { completeReferences, type References } from './references.ts';
import {
  advanceRun,
  type DamagedRow,
  insertDamage,
  type KnownRow,
  knownRows,
  listRows,
  type RunKey,
  saveEnding,
} from './store.ts';

/** A record with what its mapping read in it. */
export interface Piece {
  record: CsvRecord;
  read: ReadRow;
}

export interface Batch {
  mapping: ImportMapping;
  key: RunKey;
  references: References;
  /** Where the run stands before it, once the batch before is written. Both may be under way at once, but only in so far
   * as neither can wait for what the other holds: what changes anything there already waits for its turn. */
  turn: Promise<number>;
  now: Instant;
}

/**
 * One batch, in one transaction of its own connection: new rows become cases, changed ones carry on theirs, what cannot be is kept as
 * damaged, and the run moves on. No two rows of a batch bear the same number.
 */
export async function takePieces(copier: Copier, batch: Batch, pieces: readonly Piece[]): Promise<Counts> {
  const { db: tx } = copier;
  const { mapping, key, turn } = batch;
  const { jurisdictionId } = key;
  const damaged: DamagedRow[] = [];
  const report = ({ line, raw }: CsvRecord, reason: Words, imported: boolean) =>
    damaged.push({ line, raw, reason, imported });
  const readable: { record: CsvRecord; told: ToldCase }[] = [];
  for (const { record, read } of pieces) {
    if ('damage' in read) report(record, read.damage, false);
    else readable.push({ record, told: read.told });
  }
  const ids = readable.map(({ told }) => told.id);
  const known = new Map((await listRows(tx, jurisdictionId, ids)).map((row) => [row.externalId, row]));
  const elsewhere = await listExternalIds(
    tx,
    jurisdictionId,
    ids.filter((id) => !known.has(id)),
  );
  const counts: Counts = { added: 0, unchanged: 0, updated: 0, damaged: damaged.length };
  const fresh: typeof readable = [];
  for (const { record, told } of readable) {
    const before = known.get(told.id);
    if (elsewhere.has(told.id) || (before && before.mapping !== mapping.name)) {
      report(record, foreignNumber, false);
      counts.damaged += 1;
    } else if (!before) fresh.push({ record, told });
    else {
      const done = await carryOn(tx, batch, before, told);
      if (done.remark) report(record, done.remark, done.count !== 'damaged');
      counts[done.count] += 1;
    }
  }
  const refused = await addFresh(copier, batch, fresh);
  for (const { record, reason } of refused) report(record, reason, false);
  counts.damaged += refused.length;
  counts.added = fresh.length - refused.length;
  remarkOn(pieces, damaged, report);
  await insertDamage(tx, key, damaged);
  if (!(await advanceRun(tx, key, await turn, counts))) refuse(importedByAnother);
  return counts;
}

const foreignNumber: Words = {
  zh: '已有同一外部编号的案卷，但不是由本映射导入的',
  en: 'there is a case of this number in the source that did not come by this mapping',
};

const importedByAnother = {
  refused: 'conflict',
  code: 'importedByAnother',
  message: { zh: '另一个进程正在导入同一文件。', en: 'Another process is importing the same file.' },
} as const;

/** Remarks on rows that were imported all the same. */
function remarkOn(
  pieces: readonly Piece[],
  damaged: readonly DamagedRow[],
  report: (record: CsvRecord, reason: Words, imported: boolean) => void,
): void {
  const told = new Set(damaged.map(({ line }) => line));
  for (const { record, read } of pieces) {
    if (!('told' in read) || read.remarks.length === 0 || told.has(record.line)) continue;
    report(
      record,
      { zh: read.remarks.map(({ zh }) => zh).join('；'), en: read.remarks.map(({ en }) => en).join('; ') },
      true,
    );
  }
}

function digest(value: unknown): string {
  return hash('sha256', JSON.stringify(value), 'hex');
}

function digestsOf({ ending, ...opening }: ToldCase): { opening: string; ending: string | null } {
  return { opening: digest(opening), ending: ending && digest(ending) };
}

interface CarriedOn {
  count: 'unchanged' | 'updated' | 'damaged';
  remark?: Words;
}

/** What a row adds that was told before: only that the case has ended since. Anything else is for people to look at. */
async function carryOn(tx: Tx, { key, now, turn }: Batch, before: KnownRow, told: ToldCase): Promise<CarriedOn> {
  const digests = digestsOf(told);
  const sameOpening = digests.opening === before.opening;
  if (digests.ending === before.ending)
    return sameOpening ? { count: 'unchanged' } : { count: 'damaged', remark: openingChanged };
  if (before.ending !== null || told.ending === null || digests.ending === null)
    return { count: 'damaged', remark: endingChanged };
  const { jurisdictionId } = key;
  const { ending } = told;
  await turn;
  try {
    await attempt(tx, () => endElsewhere(tx, jurisdictionId, { caseId: before.caseId, ending }, now));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return { count: 'damaged', remark: error.refusal.message };
  }
  await saveEnding(tx, jurisdictionId, told.id, digests.ending);
  return sameOpening ? { count: 'updated' } : { count: 'updated', remark: openingChanged };
}

const openingChanged: Words = {
  zh: '来源改了已导入的内容（类别、单位、地点或描述），未采纳',
  en: 'the source changed what was imported before (category, unit, place or text); not taken over',
};

const endingChanged: Words = {
  zh: '来源改了已导入的办结情况（时间、结果，或又重办），未采纳',
  en: 'the source changed how the case had ended (time, outcome, or open again); not taken over',
};

/** Writes the new rows as cases; gives back those whose place was refused. */
async function addFresh(
  copier: Copier,
  { mapping, key, references, now, turn }: Batch,
  fresh: readonly { record: CsvRecord; told: ToldCase }[],
): Promise<{ record: CsvRecord; reason: Words }[]> {
  const { jurisdictionId } = key;
  const { db: tx } = copier;
  await completeReferences(tx, jurisdictionId, references, { mapping, told: fresh.map(({ told }) => told), now, turn });
  const refused: { record: CsvRecord; reason: Words }[] = [];
  const added: { told: ToldCase; foreign: ForeignCase }[] = [];
  for (const { record, told } of fresh) {
    const located = await locate(tx, { jurisdictionId, mapping }, told);
    if ('reason' in located) refused.push({ record, reason: located.reason });
    else added.push({ told, foreign: foreignCase(mapping, references, told, located) });
  }
  const cases = await importCases(
    copier,
    jurisdictionId,
    added.map(({ foreign }) => foreign),
    now,
  );
  const rows = cases.flatMap((kase, i): KnownRow[] => {
    const told = added[i]?.told;
    return told ? [{ externalId: told.id, mapping: mapping.name, caseId: kase.id, ...digestsOf(told) }] : [];
  });
  await copier.copy(knownRows(jurisdictionId, rows));
  return refused;
}

type Located = { point: Point | null; place: Place | null };

/** The place by the source's own areas, or, where it names none, by the map. */
async function locate(
  tx: Tx,
  home: { jurisdictionId: number; mapping: ImportMapping },
  told: ToldCase,
): Promise<Located | { reason: Words }> {
  const { areas, point } = home.mapping;
  const given = told.point && point ? { ...told.point, system: point.system } : null;
  if (areas) {
    const codeOf = (level: string) => told.areas.find((area) => area.level === level)?.code ?? null;
    const place = {
      cellCode: null,
      sectorCode: codeOf('sector'),
      communityCode: codeOf('community'),
      subdistrictCode: codeOf('subdistrict'),
    };
    return { point: given && toCgcs2000(given, given.system), place: told.areas.length > 0 ? place : null };
  }
  if (!given) return { point: null, place: null };
  const found = await findPlaceOf(tx, home.jurisdictionId, given);
  return isRefusal(found) ? { reason: found.message } : found;
}

function foreignCase(
  mapping: ImportMapping,
  references: References,
  told: ToldCase,
  { point, place }: Located,
): ForeignCase {
  const category = told.category === null ? undefined : references.categories.get(told.category);
  return {
    number: `${mapping.numberPrefix}${told.id}`,
    externalId: told.id,
    source: told.source,
    nature: mapping.nature,
    description: told.description,
    address: told.address,
    point,
    place,
    categoryId: category?.id ?? null,
    conditionId: category?.conditionId ?? null,
    limit: category?.limit ?? mapping.limit,
    unitId: told.unit === null ? null : (references.units.get(told.unit) ?? null),
    reportedAt: told.reportedAt,
    ending: told.ending,
  };
}
