import type { Words } from '../../../kernel/words.ts';
import type { Spot } from '../plane.ts';

/**
 * What the demo district is made from. The names of the district and its sub-districts are those of GB/T 2260 and its
 * continuation; its shape, communities, streets and everything in them are invented: a plan, not a place.
 */
export const district = {
  code: 'gulou',
  division: '350102',
  name: { zh: '鼓楼区（演示）', en: 'Gulou District (demo)' },
  timeZone: 'Asia/Shanghai',
  /** Degrees, CGCS2000. */
  box: { west: 119.2437, south: 26.0584, east: 119.3226, north: 26.1245 },
  /** About the ground of one unit-grid cell, m². */
  cellArea: 10_100,
};

/** Corners of the outline as shares of the box, counter-clockwise from the south-east; rounded off when drawn. */
export const outline: readonly Spot[] = [
  [0.55, 0.02],
  [0.64, 0],
  [0.73, 0.06],
  [0.8, 0.14],
  [0.88, 0.17],
  [0.96, 0.23],
  [1, 0.34],
  [0.965, 0.46],
  [0.905, 0.57],
  [0.86, 0.67],
  [0.87, 0.77],
  [0.8, 0.85],
  [0.72, 0.86],
  [0.66, 0.93],
  [0.58, 1],
  [0.5, 0.95],
  [0.43, 0.87],
  [0.34, 0.86],
  [0.25, 0.88],
  [0.17, 0.81],
  [0.09, 0.77],
  [0.02, 0.69],
  [0, 0.58],
  [0.08, 0.47],
  [0.19, 0.37],
  [0.285, 0.27],
  [0.37, 0.17],
  [0.46, 0.08],
];

export interface DemoSubdistrict {
  code: string;
  name: Words;
  /** Square kilometres, roughly; the cuts share the ground out by it. */
  size: number;
  communities: number;
  /** Its components were numbered under the edition of 2013, with 16 digits. */
  surveyed2013: boolean;
}

const surveyedEarly: ReadonlySet<string> = new Set(['005', '006']);

function place(code: string, name: [zh: string, en: string], size: number, communities: number): DemoSubdistrict {
  return { code, name: { zh: name[0], en: name[1] }, size, communities, surveyed2013: surveyedEarly.has(code) };
}

/**
 * How the ground is shared out: one cut after the other, each with what lies to its right and to its left. Degrees from
 * east: a cut of 90 runs north and has the east to its right, one of 0 runs east and has the south to its right.
 */
export interface Share {
  cut: number;
  street: Words;
  right: Share | DemoSubdistrict;
  left: Share | DemoSubdistrict;
}

function cut(degrees: number, street: [zh: string, en: string], right: Share['right'], left: Share['left']): Share {
  return { cut: degrees, street: { zh: street[0], en: street[1] }, right, left };
}

const north = cut(
  86,
  ['北辰路', 'Beichen Road'],
  place('007', ['华大街道', 'Huada Sub-district'], 3.1, 7),
  place('009', ['五凤街道', 'Wufeng Sub-district'], 5, 9),
);
const middle = cut(
  93,
  ['东湖路', 'Donghu Road'],
  place('003', ['温泉街道', 'Wenquan Sub-district'], 2.8, 7),
  cut(
    87,
    ['学府路', 'Xuefu Road'],
    place('001', ['鼓东街道', 'Gudong Sub-district'], 2.1, 6),
    place('002', ['鼓西街道', 'Guxi Sub-district'], 3.2, 7),
  ),
);
const south = cut(
  84,
  ['文昌路', 'Wenchang Road'],
  place('008', ['水部街道', 'Shuibu Sub-district'], 2.4, 6),
  cut(
    95,
    ['通济路', 'Tongji Road'],
    cut(
      1,
      ['南门街', 'Nanmen Street'],
      place('006', ['安泰街道', 'Antai Sub-district'], 1.3, 4),
      place('004', ['东街街道', 'Dongjie Sub-district'], 1.9, 5),
    ),
    place('005', ['南街街道', 'Nanjie Sub-district'], 1.9, 5),
  ),
);

export const shares: Share = cut(
  97,
  ['西环路', 'Xihuan Road'],
  cut(4, ['中兴大道', 'Zhongxing Avenue'], cut(-3, ['朝阳路', 'Chaoyang Road'], south, middle), north),
  place('100', ['洪山镇', 'Hongshan Town'], 12, 15),
);

