import { z } from 'zod';
import { type Call, route } from '../../../kernel/http.ts';
import { shown } from '../../../kernel/procedure.ts';
import { actionNames, filedShape, recordId } from '../../../kernel/procedure-shapes.ts';
import { actOn, deedOf, openRecord, seenRecord } from '../../../kernel/records.ts';
import type { Template } from '../../disclosure/data/template.ts';
import { findToday } from '../../organisation/store.ts';
import { HOUSE, templateOn } from './choosing.ts';
import { templateSetLifecycle } from './lifecycle.ts';
import { type TemplateSetRecord, templateSetProcedure } from './procedures.ts';
import { templateShape } from './shape.ts';
import { listTemplateSets } from './store.ts';

const tableShape = z.object({
  key: z.string(),
  nameZh: z.string(),
  layout: z.string(),
  header: z.array(z.array(z.string())),
  rows: z.array(z.string()),
  emptySentence: z.string().nullable(),
});

const setShape = z.object({
  id: z.string(),
  provinceZh: z.string(),
  nameZh: z.string(),
  from: z.string().nullable(),
  until: z.string().nullable(),
  basis: z.string(),
  /** 今日有效 */
  inForce: z.boolean(),
  /** Null for the set that the house came with. */
  record: filedShape(templateSetLifecycle).nullable(),
  sections: z.array(z.object({ level: z.string(), titleZh: z.string() })),
  tables: z.array(tableShape),
});

const drawn = (template: Template) => ({
  nameZh: template.nameZh,
  sections: template.sections.map(({ level, titleZh }) => ({ level, titleZh })),
  tables: template.tables.map(({ key, nameZh, layout, header, rows, emptySentence }) => ({
    key,
    nameZh,
    layout,
    header,
    rows: rows.map(({ label }) => label),
    emptySentence,
  })),
});

async function shownSet(record: TemplateSetRecord, call: Pick<Call, 'tx' | 'actor' | 'now'>, inForceId: string) {
  const { template, provinceZh, from, until, basis, ...rest } = shown(templateSetProcedure, record, {
    actor: call.actor,
    now: call.now,
  });
  const { id, version, state, openedAt, openedBy, updatedAt, may } = rest;
  return {
    id,
    provinceZh,
    from,
    until,
    basis,
    inForce: id === inForceId,
    record: { id, version, state, openedAt, openedBy, updatedAt, may },
    ...drawn(template),
  };
}

async function today({ tx, actor, now }: Pick<Call, 'tx' | 'actor' | 'now'>): Promise<string> {
  return await findToday(tx, actor.jurisdictionId, now);
}

const viewed = async (record: TemplateSetRecord, call: Pick<Call, 'tx' | 'actor' | 'now'>) =>
  shownSet(record, call, (await templateOn(call.tx, call.actor.jurisdictionId, await today(call))).id);

/** 样式管理 — which province's set of tables and sentences holds when. */
export const templateRoutes = [
  route({
    method: 'GET',
    path: '/publication-templates',
    permission: 'publication.read',
    summary: { zh: '公开样式，注明何时有效', en: 'Template sets, with the days on which they hold' },
    answer: z.object({ items: z.array(setShape) }),
    async handle(call) {
      const { tx, actor } = call;
      const holds = await templateOn(tx, actor.jurisdictionId, await today(call));
      const sets = await listTemplateSets(tx, actor.jurisdictionId);
      const house = {
        id: HOUSE.id,
        provinceZh: '福建省',
        from: null,
        until: null,
        basis: '',
        inForce: holds.id === HOUSE.id,
        record: null,
        ...drawn(HOUSE.template),
      };
      return { items: [...(await Promise.all(sets.map((one) => shownSet(one, call, holds.id)))), house] };
    },
  }),
  route({
    method: 'GET',
    path: '/publication-templates/schema',
    permission: 'publication.read',
    summary: { zh: '样式文件的 JSON Schema', en: 'The JSON Schema of a set' },
    answer: z.object({ schema: z.record(z.string(), z.unknown()) }),
    handle: async () => ({ schema: z.toJSONSchema(templateShape) as Record<string, unknown> }),
  }),
  route({
    method: 'GET',
    path: '/publication-templates/house',
    permission: 'publication.read',
    summary: { zh: '自带样式，可据此改写另一套', en: 'The set of the house, from which another can be written' },
    answer: templateShape,
    handle: async () => HOUSE.template as z.output<typeof templateShape>,
  }),
  route({
    method: 'POST',
    path: '/publication-templates',
    permission: 'publication.template',
    summary: { zh: '采用另一套样式', en: 'Adopt another set, as data' },
    status: 201,
    body: templateSetLifecycle.openings.adoptTemplate.asks.strict(),
    answer: setShape,
    handle: async (call) =>
      viewed(
        await openRecord(deedOf(call), templateSetProcedure, 'adoptTemplate', call.body, {
          actor: call.actor,
          now: call.now,
        }),
        call,
      ),
  }),
  route({
    method: 'POST',
    path: '/publication-templates/:id/actions/:action',
    permission: 'publication.template',
    summary: { zh: '办理样式', en: 'Take an action on a set' },
    params: recordId.extend({ action: actionNames(templateSetLifecycle) }),
    ifMatch: true,
    body: z.record(z.string(), z.unknown()),
    answer: setShape,
    async handle(call) {
      await seenRecord(call.tx, templateSetProcedure, call.actor, call.params.id);
      const asked = { ...call.params, input: call.body, version: call.version };
      const record = await actOn(deedOf(call), templateSetProcedure, asked, async () => ({
        actor: call.actor,
        now: call.now,
      }));
      return viewed(record, call);
    },
  }),
] as const;
