import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Tx } from './db.ts';
import type { Instant } from './instant.ts';
import { CHAIN_START, merkleRoot } from './log.ts';

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
  const { rows } = await sql<{ jurisdiction_id: number; last: string | null }>`
    select e.jurisdiction_id, max(s.day) as last from (select distinct jurisdiction_id from log_entry) e
    left join log_seal s using (jurisdiction_id) group by e.jurisdiction_id`.execute(tx);
  const sealed: Seal[] = [];
  for (const { jurisdiction_id, last } of rows)
    sealed.push(...(await sealJurisdiction(tx, jurisdiction_id, last, today, now)));
  return sealed;
}

async function sealJurisdiction(
  tx: Tx,
  jurisdictionId: number,
  last: string | null,
  today: string,
  now: Instant,
): Promise<Seal[]> {
  const from = last ? new Date(Date.parse(last) + 86_400_000).toISOString() : '1900-01-01T00:00:00.000Z';
  const { rows: days } = await sql<{
    day: string;
  }>`select distinct (recorded_at at time zone 'UTC')::date as day from log_entry
    where jurisdiction_id = ${jurisdictionId} and recorded_at >= ${from} and recorded_at < ${`${today}T00:00:00.000Z`} order by 1`.execute(
    tx,
  );
  let prevHash = await lastSealHash(tx, jurisdictionId);
  const sealed: Seal[] = [];
  for (const { day } of days) {
    const hashes = await hashesOfDay(tx, jurisdictionId, day);
    const body = { jurisdictionId, day, entries: hashes.length, root: merkleRoot(hashes), prevHash };
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

async function lastSealHash(tx: Tx, jurisdictionId: number): Promise<string> {
  const { rows } = await sql<{ hash: string }>`select encode(hash, 'hex') as hash from log_seal
    where jurisdiction_id = ${jurisdictionId} order by day desc limit 1`.execute(tx);
  return rows[0]?.hash ?? CHAIN_START;
}

/** The hashes that a day's seal covers, in its order. */
export async function hashesOfDay(tx: Tx, jurisdictionId: number, day: string): Promise<string[]> {
  const next = new Date(Date.parse(day) + 86_400_000).toISOString();
  const { rows } = await sql<{ hash: string }>`select encode(hash, 'hex') as hash from log_entry
    where jurisdiction_id = ${jurisdictionId} and recorded_at >= ${`${day}T00:00:00.000Z`} and recorded_at < ${next} order by record_id, seq`.execute(
    tx,
  );
  return rows.map((row) => row.hash);
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
