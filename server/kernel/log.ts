import { hash as hashOnce } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './db.ts';
import { type Instant, isInstant } from './instant.ts';

/**
 * The log of every record with a life-cycle: append-only, one entry per action taken. Each entry carries the hash of its
 * predecessor in the same record, so that a changed, inserted or removed entry breaks the chain; a daily seal
 * (`seal.ts`) covers what a chain alone cannot show, a cut-off end.
 */
export interface Entry<Data = unknown> {
  jurisdictionId: number;
  /** The life-cycle the record lives by, e.g. `case`. */
  kind: string;
  recordId: string;
  /** 1, 2, 3 … within the record; equals the record's version after this entry. */
  seq: number;
  action: string;
  /** Null when the system itself acted. */
  actorId: string | null;
  /** When it happened. For imported history, what the source says. */
  at: Instant;
  /** When this installation wrote it down. */
  recordedAt: Instant;
  origin: Origin;
  data: Data;
}

/** `acted`: done here; `imported`: told by another system; `simulated`: made by the demo district's generator. */
export type Origin = 'acted' | 'imported' | 'simulated';

export interface StoredEntry<Data = unknown> extends Entry<Data> {
  /** Hexadecimal SHA-256. */
  prevHash: string;
  hash: string;
}

/** A stored entry with its body as the JSON text that was hashed. */
export interface ChainedEntry extends StoredEntry {
  body: string;
}

/** A stored entry with its place in the order in which followers see entries: `<transaction>-<position>`. */
export interface FollowedEntry<Data = unknown> extends Entry<Data> {
  cursor: string;
}

/** What an entry's hash covers before its body. */
export type HashedHead = Omit<Entry, 'data'>;

export const CHAIN_START = '0'.repeat(64);

/**
 * An entry's hash is the SHA-256 of this text and of the body, which is the JSON text exactly as stored: anyone can
 * recompute it. The predecessor's hash and the entry's fields, one a line; every field but the body is free of line
 * breaks, so two different entries never give the same text.
 */
export function headOf(prevHash: string, entry: HashedHead): string {
  const { jurisdictionId, kind, recordId, seq, action, actorId, at, recordedAt, origin } = entry;
  return `${prevHash}\n${jurisdictionId}\n${kind}\n${recordId}\n${seq}\n${action}\n${actorId ?? ''}\n${at}\n${recordedAt}\n${origin}\n`;
}

export function hashEntry(prevHash: string, entry: HashedHead & { body: string }): string {
  return hashOnce('sha256', `${headOf(prevHash, entry)}${entry.body}`, 'hex');
}

const HASH_BYTES = 32;

/**
 * A Merkle tree over hashes that come one after another, in the memory of a few: pairs are bound as soon as they are
 * whole, and an odd last one is carried up unchanged.
 */
export class MerkleTree {
  count = 0;
  /** At each height a pair to be: its left half waits where the count has a bit, until the right one comes. */
  private readonly pairs: Buffer[] = [];

  add(leaf: Uint8Array): void {
    this.pairAt(0).set(leaf, (this.count & 1) * HASH_BYTES);
    for (let height = 0; (this.count >> height) & 1; height++) {
      const place = ((this.count >> (height + 1)) & 1) * HASH_BYTES;
      bind(this.pairAt(height), this.pairAt(height + 1), place);
    }
    this.count += 1;
  }

  /** Hexadecimal; of no leaves CHAIN_START. */
  root(): string {
    const whole = this.pairs
      .filter((_, height) => (this.count >> height) & 1)
      .map((pair) => pair.subarray(0, HASH_BYTES));
    const [last] = whole;
    if (!last) return CHAIN_START;
    const right = Buffer.from(last);
    for (const left of whole.slice(1)) bind(Buffer.concat([left, right]), right, 0);
    return right.toString('hex');
  }

  private pairAt(height: number): Buffer {
    this.pairs[height] ??= Buffer.alloc(2 * HASH_BYTES);
    return this.pairs[height];
  }
}

/** Writes the hash of a pair. As a text it comes several times quicker than as bytes of its own. */
function bind(pair: Buffer, into: Buffer, at: number): void {
  into.write(hashOnce('sha256', pair, 'binary'), at, 'latin1');
}

/** The Merkle root over hashes in hexadecimal, in their order. */
export function merkleRoot(hashes: readonly string[]): string {
  const tree = new MerkleTree();
  for (const hash of hashes) tree.add(Buffer.from(hash, 'hex'));
  return tree.root();
}

/** Turns an entry into its stored form, given the hash of the record's last entry (CHAIN_START for the first). */
export function chain(entry: Entry, prevHash: string): ChainedEntry {
  // Any other spelling of a time would come back from the database in ours, and no longer give its hash.
  if (!isInstant(entry.at) || !isInstant(entry.recordedAt))
    throw new Error(`not an instant: ${entry.at}, ${entry.recordedAt}`);
  const body = JSON.stringify(entry.data);
  return { ...entry, body, prevHash, hash: hashEntry(prevHash, { ...entry, body }) };
}

/**
 * The statement that writes chained entries: alone, or as `with entry as (…)` before the change of the row they are about,
 * so that both make one journey. The primary key refuses a second entry with the same number, so two writers of one
 * record can never both succeed.
 */
export function inserting(entries: readonly ChainedEntry[]): RawBuilder<unknown> {
  const rows = entries.map(
    (
      entry,
    ) => sql`(${entry.jurisdictionId}, ${entry.recordId}, ${entry.seq}, ${entry.kind}, ${entry.action}, ${entry.actorId},
      ${entry.at}, ${entry.recordedAt}, ${entry.origin}, ${entry.body}, ${Buffer.from(entry.prevHash, 'hex')}, ${Buffer.from(entry.hash, 'hex')})`,
  );
  return sql`insert into log_entry
    (jurisdiction_id, record_id, seq, kind, action, actor_id, at, recorded_at, origin, body, prev_hash, hash)
    values ${sql.join(rows)}`;
}

