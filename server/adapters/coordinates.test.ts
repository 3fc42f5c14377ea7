import { expect, test } from 'vitest';
import { distance } from '../modules/geo/rules.ts';
import { fromCgcs2000, guessSystem, toCgcs2000 } from './coordinates.ts';

const here = { lon: 119.29, lat: 26.09 };
const inside = (point: { lon: number; lat: number }) => distance(point, here) < 100;

test.each([
  ['GCJ-02', 300, 700],
  ['BD-09', 800, 1600],
] as const)('a %s point lies hundreds of metres off, and comes back to within 10 cm', (system, least, most) => {
  const shown = fromCgcs2000(here, system);
  expect(distance(shown, here)).toBeGreaterThan(least);
  expect(distance(shown, here)).toBeLessThan(most);
  expect(distance(toCgcs2000(shown, system), here)).toBeLessThan(0.1);
});

test('WGS 84 is CGCS2000 at our scale', () => {
  expect(toCgcs2000(here, 'WGS84')).toEqual(here);
});

test.each([
  ['GCJ-02', fromCgcs2000(here, 'GCJ-02')],
  ['BD-09', fromCgcs2000(here, 'BD-09')],
  ['swapped', { lon: here.lat, lat: here.lon }],
  ['nullIsland', { lon: 0, lat: 0 }],
])('a point given without its system that lies outside looks like %s', (guess, given) => {
  expect(guessSystem(given, inside)).toBe(guess);
});

test('a point that was named wrongly looks like CGCS2000; one that lies elsewhere looks like nothing', () => {
  expect(guessSystem({ ...here, system: 'BD-09' }, inside)).toBe('CGCS2000');
  expect(guessSystem({ lon: 116.4, lat: 39.9 }, inside)).toBeNull();
});
