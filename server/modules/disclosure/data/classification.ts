import { FURTHER_FUNCTIONS } from './functions.ts';

/**
 * 政府收支分类科目: the codes by which money is budgeted and disclosed, with the years in which each holds. Functional
 * codes are 类 3, 款 5, 项 7 digits, departmental economic codes 类 3 and 款 5; a child begins with its parent's code.
 * The functional scheme is an excerpt: all classes, and of the groups those that a public service unit meets.
 */
export interface Code {
  code: string;
  nameZh: string;
  /** First and last budget year; open at the end where it still holds. */
  from: number;
  to: number | null;
}

const FIRST_YEAR = 2018;

const ECONOMIC: [code: string, name: string][] = [
  ['301', '工资福利支出'],
  ['30101', '基本工资'],
  ['30102', '津贴补贴'],
  ['30103', '奖金'],
  ['30106', '伙食补助费'],
  ['30107', '绩效工资'],
  ['30108', '机关事业单位基本养老保险缴费'],
  ['30109', '职业年金缴费'],
  ['30110', '职工基本医疗保险缴费'],
  ['30111', '公务员医疗补助缴费'],
  ['30112', '其他社会保障缴费'],
  ['30113', '住房公积金'],
  ['30114', '医疗费'],
  ['30199', '其他工资福利支出'],
  ['302', '商品和服务支出'],
  ['30201', '办公费'],
  ['30202', '印刷费'],
  ['30203', '咨询费'],
  ['30204', '手续费'],
  ['30205', '水费'],
  ['30206', '电费'],
  ['30207', '邮电费'],
  ['30208', '取暖费'],
  ['30209', '物业管理费'],
  ['30211', '差旅费'],
  ['30212', '因公出国（境）费用'],
  ['30213', '维修(护)费'],
  ['30214', '租赁费'],
  ['30215', '会议费'],
  ['30216', '培训费'],
  ['30217', '公务接待费'],
  ['30218', '专用材料费'],
  ['30224', '被装购置费'],
  ['30225', '专用燃料费'],
  ['30226', '劳务费'],
  ['30227', '委托业务费'],
  ['30228', '工会经费'],
  ['30229', '福利费'],
  ['30231', '公务用车运行维护费'],
  ['30239', '其他交通费用'],
  ['30240', '税金及附加费用'],
  ['30299', '其他商品和服务支出'],
  ['303', '对个人和家庭的补助'],
  ['30301', '离休费'],
  ['30302', '退休费'],
  ['30303', '退职（役）费'],
  ['30304', '抚恤金'],
  ['30305', '生活补助'],
  ['30306', '救济费'],
  ['30307', '医疗费补助'],
  ['30308', '助学金'],
  ['30309', '奖励金'],
  ['30310', '个人农业生产补贴'],
  ['30311', '代缴社会保险费'],
  ['30399', '其他对个人和家庭的补助'],
  ['307', '债务利息及费用支出'],
  ['30701', '国内债务付息'],
  ['30702', '国外债务付息'],
  ['30703', '国内债务发行费用'],
  ['30704', '国外债务发行费用'],
  ['309', '资本性支出（基本建设）'],
  ['30901', '房屋建筑物购建'],
  ['30902', '办公设备购置'],
  ['30903', '专用设备购置'],
  ['30905', '基础设施建设'],
  ['30906', '大型修缮'],
  ['30907', '信息网络及软件购置更新'],
  ['30908', '物资储备'],
  ['30913', '公务用车购置'],
  ['30919', '其他交通工具购置'],
  ['30921', '文物和陈列品购置'],
  ['30922', '无形资产购置'],
  ['30999', '其他基本建设支出'],
  ['310', '资本性支出'],
  ['31001', '房屋建筑物购建'],
  ['31002', '办公设备购置'],
  ['31003', '专用设备购置'],
  ['31005', '基础设施建设'],
  ['31006', '大型修缮'],
  ['31007', '信息网络及软件购置更新'],
  ['31008', '物资储备'],
  ['31009', '土地补偿'],
  ['31010', '安置补助'],
  ['31011', '地上附着物和青苗补偿'],
  ['31012', '拆迁补偿'],
  ['31013', '公务用车购置'],
  ['31019', '其他交通工具购置'],
  ['31021', '文物和陈列品购置'],
  ['31022', '无形资产购置'],
  ['31099', '其他资本性支出'],
  ['311', '对企业补助（基本建设）'],
  ['31101', '资本金注入'],
  ['31199', '其他对企业补助'],
  ['312', '对企业补助'],
  ['31201', '资本金注入'],
  ['31203', '政府投资基金股权投资'],
  ['31204', '费用补贴'],
  ['31205', '利息补贴'],
  ['31299', '其他对企业补助'],
  ['313', '对社会保障基金补助'],
  ['31302', '对社会保险基金补助'],
  ['31303', '补充全国社会保障基金'],
  ['31304', '对机关事业单位职业年金的补助'],
  ['399', '其他支出'],
  ['39907', '国家赔偿费用支出'],
  ['39908', '对民间非营利组织和群众性自治组织补贴'],
  ['39909', '经常性赠与'],
  ['39910', '资本性赠与'],
  ['39999', '其他支出'],
];

