import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromCgcs2000 } from '../../adapters/coordinates.ts';
import { transact } from '../../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { addAreas, addJurisdiction } from '../organisation/commands.ts';
import { addAreaShapes, addCells, addComponents, addDuties, assignDuty } from './commands.ts';
import { listDutiesFor, listDutiesOf, listOfficersAt } from './duty-store.ts';
import type { Cell, Component, Ring } from './model.ts';
import {
  findComponent,
  findMapVersion,
  findPlaceAt,
  findPlaceOf,
  listAreaShapes,
  listComponentsIn,
  listComponentsNear,
} from './store.ts';

const now = '2026-06-15T02:00:00.000Z';
const [anna, bela] = ['01890000-0000-7000-8000-00000000000a', '01890000-0000-7000-8000-00000000000b'];
const community = '350102001001';
const place = { timeZone: 'Asia/Shanghai', division: '350102', demo: true };

/** Cell 1 in the west and cell 2 in the east, each a hundredth of a degree wide. */
function cell(order: 1 | 2): Cell {
  const west = 119.28 + order / 100;
  const ring: Ring = [
    [west, 26.09],
    [west + 0.01, 26.09],
    [west + 0.01, 26.1],
    [west, 26.1],
    [west, 26.09],
  ];
  const code = `${community}00${order}`;
  const sectorCode = `${community}0${order}`;
  return { code, oldCode: null, sectorCode, communityCode: community, subdistrictCode: '350102001', ring, areaM2: 1e6 };
}

function lamp(order: number, lon: number, lat = 26.095): Component {
  const code = `35010201037${String(order).padStart(6, '0')}`;
  return {
    code,
    name: '路灯',
    categoryCode: '01037',
    point: { lon, lat },
    cellCode: cell(1).code,
    ownerUnitId: null,
    state: 'intact',
  };
}

let database: TestDatabase;
let mapped: number;
let unmapped: number;

beforeAll(async () => {
  database = await testDatabase();
  await transact(database.db, async (tx) => {
    mapped = (await addJurisdiction(tx, { ...place, code: 'mapped', name: { zh: '有图', en: 'Mapped' } })).id;
    unmapped = (await addJurisdiction(tx, { ...place, code: 'unmapped', name: { zh: '无图', en: 'Unmapped' } })).id;
    await addCells(tx, mapped, [cell(1), cell(2)]);
  });
});
afterAll(() => database.close());

const inCell1 = { lon: 119.295, lat: 26.095 };

describe('a point', () => {
  test('is found in its cell, sector, community and sub-district', async () => {
    expect(await findPlaceAt(database.db, mapped, inCell1)).toEqual({
      cellCode: '350102001001001',
      sectorCode: '35010200100101',
      communityCode: '350102001001',
      subdistrictCode: '350102001',
    });
    expect(await findPlaceAt(database.db, mapped, { lon: 119.285, lat: 26.095 })).toBeNull();
  });

  test('given in the system of a Chinese map is brought into our own', async () => {
    const located = await findPlaceOf(database.db, mapped, { ...fromCgcs2000(inCell1, 'BD-09'), system: 'BD-09' });
    expect(located).toMatchObject({ place: { cellCode: '350102001001001' } });
    expect('point' in located && located.point.lon).toBeCloseTo(inCell1.lon, 6);
  });

  test.each([
    ['GCJ-02', fromCgcs2000({ lon: 119.3095, lat: 26.095 }, 'GCJ-02')],
    ['BD-09', fromCgcs2000({ lon: 119.3005, lat: 26.0995 }, 'BD-09')],
    ['swapped', { lon: inCell1.lat, lat: inCell1.lon }],
    ['nullIsland', { lon: 0, lat: 0 }],
  ])('outside the district is refused, with the guess %s', async (looksLike, given) => {
    expect(await findPlaceOf(database.db, mapped, given)).toMatchObject({
      code: 'outsideDistrict',
      facts: { looksLike },
    });
  });

  test('in another city is refused without a guess', async () => {
    const refused = await findPlaceOf(database.db, mapped, { lon: 116.4, lat: 39.9 });
    expect(refused).toMatchObject({ refused: 'invalid', code: 'outsideDistrict' });
    expect(refused).not.toHaveProperty('right');
  });

  test('is taken without a place where the jurisdiction has no map, but never 0, 0', async () => {
    const somewhere = { lon: 119.3, lat: 26.08 };
    const nowhere = { cellCode: null, sectorCode: null, communityCode: null, subdistrictCode: null };
    expect(await findPlaceOf(database.db, unmapped, somewhere)).toEqual({ point: somewhere, place: nowhere });
    for (const absurd of [
      { lon: 0, lat: 0 },
      { lon: 0.0001, lat: 0 },
      { lon: 119.3, lat: 89.9 },
      { lon: -118.24, lat: 34.05 },
    ])
      expect(await findPlaceOf(database.db, unmapped, absurd)).toMatchObject({ code: 'outsideDistrict' });
    expect(await findPlaceOf(database.db, unmapped, { lon: 26.08, lat: 119.3 })).toMatchObject({
      facts: { looksLike: 'swapped' },
      right: { zh: expect.stringContaining('经度 119.3、纬度 26.08') },
    });
  });

  test('is found in a cell from the moment the cell is added, and not after its adding was undone', async () => {
    const version = await findMapVersion(database.db, unmapped);
    const undone = transact(database.db, async (tx) => {
      await addCells(tx, unmapped, [cell(1)]);
      expect(await findPlaceAt(tx, unmapped, inCell1)).toMatchObject({ cellCode: '350102001001001' });
      throw new Error('power cut');
    });
    await expect(undone).rejects.toThrow('power cut');
    expect(await findMapVersion(database.db, unmapped)).toBe(version);
    await expect.poll(() => findPlaceAt(database.db, unmapped, inCell1)).toMatchObject({ cellCode: null });
  });
});

