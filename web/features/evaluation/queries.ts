import { keepPreviousData, queryOptions, useInfiniteQuery, useQueries, useQuery } from '@tanstack/react-query';
import type { IndicatorCode } from '../../../server/modules/evaluation/indicators.ts';
import type { ObjectKind } from '../../../server/modules/evaluation/model.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import type { Days } from './period.ts';

export type Ranking = AnswerOf<Contract<ApiRoutes>['GET /scores']>;
export type Line = Ranking['lines'][number];
export type Card = AnswerOf<Contract<ApiRoutes>['GET /scores/:object/:id']>;
export type Definitions = AnswerOf<Contract<ApiRoutes>['GET /indicators']>;
export type FactPart = 'of' | 'met' | 'missed';

/** Which number of which object and period. */
export interface Number {
  object: ObjectKind;
  id: string;
  days: Days;
  indicator: IndicatorCode;
  part: FactPart;
}

export const useDefinitions = () =>
  useQuery({
    queryKey: ['scores', 'definitions'],
    staleTime: 300_000,
    queryFn: ({ signal }) => call('GET /indicators', { signal }),
  });

export const useRanking = (object: ObjectKind, days: Days, group: string | undefined, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: ['scores', 'ranking', object, days, group],
    queryFn: ({ signal }) => call('GET /scores', { query: { object, ...days, group }, signal }),
    placeholderData: keepPreviousData,
  });

export const useCard = (object: ObjectKind, id: string, days: Days) =>
  useQuery({
    queryKey: ['scores', 'card', object, id, days],
    queryFn: ({ signal }) => call('GET /scores/:object/:id', { params: { object, id }, query: days, signal }),
    placeholderData: keepPreviousData,
  });

function askCases(
  { object, id, days, indicator, part }: Number,
  more: { limit: number; cursor?: string | undefined },
  signal: AbortSignal,
) {
  return call('GET /scores/:object/:id/cases', {
    params: { object, id },
    query: { ...days, indicator, part, ...more },
    signal,
  });
}

/** All cases behind a number, page by page. */
export const useCasesBehind = (asked: Number) =>
  useInfiniteQuery({
    queryKey: ['scores', 'cases', asked],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) => askCases(asked, { limit: 100, cursor: pageParam }, signal),
    getNextPageParam: (page) => page.next ?? undefined,
  });

/** The first few of several numbers: what went wrong, to be looked at first. */
export const useFirstCases = (asked: readonly Number[]) =>
  useQueries({
    queries: asked.map((one) =>
      queryOptions({
        queryKey: ['scores', 'first', one],
        queryFn: ({ signal }) => askCases(one, { limit: 4 }, signal),
      }),
    ),
  });

export const useLifecycle = () =>
  useQuery({
    queryKey: ['lifecycle', 'case'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call('GET /lifecycles/case'),
  });
