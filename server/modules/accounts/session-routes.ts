import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { route } from '../../kernel/http.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction, findUnit } from '../organisation/store.ts';
import { accountOf, changePassword } from './commands.ts';
import { SESSION_COOKIE } from './identify.ts';
import { type Account, nameShape, passwordShape } from './model.ts';
import { roleNames } from './roles.ts';
import { permissionsOfPerson, sessionAlive, sessionEnds, TOKEN_LONGEST_DAYS } from './rules.ts';
import { createToken, endAllSessions, endSession, revokeToken } from './session-commands.ts';
import { listSessions, listTokens } from './session-store.ts';
import { signIn } from './sign-in.ts';

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
  /** Nothing else is permitted until the one-time password was replaced. */
  mustChangePassword: z.boolean(),
});

const sessionShape = z.object({
  id: z.string(),
  createdAt: z.string(),
  seenAt: z.string(),
  endsAt: z.string(),
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

async function who(tx: Tx, account: Account, permissions: ReadonlySet<string>): Promise<z.input<typeof whoShape>> {
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
    mustChangePassword: account.oneTimeUntil !== null,
  };
}

async function openSessions(tx: Tx, actor: Actor, accountId: string, now: Instant) {
  const sessions = await listSessions(tx, actor.jurisdictionId, accountId, now);
  return sessions
    .filter((session) => sessionAlive(session, now))
    .map((session) => ({ ...session, endsAt: sessionEnds(session), current: session.id === actor.sessionId }));
}

export const sessionRoutes = [
  route({
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: { zh: '登录', en: 'Sign in' },
    ownTransactions: true,
    body: z.object({ username: z.string().min(1).max(100), password: passwordShape }),
    answer: whoShape,
    async handle({ db, body, cookies, setCookie, now, address, agent }) {
      const { account, session, secret } = await signIn(
        db,
        { ...body, cookie: cookies[SESSION_COOKIE] },
        { now, address, agent },
      );
      setCookie(SESSION_COOKIE, secret, { maxAgeSeconds: (millis(session.expiresAt) - millis(now)) / 1000 });
      return who(db, account, permissionsOfPerson(account));
    },
  }),
  route({
    method: 'GET',
    path: '/session',
    permission: 'signedIn',
    summary: { zh: '当前登录的账号与权限', en: 'Who is signed in, and what is permitted' },
    answer: whoShape,
    handle: async ({ tx, actor }) => who(tx, await accountOf(tx, actor.jurisdictionId, actor.id), actor.permissions),
  }),
  route({
    method: 'DELETE',
    path: '/session',
    permission: 'signedIn',
    summary: { zh: '退出登录', en: 'Sign out' },
    status: 204,
    async handle({ tx, actor, now, address, setCookie }) {
      if (actor.sessionId) await endSession(tx, { actor, now, address }, actor.sessionId);
      setCookie(SESSION_COOKIE, '', { maxAgeSeconds: 0 });
    },
  }),
  route({
    method: 'PUT',
    path: '/session/password',
    permission: 'signedIn',
    summary: { zh: '更改自己的密码', en: "Change one's own password" },
    status: 204,
    ownTransactions: true,
    body: z.object({ current: passwordShape, password: passwordShape }),
    handle: ({ db, actor, body, now, address, agent }) => changePassword(db, actor, body, { now, address, agent }),
  }),
  route({
    method: 'GET',
    path: '/sessions',
    permission: 'signedIn',
    summary: { zh: '登录中的会话', en: 'Open sessions' },
    answer: z.object({ items: z.array(sessionShape) }),
    handle: async ({ tx, actor, now }) => ({ items: await openSessions(tx, actor, actor.id, now) }),
  }),
  route({
    method: 'DELETE',
    path: '/sessions',
    permission: 'signedIn',
    summary: { zh: '在所有设备上退出', en: 'Sign out everywhere' },
    answer: z.object({ ended: z.number() }),
    handle: async ({ tx, actor, now, address }) => ({
      ended: await endAllSessions(tx, { actor, now, address }, actor.id),
    }),
  }),
  route({
    method: 'DELETE',
    path: '/sessions/:id',
    permission: 'signedIn',
    summary: { zh: '结束一个会话', en: 'End one session' },
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
