import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { CHAIN_START, hashEntry } from '../../kernel/log.ts';
import type { AuditAction, AuditEntry, Look } from './model.ts';

interface AuditRow {
  seq: number;
  action: AuditAction;
  actor_id: string | null;
  record_id: string;
  at: Instant;
  body: string;
}

interface AuditBody {
  kind: string;
  address: string;
  detail: Record<string, unknown>;
}

function entryOf(row: AuditRow): AuditEntry {
  const body: AuditBody = JSON.parse(row.body);
  return { seq: row.seq, action: row.action, actorId: row.actor_id, recordId: row.record_id, at: row.at, ...body };
}

/** What an audit line's hash covers: the same text as an entry of the log, so that one verifier reads both. */
function hashLine(jurisdictionId: number, prevHash: string, row: AuditRow): string {
  const { seq, action, at, body } = row;
  return hashEntry(prevHash, {
    jurisdictionId,
    kind: 'audit',
    recordId: row.record_id,
    seq,
    action,
    actorId: row.actor_id,
    at,
    recordedAt: at,
    origin: 'acted',
    body,
  });
}

/** Appends one line to the jurisdiction's chain. Holds the chain's end until the transaction ends: do it last. */
export async function appendAudit(tx: Tx, jurisdictionId: number, entry: Omit<AuditEntry, 'seq'>): Promise<void> {
  const head = await sql<{ seq: number; hash: string }>`insert into account_audit_head as h (jurisdiction_id, seq, hash)
    values (${jurisdictionId}, 0, decode(${CHAIN_START}, 'hex'))
    on conflict (jurisdiction_id) do update set seq = h.seq returning seq, encode(hash, 'hex') as hash`.execute(tx);
  const { seq: last, hash: prevHash } = head.rows[0] ?? { seq: 0, hash: CHAIN_START };
  const body: AuditBody = { kind: entry.kind, address: entry.address, detail: entry.detail };
  const row: AuditRow = {
    seq: last + 1,
    action: entry.action,
    actor_id: entry.actorId,
    record_id: entry.recordId,
    at: entry.at,
    body: JSON.stringify(body),
  };
  const hash = hashLine(jurisdictionId, prevHash, row);
  await sql`with line as (
      insert into account_audit (jurisdiction_id, seq, action, actor_id, record_id, at, body, prev_hash, hash)
      values (${jurisdictionId}, ${row.seq}, ${row.action}, ${row.actor_id}, ${row.record_id}, ${row.at}, ${row.body},
        decode(${prevHash}, 'hex'), decode(${hash}, 'hex')))
    update account_audit_head set seq = ${row.seq}, hash = decode(${hash}, 'hex') where jurisdiction_id = ${jurisdictionId}`.execute(
    tx,
  );
}

export interface AuditFilter {
  actorId?: string | undefined;
  recordId?: string | undefined;
  action?: AuditAction | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
  /** The number of the last line of the page before. */
  before?: number | undefined;
  limit: number;
}

/** Lines of the audit, newest first. */
export async function listAudit(tx: Tx, jurisdictionId: number, filter: AuditFilter): Promise<AuditEntry[]> {
  const { rows } = await sql<AuditRow>`select seq, action, actor_id, record_id, at, body from account_audit
    where jurisdiction_id = ${jurisdictionId}
    ${filter.actorId ? sql`and actor_id = ${filter.actorId}` : sql``}
    ${filter.recordId ? sql`and record_id = ${filter.recordId}` : sql``}
    ${filter.action ? sql`and action = ${filter.action}` : sql``}
    ${filter.from ? sql`and at >= ${filter.from}` : sql``}
    ${filter.to ? sql`and at < ${filter.to}` : sql``}
    ${filter.before ? sql`and seq < ${filter.before}` : sql``}
    order by seq desc limit ${filter.limit}`.execute(tx);
  return rows.map(entryOf);
}

/** The jurisdictions that have an audit; 0 is the installation itself. */
export async function listAuditedJurisdictions(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{
    jurisdiction_id: number;
  }>`select jurisdiction_id from account_audit_head order by jurisdiction_id`.execute(tx);
  return rows.map((row) => row.jurisdiction_id);
}

/**
 * Goes through a whole chain and gives the number of the first line that does not fit: changed, removed, inserted, or
 * cut off at the end. Null if all fit.
 */
export async function findAuditFlaw(tx: Tx, jurisdictionId: number): Promise<number | null> {
  const head = await sql<{ seq: number; hash: string }>`select seq, encode(hash, 'hex') as hash from account_audit_head
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  let seq = 0;
  let last = CHAIN_START;
  for (;;) {
    const { rows } = await sql<AuditRow & { prev_hash: string; hash: string }>`
      select seq, action, actor_id, record_id, at, body, encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash
      from account_audit where jurisdiction_id = ${jurisdictionId} and seq > ${seq} order by seq limit 1000`.execute(
      tx,
    );
    if (rows.length === 0) break;
    for (const row of rows) {
      if (row.seq !== seq + 1 || row.prev_hash !== last || hashLine(jurisdictionId, last, row) !== row.hash)
        return seq + 1;
      seq = row.seq;
      last = row.hash;
    }
  }
  const end = head.rows[0];
  return (end?.seq ?? 0) === seq && (end?.hash ?? CHAIN_START) === last ? null : seq + 1;
}

/** One row an officer, record and minute: looking again within the minute changes nothing. */
export async function insertLook(tx: Tx, jurisdictionId: number, look: Look): Promise<void> {
  await sql`insert into account_look (jurisdiction_id, record_id, minute, user_id, kind, purpose)
    values (${jurisdictionId}, ${look.recordId}, ${look.minute}, ${look.accountId}, ${look.kind}, ${look.purpose}) on conflict do nothing`.execute(
    tx,
  );
}

/** Looks at a record, or by an officer, newest first. */
export async function listLooks(
  tx: Tx,
  jurisdictionId: number,
  filter: {
    recordId?: string | undefined;
    accountId?: string | undefined;
    before?: Pick<Look, 'minute' | 'recordId' | 'accountId'> | undefined;
    limit: number;
  },
): Promise<Look[]> {
  const { rows } = await sql<{
    record_id: string;
    minute: Instant;
    user_id: string;
    kind: string;
    purpose: string | null;
  }>`
    select record_id, minute, user_id, kind, purpose from account_look where jurisdiction_id = ${jurisdictionId}
    ${filter.recordId ? sql`and record_id = ${filter.recordId}` : sql``}
    ${filter.accountId ? sql`and user_id = ${filter.accountId}` : sql``}
    ${filter.before ? sql`and (minute, record_id, user_id) < (${filter.before.minute}, ${filter.before.recordId}::uuid, ${filter.before.accountId}::uuid)` : sql``}
    order by minute desc, record_id desc, user_id desc limit ${filter.limit}`.execute(tx);
  return rows.map((row) => ({
    kind: row.kind,
    recordId: row.record_id,
    accountId: row.user_id,
    minute: row.minute,
    purpose: row.purpose,
  }));
}
