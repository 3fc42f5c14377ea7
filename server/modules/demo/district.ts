import type { Words } from '../../kernel/words.ts';
import { cellCode, numberingOrder, oldCellCode } from '../geo/codes.ts';
import type { AreaShape, BasemapFeature, Cell, Point, Ring } from '../geo/model.ts';
import { buildIndex, metresPerDegree, ringArea, ringCentre, signedArea } from '../geo/rules.ts';
import type { Area } from '../organisation/model.ts';
import { drawBasemap, layParks, layStreets } from './basemap.ts';
import { type DemoComponent, placeComponents } from './components.ts';
import { communityNames, district, knownCommunities } from './data/gulou.ts';
import { type DemoUnit, units } from './data/units.ts';
import { bend, type DividedCommunity, type DividedSubdistrict, divideGround } from './ground.ts';
import { borderOf, type Mesh, type Piece } from './mesh.ts';
import type { Spot } from './plane.ts';
import { randomFrom } from './random.ts';

/** The demo district, whole: everything but accounts and cases. The same at every call. */
export interface District {
  code: string;
  division: string;
  name: Words;
  timeZone: string;
  areas: Area[];
  shapes: AreaShape[];
  cells: Cell[];
  basemap: BasemapFeature[];
  components: DemoComponent[];
  units: readonly DemoUnit[];
  /** Named streets, for addresses: 0 main, 1 secondary, 2 lesser. */
  streets: { name: Words; level: number; lines: Ring[] }[];
}

type Project = (spot: Spot) => [number, number];

/** Draws the district from one seed: ground, borders, numbers, streets, furniture. */
export function generateDistrict(): District {
  const random = randomFrom(Number(district.division));
  const scale = metresPerDegree((district.box.south + district.box.north) / 2);
  const { west, south, east, north } = district.box;
  const ground = divideGround([(east - west) * scale.lon, (north - south) * scale.lat], random);
  const bent = bend(ground);
  const project: Project = ([x, y]) => [round(west + x / scale.lon), round(south + y / scale.lat)];

  const plan: Plan = { mesh: ground.mesh, at: bent.map(project), areas: [], shapes: [], cells: [] };
  addArea(plan, { code: district.division, level: 'district', parentCode: null, name: district.name }, [
    ...ground.mesh.pieces.values(),
  ]);
  const names = communityNames.values();
  for (const part of ground.subdistricts) numberSubdistrict(plan, part, names);

  const greens = layParks(ground);
  const streets = layStreets(ground, greens);
  const drawn = { ground, streets, greens, bent, project };
  const index = buildIndex(plan.cells.map(({ ring }) => [ring]));
  const surveyed2013 = new Set(
    ground.subdistricts
      .filter(({ subdistrict }) => subdistrict.surveyed2013)
      .map(({ subdistrict }) => district.division + subdistrict.code),
  );
  return {
    code: district.code,
    division: district.division,
    name: district.name,
    timeZone: district.timeZone,
    areas: plan.areas,
    shapes: plan.shapes,
    cells: plan.cells,
    basemap: drawBasemap(drawn),
    components: placeComponents({ ...drawn, index, cells: plan.cells, surveyed2013, random }),
    units,
    streets: streets.flatMap(({ name, level, runs }) =>
      name ? [{ name, level, lines: runs.map((run) => run.map((spot) => project(bent[spot] as Spot))) }] : [],
    ),
  };
}

/** Seven decimals are a centimetre. Every spot is rounded once, so neighbours keep their common corners. */
function round(degrees: number): number {
  return Math.round(degrees * 1e7) / 1e7;
}

interface Plan {
  mesh: Mesh;
  /** Degrees of every spot. */
  at: [number, number][];
  areas: Area[];
  shapes: AreaShape[];
  cells: Cell[];
}

function ringOf({ at }: Plan, spots: readonly number[]): Ring {
  const ring = spots.map((spot) => at[spot] as [number, number]);
  return [...ring, ring[0] as [number, number]];
}

function centreOf(plan: Plan, pieces: readonly Piece[]): Point {
  return ringCentre(ringOf(plan, borderOf(pieces.map(({ ring }) => ring))[0] ?? []));
}

function addArea(plan: Plan, area: Area, pieces: readonly Piece[]): void {
  const rings = borderOf(pieces.map(({ ring }) => ring)).map((walk) => ringOf(plan, walk));
  const outer = rings.reduce((best, ring) => (signedArea(ring) > signedArea(best) ? ring : best));
  plan.areas.push(area);
  plan.shapes.push({ areaCode: area.code, rings, label: ringCentre(outer) });
}

const CHINESE_NUMBERS = ['一', '二', '三', '四'];

function numberSubdistrict(
  plan: Plan,
  { subdistrict, communities }: DividedSubdistrict,
  names: Iterator<readonly [string, string]>,
): void {
  const code = district.division + subdistrict.code;
  const piecesOf = ({ sectors }: DividedCommunity) => sectors.flatMap(({ cells }) => cells);
  addArea(
    plan,
    { code, level: 'subdistrict', parentCode: district.division, name: subdistrict.name },
    communities.flatMap(piecesOf),
  );
  const inOrder = numberingOrder(communities, (community) => centreOf(plan, piecesOf(community)), 0.005);
  inOrder.forEach((community, i) => {
    const communityCode = code + String(i + 1).padStart(3, '0');
    const [zh, en] = knownCommunities[communityCode] ?? names.next().value ?? ['', ''];
    const name = { zh: `${zh}社区`, en: `${en} Community` };
    addArea(plan, { code: communityCode, level: 'community', parentCode: code, name }, piecesOf(community));
    numberCommunity(plan, { community, communityCode, subdistrictCode: code, names: [zh, en] });
  });
}

interface Numbered {
  community: DividedCommunity;
  communityCode: string;
  subdistrictCode: string;
  names: [zh: string, en: string];
}

function numberCommunity(plan: Plan, { community, communityCode, subdistrictCode, names }: Numbered): void {
  const sectorOf = new Map<number, string>();
  numberingOrder(community.sectors, ({ cells }) => centreOf(plan, cells), 0.002).forEach(({ cells }, i) => {
    const code = communityCode + String(i + 1).padStart(2, '0');
    const name = { zh: `${names[0]}第${CHINESE_NUMBERS[i] ?? i + 1}片`, en: `${names[1]} Sector ${i + 1}` };
    addArea(plan, { code, level: 'sector', parentCode: communityCode, name }, cells);
    for (const { id } of cells) sectorOf.set(id, code);
  });
  const pieces = community.sectors.flatMap(({ cells }) => cells);
  numberingOrder(pieces, (piece) => centreOf(plan, [piece]), 0.0006).forEach(({ id, ring }, i) => {
    const closed = ringOf(plan, ring);
    plan.cells.push({
      code: cellCode(communityCode, i + 1),
      oldCode: oldCellCode(communityCode, i + 1),
      sectorCode: sectorOf.get(id) ?? '',
      communityCode,
      subdistrictCode,
      ring: closed,
      areaM2: Math.round(ringArea(closed) * 10) / 10,
    });
  });
}
