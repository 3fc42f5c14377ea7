import { z } from 'zod';
import { route } from '../../../kernel/http.ts';
import { shown } from '../../../kernel/procedure.ts';
import { actionNames, anyForm, filedShape, recordId } from '../../../kernel/procedure-shapes.ts';
import { deedOf } from '../../../kernel/records.ts';
import { amendCode, amendmentFacts, handleAmendment } from './commands.ts';
import { amendmentLifecycle } from './lifecycle.ts';
import { schemes } from './model.ts';
import { amendmentProcedure } from './procedures.ts';
import { versionsWith } from './rules.ts';
import { listAmendments } from './store.ts';

const amendmentShape = filedShape(amendmentLifecycle).extend({
  scheme: z.enum(schemes),
  code: z.string(),
  nameZh: z.string().nullable(),
  from: z.string(),
  to: z.string().nullable(),
  source: z.string(),
});

export const classificationRoutes = [
  route({
    method: 'GET',
    path: '/classification',
    permission: 'budget.read',
    summary: {
      zh: '收支分类科目的全部版本与调整',
      en: 'All versions of the codes of the classification, and what was amended',
    },
    answer: z.object({
      versions: z.array(
        z.object({
          scheme: z.enum(schemes),
          code: z.string(),
          nameZh: z.string(),
          from: z.string(),
          to: z.string().nullable(),
          source: z.string(),
          amendmentId: z.string().nullable(),
        }),
      ),
      amendments: z.array(amendmentShape),
    }),
    async handle(call) {
      const amendments = await listAmendments(call.tx, call.actor.jurisdictionId);
      const facts = await amendmentFacts(deedOf(call));
      return {
        versions: versionsWith(amendments.filter(({ state }) => state === 'inForce')),
        amendments: amendments.map((one) => shown(amendmentProcedure, one, facts)),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/classification/amendments',
    permission: 'budget.classify',
    summary: { zh: '增设或更名科目', en: 'Add or rename a code, from a day on' },
    status: 201,
    body: amendmentLifecycle.openings.amendCode.asks.strict(),
    answer: amendmentShape,
    async handle(call) {
      const made = await amendCode(deedOf(call), 'amendCode', call.body);
      return shown(amendmentProcedure, made, await amendmentFacts(deedOf(call)));
    },
  }),
  route({
    method: 'POST',
    path: '/classification/endings',
    permission: 'budget.classify',
    summary: { zh: '停用科目', en: 'End a code, from a day on' },
    status: 201,
    body: amendmentLifecycle.openings.endCode.asks.strict(),
    answer: amendmentShape,
    async handle(call) {
      const made = await amendCode(deedOf(call), 'endCode', call.body);
      return shown(amendmentProcedure, made, await amendmentFacts(deedOf(call)));
    },
  }),
  route({
    method: 'POST',
    path: '/classification/amendments/:id/actions/:action',
    permission: 'budget.classify',
    summary: { zh: '撤回科目调整', en: 'Take an action on an amendment' },
    params: recordId.extend({ action: actionNames(amendmentLifecycle) }),
    ifMatch: true,
    body: anyForm,
    answer: amendmentShape,
    async handle(call) {
      const after = await handleAmendment(deedOf(call), { ...call.params, input: call.body, version: call.version });
      return shown(amendmentProcedure, after, await amendmentFacts(deedOf(call)));
    },
  }),
] as const;
