import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { CategoryKind } from '../../../server/modules/catalogue/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { newKey } from '../../request.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Found = AnswerOf<Routes['GET /catalogue/categories']>['items'][number];
export type Edition = AnswerOf<Routes['GET /catalogue/editions']>['items'][number];
export type Category = Found['category'];
export type CategoryPage = AnswerOf<Routes['GET /catalogue/categories/:id']>;
export type Condition = CategoryPage['conditions'][number];
export type Duty = AnswerOf<Routes['GET /catalogue/responsibilities']>['items'][number];
export type Unit = AnswerOf<Routes['GET /units']>['items'][number];
export type Area = AnswerOf<Routes['GET /areas']>['items'][number];

export const editionsQuery = queryOptions({
  queryKey: ['catalogue', 'editions'],
  staleTime: 300_000,
  queryFn: async () => (await call('GET /catalogue/editions')).items,
});

export function categoriesQuery(filter: {
  query?: string | undefined;
  edition?: string | undefined;
  kind?: CategoryKind | undefined;
}) {
  return queryOptions({
    queryKey: ['catalogue', 'list', filter],
    queryFn: () => call('GET /catalogue/categories', { query: { ...filter, limit: 500 } }),
    placeholderData: keepPreviousData,
  });
}

export function categoryQuery(id: string) {
  return queryOptions({
    queryKey: ['catalogue', 'one', id],
    queryFn: () => call('GET /catalogue/categories/:id', { params: { id } }),
  });
}

export interface NewVersion {
  condition: { zh: string; en: string };
  closing: { zh: string; en: string };
  limit: Condition['limit'];
  validFrom: string;
}

export async function changeCondition(
  { id, version, categoryId }: Condition,
  body: NewVersion,
  idempotencyKey: string,
): Promise<void> {
  await call('POST /catalogue/conditions/:id/versions', { params: { id }, version, body, idempotencyKey });
  await queries.invalidateQueries({ queryKey: categoryQuery(categoryId).queryKey });
}

export function dutiesQuery(edition: string | undefined) {
  return queryOptions({
    queryKey: ['catalogue', 'duties', edition],
    enabled: edition !== undefined,
    queryFn: async () => (await call('GET /catalogue/responsibilities', { query: { edition } })).items,
  });
}

/** Reads one row past what is remembered; undefined if it is gone. */
export async function readDuty({ id, edition }: Duty): Promise<Duty | undefined> {
  const duties = await queries.fetchQuery({ ...dutiesQuery(edition), staleTime: 0 });
  return duties.find((duty) => duty.id === id);
}

function forgetDuties(edition: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['catalogue', 'duties', edition] });
}

export async function setDuty({ id, version, ...body }: Duty): Promise<Duty> {
  const duty = await call('PUT /catalogue/responsibilities/:id', { params: { id }, version, body });
  await forgetDuties(duty.edition);
  return duty;
}

/** Adds a row: of version 0, under an id of its own, so that sending twice makes one. */
export function addDuty(duty: Omit<Duty, 'id' | 'version'>): Promise<Duty> {
  return setDuty({ ...duty, id: newKey(), version: 0 });
}

export async function removeDuty({ id, version, edition }: Duty): Promise<void> {
  await call('DELETE /catalogue/responsibilities/:id', { params: { id }, version });
  await forgetDuties(edition);
}

export const unitsQuery = queryOptions({
  queryKey: ['units'],
  staleTime: 300_000,
  queryFn: async () => (await call('GET /units', { query: { limit: 1000 } })).items,
});

export const areasQuery = queryOptions({
  queryKey: ['areas'],
  staleTime: 300_000,
  queryFn: async () => (await call('GET /areas')).items,
});
