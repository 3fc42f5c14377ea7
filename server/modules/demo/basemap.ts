import type { Words } from '../../kernel/words.ts';
import type { BasemapFeature, Ring } from '../geo/model.ts';
import { canals, canalside, parks, ringRoad, riverside, streetNames } from './data/gulou.ts';
import type { Ground } from './ground.ts';
import { borderOf, cutAt, eachEdge, linesOf, neighbour, type Piece, spotsOf } from './mesh.ts';
import { middleOf, roundedOff, type Spot } from './plane.ts';

/** A named street: 0 between sub-districts, 1 between communities, 2 between sectors; a lane (3) has no name. */
export interface Street {
  level: number;
  name: Words | null;
  /** Spots along it; in several runs where a park interrupts it. */
  runs: number[][];
}

/** Pieces of ground by the park they belong to. */
export type Greens = Map<number, number>;

/** Grows each park from its middle over the nearest pieces, never across a main street. */
export function layParks({ mesh, size }: Ground): Greens {
  const greens: Greens = new Map();
  const middles = new Map([...mesh.pieces.values()].map((piece) => [piece.id, middleOf(spotsOf(mesh, piece.ring))]));
  const apart = (id: number, spot: Spot) => {
    const [x, y] = middles.get(id) as Spot;
    return Math.hypot(x - spot[0], y - spot[1]);
  };
  parks.forEach((park, p) => {
    const at: Spot = [park.at[0] * size[0], park.at[1] * size[1]];
    const free = [...mesh.pieces.keys()].filter((id) => !greens.has(id));
    const edge = new Set([free.reduce((best, id) => (apart(id, at) < apart(best, at) ? id : best))]);
    for (let cells = 0; cells < park.cells && edge.size > 0; cells++) {
      const next = [...edge].reduce((best, id) => (apart(id, at) < apart(best, at) ? id : best));
      edge.delete(next);
      greens.set(next, p);
      eachEdge((mesh.pieces.get(next) as Piece).ring, (a, b) => {
        const beyond = neighbour(mesh, a, b);
        const cut = mesh.cuts[cutAt(mesh, a, b) ?? -1];
        if (beyond !== undefined && cut && cut.level > 0 && !greens.has(beyond)) edge.add(beyond);
      });
    }
  });
  return greens;
}

/** The streets along the cuts, without what would run through a park. */
export function layStreets({ mesh, mainStreets }: Ground, greens: Greens): Street[] {
  const inPark = (a: number, b: number) => {
    const park = greens.get(neighbour(mesh, a, b) ?? -1);
    return park !== undefined && park === greens.get(neighbour(mesh, b, a) ?? -1);
  };
  let named = 0;
  const streets = linesOf(mesh).map((line, cut): Street => {
    const { level } = mesh.cuts[cut] as { level: number };
    const runs: number[][] = [];
    let run: number[] = [];
    line.forEach((spot, i) => {
      const before = line[i - 1];
      if (before !== undefined && inPark(before, spot)) {
        if (run.length > 1) runs.push(run);
        run = [];
      }
      run.push(spot);
    });
    if (run.length > 1) runs.push(run);
    const name = mainStreets.get(cut) ?? (level === 3 ? null : lesserName(named++));
    return { level, name, runs };
  });
  const border = borderOf([...mesh.pieces.values()].map(({ ring }) => ring)).map((walk) => [
    ...walk,
    walk[0] as number,
  ]);
  return [...streets, { level: 0, name: ringRoad, runs: border }];
}

const suffixes = [
  ['路', 'Road'],
  ['街', 'Street'],
  ['巷', 'Lane'],
] as const;

/** A step that shares no factor with the number of names, so that neighbours in the table do not meet on the ground. */
const STEP = 37;

function lesserName(position: number): Words {
  const [zh, en] = streetNames[(position * STEP) % streetNames.length] ?? ['', ''];
  const [suffix, suffixEn] = suffixes[Math.floor(position / streetNames.length) % suffixes.length] ?? suffixes[0];
  return { zh: zh + suffix, en: `${en} ${suffixEn}` };
}

export interface Drawn {
  ground: Ground;
  streets: Street[];
  greens: Greens;
  /** Where the mesh's spots came to lie after bending, in metres. */
  bent: Spot[];
  project: (spot: Spot) => [number, number];
}

/** Everything that is drawn beneath the cases: water, parks, streets. */
export function drawBasemap(drawn: Drawn): BasemapFeature[] {
  return [river(drawn), ...lakes(drawn), ...greenAreas(drawn), ...waterways(drawn), ...roads(drawn)];
}

function polygon(layer: 'water' | 'green', name: Words, ring: Ring): BasemapFeature {
  const properties = { name: name.zh, nameEn: name.en };
  return { layer, geometry: { type: 'Polygon', coordinates: [[...ring, ring[0] as [number, number]]] }, properties };
}

/** The stretch of the border between two corners of the outline, counter-clockwise, as bent. */
function shore({ ground, bent }: Drawn, { from, to }: { from: Spot; to: Spot }): Spot[] {
  const { mesh, size } = ground;
  const walk = borderOf([...mesh.pieces.values()].map(({ ring }) => ring))[0] ?? [];
  const nearest = ([x, y]: Spot) => {
    const off = walk.map((at) => {
      const spot = mesh.spots[at] as Spot;
      return Math.hypot(spot[0] - x * size[0], spot[1] - y * size[1]);
    });
    return off.indexOf(Math.min(...off));
  };
  const [start, end] = [nearest(from), nearest(to)];
  const stretch = start <= end ? walk.slice(start, end + 1) : [...walk.slice(start), ...walk.slice(0, end + 1)];
  return stretch.map((at) => bent[at] as Spot);
}

