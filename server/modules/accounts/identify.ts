import type { Actor } from '../../kernel/actor.ts';
import { type Db, perDatabase, type Tx } from '../../kernel/db.ts';
import { ringAccess } from '../../kernel/db-bell.ts';
import type { HttpOptions } from '../../kernel/http.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { withheldFrom } from './conditions.ts';
import type { Account } from './model.ts';
import { accessPolicy } from './policy.ts';
import { permissionsOf, permissionsOfToken, SEEN_EVERY, sessionAlive, sessionEnds, tokenAlive } from './rules.ts';
import { readSecret } from './secrets.ts';
import { findSession, findTokenByHash, markSessionSeen, markTokenSeen } from './session-store.ts';
import { findAccount } from './store.ts';
import { refuseTerminal } from './terminals.ts';

export const SESSION_COOKIE = 'drumtower_session';

/** What is known of a secret is believed for so long, so that a request costs no query: the time another process needs to notice. */
const BELIEVED = 900;
const KNOWN_AT_MOST = 20_000;

/** What this process remembers of those who ask, and when it heard that something about them changed. */
const memory = perDatabase(() => ({
  known: new Map<string, { actor: Actor; readAt: number }>(),
  changed: new Map<string, number>(),
  anybodyChanged: Number.NEGATIVE_INFINITY,
}));
type Memory = ReturnType<typeof memory>;

/**
 * Makes this process forget an account at once, and read it anew for a while: a change may still be committing. When it is
 * committed every process forgets the account, and looks whether its streams may go on. Call it in the transaction of every
 * change of an account's rights, sessions or tokens.
 */
export async function forgetActor(tx: Tx, accountId: string, now: Instant): Promise<void> {
  distrust(tx, accountId, millis(now));
  await ringAccess(tx, accountId);
}

/** What is remembered of the account is not believed, nor what is read of it in the next moments; null: of nobody. */
export function distrust(tx: Tx, accountId: string | null, time: number): void {
  const held = memory(tx);
  if (accountId === null) {
    held.anybodyChanged = time;
    return;
  }
  const { changed } = held;
  for (const [id, at] of changed) if (at + BELIEVED < time) changed.delete(id);
  changed.set(accountId, time);
}

function stillBelieved(
  { changed, anybodyChanged }: Memory,
  entry: { actor: Actor; readAt: number },
  time: number,
): boolean {
  const age = time - entry.readAt;
  const { endsAt } = entry.actor;
  if (endsAt !== undefined && time >= millis(endsAt)) return false;
  const lastChange = Math.max(changed.get(entry.actor.id) ?? Number.NEGATIVE_INFINITY, anybodyChanged);
  return age >= 0 && age < BELIEVED && !(entry.readAt - lastChange < BELIEVED);
}

/** Finds who asks: an API token in `Authorization: Bearer dt_…`, or else the session in the cookie. */
export function identifier(db: Db): HttpOptions['identify'] {
  const held = memory(db);
  const { known } = held;
  const find: HttpOptions['identify'] = async ({ cookies, authorization, now, passive = false }) => {
    const bearer = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    const secret = authorization ? readSecret(bearer, 'dt_') : readSecret(cookies[SESSION_COOKIE], '');
    if (!secret) return null;
    const time = millis(now);
    const entry = known.get(secret.hash);
    if (entry && stillBelieved(held, entry, time)) return entry.actor;
    const actor = authorization
      ? await actorOfToken(db, secret.jurisdictionId, secret.hash, now)
      : await actorOfSession(db, secret, now, passive);
    if (known.size >= KNOWN_AT_MOST) known.clear();
    if (actor) known.set(secret.hash, { actor, readAt: time });
    else known.delete(secret.hash);
    return actor;
  };
  return async (request) => {
    const actor = await find(request);
    const withheld = actor && refuseTerminal(actor, request.address, accessPolicy(db).administratorNetworks);
    return withheld ? { ...actor, permissions: new Set(), withheld } : actor;
  };
}

async function actorOfSession(
  db: Db,
  { jurisdictionId, hash }: { jurisdictionId: number; hash: string },
  now: Instant,
  passive: boolean,
): Promise<Actor | null> {
  const found = await findSession(db, jurisdictionId, hash);
  if (!found?.account.active || !sessionAlive(found.session, now)) return null;
  if (!passive && millis(now) - millis(found.session.seenAt) >= SEEN_EVERY)
    await markSessionSeen(db, jurisdictionId, found.session.id, now);
  return actorOf(
    db,
    found.account,
    {
      permissions: permissionsOf(found.account.roles),
      sessionId: found.session.id,
      endsAt: sessionEnds(found.session),
    },
    now,
  );
}

async function actorOfToken(db: Db, jurisdictionId: number, hash: string, now: Instant): Promise<Actor | null> {
  const token = await findTokenByHash(db, jurisdictionId, hash);
  if (!token || !tokenAlive(token, now)) return null;
  const account = await findAccount(db, jurisdictionId, token.accountId);
  if (!account?.active) return null;
  if (!token.seenAt || millis(now) - millis(token.seenAt) >= SEEN_EVERY)
    await markTokenSeen(db, jurisdictionId, token.id, now);
  const permissions = permissionsOfToken(account.roles, token.scopes);
  return actorOf(db, account, { permissions, sessionId: token.id, endsAt: token.expiresAt, byToken: true }, now);
}

function actorOf(
  db: Db,
  account: Account,
  speaking: Pick<Actor, 'permissions' | 'sessionId' | 'endsAt' | 'byToken'>,
  now: Instant,
): Actor {
  const { id, jurisdictionId, name, roles, unitId } = account;
  const withheld = withheldFrom(account, accessPolicy(db), now);
  const actor = { id, jurisdictionId, name, roles, unitId, ...speaking };
  return withheld ? { ...actor, permissions: new Set(), withheld } : actor;
}
