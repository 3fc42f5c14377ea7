import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { readLog } from '../../kernel/log.ts';
import { entryShape } from '../../kernel/procedure-shapes.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { recordAudit, recordLook } from '../accounts/commands.ts';
import { findNames } from '../accounts/store.ts';
import { findCalendar } from '../calendar/store.ts';
import { caseShape, clockShape, namesShape } from './answers.ts';
import { actionNames, caseId, doingOf, seen } from './asking.ts';
import { explain, isOverdue, isResting, isRunning } from './clocks.ts';
import { openCase, takeAction } from './commands.ts';
import { asked } from './forms.ts';
import { caseActions, caseLifecycle } from './lifecycle.ts';
import { redact, withoutPerson } from './redaction.ts';
import { findReporter, listOriginals } from './reporter-store.ts';
import { suggestUnits } from './suggestions.ts';
import { caseNumbers, idsIn, namesFor, viewOf } from './view.ts';

const reportBody = caseLifecycle.openings.report.asks
  .extend({
    reporter: z
      .object({
        name: asked(z.string().trim().max(60).optional(), '姓名', 'Name', 'text'),
        phone: asked(z.string().trim().max(30).optional(), '电话', 'Phone', 'text'),
        wantsAnswer: asked(z.boolean().default(true), '需要答复', 'Wants an answer', 'boolean'),
        confidential: asked(z.boolean().default(true), '要求保密', 'Confidential', 'boolean'),
      })
      .optional(),
  })
  .strict();

