import { dice } from './document/mutations.ts';

/** Money in hundredths of 万元, as the documents print it. */
export type Cents = number;

/** One functional item of an invented budget, by fund. */
export interface Item {
  code: string;
  nameZh: string;
  groupZh: string;
  fund: 'general' | 'fund' | 'capital' | 'own';
  basic: Cents;
  project: Cents;
}

export interface Project {
  nameZh: string;
  fiscal: Cents;
  other: Cents;
  systemZh: string;
}

/** All figures of an invented document; everything that is printed twice is derived from here once. */
export interface Invented {
  year: number;
  nameZh: string;
  institution: boolean;
  staff: number;
  offices: number;
  subordinates: number;
  items: Item[];
  income: Record<string, Cents>;
  /** Economic items of the basic expenditure of the general budget, by column. */
  personnel: Record<string, Cents>;
  publicMoney: Record<string, Cents>;
  /** By class, what projects of the general budget spend. */
  projectClasses: Record<string, Cents>;
  projects: Project[];
  /** What was spent the year before, in all and of the general budget. */
  before: { all: Cents; general: Cents };
  threePublic: Record<'overseasTravel' | 'officialReception' | 'vehicleOperation' | 'vehiclePurchase', Cents>;
  threePublicBefore: Invented['threePublic'];
  vehicles: number;
  plannedVehicles: number;
  procurement: { goods: Cents; works: Cents; services: Cents };
}

export interface Wanted {
  seed: number;
  year: number;
  institution: boolean;
  staff: number;
  projects: number;
  withFund: boolean;
  withCapital: boolean;
  ownIncome: boolean;
  carryOver: 'none' | 'own' | 'fiscal';
  change: 'grown' | 'fallen' | 'same' | 'new';
  threePublic: boolean;
}

const NAMES = [
  '厦门市思明区政务服务中心',
  '泉州市丰泽区综合行政执法局',
  '三明市三元区档案服务中心',
  '漳州市龙文区数据管理服务中心',
  '福州市晋安区城市运行管理办公室',
];

const GROUPS: [group: string, nameZh: string][] = [
  ['20103', '政府办公厅（室）及相关机构事务'],
  ['20126', '档案事务'],
  ['20131', '党委办公厅（室）及相关机构事务'],
  ['20104', '发展与改革事务'],
];

const PROJECT_NAMES = ['一般业务经费', '智慧平台运维经费', '窗口服务外包经费', '档案数字化经费'];
const SYSTEMS = ['业务系统', '服务平台', '受理系统', '存储系统'];

export const total = (values: readonly Cents[]) => values.reduce((all, one) => all + one, 0);

