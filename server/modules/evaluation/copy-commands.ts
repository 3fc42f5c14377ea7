import type { Copier } from '../../kernel/db-fill.ts';
import { factRows } from './copy-store.ts';
import type { CaseFacts } from './model.ts';

/** Which tables that fills. */
export const factTables = ['evaluation_round', 'evaluation_task'] as const;

/** Keeps facts that were read from histories before these were copied in; nobody needs to read their logs again. */
export async function copyFacts(copier: Copier, facts: readonly CaseFacts[]): Promise<void> {
  for (const rows of factRows(facts)) await copier.copy(rows);
}
