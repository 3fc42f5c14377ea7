import type { Refusal } from '../../kernel/refusal.ts';
import type { Words } from '../../kernel/words.ts';
import type { CoordinateSystem, Place, Point, Ring } from './model.ts';

// GRS 80, the ellipsoid of CGCS2000.
const A = 6_378_137;
const F = 1 / 298.257222101;
const E2 = F * (2 - F);
const E = Math.sqrt(E2);
const RAD = Math.PI / 180;

/** Metres of one degree of longitude and of latitude at a latitude. */
export function metresPerDegree(lat: number): { lon: number; lat: number } {
  const sin = Math.sin(lat * RAD);
  const w = Math.sqrt(1 - E2 * sin * sin);
  return { lon: (A / w) * Math.cos(lat * RAD) * RAD, lat: ((A * (1 - E2)) / (w * w * w)) * RAD };
}

/** Metres between two points; right to a centimetre within a city. */
export function distance(a: Point, b: Point): number {
  const scale = metresPerDegree((a.lat + b.lat) / 2);
  return Math.hypot((b.lon - a.lon) * scale.lon, (b.lat - a.lat) * scale.lat);
}

/** The smallest box of degrees that holds every point within so many metres. */
export function boxAround(point: Point, metres: number): Box {
  const scale = metresPerDegree(point.lat);
  const dLon = metres / scale.lon;
  const dLat = metres / scale.lat;
  return { west: point.lon - dLon, south: point.lat - dLat, east: point.lon + dLon, north: point.lat + dLat };
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

/** Height of a parallel in the equal-area cylinder: areas in (lon, this) are true areas on the ellipsoid. */
function equalAreaHeight(lat: number): number {
  const sin = Math.sin(lat * RAD);
  return (A * (1 - E2) * (sin / (1 - E2 * sin * sin) + Math.log((1 + E * sin) / (1 - E * sin)) / (2 * E))) / 2;
}

/** Square metres inside a ring, positive when it runs counter-clockwise. Areas of cells add up to that of their union. */
export function signedArea(ring: Ring): number {
  const origin = ring[0];
  if (!origin) return 0;
  const bottom = equalAreaHeight(origin[1]);
  let twice = 0;
  let beforeX = 0;
  let beforeY = 0;
  for (const [lon, lat] of ring) {
    const x = (lon - origin[0]) * RAD * A;
    const y = equalAreaHeight(lat) - bottom;
    twice += beforeX * y - x * beforeY;
    beforeX = x;
    beforeY = y;
  }
  return twice / 2;
}

export function ringArea(ring: Ring): number {
  return Math.abs(signedArea(ring));
}

/** The middle of a ring's area, in degrees. */
export function ringCentre(ring: Ring): Point {
  const origin = ring[0] ?? [0, 0];
  let twice = 0;
  let lon = 0;
  let lat = 0;
  for (let i = 1; i < ring.length; i++) {
    const [ax, ay] = relative(ring[i - 1], origin);
    const [bx, by] = relative(ring[i], origin);
    const cross = ax * by - bx * ay;
    twice += cross;
    lon += (ax + bx) * cross;
    lat += (ay + by) * cross;
  }
  return twice === 0
    ? { lon: origin[0], lat: origin[1] }
    : { lon: origin[0] + lon / (3 * twice), lat: origin[1] + lat / (3 * twice) };
}

function relative(vertex: [number, number] | undefined, origin: [number, number]): [number, number] {
  return vertex ? [vertex[0] - origin[0], vertex[1] - origin[1]] : [0, 0];
}

/**
 * Shapes laid into a raster of bins, all in flat arrays: `locate` looks at the two or three shapes of one bin.
 * Half a million cells take about 120 MB and are built in about two seconds.
 */
export interface ShapeIndex {
  size: number;
  box: Box;
  columns: number;
  rows: number;
  /** Shapes of bin b: `inBin[binStart[b]]` up to `inBin[binStart[b + 1]]`. */
  binStart: Uint32Array;
  inBin: Uint32Array;
  /** Edges of shape s: from `edgeStart[s]` up to `edgeStart[s + 1]`; four numbers each, lower end first. */
  edgeStart: Uint32Array;
  edges: Float64Array;
  /** West, south, east, north of each shape. */
  boxes: Float64Array;
}

/** Builds the index over shapes of one or several closed rings; `locate` then answers with positions in this list. */
export function buildIndex(shapes: readonly (readonly Ring[])[]): ShapeIndex {
  const size = shapes.length;
  const edgeStart = new Uint32Array(size + 1);
  const boxes = new Float64Array(size * 4);
  let edgeCount = 0;
  for (const shape of shapes) for (const ring of shape) edgeCount += Math.max(0, ring.length - 1);
  const edges = new Float64Array(edgeCount * 4);
  const box: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };

  let at = 0;
  shapes.forEach((shape, s) => {
    const own: Box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
    for (const ring of shape) {
      for (let i = 1; i < ring.length; i++) {
        at = writeEdge(edges, at, ring[i - 1], ring[i]);
        stretch(own, ring[i]);
      }
    }
    edgeStart[s + 1] = at / 4;
    boxes.set([own.west, own.south, own.east, own.north], s * 4);
    stretch(box, [own.west, own.south]);
    stretch(box, [own.east, own.north]);
  });

  const { columns, rows } = rasterFor(size, box);
  const index: ShapeIndex = {
    size,
    box,
    columns,
    rows,
    binStart: new Uint32Array(columns * rows + 1),
    inBin: new Uint32Array(0),
    edgeStart,
    edges,
    boxes,
  };
  fillBins(index);
  return index;
}

