import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { route } from '../../kernel/http.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction, findUnit } from '../organisation/store.ts';
import { accountOf, changePassword } from './commands.ts';
import { mustChangePassword, needsFactor, passwordEndsSoon, withheldFrom } from './conditions.ts';
import { factorRoutes } from './factor-routes.ts';
import { SESSION_COOKIE } from './identify.ts';
import { type Account, codeShape, nameShape, passwordShape, type Session } from './model.ts';
import { noticeRoutes } from './notice-routes.ts';
import { accessPolicy } from './policy.ts';
import { roleNames } from './roles.ts';
import { permissionsOf, sessionAlive, sessionEnds, sessionNeeded, TOKEN_LONGEST_DAYS } from './rules.ts';
import { createToken, endAllSessions, endSession, revokeToken } from './session-commands.ts';
import { listSessions, listTokens } from './session-store.ts';
import { finishSignIn, signIn } from './sign-in.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const byId = z.object({ id: z.guid() });

const whoShape = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  roles: z.array(z.enum(roleNames)),
  permissions: z.array(z.string()),
  unit: z.object({ id: z.string(), name: words }).nullable(),
  jurisdiction: z.object({ id: z.number(), code: z.string(), name: words, timeZone: z.string() }),
  /** Nothing else is permitted until the password was replaced: it is a one-time one, or too old. */
  mustChangePassword: z.boolean(),
  /** When the password grows too old, if that is near. */
  passwordEndsAt: z.string().nullable(),
  factor: z.object({
    enrolled: z.boolean(),
    /** By the installation's rules; without it nothing is permitted. */
    required: z.boolean(),
  }),
});

const sessionShape = z.object({
  id: z.string(),
  accountId: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  /** When it ends if it is not used again. */
  endsAt: z.string(),
  /** When it ends however much it is used. */
  expiresAt: z.string(),
  address: z.string(),
  agent: z.string(),
  current: z.boolean(),
});

const tokenShape = z.object({
  id: z.string(),
  accountId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  seenAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
});

/** What an account that has just signed in may do at once. */
function permittedNow(tx: Tx, account: Account, now: Instant): ReadonlySet<string> {
  return withheldFrom(account, accessPolicy(tx), now) ? new Set() : permissionsOf(account.roles);
}

async function who(
  tx: Tx,
  account: Account,
  permissions: ReadonlySet<string>,
  now: Instant,
): Promise<z.input<typeof whoShape>> {
  const policy = accessPolicy(tx);
  const { id, username, name, roles, unitId, jurisdictionId } = account;
  const home =
    (await findJurisdiction(tx, jurisdictionId)) ?? refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  const unit = unitId ? await findUnit(tx, jurisdictionId, unitId) : null;
  return {
    id,
    username,
    name,
    roles,
    permissions: [...permissions].sort(),
    unit: unit && { id: unit.id, name: unit.name },
    jurisdiction: { id: home.id, code: home.code, name: home.name, timeZone: home.timeZone },
    mustChangePassword: mustChangePassword(account, policy, now),
    passwordEndsAt: passwordEndsSoon(account, policy, now),
    factor: { enrolled: account.hasFactor, required: needsFactor(account, policy) },
  };
}

/** Seconds. */
function secondsLeft({ expiresAt }: Pick<Session, 'expiresAt'>, now: Instant): number {
  return Math.floor((millis(expiresAt) - millis(now)) / 1000);
}

function inPerson(actor: Actor): Actor {
  return actor.byToken ? refuse(sessionNeeded) : actor;
}

async function openSessions(tx: Tx, actor: Actor, accountId: string, now: Instant) {
  const sessions = await listSessions(tx, actor.jurisdictionId, accountId, now);
  return sessions
    .filter((session) => sessionAlive(session, now))
    .map((session) => ({ ...session, endsAt: sessionEnds(session), current: session.id === actor.sessionId }));
}