describe('managed components', () => {
  beforeAll(() =>
    transact(database.db, (tx) =>
      addComponents(tx, mapped, [
        lamp(1, 119.295),
        lamp(2, 119.2952),
        lamp(3, 119.2962),
        { ...lamp(4, 119.295), state: 'removed' },
      ]),
    ),
  );

  test('near a point come nearest first, without those that were removed', async () => {
    const near = await listComponentsNear(database.db, mapped, { point: { lon: 119.29505, lat: 26.095 }, metres: 50 });
    expect(near.map(({ code, metres }) => [code.slice(-1), Math.round(metres)])).toEqual([
      ['1', 5],
      ['2', 15],
    ]);
  });

  test('in a box are narrowed by category', async () => {
    const box = { west: 119.29, south: 26.09, east: 119.3, north: 26.1 };
    expect(await listComponentsIn(database.db, mapped, box)).toHaveLength(3);
    expect(await listComponentsIn(database.db, mapped, box, { categoryCode: '04002' })).toEqual([]);
    expect(await listComponentsIn(database.db, unmapped, box)).toEqual([]);
  });

  test('are found by their code', async () => {
    expect(await findComponent(database.db, mapped, '35010201037000002')).toEqual(lamp(2, 119.2952));
    expect(await findComponent(database.db, unmapped, '35010201037000002')).toBeNull();
  });

  test('have a code of 16 or 17 digits', async () => {
    const bad = { ...lamp(5, 119.295), code: '350102' };
    await expect(transact(database.db, (tx) => addComponents(tx, mapped, [bad]))).rejects.toMatchObject({
      refusal: { code: 'badComponentCode' },
    });
  });
});

describe('the officers responsible for a place', () => {
  test('are those of the smallest area first, on the day in question; a handover keeps the history', async () => {
    const inspector = { role: 'inspector', scopeCode: community };
    await transact(database.db, async (tx) => {
      await addDuties(
        tx,
        mapped,
        [
          { ...inspector, accountId: anna, validFrom: '2026-01-01' },
          { role: 'sectorLead', scopeCode: `${community}01`, accountId: anna, validFrom: '2026-01-01' },
        ],
        now,
      );
      await assignDuty(tx, mapped, { ...inspector, accountId: bela, validFrom: '2026-07-01' }, now);
    });
    const here = await findPlaceAt(database.db, mapped, inCell1);
    const on = async (date: string) =>
      (await listOfficersAt(database.db, mapped, here!, date)).map(({ role, accountId }) => [role, accountId]);
    expect(await on('2025-12-31')).toEqual([]);
    expect(await on('2026-06-30')).toEqual([
      ['sectorLead', anna],
      ['inspector', anna],
    ]);
    expect(await on('2026-07-01')).toEqual([
      ['sectorLead', anna],
      ['inspector', bela],
    ]);
    expect(await listDutiesFor(database.db, mapped, community)).toMatchObject([
      { accountId: bela, validFrom: '2026-07-01', validTo: null },
      { accountId: anna, validFrom: '2026-01-01', validTo: '2026-07-01' },
    ]);
    expect((await listDutiesOf(database.db, mapped, anna)).map(({ role }) => role)).toEqual([
      'sectorLead',
      'inspector',
    ]);
  });
});

test('the outlines of areas come back as they were written', async () => {
  const shape = { areaCode: '350102', rings: [cell(1).ring, cell(2).ring], label: { lon: 119.3, lat: 26.095 } };
  await transact(database.db, async (tx) => {
    await addAreas(tx, mapped, [
      { code: '350102', level: 'district', parentCode: null, name: { zh: '区', en: 'District' } },
    ]);
    await addAreaShapes(tx, mapped, [shape]);
  });
  expect(await listAreaShapes(database.db, mapped)).toEqual([shape]);
});
