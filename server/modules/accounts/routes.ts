import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { auditRoutes } from './audit-routes.ts';
import { accountOf, changeAccount, openAccount, resetPassword } from './commands.ts';
import { type Account, nameShape, usernameShape } from './model.ts';
import { administrators, type Role, roleLabels, roleNames, rolePermissions } from './roles.ts';
import { listAccounts } from './store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const byId = z.object({ id: z.guid() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(200).optional();
const accountShape = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  unitId: z.string().nullable(),
  roles: z.array(z.enum(roleNames)),
  active: z.boolean(),
  mustChangePassword: z.boolean(),
  /** A second factor is enrolled. */
  hasFactor: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  changedAt: z.string(),
});

function shown(account: Account): z.input<typeof accountShape> {
  const { id, username, name, unitId, roles, active, oneTimeUntil, hasFactor, version, createdAt, changedAt } = account;
  return {
    id,
    username,
    name,
    unitId,
    roles,
    active,
    mustChangePassword: oneTimeUntil !== null,
    hasFactor,
    version,
    createdAt,
    changedAt,
  };
}

export const accountsRoutes = [
  ...auditRoutes,
  route({
    method: 'GET',
    path: '/roles',
    permission: 'signedIn',
    summary: { zh: '角色及其权限', en: 'Roles and what they permit' },
    answer: z.object({
      items: z.array(
        z.object({
          role: z.enum(roleNames),
          label: words,
          administrator: z.boolean(),
          permissions: z.array(z.string()),
        }),
      ),
    }),
    async handle() {
      const items = roleNames.map((role) => ({
        role,
        label: roleLabels[role],
        administrator: administrators.includes(role),
        permissions: [...rolePermissions[role]].sort(),
      }));
      return { items };
    },
  }),
  route({
    method: 'GET',
    path: '/officers',
    permission: 'signedIn',
    summary: { zh: '按姓名、拼音首字母查人', en: 'Officers by name or pinyin initials' },
    query: z.object({
      query: z.string().max(100).optional(),
      role: z.enum(roleNames).optional(),
      unitId: z.guid().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(50),
    }),
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          roles: z.array(z.enum(roleNames)),
          unitId: z.string().nullable(),
        }),
      ),
    }),
    async handle({ tx, actor, query }) {
      const accounts = await listAccounts(tx, actor.jurisdictionId, { ...query, active: true });
      return { items: accounts.map(({ id, name, roles, unitId }) => ({ id, name, roles, unitId })) };
    },
  }),
  route({
    method: 'GET',
    path: '/accounts',
    permission: 'account.read',
    summary: { zh: '账号列表', en: 'Accounts' },
    query: z.object({
      query: z.string().max(100).optional(),
      role: z.enum(roleNames).optional(),
      unitId: z.guid().optional(),
      active: z.stringbool().optional(),
      cursor,
      limit,
    }),
    answer: z.object({ items: z.array(accountShape), next: z.string().nullable() }),
    async handle({ tx, actor, query: { cursor: after, ...filter } }) {
      const items = await listAccounts(tx, actor.jurisdictionId, { ...filter, after });
      return { items: items.map(shown), next: items.length === filter.limit ? (items.at(-1)?.username ?? null) : null };
    },
  }),
  route({
    method: 'GET',
    path: '/accounts/:id',
    permission: 'account.read',
    summary: { zh: '一个账号', en: 'One account' },
    params: byId,
    answer: accountShape,
    handle: async ({ tx, actor, params }) => shown(await accountOf(tx, actor.jurisdictionId, params.id)),
  }),
  route({
    method: 'POST',
    path: '/accounts',
    permission: 'account.manage',
    summary: { zh: '新建账号，一次性密码只显示一次', en: 'Open an account; its one-time password is shown once' },
    status: 201,
    shownOnce: ['password'],
    body: z.object({ username: usernameShape, name: nameShape, unitId: z.guid().nullable().default(null) }),
    answer: accountShape.extend({ password: z.string().nullable() }),
    async handle({ tx, actor, body, now, address }) {
      const { account, password } = await openAccount(tx, { actor, now, address }, body);
      return { ...shown(account), password };
    },
  }),
  route({
    method: 'PATCH',
    path: '/accounts/:id',
    permission: 'account.manage',
    summary: { zh: '更改或停用账号', en: 'Change or disable an account' },
    ifMatch: true,
    params: byId,
    body: z.strictObject({ name: nameShape, unitId: z.guid().nullable(), active: z.boolean() }).partial(),
    answer: accountShape,
    handle: async ({ tx, actor, params, body: change, version, now, address }) =>
      shown(await changeAccount(tx, { actor, now, address }, params.id, { version, change })),
  }),
  route({
    method: 'PUT',
    path: '/accounts/:id/roles',
    permission: 'account.grant',
    summary: { zh: '授予角色', en: 'Grant roles' },
    ifMatch: true,
    params: byId,
    body: z.object({
      roles: z
        .array(z.enum(roleNames))
        .max(roleNames.length)
        .transform((roles): Role[] => [...new Set(roles)]),
    }),
    answer: accountShape,
    handle: async ({ tx, actor, params, body: change, version, now, address }) =>
      shown(await changeAccount(tx, { actor, now, address }, params.id, { version, change })),
  }),
  route({
    method: 'POST',
    path: '/accounts/:id/password-reset',
    permission: 'account.manage',
    summary: { zh: '重置密码，一次性密码只显示一次', en: 'Reset a password; the one-time password is shown once' },
    ifMatch: true,
    shownOnce: ['password'],
    params: byId,
    answer: z.object({ password: z.string().nullable() }),
    async handle({ tx, actor, params, version, now, address }) {
      const account = await accountOf(tx, actor.jurisdictionId, params.id);
      return { password: await resetPassword(tx, { actor, now, address }, account, version) };
    },
  }),
] as const;