export const sessionRoutes = [
  ...factorRoutes,
  ...noticeRoutes,
  route({
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: {
      zh: '登录；启用了动态口令的账号还须第二步',
      en: 'Sign in; accounts with a second factor need a second step',
    },
    pace: 'signIn',
    ownTransactions: true,
    body: z.object({ username: z.string().min(1).max(100), password: passwordShape }),
    answer: z.union([whoShape, z.object({ awaits: z.literal('code') })]),
    async handle({ db, body, cookies, setCookie, now, address, agent }) {
      const cookie = cookies[SESSION_COOKIE];
      const { account, session, secret, awaitsCode } = await signIn(db, { ...body, cookie }, { now, address, agent });
      setCookie(SESSION_COOKIE, secret, { maxAgeSeconds: secondsLeft(session, now) });
      return awaitsCode ? { awaits: 'code' as const } : who(db, account, permittedNow(db, account, now), now);
    },
  }),
  route({
    method: 'POST',
    path: '/session/code',
    permission: 'public',
    summary: { zh: '登录第二步：动态口令或恢复码', en: 'Second step of signing in: a code, or a recovery code' },
    pace: 'signIn',
    ownTransactions: true,
    body: z.object({ code: codeShape }),
    answer: whoShape,
    async handle({ db, body, cookies, setCookie, now, address, agent }) {
      const cookie = cookies[SESSION_COOKIE];
      const { account, session, secret } = await finishSignIn(db, { ...body, cookie }, { now, address, agent });
      setCookie(SESSION_COOKIE, secret, { maxAgeSeconds: secondsLeft(session, now) });
      return who(db, account, permittedNow(db, account, now), now);
    },
  }),
  route({
    method: 'GET',
    path: '/session',
    permission: 'signedIn',
    summary: { zh: '当前登录的账号与权限', en: 'Who is signed in, and what is permitted' },
    whileWithheld: true,
    answer: whoShape,
    handle: async ({ tx, actor, now }) =>
      who(tx, await accountOf(tx, actor.jurisdictionId, actor.id), actor.permissions, now),
  }),
  route({
    method: 'DELETE',
    path: '/session',
    permission: 'signedIn',
    summary: { zh: '退出登录', en: 'Sign out' },
    whileWithheld: true,
    clearsCache: true,
    status: 204,
    async handle({ tx, actor, now, address, setCookie }) {
      if (actor.sessionId && !actor.byToken) await endSession(tx, { actor, now, address }, actor.sessionId);
      setCookie(SESSION_COOKIE, '', { maxAgeSeconds: 0 });
    },
  }),
  route({
    method: 'PUT',
    path: '/session/password',
    permission: 'signedIn',
    summary: { zh: '更改自己的密码', en: "Change one's own password" },
    whileWithheld: true,
    status: 204,
    ownTransactions: true,
    body: z.object({ current: passwordShape, password: passwordShape }),
    async handle({ db, actor, body, now, address, agent, setCookie }) {
      const { session, secret } = await changePassword(db, actor, body, { now, address, agent });
      setCookie(SESSION_COOKIE, secret, { maxAgeSeconds: secondsLeft(session, now) });
    },
  }),
  route({
    method: 'GET',
    path: '/sessions',
    permission: 'signedIn',
    summary: { zh: '登录中的会话', en: 'Open sessions' },
    whileWithheld: true,
    answer: z.object({ items: z.array(sessionShape) }),
    handle: async ({ tx, actor, now }) => ({ items: await openSessions(tx, inPerson(actor), actor.id, now) }),
  }),
  route({
    method: 'DELETE',
    path: '/sessions',
    permission: 'signedIn',
    summary: { zh: '在所有设备上退出', en: 'Sign out everywhere' },
    whileWithheld: true,
    clearsCache: true,
    answer: z.object({ ended: z.number() }),
    async handle({ tx, actor, now, address, setCookie }) {
      const ended = await endAllSessions(tx, { actor: inPerson(actor), now, address }, actor.id);
      setCookie(SESSION_COOKIE, '', { maxAgeSeconds: 0 });
      return { ended };
    },
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:id',
    permission: 'signedIn',
    summary: { zh: '结束一个会话', en: 'End one session' },
    whileWithheld: true,
    status: 204,
    params: byId,
    handle: ({ tx, actor, params, now, address }) => endSession(tx, { actor, now, address }, params.id),
  }),
  route({
    method: 'GET',
    path: '/tokens',
    permission: 'signedIn',
    summary: { zh: '接口令牌', en: 'API tokens' },
    answer: z.object({ items: z.array(tokenShape) }),
    handle: async ({ tx, actor }) => ({ items: await listTokens(tx, actor.jurisdictionId, actor.id) }),
  }),
  route({
    method: 'POST',
    path: '/tokens',
    permission: 'token.manage',
    summary: { zh: '新建接口令牌，密文只显示一次', en: 'Make an API token; its secret is shown once' },
    status: 201,
    shownOnce: ['secret'],
    body: z.object({
      name: nameShape,
      scopes: z.array(z.string().min(1).max(100)).min(1).max(100),
      days: z.number().int().min(1).max(TOKEN_LONGEST_DAYS).default(90),
    }),
    answer: tokenShape.extend({ secret: z.string().nullable() }),
    async handle({ tx, actor, body, now, address }) {
      const { token, secret } = await createToken(tx, { actor, now, address }, body);
      return { ...token, secret };
    },
  }),
  route({
    method: 'DELETE',
    path: '/tokens/:id',
    permission: 'signedIn',
    summary: { zh: '作废接口令牌', en: 'Revoke an API token' },
    status: 204,
    params: byId,
    handle: ({ tx, actor, params, now, address }) => revokeToken(tx, { actor, now, address }, params.id),
  }),
  route({
    method: 'GET',
    path: '/accounts/:id/access',
    permission: 'session.endAny',
    summary: { zh: '某账号的会话和令牌', en: "An account's sessions and tokens" },
    params: byId,
    answer: z.object({ sessions: z.array(sessionShape), tokens: z.array(tokenShape) }),
    async handle({ tx, actor, params, now }) {
      const { id } = await accountOf(tx, actor.jurisdictionId, params.id);
      return {
        sessions: await openSessions(tx, actor, id, now),
        tokens: await listTokens(tx, actor.jurisdictionId, id),
      };
    },
  }),
  route({
    method: 'DELETE',
    path: '/accounts/:id/sessions',
    permission: 'session.endAny',
    summary: { zh: '结束某账号的全部会话', en: 'Sign an account out everywhere' },
    params: byId,
    answer: z.object({ ended: z.number() }),
    async handle({ tx, actor, params, now, address }) {
      const { id } = await accountOf(tx, actor.jurisdictionId, params.id);
      return { ended: await endAllSessions(tx, { actor, now, address }, id) };
    },
  }),
] as const;
