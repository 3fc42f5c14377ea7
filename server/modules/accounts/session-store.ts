import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Account, ApiToken, Session } from './model.ts';
import { ACCOUNT, type AccountRow, accountOf } from './store.ts';

interface SessionRow {
  id: string;
  user_id: string;
  created_at: Instant;
  seen_at: Instant;
  expires_at: Instant;
  address: string;
  agent: string;
}

const SESSION = sql`s.id, s.user_id, s.created_at, s.seen_at, s.expires_at, s.address, s.agent`;

function sessionOf(row: SessionRow): Session {
  return {
    id: row.id,
    accountId: row.user_id,
    createdAt: row.created_at,
    seenAt: row.seen_at,
    expiresAt: row.expires_at,
    address: row.address,
    agent: row.agent,
  };
}

export async function insertSession(
  tx: Tx,
  jurisdictionId: number,
  session: Session,
  { tokenHash, awaitsCode }: { tokenHash: string; awaitsCode: boolean },
): Promise<void> {
  await sql`insert into account_session (jurisdiction_id, id, user_id, token_hash, created_at, seen_at, expires_at, address, agent, awaits_code)
    values (${jurisdictionId}, ${session.id}, ${session.accountId}, decode(${tokenHash}, 'hex'), ${session.createdAt}, ${session.seenAt},
      ${session.expiresAt}, ${session.address}, ${session.agent}, ${awaitsCode})`.execute(tx);
}

/**
 * The session of a secret that nobody ended, with its account; whether it is still alive is a rule. One that awaits its
 * code is found only if that is what is looked for.
 */
export async function findSession(
  tx: Tx,
  jurisdictionId: number,
  tokenHash: string,
  awaitsCode = false,
): Promise<{ account: Account; session: Pick<Session, 'id' | 'seenAt' | 'expiresAt'> } | null> {
  const { rows } = await sql<AccountRow & { session_id: string; seen_at: Instant; expires_at: Instant }>`
    select ${ACCOUNT}, s.id as session_id, s.seen_at, s.expires_at
    from account_session s join account_user u on u.jurisdiction_id = s.jurisdiction_id and u.id = s.user_id
    where s.jurisdiction_id = ${jurisdictionId} and s.token_hash = decode(${tokenHash}, 'hex') and s.ended_at is null
      and s.awaits_code = ${awaitsCode}`.execute(tx);
  const row = rows[0];
  return row
    ? { account: accountOf(row), session: { id: row.session_id, seenAt: row.seen_at, expiresAt: row.expires_at } }
    : null;
}

/** Sessions of an account that were not ended and not outlived, newest first. */
export async function listSessions(
  tx: Tx,
  jurisdictionId: number,
  accountId: string,
  now: Instant,
): Promise<Session[]> {
  const { rows } = await sql<SessionRow>`select ${SESSION} from account_session s
    where s.jurisdiction_id = ${jurisdictionId} and s.user_id = ${accountId} and s.ended_at is null and s.expires_at > ${now}
      and not s.awaits_code
    order by s.created_at desc limit 100`.execute(tx);
  return rows.map(sessionOf);
}

export async function findSessionOwner(tx: Tx, jurisdictionId: number, id: string): Promise<string | null> {
  const { rows } = await sql<{ user_id: string }>`select user_id from account_session
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and ended_at is null`.execute(tx);
  return rows[0]?.user_id ?? null;
}

/** When an open session ends however busy it is; null if it ended already. */
export async function findSessionEnd(tx: Tx, jurisdictionId: number, id: string): Promise<Instant | null> {
  const { rows } = await sql<{ expires_at: Instant }>`select expires_at from account_session
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and ended_at is null`.execute(tx);
  return rows[0]?.expires_at ?? null;
}

