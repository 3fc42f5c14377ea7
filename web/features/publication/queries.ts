import { queryOptions } from '@tanstack/react-query';
import type { Written } from '../../../server/modules/publication/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { onSeen } from '../../kit/failure.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Listed = AnswerOf<Routes['GET /publications']>['items'][number];
export type Publication = AnswerOf<Routes['GET /publications/:id']>;
export type Standing = AnswerOf<Routes['GET /publications/:id/text']>;
export type Block = Standing['blocks'][number];
export type TableBlock = Extract<Block, { kind: 'table' }>;
export type Finding = Standing['findings'][number];
export type Opened = AnswerOf<Routes['GET /public/:jurisdiction/budget/:year']>;
export type { Written };
export type Preview = AnswerOf<Routes['POST /publications/:id/preview']>;
export type Course = AnswerOf<Routes['GET /publication-years']>['items'][number]['steps'][number];
export type TemplateSet = AnswerOf<Routes['GET /publication-templates']>['items'][number];

export const publicationsQuery = queryOptions({
  queryKey: ['publications'],
  queryFn: async ({ signal }) => (await call('GET /publications', { signal })).items,
});

export const yearsQuery = queryOptions({
  queryKey: ['publications', 'years'],
  queryFn: async ({ signal }) => (await call('GET /publication-years', { signal })).items,
});

/** Approved budgets, from which a document can be compiled. */
export const budgetsQuery = queryOptions({
  queryKey: ['publications', 'budgets'],
  queryFn: async ({ signal }) => (await call('GET /budgets', { signal })).items.filter(({ approvedOn }) => approvedOn),
});

export const publicationQuery = (id: string) =>
  queryOptions({
    queryKey: ['publications', id],
    queryFn: ({ signal }) => call('GET /publications/:id', { params: { id }, signal }),
  });

export const standingQuery = (id: string, version: number | undefined) =>
  queryOptions({
    queryKey: ['publications', id, 'text', version],
    enabled: version !== undefined,
    queryFn: ({ signal }) => call('GET /publications/:id/text', { params: { id }, signal }),
  });

export const previewQuery = (id: string, version: number | undefined, content: Written | null) =>
  queryOptions({
    queryKey: ['publication-preview', id, version, content],
    gcTime: 30_000,
    queryFn: ({ signal }) =>
      call('POST /publications/:id/preview', { params: { id }, body: { content: content as Written }, signal }),
  });

export const templatesQuery = queryOptions({
  queryKey: ['publications', 'templates'],
  queryFn: async ({ signal }) => (await call('GET /publication-templates', { signal })).items,
});

export const houseTemplate = () => call('GET /publication-templates/house', {});

export async function adopt(body: Record<string, unknown>): Promise<TemplateSet> {
  const made = await call('POST /publication-templates', { body: body as never });
  await refresh();
  return made;
}

export async function actOnTemplate(
  { id, version }: { id: string; version: number },
  action: 'limitTemplate' | 'revokeTemplate',
  body: Record<string, unknown>,
): Promise<void> {
  await call('POST /publication-templates/:id/actions/:action', { params: { id, action }, version, body });
  await refresh();
}

export const openedQuery = (jurisdiction: string, year: string) =>
  queryOptions({
    queryKey: ['open', jurisdiction, year],
    queryFn: ({ signal }) => call('GET /public/:jurisdiction/budget/:year', { params: { jurisdiction, year }, signal }),
  });

export async function takeIn(name: string, source: string): Promise<Publication> {
  const made = await call('POST /publications/imported', { body: { name, source } });
  await queries.invalidateQueries({ queryKey: ['publications'] });
  return made;
}

export async function compile(
  budgetId: string,
  content: Partial<Written> & { publishOn: string },
): Promise<Publication> {
  const made = await call('POST /publications', { body: { budgetId, content } });
  await queries.invalidateQueries({ queryKey: ['publications'] });
  return made;
}

export type Named =
  | 'write'
  | 'overrule'
  | 'confirmOverrule'
  | 'sign'
  | 'countersign'
  | 'takeBack'
  | 'publish'
  | 'withdraw';

export async function act(
  { id, version }: Pick<Publication, 'id' | 'version'>,
  action: Named,
  body: Record<string, unknown>,
): Promise<Publication> {
  const done = await onSeen(
    call('POST /publications/:id/actions/:action', { params: { id, action }, version, body }),
    refresh,
  );
  await refresh();
  return done;
}

/** Reads everything of documents anew: somebody else was faster. */
export const refresh = (): Promise<void> => queries.invalidateQueries({ queryKey: ['publications'] });
