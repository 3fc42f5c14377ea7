import { queryOptions } from '@tanstack/react-query';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';

type Routes = Contract<ApiRoutes>;
export type Found = NonNullable<AnswerOf<Routes['POST /personal-data/find']>['found']>[number];
export type Term = AnswerOf<Routes['GET /personal-data/retention']>['rules'][number];
export type Erasure = AnswerOf<Routes['GET /personal-data/erasures']>['items'][number];

/** By what a person is looked for, and why. */
export interface Asked {
  number?: string;
  caseNumber?: string;
  reason: string;
}

export async function findPerson(body: Asked): Promise<Found[]> {
  return (await call('POST /personal-data/find', { body })).found ?? [];
}

export function exportPerson(body: Asked): Promise<AnswerOf<Routes['POST /personal-data/export']>> {
  return call('POST /personal-data/export', { body });
}

export function erasePerson(id: string, reason: string, idempotencyKey: string): Promise<Erasure> {
  return call('POST /personal-data/cases/:id/erase', { params: { id }, body: { reason }, idempotencyKey });
}

export async function setHold(id: string, hold: boolean, reason: string): Promise<void> {
  await call('PUT /personal-data/cases/:id/hold', { params: { id }, body: { hold, reason } });
}

export const termsQuery = queryOptions({
  queryKey: ['personal', 'terms'],
  queryFn: async () => (await call('GET /personal-data/retention')).rules,
});

export const erasuresQuery = queryOptions({
  queryKey: ['personal', 'erasures'],
  queryFn: async () => (await call('GET /personal-data/erasures', { query: { limit: 50 } })).items,
});
