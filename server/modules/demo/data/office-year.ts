/** 督办事项 of the demo: who does it, how it stands now, and when it is due, in days from today (negative: past). */
export interface DemoTask {
  title: string;
  source: 'superior' | 'meeting' | 'plan' | 'leader';
  unit: string;
  assists: string[];
  template: 'decision' | 'purchase' | 'project' | 'campaign';
  setUp: number;
  due: number;
  /** How far it got. */
  stands:
    | 'drafted'
    | 'assigned'
    | 'inProgress'
    | 'silent'
    | 'reported'
    | 'accepted'
    | 'late'
    | 'postponing'
    | 'cancelled';
  /** The budget project whose deliverable it is. */
  projectCode: string | null;
}

type Row = [title: string, source: DemoTask['source'], units: string, template: DemoTask['template']];

const task = (
  [title, source, units, template]: Row,
  [setUp, due]: [number, number],
  stands: DemoTask['stands'],
  projectCode: string | null = null,
): DemoTask => {
  const [unit = '', ...assists] = units.split(' ');
  return { title, source, unit, assists, template, setUp, due, stands, projectCode };
};

export const tasks: readonly DemoTask[] = [
  task(['汛前内河清淤与排水管网检查', 'superior', 'NH SZ', 'campaign'], [-230, -172], 'accepted'),
  task(['老旧小区飞线充电专项整治', 'superior', 'XF FG GA', 'campaign'], [-205, -120], 'accepted'),
  task(['数字峰会周边市容环境保障', 'leader', 'ZFD HW YL', 'campaign'], [-240, -205], 'accepted'),
  task(['一季度诉求热点分析与整改', 'plan', 'CGJ', 'decision'], [-250, -222], 'accepted'),
  task(['二季度诉求热点分析与整改', 'plan', 'CGJ', 'decision'], [-160, -132], 'accepted'),
  task(['三季度诉求热点分析与整改', 'plan', 'CGJ', 'decision'], [-70, -40], 'accepted'),
  task(['共享单车停放秩序整治', 'meeting', 'ZFD JJ', 'campaign'], [-118, -60], 'accepted'),
  task(['夜间施工噪声联合执法', 'meeting', 'STHJ ZJJ', 'campaign'], [-95, -52], 'accepted'),
  task(['建筑垃圾运输车辆全密闭改造', 'superior', 'CGJ JT', 'decision'], [-190, -75], 'late'),
  task(['垃圾分类投放点提升二十处', 'plan', 'LJFL HW', 'purchase'], [-150, -45], 'accepted'),
  task(['城市管理平台等级保护测评', 'plan', 'DSJ', 'project'], [-210, -22], 'accepted', 'XM01'),
  task(['热线知识库更新三百条', 'plan', 'XFJ', 'decision'], [-100, -18], 'accepted', 'XM01'),
  task(['井盖普查与权属移交', 'superior', 'SZ', 'campaign'], [-80, 24], 'inProgress'),
  task(['窨井防坠网加装', 'meeting', 'SZ', 'purchase'], [-60, -4], 'inProgress'),
  task(['户外广告安全排查', 'superior', 'ZFD SCJG', 'campaign'], [-50, 2], 'inProgress'),
  task(['便民服务终端巡检与更新', 'plan', 'DSJ GX', 'purchase'], [-66, 33], 'silent', 'XM02'),
  task(['冬季供水管网防冻检查', 'leader', 'SZ', 'decision'], [-14, 19], 'inProgress'),
  task(['停车泊位智能化改造', 'plan', 'TC', 'project'], [-120, 88], 'inProgress'),
  task(['背街小巷照明补盲', 'superior', 'CGJ SZ', 'purchase'], [-45, 12], 'postponing'),
  task(['农贸市场周边环境整治', 'meeting', 'SCJG HW', 'campaign'], [-40, 1], 'reported'),
  task(['校园周边食品摊点规范', 'superior', 'SCJG JY', 'campaign'], [-38, -1], 'reported'),
  task(['年度网格片长履职评议', 'plan', 'CGJ', 'decision'], [-3, 37], 'assigned'),
  task(['元旦春节烟花爆竹巡查方案', 'superior', 'YJ GA', 'decision'], [-2, 27], 'assigned'),
  task(['明年民生实事项目征集', 'leader', 'CGJ', 'decision'], [-1, 41], 'drafted'),
  task(['临时集市疏导点设置', 'leader', 'ZFD', 'decision'], [-110, -65], 'cancelled'),
];

