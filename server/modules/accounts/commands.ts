import { leakedPasswords } from '../../adapters/leaked-passwords.ts';
import { spell } from '../../adapters/pinyin.ts';
import type { Actor } from '../../kernel/actor.ts';
import { type Db, perDatabase, type Tx, transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, instant, millis } from '../../kernel/instant.ts';
import { type Refusal, refuse, staleVersion, unknownRecord, wrongInput } from '../../kernel/refusal.ts';
import { findJurisdiction, findUnit } from '../organisation/store.ts';
import { type Knock, liftLocks } from './attempts.ts';
import { appendAudit, insertLook } from './audit-store.ts';
import { forgetActor } from './identify.ts';
import { type Account, type AuditAction, usernameShape } from './model.ts';
import { leakedForms } from './plain-passwords.ts';
import { accessPolicy } from './policy.ts';
import type { Role } from './roles.ts';
import {
  ONE_TIME_PASSWORD,
  refuseOwn,
  refusePassword,
  refuseReset,
  refuseRoles,
  sessionNeeded,
  usedPassword,
} from './rules.ts';
import { hashPassword, oneTimePassword, passwordFits, withHashingPlace } from './secrets.ts';
import { endSessions } from './session-store.ts';
import { type Begun, provePassword, renewSession } from './sign-in.ts';
import { findAccount, insertAccounts, listFormerPasswords, raiseVersion, setPassword, updateAccount } from './store.ts';

/** Who does something, from where; `null` is the command line on the server itself. */
export interface Doer {
  actor: Pick<Actor, 'id' | 'jurisdictionId'> | null;
  now: Instant;
  address: string;
}

/** One line in the audit. Holds the audit's end until the transaction ends: do it last. Never a secret, never a citizen's data. */
export async function recordAudit(
  tx: Tx,
  by: Doer,
  what: {
    jurisdictionId: number;
    action: AuditAction;
    kind: string;
    recordId: string;
    detail?: Record<string, unknown>;
  },
): Promise<void> {
  const { jurisdictionId, detail = {}, ...rest } = what;
  await appendAudit(tx, jurisdictionId, {
    ...rest,
    detail,
    actorId: by.actor?.id ?? null,
    at: by.now,
    address: by.address,
  });
}

/** Who takes something out of the house: written into the audit, and committed, before it is given. */
export async function recordExport(
  { db, actor, now, address }: Doer & { db: Db; actor: Actor },
  what: { kind: string; recordId: string; detail: Record<string, unknown> },
): Promise<void> {
  const { jurisdictionId } = actor;
  await transact(db, (tx) => recordAudit(tx, { actor, now, address }, { jurisdictionId, action: 'exported', ...what }));
}

const looked = perDatabase(() => ({ minute: '', kept: new Set<string>() }));

/**
 * 查阅留痕 — notes that the officer looked at a record; once a minute is enough, and what was noted in this minute is
 * remembered, so that looking again costs nothing.
 */
export async function recordLook(
  tx: Tx,
  actor: Actor,
  look: { kind: string; recordId: string; at: Instant; purpose?: string },
): Promise<void> {
  const minute = `${look.at.slice(0, 16)}:00.000Z`;
  const memory = looked(tx);
  if (memory.minute !== minute) Object.assign(memory, { minute, kept: new Set<string>() });
  const { kept } = memory;
  const key = `${actor.jurisdictionId} ${actor.id} ${look.recordId}`;
  if (kept.has(key)) return;
  await insertLook(tx, actor.jurisdictionId, {
    kind: look.kind,
    recordId: look.recordId,
    accountId: actor.id,
    minute,
    purpose: look.purpose ?? null,
  });
  kept.add(key);
}

export interface NewAccount {
  username: string;
  name: string;
  unitId?: string | null;
  roles?: Role[];
  /** From `hashPassword`; null if nobody can sign in yet. */
  passwordHash: string | null;
  /** The password is a one-time one, and works until then. */
  oneTimeUntil?: Instant | null;
}

