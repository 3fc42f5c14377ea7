import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { instant, millis } from '../../kernel/instant.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { type Doer, recordAudit } from './commands.ts';
import { forgetActor } from './identify.ts';
import type { ApiToken } from './model.ts';
import { refuseScopes } from './rules.ts';
import { newSecret, secretHash } from './secrets.ts';
import { endSessions, findSessionOwner, findToken, insertToken, revokeTokens } from './session-store.ts';

/** Ends one's own session, or anybody's with the permission `session.endAny`. Ending twice is no fault. */
export async function endSession(tx: Tx, by: Doer & { actor: Actor }, id: string): Promise<void> {
  const { jurisdictionId } = by.actor;
  const accountId = await findSessionOwner(tx, jurisdictionId, id);
  if (!accountId || !mayEnd(by.actor, accountId)) refuse(unknownRecord({ zh: '会话', en: 'session' }));
  if ((await endSessions(tx, { jurisdictionId, accountId, only: id }, { id: by.actor.id, at: by.now })) === 0) return;
  await forgetActor(tx, accountId, by.now);
  const action = id === by.actor.sessionId ? 'signOut' : 'sessionEnded';
  await recordAudit(tx, by, { jurisdictionId, action, kind: 'session', recordId: id, detail: { accountId } });
}

/** Ends all sessions of an account and gives how many there were. */
export async function endAllSessions(tx: Tx, by: Doer & { actor: Actor }, accountId: string): Promise<number> {
  const { jurisdictionId } = by.actor;
  const count = await endSessions(tx, { jurisdictionId, accountId }, { id: by.actor.id, at: by.now });
  await forgetActor(tx, accountId, by.now);
  if (count > 0)
    await recordAudit(tx, by, {
      jurisdictionId,
      action: 'sessionEnded',
      kind: 'account',
      recordId: accountId,
      detail: { count },
    });
  return count;
}

/** Whether the actor may end the sessions and tokens of an account; a token ends nothing of its owner's. */
function mayEnd(actor: Actor, accountId: string): boolean {
  return (actor.id === accountId && !actor.byToken) || actor.permissions.has('session.endAny');
}

/** A token for a program that speaks in one's own name. The secret is shown once and kept nowhere. */
export async function createToken(
  tx: Tx,
  by: Doer & { actor: Actor },
  wanted: { name: string; scopes: string[]; days: number },
): Promise<{ token: ApiToken; secret: string }> {
  const { jurisdictionId, id: accountId } = by.actor;
  const refusal = refuseScopes(wanted.scopes, by.actor.permissions);
  if (refusal) refuse(refusal);
  const secret = newSecret(jurisdictionId, 'dt_');
  const token: ApiToken = {
    id: newId(millis(by.now)),
    accountId,
    name: wanted.name,
    scopes: [...new Set(wanted.scopes)].sort(),
    createdAt: by.now,
    expiresAt: instant(millis(by.now) + wanted.days * 86_400_000),
    seenAt: null,
    revokedAt: null,
  };
  await insertToken(tx, jurisdictionId, token, secretHash(secret));
  const detail = { scopes: token.scopes, expiresAt: token.expiresAt };
  await recordAudit(tx, by, { jurisdictionId, action: 'tokenCreated', kind: 'token', recordId: token.id, detail });
  return { token, secret };
}

/** Revokes one's own token, or anybody's with the permission `session.endAny`. Revoking twice is no fault. */
export async function revokeToken(tx: Tx, by: Doer & { actor: Actor }, id: string): Promise<void> {
  const { jurisdictionId } = by.actor;
  const token = await findToken(tx, jurisdictionId, id);
  if (!token || !mayEnd(by.actor, token.accountId)) refuse(unknownRecord({ zh: '令牌', en: 'token' }));
  if (
    (await revokeTokens(
      tx,
      { jurisdictionId, accountId: token.accountId, only: id },
      { id: by.actor.id, at: by.now },
    )) === 0
  )
    return;
  await forgetActor(tx, token.accountId, by.now);
  await recordAudit(tx, by, {
    jurisdictionId,
    action: 'tokenRevoked',
    kind: 'token',
    recordId: id,
    detail: { accountId: token.accountId },
  });
}