/** Appends the entries, all of one record and in order, in the caller's transaction, and gives the last hash. */
export async function append(tx: Tx, entries: readonly Entry[], prevHash: string): Promise<string> {
  const stored = chainAll(entries, prevHash);
  if (stored.length > 0) await inserting(stored).execute(tx);
  return stored.at(-1)?.hash ?? prevHash;
}

/** Chains the entries of one record, in order. */
export function chainAll(entries: readonly Entry[], prevHash: string): ChainedEntry[] {
  let last = prevHash;
  return entries.map((entry) => {
    const stored = chain(entry, last);
    last = stored.hash;
    return stored;
  });
}

/** Writes chained entries of many records in one statement: quicker than `append` from a dozen entries on. */
export async function insertEntries(tx: Tx, entries: readonly ChainedEntry[]): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ data: _, ...entry }) => entry);
  await sql`insert into log_entry (jurisdiction_id, record_id, seq, kind, action, actor_id, at, recorded_at, origin, body, prev_hash, hash)
    select "jurisdictionId", "recordId", seq, kind, action, "actorId", at, "recordedAt", origin, body, decode("prevHash", 'hex'), decode(hash, 'hex')
    from json_to_recordset(${JSON.stringify(rows)}::json) as row ("jurisdictionId" integer, "recordId" uuid, seq integer, kind text, action text,
      "actorId" uuid, at timestamptz, "recordedAt" timestamptz, origin text, body text, "prevHash" text, hash text)`.execute(
    tx,
  );
}

interface EntryRow {
  jurisdiction_id: number;
  kind: string;
  record_id: string;
  seq: number;
  action: string;
  actor_id: string | null;
  at: Instant;
  recorded_at: Instant;
  origin: Origin;
  body: string;
}

const COLUMNS = sql`jurisdiction_id, kind, record_id, seq, action, actor_id, at, recorded_at, origin, body`;

function entryOf(row: EntryRow): Entry {
  return {
    jurisdictionId: row.jurisdiction_id,
    kind: row.kind,
    recordId: row.record_id,
    seq: row.seq,
    action: row.action,
    actorId: row.actor_id,
    at: row.at,
    recordedAt: row.recorded_at,
    origin: row.origin,
    data: JSON.parse(row.body),
  };
}

interface StoredRow extends EntryRow {
  prev_hash: string;
  hash: string;
}

const STORED = sql`${COLUMNS}, encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash`;

function storedOf(row: StoredRow): StoredEntry {
  return { ...entryOf(row), prevHash: row.prev_hash, hash: row.hash };
}

/** The whole log of one record, oldest first. */
export async function readLog(tx: Tx, jurisdictionId: number, recordId: string): Promise<StoredEntry[]> {
  const { rows } = await sql<StoredRow>`select ${STORED} from log_entry
    where jurisdiction_id = ${jurisdictionId} and record_id = ${recordId} order by seq`.execute(tx);
  return rows.map(storedOf);
}

/** The logs of several records at once, each oldest first. */
export async function readLogs(
  tx: Tx,
  jurisdictionId: number,
  recordIds: readonly string[],
): Promise<Map<string, StoredEntry[]>> {
  if (recordIds.length === 0) return new Map();
  const { rows } = await sql<StoredRow>`select ${STORED} from log_entry
    where jurisdiction_id = ${jurisdictionId} and record_id = any(${recordIds}::uuid[]) order by record_id, seq`.execute(
    tx,
  );
  return Map.groupBy(rows.map(storedOf), (entry) => entry.recordId);
}

/** Records of a kind in the order of their ids, after a given one; to go through all of them in portions. */
export async function listRecords(
  tx: Tx,
  jurisdictionId: number,
  wanted: { kind: string; after: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select record_id as id from log_entry
    where jurisdiction_id = ${jurisdictionId} and record_id > ${wanted.after} and seq = 1 and kind = ${wanted.kind}
    order by record_id limit ${wanted.limit}`.execute(tx);
  return rows.map((row) => row.id);
}

export const CURSOR_START = '0-0';

/**
 * Entries after a cursor, in commit-safe order: only those whose transaction is older than every open one, so that an
 * entry committed late is never skipped. `jurisdictionId` narrows to one jurisdiction.
 */
export async function entriesAfter(
  tx: Tx,
  cursor: string,
  limit: number,
  jurisdictionId?: number,
): Promise<FollowedEntry[]> {
  const [txPart = '0', position = '0'] = cursor.split('-');
  const { rows } = await sql<EntryRow & { cursor: string }>`
    select ${COLUMNS}, tx::text || '-' || position as cursor from log_entry
    where (tx, position) > (${txPart}::xid8, ${position}::bigint) and tx < pg_snapshot_xmin(pg_current_snapshot())
    ${jurisdictionId === undefined ? sql`` : sql`and jurisdiction_id = ${jurisdictionId}`}
    order by tx, position limit ${limit}`.execute(tx);
  return rows.map((row) => ({ ...entryOf(row), cursor: row.cursor }));
}

/** The cursor behind everything committed so far: where a listener starts that wants only what comes. */
export async function cursorNow(tx: Tx): Promise<string> {
  const { rows } = await sql<{ cursor: string }>`select tx::text || '-' || position as cursor from log_entry
    where tx < pg_snapshot_xmin(pg_current_snapshot()) order by tx desc, position desc limit 1`.execute(tx);
  return rows[0]?.cursor ?? CURSOR_START;
}