export const caseRoutes = [
  route({
    method: 'POST',
    path: '/cases',
    permission: 'case.report',
    summary: { zh: '上报：立一份待受理的案卷', en: 'Report: opens a case that awaits acceptance' },
    body: reportBody,
    answer: caseShape,
    status: 201,
    async handle(call) {
      const kase = await openCase(doingOf(call), call.body);
      return viewOf(call.tx, kase, call.actor, call.now);
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:id',
    permission: 'case.read',
    summary: { zh: '案卷，及此刻可办的事（may）', en: 'A case, with what this officer can do now (`may`)' },
    params: caseId,
    answer: caseShape,
    async handle(call) {
      const kase = await seen(call);
      await recordLook(call.tx, call.actor, { kind: 'case', recordId: kase.id, at: call.now });
      return viewOf(call.tx, kase, call.actor, call.now);
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:id/actions/:action',
    permission: 'case.read',
    summary: { zh: '办理：按生命周期表办一件事', en: 'Takes an action of the life-cycle table' },
    params: caseId.extend({ action: z.enum(actionNames) }),
    body: z.record(z.string(), z.unknown()),
    answer: caseShape,
    ifMatch: true,
    async handle(call) {
      const kase = await takeAction(doingOf(call), call.params.id, call.params.action, call.body, call.version);
      return viewOf(call.tx, kase, call.actor, call.now);
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:id/log',
    permission: 'case.read',
    summary: {
      zh: '办理经过：只增不改、逐条相扣的日志',
      en: 'The log: append-only, each entry chained to the one before',
    },
    params: caseId,
    answer: z.object({ entries: z.array(entryShape), names: namesShape }),
    async handle(call) {
      const kase = await seen(call);
      const entries = await readLog(call.tx, kase.jurisdictionId, kase.id);
      const actors = [...new Set(entries.flatMap((entry) => entry.actorId ?? []))];
      const nameOf = await findNames(call.tx, kase.jurisdictionId, actors);
      const named = idsIn(entries.map((entry) => entry.data));
      const names = await namesFor(call.tx, kase.jurisdictionId, {
        units: named,
        categories: named,
        conditions: named,
        officers: named,
      });
      Object.assign(names, await caseNumbers(call.tx, call.actor, named, call.now));
      return {
        names,
        entries: entries.map((entry) => ({
          ...entry,
          label: labelOf(entry.action),
          actorName: entry.actorId ? (nameOf.get(entry.actorId) ?? null) : null,
          data: entry.data as Record<string, unknown>,
        })),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:id/clocks',
    permission: 'case.read',
    summary: { zh: '时钟，每个到期时间都说明“为什么”', en: 'The clocks; every deadline says why' },
    params: caseId,
    answer: z.object({
      clocks: z.array(
        clockShape.extend({
          standing: z.enum(['running', 'resting', 'done', 'cancelled']),
          overdue: z.boolean(),
          spans: z.array(
            z.object({
              from: z.string(),
              to: z.string(),
              minutes: z.number(),
              what: z.string(),
              date: z.string(),
              note: z.string().optional(),
            }),
          ),
          /** False when calendar or policy changed since: the deadline stands as frozen, the spans are by today's rule. */
          sameRule: z.boolean(),
        }),
      ),
    }),
    async handle(call) {
      const kase = await seen(call);
      const calendar = await findCalendar(call.tx, kase.jurisdictionId);
      const clocks = kase.clocks.map((clock) => {
        const { due, spans } = explain(clock, calendar);
        const standing = clock.ended ?? (isRunning(clock) ? ('running' as const) : ('resting' as const));
        return {
          ...clock,
          standing,
          overdue: isOverdue(clock, call.now),
          spans,
          sameRule: isResting(clock) || due === clock.dueAt,
        };
      });
      return { clocks };
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:id/suggestions',
    permission: 'case.dispatch',
    summary: {
      zh: '派遣建议及依据：先例、派单目录、近三次同类',
      en: 'Which unit, and on what grounds: precedents, the list of duties, the last three alike',
    },
    params: caseId,
    answer: z.object({
      suggestions: z.array(
        z.object({
          unitId: z.string(),
          grounds: z.array(
            z.object({
              kind: z.enum(['precedent', 'duty', 'practice']),
              text: z.object({ zh: z.string(), en: z.string() }),
              caseId: z.string().optional(),
            }),
          ),
        }),
      ),
      names: namesShape,
    }),
    async handle(call) {
      const suggestions = await suggestUnits(call.tx, call.actor, await seen(call));
      return {
        suggestions,
        names: await namesFor(call.tx, call.actor.jurisdictionId, { units: suggestions.map((one) => one.unitId) }),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/cases/:id/reporter',
    permission: 'case.reveal',
    summary: { zh: '查看上报人信息：须写明理由，留痕', en: 'Reveals who reported: needs a reason and is recorded' },
    params: caseId,
    body: z.object({ reason: asked(z.string().trim().min(4).max(500), '查看理由', 'Reason', 'textarea') }),
    shownOnce: ['name', 'phone', 'originalText', 'originals'],
    answer: z.object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      wantsAnswer: z.boolean(),
      confidential: z.boolean(),
      originalText: z.string().nullable(),
      /** Later texts of the case as they were written, by the number of their entry. */
      originals: z
        .array(z.object({ seq: z.number(), texts: z.array(z.object({ field: z.string(), text: z.string() })) }))
        .nullable(),
      erasedAt: z.string().nullable(),
    }),
    async handle(call) {
      const kase = await seen(call);
      const reporter = await findReporter(call.tx, kase.jurisdictionId, kase.id);
      if (!reporter) refuse(unknownRecord({ zh: '上报人', en: 'reporter' }));
      const reason = redact(withoutPerson(call.body.reason, reporter));
      const recordId = kase.reporterId ?? kase.id;
      await recordLook(call.tx, call.actor, { kind: 'reporter', recordId, at: call.now, purpose: reason });
      await recordAudit(call.tx, call, {
        jurisdictionId: kase.jurisdictionId,
        action: 'identityRevealed',
        kind: 'case',
        recordId: kase.id,
        detail: { reason },
      });
      return { ...reporter, originals: await listOriginals(call.tx, kase.jurisdictionId, kase.id) };
    },
  }),
];
function labelOf(action: string): Words {
  const named: Record<string, { label: Words }> = { ...caseLifecycle.openings, ...caseActions };
  return named[action]?.label ?? { zh: action, en: action };
}
