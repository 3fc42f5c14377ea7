import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { PrintedTarget } from '../../../server/modules/targets/tables.ts';
import { previewQuery, type Written } from './queries.ts';

/** Long enough that a word is typed, short enough that one does not wait. */
const PAUSE = 350;

/** What the document would be with what is being written; an older question is given up when there is a newer one. */
export function usePreview(id: string, version: number | undefined, draft: Written | null) {
  const asked = useRested(draft);
  const found = useQuery({
    ...previewQuery(id, version, asked),
    enabled: asked !== null && version !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
  });
  return {
    data: draft === null ? undefined : found.data,
    error: found.error,
    busy: found.isFetching || asked !== draft,
  };
}

function useRested<T>(value: T): T {
  const [rested, setRested] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), PAUSE);
    return () => clearTimeout(timer);
  }, [value]);
  return rested;
}

export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
const partsOf = (line: string) => line.split(/[|｜]/).map((part) => part.trim());

export const goalLines = (goals: Written['goals']) =>
  goals.map(({ titleZh, textZh }) => `${titleZh}｜${textZh}`).join('\n');
export const readGoals = (text: string): Written['goals'] =>
  linesOf(text).map((line) => {
    const [titleZh = '', textZh = ''] = partsOf(line);
    return { titleZh, textZh };
  });

export const targetLines = (targets: readonly PrintedTarget[]) =>
  targets.map((one) => [one.level1Zh, one.level2Zh, one.nameZh, one.targetZh].join('｜')).join('\n');
/** A line that is not whole yet is left out until it is. */
export const readTargets = (text: string): PrintedTarget[] =>
  linesOf(text).flatMap((line) => {
    const [level1Zh, level2Zh, nameZh, targetZh] = partsOf(line);
    return level1Zh && level2Zh && nameZh && targetZh ? [{ level1Zh, level2Zh, nameZh, targetZh }] : [];
  });
