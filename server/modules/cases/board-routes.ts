import { z } from 'zod';
import type { Actor } from '../../kernel/actor.ts';
import { route } from '../../kernel/http.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { findJurisdiction } from '../organisation/store.ts';
import { namesShape } from './answers.ts';
import { boardWindows } from './board.ts';
import { recentBoard } from './board-view.ts';
import { namesFor } from './view.ts';
import { sourceWords } from './words.ts';

const rowShape = z.object({
  value: z.string().nullable().describe('Null: cases without one'),
  states: z.record(z.string(), z.number()),
  cases: z.number(),
  overdue: z.number().describe('Of everything open now'),
  amber: z.number().describe('Of everything open now: warned, not yet due'),
  closed: z.number().describe('Closed within the window; told by category and in all'),
  meanSeconds: z.number().nullable().describe('From report to closing'),
});

/** The whole board for who sees every case; of a unit only its own. */
function scopeFor(actor: Actor): string | null {
  if (actor.permissions.has('case.readAll')) return null;
  if (actor.unitId !== null) return actor.unitId;
  return refuse({
    refused: 'forbidden',
    code: 'noBoard',
    message: {
      zh: '看板供中心各岗位和责任单位使用。',
      en: 'The board is for the posts of the centre and the units.',
    },
  });
}

export const boardRoutes = [
  route({
    method: 'GET',
    path: '/board',
    reads: 'replica',
    permission: 'board.read',
    summary: {
      zh: '看板：分类与状态、超期与临期、进出与用时',
      en: 'The board: counts by category and state, what is late, flows by day and times to close',
    },
    query: z.object({
      window: z
        .enum(boardWindows)
        .default('open')
        .describe('open: what is under way; all: every case; else what was reported in so many days up to today'),
    }),
    answer: z.object({
      window: z.enum(boardWindows),
      unitId: z.string().nullable().describe('The unit whose cases alone are counted; null for all'),
      today: z.string(),
      from: z.string().nullable(),
      flowFrom: z.string(),
      total: rowShape.extend({ medianSeconds: z.number().nullable(), p90Seconds: z.number().nullable() }),
      rows: z.object({
        category: z.array(rowShape),
        unit: z.array(rowShape),
        subdistrict: z.array(rowShape),
        source: z.array(rowShape),
      }),
      days: z.array(z.object({ day: z.string(), reported: z.number(), ended: z.number() })),
      names: namesShape,
    }),
    async handle({ tx, actor, query: { window }, now }) {
      const { jurisdictionId } = actor;
      const jurisdiction = await findJurisdiction(tx, jurisdictionId);
      if (!jurisdiction) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
      const unitId = scopeFor(actor);
      const board = await recentBoard(tx, { jurisdictionId, timeZone: jurisdiction.timeZone, unitId, window, now });
      const values = (dimension: keyof typeof board.rows) => board.rows[dimension].map(({ value }) => value);
      const names = await namesFor(tx, jurisdictionId, {
        categories: values('category'),
        units: values('unit'),
        areas: values('subdistrict'),
      });
      return { window, unitId, ...board, names: { ...names, ...sourceWords } };
    },
  }),
] as const;
