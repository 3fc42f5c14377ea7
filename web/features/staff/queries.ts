import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { queries } from '../../session.ts';

type Routes = Contract<ApiRoutes>;
export type Staff = AnswerOf<Routes['GET /staff']>;
export type Survey = AnswerOf<Routes['GET /surveys']>['items'][number];

export const staffQuery = queryOptions({ queryKey: ['staff', 'people'], queryFn: () => call('GET /staff') });
export const assetsQuery = queryOptions({ queryKey: ['staff', 'assets'], queryFn: () => call('GET /assets') });
export const surveysQuery = queryOptions({
  queryKey: ['staff', 'surveys'],
  queryFn: async () => (await call('GET /surveys')).items,
});
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
