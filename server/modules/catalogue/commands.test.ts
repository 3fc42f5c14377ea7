import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { addCategory, changeCondition, importCatalogue } from './commands.ts';
import { removeResponsibility, setResponsibility } from './duty-commands.ts';
import { searchCategories } from './search.ts';
import { findCatalogue, findCategoryByCode, findCondition, listConditions, listResponsibilities } from './store.ts';
import { now, refusalOf, seededCatalogue, subdistrict, words } from './testing.ts';

const NEW = 'GB/T 47678.5-2026';

let world: Awaited<ReturnType<typeof seededCatalogue>>;
beforeAll(async () => {
  world = await seededCatalogue();
});
afterAll(() => world.base.close());

describe('changing a condition', () => {
  const change = {
    condition: words('成堆垃圾'),
    limit: { amount: 2, unit: 'workHours' as const },
    closing: words('已清运'),
    validFrom: '2026-12-01',
  };

  test('makes a new version from its day on and leaves the old one for cases registered on it', async () => {
    const { id } = await world.find(NEW, 'matter', '06014');
    const [old] = await listConditions(world.db, world.jid, id, '2026-11-22');
    if (!old) throw new Error('no condition');
    const made = await transact(world.db, (tx) =>
      changeCondition(tx, world.jid, { id: old.id, version: old.version, change, now }),
    );
    expect(made).toMatchObject({ version: 2, number: 1, source: 'local' });
    expect(await findCondition(world.db, world.jid, old.id)).toEqual(old);
    expect((await listConditions(world.db, world.jid, id, '2026-11-30'))[0]?.id).toBe(old.id);
    expect((await listConditions(world.db, world.jid, id, '2026-12-01'))[0]).toEqual(made);

    const late = await refusalOf(
      transact(world.db, (tx) => changeCondition(tx, world.jid, { id: old.id, version: old.version, change, now })),
    );
    expect(late).toMatchObject({ refused: 'stale', facts: { id: made.id, version: 2 } });
  });

  test('by two officers at once lets one win and tells the other', async () => {
    const { id } = await world.find(NEW, 'matter', '06018');
    const [old] = await listConditions(world.db, world.jid, id, '2026-11-22');
    if (!old) throw new Error('no condition');
    const tried = await Promise.all(
      [1, 2].map(() =>
        refusalOf(
          transact(world.db, (tx) => changeCondition(tx, world.jid, { id: old.id, version: old.version, change, now })),
        ),
      ),
    );
    expect(tried.filter((outcome) => outcome === undefined)).toHaveLength(1);
    expect(tried).toContainEqual(expect.objectContaining({ refused: 'stale' }));
  });

  test('takes the day from the jurisdiction’s own clock', async () => {
    const { id } = await world.find(NEW, 'matter', '06037');
    const [old] = await listConditions(world.db, world.jid, id, '2026-11-22');
    if (!old) throw new Error('no condition');
    const lateEvening = '2026-11-22T17:00:00.000Z';
    const sameDay = { ...change, validFrom: '2026-11-22' };
    const tried = await refusalOf(
      transact(world.db, (tx) =>
        changeCondition(tx, world.jid, { id: old.id, version: old.version, change: sameDay, now: lateEvening }),
      ),
    );
    expect(tried).toMatchObject({ code: 'effectiveTooEarly', facts: { earliest: '2026-11-23' } });
  });
});

describe('a local category', () => {
  const made = {
    edition: NEW,
    kind: 'matter' as const,
    code: '09999',
    group: { code: '09', name: words('街面秩序类') },
    name: words('滑板占道'),
    synonyms: ['玩滑板'],
    conditions: [
      { condition: words('占道'), limit: { amount: 2, unit: 'workHours' as const }, closing: words('已劝离') },
    ],
  };

  test('is found at once, also by the search in memory', async () => {
    await findCatalogue(world.db, world.jid);
    const { id } = await transact(world.db, (tx) => addCategory(tx, world.jid, made, now));
    const catalogue = await findCatalogue(world.db, world.jid);
    expect(searchCategories(catalogue.indexOf(NEW), 'whb', { limit: 3 }).map(({ category }) => category.id)).toContain(
      id,
    );
    expect(catalogue.byId.get(id)).toMatchObject({ local: true, source: 'local' });
    expect(catalogue.conditions.get(id)).toHaveLength(1);
  });
  test('needs a free code', async () => {
    expect(
      await refusalOf(transact(world.db, (tx) => addCategory(tx, world.jid, { ...made, code: '09005' }, now))),
    ).toMatchObject({ code: 'categoryExists' });
  });
  test('needs a code of its edition and group', async () => {
    expect(
      await refusalOf(transact(world.db, (tx) => addCategory(tx, world.jid, { ...made, code: '0999' }, now))),
    ).toMatchObject({ code: 'badCategoryCode' });
    expect(
      await refusalOf(transact(world.db, (tx) => addCategory(tx, world.jid, { ...made, code: '08999' }, now))),
    ).toMatchObject({ code: 'badCategoryCode' });
  });
  test('needs an edition that exists', async () => {
    expect(
      await refusalOf(transact(world.db, (tx) => addCategory(tx, world.jid, { ...made, edition: 'nowhere' }, now))),
    ).toMatchObject({ refused: 'unknown' });
  });
});

