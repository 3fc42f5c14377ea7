import type { Category } from '../catalogue/model.ts';
import type { Catalogue } from '../catalogue/store.ts';
import type { Point } from '../geo/model.ts';
import { between, type Random } from './random.ts';

/** How often each category is reported in a district, by its name in the edition; the rest share what is left. */
const everyday: readonly [name: string, weight: number][] = [
  ['暴露垃圾', 11],
  ['乱堆杂物', 8],
  ['道路破损', 8],
  ['机动车乱停放', 8],
  ['非机动车乱停放', 7],
  ['共享单车乱象', 6],
  ['店外经营', 6],
  ['占道经营', 5],
  ['非法小广告', 6],
  ['路灯异常', 5],
  ['雨水箅子异常', 3],
  ['雨水井盖异常', 3],
  ['污水井盖异常', 3],
  ['通信井盖异常', 2],
  ['行道树异常', 4],
  ['垃圾箱异常', 3],
  ['道路不洁', 5],
  ['道路遗撒（洒）', 2],
  ['噪声扰民', 4],
  ['油烟污染', 3],
  ['露天烧烤', 1],
  ['施工扰民', 2],
  ['工地扬尘', 2],
  ['违规牌匾标识', 2],
  ['绿地脏乱', 2],
  ['占用消防通道', 2],
  ['交通护栏异常', 2],
  ['盲道缺损', 2],
  ['架空线缆脱落', 2],
  ['垃圾未分类', 2],
  ['水域不洁', 1],
];

/** The older edition calls some of them otherwise. */
const olderNames: Record<string, string> = {
  乱堆杂物: '乱堆物堆料',
  噪声扰民: '商业噪音',
  '道路遗撒（洒）': '道路遗撒',
  共享单车乱象: '非机动车乱停放',
};

export interface Choice {
  category: Category;
  weight: number;
}

/** The categories of an edition with how often they come, those without a weight of their own together one tenth. */
export function choicesIn(catalogue: Catalogue, edition: string): Choice[] {
  const ofEdition = catalogue.categories.filter((category) => category.edition === edition && category.active);
  const named = new Map(ofEdition.map((category) => [category.name.zh, category]));
  const chosen: Choice[] = [];
  for (const [name, weight] of everyday) {
    const category = named.get(name) ?? named.get(name.replace(/异常$/, '')) ?? named.get(olderNames[name] ?? '');
    if (category) chosen.push({ category, weight });
  }
  const total = chosen.reduce((sum, choice) => sum + choice.weight, 0);
  const rest = ofEdition.filter((category) => !chosen.some((choice) => choice.category === category));
  return [...chosen, ...rest.map((category) => ({ category, weight: total / 9 / Math.max(1, rest.length) }))];
}

export function pick(choices: readonly Choice[], random: Random): Category {
  let left = random() * choices.reduce((sum, choice) => sum + choice.weight, 0);
  for (const { category, weight } of choices) {
    left -= weight;
    if (left <= 0) return category;
  }
  const last = choices.at(-1);
  if (!last) throw new Error('the catalogue has no category to choose from');
  return last.category;
}

const seen = [
  '影响行人通行',
  '已有几天无人处理',
  '附近居民意见较大',
  '存在安全隐患',
  '请尽快派人处理',
  '雨后更加明显',
  '早晚高峰时尤其严重',
  '靠近学校门口',
];
const where = ['路口东侧', '公交站旁', '小区门口', '人行道上', '农贸市场外', '巷口', '沿街店铺前', '桥下'];

const from = <T>(list: readonly T[], random: Random): T => list[Math.floor(random() * list.length)] as T;

/** What a reporter says: what he calls it, where, and why it matters. */
export function describe(category: Category, address: string, random: Random): string {
  const what =
    category.synonyms.length > 0 && random() < 0.7
      ? from(category.synonyms, random)
      : category.name.zh.replace(/异常$/, '损坏');
  return `${address}${from(where, random)}${what}，${from(seen, random)}。`;
}

export interface Street {
  name: string;
  lines: [number, number][][];
}

/** The street nearest to a point among some that pass near it, and a house number along it. */
export function addressAt(point: Point, streets: readonly Street[], random: Random): string {
  return `${streetAt(point, streets)}${houseNumber(random)}`;
}

export const houseNumber = (random: Random): string => `${Math.floor(between(random, 1, 260))}号`;

export function streetAt(point: Point, streets: readonly Street[]): string {
  let best = '';
  let least = Number.POSITIVE_INFINITY;
  for (const street of streets) {
    for (const line of street.lines) {
      for (const [lon, lat] of line) {
        const far = (lon - point.lon) ** 2 + (lat - point.lat) ** 2;
        if (far < least) {
          least = far;
          best = street.name;
        }
      }
    }
  }
  return best;
}

/** Hours of a day by how much is reported in them. */
const byHour = [1, 1, 1, 1, 1, 2, 4, 9, 14, 15, 14, 11, 7, 8, 12, 13, 12, 11, 8, 7, 6, 4, 3, 2];

/** Minutes after local midnight at which a report comes. */
export function minuteOfDay(random: Random): number {
  let left = random() * byHour.reduce((sum, weight) => sum + weight, 0);
  for (const [hour, weight] of byHour.entries()) {
    left -= weight;
    if (left <= 0) return hour * 60 + random() * 60;
  }
  return 12 * 60;
}

/** What units write when they have put a thing right. */
export const handlingReports = [
  '已派员到场处置完毕，现场恢复正常。',
  '已更换损坏部件并清理现场。',
  '已清理，并对责任人进行教育。',
  '已修复，经试用正常。',
];
