import { describe, expect, test } from 'vitest';
import type { FundType, IncomeSource, Line, LineKind } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import { checkDocument } from '../disclosure/checks/registry.ts';
import { CODES } from '../disclosure/data/classification.ts';
import { FUJIAN } from '../disclosure/data/fujian.ts';
import { parseDocument } from '../disclosure/document/parse.ts';
import { compose } from './compose.ts';
import { figuresOf, growthPercent } from './figures.ts';
import { besideLast, daysLeft, movesOf, sourcesOf, usesOf } from './rules.ts';

/** 万元 in fen. */
const WAN = 1_000_000;

const line = (economicCode: string, wan: number, change: Partial<Line> = {}): Line => ({
  functionCode: '2010301',
  economicCode,
  fund: 'generalPublicBudget',
  kind: 'basic',
  role: 'public',
  projectCode: null,
  fen: wan * WAN,
  ...change,
});
const project = (functionCode: string, fund: FundType = 'generalPublicBudget'): Partial<Line> => ({
  functionCode,
  fund,
  kind: 'project',
  role: null,
  projectCode: 'P1',
});
const besides = (kind: LineKind): Partial<Line> => ({ fund: 'other', kind, role: null });

/** An office with money of every kind; no two sums of it are alike. */
const lines = [
  line('30101', 940, { role: 'personnel' }),
  line('30113', 60, { functionCode: '2210201', role: 'personnel' }),
  line('30201', 200),
  line('30212', 20),
  line('30217', 30),
  line('30231', 40),
  line('31013', 18, project('2010301')),
  line('30213', 92, project('2010302')),
  line('30299', 50, project('2010302', 'governmentFund')),
  line('31002', 60, project('2010302', 'stateCapital')),
  line('30102', 7, { fund: 'other', role: 'personnel' }),
  line('30231', 3, { fund: 'other' }),
  line('30299', 11, besides('institutionBusiness')),
  line('30299', 12, besides('remitToSuperior')),
  line('30299', 13, besides('affiliateSubsidy')),
];
const income = (functionCode: string, source: IncomeSource, wan: number) => ({ functionCode, source, fen: wan * WAN });

const budget: Budget = {
  year: 2026,
  unit: {
    nameZh: '某市某区城市运行局',
    shortNameZh: '',
    districtZh: '某区',
    kind: 'administrative',
    fundingNatureZh: '全额拨款',
    staffInPost: 29,
    staffQuota: 31,
    internalDepartments: 4,
    subordinateUnits: 2,
    procurement: { goods: 5 * WAN, works: 6 * WAN, services: 7 * WAN },
    vehicles: { ministerial: 1, confidential: 2, emergency: 3, lawEnforcement: 4, special: 5, other: 6 },
    equipment: { over500k: 7, over1m: 8, plannedVehicles: 1, planned500k: 2, planned1m: 1 },
    prior: {
      totalFen: 1500 * WAN,
      generalFen: 1250 * WAN,
      agencyFen: 300 * WAN,
      overseasFen: 25 * WAN,
      receptionFen: 28 * WAN,
      vehiclePurchaseFen: 0,
      vehicleRunningFen: 40 * WAN,
    },
    reasons: {
      'income.increase': '经营收入增加',
      'expenditure.increase': '专项增加',
      'generalBudgetExpenditure.increase': '网格业务增加',
      'threePublic.overseasTravelChange': '压缩出访',
      'threePublic.officialReceptionChange': '承办观摩会',
      'threePublic.vehiclePurchaseChange': '更新应急指挥车',
    },
  },
  lines,
  incomes: [
    income('2010301', 'generalPublicBudget', 1248),
    income('2210201', 'generalPublicBudget', 60),
    income('2010302', 'generalPublicBudget', 92),
    income('2010302', 'governmentFund', 50),
    income('2010302', 'stateCapital', 60),
    income('2010301', 'institutionOperating', 40),
    income('2010301', 'priorYearCarryover', 6),
  ],
  projects: [],
  approvedLines: lines,
  approvedOn: '2026-01-20',
  approvalDocument: '财预〔2026〕1号',
  publishDueOn: '2026-02-09',
  adjustments: [],
};