/** Given to communities in the order of their numbers; 350102004001 is known to be 军门社区, so it stands apart. */
export const communityNames: readonly [zh: string, en: string][] = [
  ['春晖', 'Chunhui'],
  ['和平', 'Heping'],
  ['文苑', 'Wenyuan'],
  ['清泉', 'Qingquan'],
  ['翠园', 'Cuiyuan'],
  ['锦江', 'Jinjiang'],
  ['柳溪', 'Liuxi'],
  ['桂香', 'Guixiang'],
  ['兰亭', 'Lanting'],
  ['梅园', 'Meiyuan'],
  ['竹林', 'Zhulin'],
  ['松涛', 'Songtao'],
  ['东园', 'Dongyuan'],
  ['西园', 'Xiyuan'],
  ['南园', 'Nanyuan'],
  ['北园', 'Beiyuan'],
  ['新华', 'Xinhua'],
  ['光明', 'Guangming'],
  ['朝霞', 'Zhaoxia'],
  ['晨光', 'Chenguang'],
  ['金桥', 'Jinqiao'],
  ['银杏', 'Yinxing'],
  ['榕荫', 'Rongyin'],
  ['榕城', 'Rongcheng'],
  ['学林', 'Xuelin'],
  ['书院', 'Shuyuan'],
  ['科苑', 'Keyuan'],
  ['百花', 'Baihua'],
  ['丹桂', 'Dangui'],
  ['海棠', 'Haitang'],
  ['玉兰', 'Yulan'],
  ['紫荆', 'Zijing'],
  ['凤凰', 'Fenghuang'],
  ['云鹤', 'Yunhe'],
  ['望江', 'Wangjiang'],
  ['临江', 'Linjiang'],
  ['滨河', 'Binhe'],
  ['河畔', 'Hepan'],
  ['桥头', 'Qiaotou'],
  ['渡口', 'Dukou'],
  ['古井', 'Gujing'],
  ['石桥', 'Shiqiao'],
  ['永安', 'Yongan'],
  ['长乐里', 'Changleli'],
  ['太平里', 'Taipingli'],
  ['福星', 'Fuxing'],
  ['瑞景', 'Ruijing'],
  ['祥和', 'Xianghe'],
  ['康宁', 'Kangning'],
  ['仁爱', 'Renai'],
  ['信义', 'Xinyi'],
  ['友谊', 'Youyi'],
  ['团结', 'Tuanjie'],
  ['建设', 'Jianshe'],
  ['工农', 'Gongnong'],
  ['先锋', 'Xianfeng'],
  ['胜利', 'Shengli'],
  ['前进', 'Qianjin'],
  ['山前', 'Shanqian'],
  ['山后', 'Shanhou'],
  ['岭下', 'Lingxia'],
  ['梧桐', 'Wutong'],
  ['香樟', 'Xiangzhang'],
  ['莲塘', 'Liantang'],
  ['荷塘', 'Hetang'],
  ['菱湖', 'Linghu'],
  ['湖滨', 'Hubin'],
  ['湖心', 'Huxin'],
  ['花园', 'Huayuan'],
  ['果园', 'Guoyuan'],
  ['茶亭里', 'Chatingli'],
  ['麦浦', 'Maipu'],
];
export const knownCommunities: Readonly<Record<string, readonly [zh: string, en: string]>> = {
  '350102004001': ['军门', 'Junmen'],
};

