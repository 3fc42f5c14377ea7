import type { LoggedEntry, RowKind } from '../../kernel/row-check.ts';
import { listedColumns, openingColumns } from './columns.ts';
import { apply, begin } from './fold.ts';
import type { CaseFile } from './model.ts';
import type { CaseEntry, OpeningEntry } from './rules.ts';

const fold = (kase: CaseFile | null, entry: LoggedEntry): CaseFile =>
  kase === null
    ? begin(entry as OpeningEntry & LoggedEntry, entry)
    : apply(kase, entry as CaseEntry & LoggedEntry, entry);

/** Folds entries to the case they amount to. */
export function foldEntries(entries: readonly LoggedEntry[]): CaseFile | null {
  return entries.reduce<CaseFile | null>(fold, null);
}

/** The rows of cases. */
export const caseRows: RowKind = {
  kind: 'case',
  table: 'case_file',
  fold: (kase, entry) => fold(kase as CaseFile | null, entry),
  columns: (kase) => ({ ...openingColumns(kase as CaseFile), ...listedColumns(kase as CaseFile) }),
};
