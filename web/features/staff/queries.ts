import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Staff = AnswerOf<Routes['GET /staff']>;
export type Asset = AnswerOf<Routes['GET /assets']>['items'][number];
export type SurveyLine = AnswerOf<Routes['GET /surveys']>['items'][number];
export type Survey = AnswerOf<Routes['GET /surveys/:id']>;
export type MadeLinks = NonNullable<AnswerOf<Routes['POST /surveys/:id/links']>['links']>;

export const staffQuery = queryOptions({ queryKey: ['staff', 'people'], queryFn: () => call('GET /staff') });
export const assetsQuery = (on: string) =>
  queryOptions({ queryKey: ['staff', 'assets', on], queryFn: () => call('GET /assets', { query: { on } }) });
export const surveysQuery = queryOptions({
  queryKey: ['staff', 'surveys'],
  queryFn: async () => (await call('GET /surveys')).items,
});
export const surveyQuery = (id: string) =>
  queryOptions({ queryKey: ['staff', 'survey', id], queryFn: () => call('GET /surveys/:id', { params: { id } }) });
export const openedSurveyQuery = (word: string) =>
  queryOptions({
    queryKey: ['staff', 'opened', word],
    retry: false,
    queryFn: () => call('GET /public/surveys/:word', { params: { word } }),
  });
/** 进行中, but not within the days on which it takes answers. */
export const isOutOfTime = ({ mine, state }: Pick<SurveyLine, 'mine' | 'state'>) =>
  mine === 'notOpen' && state === 'open';
export const refreshStaff = () => queries.invalidateQueries({ queryKey: ['staff'] });

const openings = {
  approveQuota: 'POST /staff/quotas',
  engage: 'POST /staff/engagements',
  register: 'POST /assets',
  prepare: 'POST /surveys',
} as const;
const actions = {
  quota: 'POST /staff/quotas/:id/actions/:action',
  engagement: 'POST /staff/engagements/:id/actions/:action',
  asset: 'POST /assets/:id/actions/:action',
  survey: 'POST /surveys/:id/actions/:action',
} as const;
export type Kind = keyof typeof actions;

// The forms were drawn from the shapes that the server reads; what they hold is judged there.
export async function begin(name: string, body: Record<string, unknown>, idempotencyKey: string): Promise<void> {
  await call(openings[name as keyof typeof openings], { body, idempotencyKey } as never);
  await refreshStaff();
}

export async function actOn(
  kind: Kind,
  { id, version }: { id: string; version: number },
  action: string,
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<void> {
  await call(actions[kind], { params: { id, action }, version, body, idempotencyKey } as never);
  await refreshStaff();
}

export interface Answers {
  answer: 'satisfied' | 'fairly' | 'dissatisfied';
  remark: string;
}

export async function answerSurvey(id: string, body: Answers, idempotencyKey: string): Promise<void> {
  await call('POST /surveys/:id/answers', { params: { id }, body, idempotencyKey });
  await refreshStaff();
}

/** Sent twice under one number it is one answer. */
export const answerByLink = (word: string, answers: Answers, number: string) =>
  call('POST /public/surveys/:word/answers', { params: { word }, body: { ...answers, number } });

export async function makeLinks(
  id: string,
  asked: { kind: 'kiosk' | 'slip'; label: string; count: number },
): Promise<MadeLinks> {
  const body = { ...asked, origin: window.location.origin };
  const { links } = await call('POST /surveys/:id/links', { params: { id }, body });
  await refreshStaff();
  return links ?? [];
}

export async function endLink(id: string, linkId: string): Promise<void> {
  await call('POST /surveys/:id/links/:linkId/end', { params: { id, linkId } });
  await refreshStaff();
}
