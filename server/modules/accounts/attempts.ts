import { type Db, type Tx, transact } from '../../kernel/db.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { appendAudit, listAudit } from './audit-store.ts';
import type { Account } from './model.ts';
import { type AttemptKind, FAILURES_REMEMBERED, lockedOut, lockSeconds } from './rules.ts';
import { secretHash, withHashingPlace } from './secrets.ts';
import { countFailure, findLock, forgetFailures, lockAttempts } from './session-store.ts';

/** Who knocks, when and from where. */
export interface Knock {
  now: Instant;
  address: string;
  agent: string;
  /** The session in which it is asked for again; nobody but who is signed in comes to that. */
  sessionId?: string | null;
}

/** What can be guessed: a password, by the username typed; or a code, by the account whose password was right. */
export type Guessed = 'password' | 'code';

/** What a failure is counted by, hashed, so that what was typed is never kept. An address is one for all guesses. */
function subjectsOf(guessed: Guessed, whose: string, address: string): Record<AttemptKind, string> {
  const prefix = guessed === 'password' ? '' : `${guessed}\n`;
  return {
    pair: secretHash(`${prefix}pair\n${whose}\n${address}`),
    name: secretHash(`${prefix}name\n${whose}`),
    address: secretHash(`address\n${address}`),
  };
}

async function refuseLocked(db: Db, subjects: Record<AttemptKind, string>, now: Instant): Promise<void> {
  const until = await findLock(db, Object.values(subjects), now);
  if (until) refuse(lockedOut(until, now));
}

/**
 * Lets somebody prove something, and counts and audits the failure; after too many, refused without a look. `prove` says
 * whose account it was about, if any, and whether it was proved.
 */
export async function countedAttempt<T>(
  db: Db,
  what: { guessed: Guessed; whose: string },
  knock: Knock,
  prove: () => Promise<{ account: Account | null; proved: T | null }>,
): Promise<T | null> {
  const subjects = subjectsOf(what.guessed, what.whose, knock.address);
  await refuseLocked(db, subjects, knock.now);
  return withHashingPlace(async () => {
    // Again, because a crowd of guesses sent at once waited here while the first of them failed.
    await refuseLocked(db, subjects, knock.now);
    const { account, proved } = await prove();
    if (proved !== null) await forgetFailures(db, [subjects.pair, subjects.name]);
    else await noteFailure(db, account, what.guessed, subjects, knock);
    return proved;
  });
}

/**
 * 解除锁定 — a password that was reset is not the one that was guessed at: its owner waits for no lock-out of the name, nor of
 * the places from which it was tried. What an address did to many names stays.
 */
export async function liftLocks(tx: Tx, { jurisdictionId, id, username }: Account, now: Instant): Promise<void> {
  const from = instant(millis(now) - FAILURES_REMEMBERED);
  const locked = await listAudit(tx, jurisdictionId, { recordId: id, action: 'signInLocked', from, limit: 1000 });
  const addresses = new Set(['', ...locked.map(({ address }) => address)]);
  const subjects = [...addresses].map((address) => subjectsOf('password', username, address));
  await forgetFailures(
    tx,
    subjects.flatMap(({ pair, name }) => [pair, name]),
  );
}

async function noteFailure(
  db: Db,
  account: Account | null,
  guessed: Guessed,
  subjects: Record<AttemptKind, string>,
  { now, address, sessionId }: Knock,
): Promise<void> {
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
      detail: {
        ...(guessed === 'code' ? { step: 'code' } : {}),
        ...(sessionId ? { sessionId } : {}),
        ...(locked > 0 ? { seconds: locked } : {}),
      },
    });
  });
}
