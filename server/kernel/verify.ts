import { sql } from 'kysely';
import type { Tx } from './db.ts';
import type { Instant } from './instant.ts';
import { CHAIN_START, hashEntry, merkleRoot, type Origin } from './log.ts';
import { hashSeal, listSeals } from './seal.ts';

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

/** Compares a record's row with what its entries amount to; null if they agree. One per kind of record. */
export type RowCheck = (tx: Tx, jurisdictionId: number, records: ReadonlyMap<string, { seq: number; hash: string; entries: { action: string; at: Instant; actorId: string | null; origin: Origin; data: unknown }[] }>) => Promise<Flaw | null>;

const BATCH = 20_000;

/**
 * Proves the log of one jurisdiction: every entry's hash is right, every entry follows its predecessor, numbers have no
 * gap, every sealed day still has its Merkle root and every seal its place, and every row is the fold of its entries.
 * Reads in batches by primary key and needs nothing but the database; stops at the first entry that does not fit.
 */
export async function verifyLog(tx: Tx, jurisdictionId: number, options: { checkRows?: RowCheck; progress?: (entries: number) => void } = {}): Promise<Verified> {
  const days = new Map<string, string[]>();
  const done: Verified = { entries: 0, records: 0, seals: 0, flaw: null };
  let after = { recordId: '00000000-0000-0000-0000-000000000000', seq: 0 };
  let last = { recordId: '', seq: 0, hash: CHAIN_START };
  let open = new Map<string, { seq: number; hash: string; entries: { action: string; at: Instant; actorId: string | null; origin: Origin; data: unknown }[] }>();
  for (;;) {
    const { rows } = await sql<Row>`select kind, record_id, seq, action, actor_id, at, recorded_at, origin, body, prev_hash, hash from log_entry
      where jurisdiction_id = ${jurisdictionId} and (record_id, seq) > (${after.recordId}::uuid, ${after.seq}) order by record_id, seq limit ${BATCH}`.execute(tx);
    for (const row of rows) {
      if (row.record_id !== last.recordId) {
        last = { recordId: row.record_id, seq: 0, hash: CHAIN_START };
        done.records += 1;
      }
      const flaw = flawIn(row, last, jurisdictionId);
      if (flaw) return { ...done, flaw };
      const hash = row.hash.toString('hex');
      last = { recordId: row.record_id, seq: row.seq, hash };
      done.entries += 1;
      const day = row.recorded_at.slice(0, 10);
      const ofDay = days.get(day);
      if (ofDay) ofDay.push(hash);
      else days.set(day, [hash]);
      if (options.checkRows) {
        const record = open.get(row.record_id) ?? { seq: 0, hash: '', entries: [] };
        record.seq = row.seq;
        record.hash = hash;
        record.entries.push({ action: row.action, at: row.at, actorId: row.actor_id, origin: row.origin, data: JSON.parse(row.body) });
        open.set(row.record_id, record);
      }
    }
    const end = rows.at(-1);
    if (options.checkRows) {
      // The last record of a full batch may go on in the next; it waits.
      const unfinished = rows.length === BATCH && end ? open.get(end.record_id) : undefined;
      if (end && unfinished) open.delete(end.record_id);
      const flaw = await options.checkRows(tx, jurisdictionId, open);
      if (flaw) return { ...done, flaw };
      open = new Map(end && unfinished ? [[end.record_id, unfinished]] : []);
    }
    options.progress?.(done.entries);
    if (!end || rows.length < BATCH) break;
    after = { recordId: end.record_id, seq: end.seq };
  }
  return verifySeals(tx, jurisdictionId, days, done);
}

function flawIn(row: Row, last: { recordId: string; seq: number; hash: string }, jurisdictionId: number): Flaw | null {
  const at = { jurisdictionId, recordId: row.record_id, seq: row.seq };
  if (row.seq !== last.seq + 1) return { ...at, what: 'gap', message: `entry ${row.seq} follows entry ${last.seq}: an entry is missing` };
  const prevHash = row.prev_hash.toString('hex');
  if (prevHash !== last.hash) return { ...at, what: 'chain', message: 'the entry does not name the hash of the entry before it' };
  const right = hashEntry(prevHash, {
    jurisdictionId, kind: row.kind, recordId: row.record_id, seq: row.seq, action: row.action, actorId: row.actor_id, at: row.at,
    recordedAt: row.recorded_at, origin: row.origin, body: row.body,
  });
  return right === row.hash.toString('hex') ? null : { ...at, what: 'hash', message: 'the entry was changed: its content does not give its hash' };
}

async function verifySeals(tx: Tx, jurisdictionId: number, days: ReadonlyMap<string, string[]>, done: Verified): Promise<Verified> {
  let prevHash = CHAIN_START;
  for (const seal of await listSeals(tx, jurisdictionId)) {
    const hashes = days.get(seal.day) ?? [];
    const at = { jurisdictionId, recordId: null, seq: null, what: 'seal' as const };
    if (seal.prevHash !== prevHash || hashSeal(seal) !== seal.hash) return { ...done, flaw: { ...at, message: `the seal of ${seal.day} was changed or one before it is missing` } };
    if (hashes.length !== seal.entries || merkleRoot(hashes) !== seal.root) {
      return { ...done, flaw: { ...at, message: `the day ${seal.day} had ${seal.entries} entries when it was sealed; the log now holds ${hashes.length} or others` } };
    }
    prevHash = seal.hash;
    done.seals += 1;
  }
  return done;
}