describe('a row of the list of duties', () => {
  test('is added, changed, refused to whoever saw an older one, and removed', async () => {
    const { id: categoryId } = await world.find(NEW, 'matter', '06012');
    const duty = {
      edition: NEW,
      kind: 'matter' as const,
      categoryId,
      groupCode: null,
      areaCode: subdistrict,
      unitId: world.units.get('JD001') ?? '',
      basis: '职责清单',
    };
    const id = newId(2);
    const set = (change: Partial<typeof duty>, version: number) =>
      transact(world.db, (tx) => setResponsibility(tx, world.jid, { id, duty: { ...duty, ...change }, version }));
    expect((await set({}, 0)).version).toBe(1);
    expect((await set({ basis: '新职责清单' }, 1)).version).toBe(2);
    expect(await refusalOf(set({}, 1))).toMatchObject({ refused: 'stale', facts: { version: 2 } });
    expect((await listResponsibilities(world.db, world.jid)).find((row) => row.id === id)?.basis).toBe('新职责清单');
    await transact(world.db, (tx) => removeResponsibility(tx, world.jid, { id, version: 2 }));
    expect((await listResponsibilities(world.db, world.jid)).some((row) => row.id === id)).toBe(false);
  });

  test('cannot stand twice for the same place, nor name what does not exist', async () => {
    const { id: categoryId } = await world.find(NEW, 'matter', '06010');
    const duty = {
      edition: NEW,
      kind: 'matter' as const,
      categoryId,
      groupCode: null,
      areaCode: null,
      unitId: world.units.get('SZ') ?? '',
      basis: '重复',
    };
    const set = (change: object) =>
      refusalOf(
        transact(world.db, (tx) =>
          setResponsibility(tx, world.jid, { id: newId(3), duty: { ...duty, ...change }, version: 0 }),
        ),
      );
    expect(await set({})).toMatchObject({ code: 'dutyExists' });
    expect(await set({ areaCode: '999' })).toMatchObject({ faults: [{ path: 'areaCode' }] });
    expect(await set({ unitId: newId(4) })).toMatchObject({ faults: [{ path: 'unitId' }] });
    expect(await set({ groupCode: '06' })).toMatchObject({ faults: [{ path: 'categoryId' }] });
  });
});

describe('an import', () => {
  const row = {
    kind: 'matter' as const,
    code: '08999',
    group: { code: '08', name: words('施工管理类') },
    name: words('夜间灯光扰民'),
    synonyms: [],
    source: 'local' as const,
    conditions: [
      {
        condition: words('强光直射'),
        limit: { amount: 1, unit: 'workdays' as const },
        closing: words('已调整'),
        source: 'local' as const,
      },
    ],
  };
  const bring = (categories: (typeof row)[]) =>
    transact(world.db, (tx) =>
      importCatalogue(tx, world.jid, { edition: NEW, validFrom: '2026-11-22', categories }, now),
    );

  test('adds what is new, changes what differs, and the second time nothing', async () => {
    expect(await bring([row])).toEqual({ added: 1, changed: 0, unchanged: 0 });
    expect(await bring([row])).toEqual({ added: 0, changed: 0, unchanged: 1 });
    const shorter = {
      ...row,
      conditions: row.conditions.map((own) => ({ ...own, limit: { amount: 4, unit: 'workdays' as const } })),
    };
    expect(await bring([shorter])).toEqual({ added: 0, changed: 1, unchanged: 0 });
    const { id } = await world.find(NEW, 'matter', '08999');
    expect(await listConditions(world.db, world.jid, id, '2026-11-22')).toMatchObject([
      { version: 2, limit: { amount: 4 } },
    ]);
  });

  test('is refused whole if one code is wrong, naming the row', async () => {
    const refusal = await refusalOf(
      bring([
        { ...row, code: '08998' },
        { ...row, code: '8' },
        { ...row, code: '08998' },
      ]),
    );
    expect(refusal).toMatchObject({
      refused: 'invalid',
      faults: [{ path: 'categories.1.code' }, { path: 'categories.2.code' }],
    });
    expect(await findCategoryByCode(world.db, world.jid, { edition: NEW, kind: 'matter', code: '08998' })).toBeNull();
  });
});
