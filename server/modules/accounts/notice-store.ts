import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { Session } from './model.ts';
import { type Notice, type Oddity, odditiesOf, type SignInPlace, toldActions, USUAL_FOR } from './notices.ts';

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

/** For one page so many lines of the audit are looked through: a district whose sign-ins are all usual is not read to its end. */
const STRETCH = 2000;
const STRETCHES_AT_MOST = 10;

/** Sign-ins that were unusual for their account, and lock-outs, newest first; `next` says where to look on, if there is more. */
export async function listOddSignIns(
  tx: Tx,
  jurisdictionId: number,
  filter: OddFilter,
): Promise<{ items: OddSignIn[]; next: number | null }> {
  const items: OddSignIn[] = [];
  let before = filter.before ?? (await findEnd(tx, jurisdictionId)) + 1;
  for (let stretch = 0; stretch < STRETCHES_AT_MOST; stretch++) {
    const { lines, on } = await listStretch(tx, jurisdictionId, { ...filter, before });
    for (const odd of await judged(tx, jurisdictionId, lines)) {
      if (filter.oddity && !odd.oddities.includes(filter.oddity)) continue;
      items.push(odd);
      if (items.length === filter.limit) return { items, next: odd.seq };
    }
    if (on === null) return { items, next: null };
    before = on;
  }
  return { items, next: before };
}

async function findEnd(tx: Tx, jurisdictionId: number): Promise<number> {
  const { rows } = await sql<{ seq: number }>`select seq from account_audit_head
    where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.seq ?? 0;
}

/** The next stretch of the audit, and from where to look on: of the district by numbers, of one account by its own lines. */
async function listStretch(
  tx: Tx,
  jurisdictionId: number,
  filter: OddFilter & { before: number },
): Promise<{ lines: Line[]; on: number | null }> {
  const { accountId, oddity, signInsOnly, from, before } = filter;
  const signIns = oddity !== 'locked';
  const locks = !signInsOnly && (oddity === undefined || oddity === 'locked');
  const line = sql`select seq, action, coalesce(actor_id::text, record_id) as account_id, record_id, at,
    body::jsonb ->> 'address' as address from account_audit where jurisdiction_id = ${jurisdictionId} and seq < ${before}`;
  if (accountId === undefined) {
    const first = Math.max(1, before - STRETCH);
    const actions = [...(signIns ? ['signIn'] : []), ...(locks ? ['signInLocked'] : [])];
    const { rows } =
      await sql<Line>`${line} and seq >= ${first} and action = any(${actions}) order by seq desc`.execute(tx);
    const goesOn = first > 1 && (await isSince(tx, jurisdictionId, first, from));
    return { lines: rows.filter(({ at }) => at >= from), on: goesOn ? first : null };
  }
  const parts = [
    ...(signIns
      ? [sql`(${line} and action = 'signIn' and actor_id = ${accountId} order by seq desc limit ${STRETCH})`]
      : []),
    ...(locks
      ? [sql`(${line} and action = 'signInLocked' and record_id = ${accountId} order by seq desc limit ${STRETCH})`]
      : []),
  ];
  const { rows } =
    await sql<Line>`select * from (${sql.join(parts, sql` union all `)}) as line order by seq desc limit ${STRETCH}`.execute(
      tx,
    );
  const lines = rows.filter(({ at }) => at >= from);
  return { lines, on: lines.length === STRETCH ? (lines.at(-1)?.seq ?? null) : null };
}

/** Whether a line is there still and was written since. */
async function isSince(tx: Tx, jurisdictionId: number, seq: number, from: Instant): Promise<boolean> {
  const { rows } = await sql<{ at: Instant }>`select at from account_audit
    where jurisdiction_id = ${jurisdictionId} and seq = ${seq} and at >= ${from}`.execute(tx);
  return rows.length > 0;
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
  const earlier = sql`p.user_id = s.user_id and p.created_at < s.created_at
    and p.created_at >= s.created_at - ${USUAL_FOR}::float8 * interval '1 millisecond' and not p.awaits_code`;
  const { rows } = await sql<SignInPlace & { id: string; before: SignInPlace[] }>`select s.id, s.address, s.agent,
      coalesce((select jsonb_agg(distinct jsonb_build_object('address', p.address, 'agent', p.agent))
        from account_session p where p.jurisdiction_id = s.jurisdiction_id and ${earlier}), '[]'::jsonb) as before
    from account_session s where s.jurisdiction_id = ${jurisdictionId} and s.id = any(${[...ids]}::uuid[])
      and not exists (select 1 from account_session p where p.jurisdiction_id = s.jurisdiction_id and ${earlier} and p.address = s.address and p.agent = s.agent)`.execute(
    tx,
  );
  return new Map(rows.map(({ id, ...one }) => [id, one]));
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

/**
 * Failed attempts at an account, those alike together; `since` parts what came before it from what came after. Who is
 * signed in and is asked again fails in their own name.
 */
export async function listFailures(
  tx: Tx,
  jurisdictionId: number,
  accountId: string,
  { from, since }: { from: Instant; since: Instant },
): Promise<Notice[]> {
  const { rows } = await sql<
    Pick<Notice, 'at' | 'count' | 'passwordRight' | 'bySelf'> & {
      kind: 'signInFailed' | 'signInLocked';
      address: string;
    }
  >`
    select action as kind, max(at) as at, count(*)::int as count, body::jsonb ->> 'address' as address,
      coalesce(body::jsonb #>> '{detail,step}' = 'code', false) as "passwordRight",
      body::jsonb #>> '{detail,sessionId}' is not null as "bySelf"
    from account_audit where jurisdiction_id = ${jurisdictionId} and record_id = ${accountId}
      and action in ('signInFailed', 'signInLocked') and at >= ${from}
    group by action, body::jsonb ->> 'address', coalesce(body::jsonb #>> '{detail,step}' = 'code', false),
      body::jsonb #>> '{detail,sessionId}' is not null, at > ${since}
    order by max(at) desc limit ${TOLD_AT_MOST}`.execute(tx);
  return rows.map((row) => ({ ...row, agent: null, oddities: [], here: false }));
}

/** What was changed about how an account is signed in to, its new tokens, and which of its sessions were ended, newest first. */
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
      and record_id = any(array(select ${accountId}::text
        union all select id::text from account_session
          where jurisdiction_id = ${jurisdictionId} and user_id = ${accountId} and ended_at >= ${from}
        union all select id::text from account_token
          where jurisdiction_id = ${jurisdictionId} and user_id = ${accountId} and created_at >= ${from}))
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
