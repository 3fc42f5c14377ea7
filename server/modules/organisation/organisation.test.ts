import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { type TestDatabase, testDatabase } from '../../kernel/testing.ts';
import { addAreas, addJurisdiction, addUnits, changeSettings, changeUnit } from './commands.ts';
import { defaultSettings } from './rules.ts';
import { findJurisdiction, findUnit, findUnitByCode, listAreas, listJurisdictions, listUnits } from './store.ts';

const now = '2026-06-15T02:00:00.000Z';
const place = { timeZone: 'Asia/Shanghai', division: '350102', demo: true };

let database: TestDatabase;
let east: number;
let west: number;

beforeAll(async () => {
  database = await testDatabase();
  await transact(database.db, async (tx) => {
    east = (await addJurisdiction(tx, { ...place, code: 'east', name: { zh: '东区', en: 'East' } })).id;
    west = (await addJurisdiction(tx, { ...place, code: 'west', name: { zh: '西区', en: 'West' } })).id;
    await addUnits(
      tx,
      east,
      [
        { code: 'CGJ', name: { zh: '区城市管理局', en: 'Urban Management' }, kind: 'department', group: 'a' },
        {
          code: 'SZ',
          name: { zh: '市政中心', en: 'Municipal Works' },
          kind: 'department',
          group: 'a',
          parentCode: 'CGJ',
        },
        { code: 'RQ', name: { zh: '燃气公司', en: 'Gas Company' }, kind: 'enterprise', group: 'b' },
      ],
      now,
    );
  });
});
afterAll(() => database.close());

describe('units', () => {
  test.each([
    ['城市', 'CGJ', 'a part of the name'],
    ['rq', 'RQ', 'the code, however it is typed'],
    ['qcsgl', 'CGJ', 'the initials of its pinyin'],
    ['szzx', 'SZ', 'all initials'],
    ['ranqi', 'RQ', 'whole syllables'],
    ['gas', 'RQ', 'the English name'],
  ])('are found by "%s": %s %s', async (query, code) => {
    expect((await listUnits(database.db, east, { query })).map((unit) => unit.code)).toEqual([code]);
  });

  test('are not found by a sign that stands for anything in the database', async () => {
    expect(await listUnits(database.db, east, { query: '%' })).toEqual([]);
  });

  test('know their parent, and are not seen from another jurisdiction', async () => {
    const parent = await findUnitByCode(database.db, east, 'CGJ');
    const child = await findUnitByCode(database.db, east, 'SZ');
    expect(child?.parentId).toBe(parent?.id);
    expect(await findUnit(database.db, west, parent?.id ?? '')).toBeNull();
    expect(await listUnits(database.db, west)).toEqual([]);
  });

  test('have a code of their own', async () => {
    const again = { code: 'RQ', name: { zh: '另一家', en: 'Another' }, kind: 'enterprise', group: 'b' } as const;
    await expect(transact(database.db, (tx) => addUnits(tx, east, [again], now))).rejects.toMatchObject({
      refusal: { refused: 'conflict', code: 'codeTaken' },
    });
  });

  test('are changed by the first of two officers; the second is told that it changed', async () => {
    const unit = await findUnitByCode(database.db, east, 'RQ');
    const change = (name: string) =>
      transact(database.db, (tx) =>
        changeUnit(tx, east, unit?.id ?? '', { unit: { name: { zh: name, en: name } }, version: unit?.version ?? 0 }),
      );
    const both = await Promise.allSettled([change('甲'), change('乙')]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const lost = both.find((one) => one.status === 'rejected');
    expect(lost?.reason).toMatchObject({ refusal: { refused: 'stale', facts: { version: 2 } } });
    expect((await findUnitByCode(database.db, east, 'RQ'))?.version).toBe(2);
  });

  test('cannot stand below themselves, nor below what stands below them', async () => {
    const unit = await findUnitByCode(database.db, east, 'SZ');
    const parent = await findUnitByCode(database.db, east, 'CGJ');
    for (const [id = '', version = 0] of [
      [unit?.id, unit?.version],
      [parent?.id, parent?.version],
    ] as const) {
      const under = { unit: { parentId: unit?.id ?? '' }, version };
      await expect(transact(database.db, (tx) => changeUnit(tx, east, id, under))).rejects.toMatchObject({
        refusal: { code: 'badParent' },
      });
    }
  });
});

describe('a jurisdiction', () => {
  test('has a code of its own', async () => {
    const again = { ...place, code: 'east', name: { zh: '又一', en: 'Again' } };
    await expect(transact(database.db, (tx) => addJurisdiction(tx, again))).rejects.toMatchObject({
      refusal: { code: 'jurisdictionExists' },
    });
    expect((await listJurisdictions(database.db)).map(({ code }) => code)).toEqual(['east', 'west']);
  });

  test('changes its settings at once, and nobody overwrites a change he did not see', async () => {
    const before = await findJurisdiction(database.db, west);
    const change = (reopenDays: number) =>
      transact(database.db, (tx) => changeSettings(tx, west, { reopenDays }, before?.version ?? 0));
    expect(await change(10)).toMatchObject({ version: 2, settings: { ...defaultSettings, reopenDays: 10 } });
    expect((await findJurisdiction(database.db, west))?.settings.reopenDays).toBe(10);
    await expect(change(11)).rejects.toMatchObject({ refusal: { refused: 'stale', facts: { version: 2 } } });
  });

  test('keeps its settings when a change is rolled back', async () => {
    const failed = transact(database.db, async (tx) => {
      await changeSettings(tx, east, { reopenDays: 99 }, 1);
      throw new Error('power cut');
    });
    await expect(failed).rejects.toThrow('power cut');
    expect((await findJurisdiction(database.db, east))?.settings.reopenDays).toBe(defaultSettings.reopenDays);
  });
});

test('areas are listed by level and by what they lie in', async () => {
  const name = { zh: '某', en: 'Some' };
  await transact(database.db, (tx) =>
    addAreas(tx, east, [
      { code: '350102', level: 'district', parentCode: null, name },
      { code: '350102001', level: 'subdistrict', parentCode: '350102', name },
      { code: '350102002', level: 'subdistrict', parentCode: '350102', name },
      { code: '350102001001', level: 'community', parentCode: '350102001', name },
    ]),
  );
  const codes = async (wanted: Parameters<typeof listAreas>[2]) =>
    (await listAreas(database.db, east, wanted)).map(({ code }) => code);
  expect(await codes({ level: 'subdistrict' })).toEqual(['350102001', '350102002']);
  expect(await codes({ parentCode: '350102001' })).toEqual(['350102001001']);
  expect(await codes({ codes: ['350102', null] })).toEqual(['350102']);
  expect(await listAreas(database.db, west)).toEqual([]);
});
