import { sql } from 'kysely';
import { atOneMoment, type Db, type Tx } from './db.ts';
import type { Instant } from './instant.ts';
import { CHAIN_START, hashEntry, merkleRoot, type Origin } from './log.ts';
import { hashesOfDay, hashSeal, listSeals } from './seal.ts';

/** The first place where the log does not fit itself, in words. */
export interface Flaw {
  jurisdictionId: number;
  recordId: string | null;
  seq: number | null;
  what: 'hash' | 'chain' | 'gap' | 'seal' | 'row';
  message: string;
}

export interface Verified {
  entries: number;
  records: number;
  seals: number;
  flaw: Flaw | null;
}

interface Row {
  kind: string;
  record_id: string;
  seq: number;
  action: string;
  actor_id: string | null;
  at: Instant;
  recorded_at: Instant;
  origin: Origin;
  body: string;
  prev_hash: Buffer;
  hash: Buffer;
}

/** One record's whole log, and the hash of its last entry. */
export interface RecordLog {
  kind: string;
  seq: number;
  hash: string;
  entries: { action: string; at: Instant; actorId: string | null; origin: Origin; data: unknown }[];
}

/** Records with ids above `after` and up to `upTo` (null: to the end), all that the log has there, by id. */
export interface Portion {
  records: ReadonlyMap<string, RecordLog>;
  after: string;
  upTo: string | null;
}

/** Compares the rows of a portion with what their entries amount to; null if they agree, none too few and none too many. */
export type RowCheck = (tx: Tx, jurisdictionId: number, portion: Portion) => Promise<Flaw | null>;

const BATCH = 4000;
const FIRST_ID = '00000000-0000-0000-0000-000000000000';

export interface VerifyOptions {
  checkRows?: RowCheck;
  progress?: (entries: number) => void;
  /** Entries read at once. */
  batch?: number;
}

/**
 * Proves the log of one jurisdiction as it stands at one moment: every entry's hash is right, every entry follows its
 * predecessor, numbers have no gap, every sealed day still has its Merkle root and every seal its place, and every row is
 * the fold of its entries. Reads in batches by primary key and needs nothing but the database; stops at the first entry
 * that does not fit.
 */
export function verifyLog(db: Db, jurisdictionId: number, options: VerifyOptions = {}): Promise<Verified> {
  return atOneMoment(db, (tx) => verifyEntries(tx, jurisdictionId, options));
}

async function verifyEntries(tx: Tx, jurisdictionId: number, options: VerifyOptions): Promise<Verified> {
  const { checkRows, batch = BATCH } = options;
  const days = new Set<string>();
  const done: Verified = { entries: 0, records: 0, seals: 0, flaw: null };
  let last = { recordId: FIRST_ID, seq: 0, hash: CHAIN_START };
  let checkedTo = FIRST_ID;
  let open = new Map<string, RecordLog>();
  let reading = readEntries(tx, jurisdictionId, last, batch);
  for (;;) {
    const rows = await reading;
    const atEnd = rows.length < batch;
    const end = rows.at(-1);
    // The database reads the next entries while these are proved; nobody waits for them where these do not hold.
    if (end && !atEnd) reading = readEntries(tx, jurisdictionId, { recordId: end.record_id, seq: end.seq }, batch);
    reading.catch(() => undefined);
    for (const row of rows) {
      if (row.record_id !== last.recordId) {
        last = { recordId: row.record_id, seq: 0, hash: CHAIN_START };
        done.records += 1;
      }
      const flaw = flawIn(row, last, jurisdictionId);
      if (flaw) return { ...done, flaw };
      last = { recordId: row.record_id, seq: row.seq, hash: row.hash.toString('hex') };
      done.entries += 1;
      days.add(row.recorded_at.slice(0, 10));
      if (checkRows) remember(open, row, last.hash);
    }
    if (checkRows) {
      // The last record of a full batch may go on in the next; it waits.
      const unfinished = atEnd ? undefined : open.get(last.recordId);
      if (unfinished) open.delete(last.recordId);
      const upTo = atEnd ? null : ([...open.keys()].at(-1) ?? checkedTo);
      const flaw = await checkRows(tx, jurisdictionId, { records: open, after: checkedTo, upTo });
      if (flaw) return { ...done, flaw };
      checkedTo = upTo ?? checkedTo;
      open = new Map(unfinished ? [[last.recordId, unfinished]] : []);
    }
    options.progress?.(done.entries);
    if (atEnd) return verifySeals(tx, jurisdictionId, days, done);
  }
}

