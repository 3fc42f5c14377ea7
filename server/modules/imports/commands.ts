import { basename, join } from 'node:path';
import { type Db, transact } from '../../kernel/db.ts';
import { instant } from '../../kernel/instant.ts';
import { granted, refuse } from '../../kernel/refusal.ts';
import { listExternalIds } from '../cases/store.ts';
import type { Jurisdiction } from '../organisation/model.ts';
import { type Piece, takePieces } from './batch.ts';
import { writeDamaged } from './damaged.ts';
import { inspectFile, readRecords, type SourceFile } from './file.ts';
import type { Counts, ImportMapping } from './model.ts';
import type { CsvRecord } from './records.ts';
import { loadReferences, type References, settle } from './references.ts';
import { type Header, readHeader, readRow } from './rules.ts';
import { beginRun, finishRun, listRowsOf, type Run, type RunKey } from './store.ts';

const BATCH = 500;

export interface Watch {
  /** Told after each batch; rows counts those of this call. */
  onProgress?: (progress: { bytes: number; of: number; rows: number }) => void;
  /** Checked before each batch: true stops the import where it is, to be resumed. */
  stopped?: () => boolean;
  clock: () => number;
}

export interface Summary extends Counts {
  jurisdiction: Jurisdiction;
  /** Rows of the whole file, those of an interrupted earlier call included. */
  read: number;
  /** Rows that an interrupted earlier call had dealt with already. */
  resumedAt: number;
  /** False if it was stopped before the end. */
  finished: boolean;
  damagedFile: string | null;
  source: SourceFile;
}

/**
 * Imports a file by a mapping, in batches, each with its place in the file in one transaction: whatever happens, what was
 * written is whole, and the same call goes on where it stopped. The same file again changes nothing.
 */
export async function importFile(
  db: Db,
  wanted: { path: string; mapping: ImportMapping; jurisdiction?: string | undefined; damagedIn: string },
  watch: Watch,
): Promise<Summary> {
  const { path, mapping } = wanted;
  const source = await inspectFile(path);
  const header = await readFirst(source);
  const columns = granted(readHeader(mapping, header.cells ?? []));
  const begunAt = instant(watch.clock());
  const home = await transact(db, (tx) => settle(tx, mapping, wanted.jurisdiction, begunAt));
  const key: RunKey = { jurisdictionId: home.id, fileHash: source.hash, mapping: mapping.name };
  const run = await transact(db, (tx) => beginRun(tx, key, basename(path), begunAt));
  const references = await loadReferences(db, home.id, mapping);
  const resumedAt = run.position;
  const ended = await importRows(db, { source, mapping, columns, key, run, references }, watch);
  const summary = { jurisdiction: home, source, resumedAt, ...countsOf(ended.run), read: ended.run.position };
  if (!ended.finished) return { ...summary, finished: false, damagedFile: null };
  const damagedFile = await writeDamaged(db, key, {
    path: join(wanted.damagedIn, `${basename(path)}.damaged.csv`),
    header,
    delimiter: source.delimiter,
  });
  await transact(db, (tx) => finishRun(tx, key, instant(watch.clock())));
  return { ...summary, finished: true, damagedFile };
}

function countsOf({ added, unchanged, updated, damaged }: Counts): Counts {
  return { added, unchanged, updated, damaged };
}

async function readFirst(source: SourceFile): Promise<CsvRecord> {
  for await (const first of readRecords(source)) return first;
  return refuse({ refused: 'invalid', code: 'emptyFile', message: { zh: '文件是空的。', en: 'The file is empty.' } });
}

interface Import {
  source: SourceFile;
  mapping: ImportMapping;
  columns: Header;
  key: RunKey;
  run: Run;
  references: References;
}

/** While a batch is written, the next one is read. */
async function importRows(db: Db, given: Import, watch: Watch): Promise<{ run: Run; finished: boolean }> {
  const { source, mapping, columns, key, references } = given;
  const now = instant(watch.clock());
  const write = async (run: Run, batch: readonly Piece[], bytes: number): Promise<Run> => {
    const context = { mapping, key, references, from: run.position, now };
    const counts = await transact(db, (tx) => takePieces(tx, context, batch));
    const moved = { ...run, ...sum(run, counts), position: run.position + batch.length };
    watch.onProgress?.({ bytes, of: source.bytes, rows: moved.position - given.run.position });
    return moved;
  };
  let writing = Promise.resolve(given.run);
  let pieces: Piece[] = [];
  let bytes = 0;
  const ids = new Set<string>();
  const flush = async () => {
    const run = await writing;
    writing = write(run, pieces, bytes);
    // It is awaited before the next batch; until then its failure must not count as unseen.
    writing.catch(() => undefined);
    pieces = [];
    ids.clear();
  };
  // The first line is the header's.
  let skip = given.run.position + 1;
  const records = readRecords(source, (read) => {
    bytes = read;
  });
  for await (const record of records) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    const read = readRow(mapping, columns, record, now);
    const id = 'told' in read ? read.told.id : null;
    // A row told twice in a file is two rows in turn, so the second goes into the next batch.
    if (pieces.length === BATCH || (id !== null && ids.has(id))) await flush();
    if (watch.stopped?.()) return { run: await writing, finished: false };
    pieces.push({ record, read });
    if (id !== null) ids.add(id);
  }
  if (pieces.length > 0) await flush();
  return { run: await writing, finished: true };
}

function sum(a: Counts, b: Counts): Counts {
  return {
    added: a.added + b.added,
    unchanged: a.unchanged + b.unchanged,
    updated: a.updated + b.updated,
    damaged: a.damaged + b.damaged,
  };
}

/** How many rows a mapping ever brought in, and how many of them have their case: the two must agree. */
export async function countImported(
  db: Db,
  jurisdictionId: number,
  mapping: string,
): Promise<{ rows: number; cases: number }> {
  const found = { rows: 0, cases: 0 };
  for (let after = ''; ; ) {
    const page = await listRowsOf(db, jurisdictionId, mapping, { after, limit: 5000 });
    const ids = page.map(({ externalId }) => externalId);
    found.rows += ids.length;
    found.cases += (await listExternalIds(db, jurisdictionId, ids)).size;
    const last = ids.at(-1);
    if (last === undefined || ids.length < 5000) return found;
    after = last;
  }
}
