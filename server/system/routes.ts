import { z } from 'zod';
import { route } from '../kernel/http.ts';
import { diagramOf, formOf } from '../kernel/lifecycle.ts';
import { listSeals } from '../kernel/seal.ts';
import { caseActions, caseLifecycle, caseStates } from '../modules/cases/lifecycle.ts';
import { proveLog } from './proof.ts';

const words = z.object({ zh: z.string(), en: z.string() });

export const systemRoutes = [
  route({
    method: 'GET',
    path: '/lifecycles/case',
    permission: 'signedIn',
    summary: { zh: '案卷生命周期：状态、办理、状态图', en: 'The life-cycle of a case: states, actions, diagram' },
    answer: z.object({
      states: z.record(z.string(), z.object({ label: words, look: z.string(), final: z.boolean() })),
      actions: z.record(
        z.string(),
        z.object({
          label: words,
          from: z.array(z.string()),
          by: z.string(),
          system: z.boolean(),
          look: z.string(),
          warns: words.optional(),
          form: z.record(z.string(), z.unknown()),
        }),
      ),
      openings: z.record(z.string(), z.object({ label: words, form: z.record(z.string(), z.unknown()) })),
      diagram: z.string(),
    }),
    async handle() {
      return {
        states: Object.fromEntries(
          Object.entries(caseStates).map(([name, state]) => [
            name,
            { label: state.label, look: state.look, final: state.final ?? false },
          ]),
        ),
        actions: Object.fromEntries(
          Object.entries(caseActions).map(([name, action]) => {
            const { label, from, by, system = false, look = 'plain', warns } = action;
            return [
              name,
              { label, from: [...from], by, system, look, ...(warns ? { warns } : {}), form: formOf(action) },
            ];
          }),
        ),
        openings: Object.fromEntries(
          Object.entries(caseLifecycle.openings).map(([name, opening]) => [
            name,
            { label: opening.label, form: formOf(opening) },
          ]),
        ),
        diagram: diagramOf(caseLifecycle),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/proof/seals',
    permission: 'audit.read',
    summary: { zh: '每日封存', en: 'The daily seals of the log' },
    answer: z.object({
      seals: z.array(
        z.object({
          jurisdictionId: z.number(),
          day: z.string(),
          entries: z.number(),
          root: z.string(),
          prevHash: z.string(),
          hash: z.string(),
        }),
      ),
    }),
    async handle({ tx, actor }) {
      return { seals: await listSeals(tx, actor.jurisdictionId) };
    },
  }),
  route({
    method: 'POST',
    path: '/proof/verify',
    permission: 'audit.read',
    summary: { zh: '校验本辖区全部日志', en: 'Proves the whole log of this jurisdiction' },
    // It takes as long as the log is: meanwhile nothing is kept open that others would wait for.
    ownTransactions: true,
    answer: z.object({
      entries: z.number(),
      records: z.number(),
      seals: z.number(),
      flaw: z
        .object({ recordId: z.string().nullable(), seq: z.number().nullable(), what: z.string(), message: z.string() })
        .nullable(),
    }),
    async handle({ db, actor }) {
      const { flaw, ...sums } = await proveLog(db, actor.jurisdictionId);
      return {
        ...sums,
        flaw: flaw && { recordId: flaw.recordId, seq: flaw.seq, what: flaw.what, message: flaw.message },
      };
    },
  }),
];