/** Adds accounts in one statement. Roles that must not meet, unknown units and taken usernames refuse the whole list. */
export async function createAccounts(
  tx: Tx,
  jurisdictionId: number,
  made: readonly NewAccount[],
  now: Instant,
): Promise<Account[]> {
  const people = made.map(({ username, name, unitId = null, roles = [], passwordHash, oneTimeUntil = null }) => {
    const refusal = refuseRoles(roles, unitId);
    if (refusal) refuse(refusal);
    const account: Account = {
      jurisdictionId,
      id: newId(millis(now)),
      username: usernameShape.parse(username),
      name,
      unitId,
      roles,
      active: true,
      oneTimeUntil,
      passwordAt: passwordHash === null ? null : now,
      hasFactor: false,
      version: 1,
      createdAt: now,
      changedAt: now,
    };
    return { account, passwordHash };
  });
  const accounts = people.map(({ account }) => account);
  for (const unitId of new Set(accounts.map((account) => account.unitId))) await checkUnit(tx, jurisdictionId, unitId);
  const taken = await insertAccounts(tx, people);
  if (taken.length > 0) refuse(usernameTaken);
  return accounts;
}

export async function createAccount(tx: Tx, jurisdictionId: number, made: NewAccount, now: Instant): Promise<Account> {
  const [account] = await createAccounts(tx, jurisdictionId, [made], now);
  return account as Account;
}

const usernameTaken: Refusal = {
  refused: 'conflict',
  code: 'usernameTaken',
  message: { zh: '用户名已被使用。', en: 'The username is already in use.' },
  right: { zh: '换一个用户名。', en: 'Choose another username.' },
};

async function checkUnit(tx: Tx, jurisdictionId: number, unitId: string | null): Promise<void> {
  if (unitId && !(await findUnit(tx, jurisdictionId, unitId)))
    refuse(wrongInput('unitId', { zh: '没有这个单位。', en: 'There is no such unit.' }));
}

/** An account that an administrator opens: no roles yet, and a one-time password that is shown once. */
export async function openAccount(
  tx: Tx,
  by: Doer & { actor: Actor },
  made: { username: string; name: string; unitId: string | null },
): Promise<{ account: Account; password: string }> {
  const { jurisdictionId } = by.actor;
  const password = oneTimePassword();
  const oneTimeUntil = instant(millis(by.now) + ONE_TIME_PASSWORD);
  const account = await createAccount(
    tx,
    jurisdictionId,
    { ...made, passwordHash: await hashPassword(password), oneTimeUntil },
    by.now,
  );
  const detail = { username: account.username, unitId: account.unitId };
  await recordAudit(tx, by, {
    jurisdictionId,
    action: 'accountCreated',
    kind: 'account',
    recordId: account.id,
    detail,
  });
  return { account, password };
}

export async function accountOf(tx: Tx, jurisdictionId: number, id: string): Promise<Account> {
  return (await findAccount(tx, jurisdictionId, id)) ?? refuse(unknownRecord({ zh: '账号', en: 'account' }));
}

/**
 * Changes name, unit, activity or roles of somebody else's account. Who is disabled, or gains a right, is signed out at
 * once: a session never grows. Who only loses rights goes on with those that are left.
 */
export async function changeAccount(
  tx: Tx,
  by: Doer & { actor: Actor },
  id: string,
  wanted: { version: number; change: Partial<Pick<Account, 'name' | 'unitId' | 'active' | 'roles'>> },
): Promise<Account> {
  const { jurisdictionId } = by.actor;
  const present = await accountOf(tx, jurisdictionId, id);
  if (present.version !== wanted.version) refuse(staleVersion(present.version));
  const changed: Account = { ...present, ...wanted.change, version: present.version + 1, changedAt: by.now };
  const refusal = refuseOwn(by.actor.id, id) ?? refuseRoles(changed.roles, changed.unitId);
  if (refusal) refuse(refusal);
  if (changed.unitId !== present.unitId) await checkUnit(tx, jurisdictionId, changed.unitId);
  if (!(await updateAccount(tx, changed))) refuse(staleVersion(present.version + 1));
  const gains = changed.roles.some((role) => !present.roles.includes(role));
  if (gains || (present.active && !changed.active))
    await endSessions(tx, { jurisdictionId, accountId: id }, { id: by.actor.id, at: by.now });
  await forgetActor(tx, id, by.now);
  const action = wanted.change.roles ? 'rolesChanged' : 'accountChanged';
  const detail = { before: changeable(present), after: changeable(changed) };
  await recordAudit(tx, by, { jurisdictionId, action, kind: 'account', recordId: id, detail });
  return changed;
}

