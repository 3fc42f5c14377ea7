import { type InfiniteData, infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import type { Words } from '../../../server/kernel/words.ts';
import type { Point } from '../../../server/modules/geo/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queryText } from '../../request.ts';
import { queries } from '../../session.ts';
import type { CaseFilter } from './filters.ts';

type Answer<K extends keyof Contract<ApiRoutes>> = AnswerOf<Contract<ApiRoutes>[K]>;

export type CaseView = Answer<'GET /cases/:id'>;
export type CaseList = Answer<'GET /cases'>;
export type CaseLine = CaseList['cases'][number];
export type CaseCounts = Answer<'GET /cases/counts'>;
export type CasePoint = Answer<'GET /cases/points'>['points'][number];
export type Entry = Answer<'GET /cases/:id/log'>['entries'][number];
export type CaseClock = Answer<'GET /cases/:id/clocks'>['clocks'][number];
export type Suggestion = Answer<'GET /cases/:id/suggestions'>['suggestions'][number];
export type Reporter = Answer<'POST /cases/:id/reporter'>;
export type BulkResult = Answer<'POST /cases/bulk'>['results'][number];
export type Lifecycle = Answer<'GET /lifecycles/case'>;
export type Names = Record<string, Words>;
export type CaseAction = NonNullable<Parameters<typeof bulkCall>[0]>['action'];

const PAGE = 100;
const FOREVER = Number.POSITIVE_INFINITY;

/** The table of states and actions with their labels and forms: it changes only with the server. */
export const lifecycleQuery = queryOptions({
  queryKey: ['lifecycle', 'case'],
  staleTime: FOREVER,
  queryFn: () => call('GET /lifecycles/case'),
});

/** Never asked again by itself: rows must not move under the pointer. `live.ts` patches them, and tells of new ones. */
export const listQuery = (filter: CaseFilter, order: 'endangered' | 'newest') =>
  infiniteQueryOptions({
    queryKey: ['cases', 'list', filter, order],
    staleTime: FOREVER,
    refetchOnMount: 'always',
    refetchOnWindowFocus: false,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam: cursor, signal }) =>
      call('GET /cases', { query: { ...filter, order, limit: PAGE, ...(cursor ? { cursor } : {}) }, signal }),
    getNextPageParam: (last: CaseList) => last.next ?? undefined,
  });

export const countsQuery = (filter: CaseFilter) =>
  queryOptions({
    queryKey: ['cases', 'counts', filter],
    queryFn: ({ signal }) => call('GET /cases/counts', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

/** Where the browser fetches all that the filters leave, as a table. */
export function exportAddress(filter: CaseFilter): string {
  return `/api/exports/cases${queryText({ ...filter, format: 'csv' })}`;
}

export const pointsQuery = (filter: CaseFilter) =>
  queryOptions({
    queryKey: ['cases', 'points', filter],
    queryFn: ({ signal }) => call('GET /cases/points', { query: filter, signal }),
    placeholderData: keepPreviousData,
  });

/** The lines of these cases as they stand now, as far as they pass the filter. */
export async function linesOf(ids: readonly string[], filter: CaseFilter | Record<string, never>): Promise<CaseList> {
  return call('GET /cases', { query: { ...filter, ids: [...ids], limit: 200 } });
}

export function patchList(key: readonly unknown[], change: (page: CaseList) => CaseList): void {
  queries.setQueryData<InfiniteData<CaseList>>(key, (data) => data && { ...data, pages: data.pages.map(change) });
}

export const caseQuery = (id: string) =>
  queryOptions({ queryKey: ['cases', 'one', id], queryFn: () => call('GET /cases/:id', { params: { id } }) });

export const logQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id, 'log'],
    queryFn: () => call('GET /cases/:id/log', { params: { id } }),
  });

export const clocksQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id, 'clocks'],
    queryFn: () => call('GET /cases/:id/clocks', { params: { id } }),
  });

export const photosQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id, 'photos'],
    queryFn: () => call('GET /cases/:id/photos', { params: { id } }),
  });

export const suggestionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id, 'suggestions'],
    queryFn: () => call('GET /cases/:id/suggestions', { params: { id } }),
  });

export const nearQuery = (id: string, point: Point | null, text: string) =>
  queryOptions({
    queryKey: ['cases', 'one', id, 'near', point, text],
    queryFn: () => call('POST /cases/near', { body: { point, text, except: id, days: 90 } }),
  });

export const placeQuery = (point: Point) =>
  queryOptions({
    queryKey: ['geo', 'locate', point.lon, point.lat],
    staleTime: 300_000,
    queryFn: () => call('GET /geo/locate', { query: { lon: point.lon, lat: point.lat } }),
  });

export const rolesQuery = queryOptions({ queryKey: ['roles'], staleTime: FOREVER, queryFn: () => call('GET /roles') });

