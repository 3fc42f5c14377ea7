import { sql } from 'kysely';
import { guessSystem, toCgcs2000 } from '../../adapters/coordinates.ts';
import { perDatabase, type Tx } from '../../kernel/db.ts';
import type { Refusal } from '../../kernel/refusal.ts';
import { findJurisdiction } from '../organisation/store.ts';
import type {
  AreaShape,
  BasemapFeature,
  BasemapLayer,
  Cell,
  Component,
  Place,
  Point,
  PointInput,
  Ring,
} from './model.ts';
import {
  type Box,
  boxAround,
  buildIndex,
  distance,
  isLikely,
  locate,
  nowhere,
  outsideDistrict,
  type ShapeIndex,
} from './rules.ts';

/** A cell as kept in memory; its ring lies in the index only. */
export interface PlacedCell extends Place {
  cellCode: string;
  areaM2: number;
}

/** The map of a jurisdiction in memory, from which every point is located. */
export interface Geometry {
  version: string;
  index: ShapeIndex;
  /** By their position in the index. */
  cells: PlacedCell[];
  byCode: Map<string, PlacedCell>;
}

const RECHECK_MS = 1000;
const memory = perDatabase(() => new Map<number, { checkAgain: number; geometry: Geometry | null }>());

/**
 * The jurisdiction's geometry, null where it has none. It is read once and kept; whether another process changed it is
 * asked at most once a second.
 */
export async function findGeometry(tx: Tx, jurisdictionId: number): Promise<Geometry | null> {
  const known = memory(tx);
  const present = known.get(jurisdictionId);
  if (present && present.checkAgain > performance.now()) return present.geometry;
  const version = await findMapVersion(tx, jurisdictionId);
  const geometry =
    present && (present.geometry?.version ?? null) === version
      ? present.geometry
      : version === null
        ? null
        : await readGeometry(tx, jurisdictionId, version);
  known.set(jurisdictionId, { checkAgain: performance.now() + RECHECK_MS, geometry });
  return geometry;
}

/** After a change in this process: the next question reads anew. */
export function forgetGeometry(tx: Tx, jurisdictionId: number): void {
  memory(tx).delete(jurisdictionId);
}

/** Changes with every change of cells, areas or basemap; null where there is no map. */
export async function findMapVersion(tx: Tx, jurisdictionId: number): Promise<string | null> {
  const { rows } = await sql<{ version: string }>`
    select version from geo_map where jurisdiction_id = ${jurisdictionId}`.execute(tx);
  return rows[0]?.version ?? null;
}

async function readGeometry(tx: Tx, jurisdictionId: number, version: string): Promise<Geometry> {
  const rings: Ring[][] = [];
  const cells: PlacedCell[] = [];
  for (const cell of await listCells(tx, jurisdictionId)) {
    const { code, sectorCode, communityCode, subdistrictCode, areaM2, ring } = cell;
    rings.push([ring]);
    cells.push({ cellCode: code, sectorCode, communityCode, subdistrictCode, areaM2 });
  }
  return { version, index: buildIndex(rings), cells, byCode: new Map(cells.map((cell) => [cell.cellCode, cell])) };
}

/** Where a point lies; null outside the district. A jurisdiction without cells knows no inside: every point is `nowhere`. */
export async function findPlaceAt(tx: Tx, jurisdictionId: number, point: Point): Promise<Place | null> {
  return placeIn(await findGeometry(tx, jurisdictionId), point);
}

function placeIn(geometry: Geometry | null, point: Point): Place | null {
  if (!geometry || geometry.cells.length === 0) return nowhere;
  const cell = geometry.cells[locate(geometry.index, point.lon, point.lat)];
  if (!cell) return null;
  const { cellCode, sectorCode, communityCode, subdistrictCode } = cell;
  return { cellCode, sectorCode, communityCode, subdistrictCode };
}

export interface Located {
  /** In CGCS2000, whatever it was given in. */
  point: Point;
  place: Place;
}

/** Takes a point as it came in, and gives it in our own system with its place, or says why it cannot be one of ours. */
export async function findPlaceOf(tx: Tx, jurisdictionId: number, given: PointInput): Promise<Located | Refusal> {
  const geometry = await findGeometry(tx, jurisdictionId);
  const point = toCgcs2000(given, given.system ?? 'CGCS2000');
  if (geometry && geometry.cells.length > 0) {
    const place = placeIn(geometry, point);
    return place
      ? { point, place }
      : outsideDistrict(
          given,
          guessSystem(given, (tried) => placeIn(geometry, tried) !== null),
        );
  }
  const division = (await findJurisdiction(tx, jurisdictionId))?.division ?? null;
  return isLikely(point, division)
    ? { point, place: nowhere }
    : outsideDistrict(
        given,
        guessSystem(given, (tried) => isLikely(tried, division)),
      );
}

/** Every cell with its ring, by code: a few thousand in a district, half a million in a large city. */
export async function listCells(tx: Tx, jurisdictionId: number): Promise<Cell[]> {
  const { rows } = await sql<Cell>`select code, old_code as "oldCode", sector_code as "sectorCode",
    community_code as "communityCode", subdistrict_code as "subdistrictCode", ring, area_m2 as "areaM2"
    from geo_cell where jurisdiction_id = ${jurisdictionId} order by code limit 2000000`.execute(tx);
  return rows;
}