/** Ends one session of an account, or all; gives how many were still open. */
export async function endSessions(
  tx: Tx,
  whose: { jurisdictionId: number; accountId: string; only?: string },
  by: { id: string; at: Instant },
): Promise<number> {
  const { numAffectedRows } = await sql`update account_session set ended_at = ${by.at}, ended_by = ${by.id}
    where jurisdiction_id = ${whose.jurisdictionId} and user_id = ${whose.accountId} and ended_at is null and expires_at > ${by.at}
    ${whose.only ? sql`and id = ${whose.only}` : sql``}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function markSessionSeen(tx: Tx, jurisdictionId: number, id: string, at: Instant): Promise<void> {
  await sql`update account_session set seen_at = ${at}
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and seen_at < ${at}`.execute(tx);
}

interface TokenRow {
  id: string;
  user_id: string;
  name: string;
  scopes: string[];
  created_at: Instant;
  expires_at: Instant;
  seen_at: Instant | null;
  revoked_at: Instant | null;
}

const TOKEN = sql`t.id, t.user_id, t.name, t.scopes, t.created_at, t.expires_at, t.seen_at, t.revoked_at`;

function tokenOf(row: TokenRow): ApiToken {
  return {
    id: row.id,
    accountId: row.user_id,
    name: row.name,
    scopes: row.scopes,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    seenAt: row.seen_at,
    revokedAt: row.revoked_at,
  };
}

export async function insertToken(tx: Tx, jurisdictionId: number, token: ApiToken, tokenHash: string): Promise<void> {
  await sql`insert into account_token (jurisdiction_id, id, user_id, token_hash, name, scopes, created_at, expires_at)
    values (${jurisdictionId}, ${token.id}, ${token.accountId}, decode(${tokenHash}, 'hex'), ${token.name}, ${token.scopes},
      ${token.createdAt}, ${token.expiresAt})`.execute(tx);
}

/** The token of a secret, by its hash; whether it is still alive is a rule. */
export async function findTokenByHash(tx: Tx, jurisdictionId: number, tokenHash: string): Promise<ApiToken | null> {
  const { rows } = await sql<TokenRow>`select ${TOKEN} from account_token t
    where t.jurisdiction_id = ${jurisdictionId} and t.token_hash = decode(${tokenHash}, 'hex')`.execute(tx);
  return rows[0] ? tokenOf(rows[0]) : null;
}

export async function findToken(tx: Tx, jurisdictionId: number, id: string): Promise<ApiToken | null> {
  const { rows } = await sql<TokenRow>`select ${TOKEN} from account_token t
    where t.jurisdiction_id = ${jurisdictionId} and t.id = ${id}`.execute(tx);
  return rows[0] ? tokenOf(rows[0]) : null;
}

/** The tokens of an account, newest first, the revoked and expired ones too. */
export async function listTokens(tx: Tx, jurisdictionId: number, accountId: string): Promise<ApiToken[]> {
  const { rows } = await sql<TokenRow>`select ${TOKEN} from account_token t
    where t.jurisdiction_id = ${jurisdictionId} and t.user_id = ${accountId} order by t.created_at desc limit 100`.execute(
    tx,
  );
  return rows.map(tokenOf);
}

/** Revokes one token of an account, or all; gives how many were not revoked before. */
export async function revokeTokens(
  tx: Tx,
  whose: { jurisdictionId: number; accountId: string; only?: string },
  by: { id: string; at: Instant },
): Promise<number> {
  const { numAffectedRows } = await sql`update account_token set revoked_at = ${by.at}, revoked_by = ${by.id}
    where jurisdiction_id = ${whose.jurisdictionId} and user_id = ${whose.accountId} and revoked_at is null
    ${whose.only ? sql`and id = ${whose.only}` : sql``}`.execute(tx);
  return Number(numAffectedRows ?? 0);
}

export async function markTokenSeen(tx: Tx, jurisdictionId: number, id: string, at: Instant): Promise<void> {
  await sql`update account_token set seen_at = ${at}
    where jurisdiction_id = ${jurisdictionId} and id = ${id} and (seen_at is null or seen_at < ${at})`.execute(tx);
}

/** The latest moment until which any of the subjects (SHA-256, hexadecimal) is locked out. */
export async function findLock(tx: Tx, subjects: readonly string[], now: Instant): Promise<Instant | null> {
  const { rows } = await sql<{ until: Instant | null }>`select max(locked_until) as until from account_attempt
    where subject in (${sql.join(subjects.map((subject) => sql`decode(${subject}, 'hex')`))}) and locked_until > ${now}`.execute(
    tx,
  );
  return rows[0]?.until ?? null;
}

/** Counts one more failure and gives the number in a row; one after a long quiet begins anew. */
export async function countFailure(tx: Tx, subject: string, now: Instant, forgottenBefore: Instant): Promise<number> {
  const { rows } = await sql<{ failures: number }>`insert into account_attempt as a (subject, failures, failed_at)
    values (decode(${subject}, 'hex'), 1, ${now}) on conflict (subject) do update
    set failures = case when a.failed_at < ${forgottenBefore} then 1 else a.failures + 1 end, failed_at = excluded.failed_at
    returning failures`.execute(tx);
  return rows[0]?.failures ?? 1;
}

export async function lockAttempts(tx: Tx, subject: string, until: Instant): Promise<void> {
  await sql`update account_attempt set locked_until = ${until} where subject = decode(${subject}, 'hex')`.execute(tx);
}

export async function forgetFailures(tx: Tx, subjects: readonly string[]): Promise<void> {
  await sql`delete from account_attempt where subject in (${sql.join(subjects.map((subject) => sql`decode(${subject}, 'hex')`))})`.execute(
    tx,
  );
}

export async function forgetOld(tx: Tx, before: { failures: Instant; sessions: Instant }): Promise<void> {
  await sql`delete from account_attempt where failed_at < ${before.failures}`.execute(tx);
  await sql`delete from account_session where expires_at < ${before.sessions}`.execute(tx);
}
