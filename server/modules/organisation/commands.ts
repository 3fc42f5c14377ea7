import { spell } from '../../adapters/pinyin.ts';
import { type Tx, unlessTaken } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { type Instant, millis } from '../../kernel/instant.ts';
import { codeTaken, refuse, staleVersion, unknownRecord } from '../../kernel/refusal.ts';
import type { Area, Jurisdiction, Unit } from './model.ts';
import { completeSettings, type SettingsChange, withChange } from './rules.ts';
import * as store from './store.ts';

export type NewJurisdiction = Omit<Jurisdiction, 'id' | 'settings' | 'version'> & { settings?: SettingsChange };

export async function addJurisdiction(tx: Tx, made: NewJurisdiction): Promise<Jurisdiction> {
  if (await store.findJurisdictionByCode(tx, made.code)) {
    refuse({
      refused: 'conflict',
      code: 'jurisdictionExists',
      message: { zh: `已有代号为 ${made.code} 的辖区。`, en: `There is already a jurisdiction called ${made.code}.` },
    });
  }
  return store.insertJurisdiction(tx, { ...made, settings: made.settings ?? {} });
}

/** Changes what is named and leaves the rest; the new settings hold for what is decided from now on. */
export async function changeSettings(
  tx: Tx,
  jurisdictionId: number,
  change: SettingsChange,
  version: number,
): Promise<Jurisdiction> {
  const present = await store.lockSettings(tx, jurisdictionId);
  if (!present) refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
  if (present.version !== version) refuse(staleVersion(present.version));
  const settings = withChange(present.settings, change);
  completeSettings(settings);
  await store.saveSettings(tx, jurisdictionId, settings);
  store.forgetJurisdiction(tx, jurisdictionId);
  const changed = await store.findJurisdiction(tx, jurisdictionId);
  // The change may still be rolled back, so nobody else may be shown it yet.
  store.forgetJurisdiction(tx, jurisdictionId);
  return changed ?? refuse(unknownRecord({ zh: '辖区', en: 'jurisdiction' }));
}

export interface NewUnit extends Pick<Unit, 'code' | 'name' | 'kind' | 'group'> {
  /** Of a unit added earlier, or in the same list before this one. */
  parentCode?: string | null;
}

/** Adds units in one statement, and gives them back with their ids, in the order given. */
export async function addUnits(
  tx: Tx,
  jurisdictionId: number,
  added: readonly NewUnit[],
  now: Instant,
): Promise<Unit[]> {
  const ids = new Map<string, string>();
  const units: Unit[] = [];
  for (const { parentCode, ...unit } of added) {
    const id = newId(millis(now));
    const parentId = parentCode ? (ids.get(parentCode) ?? (await parentOf(tx, jurisdictionId, parentCode))) : null;
    ids.set(unit.code, id);
    units.push({ ...unit, id, parentId, active: true, version: 1 });
  }
  await unlessTaken(codeTaken, () => store.insertUnits(tx, jurisdictionId, units.map(spelled)));
  return units;
}

async function parentOf(tx: Tx, jurisdictionId: number, code: string): Promise<string> {
  const parent = await store.findUnitByCode(tx, jurisdictionId, code);
  return parent?.id ?? refuse(unknownRecord({ zh: '上级单位', en: 'parent unit' }));
}

/** A unit is never deleted: cases and scores point to it. It is made inactive, and then no new case goes to it. */
export async function changeUnit(
  tx: Tx,
  jurisdictionId: number,
  id: string,
  change: { unit: Partial<Pick<Unit, 'name' | 'kind' | 'group' | 'active' | 'parentId'>>; version: number },
): Promise<Unit> {
  const present = await store.findUnit(tx, jurisdictionId, id);
  if (!present) refuse(unknownRecord({ zh: '单位', en: 'unit' }));
  if (present.version !== change.version) refuse(staleVersion(present.version));
  const { parentId } = change.unit;
  if (parentId && !(await mayStandAbove(tx, jurisdictionId, parentId, id))) {
    refuse({
      refused: 'invalid',
      code: 'badParent',
      message: {
        zh: '上级单位不存在，或就是它自己或它的下级。',
        en: 'The parent unit does not exist, or is the unit itself or one below it.',
      },
    });
  }
  const unit = { ...present, ...change.unit };
  if (!(await store.updateUnit(tx, jurisdictionId, spelled(unit)))) refuse(staleVersion(present.version + 1));
  return { ...unit, version: present.version + 1 };
}

/** Whether a unit is there, and neither another one nor below it. */
async function mayStandAbove(tx: Tx, jurisdictionId: number, parentId: string, id: string): Promise<boolean> {
  const above = new Set<string>();
  for (let at: string | null = parentId; at !== null && !above.has(at); ) {
    if (at === id) return false;
    above.add(at);
    const unit: Unit | null = await store.findUnit(tx, jurisdictionId, at);
    if (!unit) return false;
    at = unit.parentId;
  }
  return true;
}

/** Adds areas in one statement; each parent must be there already or stand in the same list. */
export async function addAreas(tx: Tx, jurisdictionId: number, areas: readonly Area[]): Promise<void> {
  await unlessTaken(codeTaken, () => store.insertAreas(tx, jurisdictionId, areas));
}

function spelled(unit: Unit): store.UnitToWrite {
  return { ...unit, ...spell(unit.name.zh) };
}
