import type { Words } from '../../../kernel/words.ts';

/** How a value runs over a year, from which its forecast follows. */
export type Shape = 'rate' | 'count' | 'days' | 'level' | 'progress';

/** 指标定义 — what a promise is measured by. A definition that changes gets a new version; plans keep the one they pinned. */
export interface Metric {
  version: number;
  label: Words;
  /** 分子 ÷ 分母 in words. */
  numerator: Words;
  denominator: Words | null;
  rule: Words;
  unit: '%' | '天' | '场' | '个';
  shape: Shape;
  better: 'higher' | 'lower';
  /** The greatest value it can have; null where there is none. */
  most: number | 'daysOfYear' | null;
  window: 'yearToDate' | 'cutoff';
  source: Words;
  /** 口径; the first is the usual one. */
  choices: Record<string, Words>;
  /** Whether it asks for a group of systems, or belongs to a project. */
  asks?: 'systems' | 'project';
}

const w = (zh: string, en: string): Words => ({ zh, en });
const rate = { version: 1, unit: '%', shape: 'rate', better: 'higher', most: 100, window: 'yearToDate' } as const;

export const metrics = {
  'budget.projectCompletion': {
    ...rate,
    version: 2,
    shape: 'progress',
    label: w('财政支出项目完成率', 'completion of budget projects'),
    numerator: w('Σ 项目预算 × 已验收成果份额', 'Σ project budget × share of deliverables accepted'),
    denominator: w('Σ 项目预算（调整后）', 'Σ project budgets as adjusted'),
    rule: w(
      '只计当年有资金的项目；成果即标明该项目代码、当年到期的督办事项，凭佐证报办结并由他人验收后才计；没有列成果的项目以区间表示。“已支付÷预算”与资金使用率重复，不作口径。',
      'Only projects with money. A deliverable is a key task of the year that names the project; it counts once reported with evidence and accepted by somebody else. A project without any makes a range. Paid ÷ budget would double the spending rate and is not offered.',
    ),
    source: w('预算项目与督办事项', 'budget projects and key tasks'),
    choices: {
      byMoney: w('按资金加权', 'weighted by money'),
      byNumber: w('按全部验收的项目个数', 'by projects wholly accepted'),
    },
  },
  'task.keyTaskClosure': {
    ...rate,
    label: w('重点工作办结率', 'closure of key tasks'),
    numerator: w('其中截止日前办结并通过验收的', 'of them, closed and accepted by the cut-off'),
    denominator: w('期内到期的重点工作', 'key tasks due in the period'),
    rule: w(
      '经批准取消的不计入分子分母；逾期办结算办结，另示按时率。',
      'Cancelled with approval: on neither side. Closed late is closed; the rate in time stands beside it.',
    ),
    source: w('督办事项', 'key tasks'),
    choices: { due: w('到期的', 'those due'), onTime: w('只计按时办结', 'only those in time') },
  },
  'task.milestones': {
    ...rate,
    label: w('节点按时完成率', 'milestones on time'),
    numerator: w('其中按期完成的', 'of them, reached by their date'),
    denominator: w('期内到期的节点', 'milestones due in the period'),
    rule: w(
      '项目表只计标明该项目代码的事项；改期须经批准，首次日期保留。',
      'In a project’s table only the tasks that name it. A changed date needs approval; the first date stays visible.',
    ),
    source: w('督办事项的节点', 'milestones of key tasks'),
    choices: {
      onTime: w('按时完成的节点', 'milestones on time'),
      tasks: w('已办结的项目事项', 'tasks of the project closed'),
    },
  },
  'meeting.heldCount': {
    ...rate,
    unit: '场',
    shape: 'count',
    most: null,
    label: w('召开会议次数', 'meetings held'),
    numerator: w('已召开且有纪要或两人以上签到的会议', 'meetings held, with minutes or two people signed in'),
    denominator: null,
    rule: w(
      '同室同时只计一场；取消的不计；系列会议每场各计。',
      'One a room and start; none that was called off; a series counts each sitting.',
    ),
    source: w('会议', 'meetings'),
    choices: { all: w('全部有据会议', 'all with evidence'), dispatch: w('只计调度会', 'dispatch meetings only') },
  },
  'system.failureRate': {
    ...rate,
    better: 'lower',
    label: w('系统故障率', 'system failure rate'),
    numerator: w('Σ 计划维护以外的故障分钟', 'Σ minutes of fault outside planned maintenance'),
    denominator: w('Σ 应运行分钟', 'Σ minutes of service owed'),
    rule: w(
      '提前 24 小时公告并批准的维护移出分母；无探测的时间为未知，以区间表示。',
      'Maintenance announced 24 h before and approved leaves the denominator; time without probes is unknown and shown as a range.',
    ),
    source: w('探测记录、计划维护、更正', 'probes, maintenance, corrections'),
    choices: { time: w('按时间', 'share of time') },
    asks: 'systems',
  },
  'system.availability': {
    ...rate,
    label: w('系统正常运行率', 'availability of a system'),
    numerator: w('应运行分钟 − 故障分钟', 'minutes owed less minutes of fault'),
    denominator: w('Σ 应运行分钟', 'Σ minutes of service owed'),
    rule: w('与系统故障率同口径：二者之和为 100%。', 'As the failure rate: the two make 100%.'),
    source: w('探测记录、计划维护、更正', 'probes, maintenance, corrections'),
    choices: { time: w('按时间', 'share of time'), days: w('正常天数 ÷ 天数', 'normal days ÷ days') },
    asks: 'systems',
  },
  'device.normalDays': {
    ...rate,
    unit: '天',
    shape: 'days',
    most: 'daysOfYear',
    label: w('设备正常运行天数', 'days the devices ran'),
    numerator: w('全部设备可用率都达到阈值的天数', 'days on which every device reached the threshold'),
    denominator: null,
    rule: w('探测缺失超过 5% 的日子为未知，单列。', 'Days with more than 5% unknown are told apart.'),
    source: w('设备探测记录', 'probes of devices'),
    choices: {
      t999: w('阈值 99.9%', 'threshold 99.9%'),
      t100: w('阈值 100%', 'threshold 100%'),
      t95: w('阈值 95%', 'threshold 95%'),
    },
  },
  'incident.handledInTime': {
    ...rate,
    label: w('异常处理率', 'faults handled in time'),
    numerator: w('其中在时限内恢复的', 'of them, gone within the limit'),
    denominator: w('期内发现且已到时限的异常', 'faults found in the period and already due'),
    rule: w('误报与并入的不计。', 'False alarms and merged ones count on neither side.'),
    source: w('故障记录', 'incidents'),
    choices: { inTime: w('按时处理', 'in time'), atAll: w('已处理', 'at all') },
  },
  'room.inspectedDays': {
    ...rate,
    unit: '天',
    shape: 'days',
    most: 'daysOfYear',
    label: w('机房维护天数', 'machine-room days'),
    numerator: w('有完整签名巡检单的天数', 'days with a complete signed sheet'),
    denominator: null,
    rule: w(
      '多个机房取最少的；补录须批准并标明。',
      'Of several rooms the fewest; late sheets need approval and are marked.',
    ),
    source: w('机房巡检', 'inspections'),
    choices: { signed: w('人工巡检', 'by a person, signed') },
  },
  'hotline.replyRate': {
    ...rate,
    label: w('12345 诉求件及时回复率', 'hotline replies in time'),
    numerator: w('其中从未超期而答复的', 'of them, replied to and never overdue'),
    denominator: w('期内答复到期的 12345 诉求', 'hotline cases whose reply fell due in the period'),
    rule: w(
      '作废、并案的不计；超期未答复的留在分母；批准延期的按新期限。',
      'Voided and merged ones leave; overdue ones stay in the denominator; an approved extension moves the deadline.',
    ),
    source: w('案卷（来源 12345）', 'cases that came by the hotline'),
    choices: { working: w('区级环节，按工作日历', 'the district’s part, by the working calendar') },
  },
  'hotline.satisfaction': {
    ...rate,
    version: 2,
    label: w('12345 诉求件回复满意度', 'satisfaction with hotline replies'),
    numerator: w('其中按所选口径表示满意的', 'of them, satisfied in the sense chosen'),
    denominator: w('期内回访作了回答的 12345 案卷', 'hotline cases about which a follow-up of the period was answered'),
    rule: w(
      '一案以最后一次有效回答为准；未接通、拒答的不计，与三种回答一并另示；少于 30 个回答不给数值。市里公布的是群众基本满意率，故默认含基本满意。',
      'The last valid answer about a case counts. Not reached and not answered are left out and shown beside the three answers; below 30 answers there is no value. The city publishes the rate that includes fairly satisfied: so does the usual choice.',
    ),
    source: w('回访', 'follow-up calls'),
    choices: {
      satisfied: w('满意 + 基本满意', 'satisfied and fairly satisfied'),
      full: w('只计满意', 'satisfied only'),
      solved: w('认为已解决', 'says it is solved'),
    },
  },
  'case.onTimeClosing': {
    ...rate,
    label: w('按期结案率', 'closed on time'),
    numerator: w('处置从未超期且按时结案的', 'never overdue and closed in time'),
    denominator: w('期内应结案的轮次', 'rounds due in the period'),
    rule: w('与考评同一定义，全部来源，按街道相加。', 'As in the scores, all sources, added over the sub-districts.'),
    source: w('案卷', 'cases'),
    choices: { scored: w('按考评定义', 'as scored') },
  },
  'assessment.grades': {
    ...rate,
    version: 2,
    label: w('数字城管综合评价等级达标率', 'assessment periods at the agreed grade'),
    numerator: w('达到约定等级的考评期', 'periods at or above the agreed grade'),
    denominator: w('已公布的考评期', 'periods published'),
    rule: w(
      '以市级公布结果为准：逐月登记通报文号和原文，由他人确认后才计；未公布的月份待定，不算未达标。本系统自算的评价不并入。',
      'By what the city published: each month is entered with its document and text and counts once somebody else confirmed it. A month not published is pending, no failure. Our own reckoning is never mixed in.',
    ),
    source: w('市级考评结果登记', 'register of the city’s published results'),
    choices: {
      district: w('区月度等级良好（B）及以上', 'the district’s monthly grade, good (B) or better'),
      excellent: w('区月度等级优秀（A）', 'the district’s monthly grade, excellent (A)'),
      fair: w('区月度等级中等（C）及以上', 'the district’s monthly grade, fair (C) or better'),
    },
  },
  'budget.execution': {
    ...rate,
    shape: 'progress',
    label: w('资金使用率', 'spending of the budget'),
    numerator: w('期内支付（退款冲减）', 'payments booked, refunds taken off'),
    denominator: w('调整后预算', 'budget as adjusted'),
    rule: w('全部资金。预算执行另计 10 分，注意重复计分。', 'All funds. Execution is scored apart with 10 points.'),
    source: w('预算与支付', 'budget and payments'),
    choices: { adjusted: w('÷ 调整后预算', '÷ budget as adjusted'), original: w('÷ 年初预算', '÷ original budget') },
  },
  'budget.projectExecution': {
    ...rate,
    shape: 'progress',
    label: w('项目预算执行率', 'spending of a project'),
    numerator: w('本项目支付', 'payments of the project'),
    denominator: w('本项目预算', 'budget of the project'),
    rule: w('退款在记账月冲减。', 'Refunds net off in the month booked.'),
    source: w('预算与支付', 'budget and payments'),
    choices: { adjusted: w('÷ 调整后预算', '÷ budget as adjusted'), original: w('÷ 年初预算', '÷ original budget') },
    asks: 'project',
  },
  'budget.publicExpense': {
    ...rate,
    shape: 'progress',
    better: 'lower',
    most: null,
    label: w('公用经费控制率', 'public expenses within their budget'),
    numerator: w('公用经费支付', 'payments of public expenses'),
    denominator: w('公用经费预算', 'budget of public expenses'),
    rule: w('只计基本支出，不含项目。', 'Basic expenditure only, no projects.'),
    source: w('预算与支付', 'budget and payments'),
    choices: { adjusted: w('÷ 调整后预算', '÷ budget as adjusted'), original: w('÷ 年初预算', '÷ original budget') },
  },
  'staff.controlRate': {
    ...rate,
    shape: 'level',
    better: 'lower',
    most: null,
    window: 'cutoff',
    label: w('在职人员控制率', 'staff within the posts approved'),
    numerator: w('编制内在岗人数', 'people in post on the establishment'),
    denominator: w('编制数', 'posts approved'),
    rule: w('没有编制数则不可计算。', 'Without approved posts it cannot be computed.'),
    source: w('编制与用工', 'posts and engagements'),
    choices: { cutoff: w('截止日', 'at the cut-off'), average: w('各月末平均', 'mean of the month ends') },
  },
  'staff.jobs': {
    ...rate,
    unit: '个',
    shape: 'level',
    most: null,
    window: 'cutoff',
    label: w('提供就业岗位数', 'jobs provided'),
    numerator: w('在岗的人（一人只计一次）', 'people engaged, each once'),
    denominator: null,
    rule: w('实习、志愿不计。', 'Interns and volunteers do not count.'),
    source: w('用工', 'engagements'),
    choices: {
      own: w('在编、聘用、派遣', 'establishment, hired, dispatched'),
      outsourced: w('另加服务外包', 'and outsourced'),
      average: w('在编、聘用、派遣的各月末平均', 'the same, mean of the month ends'),
      created: w('当年新增', 'new in the year'),
    },
  },
  'asset.use': {
    ...rate,
    shape: 'level',
    window: 'cutoff',
    label: w('固定资产利用率', 'use of fixed assets'),
    numerator: w('在用资产', 'assets in use'),
    denominator: w('全部资产', 'all assets'),
    rule: w(
      '闲置 90 天以上为闲置；待处置的不计。',
      'Idle after 90 days; those approved for disposal count on neither side.',
    ),
    source: w('固定资产', 'fixed assets'),
    choices: { value: w('按原值', 'by original value'), number: w('按件数', 'by number') },
  },
  'survey.staff': {
    ...rate,
    shape: 'level',
    label: w('员工满意率', 'satisfaction of the staff'),
    numerator: w('满意与基本满意', 'satisfied or fairly satisfied'),
    denominator: w('有效答卷', 'valid answers'),
    rule: w('匿名；少于最低答卷数不公布。', 'Anonymous; nothing below the least number of answers.'),
    source: w('满意度调查（员工）', 'surveys of the staff'),
    choices: { latest: w('年内最近一次', 'the latest of the year') },
  },
  'survey.users': {
    ...rate,
    shape: 'level',
    label: w('用户满意率', 'satisfaction of the users'),
    numerator: w('满意与基本满意', 'satisfied or fairly satisfied'),
    denominator: w('有效答卷', 'valid answers'),
    rule: w('匿名；少于最低答卷数不公布。', 'Anonymous; nothing below the least number of answers.'),
    source: w('满意度调查（用户、市民）', 'surveys of users and citizens'),
    choices: { users: w('内部用户', 'users inside'), citizens: w('市民', 'citizens') },
  },
} as const satisfies Record<string, Metric>;

/** The definitions under one type, by key. */
export const metricOf: Record<string, Metric | undefined> = metrics;
