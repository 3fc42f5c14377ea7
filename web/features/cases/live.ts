import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLive } from '../../live.ts';
import type { CaseFilter } from './filters.ts';
import {
  type CaseLine,
  type CaseList,
  knownVersion,
  linesOf,
  listQuery,
  onChangedHere,
  patchList,
  refresh,
  refreshSums,
} from './queries.ts';

const SETTLE_MS = 250;

/** Hands over the ids of changed cases, those of one moment together. */
function useChangedCases(handler: (ids: string[]) => void): void {
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const act = useEffectEvent(handler);
  const note = useEffectEvent((ids: readonly string[]) => {
    for (const id of ids) changed.current.add(id);
    timer.current ??= setTimeout(() => {
      const settled = [...changed.current];
      changed.current.clear();
      timer.current = undefined;
      act(settled);
    }, SETTLE_MS);
  });
  useLive(({ data }) => {
    if (data.kind === 'case') note([data.recordId]);
  });
  useEffect(() => onChangedHere((ids) => note(ids)), []);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}

/** Keeps an open case up to date with what others do to it; one's own doing is known already. */
export function useCaseLive(id: string | undefined): void {
  useLive(({ data }) => {
    if (id === undefined || data.kind !== 'case' || data.recordId !== id) return;
    if (data.seq > (knownVersion(id) ?? 0)) void refresh(id);
  });
}

export interface QueueLive {
  /** Came meanwhile; shown when asked for. */
  fresh: number;
  /** Still shown where they were, but not of this queue any more. */
  gone: ReadonlySet<string>;
  /** Whoever asked for the new rows, or left the list, has them put in order. */
  settle: () => void;
}

const NONE: ReadonlySet<string> = new Set();

/**
 * Keeps a list true without moving it: changed rows are patched in place, those that left the queue stay until `settle`,
 * new ones are only counted.
 */
export function useQueueLive(
  filter: CaseFilter,
  order: 'endangered' | 'newest',
  rows: readonly CaseLine[],
  reload: () => Promise<unknown>,
): QueueLive {
  const [fresh, setFresh] = useState(NONE);
  const [gone, setGone] = useState(NONE);
  const key = listQuery(filter, order).queryKey;
  const name = JSON.stringify(key);
  const [told, setTold] = useState(name);
  if (told !== name) {
    setTold(name);
    setFresh(NONE);
    setGone(NONE);
  }

  useChangedCases((ids) => {
    void refreshSums();
    void compare(ids);
  });

  async function compare(ids: string[]): Promise<void> {
    const [passing, present] = await Promise.all([linesOf(ids, filter), linesOf(ids, {})]).catch(() => [
      undefined,
      undefined,
    ]);
    if (!passing || !present) return;
    const passes = new Set(passing.cases.map((line) => line.id));
    const shown = new Set(rows.map((line) => line.id));
    const now = new Map(present.cases.map((line) => [line.id, line]));
    patchList(key, (page: CaseList) => ({
      ...page,
      cases: page.cases.map((line) => now.get(line.id) ?? line),
      names: { ...page.names, ...(page.cases.some((line) => now.has(line.id)) ? present.names : {}) },
    }));
    setGone(
      (before) =>
        new Set(
          [...before, ...ids].filter((id) => shown.has(id) && !passes.has(id) && (before.has(id) || ids.includes(id))),
        ),
    );
    setFresh(
      (before) =>
        new Set([...before, ...passes].filter((id) => !shown.has(id) && (passes.has(id) || !ids.includes(id)))),
    );
  }

  return {
    fresh: fresh.size,
    gone,
    settle: () => {
      if (fresh.size === 0 && gone.size === 0) return;
      setFresh(NONE);
      setGone(NONE);
      void reload();
    },
  };
}
