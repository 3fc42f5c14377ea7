import type { Tx } from '../../kernel/db.ts';
import type { CatalogueEdition } from './model.ts';
import { listEditions } from './store.ts';
import { saveEdition, stampCatalogue } from './write-store.ts';

/** Gives a jurisdiction an edition that begins empty, for categories of its own; one that stands already is left as it is. */
export async function addEdition(tx: Tx, jurisdictionId: number, edition: CatalogueEdition): Promise<void> {
  if ((await listEditions(tx, jurisdictionId)).some(({ code }) => code === edition.code)) return;
  await stampCatalogue(tx, jurisdictionId);
  await saveEdition(tx, jurisdictionId, edition);
}