const written = {
  duties: ['负责区内公共应急的集中统一指挥调度。'],
  aims: '坚持目标导向，提升社会精细化治理效能',
  tasks: ['全力抓好热线平台工作。'],
  uses: { '2010301': '人员、公用支出' },
  goals: [{ titleZh: '全力抓好热线平台工作', textZh: '健全受理工作机制，按时回复群众诉求。' }],
  targets: [
    { level1Zh: '产出指标', level2Zh: '时效指标', nameZh: '热线诉求件及时回复率', targetZh: '≥98%' },
    { level1Zh: '满意度指标', level2Zh: '服务对象满意度指标', nameZh: '热线诉求件回复满意度', targetZh: '≥95%' },
  ],
  agencyReason: '厉行节约，压减办公开支',
  departmentsLabelZh: '内设科室',
};
const content = {
  ...written,
  projects: [
    {
      nameZh: '网格业务经费',
      code: 'P1',
      fen: 215 * WAN,
      otherFen: 5 * WAN,
      goalZh: '保证指挥中心设备网络维护。',
      targets: [{ level1Zh: '产出指标', level2Zh: '质量指标', nameZh: '系统故障率', targetZh: '≤0.1%' }],
    },
  ],
  approvedOn: '2026-01-20',
  publishedOn: '2026-02-05',
};
const text = compose(budget, content, FUJIAN);
const of = (change: Partial<Budget['unit']>) =>
  compose({ ...budget, unit: { ...budget.unit, ...change } }, content, FUJIAN);

