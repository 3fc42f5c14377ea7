import type { Tx } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { refuse } from '../../kernel/refusal.ts';
import { parseComponentCode } from './codes.ts';
import { endDuties, insertDuties } from './duty-store.ts';
import type { AreaShape, BasemapFeature, Cell, Component, Duty } from './model.ts';
import * as store from './store.ts';

// Few enough for one statement's text to stay small, many enough that round trips do not count.
const AT_ONCE = 5000;

async function inPortions<T>(items: readonly T[], write: (portion: readonly T[]) => Promise<void>): Promise<void> {
  for (let i = 0; i < items.length; i += AT_ONCE) await write(items.slice(i, i + AT_ONCE));
}

async function mapChanged(tx: Tx, jurisdictionId: number): Promise<void> {
  await store.renewMapVersion(tx, jurisdictionId);
  store.forgetGeometry(tx, jurisdictionId);
}

/** Adds unit-grid cells. That they tile the ground without gap or overlap is for their maker to prove. */
export async function addCells(tx: Tx, jurisdictionId: number, cells: readonly Cell[]): Promise<void> {
  await inPortions(cells, (portion) => store.insertCells(tx, jurisdictionId, portion));
  await mapChanged(tx, jurisdictionId);
}

export async function addAreaShapes(tx: Tx, jurisdictionId: number, shapes: readonly AreaShape[]): Promise<void> {
  await inPortions(shapes, (portion) => store.insertAreaShapes(tx, jurisdictionId, portion));
  await mapChanged(tx, jurisdictionId);
}

export async function addBasemap(tx: Tx, jurisdictionId: number, features: readonly BasemapFeature[]): Promise<void> {
  await store.insertBasemap(tx, jurisdictionId, features);
  await mapChanged(tx, jurisdictionId);
}

export async function addComponents(tx: Tx, jurisdictionId: number, components: readonly Component[]): Promise<void> {
  const bad = components.find(({ code }) => !parseComponentCode(code));
  if (bad) {
    refuse({
      refused: 'invalid',
      code: 'badComponentCode',
      message: { zh: `${bad.code} 不是部件标识码。`, en: `${bad.code} is not a component code.` },
      right: { zh: '16 位（2013 版）或 17 位（2026 版）数字。', en: '16 digits (2013 edition) or 17 (2026 edition).' },
    });
  }
  await inPortions(components, (portion) => store.insertComponents(tx, jurisdictionId, portion));
}

export type NewDuty = Pick<Duty, 'role' | 'scopeCode' | 'accountId' | 'validFrom'>;

/** Many first duties at once, where nobody holds them yet. */
export async function addDuties(
  tx: Tx,
  jurisdictionId: number,
  added: readonly NewDuty[],
  now: Instant,
): Promise<void> {
  const duties = added.map((duty): Duty => ({ ...duty, id: newId(millis(now)), validTo: null }));
  await inPortions(duties, (portion) => insertDuties(tx, jurisdictionId, portion));
}

/** Hands an area over: whoever held it in that role does so until the new holder's first day; the history stays. */
export async function assignDuty(tx: Tx, jurisdictionId: number, duty: NewDuty, now: Instant): Promise<Duty> {
  await endDuties(tx, jurisdictionId, duty, duty.validFrom);
  const assigned = { ...duty, id: newId(millis(now)), validTo: null };
  await insertDuties(tx, jurisdictionId, [assigned]);
  return assigned;
}