export const unitsQuery = (query: string) =>
  queryOptions({
    queryKey: ['units', query],
    staleTime: 300_000,
    queryFn: () => call('GET /units', { query: { active: 'true', limit: 200, ...(query ? { query } : {}) } }),
    placeholderData: keepPreviousData,
  });

export const officersQuery = (query: string, role: 'inspector') =>
  queryOptions({
    queryKey: ['officers', role, query],
    staleTime: 60_000,
    queryFn: () => call('GET /officers', { query: { role, limit: 30, ...(query ? { query } : {}) } }),
    placeholderData: keepPreviousData,
  });

export const categoriesQuery = (query: string, limit: number) =>
  queryOptions({
    queryKey: ['catalogue', 'categories', query, limit],
    staleTime: 300_000,
    queryFn: () => call('GET /catalogue/categories', { query: { query, limit } }),
    placeholderData: keepPreviousData,
  });

export const categoryQuery = (id: string) =>
  queryOptions({
    queryKey: ['catalogue', 'category', id],
    staleTime: 300_000,
    queryFn: () => call('GET /catalogue/categories/:id', { params: { id } }),
  });

export const areasQuery = queryOptions({
  queryKey: ['areas', 'subdistrict'],
  staleTime: FOREVER,
  queryFn: () => call('GET /areas', { query: { level: 'subdistrict' } }),
});

export const casesByText = (text: string) =>
  queryOptions({
    queryKey: ['cases', 'text', text],
    queryFn: () => call('GET /cases', { query: { text, open: 'true', order: 'newest', limit: 12 } }),
    placeholderData: keepPreviousData,
  });

/** The meetings about a case. */
export const coordinationQuery = (caseId: string) =>
  queryOptions({
    queryKey: ['office', 'meetingsOf', caseId],
    queryFn: async () => (await call('GET /meetings', { query: { caseId } })).items,
  });

const changedHere = new Set<(ids: readonly string[]) => void>();

/** Cases changed at this very desk: the stream tells nothing of a case that its officer may not see any more. */
export function onChangedHere(listener: (ids: readonly string[]) => void): () => void {
  changedHere.add(listener);
  return () => changedHere.delete(listener);
}

function tellChanged(ids: readonly string[]): void {
  for (const listener of changedHere) listener(ids);
}

/** Takes an action on the version the officer saw, and shows the case as it then is. */
export async function takeAction(
  kase: Pick<CaseView, 'id' | 'version'>,
  action: string,
  answers: Record<string, unknown>,
  idempotencyKey: string,
): Promise<void> {
  const params = { id: kase.id, action };
  const after = await call('POST /cases/:id/actions/:action', {
    params,
    body: answers,
    version: kase.version,
    idempotencyKey,
  });
  queries.setQueryData(caseQuery(kase.id).queryKey, after);
  tellChanged([kase.id]);
  await refresh(kase.id, false);
}

/** The version of the case that this page shows; a log's numbers are the versions of its record. */
export function knownVersion(id: string): number | undefined {
  return queries.getQueryData(caseQuery(id).queryKey)?.version;
}

/** Reads the case itself anew. */
export const refreshCase = (id: string): Promise<void> =>
  queries.invalidateQueries({ queryKey: caseQuery(id).queryKey, exact: true });

/** Reads a case anew with all that hangs on it; `whole` is false where the case itself is fresh already. */
export async function refresh(id: string, whole = true): Promise<void> {
  const key = caseQuery(id).queryKey;
  await queries.invalidateQueries({
    queryKey: key,
    predicate: (query) => whole || query.queryKey.length > key.length,
  });
}

/** The numbers and points above and beside the list; the list itself is patched. */
export async function refreshSums(): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: ['cases', 'counts'] }),
    queries.invalidateQueries({ queryKey: ['cases', 'points'] }),
  ]);
}

function bulkCall(body: Parameters<typeof call<'POST /cases/bulk'>>[1]['body'], idempotencyKey?: string) {
  return call('POST /cases/bulk', { body, ...(idempotencyKey ? { idempotencyKey } : {}) });
}

export async function bulk(
  wanted: { action: string; input: Record<string, unknown>; cases: readonly CaseLine[]; preview: boolean },
  idempotencyKey?: string,
): Promise<BulkResult[]> {
  const cases = wanted.cases.map(({ id, version }) => ({ id, version }));
  const { results } = await bulkCall({ ...wanted, action: wanted.action as CaseAction, cases }, idempotencyKey);
  if (!wanted.preview) tellChanged(results.filter((one) => one.ok).map((one) => one.id));
  return results;
}

export function revealReporter(id: string, reason: string, idempotencyKey: string): Promise<Reporter> {
  return call('POST /cases/:id/reporter', { params: { id }, body: { reason }, idempotencyKey });
}

/** Gives the ids by which the next action claims these pictures. */
export async function uploadPhotos(files: readonly File[]): Promise<string[]> {
  const sent = await call('POST /files', { files: files.map((file) => ({ field: 'file', file, name: file.name })) });
  return sent.files.map((file) => file.id);
}

export const photoAddress = (id: string) => `/api/files/${id}`;
