import type { Tx } from '../../kernel/db.ts';
import type { Instant } from '../../kernel/instant.ts';
import { addAreaShapes, addBasemap, addCells, addComponents } from '../geo/commands.ts';
import { addAreas, addJurisdiction, addUnits } from '../organisation/commands.ts';
import type { Jurisdiction, Unit } from '../organisation/model.ts';
import { officeCode } from './data/units.ts';
import type { District } from './district.ts';

export interface SeededDistrict {
  jurisdiction: Jurisdiction;
  /** By code, for posts and duties. */
  units: Map<string, Unit>;
  /** The office of each sub-district, which answers for some categories in its own area. */
  offices: { areaCode: string; unitCode: string }[];
}

/** Writes the district as a jurisdiction of its own, marked as demo: units, areas, cells, shapes, basemap, components. */
export async function seedDistrict(tx: Tx, district: District, now: Instant): Promise<SeededDistrict> {
  const { code, name, timeZone, division } = district;
  const jurisdiction = await addJurisdiction(tx, { code, name, timeZone, division, demo: true });
  const added = await addUnits(tx, jurisdiction.id, district.units, now);
  const units = new Map(added.map((unit) => [unit.code, unit]));
  await addAreas(tx, jurisdiction.id, district.areas);
  await addCells(tx, jurisdiction.id, district.cells);
  await addAreaShapes(tx, jurisdiction.id, district.shapes);
  await addBasemap(tx, jurisdiction.id, district.basemap);
  const components = district.components.map(({ ownerUnit, ...component }) => ({
    ...component,
    ownerUnitId: units.get(ownerUnit)?.id ?? null,
  }));
  await addComponents(tx, jurisdiction.id, components);
  return { jurisdiction, units, offices: officesOf(district) };
}

function officesOf({ areas, division }: District): SeededDistrict['offices'] {
  return areas
    .filter(({ level }) => level === 'subdistrict')
    .map(({ code }) => ({ areaCode: code, unitCode: officeCode(code.slice(division.length)) }));
}
