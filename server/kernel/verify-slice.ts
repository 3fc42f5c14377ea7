import { atMoment, openDb, type Tx } from './db.ts';
import { type Moment, openRawReader, type RawReader } from './db-raw.ts';
import type { Instant } from './instant.ts';
import type { Origin } from './log.ts';
import { ChainReader, chainColumns, chainQuery } from './verify-chain.ts';

/** The first place where the log does not fit itself, in words. */
export interface Flaw {
  jurisdictionId: number;
  recordId: string | null;
  seq: number | null;
  what: 'hash' | 'chain' | 'gap' | 'seal' | 'row';
  message: string;
}

/** One record's whole log, and the hash of its last entry. */
export interface RecordLog {
  kind: string;
  seq: number;
  hash: string;
  entries: LoggedEntry[];
}

export interface LoggedEntry {
  action: string;
  at: Instant;
  actorId: string | null;
  origin: Origin;
  /** The JSON text that was hashed. */
  body: string;
}

/** Records with ids above `after` and up to `upTo` (null: to the end), all that the log has there, by id. */
export interface Portion {
  records: ReadonlyMap<string, RecordLog>;
  after: string;
  upTo: string | null;
}

/** Compares the rows of a portion with what their entries amount to; null if they agree, none too few and none too many. */
export type RowCheck = (tx: Tx, jurisdictionId: number, portion: Portion) => Promise<Flaw | null>;

/** Records with ids above `after` and up to `upTo` (null: to the end). */
export interface Slice {
  after: string;
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

export interface LaneOptions {
  checkRows?: RowCheck | undefined;
  /** Entries after which rows are compared. */
  portion?: number | undefined;
}

export const FIRST_ID = '00000000-0000-0000-0000-000000000000';
const PORTION = 4000;

/** A lane in this thread. One connection reads the log, another the rows, both at the same moment. */
export async function openLane(moment: Moment, jurisdictionId: number, options: LaneOptions = {}): Promise<Lane> {
  const reader = await openRawReader(moment);
  const { checkRows } = options;
  const rows = checkRows ? await openRows(moment) : null;
  const check = checkRows && rows ? (portion: Portion) => checkRows(rows.tx, jurisdictionId, portion) : null;
  return {
    prove: (slice) => proveSlice(reader, { jurisdictionId, slice, check, portion: options.portion ?? PORTION }),
    async close() {
      await Promise.all([reader.close(), rows?.close()]);
    },
  };
}

async function openRows({ url, snapshot }: Moment): Promise<{ tx: Tx; close: () => Promise<void> }> {
  const opened = openDb(url, { size: 1 });
  const ended = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<Tx>();
  const held = atMoment(opened.db, snapshot, async (tx) => {
    begun.resolve(tx);
    await ended.promise;
  });
  held.catch(begun.reject);
  const tx = await begun.promise;
  return {
    tx,
    async close() {
      ended.resolve();
      await held;
      await opened.close();
    },
  };
}

interface Task {
  jurisdictionId: number;
  slice: Slice;
  check: ((portion: Portion) => Promise<Flaw | null>) | null;
  portion: number;
}

async function proveSlice(reader: RawReader, { jurisdictionId, slice, check, portion }: Task): Promise<SliceProof> {
  const chain = new ChainReader(jurisdictionId, check !== null);
  let checkedTo = slice.after;
  let checking: Promise<Flaw | null> = Promise.resolve(null);
  let flaw: Flaw | null = null;

  /** Compares what was read so far; the rows are asked for while the log is read on. */
  async function checkRows(atEnd: boolean): Promise<Flaw | null> {
    const found = await checking;
    if (found || !check) return found;
    const records = chain.takeRecords(atEnd);
    const upTo = atEnd ? slice.upTo : ([...records.keys()].at(-1) ?? checkedTo);
    checking = check({ records, after: checkedTo, upTo });
    checking.catch(() => undefined);
    checkedTo = upTo ?? checkedTo;
    return atEnd ? checking : null;
  }

  const take = (row: Parameters<ChainReader['take']>[0]) => {
    flaw = chain.take(row);
    return flaw === null;
  };
  const between = async () => {
    if (chain.held >= portion) flaw = await checkRows(false);
    return flaw === null;
  };
  await reader.read(chainQuery(jurisdictionId, slice), chainColumns, { visit: take, between });
  // A row that does not fit an earlier record comes before an entry that does not fit.
  flaw = (await checking) ?? flaw ?? (await checkRows(true));
  return { entries: chain.entries, records: chain.records, flaw, days: chain.days() };
}
