import { z } from 'zod';
import { attempt, rehearsed } from '../../kernel/db.ts';
import { route } from '../../kernel/http.ts';
import { problemOf } from '../../kernel/http-problem.ts';
import { Refused } from '../../kernel/refusal.ts';
import { pointInput } from '../geo/model.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { lineShape, namesShape, stateShape } from './answers.ts';
import { actionNames, doingOf } from './asking.ts';
import { takeAction } from './commands.ts';
import { countOpen } from './counters.ts';
import { placeOf } from './facts.ts';
import { filterOf, filterShape } from './filters.ts';
import { listAlikeCases, listCasePoints, listCases, listNearCases } from './list-store.ts';
import { namesFor } from './view.ts';

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

export const caseListRoutes = [
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
    handle: ({ tx, actor, query, now }) => countOpen(tx, actor, filterOf(query), now),
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
];
