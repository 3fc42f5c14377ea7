import { z } from 'zod';
import { type Call, route } from '../../kernel/http.ts';
import { refuse, unknownRecord } from '../../kernel/refusal.ts';
import { listInactiveUnits } from '../organisation/store.ts';
import { addCategory, changeCondition, importCatalogue, localDay } from './commands.ts';
import { removeResponsibility, setResponsibility } from './duty-commands.ts';
import type { Category } from './model.ts';
import { conditionsOn, editionOn, later, pickResponsible, standing } from './rules.ts';
import { searchCategories, suggestCategories } from './search.ts';
import {
  areaCodes,
  areaQuery,
  briefShape,
  categoryShape,
  conditionShape,
  day,
  dutyShape,
  edition,
  foundShape,
  kind,
  newCategory,
  newCondition,
  responsibleShape,
  words,
} from './shapes.ts';
import { type Catalogue, findCatalogue, listResponsibilities } from './store.ts';

function brief({ id, edition, kind, code, name }: Category) {
  return { id, edition, kind, code, name };
}

type Asked = Pick<Call, 'tx' | 'actor' | 'now'>;

/** The edition named, or the national one of the day. */
async function editionFor(
  { tx, actor, now }: Asked,
  catalogue: Catalogue,
  asked: { edition?: string; on?: string },
): Promise<string> {
  if (asked.edition !== undefined) return asked.edition;
  const on = asked.on ?? (await localDay(tx, actor.jurisdictionId, now));
  return editionOn(catalogue.editions, on)?.code ?? 'local';
}

function categoryIn(catalogue: Catalogue, id: string): Category {
  return catalogue.byId.get(id) ?? refuse(unknownRecord({ zh: '类别', en: 'category' }));
}

/** What stands across from a category in the other national edition, or the note why nothing does. */
function counterpartsOf({ mappings, categories }: Catalogue, own: Category) {
  const is = (side: { kind: string; code: string } | null, other: Category) =>
    side?.kind === other.kind && side.code === other.code;
  const forward = own.edition === 'GB/T 30428.2-2013';
  const national = own.edition === 'GB/T 47678.5-2026' || forward;
  return mappings
    .filter(({ from, to }) => national && is(forward ? from : to, own))
    .map(({ from, to, note }) => {
      const target = forward ? to : from;
      const other = categories.find(
        (known) => known.edition !== own.edition && known.kind !== 'request' && target !== null && is(target, known),
      );
      return { category: other ? brief(other) : null, note };
    });
}

function confusedWith({ confusables, byId }: Catalogue, id: string) {
  return confusables
    .filter(({ categoryId, otherId }) => categoryId === id || otherId === id)
    .flatMap(({ categoryId, otherId, tells }) => {
      const other = byId.get(categoryId === id ? otherId : categoryId);
      return other ? [{ category: brief(other), tells }] : [];
    });
}

