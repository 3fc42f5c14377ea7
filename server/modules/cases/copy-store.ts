import type { CopyRows } from '../../kernel/db-fill.ts';
import type { Instant } from '../../kernel/instant.ts';
import type { CaseFile } from './model.ts';
import { rowOf, searchTerms } from './store.ts';

/** Cases with their search terms, as rows to be copied in. */
export function caseRows(cases: readonly { kase: CaseFile; logHash: string; at: Instant }[]): CopyRows[] {
  const rows = cases.map(rowOf);
  return [
    { table: 'case_file', columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) },
    {
      table: 'case_search',
      columns: ['jurisdiction_id', 'case_id', 'reported_at', 'terms'],
      rows: cases.map(({ kase }) => [kase.jurisdictionId, kase.id, kase.reportedAt, searchTerms(kase)]),
    },
  ];
}
