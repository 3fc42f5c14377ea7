import { describe, expect, test } from 'vitest';
import { parseComponentCode } from '../geo/codes.ts';
import type { Ring } from '../geo/model.ts';
import { buildIndex, locate, ringArea, signedArea } from '../geo/rules.ts';
import { district as plan } from './data/gulou.ts';
import { generateDistrict } from './district.ts';
import { districtPosts } from './posts.ts';
import { randomFrom } from './random.ts';

const district = generateDistrict();
const { areas, shapes, cells, components, units } = district;
const outlines = new Map(shapes.map(({ areaCode, rings }) => [areaCode, rings]));
const total = (rings: readonly Ring[]) => rings.reduce((sum, ring) => sum + signedArea(ring), 0);
const namesAt = (level: string) => areas.filter((area) => area.level === level).map(({ name }) => name.zh);

describe('the demo district', () => {
  test('is the same at every making', () => {
    expect(JSON.stringify(generateDistrict())).toBe(JSON.stringify(district));
  });

  test('has the ten sub-districts, 军门社区 at its number, and names no community twice', () => {
    expect(namesAt('subdistrict').sort()).toEqual(
      [
        '鼓东街道',
        '鼓西街道',
        '温泉街道',
        '东街街道',
        '南街街道',
        '安泰街道',
        '华大街道',
        '水部街道',
        '五凤街道',
        '洪山镇',
      ].sort(),
    );
    expect(areas.find(({ code }) => code === '350102004001')?.name.zh).toBe('军门社区');
    const communities = namesAt('community');
    expect(communities.length).toBeGreaterThanOrEqual(65);
    expect(new Set(communities).size).toBe(communities.length);
  });

  test('has about 3,500 cells of about 10,000 m² on about 35 km²', () => {
    expect(Math.abs(cells.length - 3500)).toBeLessThan(100);
    for (const { areaM2 } of cells) expect(Math.abs(areaM2 - 10_000)).toBeLessThan(5_000);
    expect(total(outlines.get('350102') ?? []) / 1e6).toBeCloseTo(35.5, 0);
  });

  test('lies within its box', () => {
    for (const [lon, lat] of outlines.get('350102')?.flat() ?? []) {
      expect(lon).toBeGreaterThanOrEqual(plan.box.west);
      expect(lon).toBeLessThanOrEqual(plan.box.east);
      expect(lat).toBeGreaterThanOrEqual(plan.box.south);
      expect(lat).toBeLessThanOrEqual(plan.box.north);
    }
  });

  test('numbers cells without gap in each community, with 14 digits too up to the 99th', () => {
    for (const { code } of areas.filter(({ level }) => level === 'community')) {
      const own = cells.filter(({ communityCode }) => communityCode === code);
      expect(own.map((cell) => cell.code)).toEqual(own.map((_, i) => `${code}${String(i + 1).padStart(3, '0')}`));
      for (const [i, { oldCode }] of own.entries()) {
        expect(oldCode).toBe(i < 99 ? `${code}${String(i + 1).padStart(2, '0')}` : null);
      }
    }
    expect(cells.some(({ oldCode }) => oldCode === null)).toBe(true);
  });

  test('has 2 to 4 sectors in every community', () => {
    for (const { code } of areas.filter(({ level }) => level === 'community')) {
      const sectors = areas.filter(({ parentCode }) => parentCode === code).length;
      expect(sectors).toBeGreaterThanOrEqual(2);
      expect(sectors).toBeLessThanOrEqual(4);
    }
  });
});

