import { useEffect, useRef } from 'react';
import { useLive } from '../live.ts';
import { queries } from '../session.ts';

/**
 * The readings that a record belongs to: the first word of their keys, by the record's kind. Cases are not among them; of
 * those there are too many, and their screens mend single lines.
 */
export const readingOf: Readonly<Record<string, string>> = {
  task: 'office',
  meeting: 'office',
  incident: 'uptime',
  maintenance: 'uptime',
  correction: 'uptime',
  inspection: 'uptime',
  quota: 'staff',
  engagement: 'staff',
  asset: 'staff',
  survey: 'staff',
  budget: 'budget',
  payment: 'budget',
  codeAmendment: 'budget',
  targetPlan: 'targets',
  monitoring: 'targets',
  selfEvaluation: 'targets',
  cityAssessment: 'targets',
  publication: 'publications',
  templateSet: 'publications',
};

/** However much happens, nothing is read more often than this. */
const REST_MS = 1000;

/** What is shown of records follows what others do to them; what is typed over it stays where it is typed. */
export function useFollowing(): void {
  const old = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive(({ data }) => {
    const reading = readingOf[data.kind];
    if (reading === undefined) return;
    old.current.add(reading);
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      for (const name of old.current) void queries.invalidateQueries({ queryKey: [name] });
      old.current.clear();
    }, REST_MS);
  });
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
