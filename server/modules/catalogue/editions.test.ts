import { describe, expect, test } from 'vitest';
import { groupDefaults, localDefaults, practice } from './data/conditions.ts';
import { confusables } from './data/confusables.ts';
import { categoryDuties, requestDuties } from './data/responsibilities.ts';
import { everydayWords } from './data/synonyms.ts';
import { seedConfusables, seedEditions, seedMappings } from './editions.ts';
import { codeIsWellFormed, readLimit } from './rules.ts';

const all = seedEditions().flatMap(({ code, categories }) => categories.map((own) => ({ edition: code, ...own })));
const of = (edition: string, kind: string) => all.filter((own) => own.edition === edition && own.kind === kind);
const key = ({ edition, kind, code }: { edition: string; kind: string; code: string }) => `${edition} ${kind} ${code}`;
const NEW = 'GB/T 47678.5-2026';
const OLD = 'GB/T 30428.2-2013';

describe('the 2026 edition', () => {
  const national = of(NEW, 'matter').filter(({ source }) => source === 'transcribed');

  test('has 153 managed components', () => {
    expect(of(NEW, 'component')).toHaveLength(153);
  });

  test('has 250 matters: one for each component that is out of order, and 97 of their own', () => {
    expect(national).toHaveLength(250);
    expect(national.filter(({ name }) => name.zh.endsWith('异常'))).toHaveLength(153);
    expect(national.filter(({ code }) => code >= '06')).toHaveLength(97);
  });

  test('gives a component and its defect the same code', () => {
    const defects = new Map(national.map(({ code, name }) => [code, name.zh]));
    for (const { code, name } of of(NEW, 'component')) expect(defects.get(code)).toBe(`${name.zh}异常`);
  });

  test('keeps floods, collapses and burst pipes reportable as local extensions', () => {
    const local = of(NEW, 'matter').filter(({ source }) => source === 'local');
    expect(local.map(({ code }) => code).sort()).toEqual(['10994', '10995', '10996', '10997', '10998', '10999']);
  });
});

describe('every edition', () => {
  test('uses well-formed codes, each only once for a kind', () => {
    for (const own of all) expect(codeIsWellFormed(own, own.edition), own.code).toBe(true);
    for (const { code, edition } of all) if (edition === 'local') expect(code).toMatch(/^\d{4}$/);
    expect(new Set(all.map(key)).size).toBe(all.length);
  });

  test('files each category under the group its code begins with', () => {
    for (const { code, group } of all) expect(code.startsWith(group.code)).toBe(true);
  });

  test('names everything in Chinese and English', () => {
    for (const { name, group } of all) {
      expect(name.zh).toMatch(/\p{Script=Han}/u);
      expect(name.en).toMatch(/^[A-Z]/);
      expect(group.name.en).toMatch(/^[A-Z]/);
    }
  });

  test('gives every category at least one condition, each with a limit above zero and a closing condition', () => {
    for (const { code, conditions } of all) {
      expect(conditions.length, code).toBeGreaterThan(0);
      for (const { limit, closing, condition } of conditions) {
        expect(limit.amount).toBeGreaterThan(0);
        expect(closing.zh && closing.en && condition.zh && condition.en).toBeTruthy();
      }
    }
  });

  test('says of each limit whether it follows a table in use or is our own', () => {
    const sure = all.filter(({ conditions }) => conditions.every(({ source }) => source === 'transcribed'));
    expect(sure.length).toBeGreaterThan(150);
    expect(all.filter(({ conditions }) => conditions.some(({ source }) => source === 'local')).length).toBeGreaterThan(
      0,
    );
  });

  test('replaces the other without a gap at the turn of July 2026', () => {
    const [old, current] = seedEditions();
    expect([old?.validTo, current?.validFrom]).toEqual(['2026-06-30', '2026-07-01']);
  });
});

describe('the 2013 edition', () => {
  test('marks what was deduced by the numbering rule and what was read in a table in use', () => {
    const lamp = of(OLD, 'component').find(({ code }) => code === '0137');
    const bollard = of(OLD, 'component').find(({ code }) => code === '0221');
    expect([lamp?.source, bollard?.source]).toEqual(['transcribed', 'reconstructed']);
  });

  test('keeps waterside works in group 05, where 2013 had them', () => {
    const codes = of(OLD, 'component').map(({ code }) => code);
    expect(codes).toContain('0506');
    expect(codes).not.toContain('0169');
  });

  test('has the same code for different things in components and events', () => {
    const named = (kind: string) => of(OLD, kind).find(({ code }) => code === '0110')?.name.zh;
    expect([named('component'), named('event')]).toEqual(['热力井盖', '暴露垃圾']);
  });

  test('takes limits from its counterpart of 2026', () => {
    const litter = of(OLD, 'event').find(({ code }) => code === '0110');
    expect(litter?.conditions.map(({ limit }) => limit)).toEqual([{ amount: 4, unit: 'workHours' }]);
  });
});

