import { codeAddress, newCodeSecret, stepOfCode } from '../../adapters/one-time-code.ts';
import { qrPicture } from '../../adapters/qr.ts';
import type { Actor } from '../../kernel/actor.ts';
import { type Db, type Tx, transact } from '../../kernel/db.ts';
import { millis } from '../../kernel/instant.ts';
import { refuse, staleVersion, wrongInput } from '../../kernel/refusal.ts';
import { vaultOf } from '../../kernel/vault.ts';
import type { Knock } from './attempts.ts';
import { accountOf, type Doer, recordAudit } from './commands.ts';
import { needsFactor } from './conditions.ts';
import { factorContext, proveCode } from './factor.ts';
import { findFactor, offerFactor, removeFactor, replaceRecovery, takeOffered } from './factor-store.ts';
import { forgetActor } from './identify.ts';
import type { Account } from './model.ts';
import { accessPolicy } from './policy.ts';
import { CODE_AWAITED, factorNeeded, nothingOffered, refuseOwn, sessionNeeded } from './rules.ts';
import { recoveryCode, recoveryMark } from './secrets.ts';
import { endSessions } from './session-store.ts';
import { type Begun, provePassword, renewSession } from './sign-in.ts';
import { raiseVersion } from './store.ts';

const RECOVERY_CODES = 10;
const ISSUER = 'Drumtower';

/** Who is signed in must prove it again before what signs in is changed: a desk may have been left open. */
async function proveOwner(
  db: Db,
  actor: Actor,
  given: { password: string; code?: string | undefined },
  knock: Knock,
): Promise<Account> {
  if (actor.byToken) refuse(sessionNeeded);
  const { username } = await accountOf(db, actor.jurisdictionId, actor.id);
  const asked = { ...knock, sessionId: actor.sessionId };
  const account = await provePassword(db, { username, password: given.password }, asked);
  if (!account) return refuse(wrongInput('password', { zh: '密码不正确。', en: 'The password is not right.' }));
  if (account.hasFactor && !(await proveCode(db, account, given.code ?? '', asked))) refuse(wrongCodeInput);
  return account;
}

const wrongCodeInput = wrongInput('code', {
  zh: '动态口令不正确，或已用过。',
  en: 'The code is not right, or was used before.',
});

export interface OfferedFactor {
  /** In base 32, to be typed where no picture can be read. */
  secret: string;
  address: string;
  /** SVG. */
  picture: string;
}

/** Shows a new secret. It replaces nothing until a code of it was given. */
export async function beginEnrolment(
  db: Db,
  actor: Actor,
  given: { password: string; code?: string | undefined },
  knock: Knock,
): Promise<OfferedFactor> {
  const account = await proveOwner(db, actor, given, knock);
  const secret = newCodeSecret();
  await offerFactor(db, account, await vaultOf(db).seal(secret, factorContext(account)), knock.now);
  const address = codeAddress(secret, { account: account.username, issuer: ISSUER });
  return { secret, address, picture: qrPicture(address) };
}

/** Takes the second factor into use. Gives the recovery codes, which are shown this once, and a session in place of all others. */
export async function confirmEnrolment(
  db: Db,
  actor: Actor,
  code: string,
  knock: Knock,
): Promise<{ codes: string[]; begun: Begun }> {
  const offer = await findFactor(db, actor);
  const fresh = offer?.offeredAt && millis(knock.now) - millis(offer.offeredAt) < CODE_AWAITED;
  if (!fresh || !offer?.offered) return refuse(nothingOffered);
  const { offered } = offer;
  const secret = await vaultOf(db).open(offered, factorContext(actor));
  const step = stepOfCode(secret, code, millis(knock.now), accessPolicy(db).codeWindow);
  if (step === null) return refuse(wrongCodeInput);
  const codes = Array.from({ length: RECOVERY_CODES }, recoveryCode);
  const begun = await transact(db, async (tx) => {
    if (!(await takeOffered(tx, actor, { offered, step, at: knock.now }))) refuse(nothingOffered);
    await replaceRecovery(
      tx,
      actor,
      codes.map((one) => recoveryMark(secret, one)),
    );
    const made = await renewSession(tx, actor, knock);
    await note(tx, { actor, ...knock }, 'factorEnrolled', actor);
    return made;
  });
  return { codes: codes.map((one) => `${one.slice(0, 5)}-${one.slice(5)}`), begun };
}

/** Gives the second factor up, where none is required. */
export async function giveUpFactor(
  db: Db,
  actor: Actor,
  given: { password: string; code: string },
  knock: Knock,
): Promise<Begun> {
  if (needsFactor(await accountOf(db, actor.jurisdictionId, actor.id), accessPolicy(db))) refuse(factorNeeded);
  await proveOwner(db, actor, given, knock);
  return transact(db, async (tx) => {
    await removeFactor(tx, actor);
    const begun = await renewSession(tx, actor, knock);
    await note(tx, { actor, ...knock }, 'factorRemoved', actor);
    return begun;
  });
}

/**
 * Takes a lost telephone's second factor from somebody else's account, and signs it out everywhere. `null` is the command
 * line on the server itself.
 */
export async function resetFactor(tx: Tx, by: Doer, account: Account, version: number): Promise<void> {
  const refusal = by.actor && refuseOwn(by.actor.id, account.id);
  if (refusal) refuse(refusal);
  if (account.version !== version || !(await raiseVersion(tx, account, by.now))) refuse(staleVersion(account.version));
  const { jurisdictionId, id } = account;
  await removeFactor(tx, account);
  await endSessions(tx, { jurisdictionId, accountId: id }, { id: by.actor?.id ?? id, at: by.now });
  await forgetActor(tx, id, by.now);
  await note(tx, by, 'factorReset', account);
}

function note(
  tx: Tx,
  by: Doer,
  action: 'factorEnrolled' | 'factorRemoved' | 'factorReset',
  { jurisdictionId, id }: Pick<Account, 'jurisdictionId' | 'id'>,
): Promise<void> {
  return recordAudit(tx, by, { jurisdictionId, action, kind: 'account', recordId: id });
}
