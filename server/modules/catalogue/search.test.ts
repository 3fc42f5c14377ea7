import { describe, expect, test } from 'vitest';
import { timesAsLong } from '../../effort.fixture.ts';
import { seedEditions } from './editions.ts';
import type { Category } from './model.ts';
import { buildIndex, searchCategories, suggestCategories } from './search.ts';

function categoriesOf(edition: string): Category[] {
  const found = seedEditions().find(({ code }) => code === edition);
  return (found?.categories ?? []).map((own) => ({
    ...own,
    id: `${own.kind}-${own.code}`,
    edition,
    local: own.source === 'local',
    active: true,
  }));
}

const current = buildIndex(categoriesOf('GB/T 47678.5-2026'));
const before = buildIndex(categoriesOf('GB/T 30428.2-2013'));
const hotline = buildIndex(categoriesOf('local'));

const typed = (query: string, limit = 3) =>
  searchCategories(current, query, { limit }).map(({ category }) => category.code);

describe('typing a category', () => {
  test.each([
    ['01037', '01037', 'the whole code'],
    ['路灯', '01037', 'the name'],
    ['路 灯', '01037', 'the name with a space in it'],
    ['共享单车', '09011', 'an everyday word'],
    ['ludeng', '01037', 'pinyin'],
    ['LuDeng', '01037', 'pinyin in capitals'],
    ['ldbl', '01037', 'initials of 路灯不亮'],
    ['ludengbl', '01037', 'pinyin and initials mixed'],
    ['bllaji', '06010', 'initials and whole syllables of 暴露垃圾'],
    ['路deng', '01037', 'half typed over'],
    ['gxdc', '09011', 'initials of 共享单车'],
    ['xingdaoshu', '04002', '行 as xíng'],
    ['hangdaoshu', '04002', '行 as háng'],
    ['xds', '04002', 'initials of 行道树'],
    ['changyi', '04007', '长 as cháng in 长椅'],
    ['cy', '04007', 'initials of 长椅'],
    ['zacaofengzhang', '04013', '长 as zhǎng in 杂草疯长'],
    ['zcfz', '04013', 'initials of 杂草疯长'],
    ['lvdi', '04013', '绿 as lü'],
    ['ludi', '04013', '绿 as lu'],
    ['zhaopai', '03007', 'pinyin of 招牌'],
    ['zaopai', '03007', 'a southern zh'],
    ['xinhaoden', '02014', 'a southern deng'],
    ['street lamp', '01037', 'the English name'],
  ])('finds by “%s” the category %s: %s', (query, code) => {
    expect(typed(query, 5)).toContain(code);
  });

  test('reads 乐 as lè and as yuè', () => {
    const found = (query: string) =>
      searchCategories(hotline, query, { limit: 3 }).map(({ category }) => category.code);
    expect(found('yulechangsuo')).toContain('1003');
    expect(found('yuyuechangsuo')).toContain('1003');
  });

  test('lists codes that begin with the digits, in their order', () => {
    expect(typed('0701')).toEqual([]);
    expect(typed('0700')).toEqual(['07001', '07002', '07003']);
  });

  test('puts the matter before the component of the same name, because the defect is what is reported', () => {
    const [first, second] = searchCategories(current, '路灯', { limit: 2 }).map(({ category }) => category.kind);
    expect([first, second]).toEqual(['matter', 'component']);
  });

  test('keeps to the kind asked for', () => {
    const kinds = searchCategories(current, '井盖', { limit: 50, kind: 'component' }).map(
      ({ category }) => category.kind,
    );
    expect(new Set(kinds)).toEqual(new Set(['component']));
    expect(kinds).toHaveLength(20);
  });

  test('lists the catalogue in its order when nothing is typed', () => {
    expect(searchCategories(before, ' ', { limit: 2, kind: 'event' }).map(({ category }) => category.code)).toEqual([
      '0101',
      '0102',
    ]);
  });

  test('says why something was found', () => {
    const [found] = searchCategories(current, 'ldbl', { limit: 1 });
    expect(found?.grounds.zh).toBe('拼音与俗称“路灯不亮”相符');
  });

  test('finds nothing for what is no word', () => {
    expect(typed('zzzzzz')).toEqual([]);
  });

  test('leaves out a category that is no longer active', () => {
    const index = buildIndex(categoriesOf('local').map((own) => ({ ...own, active: own.code !== '0101' })));
    expect(searchCategories(index, '0101', { limit: 5 })).toEqual([]);
  });
});