describe('the mapping between the editions', () => {
  const mappings = seedMappings();
  const known = new Set(all.map(({ edition, kind, code }) => `${edition} ${kind} ${code}`));

  test('names every category of both editions, if only to say that it has no counterpart', () => {
    const named = new Set(
      mappings.flatMap(({ from, to }) => [from && key({ edition: OLD, ...from }), to && key({ edition: NEW, ...to })]),
    );
    for (const own of all) if (own.edition !== 'local') expect(named.has(key(own)), key(own)).toBe(true);
  });

  test('names nothing that does not exist', () => {
    for (const { from, to } of mappings) {
      if (from) expect(known.has(key({ edition: OLD, ...from }))).toBe(true);
      if (to) expect(known.has(key({ edition: NEW, ...to }))).toBe(true);
    }
  });

  test.each([
    ['component', '0125', '01025', '供水器'],
    ['component', '0506', '01069', '水域附属设施 moved from group 05'],
    ['event', '0136', '06036', '乱堆物堆料 became 乱堆杂物'],
    ['event', '0507', '10001', '积雪积冰 left the sudden events'],
    ['event', '0602', '09013', '临街屠宰'],
  ])('leads from %s %s to %s: %s', (kind, code, to) => {
    const found = mappings.filter(({ from }) => from?.kind === kind && from.code === code);
    expect(found.map((row) => row.to?.code)).toContain(to);
  });

  test('says that the gas depot and kitchen waste have no counterpart', () => {
    const none = mappings.filter(({ to }) => to === null).map(({ from }) => `${from?.kind} ${from?.code}`);
    expect(none.sort()).toEqual(['component 0504', 'event 0131', 'event 0205']);
  });
});

describe('the tables beside the editions', () => {
  const codes = new Set(of(NEW, 'matter').map(({ code }) => code));
  const keys = new Set([...codes, ...all.map(({ kind, code }) => `${kind} ${code}`)]);

  test('speak only of codes that exist', () => {
    const spoken = [practice, localDefaults, everydayWords].flatMap((table) => Object.keys(table));
    for (const code of spoken) expect(keys.has(code), code).toBe(true);
    for (const code of Object.values(categoryDuties).flatMap((text) => text.split(' ')))
      expect(codes.has(code), code).toBe(true);
    for (const code of Object.values(requestDuties).flatMap((text) => text.split(' ')))
      expect(keys.has(`request ${code}`)).toBe(true);
    for (const [a, b] of confusables) expect(codes.has(a) && codes.has(b)).toBe(true);
  });

  test('give each category only one unit', () => {
    const given = Object.values(categoryDuties).flatMap((text) => text.split(' '));
    expect(given.filter((code, i) => given.indexOf(code) !== i)).toEqual([]);
  });

  test('set no condition twice, once by practice and once by default', () => {
    expect(Object.keys(localDefaults).filter((code) => code in practice)).toEqual([]);
    expect(Object.keys(groupDefaults)).toHaveLength(10);
  });

  test('tell confusable pairs apart in both national editions', () => {
    const pairs = seedConfusables((edition, kind, code) =>
      keys.has(`${kind} ${code}`) ? `${edition} ${code}` : undefined,
    );
    expect(pairs.filter(({ categoryId }) => categoryId.startsWith(NEW))).toHaveLength(confusables.length);
    expect(pairs).toContainEqual(expect.objectContaining({ categoryId: `${OLD} 0405`, otherId: `${OLD} 0406` }));
  });
});

test.each([
  ['2u', { amount: 2, unit: 'urgentHours' }],
  ['4h', { amount: 4, unit: 'workHours' }],
  ['15d', { amount: 15, unit: 'workdays' }],
  ['2c', { amount: 2, unit: 'calendarDays' }],
  ['0d', null],
  ['2', null],
  ['-1d', null],
])('the short limit %s is read as %o', (text, limit) => {
  expect(readLimit(text)).toEqual(limit);
});
