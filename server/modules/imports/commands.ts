import { basename, join } from 'node:path';
import { type Db, transact, urlOf } from '../../kernel/db.ts';
import { type Copier, openCopier } from '../../kernel/db-fill.ts';
import { type Instant, instant } from '../../kernel/instant.ts';
import { granted, refuse } from '../../kernel/refusal.ts';
import { importsEnded } from '../cases/import-commands.ts';
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
/** Batches written at once: the database works on one while rows of the next are made here. */
const AT_ONCE = 2;

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

/** While two batches are written, the next one is read. */
async function importRows(db: Db, given: Import, watch: Watch): Promise<{ run: Run; finished: boolean }> {
  const copiers = await Promise.all(Array.from({ length: AT_ONCE }, () => openCopier(urlOf(db), db)));
  const writing = new Writing(copiers, given, watch);
  try {
    const finished = await readInto(writing, given);
    const run = await writing.done();
    await importsEnded(db);
    return { run, finished };
  } finally {
    await writing.settled();
    await Promise.all(copiers.map((copier) => copier.close()));
  }
}

/** Reads the file from where the run stands; false if it was stopped before the end. */
async function readInto(writing: Writing, { source, mapping, columns, run }: Import): Promise<boolean> {
  let pieces: Piece[] = [];
  let bytes = 0;
  // The first line is the header's.
  let skip = run.position + 1;
  const records = readRecords(source, (read) => {
    bytes = read;
  });
  const ids = new Set<string>();
  for await (const record of records) {
    if (skip > 0) {
      skip -= 1;
      continue;
    }
    const read = readRow(mapping, columns, record, writing.now);
    const id = 'told' in read ? read.told.id : null;
    // A row told twice in a file is two rows in turn: the second is looked at when the first is written.
    const again = id !== null && (ids.has(id) || writing.holds(id));
    if (pieces.length === BATCH || again) {
      if (!(await writing.take(pieces, bytes))) return false;
      if (again) await writing.done();
      pieces = [];
      ids.clear();
    }
    pieces.push({ record, read });
    if (id !== null) ids.add(id);
  }
  return writing.take(pieces, bytes);
}

/** Batches on their way into the database, each on the next free connection, kept in the order of the file. */
class Writing {
  readonly now: Instant;
  private readonly copiers: readonly Copier[];
  private readonly given: Import;
  private readonly watch: Watch;
  private readonly under: { ids: Set<string>; ended: Promise<unknown> }[] = [];
  private last: Promise<Run>;
  private count = 0;

  constructor(copiers: readonly Copier[], given: Import, watch: Watch) {
    this.copiers = copiers;
    this.given = given;
    this.watch = watch;
    this.now = instant(watch.clock());
    this.last = Promise.resolve(given.run);
  }

  /** Begins to write a batch when a connection is free; false if the import is to stop before it. */
  async take(pieces: readonly Piece[], bytes: number): Promise<boolean> {
    if (this.under.length === this.copiers.length) await this.under.shift()?.ended;
    const copier = this.copiers[this.count % this.copiers.length];
    if (this.watch.stopped?.() || !copier) return false;
    if (pieces.length === 0) return true;
    this.count += 1;
    const ids = new Set(pieces.flatMap(({ read }) => ('told' in read ? [read.told.id] : [])));
    this.last = this.write(copier, this.last, pieces, bytes);
    // It is awaited before a later batch; until then its failure must not count as unseen.
    this.last.catch(() => undefined);
    this.under.push({ ids, ended: this.last });
    return true;
  }

  holds(id: string): boolean {
    return this.under.some(({ ids }) => ids.has(id));
  }

  /** When everything is written that was taken so far. */
  async done(): Promise<Run> {
    const run = await this.last;
    this.under.length = 0;
    return run;
  }

  async settled(): Promise<void> {
    await Promise.allSettled(this.under.map(({ ended }) => ended));
  }

  private async write(copier: Copier, before: Promise<Run>, pieces: readonly Piece[], bytes: number): Promise<Run> {
    const { mapping, key, references, source, run: begun } = this.given;
    const turn = before.then(({ position }) => position);
    turn.catch(() => undefined);
    const batch = { mapping, key, references, turn, now: this.now };
    const counts = await copier.together(() => takePieces(copier, batch, pieces));
    const run = await before;
    const moved = { ...run, ...sum(run, counts), position: run.position + pieces.length };
    this.watch.onProgress?.({ bytes, of: source.bytes, rows: moved.position - begun.position });
    return moved;
  }
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
