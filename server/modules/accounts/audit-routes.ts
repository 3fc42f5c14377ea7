import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Tx } from '../../kernel/db.ts';
import { FileAnswer, route } from '../../kernel/http.ts';
import { parseInstant } from '../../kernel/instant.ts';
import { findAuditFlaw, listAudit, listEveryAuditLine, listLooks } from './audit-store.ts';
import { recordExport } from './commands.ts';
import { type AuditAction, auditActions } from './model.ts';
import { listAccountsById } from './store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const limit = z.coerce.number().int().min(1).max(200).default(50);
const moment = z
  .string()
  .max(40)
  .transform((text) => parseInstant(text) ?? '')
  .refine((at) => at !== '', { error: '须为带时区的 ISO 8601 时间。 A time must be ISO 8601 with an offset.' });

const personShape = z.object({ id: z.string(), name: z.string() }).nullable();

/** Names for ids; an id without an account stays without a name. */
async function namesOf(tx: Tx, jurisdictionId: number, ids: readonly (string | null)[]) {
  const wanted = [...new Set(ids)].filter((id) => id !== null);
  const names = new Map((await listAccountsById(tx, jurisdictionId, wanted)).map(({ id, name }) => [id, name]));
  return (id: string | null) => (id === null ? null : { id, name: names.get(id) ?? '' });
}

const auditFilter = z.object({
  actorId: z.guid().optional(),
  recordId: z.string().max(100).optional(),
  action: z.enum(Object.keys(auditActions) as [AuditAction, ...AuditAction[]]).optional(),
  from: moment.optional(),
  to: moment.optional(),
  /** The installation's own audit: sign-ins with names that do not exist. */
  installation: z.stringbool().default(false),
});

export const auditRoutes = [
  route({
    method: 'GET',
    path: '/audit',
    permission: 'audit.read',
    summary: { zh: '审计记录', en: 'The audit' },
    query: auditFilter.extend({
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
      const entries = await listAudit(tx, installation ? 0 : actor.jurisdictionId, { ...filter, before });
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
    path: '/exports/audit',
    permission: 'audit.read',
    pace: 'export',
    summary: {
      zh: '导出审计记录：与列表相同的筛选，每行一条 JSON，附哈希',
      en: 'Gives out all lines of the audit that the filters of the list leave, as JSON with their hashes',
    },
    query: auditFilter,
    async handle({ db, actor, now, address, query: { installation, ...filter } }) {
      const detail = { format: 'jsonl', filter: { ...filter, ...(installation ? { installation } : {}) } };
      await recordExport({ db, actor, now, address }, { kind: 'audit', recordId: '', detail });
      const lines = async function* () {
        const every = listEveryAuditLine(db, installation ? 0 : actor.jurisdictionId, filter);
        for await (const line of every) yield `${JSON.stringify(line)}\n`;
      };
      const name = `audit-${now.slice(0, 10)}.jsonl`;
      return new FileAnswer(Readable.from(lines()), 'application/x-ndjson; charset=utf-8', { name });
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
        .transform((text) => text.split('~'))
        .pipe(z.tuple([moment, z.guid(), z.guid()]))
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
      const looks = await listLooks(tx, actor.jurisdictionId, {
        ...filter,
        before: place && { minute: place[0], recordId: place[1], accountId: place[2] },
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
