import { offsetFor, type Spot } from './plane.ts';

/** One piece of ground: its corners in order, counter-clockwise, as positions in the mesh's list of spots. */
export interface Piece {
  id: number;
  ring: number[];
}

/** A straight cut from one border of a piece to another: the line of a street, and how deep in the plan it lies. */
export interface Cut {
  level: number;
  ends: [number, number];
}

/**
 * Ground divided by cuts. Two neighbours share their corners by name, and a corner that a cut sets on a common edge is
 * given to both; so however often it is cut, the ground has neither gap nor overlap.
 */
export interface Mesh {
  spots: Spot[];
  pieces: Map<number, Piece>;
  /** Which piece has the edge from one spot to another on its left. */
  owner: Map<number, number>;
  /** Which cut an edge lies on; the edges of the outline lie on none. */
  cutOf: Map<number, number>;
  cuts: Cut[];
  nextPiece: number;
}

// More than any plan has spots; makes one number of two.
const WIDE = 1 << 20;

function edge(from: number, to: number): number {
  return from * WIDE + to;
}

function either(a: number, b: number): number {
  return a < b ? edge(a, b) : edge(b, a);
}

/** A mesh of one piece, the ground inside the outline. */
export function meshOf(outline: readonly Spot[]): Mesh {
  const mesh: Mesh = {
    spots: [...outline],
    pieces: new Map(),
    owner: new Map(),
    cutOf: new Map(),
    cuts: [],
    nextPiece: 0,
  };
  addPiece(
    mesh,
    outline.map((_, i) => i),
  );
  return mesh;
}

function addPiece(mesh: Mesh, ring: number[]): Piece {
  const piece = { id: mesh.nextPiece++, ring };
  mesh.pieces.set(piece.id, piece);
  eachEdge(ring, (a, b) => mesh.owner.set(edge(a, b), piece.id));
  return piece;
}

/** Visits the directed edges of a ring. */
export function eachEdge(ring: readonly number[], visit: (from: number, to: number) => void): void {
  let from = ring.at(-1) as number;
  for (const to of ring) {
    visit(from, to);
    from = to;
  }
}

/** The piece on the other side of an edge, if there is ground. */
export function neighbour(mesh: Mesh, from: number, to: number): number | undefined {
  return mesh.owner.get(edge(to, from));
}

export function spotsOf(mesh: Mesh, ring: readonly number[]): Spot[] {
  return ring.map((at) => mesh.spots[at] as Spot);
}

export interface WantedCut {
  /** Direction of the cut, radians from east. */
  angle: number;
  /** How much of the ground shall lie to the right of the cut, 0–1. */
  share: number;
  level: number;
  /** A cut that comes nearer than this to a corner runs into the corner, so that streets meet. */
  snap: number;
}

/**
 * Cuts a piece in two and gives [right, left] of the cut's direction; null if the line would cross the border more than
 * twice, or leave one side without a real share.
 */
export function cutPiece(mesh: Mesh, piece: Piece, wanted: WantedCut): [Piece, Piece] | null {
  const ring = spotsOf(mesh, piece.ring);
  const normal: Spot = [-Math.sin(wanted.angle), Math.cos(wanted.angle)];
  const offset = offsetFor(ring, normal, wanted.share);
  const sides = ring.map(([x, y]) => x * normal[0] + y * normal[1] - offset);
  const crossed: number[] = [];
  sides.forEach((side, i) => {
    if (side > 0 !== (sides[(i + 1) % sides.length] as number) > 0) crossed.push(i);
  });
  const [first, second] = crossed;
  if (crossed.length !== 2 || first === undefined || second === undefined) return null;
  const start = planEnd(mesh, piece.ring, { sides, at: first, snap: wanted.snap });
  const end = planEnd(mesh, piece.ring, { sides, at: second, snap: wanted.snap });
  if (onOneSide(start, end, piece.ring)) return null;
  const ends: [number, number] = [
    start.corner ?? setSpot(mesh, start.spot, start.edge),
    end.corner ?? setSpot(mesh, end.spot, end.edge),
  ];
  const [fromStart, fromEnd] = divide(mesh, piece, { ends, level: wanted.level });
  return (sides[first] as number) > 0 ? [fromStart, fromEnd] : [fromEnd, fromStart];
}

interface PlannedEnd {
  /** The corner that is used instead of setting a new one. */
  corner?: number;
  spot: Spot;
  edge: [number, number];
}