describe('a document with money of every kind', () => {
  test('has nothing that the reconciliation calls an error', () => {
    const errors = checkDocument(parseDocument(text)).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ rule, at, printed, expected }) => [rule, at.what, printed, expected])).toEqual([]);
  });

  test.each([
    '收入预算为1556.00万元，比上年增加56.00万元，主要原因是经营收入增加。其中：一般公共预算拨款收入1400.00万元、政府性基金预算拨款收入50.00万元、国有资本经营预算拨款收入60.00万元、',
    '事业收入40.00万元、',
    '上年结转结余6.00万元。',
    '安排支出预算1556.00万元，比上年增加56.00万元，主要原因是专项增加。其中：基本支出1300.00万元、项目支出220.00万元、事业单位经营支出11.00万元、上缴上级支出12.00万元、对附属单位补助支出13.00万元。',
    '一般公共预算拨款支出1400.00万元，比上年增加150.00万元，增长12.00%，主要原因是网格业务增加，',
    '（一）2010301（行政运行）1248.00万元。主要用于人员、公用支出。',
    '（二）2010302（一般行政管理事务）92.00万元。',
    '（三）2210201（住房公积金）60.00万元。',
    '2026年度政府性基金预算拨款支出50.00万元。',
    '2026年度国有资本经营预算拨款支出60.00万元。',
    '一般公共预算拨款基本支出1290.00万元，其中：',
    '人员经费1000.00万元，主要包括：基本工资、住房公积金。',
    '公用经费290.00万元，主要包括：办公费、因公出国（境）费用、公务接待费、公务用车运行维护费。',
    '预算安排20.00万元，比上年减少5.00万元，主要原因是压缩出访。',
    '预算安排30.00万元，比上年增加2.00万元，主要原因是承办观摩会。',
    '预算安排58.00万元，其中：公务用车运行费40.00万元，与上年持平；公务用车购置费18.00万元，比上年增加18.00万元，主要原因是更新应急指挥车。',
    '共设置1个项目绩效目标，共涉及财政拨款资金215.00万元。',
    '\t资金总额：\t1556.00\n\t项目支出：\t220.00\n\t基本支出：\t1300.00\n',
    '\t资金总额：\t220.00\n\t财政拨款：\t215.00\n\t其他资金：\t5.00\n',
    '机关运行经费支出290.00万元。比上年减少10.00万元，主要原因是厉行节约，压减办公开支。',
    '政府采购预算总额18.00万元，其中：政府采购货物预算5.00万元、政府采购工程预算6.00万元、政府采购服务预算7.00万元。',
    '截至2025年12月31日，某市某区城市运行局共有车辆21辆，其中：省部级领导干部用车1辆、机要通信用车2辆、应急保障用车3辆、执法执勤用车4辆、特种专业技术用车5辆、其他用车6辆。',
    '单位价值50万元以上通用设备7台（套），单位价值100万元以上专用设备8台（套）',
    '有下属单位2个',
    '安排购置车辆1辆；购置单位价值50万元以上通用设备2台（套），单位价值100万元以上专用设备1台（套）。',
    '\n2010301\t行政运行（政府办公厅（室）及相关机构事务）\t1294.00\t1248.00\t',
    '第一部分 部门概况 .....\t1\n\n一、部门主要职责 .....\t2',
    '第二部分 2026 年度部门预算表 .....\t5\n\n一、收支预算总表 .....\t6',
    '对附属单位补助支出：指对附属（下级）单位补助发生的支出。',
    '某市某区城市运行局\t全额拨款\t29',
    '批复日期：2026年1月20日\n\n公开日期：2026年2月5日',
  ])('says: %s', (sentence) => {
    expect(text).toContain(sentence);
  });

  /** The figures of a row, blank cells left out. */
  const row = (table: string, begin: string) =>
    text
      .slice(text.indexOf(`### 2026年度${table}`))
      .split('\n')
      .find((one) => one.startsWith(begin))
      ?.split('\t')
      .filter((cell) => /^\d+\.\d\d$/.test(cell));

  test.each([
    ['收支预算总表', '收入合计', ['1556.00', '1556.00']],
    ['收支预算总表', '一、', ['1400.00', '1496.00']],
    ['收入预算总表', '合计', ['1556.00', '1400.00', '50.00', '60.00', '40.00', '6.00']],
    ['收入预算总表', '2010301', ['1294.00', '1248.00', '40.00', '6.00']],
    ['支出预算总表', '合计', ['1556.00', '1300.00', '220.00', '11.00', '12.00', '13.00']],
    ['支出预算总表', '2010302', ['202.00', '202.00']],
    ['财政拨款收支预算总表', '收入合计', ['1510.00', '1510.00']],
    ['财政拨款收支预算总表', '一、', ['1400.00', '1450.00']],
    ['一般公共预算拨款支出预算表', '合计', ['1400.00', '1290.00', '110.00']],
    ['政府性基金预算拨款支出预算表', '合计', ['50.00', '50.00']],
    ['国有资本经营预算拨款支出预算表', '合计', ['60.00', '60.00']],
    ['一般公共预算支出经济分类情况表', '302', ['382.00']],
    ['一般公共预算支出经济分类情况表', '310', ['18.00']],
    ['一般公共预算基本支出经济分类情况表', '合计', ['1290.00', '1000.00', '290.00']],
    ['一般公共预算基本支出经济分类情况表', '30231', ['40.00', '40.00']],
    ['一般公共预算“三公”经费支出预算表', '合计', ['108.00']],
  ])('prints in %s the row %s', (table, begin, cells) => {
    expect(row(table, begin)).toEqual(cells);
  });
});

test('a function that has brackets in its name is called by all of it', () => {
  const other = line('30201', 200, { functionCode: '2010399' });
  const given = { ...budget, lines: lines.map((one) => (one.economicCode === '30201' ? other : one)) };
  const made = compose(given, content, FUJIAN);
  expect(made).toContain('2010399（其他政府办公厅（室）及相关机构事务支出）200.00万元。');
  const named = checkDocument(parseDocument(made)).filter(({ rule }) => ['N-04', 'N-27', 'R-CODE-2'].includes(rule));
  expect(named).toEqual([]);
});

test('a unit without subordinate units says that there are none', () => {
  expect(of({ subordinateUnits: 0 })).toContain('无下属单位，');
  expect(of({ subordinateUnits: null })).toContain('无下属单位，');
});

