import type { Words } from '../../../kernel/words.ts';

/** How a value runs over a year, from which its forecast follows. */
export type Shape = 'rate' | 'count' | 'days' | 'level' | 'progress';

/** 定义原文 — what is divided by what, and by which rule. */
export interface FormulaWords {
  numerator: Words;
  denominator: Words | null;
  rule: Words;
  source: Words;
}

/** 不提供的口径 — a choice that was thought of and is deliberately not offered, and why. */
export interface NotOffered {
  label: Words;
  why: Words;
}

/** 指标定义 — what a promise is measured by. A definition that changes gets a new version; plans keep the one they pinned. */
export interface Metric extends FormulaWords {
  version: number;
  label: Words;
  unit: '%' | '天' | '场' | '个';
  shape: Shape;
  better: 'higher' | 'lower';
  /** The greatest value it can have; null where there is none. */
  most: number | 'daysOfYear' | null;
  window: 'yearToDate' | 'cutoff';
  /** 口径; the first is the usual one. */
  choices: Record<string, Words>;
  /** What a choice counts otherwise than its metric says. */
  otherwise?: Record<string, Partial<FormulaWords> & { shape?: Shape }>;
  /** The choice that comes to 正常 or 不正常 rather than to a number. */
  judged?: string;
  notOffered?: readonly NotOffered[];
  /** Whether it asks for a group of systems, or belongs to a project. */
  asks?: 'systems' | 'project';
}

const w = (zh: string, en: string): Words => ({ zh, en });
const rate = { version: 1, unit: '%', shape: 'rate', better: 'higher', most: 100, window: 'yearToDate' } as const;