const FUNCTIONAL: [code: string, name: string][] = [
  ['201', '一般公共服务支出'],
  ['202', '外交支出'],
  ['203', '国防支出'],
  ['204', '公共安全支出'],
  ['205', '教育支出'],
  ['206', '科学技术支出'],
  ['207', '文化旅游体育与传媒支出'],
  ['208', '社会保障和就业支出'],
  ['209', '社会保险基金支出'],
  ['210', '卫生健康支出'],
  ['211', '节能环保支出'],
  ['212', '城乡社区支出'],
  ['213', '农林水支出'],
  ['214', '交通运输支出'],
  ['215', '资源勘探工业信息等支出'],
  ['216', '商业服务业等支出'],
  ['217', '金融支出'],
  ['219', '援助其他地区支出'],
  ['220', '自然资源海洋气象等支出'],
  ['221', '住房保障支出'],
  ['222', '粮油物资储备支出'],
  ['223', '国有资本经营预算支出'],
  ['224', '灾害防治及应急管理支出'],
  ['227', '预备费'],
  ['229', '其他支出'],
  ['230', '转移性支出'],
  ['231', '债务还本支出'],
  ['232', '债务付息支出'],
  ['233', '债务发行费用支出'],
  ['234', '抗疫特别国债安排的支出'],
  ['20103', '政府办公厅（室）及相关机构事务'],
  ['2010301', '行政运行'],
  ['2010302', '一般行政管理事务'],
  ['2010303', '机关服务'],
  ['2010350', '事业运行'],
  ['2010399', '其他政府办公厅（室）及相关机构事务支出'],
  ['20805', '行政事业单位养老支出'],
  ['2080505', '机关事业单位基本养老保险缴费支出'],
  ['2080506', '机关事业单位职业年金缴费支出'],
  ['21011', '行政事业单位医疗'],
  ['2101101', '行政单位医疗'],
  ['2101102', '事业单位医疗'],
  ['2101103', '公务员医疗补助'],
  ['22102', '住房改革支出'],
  ['2210201', '住房公积金'],
  ['2210202', '提租补贴'],
  ['2210203', '购房补贴'],
];

/** Codes of earlier years, abolished or given another meaning by the reform that took effect in 2018. */
const EARLIER: [code: string, name: string][] = [
  ['304', '对企事业单位的补贴'],
  ['30104', '其他社会保障缴费'],
  ['30311', '住房公积金'],
  ['30312', '提租补贴'],
  ['30313', '购房补贴'],
];

const held = ([code, nameZh]: [string, string]): Code => ({ code, nameZh, from: FIRST_YEAR, to: null });

export const CODES: readonly Code[] = [
  ...ECONOMIC.map(held),
  ...FUNCTIONAL.map(held),
  ...FURTHER_FUNCTIONS.map(held),
  ...EARLIER.map(([code, nameZh]) => ({ code, nameZh, from: 2007, to: FIRST_YEAR - 1 })),
];

const known = new WeakMap<readonly Code[], Map<number, Map<string, Code>>>();

/** The codes of a budget year; of one that was renamed within it, the later version. Versions stand in their order. */
export function codesIn(versions: readonly Code[], year: number): Map<string, Code> {
  const years = known.get(versions) ?? new Map<number, Map<string, Code>>();
  known.set(versions, years);
  const holds = years.get(year) ?? new Map(versions.filter((one) => holdsIn(one, year)).map((one) => [one.code, one]));
  years.set(year, holds);
  return holds;
}

export const holdsIn = ({ from, to }: Code, year: number): boolean => from <= year && (to === null || to >= year);

/** Which codes play which part in a budget. */
export const ROLES = {
  /** 人员经费 holds these classes only, unless a local rule says otherwise. */
  personnelClasses: ['301', '303'],
  /** Classes whose items are never 人员经费. */
  publicClasses: ['302', '310'],
  overseasTravel: ['30212'],
  officialReception: ['30217'],
  vehicleOperation: ['30231'],
  vehiclePurchase: ['31013', '30913'],
  meetings: '30215',
  training: '30216',
  assetClass: '310',
  /** 其他…: a budget hides in these what it does not name. */
  residual: ['30199', '30299', '30399', '30999', '31099', '31199', '31299', '39999'],
  /** Contributions, the share of the payroll usual for each, and the functional class where many places post it. */
  contributions: [
    { code: '30108', nameZh: '养老', percent: 16, functional: '2080505' },
    { code: '30109', nameZh: '年金', percent: 8, functional: '2080506' },
    { code: '30110', nameZh: '医疗', percent: 8, functional: '2101102' },
    { code: '30113', nameZh: '公积金', percent: 12, functional: '2210201' },
  ],
} as const;