/** The line moved to its right by so many metres, which for the border is outwards; bends within 300 m are evened out. */
function beside(line: readonly Spot[], metres: number, reach = 6): Spot[] {
  return line.map(([x, y], i) => {
    const a = line[Math.max(0, i - reach)] as Spot;
    const b = line[Math.min(line.length - 1, i + reach)] as Spot;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]) || 1;
    return [x + ((b[1] - a[1]) / length) * metres, y - ((b[0] - a[0]) / length) * metres];
  });
}

/** The line drawn out at both ends, in the direction it has there. */
function drawnOut(line: readonly Spot[], metres: number): Spot[] {
  const out = (end: Spot, inner: Spot): Spot => {
    const length = Math.hypot(end[0] - inner[0], end[1] - inner[1]) || 1;
    return [end[0] + ((end[0] - inner[0]) / length) * metres, end[1] + ((end[1] - inner[1]) / length) * metres];
  };
  const [first, second] = [line[0] as Spot, line[Math.min(8, line.length - 1)] as Spot];
  const [last, before] = [line.at(-1) as Spot, line.at(-Math.min(9, line.length)) as Spot];
  return [out(first, second), ...line, out(last, before)];
}

function river(drawn: Drawn): BasemapFeature {
  const bank = drawnOut(shore(drawn, riverside), 3000);
  const opposite = beside(bank, riverside.width, 10).reverse();
  return polygon('water', riverside.name, [...bank, ...opposite].map(drawn.project));
}

function parkBorder({ ground, bent, greens }: Drawn, park: number): Spot[] {
  const { mesh } = ground;
  const rings = [...greens].filter(([, own]) => own === park).map(([id]) => (mesh.pieces.get(id) as Piece).ring);
  const walks = borderOf(rings).sort((a, b) => b.length - a.length);
  return (walks[0] ?? []).map((at) => bent[at] as Spot);
}

function greenAreas(drawn: Drawn): BasemapFeature[] {
  return parks.map(({ name }, p) => polygon('green', name, parkBorder(drawn, p).map(drawn.project)));
}

const RAYS = 20;

/** The lake lies in the middle of its park and keeps off its border in every direction; its shore is rounded. */
function lakes(drawn: Drawn): BasemapFeature[] {
  return parks.flatMap(({ name, lake }, p) => {
    if (!lake) return [];
    const border = parkBorder(drawn, p);
    const [x, y] = middleOf(border);
    const nearest = Array.from({ length: RAYS }, () => Number.POSITIVE_INFINITY);
    for (const [bx, by] of border) {
      const ray = Math.floor((Math.atan2(by - y, bx - x) / (2 * Math.PI) + 1) * RAYS) % RAYS;
      const off = Math.hypot(bx - x, by - y);
      // A corner bounds the rays beside its own too, or the shore would run over it.
      for (const near of [ray, (ray + 1) % RAYS, (ray + RAYS - 1) % RAYS])
        nearest[near] = Math.min(nearest[near] ?? off, off);
    }
    const shore = nearest.map((off, ray): Spot => {
      const angle = ((ray + 0.5) / RAYS) * 2 * Math.PI;
      return [x + Math.cos(angle) * off * lake, y + Math.sin(angle) * off * lake];
    });
    return [polygon('water', name, roundedOff(shore).map(drawn.project))];
  });
}

function waterways(drawn: Drawn): BasemapFeature[] {
  const canal = (name: Words, line: Spot[]): BasemapFeature => ({
    layer: 'waterway',
    geometry: { type: 'LineString', coordinates: line.map(drawn.project) },
    properties: { name: name.zh, nameEn: name.en },
  });
  const inside = canals.flatMap(({ street, name }) => {
    const run = drawn.streets.find((known) => known.name?.zh === street)?.runs[0];
    return run
      ? [
          canal(
            name,
            beside(
              run.map((at) => drawn.bent[at] as Spot),
              26,
              1,
            ),
          ),
        ]
      : [];
  });
  return [canal(canalside.name, beside(shore(drawn, canalside), 40)), ...inside];
}

function roads({ streets, bent, project }: Drawn): BasemapFeature[] {
  const lineOf = (run: number[]) => run.map((at) => project(bent[at] as Spot));
  const named = streets.filter(({ name, runs }) => name && runs.length > 0);
  const lanes = streets.filter(({ name }) => !name).flatMap(({ runs }) => runs.map(lineOf));
  // Three hundred lanes to a feature: a feature for each would be mostly punctuation.
  const bundles: Ring[][] = [];
  for (let i = 0; i < lanes.length; i += 300) bundles.push(lanes.slice(i, i + 300));
  return [
    ...bundles.map(
      (coordinates): BasemapFeature => ({
        layer: 'road',
        geometry: { type: 'MultiLineString', coordinates },
        properties: { level: 3 },
      }),
    ),
    ...named
      .sort((a, b) => b.level - a.level)
      .map(
        ({ level, name, runs }): BasemapFeature => ({
          layer: 'road',
          geometry: { type: 'MultiLineString', coordinates: runs.map(lineOf) },
          properties: { level, name: name?.zh ?? '', nameEn: name?.en ?? '' },
        }),
      ),
  ];
}
