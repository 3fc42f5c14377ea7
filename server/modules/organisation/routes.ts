import { z } from 'zod';
import { route } from '../../kernel/http.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { addUnits, changeSettings, changeUnit } from './commands.ts';
import { areaLevels, unitKinds } from './model.ts';
import { settingsChange, settingsShape } from './rules.ts';
import { findJurisdiction, listAreas, listUnits } from './store.ts';

const words = z.object({ zh: z.string(), en: z.string() });
const newWords = z.object({ zh: z.string().trim().min(1).max(100), en: z.string().trim().min(1).max(200) });

const jurisdictionShape = z.object({
  id: z.number(),
  code: z.string(),
  name: words,
  timeZone: z.string(),
  division: z.string().nullable(),
  demo: z.boolean(),
  settings: settingsShape,
  version: z.number(),
});

const unitShape = z.object({
  id: z.string(),
  code: z.string(),
  name: words,
  kind: z.enum(unitKinds),
  parentId: z.string().nullable(),
  group: z.string(),
  active: z.boolean(),
  version: z.number(),
});

const areaShape = z.object({
  code: z.string(),
  level: z.enum(areaLevels),
  parentCode: z.string().nullable(),
  name: words,
});

const unitGroup = z.string().trim().min(1).max(40);

export const organisationRoutes = [
  route({
    method: 'GET',
    path: '/jurisdiction',
    permission: 'signedIn',
    summary: { zh: '本辖区的名称、时区与设置', en: "One's own jurisdiction: names, time zone, settings" },
    answer: jurisdictionShape,
    async handle({ tx, actor }) {
      const own = await findJurisdiction(tx, actor.jurisdictionId);
      return own ?? refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
    },
  }),
  route({
    method: 'PATCH',
    path: '/jurisdiction/settings',
    permission: 'organisation.manage',
    setting: { kind: 'jurisdiction' },
    summary: { zh: '更改辖区设置', en: "Change the jurisdiction's settings" },
    ifMatch: true,
    body: settingsChange,
    answer: jurisdictionShape,
    handle: ({ tx, actor, body, version }) => changeSettings(tx, actor.jurisdictionId, body, version),
  }),
  route({
    method: 'GET',
    path: '/units',
    permission: 'signedIn',
    summary: { zh: '按名称、编号或拼音首字母查责任单位', en: 'Units by name, code or pinyin initials' },
    query: z.object({
      query: z.string().max(100).optional(),
      kind: z.enum(unitKinds).optional(),
      active: z.enum(['true', 'false']).optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    answer: z.object({ items: z.array(unitShape) }),
    async handle({ tx, actor, query: { active, ...wanted } }) {
      return {
        items: await listUnits(tx, actor.jurisdictionId, {
          ...wanted,
          ...(active ? { active: active === 'true' } : {}),
        }),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/units',
    permission: 'organisation.manage',
    setting: { kind: 'unit' },
    summary: { zh: '新增责任单位', en: 'Add a unit' },
    status: 201,
    body: z.object({
      code: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
      name: newWords,
      kind: z.enum(unitKinds),
      group: unitGroup,
      parentCode: z.string().max(40).nullable().optional(),
    }),
    answer: unitShape,
    async handle({ tx, actor, body, now }) {
      const [unit] = await addUnits(tx, actor.jurisdictionId, [body], now);
      return unit ?? refuse(unknownRecord({ zh: '单位', en: 'unit' }));
    },
  }),
  route({
    method: 'PATCH',
    path: '/units/:id',
    permission: 'organisation.manage',
    setting: { kind: 'unit' },
    summary: { zh: '更改或停用责任单位', en: 'Change a unit, or make it inactive' },
    ifMatch: true,
    params: z.object({ id: z.guid() }),
    body: z
      .strictObject({
        name: newWords,
        kind: z.enum(unitKinds),
        group: unitGroup,
        active: z.boolean(),
        parentId: z.guid().nullable(),
      })
      .partial(),
    answer: unitShape,
    handle: ({ tx, actor, params, body, version }) =>
      changeUnit(tx, actor.jurisdictionId, params.id, { unit: body, version }),
  }),
  route({
    method: 'GET',
    path: '/areas',
    permission: 'signedIn',
    summary: { zh: '街道、社区与片', en: 'Sub-districts, communities and sectors' },
    query: z.object({ level: z.enum(areaLevels).optional(), parentCode: z.string().max(20).optional() }),
    answer: z.object({ items: z.array(areaShape) }),
    async handle({ tx, actor, query }) {
      return { items: await listAreas(tx, actor.jurisdictionId, query) };
    },
  }),
] as const;
