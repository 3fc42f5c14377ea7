import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Session } from './model.ts';
import {
  type Notice,
  type Oddity,
  odditiesOf,
  type SignInPlace,
  toldActions,
  USUAL_FOR,
  usualFrom,
} from './notices.ts';

/** A sign-in or a lock-out of the audit, with what was unusual about it. */
export interface OddSignIn {
  seq: number;
  accountId: string;
  at: Instant;
  address: string;
  agent: string | null;
  oddities: Oddity[];
}

interface Line {
  seq: number;
  action: 'signIn' | 'signInLocked';
  account_id: string;
  record_id: string;
  at: Instant;
  address: string;
}

export interface OddFilter {
  accountId?: string | undefined;
  oddity?: Oddity | undefined;
  /** Sign-ins alone, without the lock-outs. */
  signInsOnly?: boolean;
  from: Instant;
  /** The number of the line at which the page before ended. */
  before?: number | undefined;
  limit: number;
}

/** Lines of the audit that are looked through for one page, in steps; a district whose sign-ins are all usual is not read to its end. */
const STEP = 200;
const STEPS_AT_MOST = 50;

/** Sign-ins that were unusual for their account, and lock-outs, newest first; `next` says where to look on, if there is more. */
export async function listOddSignIns(
  tx: Tx,
  jurisdictionId: number,
  filter: OddFilter,
): Promise<{ items: OddSignIn[]; next: number | null }> {
  const items: OddSignIn[] = [];
  let before = filter.before;
  for (let step = 0; step < STEPS_AT_MOST; step++) {
    const read = await listLines(tx, jurisdictionId, { ...filter, before });
    const lines = read.filter(({ at }) => at >= filter.from);
    for (const odd of await judged(tx, jurisdictionId, lines)) {
      if (filter.oddity && !odd.oddities.includes(filter.oddity)) continue;
      items.push(odd);
      if (items.length === filter.limit) return { items, next: odd.seq };
    }
    before = lines.at(-1)?.seq;
    if (lines.length < STEP) return { items, next: null };
  }
  return { items, next: before ?? null };
}

/** The next lines of any age: their numbers are in order and have an index, their times have none. */
async function listLines(tx: Tx, jurisdictionId: number, filter: OddFilter): Promise<Line[]> {
  const { accountId, oddity, signInsOnly, before } = filter;
  const signIns = sql`action = 'signIn' ${accountId ? sql`and actor_id = ${accountId}` : sql``}`;
  const locks = sql`action = 'signInLocked' ${accountId ? sql`and record_id = ${accountId}` : sql``}`;
  const wanted = oddity === 'locked' ? locks : oddity || signInsOnly ? signIns : sql`(${signIns}) or (${locks})`;
  const { rows } = await sql<Line>`select seq, action, coalesce(actor_id::text, record_id) as account_id, record_id, at,
      body::jsonb ->> 'address' as address
    from account_audit where jurisdiction_id = ${jurisdictionId} and (${wanted})
    ${before === undefined ? sql`` : sql`and seq < ${before}`}
    order by seq desc limit ${STEP}`.execute(tx);
  return rows;
}

/** Of these lines the unusual ones, in their order. */
async function judged(tx: Tx, jurisdictionId: number, lines: readonly Line[]): Promise<OddSignIn[]> {
  const signIns = lines.filter(({ action }) => action === 'signIn').map((line) => line.record_id);
  const unlike = await findUnlikeBefore(tx, jurisdictionId, signIns);
  return lines.flatMap(({ seq, action, account_id: accountId, record_id: recordId, at, address }): OddSignIn[] => {
    const common = { seq, accountId, at };
    if (action === 'signInLocked') return [{ ...common, address, agent: null, oddities: ['locked'] }];
    const session = unlike.get(recordId);
    const found = session ? odditiesOf(session, session.before) : [];
    if (!session || found.length === 0) return [];
    return [{ ...common, address: session.address, agent: session.agent, oddities: found }];
  });
}

/**
 * Sessions like which there was none before, to the letter, with the places from which their account had signed in until
 * then: most are like one before, and nothing more is read of them.
 */