/** Two characters each; with 路, 街 or 巷 they name the lesser streets. */
export const streetNames: readonly [zh: string, en: string][] = [
  ['安康', 'Ankang'],
  ['宝塔', 'Baota'],
  ['碧波', 'Bibo'],
  ['彩虹', 'Caihong'],
  ['常青', 'Changqing'],
  ['澄清', 'Chengqing'],
  ['崇文', 'Chongwen'],
  ['春风', 'Chunfeng'],
  ['丛竹', 'Congzhu'],
  ['大榕', 'Darong'],
  ['登云', 'Dengyun'],
  ['东升', 'Dongsheng'],
  ['芳草', 'Fangcao'],
  ['飞虹', 'Feihong'],
  ['丰泽', 'Fengze'],
  ['甘泉', 'Ganquan'],
  ['高桥', 'Gaoqiao'],
  ['光华', 'Guanghua'],
  ['广济', 'Guangji'],
  ['海潮', 'Haichao'],
  ['和风', 'Hefeng'],
  ['红棉', 'Hongmian'],
  ['花港', 'Huagang'],
  ['华光', 'Huaguang'],
  ['槐荫', 'Huaiyin'],
  ['环翠', 'Huancui'],
  ['吉祥', 'Jixiang'],
  ['嘉禾', 'Jiahe'],
  ['江滨', 'Jiangbin'],
  ['金泉', 'Jinquan'],
  ['锦绣', 'Jinxiu'],
  ['景云', 'Jingyun'],
  ['静安', 'Jingan'],
  ['九曲', 'Jiuqu'],
  ['开元', 'Kaiyuan'],
  ['兰花', 'Lanhua'],
  ['乐善', 'Leshan'],
  ['丽水', 'Lishui'],
  ['联桥', 'Lianqiao'],
  ['柳河', 'Liuhe'],
  ['龙泉', 'Longquan'],
  ['绿荫', 'Lvyin'],
  ['茂林', 'Maolin'],
  ['梅岭', 'Meiling'],
  ['明德', 'Mingde'],
  ['牡丹', 'Mudan'],
  ['宁远', 'Ningyuan'],
  ['平安', 'Pingan'],
  ['屏东', 'Pingdong'],
  ['青年', 'Qingnian'],
  ['清风', 'Qingfeng'],
  ['庆丰', 'Qingfeng'],
  ['曲水', 'Qushui'],
  ['仁和', 'Renhe'],
  ['瑞云', 'Ruiyun'],
  ['三元', 'Sanyuan'],
  ['上林', 'Shanglin'],
  ['石井', 'Shijing'],
  ['顺意', 'Shunyi'],
  ['水榭', 'Shuixie'],
  ['松林', 'Songlin'],
  ['泰和', 'Taihe'],
  ['桃溪', 'Taoxi'],
  ['天宁', 'Tianning'],
  ['同心', 'Tongxin'],
  ['万福', 'Wanfu'],
  ['文博', 'Wenbo'],
  ['梧岭', 'Wuling'],
  ['西洋', 'Xiyang'],
  ['仙泉', 'Xianquan'],
  ['祥云', 'Xiangyun'],
  ['向阳', 'Xiangyang'],
  ['新村', 'Xincun'],
  ['星光', 'Xingguang'],
  ['秀水', 'Xiushui'],
  ['雅园', 'Yayuan'],
  ['延年', 'Yannian'],
  ['银湖', 'Yinhu'],
  ['迎春', 'Yingchun'],
  ['永和', 'Yonghe'],
  ['玉泉', 'Yuquan'],
  ['园丁', 'Yuanding'],
  ['月塘', 'Yuetang'],
  ['云林', 'Yunlin'],
  ['照溪', 'Zhaoxi'],
  ['致远', 'Zhiyuan'],
  ['中和', 'Zhonghe'],
  ['竹园', 'Zhuyuan'],
  ['紫阳', 'Ziyang'],
  ['自由', 'Ziyou'],
];

/** Water along the outline, from corner to corner as given above, on its outer side. */
export const riverside = {
  from: [0.09, 0.77] as Spot,
  to: [0.46, 0.08] as Spot,
  width: 430,
  name: { zh: '闽江', en: 'Min River' },
};
export const canalside = {
  from: [0.8, 0.14] as Spot,
  to: [0.72, 0.86] as Spot,
  name: { zh: '晋安河', en: "Jin'an Canal" },
};
/** Canals beside these main streets. */
export const canals: readonly { street: string; name: Words }[] = [
  { street: '西环路', name: { zh: '白马河', en: 'Baima Canal' } },
  { street: '朝阳路', name: { zh: '安泰河', en: 'Antai Canal' } },
];
export const ringRoad: Words = { zh: '环区路', en: 'Huanqu Road' };

/** Parks by where their middle lies in the box, and how many cells they fill; `lake` is how far towards
 * its border the water reaches. */