export const catalogueRoutes = [
  route({
    method: 'GET',
    path: '/catalogue/editions',
    permission: 'signedIn',
    summary: { zh: '类别目录的版本与有效期', en: 'Editions of the catalogue and when they hold' },
    answer: z.object({
      items: z.array(
        z.object({
          code: z.string(),
          name: words,
          national: z.boolean(),
          validFrom: z.string(),
          validTo: z.string().nullable(),
        }),
      ),
    }),
    async handle({ tx, actor }) {
      return { items: [...(await findCatalogue(tx, actor.jurisdictionId)).editions] };
    },
  }),
  route({
    method: 'GET',
    path: '/catalogue/categories',
    permission: 'signedIn',
    summary: { zh: '按名称、代码、拼音或俗称查类别', en: 'Categories by name, code, pinyin or everyday words' },
    query: z.object({
      query: z.string().max(100).default(''),
      edition: edition.optional(),
      kind: kind.optional(),
      on: day.optional(),
      limit: z.coerce.number().int().min(1).max(500).default(20),
    }),
    answer: z.object({ edition: z.string(), items: z.array(foundShape) }),
    async handle({ query, ...call }) {
      const catalogue = await findCatalogue(call.tx, call.actor.jurisdictionId);
      const edition = await editionFor(call, catalogue, query);
      return { edition, items: searchCategories(catalogue.indexOf(edition), query.query, query) };
    },
  }),
  route({
    method: 'GET',
    path: '/catalogue/categories/:id',
    permission: 'signedIn',
    summary: {
      zh: '一个类别：立案与结案条件、易混类别、新旧对照',
      en: 'One category: conditions, confusables, counterparts',
    },
    params: z.object({ id: z.guid() }),
    query: z.object({ on: day.optional() }),
    answer: categoryShape.extend({
      conditions: z.array(conditionShape),
      history: z.array(conditionShape),
      confusedWith: z.array(z.object({ category: briefShape, tells: words })),
      counterparts: z.array(z.object({ category: briefShape.nullable(), note: words })),
    }),
    async handle({ tx, actor, params, query, now }) {
      const catalogue = await findCatalogue(tx, actor.jurisdictionId);
      const category = categoryIn(catalogue, params.id);
      const history = [...(catalogue.conditions.get(category.id) ?? [])];
      const on = query.on ?? (await localDay(tx, actor.jurisdictionId, now));
      return {
        ...category,
        conditions: conditionsOn(history, on),
        history,
        confusedWith: confusedWith(catalogue, category.id),
        counterparts: counterpartsOf(catalogue, category),
      };
    },
  }),
  route({
    method: 'POST',
    path: '/catalogue/suggest',
    permission: 'signedIn',
    summary: { zh: '按所述情况推荐类别与责任单位', en: 'Categories and responsible units for what was told' },
    body: z.object({
      text: z.string().max(4000),
      areaCodes,
      edition: edition.optional(),
      on: day.optional(),
      limit: z.number().int().min(1).max(50).default(5),
    }),
    answer: z.object({ edition: z.string(), items: z.array(foundShape.extend({ responsible: responsibleShape })) }),
    async handle({ body, ...call }) {
      const catalogue = await findCatalogue(call.tx, call.actor.jurisdictionId);
      const edition = await editionFor(call, catalogue, body);
      const duties = standing(catalogue.responsibilities, await listInactiveUnits(call.tx, call.actor.jurisdictionId));
      const items = suggestCategories(catalogue.indexOf(edition), body.text, { limit: body.limit }).map((found) => ({
        ...found,
        responsible: pickResponsible(duties, found.category, body.areaCodes),
      }));
      return { edition, items };
    },
  }),
  route({
    method: 'GET',
    path: '/catalogue/responsible',
    permission: 'signedIn',
    summary: {
      zh: '某类别在某区域由谁负责，依据哪一条',
      en: 'Who answers for a category in an area, and by which row',
    },
    query: z.object({ categoryId: z.guid(), areaCode: areaQuery }),
    answer: z.object({ responsible: responsibleShape }),
    async handle({ tx, actor, query }) {
      const catalogue = await findCatalogue(tx, actor.jurisdictionId);
      const category = categoryIn(catalogue, query.categoryId);
      const duties = standing(catalogue.responsibilities, await listInactiveUnits(tx, actor.jurisdictionId));
      return { responsible: pickResponsible(duties, category, query.areaCode) };
    },
  }),
  route({
    method: 'GET',
    path: '/catalogue/responsibilities',
    permission: 'signedIn',
    summary: { zh: '派单目录', en: 'The list of duties' },
    query: z.object({ edition: edition.optional() }),
    answer: z.object({ items: z.array(dutyShape) }),
    async handle({ tx, actor, query }) {
      return { items: await listResponsibilities(tx, actor.jurisdictionId, query.edition) };
    },
  }),
  route({
    method: 'POST',
    path: '/catalogue/categories',
    permission: 'catalogue.manage',
    setting: { kind: 'category' },
    summary: { zh: '新增本地扩展类别', en: 'Add a local extension' },
    status: 201,
    body: newCategory.extend({ edition }),
    answer: categoryShape,
    handle: ({ tx, actor, body, now }) => addCategory(tx, actor.jurisdictionId, body, now),
  }),
  route({
    method: 'POST',
    path: '/catalogue/imports',
    permission: 'catalogue.manage',
    setting: { kind: 'catalogue' },
    summary: { zh: '导入本地的类别与立案条件', en: "Import a district's own categories and conditions" },
    body: z.object({ edition, validFrom: day.optional(), categories: z.array(newCategory).min(1).max(2000) }),
    answer: z.object({ added: z.number(), changed: z.number(), unchanged: z.number() }),
    async handle({ tx, actor, body, now }) {
      const source = 'local' as const;
      const categories = body.categories.map((own) => ({
        ...own,
        source,
        conditions: own.conditions.map((condition) => ({ ...condition, source })),
      }));
      const today = await localDay(tx, actor.jurisdictionId, now);
      const validFrom = later(body.validFrom ?? today, today);
      return importCatalogue(tx, actor.jurisdictionId, { edition: body.edition, categories, validFrom }, now);
    },
  }),
  route({
    method: 'POST',
    path: '/catalogue/conditions/:id/versions',
    permission: 'catalogue.manage',
    setting: { kind: 'condition' },
    summary: {
      zh: '更改立案条件：生成新版本，已立案件不受影响',
      en: 'Change a registration condition by a new version; registered cases keep theirs',
    },
    status: 201,
    ifMatch: true,
    params: z.object({ id: z.guid() }),
    body: newCondition.extend({ validFrom: day }),
    answer: conditionShape,
    handle: ({ tx, actor, params, body, version, now }) =>
      changeCondition(tx, actor.jurisdictionId, { id: params.id, version, change: body, now }),
  }),
  route({
    method: 'PUT',
    path: '/catalogue/responsibilities/:id',
    permission: 'catalogue.manage',
    setting: { kind: 'responsibility' },
    summary: {
      zh: '设定一条职责；If-Match "0" 表示新增',
      en: 'Set one row of the list of duties; If-Match "0" adds it',
    },
    ifMatch: true,
    params: z.object({ id: z.guid() }),
    body: z.object({
      edition,
      kind,
      categoryId: z.guid().nullable(),
      groupCode: z.string().max(20).nullable(),
      areaCode: z.string().max(20).nullable(),
      unitId: z.guid(),
      basis: z.string().trim().min(1).max(300),
    }),
    answer: dutyShape,
    handle: ({ tx, actor, params, body, version }) =>
      setResponsibility(tx, actor.jurisdictionId, { id: params.id, duty: body, version }),
  }),
  route({
    method: 'DELETE',
    path: '/catalogue/responsibilities/:id',
    permission: 'catalogue.manage',
    setting: { kind: 'responsibility' },
    summary: { zh: '删除一条职责', en: 'Remove one row of the list of duties' },
    status: 204,
    ifMatch: true,
    params: z.object({ id: z.guid() }),
    handle: ({ tx, actor, params, version }) =>
      removeResponsibility(tx, actor.jurisdictionId, { id: params.id, version }),
  }),
] as const;