async function findUnlikeBefore(
  tx: Tx,
  jurisdictionId: number,
  ids: readonly string[],
): Promise<Map<string, SignInPlace & { before: SignInPlace[] }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<SignInPlace & { id: string; user_id: string; created_at: Instant }>`
    select s.id, s.user_id, s.created_at, s.address, s.agent from account_session s
    where s.jurisdiction_id = ${jurisdictionId} and s.id = any(${[...ids]}::uuid[]) and not exists (
      select 1 from account_session p where p.jurisdiction_id = s.jurisdiction_id and p.user_id = s.user_id
        and p.created_at < s.created_at and p.created_at >= s.created_at - ${USUAL_FOR}::float8 * interval '1 millisecond'
        and not p.awaits_code and p.address = s.address and p.agent = s.agent)`.execute(tx);
  const unlike = new Map<string, SignInPlace & { before: SignInPlace[] }>();
  for (const { id, user_id: accountId, created_at: at, address, agent } of rows) {
    const before = await listPlaces(tx, jurisdictionId, accountId, { from: usualFrom(at), to: at });
    unlike.set(id, { address, agent, before });
  }
  return unlike;
}

/** From where an account signed in within a time, each place once with its last sign-in. */
export async function listPlaces(
  tx: Tx,
  jurisdictionId: number,
  accountId: string,
  { from, to }: { from: Instant; to: Instant },
): Promise<(SignInPlace & { at: Instant })[]> {
  const { rows } = await sql<SignInPlace & { at: Instant }>`select address, agent, max(created_at) as at
    from account_session where jurisdiction_id = ${jurisdictionId} and user_id = ${accountId}
      and created_at >= ${from} and created_at < ${to} and not awaits_code
    group by address, agent order by max(created_at) desc limit 500`.execute(tx);
  return rows;
}

/** The present session of an officer, as far as it says from where and since when. */
export async function findPlace(
  tx: Tx,
  jurisdictionId: number,
  sessionId: string,
): Promise<(SignInPlace & Pick<Session, 'expiresAt'>) | null> {
  const { rows } = await sql<SignInPlace & Pick<Session, 'expiresAt'>>`select address, agent, expires_at as "expiresAt"
    from account_session where jurisdiction_id = ${jurisdictionId} and id = ${sessionId}`.execute(tx);
  return rows[0] ?? null;
}

const TOLD_AT_MOST = 100;

/** Failed attempts at an account, those alike together; `since` parts what came before it from what came after. */
export async function listFailures(
  tx: Tx,
  jurisdictionId: number,
  accountId: string,
  { from, since }: { from: Instant; since: Instant },
): Promise<Notice[]> {
  const { rows } = await sql<
    Pick<Notice, 'at' | 'count' | 'passwordRight'> & { kind: 'signInFailed' | 'signInLocked'; address: string }
  >`
    select action as kind, max(at) as at, count(*)::int as count, body::jsonb ->> 'address' as address,
      coalesce(body::jsonb #>> '{detail,step}' = 'code', false) as "passwordRight"
    from account_audit where jurisdiction_id = ${jurisdictionId} and record_id = ${accountId}
      and action in ('signInFailed', 'signInLocked') and at >= ${from}
    group by action, body::jsonb ->> 'address', coalesce(body::jsonb #>> '{detail,step}' = 'code', false), at > ${since}
    order by max(at) desc limit ${TOLD_AT_MOST}`.execute(tx);
  return rows.map((row) => ({ ...row, agent: null, oddities: [], bySelf: false, here: false }));
}

/** What was changed about how an account is signed in to, and which of its sessions were ended, newest first. */
export async function listSignInChanges(
  tx: Tx,
  jurisdictionId: number,
  accountId: string,
  from: Instant,
): Promise<Notice[]> {
  const { rows } = await sql<{
    kind: (typeof toldActions)[number];
    at: Instant;
    address: string;
    bySelf: boolean;
  }>`select action as kind, at, body::jsonb ->> 'address' as address, coalesce(actor_id = ${accountId}, false) as "bySelf"
    from account_audit where jurisdiction_id = ${jurisdictionId} and at >= ${from} and action = any(${[...toldActions]})
      and (record_id = ${accountId} or record_id in (
        select id::text from account_session where jurisdiction_id = ${jurisdictionId} and user_id = ${accountId}
          and ended_at >= ${from}))
    order by seq desc limit ${TOLD_AT_MOST}`.execute(tx);
  return rows.map((row) => ({
    ...row,
    count: 1,
    address: row.bySelf ? row.address : null,
    agent: null,
    oddities: [],
    passwordRight: false,
    here: false,
  }));
}