describe('what a caller tells leads to the right category among the first three', () => {
  test.each([
    ['门口那盏路灯好几天都不亮了', '01037'],
    ['晚上路上很黑，路灯全灭了', '01037'],
    ['马路中间井盖没了，太危险', '01023'],
    ['车一压井盖就响，整夜睡不着', '01023'],
    ['雨水口被树叶堵了', '01004'],
    ['消防栓一直在漏水', '01013'],
    ['小区里健身器材坏了', '01046'],
    ['路边配电箱的门开着', '01028'],
    ['红绿灯坏了不亮', '02014'],
    ['公交站牌倒了', '02004'],
    ['护栏被车撞歪了', '02017'],
    ['路牌被撞歪了', '02012'],
    ['公厕很脏很臭还没纸', '03001'],
    ['化粪池满了粪水流出来', '03003'],
    ['招牌快掉下来了', '03007'],
    ['树被台风刮倒了挡住路', '04002'],
    ['公园里的椅子断了', '04007'],
    ['顶楼有人违章搭建阳光房', '06001'],
    ['外墙瓷砖掉下来差点砸到人', '06004'],
    ['楼下垃圾好几天没人收，发臭了', '06010'],
    ['建筑垃圾偷倒在路边', '06011'],
    ['这段马路坑坑洼洼', '06013'],
    ['斑马线都看不清了', '06016'],
    ['有人焚烧垃圾烟味很重', '06020'],
    ['有人半夜偷砍树', '06022'],
    ['河面上漂着很多垃圾', '06025'],
    ['内河水发黑发臭', '06026'],
    ['楼下饭店油烟太呛人', '06027'],
    ['晚上广场舞噪音太大睡不着', '06028'],
    ['烧烤店在路边烧烤烟很大', '06029'],
    ['有人把污水倒在马路上', '06030'],
    ['路边停着一辆僵尸车很久没动', '06034'],
    ['旧沙发丢在路边没人管', '06035'],
    ['楼道里堆满杂物', '06036'],
    ['路边一只死猫', '06037'],
    ['有人养鸡天天打鸣', '06038'],
    ['有人私装地锁占车位', '06040'],
    ['垃圾桶满了溢出来', '06042'],
    ['绿化带里被人种菜', '06045'],
    ['盲道的砖坏了好几块', '06051'],
    ['有人在墙上贴小广告', '07001'],
    ['店门口有人发传单', '07002'],
    ['工地半夜还在施工打桩', '08001'],
    ['工地扬尘很大没有洒水', '08004'],
    ['渣土车没盖篷布', '08011'],
    ['小区门口流动摊贩卖水果', '09001'],
    ['店家把桌椅摆到人行道上', '09005'],
    ['早餐摊天天占道', '09006'],
    ['有人乱停车把路口堵死了', '09009'],
    ['电动车乱停在人行道', '09010'],
    ['地铁口共享单车乱放一大堆', '09011'],
    ['消防通道被车堵住了', '09012'],
    ['盲道被电动车占了', '09019'],
    ['电线掉下来垂到路上', '10002'],
    ['闻到很浓的煤气味', '10996'],
    ['自来水管爆了水喷得到处都是', '10997'],
    ['路面突然塌陷一个大洞', '10998'],
    ['一下雨路面积水很深', '10999'],
    ['下水道堵了污水冒出来', '10995'],
  ])('“%s” → %s', (text, code) => {
    const found = suggestCategories(current, text, { limit: 3 });
    expect(found.map(({ category }) => category.code)).toContain(code);
  });

  test.each([
    ['公司拖欠工资三个月不发', '0702'],
    ['小区电梯坏了老人下不了楼', '0203'],
    ['健身房跑路了办的卡不退钱', '0405'],
    ['孩子上学划片问题', '0501'],
    ['外卖里吃出虫子吃坏肚子', '0402'],
    ['物业费一直涨，物业什么都不管', '0201'],
    ['有人把电动车推上楼充电', '0902'],
    ['遛狗不牵绳差点咬到小孩', '0903'],
    ['整栋楼停电了', '0102'],
  ])('hotline: “%s” → %s', (text, code) => {
    const found = suggestCategories(hotline, text, { limit: 3 });
    expect(found.map(({ category }) => category.code)).toContain(code);
  });

  test.each([
    ['路灯不亮', '0137'],
    ['一下雨路面积水很深', '0506'],
    ['饭店把泔水倒在路边', '0131'],
  ])('2013 edition: “%s” → %s', (text, code) => {
    const found = suggestCategories(before, text, { limit: 3 });
    expect(found.map(({ category }) => category.code)).toContain(code);
  });
});

describe('a suggestion', () => {
  test('shows the words it rests on', () => {
    const [first] = suggestCategories(current, '门口那盏路灯好几天都不亮了', { limit: 1 });
    expect(first?.grounds.zh).toBe('所述“路灯”“不亮”与“路灯不亮”相符');
  });

  test('is of something that happened, never of a thing in order', () => {
    const kinds = suggestCategories(current, '井盖 路灯 垃圾桶 公厕', { limit: 50 }).map(
      ({ category }) => category.kind,
    );
    expect(kinds).not.toContain('component');
  });

  test('is not made out of nothing', () => {
    expect(suggestCategories(current, '你好，谢谢', { limit: 3 })).toEqual([]);
    expect(suggestCategories(current, '', { limit: 3 })).toEqual([]);
  });

  test('does not join words across a full stop', () => {
    const found = suggestCategories(current, '前面是路。灯很漂亮', { limit: 3 });
    expect(found.map(({ category }) => category.code)).not.toContain('01037');
  });

  test('costs less than to sort the letters of every name and everyday word twice', async () => {
    const typing = () => {
      suggestCategories(current, '晚上广场舞噪音太大睡不着', { limit: 5 });
      searchCategories(current, 'gongxiang', { limit: 10 });
    };
    const sorting = () =>
      current.entries.map(({ terms }) => terms.map(({ text }) => text.normalize('NFKD').split('').sort().join('')));
    expect(await timesAsLong(typing, { as: sorting, rounds: 100 })).toBeLessThan(2);
  });
});