export async function insertCells(tx: Tx, jurisdictionId: number, cells: readonly Cell[]): Promise<void> {
  const rows = JSON.stringify(cells.map((cell) => ({ ...cell, oldCode: cell.oldCode ?? undefined })));
  await sql`insert into geo_cell
    (jurisdiction_id, code, old_code, sector_code, community_code, subdistrict_code, ring, area_m2)
    select ${jurisdictionId}::int, code, "oldCode", "sectorCode", "communityCode", "subdistrictCode", ring, "areaM2"
    from jsonb_to_recordset(${rows}::jsonb) as r(code text, "oldCode" text, "sectorCode" text, "communityCode" text,
      "subdistrictCode" text, ring jsonb, "areaM2" double precision)`.execute(tx);
}

/** Gives the map a new version. Call it after every change of cells, shapes or basemap. */
export async function renewMapVersion(tx: Tx, jurisdictionId: number): Promise<void> {
  await sql`insert into geo_map (jurisdiction_id) values (${jurisdictionId})
    on conflict (jurisdiction_id) do update set version = gen_random_uuid()`.execute(tx);
}

export async function listAreaShapes(tx: Tx, jurisdictionId: number): Promise<AreaShape[]> {
  const { rows } = await sql<AreaShape>`select area_code as "areaCode", rings,
    json_build_object('lon', label_lon, 'lat', label_lat) as label
    from geo_area_shape where jurisdiction_id = ${jurisdictionId} order by area_code limit 20000`.execute(tx);
  return rows;
}

export async function insertAreaShapes(tx: Tx, jurisdictionId: number, shapes: readonly AreaShape[]): Promise<void> {
  const rows = shapes.map(({ areaCode, rings, label }) => ({ code: areaCode, rings, lon: label.lon, lat: label.lat }));
  await sql`insert into geo_area_shape (jurisdiction_id, area_code, rings, label_lon, label_lat)
    select ${jurisdictionId}::int, code, rings, lon, lat from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r(code text, rings jsonb, lon double precision, lat double precision)`.execute(tx);
}

const componentColumns = sql`code, name, category_code as "categoryCode",
  json_build_object('lon', lon, 'lat', lat) as point, cell_code as "cellCode", owner_unit_id as "ownerUnitId", state`;

export async function findComponent(tx: Tx, jurisdictionId: number, code: string): Promise<Component | null> {
  const { rows } = await sql<Component>`select ${componentColumns} from geo_component
    where jurisdiction_id = ${jurisdictionId} and code = ${code}`.execute(tx);
  return rows[0] ?? null;
}

/** Components inside a box, at most `limit`; which of more is not said, so ask for a smaller box. */
export async function listComponentsIn(
  tx: Tx,
  jurisdictionId: number,
  box: Box,
  wanted: { categoryCode?: string; limit?: number } = {},
): Promise<Component[]> {
  const { rows } = await sql<Component>`select ${componentColumns} from geo_component
    where jurisdiction_id = ${jurisdictionId} and state <> 'removed'
    and point(lon, lat) <@ box(point(${box.west}, ${box.south}), point(${box.east}, ${box.north}))
    ${wanted.categoryCode ? sql`and category_code = ${wanted.categoryCode}` : sql``}
    limit ${wanted.limit ?? 2000}`.execute(tx);
  return rows;
}

/** Components within so many metres, nearest first, at most 50: what an inspector may stand before. */
export async function listComponentsNear(
  tx: Tx,
  jurisdictionId: number,
  near: { point: Point; metres: number; categoryCode?: string },
): Promise<(Component & { metres: number })[]> {
  const box = boxAround(near.point, near.metres);
  const inBox = await listComponentsIn(tx, jurisdictionId, box, { categoryCode: near.categoryCode, limit: 5000 });
  return inBox
    .map((component) => ({ ...component, metres: distance(near.point, component.point) }))
    .filter(({ metres }) => metres <= near.metres)
    .sort((a, b) => a.metres - b.metres)
    .slice(0, 50);
}

export async function insertComponents(
  tx: Tx,
  jurisdictionId: number,
  components: readonly Component[],
): Promise<void> {
  const rows = components.map(({ point, ...rest }) => ({ ...rest, lon: point.lon, lat: point.lat }));
  await sql`insert into geo_component (jurisdiction_id, code, name, category_code, lon, lat, cell_code, owner_unit_id, state)
    select ${jurisdictionId}::int, code, name, "categoryCode", lon, lat, "cellCode", "ownerUnitId", state
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(code text, name text, "categoryCode" text,
      lon double precision, lat double precision, "cellCode" text, "ownerUnitId" uuid, state text)`.execute(tx);
}

export async function listBasemap(
  tx: Tx,
  jurisdictionId: number,
): Promise<{ layer: BasemapLayer; feature: unknown }[]> {
  const { rows } = await sql<{ layer: BasemapLayer; feature: unknown }>`select layer, feature from geo_basemap
    where jurisdiction_id = ${jurisdictionId} order by layer, position limit 100000`.execute(tx);
  return rows;
}

export async function insertBasemap(
  tx: Tx,
  jurisdictionId: number,
  features: readonly BasemapFeature[],
): Promise<void> {
  const rows = features.map(({ layer, geometry, properties }, position) => ({
    layer,
    position,
    feature: { type: 'Feature', geometry, properties },
  }));
  await sql`insert into geo_basemap (jurisdiction_id, layer, position, feature)
    select ${jurisdictionId}::int, layer, position, feature
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(layer text, position int, feature jsonb)`.execute(tx);
}
