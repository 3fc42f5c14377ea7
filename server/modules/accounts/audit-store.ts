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

export interface AuditLines {
  actorId?: string | undefined;
  recordId?: string | undefined;
  action?: AuditAction | undefined;
  from?: Instant | undefined;
  to?: Instant | undefined;
}

export interface AuditFilter extends AuditLines {
  /** The number of the last line of the page before. */
  before?: number | undefined;
  limit: number;
}

const among = ({ actorId, recordId, action, from, to }: AuditLines) => sql`
    ${actorId ? sql`and actor_id = ${actorId}` : sql``}
    ${recordId ? sql`and record_id = ${recordId}` : sql``}
    ${action ? sql`and action = ${action}` : sql``}
    ${from ? sql`and at >= ${from}` : sql``}
    ${to ? sql`and at < ${to}` : sql``}`;

/** Lines of the audit, newest first. */
export async function listAudit(tx: Tx, jurisdictionId: number, filter: AuditFilter): Promise<AuditEntry[]> {
  const { rows } = await sql<AuditRow>`select seq, action, actor_id, record_id, at, body from account_audit
    where jurisdiction_id = ${jurisdictionId} ${among(filter)}
    ${filter.before ? sql`and seq < ${filter.before}` : sql``}
    order by seq desc limit ${filter.limit}`.execute(tx);
  return rows.map(entryOf);
}

/** Every line that a filter leaves, oldest first, with its hash and that of the line before it: so it can be proved elsewhere. */
export async function* listEveryAuditLine(
  tx: Tx,
  jurisdictionId: number,
  filter: AuditLines,
): AsyncGenerator<AuditEntry & { prevHash: string; hash: string }> {
  let last = 0;
  for (;;) {
    const { rows } = await sql<AuditRow & { prevHash: string; hash: string }>`
      select seq, action, actor_id, record_id, at, body, encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash
      from account_audit where jurisdiction_id = ${jurisdictionId} ${among(filter)} and seq > ${last}
      order by seq limit 1000`.execute(tx);
    for (const row of rows) yield { ...entryOf(row), prevHash: row.prevHash, hash: row.hash };
    last = rows.at(-1)?.seq ?? last;
    if (rows.length < 1000) return;
  }
}

/** The jurisdictions that have an audit; 0 is the installation itself. */
export async function listAuditedJurisdictions(tx: Tx): Promise<number[]> {
  const { rows } = await sql<{
    jurisdiction_id: number;
  }>`select jurisdiction_id from account_audit_head order by jurisdiction_id`.execute(tx);
  return rows.map((row) => row.jurisdiction_id);
}

/** The last line of a part of a chain: what the next one must follow. */
interface Place {
  seq: number;
  hash: string;
}

async function findAnchor(tx: Tx, jurisdictionId: number): Promise<Place> {
  const { rows } = await sql<Place>`select seq, encode(hash, 'hex') as hash from account_audit_anchor
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0] ?? { seq: 0, hash: CHAIN_START };
}

/** Goes along a chain from a place on, to a line or to its end: gives where it got to, or the first line that does not fit. */
async function walk(
  tx: Tx,
  jurisdictionId: number,
  from: Place,
  { to = null, see }: { to?: number | null; see?: (row: AuditRow) => void } = {},
): Promise<{ flaw: number } | { flaw: null; end: Place }> {
  let { seq, hash: last } = from;
  for (;;) {
    const { rows } = await sql<AuditRow & { prev_hash: string; hash: string }>`
      select seq, action, actor_id, record_id, at, body, encode(prev_hash, 'hex') as prev_hash, encode(hash, 'hex') as hash
      from account_audit where jurisdiction_id = ${jurisdictionId} and seq > ${seq} ${to === null ? sql`` : sql`and seq <= ${to}`}
      order by seq limit 1000`.execute(tx);
    if (rows.length === 0) return { flaw: null, end: { seq, hash: last } };
    for (const row of rows) {
      if (row.seq !== seq + 1 || row.prev_hash !== last || hashLine(jurisdictionId, last, row) !== row.hash)
        return { flaw: seq + 1 };
      see?.(row);
      seq = row.seq;
      last = row.hash;
    }
  }
}

/**
 * Goes through a whole chain and gives the number of the first line that does not fit: changed, removed, inserted, or
 * cut off at either end. Null if all fit. Lines past their time may be missing at the old end, if the chain says so.
 */
export async function findAuditFlaw(tx: Tx, jurisdictionId: number): Promise<number | null> {
  const head = await sql<Place>`select seq, encode(hash, 'hex') as hash from account_audit_head
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  const anchor = await findAnchor(tx, jurisdictionId);
  let told: unknown = CHAIN_START;
  const walked = await walk(tx, jurisdictionId, anchor, {
    see(row) {
      if (row.action === 'auditTrimmed') told = entryOf(row).detail.hash;
    },
  });
  if (walked.flaw !== null) return walked.flaw;
  if (told !== anchor.hash) return anchor.seq + 1;
  const { seq, hash } = head.rows[0] ?? { seq: 0, hash: CHAIN_START };
  return seq === walked.end.seq && hash === walked.end.hash ? null : walked.end.seq + 1;
}

export interface Trimmed {
  lines: number;
  /** The last line taken away: its number, its moment, and the hash that the next line follows. */
  to: number;
  at: Instant;
  hash: string;
}

/**
 * Takes the lines before a moment from the old end of a chain, at most so many, and leaves an anchor in their place. Of a
 * part that does not prove itself nothing is taken: it is evidence. Null if nothing was taken.
 */
export async function trimAudit(
  tx: Tx,
  jurisdictionId: number,
  before: Instant,
  atMost: number,
): Promise<Trimmed | null> {
  const anchor = await findAnchor(tx, jurisdictionId);
  const { rows } = await sql<{ seq: number; at: Instant }>`select seq, at from account_audit
    where jurisdiction_id = ${jurisdictionId} and seq > ${anchor.seq} order by seq limit ${atMost}`.execute(tx);
  const kept = rows.findIndex(({ at }) => at >= before);
  const past = kept < 0 ? rows : rows.slice(0, kept);
  const last = past.at(-1);
  if (!last) return null;
  const walked = await walk(tx, jurisdictionId, anchor, { to: last.seq });
  if (walked.flaw !== null || walked.end.seq !== last.seq) return null;
  const { hash } = walked.end;
  await sql`delete from account_audit where jurisdiction_id = ${jurisdictionId} and seq <= ${last.seq}`.execute(tx);
  await sql`insert into account_audit_anchor (jurisdiction_id, seq, hash, at)
    values (${jurisdictionId}, ${last.seq}, decode(${hash}, 'hex'), ${last.at})
    on conflict (jurisdiction_id) do update set seq = excluded.seq, hash = excluded.hash, at = excluded.at`.execute(tx);
  return { lines: past.length, to: last.seq, at: last.at, hash };
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
