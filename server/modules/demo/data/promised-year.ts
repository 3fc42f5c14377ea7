import { daysOf } from '../../disclosure/checks/targets.ts';
import type { Goal, PlanIndicator } from '../../targets/model.ts';

/** What the centre promises for the year: the kinds of the published targets, with their slips put right. */

export const promisedGoals: Goal[] = [
  {
    id: 'G1',
    titleZh: '诉求办理答得快、办得好',
    textZh: '健全受理、派遣、回访机制，按时回复群众诉求。',
    reasonWithout: '',
  },
  { id: 'G2', titleZh: '城市管理平台平稳运行', textZh: '机房每日巡检，系统和设备故障及时处置。', reasonWithout: '' },
  { id: 'G3', titleZh: '重点工作按时办结，会议有序召开', reasonWithout: '' },
  { id: 'G4', titleZh: '严控经费和编制，用好资产', reasonWithout: '' },
];

/** What the city published of the months of the year. */
export const cityGradesOfYear: readonly [grade: 'A' | 'B' | 'C', score: number][] = [
  ['B', 86.2],
  ['B', 87.5],
  ['A', 91.3],
  ['C', 73.8],
  ['B', 84.9],
  ['A', 90.6],
  ['B', 88.1],
  ['A', 92.4],
  ['A', 91.7],
  ['B', 89.2],
  ['A', 90.8],
  ['A', 93],
];

/** Streets graded in the city's documents; of each month some stand a grade apart from the district. */
export const gradedStreets = ['鼓东街道', '鼓西街道', '温泉街道', '东街街道', '南街街道', '安泰街道'];

/** What is written to a promise that does not hold in the middle of the year, by what it is measured by. */
export const midYearTold: Record<string, readonly [cause: string, action: string] | undefined> = {
  'budget.projectCompletion': [
    '项目成果按年度计划分批验收，集中在下半年。',
    '下半年按节点逐项验收，11 月底前全部完成。',
  ],
  'budget.execution': [
    '支出按月、按季均衡安排，上半年执行与时间进度相当。',
    '按用款计划支付，11 月起逐周通报未支付事项。',
  ],
  'budget.projectExecution': ['项目款按季支付，合同尾款须验收后支付。', '验收一笔支付一笔，四季度前完成采购。'],
  'meeting.heldCount': ['全年累计指标，上半年按每周例会和调度会召开。', '保持现有频次，及时形成纪要。'],
  'room.inspectedDays': ['全年累计指标；个别日期因台风值守未填巡检单。', '值班长每日核对巡检单，缺漏当日补查。'],
  'device.normalDays': ['全年累计指标；部分设备自检上报中断，按未知单列。', '修复自检上报，更换老化交换机。'],
  'system.failureRate': ['上半年有平台中断和网络故障，均已恢复。', '关键节点双路由，割接前 24 小时公告。'],
  'hotline.replyRate': ['暴雨期间诉求集中，部分件答复超期。', '增设值守坐席，临期件每日调度。'],
  'case.onTimeClosing': ['暴雨和专项整治期间案卷集中。', '超期案卷逐件督办，每周清零。'],
  'assessment.grades': ['个别月份等级为中等。', '对照扣分项整改，按月复盘。'],
};
const otherwise = ['上半年尚未达到全年目标。', '分析原因，下半年逐月跟踪。'] as const;
export const toldOf = (metric: string | null) => midYearTold[metric ?? ''] ?? otherwise;

const output = '产出指标';
const benefit = '效益指标';
const pleased = '满意度指标';

type Told = [
  id: string,
  goalId: string,
  level1Zh: string,
  level2Zh: string,
  level3Zh: string,
  targetPrinted: string,
  weight: string,
  metric: string,
  choice: string,
  more?: Partial<PlanIndicator>,
];

const asked = '年内一次，匿名在线答卷，最少 5 份有效';

