import { describe, expect, test } from 'vitest';
import type { Category, RegistrationCondition, Responsibility } from './model.ts';
import { conditionFor, conditionsOn, editionOn, nextVersion, pickResponsible, standing } from './rules.ts';

const words = (zh: string) => ({ zh, en: zh });

const litter: Category = {
  id: 'litter',
  edition: 'GB/T 47678.5-2026',
  kind: 'matter',
  code: '06010',
  group: { code: '06', name: words('市容环境类') },
  name: words('暴露垃圾'),
  synonyms: [],
  source: 'transcribed',
  local: false,
  active: true,
};

function duty(id: string, change: Partial<Responsibility>): Responsibility {
  return {
    id,
    edition: litter.edition,
    kind: 'matter',
    categoryId: null,
    groupCode: null,
    areaCode: null,
    unitId: id,
    basis: '派单目录',
    version: 1,
    ...change,
  };
}

describe('who is responsible', () => {
  const district = '350102';
  const subdistrict = '350102001';
  const community = '350102001003';
  const areas = [district, subdistrict, community];
  const byGroup = duty('group', { groupCode: '06' });
  const byCategory = duty('category', { categoryId: 'litter' });
  const groupHere = duty('groupHere', { groupCode: '06', areaCode: subdistrict });
  const categoryHere = duty('categoryHere', { categoryId: 'litter', areaCode: subdistrict });
  const groupInCommunity = duty('groupInCommunity', { groupCode: '06', areaCode: community });
  const pick = (rows: Responsibility[], where = areas) => pickResponsible(rows, litter, where)?.responsibility.unitId;

  test('is the group’s unit if nothing more exact is known', () => {
    expect(pick([byGroup])).toBe('group');
  });
  test('is the category’s unit rather than the group’s', () => {
    expect(pick([byCategory, byGroup])).toBe('category');
    expect(pick([byGroup, byCategory])).toBe('category');
  });
  test('is the area’s unit rather than the jurisdiction’s, even where the latter names the category', () => {
    expect(pick([byCategory, groupHere])).toBe('groupHere');
  });
  test('is within one area the category’s rather than the group’s', () => {
    expect(pick([groupHere, categoryHere, byCategory])).toBe('categoryHere');
  });
  test('is the smaller area’s rather than the larger one’s', () => {
    expect(pick([categoryHere, groupInCommunity])).toBe('groupInCommunity');
  });
  test('is not a unit that was made inactive: the next less exact row holds', () => {
    expect(pick([...standing([byCategory, byGroup], new Set(['category']))])).toBe('group');
    expect(pick([...standing([byGroup], new Set(['group']))])).toBeUndefined();
  });
  test('is not a unit of another area', () => {
    expect(pick([byGroup, categoryHere], [district, '350102002'])).toBe('group');
  });
  test('is not the unit of the same group code in another kind or edition', () => {
    expect(
      pick([
        duty('component', { kind: 'component', groupCode: '06' }),
        duty('old', { edition: 'GB/T 30428.2-2013', groupCode: '06' }),
      ]),
    ).toBeUndefined();
  });
  test('is nobody if the list of duties is silent', () => {
    expect(pickResponsible([], litter, areas)).toBeNull();
  });
  test('is given with the row it rests on', () => {
    expect(pickResponsible([categoryHere], litter, areas)?.grounds.zh).toBe('派单目录：类别“暴露垃圾”，区域 350102001');
    expect(pickResponsible([byGroup], litter, areas)?.grounds.zh).toBe('派单目录：大类“市容环境类”，全辖区');
  });
});

function condition(version: number, validFrom: string, number = 1): RegistrationCondition {
  return {
    id: `${number}v${version}`,
    categoryId: 'litter',
    number,
    condition: words('散落'),
    limit: { amount: 4, unit: 'workHours' },
    closing: words('已清运'),
    source: 'transcribed',
    version,
    validFrom,
  };
}

describe('a registration condition', () => {
  const versions = [condition(1, '2026-07-01'), condition(2, '2026-10-01'), condition(1, '2026-07-01', 2)];

  test('is in force in the version that had begun on the day', () => {
    expect(conditionFor(versions, 1, '2026-09-30')?.version).toBe(1);
    expect(conditionFor(versions, 1, '2026-10-01')?.version).toBe(2);
  });
  test('does not exist before its first version begins', () => {
    expect(conditionFor(versions, 1, '2026-06-30')).toBeNull();
  });
  test('stands in the order of its number', () => {
    expect(conditionsOn([...versions].reverse(), '2026-12-01').map(({ id }) => id)).toEqual(['1v2', '2v1']);
  });
  test('is corrected on the same day by the higher version', () => {
    expect(conditionFor([...versions, condition(3, '2026-10-01')], 1, '2026-10-01')?.version).toBe(3);
  });

  const change = {
    condition: words('成堆'),
    limit: { amount: 2, unit: 'workHours' as const },
    closing: words('已清运'),
  };

  test('gets its next version from today on', () => {
    const next = nextVersion(
      condition(1, '2026-07-01'),
      { ...change, validFrom: '2026-11-22' },
      { id: 'new', today: '2026-11-22' },
    );
    expect(next).toMatchObject({
      id: 'new',
      version: 2,
      number: 1,
      source: 'local',
      limit: { amount: 2 },
      validFrom: '2026-11-22',
    });
  });
  test('cannot be changed for days that have passed', () => {
    const next = nextVersion(
      condition(1, '2026-07-01'),
      { ...change, validFrom: '2026-11-21' },
      { id: 'new', today: '2026-11-22' },
    );
    expect(next).toMatchObject({ refused: 'conflict', code: 'effectiveTooEarly' });
  });
  test('cannot be overtaken by an earlier start than a version already announced', () => {
    const next = nextVersion(
      condition(1, '2027-01-01'),
      { ...change, validFrom: '2026-12-01' },
      { id: 'new', today: '2026-11-22' },
    );
    expect(next).toMatchObject({ refused: 'conflict', facts: { earliest: '2027-01-01' } });
  });
});

describe('the national edition', () => {
  const editions = [
    { code: 'old', name: words('2013'), national: true, validFrom: '2013-01-01', validTo: '2026-06-30' },
    { code: 'new', name: words('2026'), national: true, validFrom: '2026-07-01', validTo: null },
    { code: 'local', name: words('热线'), national: false, validFrom: '2030-01-01', validTo: null },
  ];
  test.each([
    ['2026-06-30', 'old'],
    ['2026-07-01', 'new'],
    ['2031-01-01', 'new'],
  ])('on %s is the %s one', (date, code) => {
    expect(editionOn(editions, date)?.code).toBe(code);
  });
  test('is none before the first', () => {
    expect(editionOn(editions, '2000-01-01')).toBeNull();
  });
});