describe('the cells tile the district', () => {
  test('their areas add up to that of its outline', () => {
    const sum = cells.reduce((area, { ring }) => area + ringArea(ring), 0);
    expect(Math.abs(sum / total(outlines.get('350102') ?? []) - 1)).toBeLessThan(1e-9);
  });

  test.each(['subdistrict', 'community', 'sector'] as const)('and so within every %s', (level) => {
    for (const { code } of areas.filter((area) => area.level === level)) {
      const own = cells.filter(
        (cell) => code === cell.subdistrictCode || code === cell.communityCode || code === cell.sectorCode,
      );
      const sum = own.reduce((area, { ring }) => area + ringArea(ring), 0);
      expect(Math.abs(sum / total(outlines.get(code) ?? []) - 1)).toBeLessThan(1e-9);
    }
  });

  test('every edge inside belongs to exactly two cells, in opposite directions; every other lies on the outline', () => {
    const edges = new Map<string, number>();
    for (const { ring } of cells) {
      ring.forEach((to, i) => {
        const from = ring[i - 1];
        if (from) edges.set(`${from} ${to}`, (edges.get(`${from} ${to}`) ?? 0) + 1);
      });
    }
    const border = new Set<string>();
    for (const ring of outlines.get('350102') ?? []) {
      ring.forEach((to, i) => {
        if (i > 0) border.add(`${ring[i - 1]} ${to}`);
      });
    }
    let open = 0;
    for (const [edge, times] of edges) {
      expect(times).toBe(1);
      const [from, to] = edge.split(' ');
      if (edges.has(`${to} ${from}`)) continue;
      open++;
      expect(border.has(edge)).toBe(true);
    }
    expect(open).toBe(border.size);
  });

  test('a random point lies in exactly one cell, or outside the outline', () => {
    const random = randomFrom(7);
    const inOne = buildIndex(cells.map(({ ring }) => [ring]));
    const inDistrict = buildIndex([outlines.get('350102') ?? []]);
    const singles = cells.map(({ ring }) => buildIndex([[ring]]));
    const { west, south, east, north } = plan.box;
    for (let i = 0; i < 100_000; i++) {
      const [lon, lat] = [west + (east - west) * random(), south + (north - south) * random()];
      expect(locate(inOne, lon, lat) >= 0).toBe(locate(inDistrict, lon, lat) >= 0);
      if (i % 50 === 0 && locate(inDistrict, lon, lat) >= 0) {
        expect(singles.filter((single) => locate(single, lon, lat) >= 0)).toHaveLength(1);
      }
    }
  });

  test('every corner of every cell lies in one cell at most, however many meet there', () => {
    const corners = new Map<string, [number, number]>();
    for (const { ring } of cells) for (const corner of ring) corners.set(String(corner), corner);
    const singles = cells.map(({ ring }) => buildIndex([[ring]]));
    let n = 0;
    for (const [lon, lat] of corners.values()) {
      if (n++ % 10 > 0) continue;
      expect(singles.filter((single) => locate(single, lon, lat) >= 0).length).toBeLessThanOrEqual(1);
    }
  });

  test('no cell crosses itself', () => {
    for (const { code, ring } of cells) expect(crossings(ring), code).toBe(0);
  });
});

/** How many pairs of a ring's edges cross. */
function crossings(ring: Ring): number {
  const turn = (a: [number, number], b: [number, number], c: [number, number]) =>
    Math.sign((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]));
  let found = 0;
  for (let i = 1; i < ring.length; i++) {
    for (let j = i + 2; j < ring.length; j++) {
      const [a, b, c, d] = [ring[i - 1]!, ring[i]!, ring[j - 1]!, ring[j]!];
      if (turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0) found++;
    }
  }
  return found;
}

describe('its components, units and posts', () => {
  test('about 20,000 components have valid codes of their own and stand in the cell they name', () => {
    expect(Math.abs(components.length - 20_000)).toBeLessThan(3_000);
    expect(new Set(components.map(({ code }) => code)).size).toBe(components.length);
    const index = buildIndex(cells.map(({ ring }) => [ring]));
    for (const { code, point, cellCode, categoryCode } of components) {
      const parts = parseComponentCode(code);
      expect(`${parts?.group}${parts?.category}`).toBe(categoryCode);
      expect(cells[locate(index, point.lon, point.lat)]?.code).toBe(cellCode);
    }
    expect(new Set(components.map(({ code }) => code.length))).toEqual(new Set([16, 17]));
  });

  test('every component, post and parent names a unit that exists, by a code of its own', () => {
    const codes = new Set(units.map(({ code }) => code));
    expect(codes.size).toBe(units.length);
    for (const { ownerUnit } of components) expect(codes.has(ownerUnit)).toBe(true);
    for (const { unitCode } of districtPosts(district)) expect(codes.has(unitCode)).toBe(true);
    for (const { parentCode } of units) if (parentCode) expect(codes.has(parentCode)).toBe(true);
  });

  test('every community has an inspector and every sector a lead; usernames are of their own', () => {
    const posts = districtPosts(district);
    const held = (role: string) => posts.filter((post) => post.role === role).flatMap(({ areaCodes }) => areaCodes);
    expect(held('inspector').sort()).toEqual(
      areas
        .filter(({ level }) => level === 'community')
        .map(({ code }) => code)
        .sort(),
    );
    expect(held('sectorLead').sort()).toEqual(
      areas
        .filter(({ level }) => level === 'sector')
        .map(({ code }) => code)
        .sort(),
    );
    expect(new Set(posts.map(({ username }) => username)).size).toBe(posts.length);
  });

  test('no two named streets of one kind share a name', () => {
    const names = district.streets.map(({ name }) => name.zh);
    expect(new Set(names).size).toBe(names.length);
  });
});
