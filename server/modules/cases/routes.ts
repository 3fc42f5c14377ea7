import { z } from 'zod';
import { attempt, type Tx } from '../../kernel/db.ts';
import { type Call, FileAnswer, route } from '../../kernel/http.ts';
import { problemOf } from '../../kernel/http-problem.ts';
import { readLog } from '../../kernel/log.ts';
import { Refused, refuse, unknownRecord } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import { recordAudit, recordLook } from '../accounts/commands.ts';
import { listAccountsById } from '../accounts/store.ts';
import { instantShape } from '../calendar/model.ts';
import { findCalendar } from '../calendar/store.ts';
import { pointInput } from '../geo/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { caseShape, clockShape, entryShape, lineShape, namesShape, stateShape } from './answers.ts';
import { explain, isOverdue, isResting, isRunning } from './clocks.ts';
import { openCase, takeAction } from './commands.ts';
import { checkPhotos, placeOf } from './facts.ts';
import { asked } from './forms.ts';
import { type CaseAction, caseActions, caseLifecycle } from './lifecycle.ts';
import { countCases, listAlikeCases, listCasePoints, listCases, listNearCases } from './list-store.ts';
import type { CaseFile } from './model.ts';
import { findPhoto, keepPhoto, listPhotos } from './photo-store.ts';
import { maySee } from './rules.ts';
import { findCase, findReporter } from './store.ts';
import { suggestUnits } from './suggestions.ts';
import { caseNumbers, idsIn, namesFor, viewOf } from './view.ts';

const caseId = z.object({ id: z.uuid() });
const caseWord = { zh: '案卷', en: 'case' };
const actionNames = Object.keys(caseActions).filter((name) => !caseActions[name as CaseAction].system) as [
  CaseAction,
  ...CaseAction[],
];

/** A query parameter that may come once, several times, or as one comma-separated value. */
const list = <S extends z.ZodType>(shape: S) =>
  z
    .preprocess(
      (value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value),
      z.array(shape).max(50),
    )
    .optional();
const flag = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional();

const filterShape = z.object({
  state: list(stateShape),
  open: flag,
  unitId: z.uuid().optional(),
  subdistrict: z.string().max(20).optional(),
  community: z.string().max(20).optional(),
  cell: z.string().max(20).optional(),
  categoryId: z.uuid().optional(),
  source: z.string().max(20).optional(),
  urgent: flag,
  time: z.enum(['overdue', 'amber']).optional(),
  mine: flag,
  pending: flag,
  ids: list(z.uuid()),
  from: instantShape.optional(),
  to: instantShape.optional(),
  text: z.string().trim().min(1).max(100).optional(),
});

function filterOf(query: z.output<typeof filterShape>) {
  const { state, subdistrict, community, cell, from, to, ...same } = query;
  return {
    ...same,
    states: state,
    subdistrictCode: subdistrict,
    communityCode: community,
    cellCode: cell,
    reportedFrom: from,
    reportedTo: to,
  };
}

async function seen(call: Call<{ id: string }>): Promise<CaseFile> {
  const found = await findCase(call.tx, call.actor.jurisdictionId, call.params.id);
  if (!found || !maySee(found.kase, call.actor)) refuse(unknownRecord(caseWord));
  return found.kase;
}

const doingOf = (call: Pick<Call, 'tx' | 'actor' | 'now'>) => ({
  tx: call.tx,
  actor: call.actor,
  jurisdictionId: call.actor.jurisdictionId,
  now: call.now,
});

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

