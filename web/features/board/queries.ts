import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { BoardDimension, BoardWindow } from '../../../server/modules/cases/board.ts';
import { type AnswerOf, type ApiRoutes, type Contract, call } from '../../api.ts';
import { useLive } from '../../live.ts';

export type Board = AnswerOf<Contract<ApiRoutes>['GET /board']>;
export type Row = Board['rows'][BoardDimension][number];

/** However much happens, the board is not read more often than this. */
const REST_MS = 1500;
/** Deadlines pass without anything happening. */
const MINUTE_MS = 60_000;

/** The board, kept true: read again when a case changes, at most every other second, and once a minute anyhow. */
export function useBoard(window: BoardWindow) {
  const board = useQuery({
    queryKey: ['board', window],
    queryFn: ({ signal }) => call('GET /board', { query: { window }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE_MS,
  });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(({ data }) => {
    if (data.kind !== 'case') return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void board.refetch();
    }, REST_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  return board;
}

export const useLifecycle = () =>
  useQuery({
    queryKey: ['lifecycle', 'case'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: () => call('GET /lifecycles/case'),
  });