describe('机关运行经费', () => {
  test('is the public expenses of an office and of a unit under the civil-service law; an institution has none', () => {
    expect(of({ kind: 'civilServiceManaged' })).toContain('机关运行经费支出290.00万元。');
    expect(of({ kind: 'institution' })).toContain('机关运行经费支出0.00万元。');
  });

  test('of which nobody knows last year’s, nothing is said of how it moved', () => {
    const { agencyFen: _, ...prior } = budget.unit.prior;
    expect(of({ prior })).toContain('机关运行经费支出290.00万元。主要原因是');
    const institution = of({ prior, kind: 'institution' });
    expect(institution).toContain('机关运行经费支出0.00万元。与上年持平，主要原因是');
  });
});

describe('this year beside the last', () => {
  const figures = (of: Budget) => figuresOf(of, { projects: 0, projectFen: 0 });

  test('general public money is compared with general public money, which has to be told where there is other money', () => {
    const { generalFen: _, ...prior } = budget.unit.prior;
    const unit = { ...budget.unit, prior };
    expect(figures({ ...budget, unit }).missing).toEqual(['generalBudgetExpenditure.increase']);
    const general = { ...budget, unit, lines: lines.filter(({ fund }) => fund === 'generalPublicBudget') };
    expect(figures(general).missing).toEqual([]);
    expect(figures(general).amounts.get('generalBudgetExpenditure.increase')).toBe((1400 - 1500) * WAN);
  });

  const after: Budget = { ...budget, year: 2027, unit: { ...budget.unit, kind: 'institution', reasons: {} } };
  const sources = { budget: after, last: budget, plan: null, register: null, codes: CODES, template: FUJIAN };

  test('every figure of last year is that of its own approved budget, whatever was typed', () => {
    expect(besideLast(sources).unit.prior).toEqual({
      totalFen: 1556 * WAN,
      generalFen: 1400 * WAN,
      agencyFen: 290 * WAN,
      overseasFen: 20 * WAN,
      receptionFen: 30 * WAN,
      vehiclePurchaseFen: 18 * WAN,
      vehicleRunningFen: 40 * WAN,
    });
  });

  test('what is published is what was approved, whatever was adjusted since, this year and the last', () => {
    const adjusted = (of: Budget): Budget => ({
      ...of,
      lines: [...of.lines, line('30202', 9)],
      incomes: [...of.incomes, income('2010301', 'other', 9)],
      adjustments: [
        {
          number: 1,
          reason: '追加',
          askedBy: null,
          state: 'granted',
          on: null,
          deltas: [],
          incomes: [income('2010301', 'other', 9)],
        },
      ],
    });
    const beside = besideLast({ ...sources, budget: adjusted(after), last: adjusted(budget) });
    expect(figures(beside).amounts.get('income.total')).toBe(1556 * WAN);
    expect(figures(beside).amounts.get('expenditure.increase')).toBe(0);
    const alone = besideLast({ ...sources, budget: adjusted(after), last: null });
    expect([figures(alone).amounts.get('income.total'), figures(alone).amounts.get('expenditure.total')]).toEqual([
      1556 * WAN,
      1556 * WAN,
    ]);
  });

  test('a project is told with its fiscal money and, apart from it, with other money, typed or budgeted', () => {
    const other = line('30213', 4, { ...project('2010302', 'other') });
    const named = {
      code: 'P1',
      nameZh: '网格业务经费',
      category: 'purpose',
      basis: '',
      goalZh: '',
      reviewed: true,
    } as const;
    const given = { ...after, lines: [...lines, other], approvedLines: [...lines, other], projects: [named] };
    const typed = (code: string) => ({ code, goalZh: '', otherFen: 1 * WAN, targets: [] });
    const kept = { ...written, projects: [typed('P1'), typed('P9')], reasons: {}, publishOn: '2027-02-05' };
    const told = sourcesOf({ ...sources, budget: given }, kept).content;
    expect(told.projects.map(({ code, nameZh, fen, otherFen }) => [code, nameZh, fen, otherFen])).toEqual([
      ['P1', '网格业务经费', 220 * WAN, 5 * WAN],
    ]);
    expect(told.approvedOn).toBe('2026-01-20');
  });

  test('a reason written with the document goes before one written with the budget', () => {
    const unit = { ...budget.unit, reasons: { 'income.increase': '预算里写的', 'expenditure.increase': '仍是这个' } };
    const kept = { ...written, projects: [], reasons: { 'income.increase': '文本里写的' }, publishOn: '2027-02-05' };
    const given = { ...sources, last: null, budget: { ...budget, unit } };
    const moves = movesOf(given, kept).slice(0, 2);
    expect(moves.map(({ reason }) => reason)).toEqual(['文本里写的', '仍是这个']);
    expect(sourcesOf(given, kept).budget.unit.reasons).toEqual({
      'income.increase': '文本里写的',
      'expenditure.increase': '仍是这个',
    });
  });

  test('what was less than last year, or was never told, is asked about as it stands', () => {
    const less = lines.map((one) => (one.economicCode === '30217' ? { ...one, fen: one.fen - WAN } : one));
    const fallen = { ...after, lines: less, approvedLines: less };
    const kept = { ...written, projects: [], reasons: {}, publishOn: '2027-02-05' };
    const of = (given: Parameters<typeof movesOf>[0]) =>
      movesOf(given, kept).find(({ key }) => key === 'threePublic.officialReceptionChange');
    expect(of({ ...sources, budget: fallen })).toMatchObject({ beforeFen: 30 * WAN, nowFen: 29 * WAN, asks: true });
    const unit = { ...after.unit, prior: { ...after.unit.prior, receptionFen: null } };
    expect(of({ ...sources, last: null, budget: { ...fallen, unit } })).toMatchObject({ beforeFen: null, asks: false });
  });

  test('the days left are counted to the day that is due, and below nothing after it', () => {
    const left = (today: string) => daysLeft('2026-03-01', today);
    expect([left('2026-02-28'), left('2026-03-01'), left('2026-03-02')]).toEqual([1, 0, -1]);
  });

  test('asks why only of what moved, figure by figure and function by function', () => {
    const more = [...lines, line('30202', 9, { functionCode: '2010302' })];
    const moved = { ...after, lines: more, approvedLines: more };
    const kept = { ...written, projects: [], reasons: { 'expenditure.increase': '印刷增加' }, publishOn: '2027-02-05' };
    const moves = movesOf({ ...sources, budget: moved }, kept);
    expect(moves.filter(({ nowFen, beforeFen }) => nowFen !== beforeFen)).toEqual([
      expect.objectContaining({ key: 'expenditure.increase', beforeFen: 1556 * WAN, reason: '印刷增加', asks: false }),
      expect.objectContaining({ key: 'generalBudgetExpenditure.increase', beforeFen: 1400 * WAN, asks: true }),
      expect.objectContaining({ key: 'function.2010302', nowFen: 101 * WAN, beforeFen: 92 * WAN, asks: true }),
    ]);
    expect(moves.filter(({ asks }) => asks)).toHaveLength(2);
    expect(usesOf({ ...sources, budget: moved }).map(({ code, fen }) => [code, fen])).toEqual([
      ['2010301', 1248 * WAN],
      ['2010302', 101 * WAN],
      ['2210201', 60 * WAN],
    ]);
  });
});

describe('增长率', () => {
  test.each([
    ['half a hundredth of a point is rounded up', 1, 20_001, '0.01'],
    ['less than half is rounded down', 1, 20_002, '0.00'],
    ['a fall is rounded by its amount', -1, 19_999, '0.01'],
    ['ten times as much', 900, 1000, '900.00'],
    ['no change', 0, 100, '0.00'],
  ])('%s', (_, increase, now, percent) => {
    expect(growthPercent(now, increase)).toBe(percent);
  });

  test('from nothing is no number', () => {
    expect(growthPercent(100, 100)).toBeNull();
  });
});
