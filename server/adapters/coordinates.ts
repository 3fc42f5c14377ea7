import gcoordModule from 'gcoord';
import type { CoordinateSystem, Point, PointInput } from '../modules/geo/model.ts';
import type { Guess } from '../modules/geo/rules.ts';

// The package's types describe another packaging than the one Node loads.
const gcoord = gcoordModule as unknown as typeof gcoordModule.default;

type Known = Parameters<typeof gcoord.transform>[1];

const known: Record<CoordinateSystem, Known> = {
  // CGCS2000 and WGS 84 differ by centimetres, far below what any phone measures.
  CGCS2000: gcoord.WGS84,
  WGS84: gcoord.WGS84,
  'GCJ-02': gcoord.GCJ02,
  'BD-09': gcoord.BD09,
};

/** Brings a point of a named system into CGCS2000, to within a few centimetres. */
export function toCgcs2000(point: Point, system: CoordinateSystem): Point {
  if (known[system] === gcoord.WGS84) return { lon: point.lon, lat: point.lat };
  const [lon, lat] = gcoord.transform([point.lon, point.lat], known[system], gcoord.WGS84) as [number, number];
  return { lon, lat };
}

/** What a map of that system would show for a CGCS2000 point. */
export function fromCgcs2000(point: Point, system: CoordinateSystem): Point {
  if (known[system] === gcoord.WGS84) return { lon: point.lon, lat: point.lat };
  const [lon, lat] = gcoord.transform([point.lon, point.lat], gcoord.WGS84, known[system]) as [number, number];
  return { lon, lat };
}

/** Why a point given as `system` may lie outside: the first other reading of its numbers that lies inside. */
export function guessSystem(given: PointInput, isInside: (point: Point) => boolean): Guess | null {
  if (given.lon === 0 && given.lat === 0) return 'nullIsland';
  const own = known[given.system ?? 'CGCS2000'];
  for (const system of ['CGCS2000', 'GCJ-02', 'BD-09'] as const) {
    if (known[system] !== own && isInside(toCgcs2000(given, system))) return system;
  }
  const swapped = toCgcs2000({ lon: given.lat, lat: given.lon }, given.system ?? 'CGCS2000');
  return isInside(swapped) ? 'swapped' : null;
}
