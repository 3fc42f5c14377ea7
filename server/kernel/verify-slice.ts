import { type Moment, openRawReader, type RawReader } from './db-raw.ts';
import { RowBook, type RowKind, rowColumns, rowsQuery } from './row-check.ts';
import { ChainReader, chainColumns, chainQuery } from './verify-chain.ts';

/** The first place where the log does not fit itself, in words. */
export interface Flaw {
  jurisdictionId: number;
  recordId: string | null;
  seq: number | null;
  what: 'hash' | 'chain' | 'gap' | 'seal' | 'row';
  message: string;
}

/** Records with ids above `after` (null: from the first) and up to `upTo` (null: to the end). */
export interface Slice {
  after: string | null;
  upTo: string | null;
}

/** What was found in a slice: how much fits, the first thing that does not, and each day's hashes in their order. */
export interface SliceProof {
  entries: number;
  records: number;
  flaw: Flaw | null;
  days: { day: string; hashes: Uint8Array }[];
}

/** Whoever proves slices one after another: this thread, or another one. */
export interface Lane {
  prove(slice: Slice): Promise<SliceProof>;
  close(): Promise<void>;
}

/** A lane in this thread, with one connection: it reads the log of a slice, and then its rows. */
export async function openLane(moment: Moment, jurisdictionId: number, kinds: readonly RowKind[]): Promise<Lane> {
  const reader = await openRawReader(moment);
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]));
  return {
    prove: (slice) => proveSlice(reader, { jurisdictionId, slice, kinds: byName }),
    close: () => reader.close(),
  };
}

interface Task {
  jurisdictionId: number;
  slice: Slice;
  kinds: ReadonlyMap<string, RowKind>;
}

async function proveSlice(reader: RawReader, { jurisdictionId, slice, kinds }: Task): Promise<SliceProof> {
  const rows = kinds.size > 0 ? new RowBook(jurisdictionId, kinds) : null;
  const chain = new ChainReader(jurisdictionId, rows);
  let flaw: Flaw | null = null;
  await reader.read(chainQuery(jurisdictionId, slice), chainColumns, (row) => {
    flaw = chain.take(row);
    return flaw === null;
  });
  flaw = flaw as Flaw | null;
  if (!flaw) chain.end();
  if (rows) {
    // A row that does not fit an earlier record comes before an entry that does not fit.
    const query = rowsQuery(rows, jurisdictionId, { ...slice, before: flaw?.recordId ?? null });
    await reader.read(query, rowColumns, (row) => {
      rows.compare(row);
      return true;
    });
    flaw = rows.flaw() ?? flaw;
  }
  return { entries: chain.entries, records: chain.records, flaw, days: chain.days() };
}
