import { z } from 'zod';
import { listErasures, previewErasure } from '../kernel/erasure.ts';
import { route } from '../kernel/http.ts';
import { erasureRules } from './retention.ts';

const words = z.object({ zh: z.string(), en: z.string() });

export const retentionRoutes = [
  route({
    method: 'GET',
    path: '/personal-data/retention',
    permission: 'personal.find',
    summary: {
      zh: '保存期限及到期数量（只看不删）',
      en: 'How long what is kept, and how much is over its term; nothing is erased',
    },
    answer: z.object({
      rules: z.array(
        z.object({
          name: z.string(),
          version: z.number(),
          what: words,
          since: words,
          source: words,
          days: z.number(),
          before: z.string(),
          records: z.number(),
        }),
      ),
    }),
    async handle({ tx, actor, now }) {
      const due = await previewErasure(tx, erasureRules, actor.jurisdictionId, now);
      return {
        rules: due.map(({ rule: { name, version, what, since, source }, days, before, records }) => ({
          name,
          version,
          what,
          since,
          source,
          days,
          before,
          records,
        })),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/personal-data/erasures',
    permission: 'personal.find',
    summary: { zh: '删除证明', en: 'Proofs of erasure' },
    query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(20) }),
    answer: z.object({
      items: z.array(
        z.object({
          id: z.string(),
          rule: z.string(),
          ruleVersion: z.number(),
          before: z.string().nullable(),
          records: z.number(),
          root: z.string(),
          erasedAt: z.string(),
        }),
      ),
    }),
    handle: async ({ tx, actor, query }) => ({ items: await listErasures(tx, actor.jurisdictionId, query) }),
  }),
] as const;