export const parks: readonly { name: Words; at: Spot; cells: number; lake?: number }[] = [
  { name: { zh: '西湖公园', en: 'West Lake Park' }, at: [0.5, 0.5], cells: 42, lake: 0.9 },
  { name: { zh: '左海公园', en: 'Zuohai Park' }, at: [0.5, 0.63], cells: 30, lake: 0.8 },
  { name: { zh: '北山森林公园', en: 'North Hill Forest Park' }, at: [0.38, 0.88], cells: 75 },
  { name: { zh: '西山公园', en: 'West Hill Park' }, at: [0.2, 0.66], cells: 60 },
  { name: { zh: '江心公园', en: 'Riverside Park' }, at: [0.12, 0.45], cells: 22 },
  { name: { zh: '温泉公园', en: 'Hot Spring Park' }, at: [0.86, 0.5], cells: 10 },
  { name: { zh: '鼓楼广场', en: 'Drum Tower Square' }, at: [0.68, 0.42], cells: 3 },
  { name: { zh: '文化公园', en: 'Culture Park' }, at: [0.6, 0.2], cells: 5 },
  { name: { zh: '体育公园', en: 'Sports Park' }, at: [0.3, 0.35], cells: 16, lake: 0.65 },
  { name: { zh: '南园', en: 'South Garden' }, at: [0.8, 0.22], cells: 6 },
  { name: { zh: '大学园', en: 'University Garden' }, at: [0.72, 0.78], cells: 14 },
  { name: { zh: '儿童公园', en: "Children's Park" }, at: [0.35, 0.55], cells: 8 },
  { name: { zh: '植物园', en: 'Botanical Garden' }, at: [0.28, 0.8], cells: 24 },
  { name: { zh: '茶园', en: 'Tea Garden' }, at: [0.42, 0.22], cells: 9 },
];

/** 管理部件 along the streets: 2026 code, whose, and a piece every so many metres on each of the four kinds of street. */
export interface ComponentKind {
  code: string;
  name: string;
  unit: string;
  every: readonly [main: number, secondary: number, lesser: number, lane: number];
}

const none = Number.POSITIVE_INFINITY;
export const componentKinds: readonly ComponentKind[] = [
  { code: '01037', name: '路灯', unit: 'SZ', every: [40, 45, 55, 300] },
  { code: '04002', name: '行道树', unit: 'YL', every: [28, 34, 45, none] },
  { code: '01003', name: '雨水井盖', unit: 'PS', every: [80, 90, 100, none] },
  { code: '01002', name: '污水井盖', unit: 'PS', every: [100, 110, 120, none] },
  { code: '01004', name: '雨水箅子', unit: 'PS', every: [110, 120, 130, none] },
  { code: '01001', name: '供水井盖', unit: 'SW', every: [160, 180, 200, none] },
  { code: '01005', name: '电力井盖', unit: 'GD', every: [220, 240, 260, none] },
  { code: '01007', name: '通信井盖', unit: 'TX', every: [190, 210, 230, none] },
  { code: '01011', name: '燃气井盖', unit: 'RQ', every: [320, 340, 360, none] },
  { code: '03005', name: '垃圾箱', unit: 'HW', every: [120, 140, 170, none] },
  { code: '01013', name: '消防设施', unit: 'XF', every: [300, 320, 340, none] },
  { code: '02010', name: '交通标志牌及标线', unit: 'JJ', every: [260, 350, none, none] },
  { code: '02012', name: '路名牌', unit: 'SZ', every: [500, 450, 420, none] },
  { code: '02004', name: '公交站设施', unit: 'JJ', every: [480, 620, none, none] },
  { code: '02014', name: '交通信号灯', unit: 'JJ', every: [520, 700, none, none] },
  { code: '02017', name: '交通护栏', unit: 'JJ', every: [240, none, none, none] },
  { code: '01048', name: '变压器（箱）', unit: 'GD', every: [900, 800, 700, none] },
  { code: '01027', name: '通信交接箱', unit: 'TX', every: [700, 650, 600, none] },
  { code: '01050', name: '监控电子眼设施', unit: 'GA', every: [350, 420, 700, none] },
  { code: '02025', name: '非机动车停放点', unit: 'CGJ', every: [600, 500, 600, none] },
  { code: '03001', name: '公共厕所', unit: 'HW', every: [2200, 1800, 1900, none] },
];
