import type { Actor } from '../../kernel/actor.ts';
import type { Tx } from '../../kernel/db.ts';
import { isId } from '../../kernel/id.ts';
import { type Instant, localDate } from '../../kernel/instant.ts';
import { findJurisdiction } from '../organisation/store.ts';
import type { BoardDimension } from './board.ts';
import { listPassedToday, readOpen } from './board-read-store.ts';
import { findFloor } from './board-store.ts';
import { openStates } from './lifecycle.ts';
import { type CaseCounts, type CaseFilter, countCases, countMarked } from './list-store.ts';

const dimensions: Partial<Record<keyof CaseFilter, BoardDimension>> = {
  categoryId: 'category',
  unitId: 'unit',
  subdistrictCode: 'subdistrict',
  source: 'source',
};

/** What the board keeps by itself: everything, or one value of one dimension; null for any other filter. */
function keptCut(filter: CaseFilter): { dimension: BoardDimension | 'all'; value: string } | null {
  const said = (Object.entries(filter) as [keyof CaseFilter, unknown][]).filter(
    ([name, value]) => value !== undefined && name !== 'open',
  );
  const [one, ...more] = said;
  if (!one) return { dimension: 'all', value: '' };
  const [name, value] = one;
  const dimension = dimensions[name];
  if (!dimension || more.length > 0 || typeof value !== 'string' || value === '') return null;
  const lower = value.toLowerCase();
  return { dimension, value: isId(lower) ? lower : value };
}

/**
 * 计数 above a work list: open cases by state, and those late or soon late. For whoever sees every case, and a filter by which
 * the board is cut, they come from its totals, however many are under way; for others the cases are counted.
 */
export async function countOpen(tx: Tx, actor: Actor, filter: CaseFilter, now: Instant): Promise<CaseCounts> {
  const cut = actor.permissions.has('case.readAll') ? keptCut(filter) : null;
  const jurisdiction = cut && (await findJurisdiction(tx, actor.jurisdictionId));
  if (!cut || !jurisdiction) return countCases(tx, actor, filter, now);
  const { id: jurisdictionId, timeZone } = jurisdiction;
  const today = localDate(now, timeZone);
  const keeping = { timeZone, floor: await findFloor(tx, jurisdictionId, today) };
  const lines = await readOpen(tx, { jurisdictionId, today, keeping, states: openStates, ...cut });
  const passed = (await listPassedToday(tx, { jurisdictionId, scope: '', today, keeping }, now)).filter(
    ({ dimension, value }) => dimension === cut.dimension && value === cut.value,
  );
  const states: Record<string, number> = {};
  for (const { axis, state, cases } of lines) if (axis === 'now' && cases > 0) states[state] = cases;
  const late = (axis: string) =>
    [...lines, ...passed].reduce((sum, line) => sum + (line.axis === axis ? line.cases : 0), 0);
  const [overdue, warned] = [late('due'), late('warned')];
  const open = Object.values(states).reduce((sum, n) => sum + n, 0);
  return { states, overdue, amber: warned - overdue, open, ...(await countMarked(tx, actor, filter, now)) };
}