/** A cut along the border would leave nothing on one side. */
function onOneSide(start: PlannedEnd, end: PlannedEnd, ring: number[]): boolean {
  if (start.corner === undefined && end.corner === undefined) return false;
  if (start.corner !== undefined && end.corner !== undefined) {
    const apart = Math.abs(ring.indexOf(start.corner) - ring.indexOf(end.corner));
    return apart <= 1 || apart === ring.length - 1;
  }
  return start.corner === undefined ? start.edge.includes(end.corner as number) : end.edge.includes(start.corner);
}

function planEnd(
  mesh: Mesh,
  ring: number[],
  { sides, at, snap }: { sides: number[]; at: number; snap: number },
): PlannedEnd {
  const next = (at + 1) % ring.length;
  const [from, to] = [ring[at] as number, ring[next] as number];
  const [a, b] = [mesh.spots[from] as Spot, mesh.spots[to] as Spot];
  const t = (sides[at] as number) / ((sides[at] as number) - (sides[next] as number));
  const spot: Spot = [a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t];
  const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
  const near = Math.min(snap, length / 2);
  if (t * length <= near && t <= 0.5) return { corner: from, spot, edge: [from, to] };
  if ((1 - t) * length <= near) return { corner: to, spot, edge: [from, to] };
  return { spot, edge: [from, to] };
}

/** Sets a new corner on an edge, for the pieces on both sides of it. */
function setSpot(mesh: Mesh, spot: Spot, [from, to]: [number, number]): number {
  const made = mesh.spots.push(spot) - 1;
  const cut = mesh.cutOf.get(either(from, to));
  if (cut !== undefined) {
    mesh.cutOf.delete(either(from, to));
    mesh.cutOf.set(either(from, made), cut);
    mesh.cutOf.set(either(made, to), cut);
  }
  for (const [a, b] of [
    [from, to],
    [to, from],
  ] as const) {
    const owner = mesh.owner.get(edge(a, b));
    if (owner === undefined) continue;
    const piece = mesh.pieces.get(owner) as Piece;
    piece.ring.splice(piece.ring.indexOf(a) + 1, 0, made);
    mesh.owner.delete(edge(a, b));
    mesh.owner.set(edge(a, made), owner);
    mesh.owner.set(edge(made, b), owner);
  }
  return made;
}

function divide(mesh: Mesh, piece: Piece, cut: Cut): [Piece, Piece] {
  const { ring } = piece;
  const [i, j] = cut.ends.map((spot) => ring.indexOf(spot)) as [number, number];
  const walk = (from: number, to: number) =>
    from <= to ? ring.slice(from, to + 1) : [...ring.slice(from), ...ring.slice(0, to + 1)];
  mesh.pieces.delete(piece.id);
  mesh.cutOf.set(either(...cut.ends), mesh.cuts.push(cut) - 1);
  return [addPiece(mesh, walk(i, j)), addPiece(mesh, walk(j, i))];
}

/** The spots along each cut, from end to end: with the corners that later cuts set on it. */
export function linesOf(mesh: Mesh): number[][] {
  const next = mesh.cuts.map(() => new Map<number, number[]>());
  for (const [key, cut] of mesh.cutOf) {
    const [a, b] = [Math.floor(key / WIDE), key % WIDE];
    const links = next[cut] as Map<number, number[]>;
    links.set(a, [...(links.get(a) ?? []), b]);
    links.set(b, [...(links.get(b) ?? []), a]);
  }
  return mesh.cuts.map(({ ends }, cut) => {
    const links = next[cut] as Map<number, number[]>;
    const line = [ends[0]];
    for (let before = -1, at = ends[0]; at !== ends[1]; ) {
      const ahead = (links.get(at) as number[]).find((spot) => spot !== before) as number;
      line.push(ahead);
      before = at;
      at = ahead;
    }
    return line;
  });
}

/** The cut on which an edge lies; undefined on the outline. */
export function cutAt(mesh: Mesh, a: number, b: number): number | undefined {
  return mesh.cutOf.get(either(a, b));
}

/**
 * The border of several pieces together, as closed walks over spots, counter-clockwise outside and clockwise around
 * holes: every edge that no two of them share.
 */
export function borderOf(rings: readonly (readonly number[])[]): number[][] {
  const edges = new Set<number>();
  for (const ring of rings) eachEdge(ring, (a, b) => edges.add(edge(a, b)));
  const next = new Map<number, number[]>();
  for (const ring of rings) {
    eachEdge(ring, (a, b) => {
      if (!edges.has(edge(b, a))) next.set(a, [...(next.get(a) ?? []), b]);
    });
  }
  const walks: number[][] = [];
  for (const [start] of next) {
    while (next.get(start)?.length) {
      const walk = [start];
      for (let at = next.get(start)?.pop(); at !== undefined && at !== start; at = next.get(at)?.pop()) walk.push(at);
      walks.push(walk);
    }
  }
  return walks;
}
