import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { offered } from '../../kernel/procedure.ts';
import type { Words } from '../../kernel/words.ts';
import { findNames } from '../accounts/store.ts';
import { findCalendar } from '../calendar/store.ts';
import { findRecentCatalogue } from '../catalogue/store.ts';
import { findDirectory, findJurisdiction } from '../organisation/store.ts';
import { listCases } from './list-store.ts';
import type { CaseFile } from './model.ts';
import { casePermitting } from './rules.ts';

export interface Named {
  units?: readonly (string | null)[];
  categories?: readonly (string | null)[];
  conditions?: readonly (string | null)[];
  areas?: readonly (string | null)[];
  officers?: readonly (string | null)[];
}

/** Names for ids of units, categories, conditions, areas and officers, in one map. */
export async function namesFor(tx: Tx, jurisdictionId: number, ids: Named): Promise<Record<string, Words>> {
  const only = (list: readonly (string | null)[] | undefined) => [...new Set((list ?? []).filter((id) => id !== null))];
  const names: Record<string, Words> = {};
  const { units, areas } = await findDirectory(tx, jurisdictionId);
  for (const id of only(ids.units)) put(names, id, units.get(id)?.name);
  for (const code of only(ids.areas)) put(names, code, areas.get(code)?.name);
  const categories = only(ids.categories);
  const conditions = only(ids.conditions);
  if (categories.length + conditions.length > 0) {
    const catalogue = await findRecentCatalogue(tx, jurisdictionId);
    for (const id of categories) put(names, id, catalogue.byId.get(id)?.name);
    for (const id of conditions) put(names, id, catalogue.conditionById.get(id)?.condition);
  }
  const officers = only(ids.officers);
  const nameOf = await findNames(tx, jurisdictionId, officers);
  for (const id of officers) {
    const name = nameOf.get(id);
    if (name !== undefined) put(names, id, { zh: name, en: name });
  }
  return names;
}

const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Every id that stands anywhere in the data of log entries. */
export function idsIn(data: unknown): string[] {
  const found = new Set<string>();
  const look = (value: unknown): void => {
    if (typeof value === 'string' && ID.test(value)) found.add(value);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(look);
  };
  look(data);
  return [...found];
}

/** The numbers by which people call other cases, as far as this officer may see those. */
export async function caseNumbers(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
  now: Instant,
): Promise<Record<string, Words>> {
  if (ids.length === 0) return {};
  const { cases } = await listCases(tx, actor, { filter: { ids: [...ids] }, order: 'newest', limit: 200, now });
  return Object.fromEntries(cases.map(({ id, number }) => [id, { zh: number, en: number }]));
}

function put(names: Record<string, Words>, id: string, name: Words | undefined): void {
  if (name) names[id] = name;
}

/** The case as its page shows it: what, where, who, clocks, and what this officer may do next. */
export async function viewOf(tx: Tx, kase: CaseFile, actor: Actor, now: Instant) {
  const jurisdiction = await findJurisdiction(tx, kase.jurisdictionId);
  const calendar = await findCalendar(tx, kase.jurisdictionId);
  const { jurisdictionId: _, reporterId, stateBefore: __, fixed: ___, ...shown } = kase;
  const may = jurisdiction
    ? offered(casePermitting, kase, { actor, now, calendar, settings: jurisdiction.settings })
    : [];
  const names = await namesFor(tx, kase.jurisdictionId, {
    units: [
      kase.unitId,
      ...kase.assistUnitIds,
      ...kase.dispatches.flatMap((dispatch) => [dispatch.unitId, ...dispatch.assistUnitIds]),
    ],
    categories: [kase.categoryId],
    conditions: [kase.conditionId],
    areas: [kase.place?.subdistrictCode ?? null, kase.place?.communityCode ?? null, kase.place?.sectorCode ?? null],
    officers: [kase.reportedBy, kase.inspectorId, kase.pendingExtension?.endorsedBy ?? null],
  });
  const linked = [kase.parentId, kase.mergedInto, ...kase.absorbed, ...kase.subCases.map(({ id }) => id)].filter(
    (id) => id !== null,
  );
  Object.assign(names, await caseNumbers(tx, actor, linked, now));
  return { ...shown, hasReporter: reporterId !== null, names, may };
}
