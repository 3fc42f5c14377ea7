import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import type { Tx } from './db.ts';
import { newId } from './id.ts';
import { type Instant, instant, millis } from './instant.ts';
import { merkleRoot } from './log.ts';
import type { Words } from './words.ts';

/** One record that may go: its id, and a digest of what is stored of it now. */
export interface Doomed {
  id: string;
  digest: Buffer;
}

/** 保存期限规则 — how long one kind of personal data is kept, and why. Rules are data; a changed one gets another version. */
export interface ErasureRule {
  name: string;
  version: number;
  what: Words;
  /** From when the days count. */
  since: Words;
  days: number;
  /** A jurisdiction may choose fewer days, but not fewer than these. */
  atLeast: number;
  /** The law or rule behind the number, or who has to decide it. */
  source: Words;
  /** Whether every single record can be shown to be gone later, or only their number and root. */
  proves: 'each' | 'all';
  count(tx: Tx, jurisdictionId: number, before: Instant): Promise<number>;
  /** The oldest first, locked until the transaction ends. */
  find(tx: Tx, jurisdictionId: number, before: Instant, limit: number): Promise<Doomed[]>;
  erase(tx: Tx, jurisdictionId: number, ids: readonly string[], at: Instant): Promise<void>;
}

/** 删除证明 — what was erased when by which rule: the root binds ids and digests of every record. */
export interface ErasureRun {
  id: string;
  rule: string;
  ruleVersion: number;
  before: Instant | null;
  records: number;
  root: string;
  erasedAt: Instant;
}

const DAY = 86_400_000;
export const PORTION = 2000;

/** The hash of one erased record, as it stands under the root: anybody who has id and digest can reckon it. */
export function leafHash(rule: string, { id, digest }: Doomed): string {
  return createHash('sha256')
    .update(`${rule}\n${id}\n${digest.toString('hex')}`)
    .digest('hex');
}

/** How many days a jurisdiction keeps what this rule is about. */
export async function daysOf(tx: Tx, jurisdictionId: number, rule: ErasureRule): Promise<number> {
  const { rows } = await sql<{ days: number }>`select days from erasure_term
    where jurisdiction_id = ${jurisdictionId} and rule = ${rule.name}`.execute(tx);
  return Math.max(rule.atLeast, rows[0]?.days ?? rule.days);
}

export async function setTerm(
  tx: Tx,
  jurisdictionId: number,
  rule: ErasureRule,
  days: number,
  now: Instant,
): Promise<void> {
  await sql`insert into erasure_term (jurisdiction_id, rule, days, changed_at) values (${jurisdictionId}, ${rule.name}, ${days}, ${now})
    on conflict (jurisdiction_id, rule) do update set days = excluded.days, changed_at = excluded.changed_at`.execute(
    tx,
  );
}

/** What is over its term today. */
export interface Due {
  rule: ErasureRule;
  days: number;
  before: Instant;
  records: number;
  /** Some ids, for a look beforehand; never the data. */
  examples: string[];
}

/** What would be erased now: nothing is changed. */
export async function previewErasure(
  tx: Tx,
  rules: readonly ErasureRule[],
  jurisdictionId: number,
  now: Instant,
): Promise<Due[]> {
  const due: Due[] = [];
  for (const rule of rules) {
    const days = await daysOf(tx, jurisdictionId, rule);
    const before = instant(millis(now) - days * DAY);
    const records = await rule.count(tx, jurisdictionId, before);
    const examples = records === 0 ? [] : (await rule.find(tx, jurisdictionId, before, 5)).map(({ id }) => id);
    due.push({ rule, days, before, records, examples });
  }
  return due;
}

/**
 * Erases a portion of what is over its term, with its proof in the same transaction: what is gone is proven, and what is
 * proven is gone. Null if nothing is over it.
 */
export async function erasePortion(
  tx: Tx,
  rule: ErasureRule,
  jurisdictionId: number,
  now: Instant,
): Promise<ErasureRun | null> {
  const before = instant(millis(now) - (await daysOf(tx, jurisdictionId, rule)) * DAY);
  const doomed = await rule.find(tx, jurisdictionId, before, PORTION);
  if (doomed.length === 0) return null;
  const ids = doomed.map(({ id }) => id);
  await rule.erase(tx, jurisdictionId, ids, now);
  return proveErased(tx, jurisdictionId, { ...rule, before }, doomed, now);
}

/** Writes the proof of an erasure done in this transaction. */
export async function proveErased(
  tx: Tx,
  jurisdictionId: number,
  rule: Pick<ErasureRule, 'name' | 'version' | 'proves'> & { before: Instant | null },
  erased: readonly Doomed[],
  now: Instant,
): Promise<ErasureRun> {
  const root = merkleRoot(erased.map((one) => leafHash(rule.name, one)));
  const run: ErasureRun = {
    id: newId(millis(now)),
    rule: rule.name,
    ruleVersion: rule.version,
    before: rule.before,
    records: erased.length,
    root,
    erasedAt: now,
  };
  await sql`insert into erasure_run (jurisdiction_id, id, rule, rule_version, before, records, root, erased_at)
    values (${jurisdictionId}, ${run.id}, ${run.rule}, ${run.ruleVersion}, ${run.before}, ${run.records}, decode(${root}, 'hex'), ${now})`.execute(
    tx,
  );
  if (rule.proves === 'each') {
    const leaves = erased.map(({ id, digest }, at) => ({ position: at, id, digest: digest.toString('hex') }));
    await sql`insert into erasure_leaf (jurisdiction_id, run_id, position, record_id, digest)
      select ${jurisdictionId}::integer, ${run.id}::uuid, position, id, decode(digest, 'hex')
      from json_to_recordset(${JSON.stringify(leaves)}::json) as leaf (position integer, id text, digest text)`.execute(
      tx,
    );
  }
  return run;
}

const RUN = sql`id, rule, rule_version as "ruleVersion", before, records, encode(root, 'hex') as root, erased_at as "erasedAt"`;

/** The newest erasures of a jurisdiction; of one record, if its id is given. */
export async function listErasures(
  tx: Tx,
  jurisdictionId: number,
  { recordId, limit }: { recordId?: string | undefined; limit: number },
): Promise<ErasureRun[]> {
  const { rows } = await sql<ErasureRun>`select ${RUN} from erasure_run r where jurisdiction_id = ${jurisdictionId}
    ${
      recordId === undefined
        ? sql``
        : sql`and exists (select 1 from erasure_leaf l
            where l.jurisdiction_id = ${jurisdictionId} and l.run_id = r.id and l.record_id = ${recordId})`
    }
    order by erased_at desc, id desc limit ${limit}`.execute(tx);
  return rows;
}

/** For a query: whether a record is proven to have been erased. */
export const wasErased = (jurisdictionId: number, recordId: RawBuilder<unknown>): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from erasure_leaf gone
    where gone.jurisdiction_id = ${jurisdictionId} and gone.record_id = ${recordId})`;

/** Reckons the root anew from the leaves; true if it is the one that was written, and that the audit holds too. */
export async function checkErasure(tx: Tx, jurisdictionId: number, run: ErasureRun): Promise<boolean> {
  const { rows } = await sql<Doomed>`select record_id as id, digest from erasure_leaf
    where jurisdiction_id = ${jurisdictionId} and run_id = ${run.id} order by position`.execute(tx);
  return rows.length === run.records && merkleRoot(rows.map((leaf) => leafHash(run.rule, leaf))) === run.root;
}