async function readEntries(
  tx: Tx,
  jurisdictionId: number,
  after: { recordId: string; seq: number },
  limit: number,
): Promise<Row[]> {
  const { rows } =
    await sql<Row>`select kind, record_id, seq, action, actor_id, at, recorded_at, origin, body, prev_hash, hash from log_entry
    where jurisdiction_id = ${jurisdictionId} and (record_id, seq) > (${after.recordId}::uuid, ${after.seq}) order by record_id, seq limit ${limit}`.execute(
      tx,
    );
  return rows;
}

function remember(open: Map<string, RecordLog>, row: Row, hash: string): void {
  const record = open.get(row.record_id) ?? { kind: row.kind, seq: 0, hash: '', entries: [] };
  record.seq = row.seq;
  record.hash = hash;
  record.entries.push({
    action: row.action,
    at: row.at,
    actorId: row.actor_id,
    origin: row.origin,
    data: JSON.parse(row.body),
  });
  open.set(row.record_id, record);
}

function flawIn(row: Row, last: { recordId: string; seq: number; hash: string }, jurisdictionId: number): Flaw | null {
  const at = { jurisdictionId, recordId: row.record_id, seq: row.seq };
  if (row.seq !== last.seq + 1)
    return { ...at, what: 'gap', message: `entry ${row.seq} follows entry ${last.seq}: an entry is missing` };
  const prevHash = row.prev_hash.toString('hex');
  if (prevHash !== last.hash)
    return { ...at, what: 'chain', message: 'the entry does not name the hash of the entry before it' };
  const right = hashEntry(prevHash, {
    jurisdictionId,
    kind: row.kind,
    recordId: row.record_id,
    seq: row.seq,
    action: row.action,
    actorId: row.actor_id,
    at: row.at,
    recordedAt: row.recorded_at,
    origin: row.origin,
    body: row.body,
  });
  return right === row.hash.toString('hex')
    ? null
    : { ...at, what: 'hash', message: 'the entry was changed: its content does not give its hash' };
}

async function verifySeals(
  tx: Tx,
  jurisdictionId: number,
  days: ReadonlySet<string>,
  done: Verified,
): Promise<Verified> {
  let prevHash = CHAIN_START;
  const unsealed = new Set(days);
  const flaw = (message: string): Verified => ({
    ...done,
    flaw: { jurisdictionId, recordId: null, seq: null, what: 'seal', message },
  });
  const seals = await listSeals(tx, jurisdictionId);
  for (const seal of seals) {
    if (seal.prevHash !== prevHash || hashSeal(seal) !== seal.hash)
      return flaw(`the seal of ${seal.day} was changed or one before it is missing`);
    const hashes = await hashesOfDay(tx, jurisdictionId, seal.day);
    if (hashes.length !== seal.entries || merkleRoot(hashes) !== seal.root) {
      return flaw(
        `the day ${seal.day} had ${seal.entries} entries when it was sealed; the log now holds ${hashes.length} or others`,
      );
    }
    prevHash = seal.hash;
    unsealed.delete(seal.day);
    done.seals += 1;
  }
  // Days are sealed in their order: an entry of a day passed over was put in afterwards.
  const late = [...unsealed].filter((day) => day < (seals.at(-1)?.day ?? '')).sort()[0];
  return late ? flaw(`the day ${late} has entries but no seal, although later days are sealed`) : done;
}