/** An invented budget that adds up in every way in which a budget must. */
export function invent(wanted: Wanted): Invented {
  const roll = dice(wanted.seed);
  const between = (least: number, most: number) => least + Math.floor(roll() * (most - least + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(roll() * list.length)] as T;
  const { institution, staff } = wanted;
  const payroll = between(200, 900) * 100 * 25;
  const quota = between(80, 250);
  const personnel = {
    '30101': between(4000, 9000),
    '30102': between(2000, 7000),
    '30103': between(2000, 6000),
    ...(institution ? { '30107': between(1000, 6000) } : {}),
    '30108': (payroll * 16) / 100,
    '30109': (payroll * 8) / 100,
    '30110': (payroll * 8) / 100,
    '30112': between(10, 300),
    '30113': (payroll * 12) / 100,
    '30302': between(0, 1) * between(500, 900),
  };
  const three = wanted.threePublic;
  const threePublic = {
    overseasTravel: three ? between(0, 1) * between(100, 400) : 0,
    officialReception: three ? between(50, 300) : 0,
    vehicleOperation: three ? between(100, 500) : 0,
    vehiclePurchase: three && wanted.projects > 0 ? between(0, 1) * 1800 : 0,
  };
  const whole = staff * quota + between(3, 9) * staff * 10;
  const fixed = {
    '30212': threePublic.overseasTravel,
    '30217': Math.min(threePublic.officialReception, 100),
    '30231': threePublic.vehicleOperation,
  };
  const free =
    Math.max(whole, Math.ceil((total(Object.values(fixed)) + 400) / staff) * staff) - total(Object.values(fixed));
  const meeting = Math.floor(free / 4);
  const office = Math.floor(free / 3);
  const publicMoney = { '30201': office, ...fixed, '30215': meeting, '30228': free - office - meeting };
  const [group, groupZh] = pick(GROUPS);
  const contributions: Item[] = [
    own('2080505', '机关事业单位基本养老保险缴费支出', '行政事业单位养老支出', personnel['30108']),
    own('2080506', '机关事业单位职业年金缴费支出', '行政事业单位养老支出', personnel['30109']),
    own(
      institution ? '2101102' : '2101101',
      institution ? '事业单位医疗' : '行政单位医疗',
      '行政事业单位医疗',
      personnel['30110'],
    ),
    own('2210201', '住房公积金', '住房改革支出', personnel['30113']),
  ];
  const basic = total(Object.values(personnel)) + total(Object.values(publicMoney));
  const projects = Array.from(
    { length: wanted.projects },
    (_, i): Project => ({
      nameZh: PROJECT_NAMES[i] ?? '',
      fiscal: between(2000, 90_000) + (i === 0 ? threePublic.vehiclePurchase : 0),
      other: 0,
      systemZh: SYSTEMS[i] ?? '',
    }),
  );
  const generalProjects = wanted.withFund || wanted.withCapital ? projects.slice(1) : projects;
  const special = projects.filter((one) => !generalProjects.includes(one));
  if (special.length > 0) threePublic.vehiclePurchase = 0;
  const generalProject = total(generalProjects.map(({ fiscal }) => fiscal));
  const fromOwn = wanted.ownIncome && projects.length > 0 ? between(100, 5000) : 0;
  const carried = wanted.carryOver !== 'none' && generalProject > 2000 ? between(100, 1500) : 0;
  const last = projects.at(-1);
  const ownCarried = wanted.carryOver === 'own' ? carried : 0;
  if (last) last.other = fromOwn + ownCarried;
  const main = {
    ...own(institution ? `${group}50` : `${group}01`, institution ? '事业运行' : '行政运行', groupZh, 0),
    basic: basic - total(contributions.map((one) => one.basic)),
    project: institution ? generalProject : 0,
  };
  const items: Item[] = [
    main,
    ...(institution || generalProject === 0
      ? []
      : [{ ...own(`${group}02`, '一般行政管理事务', groupZh, 0), project: generalProject }]),
    ...contributions,
  ];
  const fund = total(special.map(({ fiscal }) => fiscal));
  const capital = wanted.withCapital && wanted.withFund ? Math.floor(fund / 3) : wanted.withCapital ? fund : 0;
  if (fund - capital > 0)
    items.push({
      ...own('2120803', '城市建设支出', '国有土地使用权出让收入安排的支出', 0),
      fund: 'fund',
      project: fund - capital,
    });
  if (capital > 0)
    items.push({
      ...own('2239999', '其他国有资本经营预算支出', '其他国有资本经营预算支出', 0),
      fund: 'capital',
      project: capital,
    });
  if (fromOwn + ownCarried > 0)
    items.push({ ...own(main.code, main.nameZh, groupZh, 0), fund: 'own', project: fromOwn + ownCarried });
  const general = basic + generalProject;
  const income = {
    generalPublicBudget: general - (wanted.carryOver === 'fiscal' ? carried : 0),
    governmentFund: fund - capital,
    stateCapital: capital,
    ...(institution ? { institutionOperating: fromOwn } : { other: fromOwn }),
    priorYearCarryover: carried,
  };
  const all = total(Object.values(income));
  const change = wanted.change === 'same' ? 0 : between(100, 4000) * (wanted.change === 'fallen' ? -1 : 1);
  const fresh = wanted.change === 'new';
  const goods = generalProject > 0 ? between(100, Math.min(generalProject, 1500)) : 0;
  const services = generalProject > goods ? between(0, generalProject - goods) : 0;
  const capitalMoney = Math.max(goods, threePublic.vehiclePurchase);
  return {
    year: wanted.year,
    nameZh: pick(NAMES),
    institution,
    staff,
    offices: between(2, 9),
    subordinates: between(0, 1) * between(1, 3),
    items,
    income,
    personnel,
    publicMoney,
    projectClasses:
      generalProject === 0
        ? {}
        : {
            '302': generalProject - Math.min(capitalMoney, generalProject),
            '310': Math.min(capitalMoney, generalProject),
          },
    projects,
    before: { all: fresh ? 0 : all - change, general: fresh ? 0 : general - change },
    threePublic,
    threePublicBefore: {
      overseasTravel: threePublic.overseasTravel,
      officialReception: three ? threePublic.officialReception + 50 : 0,
      vehicleOperation: three ? threePublic.vehicleOperation - 30 : 0,
      vehiclePurchase: 0,
    },
    vehicles: between(0, 4),
    plannedVehicles: threePublic.vehiclePurchase > 0 ? 1 : 0,
    procurement: { goods, works: 0, services },
  };
}

function own(code: string, nameZh: string, groupZh: string, basic: Cents): Item {
  return { code, nameZh, groupZh, fund: 'general', basic, project: 0 };
}