/** Lower end first, whichever way the ring runs: both neighbours of an edge reckon with the very same numbers. */
function writeEdge(
  edges: Float64Array,
  at: number,
  a: [number, number] | undefined,
  b: [number, number] | undefined,
): number {
  if (!a || !b) return at;
  const [low, high] = a[1] < b[1] || (a[1] === b[1] && a[0] < b[0]) ? [a, b] : [b, a];
  edges[at] = low[0];
  edges[at + 1] = low[1];
  edges[at + 2] = high[0];
  edges[at + 3] = high[1];
  return at + 4;
}

function stretch(box: Box, vertex: [number, number] | undefined): void {
  if (!vertex) return;
  box.west = Math.min(box.west, vertex[0]);
  box.east = Math.max(box.east, vertex[0]);
  box.south = Math.min(box.south, vertex[1]);
  box.north = Math.max(box.north, vertex[1]);
}

/** About four bins to a shape, as square as the ground allows. */
function rasterFor(size: number, box: Box): { columns: number; rows: number } {
  const ratio = Math.min(50, Math.max(0.02, (box.east - box.west) / (box.north - box.south) || 1));
  const columns = Math.max(1, Math.ceil(Math.sqrt(size * 4 * ratio)));
  return { columns, rows: Math.max(1, Math.ceil((size * 4) / columns)) };
}

/** Counting sort of the shapes into bins: once to count, once to place. */
function fillBins(index: ShapeIndex): void {
  const { size, columns, binStart, boxes } = index;
  const eachBin = (s: number, visit: (bin: number) => void) => {
    const left = column(index, boxes[s * 4] as number);
    const right = column(index, boxes[s * 4 + 2] as number);
    const top = row(index, boxes[s * 4 + 3] as number);
    for (let r = row(index, boxes[s * 4 + 1] as number); r <= top; r++) {
      for (let c = left; c <= right; c++) visit(r * columns + c);
    }
  };
  for (let s = 0; s < size; s++) eachBin(s, (bin) => (binStart[bin + 1] = (binStart[bin + 1] as number) + 1));
  for (let bin = 1; bin < binStart.length; bin++)
    binStart[bin] = (binStart[bin] as number) + (binStart[bin - 1] as number);
  index.inBin = new Uint32Array(binStart[binStart.length - 1] as number);
  const next = binStart.slice();
  for (let s = 0; s < size; s++) {
    eachBin(s, (bin) => {
      index.inBin[next[bin] as number] = s;
      next[bin] = (next[bin] as number) + 1;
    });
  }
}

function column(index: ShapeIndex, lon: number): number {
  const { west, east } = index.box;
  return Math.min(index.columns - 1, Math.max(0, Math.floor(((lon - west) / (east - west)) * index.columns)));
}

