import type { Row } from './national-2026.ts';

/**
 * GB/T 30428.2-2013 style codes, in force until 2026-06-30. The official table was not at hand: most rows follow from
 * the 2026 directory by the rule "小类 ab became 0ab", which held in every pair that could be compared, and are marked
 * `reconstructed`. Only the codes listed under `seenInUse` were read in a city's table that keeps the national codes.
 */
export const componentGroups2013: readonly Row[] = [
  ['01', '公用设施', 'Public utilities'],
  ['02', '交通设施', 'Traffic facilities'],
  ['03', '市容环境', 'Cityscape and environment'],
  ['04', '园林绿化', 'Parks and greenery'],
  ['05', '其他部件', 'Other components'],
];

/** CJ/T 214 orders these groups differently (04 突发事件, 05 街面秩序): never read an event code without its edition. */
export const eventGroups2013: readonly Row[] = [
  ['01', '市容环境', 'Cityscape and environment'],
  ['02', '宣传广告', 'Publicity and advertising'],
  ['03', '施工管理', 'Construction management'],
  ['04', '街面秩序', 'Street order'],
  ['05', '突发事件', 'Sudden events'],
  ['06', '其他事件', 'Other events'],
];

/** 2013 event group → 2026 matter group, where the last two digits stay. */
export const eventGroupTo2026: Readonly<Record<string, string>> = { '01': '06', '02': '07', '03': '08', '04': '09' };

/** The last number of each 2026 group that the numbering rule carries back to 2013; what follows came later. */
export const lastByRule: Readonly<Record<string, number>> = {
  '01': 68,
  '02': 44,
  '03': 16,
  '04': 14,
  '05': 9,
  '06': 40,
  '07': 7,
  '08': 16,
  '09': 10,
};

/** Names that the 2013 tables spell otherwise. */
export const componentNames2013: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  '0101': ['上水井盖', 'Water-supply manhole cover'],
  '0107': ['通讯井盖', 'Telecom manhole cover'],
  '0127': ['通讯交接箱', 'Telecom cross-connect cabinet'],
  '0150': ['监控电子眼', 'Surveillance camera'],
  '0151': ['岗亭（治安亭）', 'Police sentry box'],
  '0154': ['充电站（桩）', 'Charging station or pile'],
  '0204': ['公交站亭（牌）', 'Bus shelter or stop sign'],
  '0211': ['限高架', 'Height-limit frame'],
};

export const eventNames2013: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  '0104': ['建筑物外立面不洁', 'Dirty façade'],
  '0114': ['道路遗撒', 'Spillage on the road'],
  '0119': ['非装饰性树挂', 'Objects hung on trees'],
  '0128': ['商业噪音', 'Noise of shops'],
  '0136': ['乱堆物堆料', 'Piled-up goods and materials'],
};

/** Components that the numbering rule does not give: moved to another group in 2026, or without a counterpart. */
export const movedComponents2013: readonly (readonly [code: string, zh: string, en: string, to2026: string | null])[] =
  [
    ['0504', '液化气站', 'Liquefied-gas station', null],
    ['0506', '水域附属设施', 'Waterside facility', '01069'],
    ['0507', '水域护栏', 'Waterside railing', '01070'],
    ['0508', '防汛墙', 'Flood wall', '01071'],
  ];

/**
 * Events that the numbering rule does not give. Most sudden events left this part of the
 * standard in 2026; they go to the local extensions that keep them reportable (`localMatters2026`).
 */
export const movedEvents2013: readonly (readonly [code: string, zh: string, en: string, to2026: string | null])[] = [
  ['0131', '餐厨垃圾', 'Kitchen waste', null],
  ['0205', '广告位置不合理', 'Advertisement in an unsuitable place', null],
  ['0501', '供水管道破裂', 'Burst water main', '10997'],
  ['0502', '燃气管道破裂', 'Burst gas pipe', '10996'],
  ['0503', '排水管道堵塞、破裂', 'Blocked or burst drain', '10995'],
  ['0504', '热力管道破裂', 'Burst heating pipe', '10994'],
  ['0505', '路面塌陷', 'Road collapse', '10998'],
  ['0506', '道路积水', 'Water standing on the road', '10999'],
  ['0507', '道路积雪、积冰', 'Snow or ice on the road', '10001'],
  ['0508', '架空线缆脱落', 'Fallen overhead cable', '10002'],
  ['0602', '临街屠宰', 'Slaughtering on the street', '09013'],
];

/** Local extensions, numbered from 99 downward as cities do, for what people report and the table did not yet know. */
export const localEvents2013: readonly (readonly [code: string, zh: string, en: string, to2026: string])[] = [
  ['0191', '占绿毁绿', 'Occupying or destroying green space', '06045'],
  ['0192', '垃圾满溢', 'Overflowing refuse', '06042'],
  ['0193', '垃圾未分类', 'Unsorted refuse', '06041'],
  ['0496', '农贸市场秩序', 'Disorder at a farmers’ market', '09020'],
  ['0497', '占道洗车', 'Car washing on the road', '09021'],
  ['0498', '占用消防通道', 'Fire lane obstructed', '09012'],
  ['0499', '共享单车乱停放', 'Badly parked shared bicycles', '09011'],
];

/** Codes read in a table in use, by kind. */
export const seenInUse: Readonly<Record<'component' | 'event', ReadonlySet<string>>> = {
  component: new Set(
    `0101 0102 0103 0104 0106 0110 0111 0114 0118 0123 0125 0126 0127 0128 0129 0130 0131 0137 0138 0139 0140 0145 0146
     0149 0150 0151 0152 0154 0157 0201 0204 0206 0207 0211 0212 0217 0301 0303 0305 0306 0307 0401 0402 0404 0408 0409
     0410 0504 0506 0507 0508`.split(/\s+/),
  ),
  event: new Set(
    `0101 0102 0103 0104 0107 0110 0111 0112 0113 0114 0117 0118 0120 0122 0125 0126 0128 0129 0130 0131 0136 0137 0138
     0201 0202 0203 0204 0205 0206 0207 0301 0302 0303 0304 0305 0306 0307 0308 0309 0311 0312 0401 0402 0404 0405 0406
     0410 0501 0502 0503 0504 0505 0506 0507 0508 0602`.split(/\s+/),
  ),
};
