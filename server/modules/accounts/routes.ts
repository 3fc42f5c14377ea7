import { z } from 'zod';
import type { Tx } from '../../kernel/db.ts';
import { route } from '../../kernel/http.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { findAuditFlaw, listAudit, listLooks } from './audit-store.ts';
import { accountOf, changeAccount, openAccount, resetPassword } from './commands.ts';
import { type Account, type AuditAction, type AuditEntry, auditActions, nameShape, usernameShape } from './model.ts';
import { administrators, type Role, roleLabels, roleNames, rolePermissions } from './roles.ts';
import { sessionRoutes } from './session-routes.ts';
import { listAccounts, listAccountsById } from './store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const byId = z.object({ id: z.guid() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const cursor = z.string().max(200).optional();
const moment = z
  .string()
  .max(40)
  .transform((text) => parseInstant(text) ?? '')
  .refine((at) => at !== '', { error: '须为带时区的 ISO 8601 时间。 A time must be ISO 8601 with an offset.' });

const accountShape = z.object({
  id: z.string(),
  username: z.string(),
  name: z.string(),
  unitId: z.string().nullable(),
  roles: z.array(z.enum(roleNames)),
  active: z.boolean(),
  mustChangePassword: z.boolean(),
  version: z.number(),
  createdAt: z.string(),
  changedAt: z.string(),
});

const personShape = z.object({ id: z.string(), name: z.string() }).nullable();

function shown({ oneTimeUntil, jurisdictionId: _, ...account }: Account): z.input<typeof accountShape> {
  return { ...account, mustChangePassword: oneTimeUntil !== null };
}

/** Names for ids; an id without an account stays without a name. */
async function namesOf(tx: Tx, jurisdictionId: number, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const names = new Map((await listAccountsById(tx, jurisdictionId, wanted)).map(({ id, name }) => [id, name]));
  return (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
}

export const accountsRoutes = [
  ...sessionRoutes,
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
      limit,
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
    shownOnce: 'password',
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
    shownOnce: 'password',
    params: byId,
    answer: z.object({ password: z.string().nullable() }),
    async handle({ tx, actor, params, now, address }) {
      const account = await accountOf(tx, actor.jurisdictionId, params.id);
      return { password: await resetPassword(tx, { actor, now, address }, account) };
    },
  }),
  route({
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: { zh: '审计记录', en: 'The audit' },
    query: z.object({
      actorId: z.guid().optional(),
      recordId: z.string().max(100).optional(),
      action: z.enum(Object.keys(auditActions) as [AuditAction, ...AuditAction[]]).optional(),
      from: moment.optional(),
      to: moment.optional(),
      /** The installation's own audit: sign-ins with names that do not exist. */
      installation: z.stringbool().default(false),
      cursor: z.coerce.number().int().positive().max(2_147_483_647).optional(),
      limit,
    }),
    answer: z.object({
      items: z.array(
        z.object({
          seq: z.number(),
          action: z.string(),
          label: words,
          actor: personShape,
          kind: z.string(),
          recordId: z.string(),
          at: z.string(),
          address: z.string(),
          detail: z.record(z.string(), z.unknown()),
        }),
      ),
      next: z.string().nullable(),
    }),
    async handle({ tx, actor, query: { installation, cursor: before, ...filter } }) {
      const entries: AuditEntry[] = await listAudit(tx, installation ? 0 : actor.jurisdictionId, { ...filter, before });
      const name = await namesOf(
        tx,
        actor.jurisdictionId,
        entries.map((entry) => entry.actorId),
      );
      const items = entries.map(({ actorId, ...entry }) => ({
        ...entry,
        label: auditActions[entry.action],
        actor: name(actorId),
      }));
      return { items, next: items.length === filter.limit ? String(items.at(-1)?.seq) : null };
    },
  }),
  route({
    method: 'GET',
    path: '/audit/proof',
    permission: 'audit.read',
    summary: { zh: '核对审计链是否完整', en: 'Prove that the audit is whole' },
    answer: z.object({
      whole: z.boolean(),
      /** The number of the first line that was changed, removed or inserted. */
      firstFlaw: z.number().nullable(),
    }),
    async handle({ tx, actor }) {
      const firstFlaw = await findAuditFlaw(tx, actor.jurisdictionId);
      return { whole: firstFlaw === null, firstFlaw };
    },
  }),
  route({
    method: 'GET',
    path: '/looks',
    permission: 'look.read',
    summary: { zh: '谁查阅过什么', en: 'Who looked at what' },
    query: z.object({
      recordId: z.guid().optional(),
      accountId: z.guid().optional(),
      cursor: z
        .string()
        .regex(/^[^~]{24}~[0-9a-f-]{36}~[0-9a-f-]{36}$/)
        .optional(),
      limit,
    }),
    answer: z.object({
      items: z.array(
        z.object({
          kind: z.string(),
          recordId: z.string(),
          actor: personShape,
          minute: z.string(),
          purpose: z.string().nullable(),
        }),
      ),
      next: z.string().nullable(),
    }),
    async handle({ tx, actor, query: { cursor: place, ...filter } }) {
      const [minute = '', recordId = '', accountId = ''] = place?.split('~') ?? [];
      const looks = await listLooks(tx, actor.jurisdictionId, {
        ...filter,
        before: place ? { minute, recordId, accountId } : undefined,
      });
      const name = await namesOf(
        tx,
        actor.jurisdictionId,
        looks.map((look) => look.accountId),
      );
      const last = looks.length === filter.limit ? looks.at(-1) : undefined;
      return {
        items: looks.map(({ accountId: id, ...look }) => ({ ...look, actor: name(id) })),
        next: last ? `${last.minute}~${last.recordId}~${last.accountId}` : null,
      };
    },
  }),
] as const;
