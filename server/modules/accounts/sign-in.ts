import { type Db, transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { appendAudit } from './audit-store.ts';
import { forgetActor } from './identify.ts';
import { type Account, type Session, usernameShape } from './model.ts';
import {
  type AttemptKind,
  FAILURES_REMEMBERED,
  lockedOut,
  lockSeconds,
  SESSION_LONGEST,
  wrongCredentials,
} from './rules.ts';
import { newSecret, passwordFits, readSecret, secretHash, withHashingPlace } from './secrets.ts';
import {
  countFailure,
  endSessions,
  findLock,
  findSession,
  forgetFailures,
  insertSession,
  lockAttempts,
} from './session-store.ts';
import { findByUsername } from './store.ts';

export interface Knock {
  now: Instant;
  address: string;
  agent: string;
}

/** What a failed sign-in is counted by, hashed, so that what was typed is never kept. */
function subjectsOf(username: string, address: string): Record<AttemptKind, string> {
  return {
    pair: secretHash(`pair\n${username}\n${address}`),
    name: secretHash(`name\n${username}`),
    address: secretHash(`address\n${address}`),
  };
}

async function refuseLocked(db: Db, subjects: Record<AttemptKind, string>, now: Instant): Promise<void> {
  const until = await findLock(db, Object.values(subjects), now);
  if (until) refuse(lockedOut(until, now));
}

/**
 * The account that the name and password belong to, or null, in the same time whether the name exists or not. Every
 * failure is counted and audited; after too many, refused without a look at the password.
 */
export async function provePassword(
  db: Db,
  given: { username: string; password: string },
  knock: Knock,
): Promise<Account | null> {
  const read = usernameShape.safeParse(given.username);
  const username = read.success ? read.data : '';
  const subjects = subjectsOf(username || given.username, knock.address);
  await refuseLocked(db, subjects, knock.now);
  return withHashingPlace(async () => {
    // Again, because a crowd of guesses sent at once waited here while the first of them failed.
    await refuseLocked(db, subjects, knock.now);
    const found = read.success ? await findByUsername(db, username) : null;
    const fits = await passwordFits(given.password, found?.passwordHash ?? null);
    const oneTimeOver = found?.account.oneTimeUntil ? found.account.oneTimeUntil < knock.now : false;
    if (found && fits && found.account.active && !oneTimeOver) {
      await forgetFailures(db, [subjects.pair, subjects.name]);
      return found.account;
    }
    await noteFailure(db, found?.account ?? null, subjects, knock);
    return null;
  });
}

async function noteFailure(
  db: Db,
  account: Account | null,
  subjects: Record<AttemptKind, string>,
  knock: Knock,
): Promise<void> {
  const { now, address } = knock;
  await transact(db, async (tx) => {
    let locked = 0;
    for (const kind of ['pair', 'name', 'address'] as const) {
      const failures = await countFailure(tx, subjects[kind], now, instant(millis(now) - FAILURES_REMEMBERED));
      const seconds = lockSeconds(kind, failures);
      if (seconds > 0) await lockAttempts(tx, subjects[kind], instant(millis(now) + seconds * 1000));
      locked = Math.max(locked, seconds);
    }
    await appendAudit(tx, account?.jurisdictionId ?? 0, {
      action: locked > 0 ? 'signInLocked' : 'signInFailed',
      actorId: null,
      kind: 'account',
      recordId: account?.id ?? '',
      at: now,
      address,
      detail: locked > 0 ? { seconds: locked } : {},
    });
  });
}

/** Signs in: a new session with a new secret; the one the browser came with, if any, is ended. */
export async function signIn(
  db: Db,
  given: { username: string; password: string; cookie: string | undefined },
  knock: Knock,
): Promise<{ account: Account; session: Session; secret: string }> {
  const account = (await provePassword(db, given, knock)) ?? refuse(wrongCredentials);
  const { now, address, agent } = knock;
  const secret = newSecret(account.jurisdictionId, '');
  const session: Session = {
    id: newId(millis(now)),
    accountId: account.id,
    createdAt: now,
    seenAt: now,
    expiresAt: instant(millis(now) + SESSION_LONGEST),
    address,
    agent,
  };
  const old = readSecret(given.cookie, '');
  await transact(db, async (tx) => {
    const former = old && (await findSession(tx, old.jurisdictionId, old.hash));
    if (former) {
      const whose = {
        jurisdictionId: former.account.jurisdictionId,
        accountId: former.account.id,
        only: former.session.id,
      };
      await endSessions(tx, whose, { id: account.id, at: now });
      forgetActor(former.account.id, now);
    }
    await insertSession(tx, account.jurisdictionId, session, secretHash(secret));
    await appendAudit(tx, account.jurisdictionId, {
      action: 'signIn',
      actorId: account.id,
      kind: 'session',
      recordId: session.id,
      at: now,
      address,
      detail: {},
    });
  });
  return { account, session, secret };
}
