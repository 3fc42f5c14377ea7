import { describe, expect, test } from 'vitest';
import { cellCode, componentCode, numberingOrder, oldCellCode, parseComponentCode } from './codes.ts';
import type { Ring } from './model.ts';
import { buildIndex, distance, locate, ringArea, ringCentre, signedArea } from './rules.ts';

/** A closed square of so many degrees, counter-clockwise. */
function square(west: number, south: number, size = 1): Ring {
  return [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ];
}

describe('locating a point', () => {
  const four = buildIndex([[square(0, 0)], [square(1, 0)], [square(0, 1)], [square(1, 1)]]);

  test('finds the cell that holds it, and none outside', () => {
    expect(locate(four, 0.5, 0.5)).toBe(0);
    expect(locate(four, 1.5, 0.5)).toBe(1);
    expect(locate(four, 0.5, 1.5)).toBe(2);
    expect(locate(four, 2.5, 0.5)).toBe(-1);
    expect(locate(four, Number.NaN, 0.5)).toBe(-1);
  });

  test.each([
    [1, 0.5, 'on the border of two cells'],
    [0.5, 1, 'on the other border'],
    [1, 1, 'on the corner of four'],
  ])('gives a point (%d, %d) %s to exactly one of them', (lon, lat) => {
    const alone = [square(0, 0), square(1, 0), square(0, 1), square(1, 1)].map((ring) => buildIndex([[ring]]));
    expect(alone.filter((index) => locate(index, lon, lat) === 0)).toHaveLength(1);
    expect(locate(four, lon, lat)).toBeGreaterThanOrEqual(0);
  });

  test('decides alike for both neighbours of a slanting border, whichever way their rings run', () => {
    const border: [number, number][] = [
      [0.1, 0],
      [0.3000001, 0.7],
      [0.2, 1],
    ];
    const left: Ring = [[-1, 0], ...border, [-1, 1], [-1, 0]];
    const right: Ring = [[1, 1], ...[...border].reverse(), [1, 0], [1, 1]];
    const [west, east] = [buildIndex([[left]]), buildIndex([[right]])];
    for (let i = 0; i < 2000; i++) {
      const lat = (i + 0.5) / 2001;
      const t = lat < 0.7 ? lat / 0.7 : (lat - 0.7) / 0.3;
      const lon = lat < 0.7 ? 0.1 + (0.3000001 - 0.1) * t : 0.3000001 + (0.2 - 0.3000001) * t;
      expect(locate(west, lon, lat) + locate(east, lon, lat)).toBe(-1);
    }
  });

  test('knows holes and several parts of one area', () => {
    const island = buildIndex([[square(0, 0, 3), square(1, 1, 1), square(5, 0, 1)]]);
    expect(locate(island, 0.5, 0.5)).toBe(0);
    expect(locate(island, 1.5, 1.5)).toBe(-1);
    expect(locate(island, 5.5, 0.5)).toBe(0);
  });
});

describe('measuring', () => {
  test('gives the length of a degree and the area of a square degree of the ellipsoid', () => {
    expect(distance({ lon: 119, lat: 26 }, { lon: 119, lat: 27 })).toBeCloseTo(110_795.7, 0);
    expect(distance({ lon: 0, lat: 0 }, { lon: 1, lat: 0 })).toBeCloseTo(111_319.5, 0);
    // Karney gives 12,308.778 km² between geodesics; a parallel runs a few metres south of its geodesic.
    expect(ringArea(square(0, 0)) / 12_308_778_361).toBeCloseTo(1, 4);
  });

  test('knows which way a ring runs, and its middle', () => {
    const ring = square(119, 26, 0.001);
    expect(signedArea(ring)).toBeGreaterThan(0);
    expect(signedArea([...ring].reverse())).toBeCloseTo(-signedArea(ring), 6);
    expect(ringCentre(ring).lon).toBeCloseTo(119.0005, 9);
    expect(ringCentre(ring).lat).toBeCloseTo(26.0005, 9);
  });
});

describe('codes', () => {
  test('of cells have 15 digits, and 14 in the older form while two digits suffice', () => {
    expect(cellCode('350102004001', 7)).toBe('350102004001007');
    expect(oldCellCode('350102004001', 7)).toBe('35010200400107');
    expect(oldCellCode('350102004001', 100)).toBeNull();
  });

  test('of components have 16 digits in the edition of 2013 and 17 in that of 2026', () => {
    expect(componentCode({ division: '320508', group: '01', category: '01', order: 1 })).toBe('3205080101000001');
    expect(parseComponentCode('3205080101000001')).toEqual({
      division: '320508',
      group: '01',
      category: '01',
      order: 1,
    });
    expect(parseComponentCode('35010201037000012')).toEqual({
      division: '350102',
      group: '01',
      category: '037',
      order: 12,
    });
  });

  test.each(['320508010100001', '350102010370000120', '3205080001000001', '3205080101000000', '32050801010000O1', ''])(
    'refuse %s',
    (code) => {
      expect(parseComponentCode(code)).toBeNull();
    },
  );

  test('number the cells of a community west to east, row by row from the north', () => {
    const cells = [
      ['d', 1, 0.02],
      ['b', 2, 1.03],
      ['a', 1, 1],
      ['e', 2.1, 0],
      ['c', 3, 0.98],
    ] as const;
    const order = numberingOrder(cells, ([, lon, lat]) => ({ lon, lat }), 0.3).map(([name]) => name);
    expect(order).toEqual(['a', 'b', 'c', 'd', 'e']);
  });
});
