import type { CopyRows } from '../../kernel/db-fill.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseFile } from './model.ts';
import { rowOf, searchColumns, searchRowOf } from './store.ts';

/** Cases with their search terms, as rows to be copied in. */
export function caseRows(cases: readonly { kase: CaseFile; logHash: string; at: Instant }[]): CopyRows[] {
  const rows = cases.map(rowOf);
  return [
    { table: 'case_file', columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) },
    { table: 'case_search', columns: searchColumns, rows: cases.map(({ kase }) => searchRowOf(kase)) },
  ];
}