/** What the regular meetings of the centre are about, in turn. */
export const topics = [
  '超期案卷清零与回退原因',
  '热点诉求研判与派遣口径',
  '监督员巡查盲区与排班',
  '热线接听率与回访满意度',
  '综合评价指标通报',
  '防汛防台值守与物资准备',
  '权属争议案卷裁定',
  '平台运行与数据质量',
];

export const studies = [
  '城市管理案件立案结案标准',
  '个人信息保护与脱敏要求',
  '热线受理规范与文明用语',
  '数据安全与密码使用',
  '预算绩效管理办法',
  '应急值守与信息报送',
];

export const decisions = [
  '超期案卷三日内逐件说明原因并办结',
  '同类诉求合并研判，一周内形成处置口径',
  '增加早晚高峰巡查班次',
  '回访不满意案卷由值班长复核',
  '权属不清的案卷报领导裁定',
  '下次会议通报落实情况',
];

/** 固定资产: name, category, value in yuan, how many, where. */
export const assets: readonly [string, 'equipment' | 'furniture' | 'software' | 'vehicle', number, number, string][] = [
  ['数据库服务器', 'equipment', 86_500, 2, '中心机房'],
  ['应用服务器', 'equipment', 52_300, 4, '中心机房'],
  ['存储阵列', 'equipment', 148_000, 1, '中心机房'],
  ['核心交换机', 'equipment', 63_800, 2, '中心机房'],
  ['不间断电源', 'equipment', 45_200, 2, '中心机房'],
  ['大屏显示单元', 'equipment', 31_600, 6, '指挥大厅'],
  ['坐席工作站', 'equipment', 6_480, 8, '热线大厅'],
  ['会议终端', 'equipment', 18_900, 2, '会议室'],
  ['便民服务终端', 'equipment', 27_500, 4, '社区服务点'],
  ['执法记录仪', 'equipment', 1_980, 3, '值班室'],
  ['城市运行管理平台软件', 'software', 685_000, 1, '中心机房'],
  ['地理信息平台许可', 'software', 128_000, 1, '中心机房'],
  ['指挥大厅控制台', 'furniture', 24_600, 2, '指挥大厅'],
  ['档案密集架', 'furniture', 13_400, 2, '档案室'],
];

/** 预算科目 of a centre of this size, in 分: economic code, 人员 or 公用. */
export const basicLines: readonly [economicCode: string, role: 'personnel' | 'public', fen: number][] = [
  ['30101', 'personnel', 47_290_000],
  ['30102', 'personnel', 26_750_000],
  ['30103', 'personnel', 21_200_000],
  ['30107', 'personnel', 32_000_000],
  ['30108', 'personnel', 16_970_000],
  ['30109', 'personnel', 8_480_000],
  ['30110', 'personnel', 16_650_000],
  ['30112', 'personnel', 110_000],
  ['30113', 'personnel', 18_160_000],
  ['30199', 'personnel', 50_890_000],
  ['30201', 'public', 3_650_000],
  ['30202', 'public', 1_200_000],
  ['30206', 'public', 2_150_000],
  ['30207', 'public', 1_300_000],
  ['30211', 'public', 900_000],
  ['30213', 'public', 1_000_000],
  ['30216', 'public', 1_000_000],
  ['30226', 'public', 17_930_000],
  ['30299', 'public', 3_000_000],
];

export const projects = [
  {
    code: 'XM01',
    nameZh: '平台运行维护',
    category: 'operation',
    basis: '区信息化项目运维管理办法',
    goalZh: '城市运行管理平台全年稳定运行',
    firstYear: 2024,
    lastYear: 2027,
    ownerZh: '平台运维科',
    lines: [
      ['30227', 6_480_000],
      ['30213', 2_000_000],
    ],
    buys: [
      ['services', '30227', '城市运行管理平台运维服务', 4_800_000],
      ['services', '30213', '指挥中心设备维保', 1_200_000],
    ],
  },
  {
    code: 'XM02',
    nameZh: '便民服务终端运维',
    category: 'purpose',
    basis: '便民服务终端建设方案',
    goalZh: '终端完好率与使用率达到目标',
    firstYear: 2023,
    lastYear: 2026,
    ownerZh: '便民服务科',
    lines: [['30214', 3_500_000]],
    buys: [['services', '30214', '便民服务终端租赁', 2_600_000]],
  },
] as const;
