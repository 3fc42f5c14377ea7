import { sql } from 'kysely';
import type { Tx } from '../../kernel/db.ts';
import type { CopyRows } from '../../kernel/db-fill.ts';
import type { Instant } from '../../kernel/instant.ts';
import { boardChanges } from './board.ts';
import { caseRows } from './copy-store.ts';
import type { CaseFile } from './model.ts';

/** Cases that come beside others: their rows, by what they are found, and what they add to the board. */
export function importedRows(cases: readonly { kase: CaseFile; logHash: string; at: Instant }[]): CopyRows[] {
  return [
    ...caseRows(cases),
    {
      table: 'case_board_change',
      columns: [
        'jurisdiction_id',
        'weight',
        'state',
        'source',
        'category_id',
        'unit_id',
        'subdistrict_code',
        'reported_at',
        'closed_at',
        'due_at',
        'warn_at',
      ],
      rows: cases
        .flatMap(({ kase }) => boardChanges(null, kase))
        .map(({ jurisdictionId, weight, standing: at }) => [
          jurisdictionId,
          weight,
          at.state,
          at.source,
          at.categoryId,
          at.unitId,
          at.subdistrictCode,
          at.reportedAt,
          at.closedAt,
          at.dueAt,
          at.warnAt,
        ]),
    },
  ];
}

/** Sorts in what imports left waiting in the index of keys, which every search would otherwise read. */
export async function sortInKeys(tx: Tx): Promise<void> {
  await sql`select gin_clean_pending_list('case_search_keys')`.execute(tx);
}