const bulkAnswer = z.object({
  preview: z.boolean(),
  results: z.array(
    z.object({
      id: z.string(),
      number: z.string().nullable(),
      ok: z.boolean(),
      problem: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
});

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
      await checkPhotos(doingOf(call), call.body.photos);
      const kase = await openCase(doingOf(call), call.body);
      return viewOf(call.tx, kase, call.actor, call.now);
    },
  }),
  route({
    method: 'GET',
    path: '/cases',
    permission: 'case.read',
    summary: { zh: '案卷列表，可筛选、排序、按游标翻页', en: 'Cases, filtered, ordered, paged by cursor' },
    query: filterShape.extend({
      order: z.enum(['endangered', 'newest']).default('endangered'),
      cursor: z
        .string()
        .max(80)
        .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z~[0-9a-f-]{36}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ cases: z.array(lineShape), next: z.string().nullable(), names: namesShape }),
    async handle({ tx, actor, query, now }) {
      const { order, cursor, limit, ...filter } = query;
      const page = await listCases(tx, actor, { filter: filterOf(filter), order, cursor, limit, now });
      const names = await namesFor(tx, actor.jurisdictionId, {
        units: page.cases.map((line) => line.unitId),
        categories: page.cases.map((line) => line.categoryId),
        areas: page.cases.flatMap((line) => [line.subdistrictCode, line.communityCode]),
      });
      return { ...page, names };
    },
  }),
  route({
    method: 'GET',
    path: '/cases/counts',
    permission: 'case.read',
    summary: {
      zh: '在办案卷按状态的件数，及临期、超期件数',
      en: 'Open cases by state, and how many are late or soon late',
    },
    query: filterShape,
    answer: z.object({
      states: z.record(z.string(), z.number()),
      overdue: z.number(),
      amber: z.number(),
      urgent: z.number(),
      pending: z.number(),
      open: z.number(),
    }),
    handle: ({ tx, actor, query, now }) => countCases(tx, actor, filterOf(query), now),
  }),
  route({
    method: 'GET',
    path: '/cases/points',
    permission: 'case.read',
    summary: { zh: '地图上的案卷位置', en: 'Where the cases lie, for the map' },
    query: filterShape.extend({ limit: z.coerce.number().int().min(1).max(20_000).default(5000) }),
    answer: z.object({
      points: z.array(
        z.object({
          id: z.string(),
          lon: z.number(),
          lat: z.number(),
          state: stateShape,
          dueAt: z.string().nullable(),
          warnAt: z.string().nullable(),
          urgent: z.boolean(),
        }),
      ),
    }),
    async handle({ tx, actor, query, now }) {
      const { limit, ...filter } = query;
      return { points: await listCasePoints(tx, actor, filterOf(filter), now, limit) };
    },
  }),
  route({
    method: 'POST',
    path: '/cases/near',
    permission: 'case.read',
    summary: { zh: '可能重复的案卷：地点、时间、文字相近', en: 'Possible duplicates: near in place, time and words' },
    body: z.object({
      point: pointInput.nullable().default(null),
      text: z.string().max(4000).default(''),
      days: z.number().int().min(1).max(90).optional(),
      except: z.uuid().optional(),
    }),
    answer: z.object({
      cases: z.array(lineShape.extend({ metres: z.number().nullable(), likeness: z.number().nullable() })),
      names: namesShape,
    }),
    async handle({ tx, actor, body, now }) {
      const settings = (await findJurisdiction(tx, actor.jurisdictionId))?.settings;
      const hours = body.days ? body.days * 24 : (settings?.duplicateHours ?? 24) * 7;
      const since = new Date(Date.parse(now) - hours * 3_600_000).toISOString();
      const near = body.point
        ? await listNearCases(tx, actor, {
            point: (await placeOf(tx, actor.jurisdictionId, body.point)).point,
            metres: 5 * (settings?.duplicateMetres ?? 50),
            since,
            text: body.text,
            except: body.except,
          })
        : (await listAlikeCases(tx, actor, { text: body.text, since, now })).map((line) => ({
            ...line,
            metres: null,
            likeness: null,
          }));
      const names = await namesFor(tx, actor.jurisdictionId, {
        units: near.map((line) => line.unitId),
        categories: near.map((line) => line.categoryId),
      });
      return { cases: near, names };
    },
  }),
  route({
    method: 'POST',
    path: '/cases/bulk',
    permission: 'case.read',
    summary: {
      zh: '批量办理；preview 只看结果不办理',
      en: 'One action on many cases; `preview` only says what would happen',
    },
    body: z.object({
      action: z.enum(actionNames),
      input: z.record(z.string(), z.unknown()).default({}),
      cases: z
        .array(z.object({ id: z.uuid(), version: z.number().int().positive() }))
        .min(1)
        .max(100),
      preview: z.boolean(),
    }),
    answer: bulkAnswer,
    async handle(call) {
      const { action, input, cases, preview } = call.body;
      const results: z.output<typeof bulkAnswer>['results'] = [];
      for (const { id, version } of cases) {
        try {
          const kase = await (preview ? rehearsed : attempt)(call.tx, () =>
            takeAction(doingOf(call), id, action, input, version),
          );
          results.push({ id, number: kase.number, ok: true });
        } catch (error) {
          if (!(error instanceof Refused)) throw error;
          results.push({
            id,
            number: null,
            ok: false,
            problem: problemOf(error.refusal, call.language, call.requestId),
          });
        }
      }
      return { preview, results };
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
      const actors = await listAccountsById(call.tx, kase.jurisdictionId, [
        ...new Set(entries.flatMap((entry) => entry.actorId ?? [])),
      ]);
      const nameOf = new Map(actors.map((account) => [account.id, account.name]));
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
    shownOnce: ['name', 'phone', 'originalText'],
    answer: z.object({
      name: z.string().nullable(),
      phone: z.string().nullable(),
      wantsAnswer: z.boolean(),
      confidential: z.boolean(),
      originalText: z.string().nullable(),
    }),
    async handle(call) {
      const kase = await seen(call);
      const reporter = await findReporter(call.tx, kase.jurisdictionId, kase.id);
      if (!reporter) refuse(unknownRecord({ zh: '上报人', en: 'reporter' }));
      await recordAudit(call.tx, call, {
        jurisdictionId: kase.jurisdictionId,
        action: 'identityRevealed',
        kind: 'case',
        recordId: kase.id,
        detail: { reason: call.body.reason },
      });
      return reporter;
    },
  }),
  route({
    method: 'GET',
    path: '/cases/:id/photos',
    permission: 'case.read',
    summary: { zh: '照片及拍摄时间、地点', en: 'Photos with when and where they were taken' },
    params: caseId,
    answer: z.object({
      photos: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          takenAt: z.string().nullable(),
          takenPoint: z.object({ lon: z.number(), lat: z.number() }).nullable(),
        }),
      ),
    }),
    async handle(call) {
      const kase = await seen(call);
      return { photos: await listPhotos(call.tx, kase.jurisdictionId, kase.id) };
    },
  }),
  route({
    method: 'POST',
    path: '/files',
    permission: 'case.read',
    summary: { zh: '上传照片，得到编号后随办理提交', en: 'Uploads photos; their ids go with the next action' },
    files: true,
    answer: z.object({
      files: z.array(
        z.object({
          id: z.string(),
          type: z.string(),
          takenAt: z.string().nullable(),
          takenPoint: z.object({ lon: z.number(), lat: z.number() }).nullable(),
        }),
      ),
    }),
    status: 201,
    async handle(call) {
      if (call.files.length === 0) {
        refuse({
          refused: 'invalid',
          code: 'noFile',
          message: { zh: '没有收到文件。', en: 'No file came.' },
          right: { zh: '用 multipart/form-data 上传。', en: 'Send multipart/form-data.' },
        });
      }
      const files = [];
      for (const file of call.files) files.push(await keepPhoto(call.tx, call.actor, file.bytes, call.now));
      return { files };
    },
  }),
  route({
    method: 'GET',
    path: '/files/:id',
    permission: 'case.read',
    summary: { zh: '一张照片（已去除元数据）', en: 'One photo, without its metadata' },
    params: caseId,
    async handle(call) {
      const photo = await findPhoto(call.tx, call.actor.jurisdictionId, call.params.id);
      if (!photo) refuse(unknownRecord({ zh: '照片', en: 'photo' }));
      if (photo.caseId) await seen({ ...call, params: { id: photo.caseId } });
      else if (photo.uploadedBy !== call.actor.id) refuse(unknownRecord({ zh: '照片', en: 'photo' }));
      return new FileAnswer(photo.bytes, photo.type, { cacheSeconds: 86_400 });
    },
  }),
];

function labelOf(action: string): Words {
  const named: Record<string, { label: Words }> = { ...caseLifecycle.openings, ...caseActions };
  return named[action]?.label ?? { zh: action, en: action };
}

class Rehearsal extends Error {}

/** Does a thing and takes it back: what a preview says is what would happen, consequences and all. */
async function rehearsed<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  let done: { value: T } | undefined;
  try {
    await attempt(tx, async () => {
      done = { value: await work() };
      throw new Rehearsal();
    });
  } catch (error) {
    if (!(error instanceof Rehearsal)) throw error;
  }
  if (!done) throw new Error('a rehearsal ended without an outcome');
  return done.value;
}
