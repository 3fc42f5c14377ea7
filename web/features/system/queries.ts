import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';

type Routes = Contract<ApiRoutes>;
export type Proof = AnswerOf<Routes['POST /proof/verify']>;
export type Seal = AnswerOf<Routes['GET /proof/seals']>['seals'][number];

/** Newest first. */
export const sealsQuery = queryOptions({
  queryKey: ['seals'],
  queryFn: async () => (await call('GET /proof/seals')).seals.toReversed(),
});

export function verifyLog(): Promise<Proof> {
  return call('POST /proof/verify');
}
