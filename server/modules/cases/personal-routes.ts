import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { stateShape } from './answers.ts';
import { caseId } from './asking.ts';
import { asked } from './forms.ts';
import { erasePersonal, exportPersonal, findPersonal, holdCase } from './personal-commands.ts';
import { readableExport } from './personal-text.ts';

const reason = asked(z.string().trim().min(4).max(500), '理由', 'Reason', 'textarea');

/** In the body, because an address is kept in journals. */
const personAsked = z
  .strictObject({
    number: asked(
      z.string().trim().min(5).max(40).optional(),
      '电话、证件或车牌号',
      'Telephone, ID or plate number',
      'text',
    ),
    caseNumber: asked(z.string().trim().max(60).optional(), '案卷编号', 'Case number', 'text'),
    reason,
  })
  .refine(({ number, caseNumber }) => (number === undefined) !== (caseNumber === undefined), {
    error: '须给出号码或案卷编号，二者之一。 Give a number or a case number, one of both.',
  });

const as = z.enum(['reporter', 'mentioned']);
const originals = z.array(
  z.object({ seq: z.number(), texts: z.array(z.object({ field: z.string(), text: z.string() })) }),
);

const erasureShape = z.object({
  id: z.string(),
  rule: z.string(),
  ruleVersion: z.number(),
  before: z.string().nullable(),
  records: z.number(),
  root: z.string(),
  erasedAt: z.string(),
});

export const personalRoutes = [
  route({
    method: 'POST',
    path: '/personal-data/find',
    permission: 'personal.find',
    summary: {
      zh: '查询某人的个人信息存于哪些案卷（脱敏）：须写明理由，留痕',
      en: 'Which cases hold something of a person, masked: needs a reason and is recorded',
    },
    body: personAsked,
    shownOnce: ['found'],
    answer: z.object({
      found: z
        .array(
          z.object({
            caseId: z.string(),
            caseNumber: z.string(),
            state: stateShape,
            reportedAt: z.string(),
            closedAt: z.string().nullable(),
            as,
            name: z.string().nullable(),
            phone: z.string().nullable(),
            texts: z.number(),
            erasedAt: z.string().nullable(),
            heldSince: z.string().nullable(),
          }),
        )
        .nullable(),
    }),
    handle: async (call) => ({ found: await findPersonal(call.tx, call, call.actor.jurisdictionId, call.body) }),
  }),
  route({
    method: 'POST',
    path: '/personal-data/export',
    permission: 'personal.export',
    summary: {
      zh: '导出所存的某人个人信息，交本人：须写明理由，留痕',
      en: 'Everything held of a person, to be handed to that person: needs a reason and is recorded',
    },
    body: personAsked,
    shownOnce: ['cases', 'text'],
    answer: z.object({
      cases: z
        .array(
          z.object({
            caseNumber: z.string(),
            reportedAt: z.string(),
            closedAt: z.string().nullable(),
            state: stateShape,
            as,
            description: z.string(),
            address: z.string(),
            reporter: z
              .object({
                name: z.string().nullable(),
                phone: z.string().nullable(),
                wantsAnswer: z.boolean(),
                confidential: z.boolean(),
                originalText: z.string().nullable(),
                erasedAt: z.string().nullable(),
              })
              .nullable(),
            originals,
          }),
        )
        .nullable(),
      /** The same, to be read and printed. */
      text: z.string().nullable(),
    }),
    async handle(call) {
      const cases = await exportPersonal(call.tx, call, call.actor.jurisdictionId, call.body);
      return { cases, text: readableExport(cases, call.now) };
    },
  }),
  route({
    method: 'POST',
    path: '/personal-data/cases/:id/erase',
    permission: 'personal.erase',
    summary: {
      zh: '应请求删除一件案卷的上报人信息，并出具删除证明',
      en: 'Erases who reported a case on request, with a proof of it',
    },
    params: caseId,
    body: z.strictObject({ reason }),
    answer: erasureShape,
    handle: (call) =>
      erasePersonal(call.tx, call, call.actor.jurisdictionId, { caseId: call.params.id, reason: call.body.reason }),
  }),
  route({
    method: 'PUT',
    path: '/personal-data/cases/:id/hold',
    permission: 'personal.erase',
    summary: {
      zh: '暂缓或恢复一件案卷的到期删除（争议、信访、诉讼）',
      en: 'Keeps a case from erasure, or lets it go: dispute, petition, lawsuit',
    },
    params: caseId,
    body: z.strictObject({ hold: z.boolean(), reason }),
    status: 204,
    handle: (call) => holdCase(call.tx, call, call.actor.jurisdictionId, { caseId: call.params.id, ...call.body }),
  }),
] as const;