function changeable({ name, unitId, active, roles }: Account) {
  return { name, unitId, active, roles };
}

/**
 * Gives somebody a one-time password, shown once, lifts lock-outs, and signs the account out everywhere; `by.actor` null is the command
 * line on the server itself.
 */
export async function resetPassword(tx: Tx, by: Doer, account: Account, version: number): Promise<string> {
  const refusal = by.actor && (refuseOwn(by.actor.id, account.id) ?? refuseReset(account));
  if (refusal) refuse(refusal);
  if (account.version !== version || !(await raiseVersion(tx, account, by.now))) refuse(staleVersion(account.version));
  const { jurisdictionId, id } = account;
  const password = oneTimePassword();
  const oneTimeUntil = instant(millis(by.now) + ONE_TIME_PASSWORD);
  const fresh = { hash: await hashPassword(password), at: by.now, oneTimeUntil };
  await setPassword(tx, account, fresh, accessPolicy(tx).passwordsRemembered);
  await endSessions(tx, { jurisdictionId, accountId: id }, { id: by.actor?.id ?? id, at: by.now });
  await liftLocks(tx, account, by.now);
  await forgetActor(tx, id, by.now);
  await recordAudit(tx, by, { jurisdictionId, action: 'passwordReset', kind: 'account', recordId: id });
  return password;
}

/**
 * Takes a new password in place of the present one, which must be proved: that is what tells a change made meanwhile.
 * Every session of the account ends; the one that asked goes on under a new secret.
 */
export async function changePassword(
  db: Db,
  actor: Actor,
  given: { current: string; password: string },
  knock: Knock,
): Promise<Begun> {
  if (actor.byToken) refuse(sessionNeeded);
  const { jurisdictionId } = actor;
  const { username, name } = await accountOf(db, jurisdictionId, actor.id);
  const asked = { ...knock, sessionId: actor.sessionId };
  const account = await provePassword(db, { username, password: given.current }, asked);
  if (!account)
    return refuse(wrongInput('current', { zh: '现在的密码不正确。', en: 'The present password is not right.' }));
  const home = await findJurisdiction(db, jurisdictionId);
  const names = spelled([name, home?.name.zh, home?.name.en, home?.code]);
  const leaked = await wasLeaked(given.password);
  const refusal = refusePassword(given.password, { username, names, leaked });
  if (refusal) refuse(refusal);
  const { passwordsRemembered } = accessPolicy(db);
  if (given.password === given.current || (await wasUsed(db, account, given.password, passwordsRemembered)))
    refuse(usedPassword);
  const hash = await hashPassword(given.password);
  return transact(db, async (tx) => {
    await setPassword(tx, account, { hash, at: knock.now, oneTimeUntil: null }, passwordsRemembered);
    const begun = await renewSession(tx, actor, knock);
    const by = { actor, ...knock };
    await recordAudit(tx, by, { jurisdictionId, action: 'passwordChanged', kind: 'account', recordId: account.id });
    return begun;
  });
}

/** Names as they may stand in a password: as written, in pinyin, and each word of an English one. */
function spelled(names: readonly (string | undefined)[]): string[] {
  return names.flatMap((name = '') => [name, spell(name).pinyin, ...name.split(/[\s-]+/)]);
}

async function wasLeaked(password: string): Promise<boolean> {
  const leaked = await leakedPasswords();
  return leakedForms(password).some((form) => leaked.has(form));
}

async function wasUsed(db: Db, account: Account, password: string, remembered: number): Promise<boolean> {
  for (const former of await listFormerPasswords(db, account, remembered))
    if (await withHashingPlace(() => passwordFits(password, former))) return true;
  return false;
}