const overall = (year: number): Told[] => [
  ['W01', 'G4', output, '质量指标', '财政支出项目完成率', '≥95%', '6', 'budget.projectCompletion', 'byMoney'],
  ['W02', 'G3', output, '时效指标', '重点工作办结率', '≥90%', '8', 'task.keyTaskClosure', 'due'],
  ['W03', 'G3', output, '数量指标', '召开会议次数', '≥210场', '5', 'meeting.heldCount', 'all'],
  [
    'W04',
    'G2',
    output,
    '质量指标',
    '系统故障率',
    '≤0.1%',
    '7',
    'system.failureRate',
    'time',
    { systems: 'city-management' },
  ],
  ['W05', 'G1', output, '时效指标', '12345诉求件及时回复率', '≥90%', '8', 'hotline.replyRate', 'working'],
  ['W06', 'G4', output, '时效指标', '资金使用率', '≥95%', '5', 'budget.execution', 'adjusted'],
  ['W07', 'G4', output, '成本指标', '公用经费控制率', '≤100%', '5', 'budget.publicExpense', 'adjusted'],
  ['W08', 'G2', output, '数量指标', '机房维护天数', `=${daysOf(year)}天`, '6', 'room.inspectedDays', 'signed'],
  ['W09', 'G4', benefit, '经济成本指标', '在职人员控制率', '≤100%', '6', 'staff.controlRate', 'cutoff'],
  ['W10', 'G4', benefit, '经济成本指标', '固定资产利用率', '≥90%', '5', 'asset.use', 'value'],
  ['W11', 'G4', benefit, '社会效益指标', '提供就业岗位数', '≥19个', '5', 'staff.jobs', 'own'],
  ['W12', 'G2', benefit, '社会效益指标', '数字城管综合评价等级达标率', '≥90%', '6', 'assessment.grades', 'district'],
  ['W13', 'G1', benefit, '社会效益指标', '按期结案率', '≥85%', '8', 'case.onTimeClosing', 'scored'],
  [
    'W14',
    'G1',
    pleased,
    '服务对象满意度指标',
    '12345诉求件回复满意度',
    '≥90%',
    '5',
    'hotline.satisfaction',
    'satisfied',
  ],
  [
    'W15',
    'G4',
    pleased,
    '服务对象满意度指标',
    '用户对平台满意率',
    '≥90%',
    '5',
    'survey.users',
    'users',
    { surveyZh: asked },
  ],
];

const project: Told[] = [
  ['P01', 'G2', output, '质量指标', '异常处理率', '≥90%', '15', 'incident.handledInTime', 'inTime'],
  [
    'P02',
    'G2',
    output,
    '质量指标',
    '系统故障率',
    '≤0.1%',
    '15',
    'system.failureRate',
    'time',
    { systems: 'command-centre' },
  ],
  ['P03', 'G3', output, '时效指标', '节点按时率', '≥90%', '10', 'task.milestones', 'onTime'],
  ['P04', 'G4', output, '时效指标', '预算执行率', '≥95%', '10', 'budget.projectExecution', 'adjusted'],
  [
    'P05',
    'G2',
    benefit,
    '可持续影响指标',
    '设备无故障天数',
    '≥350天',
    '30',
    'device.normalDays',
    't999',
    { systems: 'command-centre' },
  ],
  [
    'P06',
    'G2',
    pleased,
    '服务对象满意度指标',
    '平台用户满意率',
    '≥90%',
    '10',
    'survey.users',
    'users',
    { surveyZh: asked },
  ],
];

const indicatorOf =
  (scope: string) =>
  ([id, goalId, level1Zh, level2Zh, level3Zh, targetPrinted, weight, metric, choice, more]: Told): PlanIndicator => ({
    id,
    scope,
    goalId,
    level1Zh,
    level2Zh,
    level3Zh,
    targetPrinted,
    weight,
    metric,
    choice,
    band: null,
    systems: null,
    surveyZh: '',
    ...more,
  });

/** The promises of the centre as a whole, and those of one of its projects. */
export const promisedIndicators = (year: number, projectCode: string): PlanIndicator[] => [
  ...overall(year).map(indicatorOf('overall')),
  ...project.map(indicatorOf(projectCode)),
];
