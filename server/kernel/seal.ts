import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './db.ts';
import type { Instant } from './instant.ts';
import { CHAIN_START, MerkleTree } from './log.ts';

/** 日封存 — what was written on one day, bound into one hash that can be printed and kept elsewhere. */
export interface Seal {
  jurisdictionId: number;
  /** UTC date of `recordedAt`. */
  day: string;
  entries: number;
  /** Merkle root over the hashes of the day's entries, in the order of (record, number). */
  root: string;
  prevHash: string;
  hash: string;
}

/** A seal's own hash: over the seal before, so that no day can be taken out or exchanged. */
export function hashSeal(seal: Omit<Seal, 'hash'>): string {
  return createHash('sha256')
    .update(`${seal.prevHash}\n${seal.jurisdictionId}\n${seal.day}\n${seal.entries}\n${seal.root}`)
    .digest('hex');
}

/**
 * Seals every past day that has entries and no seal yet. A day is past when its UTC midnight lies ten minutes back, so
 * that no transaction that began before midnight is still open (they end after a minute).
 */
export async function sealPastDays(tx: Tx, now: Instant): Promise<Seal[]> {
  const today = new Date(Date.parse(now) - 600_000).toISOString().slice(0, 10);
  const sealed: Seal[] = [];
  for (let id = await nextJurisdiction(tx, null); id !== null; id = await nextJurisdiction(tx, id))
    sealed.push(...(await sealJurisdiction(tx, id, today, now)));
  return sealed;
}

/**
 * For how many days the oldest entry without a seal has waited for one, for each jurisdiction of the log; UTC. Sealing waits
 * for a day to be over, so 0 and 1 are usual, however long nothing was written.
 */
export async function daysUnsealed(tx: Tx, now: Instant): Promise<{ jurisdictionId: number; days: number }[]> {
  const tomorrow = dayAfter(now.slice(0, 10));
  const waits = [];
  for (let id = await nextJurisdiction(tx, null); id !== null; id = await nextJurisdiction(tx, id)) {
    const last = await lastSeal(tx, id);
    const oldest = await nextDay(tx, id, last ? dayAfter(last.day) : BEGINNING, tomorrow);
    const days = oldest === null ? 0 : (Date.parse(now.slice(0, 10)) - Date.parse(oldest)) / 86_400_000;
    waits.push({ jurisdictionId: id, days });
  }
  return waits;
}

/** The jurisdictions of the log in turn, each found by one look into an index, however long the log is. */
async function nextJurisdiction(tx: Tx, after: number | null): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select jurisdiction_id as id from log_entry
    where jurisdiction_id > ${after ?? -1} order by jurisdiction_id limit 1`.execute(tx);
  return rows[0]?.id ?? null;
}

async function sealJurisdiction(tx: Tx, jurisdictionId: number, today: string, now: Instant): Promise<Seal[]> {
  const last = await lastSeal(tx, jurisdictionId);
  let prevHash = last?.hash ?? CHAIN_START;
  const sealed: Seal[] = [];
  for (
    let day = await nextDay(tx, jurisdictionId, last ? dayAfter(last.day) : BEGINNING, today);
    day !== null;
    day = await nextDay(tx, jurisdictionId, dayAfter(day), today)
  ) {
    const tree = await treeOfDay(tx, jurisdictionId, day);
    const body = { jurisdictionId, day, entries: tree.count, root: tree.root(), prevHash };
    const seal = { ...body, hash: hashSeal(body) };
    await sql`insert into log_seal (jurisdiction_id, day, entries, root, prev_hash, hash, sealed_at)
      values (${jurisdictionId}, ${day}, ${seal.entries}, decode(${seal.root}, 'hex'), decode(${prevHash}, 'hex'), decode(${seal.hash}, 'hex'), ${now})`.execute(
      tx,
    );
    prevHash = seal.hash;
    sealed.push(seal);
  }
  return sealed;
}

const BEGINNING = '1900-01-01';

function dayAfter(day: string): string {
  return new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
}

const midnight = (day: string) => `${day}T00:00:00.000Z`;

/** The first day from `from` on, and before `until`, on which something was written down. */
async function nextDay(tx: Tx, jurisdictionId: number, from: string, until: string): Promise<string | null> {
  const { rows } = await sql<{ at: Instant }>`select recorded_at as at from log_entry
    where jurisdiction_id = ${jurisdictionId} and recorded_at >= ${midnight(from)} and recorded_at < ${midnight(until)}
    order by recorded_at limit 1`.execute(tx);
  return rows[0]?.at.slice(0, 10) ?? null;
}

async function lastSeal(tx: Tx, jurisdictionId: number): Promise<{ day: string; hash: string } | null> {
  const { rows } = await sql<{ day: string; hash: string }>`select day, encode(hash, 'hex') as hash from log_seal
    where jurisdiction_id = ${jurisdictionId} order by day desc limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** Hashes fetched at once: a day on which a great file was imported has more than should be held together. */
const PORTION = 20_000;

/** The hashes that a day's seal covers, in its order. */
async function treeOfDay(tx: Tx, jurisdictionId: number, day: string): Promise<MerkleTree> {
  const tree = new MerkleTree();
  await sql`declare day_hashes no scroll cursor for select hash from log_entry
    where jurisdiction_id = ${sql.lit(jurisdictionId)} and recorded_at >= ${sql.lit(midnight(day))} and recorded_at < ${sql.lit(midnight(dayAfter(day)))}
    order by record_id, seq`.execute(tx);
  for (let more = true; more; ) {
    const { rows } = await sql<{ hash: Buffer }>`fetch ${sql.lit(PORTION)} from day_hashes`.execute(tx);
    for (const { hash } of rows) tree.add(hash);
    more = rows.length === PORTION;
  }
  await sql`close day_hashes`.execute(tx);
  return tree;
}

export async function listSeals(tx: Tx, jurisdictionId: number): Promise<Seal[]> {
  const { rows } = await sql<{ day: string; entries: number; root: string; prev_hash: string; hash: string }>`
    select day, entries, encode(root, 'hex') as root, encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash from log_seal
    where jurisdiction_id = ${jurisdictionId} order by day`.execute(tx);
  return rows.map((row) => ({
    jurisdictionId,
    day: row.day,
    entries: row.entries,
    root: row.root,
    prevHash: row.prev_hash,
    hash: row.hash,
  }));
}
