import { type DemoSubdistrict, district, outline, type Share, shares } from './data/gulou.ts';
import { cutPiece, type Mesh, meshOf, type Piece, spotsOf } from './mesh.ts';
import { areaOf, roundedOff, type Spot, shortestCut } from './plane.ts';
import { between, type Random } from './random.ts';

/** How the four kinds of street are laid: how far a cut may turn, how unequal it may be, how far it runs to a corner. */
const styles = [
  { turn: 0, uneven: 0, snap: 30 },
  { turn: 0.14, uneven: 0.12, snap: 60 },
  { turn: 0.08, uneven: 0.1, snap: 45 },
  { turn: 0.035, uneven: 0.07, snap: 20 },
] as const;

export interface DividedSector {
  cells: Piece[];
}
export interface DividedCommunity {
  sectors: DividedSector[];
}
export interface DividedSubdistrict {
  subdistrict: DemoSubdistrict;
  communities: DividedCommunity[];
}

export interface Ground {
  mesh: Mesh;
  subdistricts: DividedSubdistrict[];
  /** Names of the cuts that part sub-districts, by the cut's number. */
  mainStreets: Map<number, Share['street']>;
  /** Width and height of the box, in metres. */
  size: Spot;
}

/** Divides the district into sub-districts, communities, sectors and cells, each by cuts of the one before. */
export function divideGround(size: Spot, random: Random): Ground {
  const mesh = meshOf(roundedOff(outline.map(([x, y]): Spot => [x * size[0], y * size[1]])));
  const mainStreets: Ground['mainStreets'] = new Map();
  const first = mesh.pieces.get(0) as Piece;
  const parts = shareOut(mesh, { piece: first, share: shares }, mainStreets);
  const subdistricts = parts.map(({ piece, subdistrict }) => ({
    subdistrict,
    communities: divide(mesh, piece, { into: subdistrict.communities, level: 1, random }).map((community) => {
      const cells = Math.round(areaOf(spotsOf(mesh, community.ring)) / district.cellArea);
      const sectors = divide(mesh, community, {
        into: Math.min(4, Math.max(2, Math.round(cells / 17))),
        level: 2,
        random,
      });
      return {
        sectors: sectors.map((sector) => {
          const into = Math.max(1, Math.round(areaOf(spotsOf(mesh, sector.ring)) / district.cellArea));
          return { cells: divide(mesh, sector, { into, level: 3, random }) };
        }),
      };
    }),
  }));
  return { mesh, subdistricts, mainStreets, size };
}

function sizeOf(share: Share | DemoSubdistrict): number {
  return 'size' in share ? share.size : sizeOf(share.right) + sizeOf(share.left);
}

/** Follows the table of shares down to the sub-districts. */
function shareOut(
  mesh: Mesh,
  { piece, share }: { piece: Piece; share: Share | DemoSubdistrict },
  mainStreets: Ground['mainStreets'],
): { piece: Piece; subdistrict: DemoSubdistrict }[] {
  if ('size' in share) return [{ piece, subdistrict: share }];
  const angle = (share.cut * Math.PI) / 180;
  const parts = cutPiece(mesh, piece, {
    angle,
    share: sizeOf(share.right) / sizeOf(share),
    level: 0,
    snap: styles[0].snap,
  });
  if (!parts) throw new Error(`The cut along ${share.street.en} does not part its ground in two.`);
  mainStreets.set(mesh.cuts.length - 1, share.street);
  return [
    ...shareOut(mesh, { piece: parts[0], share: share.right }, mainStreets),
    ...shareOut(mesh, { piece: parts[1], share: share.left }, mainStreets),
  ];
}

/** Halves a piece again and again, each time across its longer side, until there are as many as wanted. */
function divide(mesh: Mesh, piece: Piece, wanted: { into: number; level: 1 | 2 | 3; random: Random }): Piece[] {
  const { into, level, random } = wanted;
  if (into <= 1) return [piece];
  const style = styles[level];
  const right = Math.floor(into / 2);
  const shortest = shortestCut(spotsOf(mesh, piece.ring));
  for (let tries = 0; tries < 40; tries++) {
    // Ground of an odd shape may refuse the first cut; then the cut turns further from try to try.
    const turn = style.turn + tries * 0.04;
    const angle = shortest + between(random, -turn, turn);
    const share = (right / into) * (1 + between(random, -style.uneven, style.uneven));
    const parts = cutPiece(mesh, piece, { angle, share, level, snap: style.snap });
    if (!parts) continue;
    return [
      ...divide(mesh, parts[0], { ...wanted, into: right }),
      ...divide(mesh, parts[1], { ...wanted, into: into - right }),
    ];
  }
  throw new Error('A piece of ground could not be cut.');
}

/**
 * Bends the plan so that no street is ruled with a ruler: pushes rows east and west, then columns north and south. Such
 * pushes leave every area as it is. At last the plan is stretched to fill its box.
 */
export function bend({ mesh, size }: Ground): Spot[] {
  const bent = mesh.spots.map(([x, y]): Spot => {
    const u = x + 210 * Math.sin((y / size[1]) * 5.2 + 0.6) + 26 * Math.sin(y / 330 + 1);
    const v = y + 190 * Math.sin((u / size[0]) * 5.6 + 2.1) + 24 * Math.sin(u / 370);
    return [u, v];
  });
  const [xs, ys] = [bent.map(([x]) => x), bent.map(([, y]) => y)];
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  return bent.map(([x, y]) => [((x - left) / (right - left)) * size[0], ((y - low) / (high - low)) * size[1]]);
}