function row(index: ShapeIndex, lat: number): number {
  const { south, north } = index.box;
  return Math.min(index.rows - 1, Math.max(0, Math.floor(((lat - south) / (north - south)) * index.rows)));
}

/**
 * The position of the shape that holds the point, or -1. Where shapes tile the ground, a point on a common edge or
 * corner belongs to exactly one of them: an edge is crossed from its lower end (included) to its upper end (not).
 */
export function locate(index: ShapeIndex, lon: number, lat: number): number {
  const { box, boxes, binStart, inBin } = index;
  if (!(lon >= box.west && lon <= box.east && lat >= box.south && lat <= box.north)) return -1;
  const bin = row(index, lat) * index.columns + column(index, lon);
  const end = binStart[bin + 1] as number;
  for (let i = binStart[bin] as number; i < end; i++) {
    const s = inBin[i] as number;
    const b = s * 4;
    if (
      lon < (boxes[b] as number) ||
      lat < (boxes[b + 1] as number) ||
      lon > (boxes[b + 2] as number) ||
      lat > (boxes[b + 3] as number)
    )
      continue;
    if (holds(index, s, lon, lat)) return s;
  }
  return -1;
}

/** Ray to the east: odd crossings, inside. */
function holds(index: ShapeIndex, s: number, lon: number, lat: number): boolean {
  const { edges, edgeStart } = index;
  const end = (edgeStart[s + 1] as number) * 4;
  let inside = false;
  for (let e = (edgeStart[s] as number) * 4; e < end; e += 4) {
    const lowLat = edges[e + 1] as number;
    const highLat = edges[e + 3] as number;
    if (lat < lowLat || lat >= highLat) continue;
    const lowLon = edges[e] as number;
    if (lon < lowLon + (((edges[e + 2] as number) - lowLon) * (lat - lowLat)) / (highLat - lowLat)) inside = !inside;
  }
  return inside;
}

/** What a point outside the district may be instead, found by trying. */
export type Guess = CoordinateSystem | 'swapped' | 'nullIsland';

/** No place: the refusal says what the point looks like, so that the sender can mend the cause, not the point. */
export function outsideDistrict(given: Point, guess: Guess | null): Refusal {
  return {
    refused: 'invalid',
    code: 'outsideDistrict',
    message: { zh: '这个位置不在本辖区内。', en: 'This point lies outside the district.' },
    ...(guess ? { right: guessWords(given, guess), facts: { looksLike: guess } } : {}),
  };
}

function guessWords({ lon, lat }: Point, guess: Guess): Words {
  if (guess === 'swapped')
    return {
      zh: `看起来经度和纬度写反了，应为经度 ${lat}、纬度 ${lon}。`,
      en: `Longitude and latitude look exchanged: longitude ${lat}, latitude ${lon} would be right.`,
    };
  if (guess === 'nullIsland')
    return { zh: '0, 0 通常表示设备没有定位。', en: '0, 0 mostly means that the device had no position.' };
  return {
    zh: `看起来是 ${guess} 坐标，请写明 system: "${guess}"。`,
    en: `This looks like ${guess}; name it as system: "${guess}".`,
  };
}

const within = ({ west, south, east, north }: Box, { lon, lat }: Point) =>
  lon >= west && lon <= east && lat >= south && lat <= north;

/** Land and islands of China, amply; whoever has a Chinese division code lies there. */
const CHINA: Box = { west: 73, south: 3, east: 136, north: 54 };
/** Where devices without a position believe to be: open sea. */
const NULL_ISLAND: Box = { west: -1, south: -1, east: 1, north: 1 };
/** Beyond, there is no town. */
const INHABITED: Box = { west: -180, south: -60, east: 180, north: 85 };

/** What can be said against a point where there is no map: whether a place of that division may lie there at all. */
export function isLikely(point: Point, division: string | null): boolean {
  const bounds = /^\d{6}$/.test(division ?? '') ? CHINA : INHABITED;
  return within(bounds, point) && !within(NULL_ISLAND, point);
}

/** A place of which nothing is known: jurisdictions without a map of their own take every point. */
export const nowhere: Place = { cellCode: null, sectorCode: null, communityCode: null, subdistrictCode: null };