const committed: readonly NotOffered[] = [
  {
    label: w('含已承诺未支付', 'commitments included'),
    why: w(
      '预算只登记采购计划和支付，不登记已签合同的金额；计划不是承诺，不能当作已用。',
      'The budget knows planned purchases and payments, no contracts signed: a plan is no commitment and must not count as spent.',
    ),
  },
];

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
    notOffered: [
      {
        label: w('支付 ÷ 预算', 'paid ÷ budget'),
        why: w(
          '与资金使用率重复，同一件事会计两次分。',
          'It is the spending rate under another name: one thing would be scored twice.',
        ),
      },
    ],
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
    choices: {
      due: w('到期的', 'those due'),
      onTime: w('只计按时办结', 'only those in time'),
      created: w('期内立项的', 'all set up in the period'),
    },
    otherwise: {
      created: {
        denominator: w('期内立项的重点工作', 'key tasks set up in the period'),
        rule: w(
          '不论何时到期；经批准取消的不计入分子分母。年底前才立项的，到年底往往还没有办结。',
          'Whenever they are due; cancelled with approval: on neither side. What is set up late in the year is often still open at its end.',
        ),
      },
    },
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
    notOffered: [
      {
        label: w('本项目其他指标的达标份额', 'share of the project’s other indicators reached'),
        why: w(
          '拿目标衡量目标，循环定义；一项未达会扣两次分。',
          'It measures the targets by themselves: one that is missed would cost points twice.',
        ),
      },
    ],
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
    choices: {
      all: w('全部有据会议', 'all with evidence'),
      dispatch: w('只计调度会', 'dispatch meetings only'),
      project: w('只计项目经费支持的会议', 'only meetings paid from project money'),
    },
    otherwise: {
      project: {
        numerator: w(
          '标明项目代码、已召开且有纪要或两人以上签到的会议',
          'meetings that name a budget project, held, with minutes or two people signed in',
        ),
        rule: w(
          '整体表计标明任一项目的，项目表只计标明本项目的；同室同时只计一场；取消的不计。',
          'In the overall table those that name any project, in a project’s table those that name it. One a room and start; none that was called off.',
        ),
      },
    },
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
    choices: {
      time: w('按时间', 'share of time'),
      requests: w('失败的探测 ÷ 探测', 'failed checks ÷ checks'),
      deviceDays: w('故障设备日 ÷ 设备日', 'faulty device-days ÷ device-days'),
    },
    otherwise: {
      requests: {
        numerator: w('其中失败的', 'of them, failed'),
        denominator: w('期内的探测次数', 'checks made in the period'),
        rule: w(
          '每次探测算一次请求，偶发失败也计；计划维护期间的不计，经确认的更正按更正后计；应探测而没有探测的为未知，以区间表示。',
          'Each check is a request, and a hiccup counts; those within planned maintenance do not, and a confirmed correction stands in place of what was found. Checks that were owed and not made are unknown and make a range.',
        ),
        source: w('探测记录', 'checks of the probes'),
      },
      deviceDays: {
        numerator: w('其中有过故障的', 'of them, with any fault'),
        denominator: w('设备数 × 应运行天数', 'days of each device on which it owed service'),
        rule: w(
          '只计设备；计划维护不计；无故障而探测缺失超过 5% 的设备日为未知，以区间表示。',
          'Devices only, planned maintenance left out. A day without a fault of which more than 5% is unknown makes a range.',
        ),
        source: w('设备探测记录', 'probes of devices'),
      },
    },
    asks: 'systems',
  },
  'system.availability': {
    ...rate,
    label: w('系统正常运行率', 'availability of a system'),
    numerator: w('应运行分钟 − 故障分钟', 'minutes owed less minutes of fault'),
    denominator: w('Σ 应运行分钟', 'Σ minutes of service owed'),
    rule: w('与系统故障率同口径：二者之和为 100%。', 'As the failure rate: the two make 100%.'),
    source: w('探测记录、计划维护、更正', 'probes, maintenance, corrections'),
    choices: {
      time: w('按时间', 'share of time'),
      days: w('正常天数 ÷ 天数', 'normal days ÷ days'),
      judged: w('定性：正常 / 不正常', 'in words: normal or not'),
    },
    otherwise: {
      judged: {
        numerator: w(
          '期内没有一起故障超过处理时限即为“正常”',
          '“normal” where no fault of the period overran its limit of repair',
        ),
        denominator: null,
        rule: w(
          '误报与并入的不计；仍未恢复而已过时限的算超限；探测缺失超过 5% 的不能判定。目标写“正常”。',
          'False alarms and merged ones do not count; one still open after its limit has overrun it. With more than 5% unknown nobody can say. The target reads 正常.',
        ),
        source: w('故障记录、探测记录', 'incidents and probes'),
        shape: 'level',
      },
    },
    judged: 'judged',
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
    choices: {
      signed: w('人工巡检', 'by a person, signed'),
      monitored: w('自动监测有效 ≥ 99% 的天数', 'days of automatic monitoring ≥ 99%'),
      contract: w('有维护合同的天数', 'days under a maintenance contract'),
    },
    otherwise: {
      monitored: {
        numerator: w(
          '机房监测分组的全部系统和设备当天探测有效时间都 ≥ 99% 的天数',
          'days on which the probes of everything in the room’s group spoke for 99% of the day',
        ),
        rule: w(
          '探测说好说坏都算有效，没有探测的时间不算；多个机房取最少的；没有分组的机房为 0 天。',
          'A probe that finds a fault has spoken, too; time without probes has not. Of several rooms the fewest; a room without a group has none.',
        ),
        source: w('机房监测分组的探测记录', 'probes of the room’s group'),
      },
      contract: {
        numerator: w('在某份维护合同起止日之间的天数', 'days between the dates of some maintenance contract'),
        rule: w(
          '两份合同重叠的日子只计一次；多个机房取最少的；没有登记合同的机房为 0 天。',
          'A day under two contracts counts once. Of several rooms the fewest; a room without a contract has none.',
        ),
        source: w('机房登记的维护合同', 'contracts entered with the room'),
      },
    },
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
    choices: {
      working: w('区级环节，按工作日历', 'the district’s part, by the working calendar'),
      originalBeside: w('区级环节，另示按原期限', 'the district’s part, with the rate by the first deadline beside'),
      readBeside: w('区级环节，另示及时查阅率', 'the district’s part, with acknowledgement in time beside'),
      calendarDays: w('区级环节，按自然日', 'the district’s part, by calendar days'),
      wholeChain: w('全过程，自市民提出起', 'the whole way, from when the citizen asked'),
    },
    otherwise: {
      originalBeside: {
        rule: w(
          '作废、并案的不计；超期未答复的留在分母；批准延期的按新期限，另按未延期的原期限计一次并列。',
          'Voided and merged ones leave; overdue ones stay in the denominator; an approved extension moves the deadline, and beside it stands the rate as if none had been granted.',
        ),
      },
      readBeside: {
        rule: w(
          '答复同默认口径；另示及时查阅率：派到单位后在签收时限内签收的 ÷ 应签收的，按时退回的不计。',
          'Replies as usual; beside them the dispatches acknowledged within their limit, of those due; what was declined in time is left out.',
        ),
      },
      calendarDays: {
        rule: w(
          '同一数目的时限按自然日（小时按钟点）计，节假日不扣除；延期、挂账和核查等待照旧。',
          'The same limit in calendar days (hours by the clock), holidays counted; extensions, suspensions and waiting for a check as ever.',
        ),
      },
      wholeChain: {
        numerator: w('其中在期限内结案答复市民的', 'of them, closed with a reply to the citizen by then'),
        denominator: w(
          '自提出起算、期限在期内到期的 12345 诉求',
          'hotline cases whose limit, run from when they came, ended in the period',
        ),
        rule: w(
          '处置时限自市民提出之时起算，按工作日历，受理、派遣、核查和挂账的等待都在内；批准的延期照加；还没有时限的不计。',
          'The limit of handling runs from when the citizen asked, by the working calendar, with all waiting for intake, dispatch, checks and suspensions in it; extensions are added. What has no limit yet is left out.',
        ),
      },
    },
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
      objects: w('街道、单位等级良好（B）及以上的份额', 'share of streets and units graded good (B) or better'),
      ownBeside: w(
        '区月度等级良好及以上，另示本系统自算',
        'the district’s grade, good or better, with our own reckoning beside',
      ),
    },
    otherwise: {
      objects: {
        numerator: w('其中良好（B）及以上的', 'of them, good (B) or better'),
        denominator: w('已公布各期通报中评了等级的街道、单位', 'streets and units graded in the documents published'),
        rule: w(
          '逐期相加；通报没有列街道、单位等级的月份不计。',
          'Added over the months; a month whose document grades no street or unit does not count.',
        ),
      },
      ownBeside: {
        rule: w(
          '以市级公布结果为准；另示同样月份由本系统案卷按评价方案自算的等级，不并入。',
          'By what the city published; beside it, never mixed in, the grades of the same months reckoned from our own cases by the scheme of evaluation.',
        ),
      },
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
    notOffered: committed,
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
    notOffered: committed,
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
    notOffered: [
      {
        label: w('按使用机时 ÷ 可用机时', 'hours used ÷ hours available'),
        why: w(
          '没有任何来源记录设备实际使用的小时数；探测只说明设备能用，不说明有人在用。',
          'Nothing records for how many hours a device was used: a probe says that it can be used, not that anybody does.',
        ),
      },
    ],
  },
  'survey.staff': {
    ...rate,
    shape: 'level',
    label: w('员工满意率', 'satisfaction of the staff'),
    numerator: w('满意与基本满意', 'satisfied or fairly satisfied'),
    denominator: w('有效答卷', 'valid answers'),
    rule: w('匿名；少于最低答卷数不公布。', 'Anonymous; nothing below the least number of answers.'),
    source: w('满意度调查（员工）', 'surveys of the staff'),
    choices: {
      latest: w('年内最近一次', 'the latest of the year'),
      mean: w('平均得分 ÷ 满分', 'mean score ÷ full score'),
    },
    otherwise: {
      mean: {
        numerator: w('Σ 得分（满意 2、基本满意 1、不满意 0）', 'Σ points: satisfied 2, fairly 1, dissatisfied 0'),
        denominator: w('有效答卷 × 2', 'valid answers × 2'),
        rule: w(
          '年内最近一次；匿名；少于最低答卷数不公布。基本满意只算一半，数值低于满意率。',
          'The latest of the year; anonymous; nothing below the least number of answers. Fairly satisfied counts half, so it lies below the satisfied share.',
        ),
      },
    },
  },
  'survey.users': {
    ...rate,
    shape: 'level',
    label: w('用户满意率', 'satisfaction of the users'),
    numerator: w('满意与基本满意', 'satisfied or fairly satisfied'),
    denominator: w('有效答卷', 'valid answers'),
    rule: w('匿名；少于最低答卷数不公布。', 'Anonymous; nothing below the least number of answers.'),
    source: w('满意度调查（用户、市民）', 'surveys of users and citizens'),
    choices: {
      users: w('内部用户', 'users inside'),
      citizens: w('市民', 'citizens'),
      both: w('内部用户与市民，分别列示', 'users and citizens, each shown'),
    },
    otherwise: {
      both: {
        rule: w(
          '两类对象分别计算、分别列示，以较低的一类判断是否达标；有一类没有数值即无数据。',
          'Each audience is reckoned and shown by itself; the lower one decides. Where one has no value there is none.',
        ),
      },
    },
  },
} as const satisfies Record<string, Metric>;

/** The definitions under one type, by key. */
export const metricOf: Record<string, Metric | undefined> = metrics;
