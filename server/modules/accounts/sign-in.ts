import type { Actor } from '../../kernel/actor.ts';
import { type Db, type Tx, transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { countedAttempt, type Knock } from './attempts.ts';
import { appendAudit } from './audit-store.ts';
import { proveCode } from './factor.ts';
import { forgetActor } from './identify.ts';
import { type Account, type Session, usernameShape } from './model.ts';
import { accessPolicy } from './policy.ts';
import {
  CODE_AWAITED,
  SESSION_LONGEST,
  sessionAlive,
  sessionNeeded,
  signInOver,
  wrongCode,
  wrongCredentials,
} from './rules.ts';
import { newSecret, passwordFits, readSecret, secretHash } from './secrets.ts';
import { endSessions, findSession, findSessionEnd, insertSession } from './session-store.ts';
import { findByUsername } from './store.ts';
import { refuseTerminal } from './terminals.ts';

/**
 * The account that the name and password belong to, or null, in the same time whether the name exists or not. Every
 * failure is counted and audited; after too many, refused without a look at the password.
 */
export function provePassword(
  db: Db,
  given: { username: string; password: string },
  knock: Knock,
): Promise<Account | null> {
  const read = usernameShape.safeParse(given.username);
  const username = read.success ? read.data : '';
  return countedAttempt(db, { guessed: 'password', whose: username || given.username }, knock, async () => {
    const found = read.success ? await findByUsername(db, username) : null;
    const account = found?.account ?? null;
    const fits = await passwordFits(given.password, found?.passwordHash ?? null);
    const oneTimeOver = account?.oneTimeUntil ? account.oneTimeUntil < knock.now : false;
    return { account, proved: fits && account?.active && !oneTimeOver ? account : null };
  });
}

export interface Begun {
  session: Session;
  /** What the browser holds from now on. */
  secret: string;
}

async function begin(
  tx: Tx,
  { jurisdictionId, id: accountId }: Pick<Account, 'jurisdictionId' | 'id'>,
  { now, address, agent }: Knock,
  { expiresAt, awaitsCode = false }: { expiresAt: Instant; awaitsCode?: boolean },
): Promise<Begun> {
  const secret = newSecret(jurisdictionId, '');
  const session: Session = {
    id: newId(millis(now)),
    accountId,
    createdAt: now,
    seenAt: now,
    expiresAt,
    address,
    agent,
  };
  await insertSession(tx, jurisdictionId, session, { tokenHash: secretHash(secret), awaitsCode });
  return { session, secret };
}

/** Ends the session, or the half-done sign-in, that the browser came with. */
async function endFormer(tx: Tx, cookie: string | undefined, by: { id: string; at: Instant }): Promise<void> {
  const old = readSecret(cookie, '');
  if (!old) return;
  for (const awaitsCode of [false, true]) {
    const former = await findSession(tx, old.jurisdictionId, old.hash, awaitsCode);
    if (!former) continue;
    const { jurisdictionId, id: accountId } = former.account;
    await endSessions(tx, { jurisdictionId, accountId, only: former.session.id }, by);
    await forgetActor(tx, accountId, by.at);
  }
}

/**
 * Signs in by name and password: a new session with a new secret; the one the browser came with, if any, is ended. Where
 * the account has a second factor the session opens nothing until `finishSignIn`.
 */
export async function signIn(
  db: Db,
  given: { username: string; password: string; cookie: string | undefined },
  knock: Knock,
): Promise<Begun & { account: Account; awaitsCode: boolean }> {
  const account = (await provePassword(db, given, knock)) ?? refuse(wrongCredentials);
  await refuseElsewhere(db, account, knock);
  const awaitsCode = account.hasFactor;
  const expiresAt = instant(millis(knock.now) + (awaitsCode ? CODE_AWAITED : SESSION_LONGEST));
  const begun = await transact(db, async (tx) => {
    await endFormer(tx, given.cookie, { id: account.id, at: knock.now });
    const made = await begin(tx, account, knock, { expiresAt, awaitsCode });
    if (!awaitsCode) await noteSignIn(tx, account, made.session, knock, {});
    return made;
  });
  return { ...begun, account, awaitsCode };
}

/** The second step: a code of the telephone, or a recovery code. The secret of the first step is worth nothing after it. */
export async function finishSignIn(
  db: Db,
  given: { cookie: string | undefined; code: string },
  knock: Knock,
): Promise<Begun & { account: Account }> {
  const secret = readSecret(given.cookie, '') ?? refuse(signInOver);
  const found = await findSession(db, secret.jurisdictionId, secret.hash, true);
  if (!found?.account.active || !sessionAlive(found.session, knock.now)) refuse(signInOver);
  const { account } = found;
  const by = (await proveCode(db, account, given.code, knock)) ?? refuse(wrongCode);
  const begun = await transact(db, async (tx) => {
    await endFormer(tx, given.cookie, { id: account.id, at: knock.now });
    const made = await begin(tx, account, knock, { expiresAt: instant(millis(knock.now) + SESSION_LONGEST) });
    await noteSignIn(tx, account, made.session, knock, { by });
    return made;
  });
  return { ...begun, account };
}

/** A right password from where it may not be used is in the audit like a wrong one. */
async function refuseElsewhere(db: Db, account: Account, { now, address }: Knock): Promise<void> {
  const refusal = refuseTerminal(account, address, accessPolicy(db).administratorNetworks);
  if (!refusal) return;
  await transact(db, (tx) =>
    appendAudit(tx, account.jurisdictionId, {
      action: 'signInFailed',
      actorId: null,
      kind: 'account',
      recordId: account.id,
      at: now,
      address,
      detail: { step: 'terminal' },
    }),
  );
  refuse(refusal);
}

async function noteSignIn(
  tx: Tx,
  account: Account,
  session: Session,
  { now, address }: Knock,
  detail: Record<string, unknown>,
): Promise<void> {
  await appendAudit(tx, account.jurisdictionId, {
    action: 'signIn',
    actorId: account.id,
    kind: 'session',
    recordId: session.id,
    at: now,
    address,
    detail,
  });
}

/**
 * Ends every session of the actor and begins one in place of the present one, with a new secret and the same last
 * moment: after a change of what signs in, whatever was known before is worth nothing.
 */
export async function renewSession(tx: Tx, actor: Actor, knock: Knock): Promise<Begun> {
  const { jurisdictionId, id, sessionId } = actor;
  const expiresAt = sessionId && !actor.byToken ? await findSessionEnd(tx, jurisdictionId, sessionId) : null;
  if (expiresAt === null) refuse(sessionNeeded);
  await endSessions(tx, { jurisdictionId, accountId: id }, { id, at: knock.now });
  await forgetActor(tx, id, knock.now);
  return begin(tx, actor, knock, { expiresAt });
}
