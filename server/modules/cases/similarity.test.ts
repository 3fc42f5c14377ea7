import { describe, expect, test } from 'vitest';
import { distance } from '../geo/rules.ts';
import { likeness, spotOf, spotsAround, termsOf } from './similarity.ts';

describe('search terms', () => {
  test.each([
    ['井盖缺失', ['井盖', '盖缺', '缺失']],
    ['五四路12号', ['五四', '四路', '12号'.slice(0, 2), '2号']],
    ['GL20260302-000123', ['gl20260302', '000123']],
    ['路灯 LED', ['路灯', 'led']],
    ['ＬＥＤ灯', ['le', 'ed', 'd灯']],
    ['坑', ['坑']],
    ['，。！', []],
    ['', []],
  ])('of %s', (text, terms) => {
    expect(termsOf(text)).toEqual(terms);
  });

  test('of any part of a sentence are terms of the sentence', () => {
    const sentence = termsOf('鼓屏路与湖滨路交叉口井盖缺失，过往车辆颠簸');
    for (const part of ['湖滨路', '交叉口井盖', '车辆颠簸'])
      expect(sentence).toEqual(expect.arrayContaining(termsOf(part)));
    expect(sentence).not.toEqual(expect.arrayContaining(termsOf('路灯')));
  });

  test('of a very long word are cut, so that no term is longer than an index bears', () => {
    expect(termsOf('x'.repeat(5000))).toEqual(['x'.repeat(40)]);
  });
});

describe('likeness', () => {
  test('is 1 for the same words, 0 for none in common, and between for a retelling', () => {
    expect(likeness('井盖缺失', '井盖缺失')).toBe(1);
    expect(likeness('井盖缺失', '路灯不亮')).toBe(0);
    const retold = likeness('鼓屏路井盖缺失', '鼓屏路上一个井盖不见了');
    expect(retold).toBeGreaterThan(0.3);
    expect(retold).toBeLessThan(1);
    expect(likeness('', '')).toBe(0);
  });

  test('is the same both ways', () => {
    expect(likeness('鼓屏路井盖缺失', '井盖松动')).toBe(likeness('井盖松动', '鼓屏路井盖缺失'));
  });
});

describe('squares on the ground', () => {
  test('around a point hold every point within the distance, wherever it lies', () => {
    for (const lat of [-33.4, 0.0004, 26.0817, 61.2]) {
      for (const metres of [20, 50, 250]) {
        const centre = { lon: 119.2963, lat };
        const squares = new Set(spotsAround(centre, metres));
        for (let angle = 0; angle < 360; angle += 7) {
          const bearing = (angle * Math.PI) / 180;
          const lon = centre.lon + (Math.sin(bearing) * metres * 0.999) / (111_320 * Math.cos((lat * Math.PI) / 180));
          const point = { lon, lat: lat + (Math.cos(bearing) * metres * 0.99) / 111_320 };
          expect(distance(centre, point)).toBeLessThan(metres * 1.01);
          expect(squares.has(spotOf(point)), `${metres} m at ${lat}° towards ${angle}°`).toBe(true);
        }
      }
    }
  });

  test('are small numbers of which a few hundred metres take few', () => {
    expect(spotOf({ lon: 180, lat: 90 })).toBeLessThan(2 ** 31);
    expect(spotOf({ lon: -180, lat: -90 })).toBeGreaterThanOrEqual(0);
    expect(spotsAround({ lon: 119.3, lat: 26.08 }, 250).length).toBeLessThanOrEqual(49);
  });
});
