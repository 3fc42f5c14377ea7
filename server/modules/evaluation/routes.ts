import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import { route } from '../../kernel/http.ts';
import { refuse } from '../../kernel/refusal.ts';
import { dateShape } from '../calendar/model.ts';
import { type CaseState, caseLifecycle } from '../cases/lifecycle.ts';
import { namesFor } from '../cases/view.ts';
import { findUnit } from '../organisation/store.ts';
import { type Asked, askedPeriod, cardOf, lastMonthOf, rankObjects, reckoningOf } from './cards.ts';
import { changeScheme } from './commands.ts';
import { type IndicatorCode, indicators } from './indicators.ts';
import { listFacts, parts } from './measure-store.ts';
import { areaKinds, type Grade, grades, type ObjectKind, objectKinds, objectWords, schemeShape } from './model.ts';
import { remarksOf, type Score } from './rules.ts';
import { listSchemes } from './store.ts';
import { countByCategory, countByDay } from './summary-store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const instant = z.string().describe('UTC, ISO 8601');
const objectShape = z.enum(objectKinds);
const codeShape = z.enum(Object.keys(indicators) as [IndicatorCode, ...IndicatorCode[]]);
const stateShape = z.enum(Object.keys(caseLifecycle.states) as [CaseState, ...CaseState[]]);
const gradeShape = z.enum(Object.keys(grades) as [Grade, ...Grade[]]);

const periodQuery = z.object({
  from: dateShape.optional().describe('First local day; the first of this month if absent'),
  to: dateShape.optional().describe('Last local day, included; the end of the month of `from` if absent'),
});

const measuredShape = z.object({ met: z.number(), of: z.number(), value: z.number().nullable() });
const schemeAnswer = schemeShape.extend({ object: objectShape, version: z.number(), validFrom: z.string() });
const askedShape = z.object({
  from: z.string(),
  to: z.string(),
  asOf: instant.describe('The log is read as it stood then'),
  final: z.boolean().describe('Nothing that happens from now on moves these figures'),
  months: z.number(),
});
const scoreShape = z.object({
  value: z.number().nullable(),
  grade: gradeShape.nullable(),
  sample: z.number(),
  enough: z.boolean(),
  spread: z.array(z.string()),
  parts: z.array(
    measuredShape.extend({
      indicator: z.string(),
      weight: z.number(),
      counts: z.number(),
      inverted: z.boolean(),
      points: z.number().nullable(),
      contribution: z.number(),
    }),
  ),
  remarks: z.array(words),
});
const lineShape = z.object({
  id: z.string(),
  name: words,
  group: z.string().nullable(),
  score: scoreShape,
  values: z.record(z.string(), measuredShape),
  previous: z.number().nullable(),
});

function askedAnswer({ period: { from, to, months }, asOf, final }: Asked) {
  return { from, to, months, asOf, final };
}

function scoreAnswer(score: Score, { scheme, period }: Asked) {
  return { ...score, remarks: remarksOf(score, scheme, period.months) };
}

const objectParams = z
  .object({ object: objectShape, id: z.string().max(40) })
  .refine(
    ({ object, id }) =>
      (areaKinds as readonly ObjectKind[]).includes(object) ? /^\d{6,20}$/.test(id) : z.guid().safeParse(id).success,
    '单位和人员用编号（UUID），区域用代码。 Units and people are named by id (UUID), areas by code.',
  );

/** A unit sees its own card and nobody else's; the ranking of its group it may see. */
function checkMayRead(actor: Actor, object: ObjectKind, id: string | null): void {
  if (actor.permissions.has('case.readAll')) return;
  if (object === 'unit' && actor.unitId !== null && (id === null || id === actor.unitId)) return;
  refuse({
    refused: 'forbidden',
    code: 'notOwnScore',
    message: {
      zh: '只能查看本单位的评分和本组的排名。',
      en: 'You may see the scorecard of your own unit and the ranking of its group only.',
    },
  });
}

/** The group whose ranking is shown: the one asked for, or for a unit's officer always his own. */
async function groupFor(
  tx: Parameters<typeof findUnit>[0],
  actor: Actor,
  asked: string | undefined,
): Promise<string | undefined> {
  if (actor.permissions.has('case.readAll')) return asked;
  return (await findUnit(tx, actor.jurisdictionId, actor.unitId ?? ''))?.group ?? '';
}

