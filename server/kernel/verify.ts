import { sql } from 'kysely';
import { atOneMoment, type Db, type Tx, urlOf } from './db.ts';
import type { Moment } from './db-raw.ts';
import { CHAIN_START, MerkleTree } from './log.ts';
import type { RowKind } from './row-check.ts';
import { hashSeal, listSeals } from './seal.ts';
import { type Flaw, type Lane, openLane, type Slice, type SliceProof } from './verify-slice.ts';

export interface Verified {
  entries: number;
  records: number;
  seals: number;
  flaw: Flaw | null;
}

export interface VerifyOptions {
  /** Whose rows are proved beside the entries. Threads know it themselves. */
  rows?: readonly RowKind[];
  /** Who proves the slices: this thread if nobody else is named. Those behind the first wait until one slice is proved. */
  lanes?: (moment: Moment, jurisdictionId: number) => Promise<Lane[]>;
  progress?: (entries: number) => void;
  /** Entries of a slice. */
  slice?: number;
}

/** Enough that its beginning costs nothing, and so few that lanes end together; about what a thread costs to start. */
const SLICE = 20_000;

/**
 * Proves the log of one jurisdiction as it stands at one moment: every entry's hash is right, every entry follows its
 * predecessor, numbers have no gap, every sealed day still has its Merkle root and every seal its place, and every row is
 * the fold of its entries. The log is read once, in slices by primary key, and needs nothing but the database; the first
 * entry that does not fit is named.
 */
export function verifyLog(db: Db, jurisdictionId: number, options: VerifyOptions = {}): Promise<Verified> {
  return atOneMoment(db, async (tx) => {
    // It waits for the lanes, however long they work.
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    const { rows } = await sql<{ snapshot: string }>`select pg_export_snapshot() as snapshot`.execute(tx);
    const moment: Moment = { url: urlOf(db), snapshot: rows[0]?.snapshot ?? '' };
    const lanes = options.lanes ?? (async () => [await openLane(moment, jurisdictionId, options.rows ?? [])]);
    const open = await lanes(moment, jurisdictionId);
    try {
      return await verifyEntries(tx, jurisdictionId, open, options);
    } finally {
      await Promise.all(open.map((lane) => lane.close()));
    }
  });
}

async function verifyEntries(tx: Tx, jurisdictionId: number, lanes: Lane[], options: VerifyOptions): Promise<Verified> {
  const next = slices(tx, jurisdictionId, options.slice ?? SLICE);
  const proofs = new Map<number, SliceProof>();
  const days = new Map<string, MerkleTree>();
  const done: Verified = { entries: 0, records: 0, seals: 0, flaw: null };
  let counted = 0;

  /** Counts what is proved, in the order of the log, whoever came first. */
  function count(): void {
    for (let proof = proofs.get(counted); proof && !done.flaw; proof = proofs.get(counted)) {
      proofs.delete(counted);
      counted += 1;
      done.entries += proof.entries;
      done.records += proof.records;
      done.flaw = proof.flaw;
      for (const { day, hashes } of proof.days) plant(days, day, hashes);
      options.progress?.(done.entries);
    }
  }

  async function work(lane: Lane, afterOne?: () => void): Promise<void> {
    for (let task = await next(); task && !done.flaw; task = await next()) {
      const proof = await lane.prove(task.slice);
      proofs.set(task.number, proof);
      count();
      afterOne?.();
      if (proof.flaw || done.flaw) return;
    }
  }

  const [first, ...others] = lanes;
  const worthwhile = Promise.withResolvers<void>();
  async function workFirst(lane: Lane): Promise<void> {
    try {
      await work(lane, worthwhile.resolve);
    } finally {
      worthwhile.resolve();
    }
  }
  await Promise.all([first && workFirst(first), ...others.map((lane) => worthwhile.promise.then(() => work(lane)))]);
  return done.flaw ? done : verifySeals(tx, jurisdictionId, days, done);
}

function plant(days: Map<string, MerkleTree>, day: string, hashes: Uint8Array): void {
  const tree = days.get(day) ?? new MerkleTree();
  days.set(day, tree);
  for (let at = 0; at < hashes.length; at += 32) tree.add(hashes.subarray(at, at + 32));
}

/** Hands out the log in slices of whole records, in their order, each found while the one before is proved; undefined after the last. */
function slices(
  tx: Tx,
  jurisdictionId: number,
  size: number,
): () => Promise<{ number: number; slice: Slice } | undefined> {
  let after: string | null = null;
  let number = 0;
  let atEnd = false;
  async function take() {
    if (atEnd) return undefined;
    const behind = after === null ? sql`` : sql`and record_id > ${after}`;
    const { rows } = await sql<{ id: string }>`select record_id as id from log_entry
      where jurisdiction_id = ${jurisdictionId} ${behind} order by record_id, seq offset ${size} limit 1`.execute(tx);
    const slice = { after, upTo: rows[0]?.id ?? null };
    atEnd = slice.upTo === null;
    after = slice.upTo ?? after;
    return { number: number++, slice };
  }
  let ahead = take();
  return () => {
    const now = ahead;
    ahead = now.then(take);
    // Told to whoever asks for it; nobody may.
    ahead.catch(() => undefined);
    return now;
  };
}

async function verifySeals(
  tx: Tx,
  jurisdictionId: number,
  days: ReadonlyMap<string, MerkleTree>,
  done: Verified,
): Promise<Verified> {
  let prevHash = CHAIN_START;
  const unsealed = new Set(days.keys());
  const flaw = (message: string): Verified => ({
    ...done,
    flaw: { jurisdictionId, recordId: null, seq: null, what: 'seal', message },
  });
  const seals = await listSeals(tx, jurisdictionId);
  for (const seal of seals) {
    if (seal.prevHash !== prevHash || hashSeal(seal) !== seal.hash)
      return flaw(`the seal of ${seal.day} was changed or one before it is missing`);
    const found = days.get(seal.day) ?? new MerkleTree();
    if (found.count !== seal.entries || found.root() !== seal.root) {
      return flaw(
        `the day ${seal.day} had ${seal.entries} entries when it was sealed; the log now holds ${found.count} or others`,
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
