import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb, transact } from '../../kernel/db.ts';
import { newId } from '../../kernel/id.ts';
import { addJurisdiction } from '../organisation/commands.ts';
import { importCatalogue, seedCatalogue } from './commands.ts';
import { setResponsibility } from './duty-commands.ts';
import { seedEditions } from './editions.ts';
import { pickResponsible } from './rules.ts';
import { findCatalogue, findCategory, listCategories, listConditions, listResponsibilities } from './store.ts';
import { now, seededCatalogue, subdistrict, words } from './testing.ts';

const NEW = 'GB/T 47678.5-2026';
const OLD = 'GB/T 30428.2-2013';

let world: Awaited<ReturnType<typeof seededCatalogue>>;
beforeAll(async () => {
  world = await seededCatalogue();
});
afterAll(() => world.base.close());

describe('a new jurisdiction', () => {
  test('receives both national editions and the hotline subjects', async () => {
    const count = async (edition: string) => (await listCategories(world.db, world.jid, edition)).length;
    for (const { code, categories } of seedEditions()) expect(await count(code)).toBe(categories.length);
  });

  test('finds a category as it was written', async () => {
    const lamp = await world.find(NEW, 'matter', '01037');
    expect(await findCategory(world.db, world.jid, lamp.id)).toEqual(lamp);
    expect(lamp.synonyms).toContain('路灯不亮');
    expect(lamp.group.name.zh).toBe('市政公用设施');
  });

  test('has the conditions in force, each with its limit', async () => {
    const lamp = await world.find(NEW, 'matter', '01037');
    const conditions = await listConditions(world.db, world.jid, lamp.id, '2026-11-22');
    expect(conditions.map(({ number, limit }) => [number, limit.amount, limit.unit])).toEqual([
      [1, 1, 'workdays'],
      [2, 1, 'workdays'],
      [3, 2, 'workdays'],
      [4, 2, 'workdays'],
      [5, 2, 'workHours'],
      [6, 3, 'workdays'],
    ]);
    expect(await listConditions(world.db, world.jid, lamp.id, '2026-06-30')).toEqual([]);
  });

  test('can be seeded again without any change', async () => {
    const before = await listCategories(world.db, world.jid);
    const duties = await listResponsibilities(world.db, world.jid);
    await transact(world.db, (tx) => seedCatalogue(tx, world.jid, world.seed, now));
    expect(await listCategories(world.db, world.jid)).toEqual(before);
    expect(await listResponsibilities(world.db, world.jid)).toEqual(duties);
  });

  test('does not see another’s catalogue', async () => {
    const lamp = await world.find(NEW, 'matter', '01037');
    const other = await addJurisdiction(world.db, {
      code: 'catalogue-b',
      name: words('乙'),
      timeZone: 'Asia/Shanghai',
      division: null,
      demo: true,
    });
    expect(await findCategory(world.db, other.id, lamp.id)).toBeNull();
    expect((await findCatalogue(world.db, other.id)).categories).toEqual([]);
  });
});

describe('the demo list of duties', () => {
  async function unitFor(
    edition: string,
    kind: 'component' | 'event' | 'matter' | 'request',
    code: string,
    areas: string[] = [],
  ) {
    const { responsibilities } = await findCatalogue(world.db, world.jid);
    const found = pickResponsible(responsibilities, await world.find(edition, kind, code), areas);
    return [...world.units].find(([, id]) => id === found?.responsibility.unitId)?.[0];
  }

  test('sends refuse to sanitation, trees to the parks centre, drains to the drainage company', async () => {
    expect(await unitFor(NEW, 'matter', '06010')).toBe('HW');
    expect(await unitFor(NEW, 'matter', '04002')).toBe('YL');
    expect(await unitFor(NEW, 'matter', '01004')).toBe('PS');
  });
  test('holds for the 2013 edition through the mapping', async () => {
    expect(await unitFor(OLD, 'event', '0110')).toBe('HW');
    expect(await unitFor(OLD, 'component', '0402')).toBe('YL');
  });
  test('sends clutter to the sub-district office of the place, and elsewhere to the group’s unit', async () => {
    expect(await unitFor(NEW, 'matter', '06036', ['350199', subdistrict])).toBe('JD001');
    expect(await unitFor(NEW, 'matter', '06036', ['350199'])).toBe('CGJ');
  });
});

describe('the catalogue in memory', () => {
  test('is the same object while nothing changes', async () => {
    expect(await findCatalogue(world.db, world.jid)).toBe(await findCatalogue(world.db, world.jid));
  });

  test('follows what another process changed', async () => {
    const before = await findCatalogue(world.db, world.jid);
    const other = openDb(world.base.url, { size: 1 });
    const { id } = await world.find(NEW, 'matter', '06020');
    const duty = {
      edition: NEW,
      kind: 'matter' as const,
      categoryId: id,
      groupCode: null,
      areaCode: subdistrict,
      unitId: world.units.get('SZ') ?? '',
      basis: '会议纪要',
    };
    await transact(other.db, (tx) => setResponsibility(tx, world.jid, { id: newId(1), duty, version: 0 }));
    await other.close();
    const after = await findCatalogue(world.db, world.jid);
    expect(after.version).not.toBe(before.version);
    expect(after.responsibilities.some(({ basis }) => basis === '会议纪要')).toBe(true);
  });

  test('forgets what was rolled back', async () => {
    const before = await findCatalogue(world.db, world.jid);
    await transact(world.db, async (tx) => {
      await importCatalogue(tx, world.jid, { edition: NEW, validFrom: '2026-12-01', categories: [gone] }, now);
      expect((await findCatalogue(tx, world.jid)).categories.some(({ code }) => code === '06998')).toBe(true);
      throw new Error('rolled back');
    }).catch(() => undefined);
    const after = await findCatalogue(world.db, world.jid);
    expect(after.version).toBe(before.version);
    expect(after.categories.some(({ code }) => code === '06998')).toBe(false);
  });

  const gone = {
    kind: 'matter' as const,
    code: '06998',
    group: { code: '06', name: words('市容环境类') },
    name: words('不会留下'),
    synonyms: [],
    source: 'local' as const,
    conditions: [],
  };
});