export const evaluationRoutes = [
  route({
    method: 'GET',
    path: '/indicators',
    permission: 'score.read',
    summary: { zh: '指标定义与评价方案', en: 'What every indicator means, and by which schemes objects are scored' },
    answer: z.object({
      indicators: z.array(
        z.object({
          code: codeShape,
          label: words,
          meaning: words,
          source: z.string(),
          measure: z.enum(['rate', 'count']),
          over: z.enum(['round', 'task']),
          period: z.string(),
          objects: z.array(objectShape),
          of: z.array(z.unknown()),
          met: z.array(z.unknown()),
        }),
      ),
      objects: z.array(z.object({ object: objectShape, label: words })),
      grades: z.array(z.object({ grade: gradeShape, label: words, colour: z.string(), from: z.number() })),
      schemes: z.array(schemeAnswer),
      lastMonth: z.object({ from: z.string(), to: z.string() }).nullable().describe('The last that can be scored'),
    }),
    async handle({ tx, actor, now }) {
      return {
        indicators: (Object.keys(indicators) as IndicatorCode[]).map((code) => {
          const { charged, of, met, ...told } = indicators[code];
          return { code, ...told, objects: Object.keys(charged) as ObjectKind[], of: [...of], met: [...met] };
        }),
        objects: objectKinds.map((object) => ({ object, label: objectWords[object] })),
        grades: (Object.keys(grades) as Grade[]).map((grade) => ({ grade, ...grades[grade] })),
        schemes: await listSchemes(tx, actor.jurisdictionId),
        lastMonth: await lastMonthOf(tx, actor.jurisdictionId, now),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/scores/schemes',
    permission: 'score.manage',
    setting: { kind: 'scheme' },
    summary: { zh: '修订评价方案（新版本，自将来某日起）', en: 'Change a scheme: a new version from a day to come' },
    body: z.strictObject({ object: objectShape, validFrom: dateShape, scheme: schemeShape }),
    answer: schemeAnswer,
    status: 201,
    handle: ({ tx, actor, body, now }) => changeScheme(tx, actor, body, now),
  }),
  route({
    method: 'GET',
    path: '/scores',
    reads: 'replica',
    permission: 'score.read',
    summary: { zh: '评分与排名', en: 'Scores and ranking' },
    query: periodQuery.extend({ object: objectShape.default('unit'), group: z.string().max(40).optional() }),
    answer: z.object({
      object: objectShape,
      period: askedShape,
      scheme: schemeAnswer,
      lines: z.array(lineShape.extend({ rank: z.number().nullable() })),
    }),
    async handle({ tx, actor, query, now }) {
      const { object } = query;
      checkMayRead(actor, object, null);
      const asked = await askedPeriod(tx, actor, object, { ...query, now });
      const lines = await rankObjects(tx, actor, object, asked, { group: await groupFor(tx, actor, query.group), now });
      return {
        object,
        period: askedAnswer(asked),
        scheme: asked.scheme,
        lines: lines.map((line) => ({ ...line, score: scoreAnswer(line.score, asked) })),
      };
    },
  }),
  route({
    method: 'GET',
    path: '/scores/summary',
    reads: 'replica',
    permission: 'score.read',
    summary: { zh: '分类与状态统计、逐日趋势', en: 'Counts by category and state, and the trend by day' },
    query: periodQuery,
    answer: z.object({
      period: askedShape,
      categories: z.array(z.object({ categoryId: z.string().nullable(), state: stateShape, n: z.number() })),
      days: z.array(
        z.object({
          date: z.string(),
          opened: z.number(),
          registered: z.number(),
          closed: z.number(),
          overdue: z.number(),
        }),
      ),
      names: z.record(z.string(), words),
    }),
    async handle({ tx, actor, query, now }) {
      checkMayRead(actor, 'subdistrict', null);
      const asked = await askedPeriod(tx, actor, 'unit', { ...query, now });
      const categories = await countByCategory(tx, actor.jurisdictionId, asked.period);
      const days = await countByDay(tx, actor.jurisdictionId, { ...asked, now });
      const names = await namesFor(tx, actor.jurisdictionId, { categories: categories.map((line) => line.categoryId) });
      return { period: askedAnswer(asked), categories, days, names };
    },
  }),
  route({
    method: 'GET',
    path: '/scores/:object/:id',
    reads: 'replica',
    permission: 'score.read',
    summary: { zh: '一张评分表，每一项都有来历', en: 'One scorecard, with every part of the number' },
    params: objectParams,
    query: periodQuery,
    answer: lineShape.extend({ object: objectShape, period: askedShape, scheme: schemeAnswer }),
    async handle({ tx, actor, params: { object, id }, query, now }) {
      checkMayRead(actor, object, id);
      const asked = await askedPeriod(tx, actor, object, { ...query, now });
      const card = await cardOf(tx, actor, object, id, asked, now);
      return {
        ...card,
        score: scoreAnswer(card.score, asked),
        object,
        period: askedAnswer(asked),
        scheme: asked.scheme,
      };
    },
  }),
  route({
    method: 'GET',
    path: '/scores/:object/:id/cases',
    reads: 'replica',
    permission: 'score.read',
    summary: { zh: '一个数字背后的案卷', en: 'The very cases behind a number' },
    params: objectParams,
    query: periodQuery.extend({
      indicator: codeShape,
      part: z.enum(parts).default('of'),
      cursor: z
        .string()
        .regex(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z~[0-9a-f-]{36}~\d{1,9}$/)
        .optional(),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
    answer: z.object({
      period: askedShape,
      items: z.array(
        z.object({
          caseId: z.string(),
          seq: z.number(),
          round: z.number(),
          number: z.string(),
          state: stateShape,
          source: z.string(),
          categoryId: z.string().nullable(),
          unitId: z.string().nullable(),
          openedAt: instant,
          dueAt: instant.nullable(),
          lateAt: instant.nullable(),
          handledAt: instant.nullable(),
          closedAt: instant.nullable(),
          at: instant,
          officerId: z.string().nullable(),
        }),
      ),
      next: z.string().nullable(),
      names: z.record(z.string(), words),
    }),
    async handle({ tx, actor, params: { object, id }, query, now }) {
      checkMayRead(actor, object, id);
      const { indicator: code, part, cursor, limit } = query;
      if (!(object in indicators[code].charged)) {
        refuse({
          refused: 'invalid',
          code: 'unknownIndicator',
          message: { zh: `这类对象没有指标 ${code}。`, en: `This kind of object has no indicator ${code}.` },
        });
      }
      const asked = await askedPeriod(tx, actor, object, { ...query, now });
      const page = await listFacts(
        tx,
        { ...reckoningOf(actor.jurisdictionId, object, asked), id },
        { code, part, cursor, limit },
      );
      const names = await namesFor(tx, actor.jurisdictionId, {
        units: page.items.map((item) => item.unitId),
        categories: page.items.map((item) => item.categoryId),
        officers: page.items.map((item) => item.officerId),
      });
      return { period: askedAnswer(asked), ...page, names };
    },
  }),
] as const;
