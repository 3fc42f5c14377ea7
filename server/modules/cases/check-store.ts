import { rowCheckOf } from '../../kernel/row-check.ts';
import { apply, begin } from './fold.ts';
import type { CaseFile } from './model.ts';
import type { CaseEntry, OpeningEntry } from './rules.ts';

/** Folds entries to the case they amount to. */
export function foldEntries(
  entries: readonly {
    action: string;
    at: string;
    actorId: string | null;
    origin: 'acted' | 'imported' | 'simulated';
    data: unknown;
  }[],
): CaseFile | null {
  let kase: CaseFile | null = null;
  for (const entry of entries) {
    const stamp = { at: entry.at, actorId: entry.actorId, origin: entry.origin };
    kase =
      kase === null
        ? begin(entry as unknown as OpeningEntry, stamp)
        : apply(kase, entry as unknown as CaseEntry, stamp);
  }
  return kase;
}

/** The rows of cases. */
export const checkCaseRows = rowCheckOf({
  kind: 'case',
  table: 'case_file',
  fold: (entries) => foldEntries(entries.map((entry) => ({ ...entry, data: JSON.parse(entry.body) }))),
});
