import { componentCode } from '../geo/codes.ts';
import type { Cell, Component, Point } from '../geo/model.ts';
import { locate, type ShapeIndex } from '../geo/rules.ts';
import type { Drawn } from './basemap.ts';
import { type ComponentKind, componentKinds, district } from './data/gulou.ts';
import type { Spot } from './plane.ts';
import { between, type Random } from './random.ts';

/** A component before its owner has an id. */
export type DemoComponent = Omit<Component, 'ownerUnitId'> & { ownerUnit: string };

/** Half the width of a street, where its furniture stands. */
const kerb = [15, 10, 7, 4];

interface Placing extends Drawn {
  index: ShapeIndex;
  cells: Cell[];
  /** Codes of sub-districts whose components still have the 16 digits of 2013. */
  surveyed2013: ReadonlySet<string>;
  random: Random;
}

/** Sets every kind of component along the streets, now on one side, now on the other, and numbers them as they come. */
export function placeComponents(placing: Placing): DemoComponent[] {
  const numbers = new Map<string, number>();
  const components: DemoComponent[] = [];
  for (const { level, runs } of placing.streets) {
    for (const run of runs) {
      const line = run.map((at) => placing.bent[at] as Spot);
      for (const kind of componentKinds) {
        const every = kind.every[level] ?? Number.POSITIVE_INFINITY;
        if (every === Number.POSITIVE_INFINITY) continue;
        for (const spot of alongside(line, { every, kerb: kerb[level] ?? 4, random: placing.random })) {
          const component = componentAt(placing, kind, { spot, numbers });
          if (component) components.push(component);
        }
      }
    }
  }
  return components;
}

/** Spots at about equal distances along a line, alternately to its right and left. */
function alongside(
  line: readonly Spot[],
  { every, kerb, random }: { every: number; kerb: number; random: Random },
): Spot[] {
  const spots: Spot[] = [];
  let ahead = between(random, 0.1, 0.9) * every;
  let side = random() < 0.5 ? 1 : -1;
  line.forEach((b, i) => {
    const a = line[i - 1];
    if (!a) return;
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    while (ahead < length) {
      const t = ahead / length;
      const out = (side * between(random, 0.85, 1.15) * kerb) / length;
      spots.push([a[0] + (b[0] - a[0]) * t + (b[1] - a[1]) * out, a[1] + (b[1] - a[1]) * t - (b[0] - a[0]) * out]);
      ahead += every * between(random, 0.85, 1.15);
      side = -side;
    }
    ahead -= length;
  });
  return spots;
}

/** Null where the kerb lies outside the district. */
function componentAt(
  { project, index, cells, surveyed2013, random }: Placing,
  kind: ComponentKind,
  { spot, numbers }: { spot: Spot; numbers: Map<string, number> },
): DemoComponent | null {
  const [lon, lat] = project(spot);
  const point: Point = { lon, lat };
  const cell = cells[locate(index, lon, lat)];
  if (!cell) return null;
  const group = kind.code.slice(0, 2);
  const category = surveyed2013.has(cell.subdistrictCode) ? kind.code.slice(3) : kind.code.slice(2);
  const order = (numbers.get(group + category) ?? 0) + 1;
  numbers.set(group + category, order);
  const luck = random();
  return {
    code: componentCode({ division: district.division, group, category, order }),
    name: kind.name,
    categoryCode: group + category,
    point,
    cellCode: cell.code,
    ownerUnit: kind.unit,
    state: luck < 0.975 ? 'intact' : luck < 0.993 ? 'damaged' : 'missing',
  };
}
