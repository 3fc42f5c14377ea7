import { describe, expect, test } from 'vitest';
import type { Amendment } from '../budget/classification/model.ts';
import { printedCodes, versionsWith } from '../budget/classification/rules.ts';
import type { Line } from '../budget/model.ts';
import type { Budget } from '../budget/procedures.ts';
import { checkDocument } from '../disclosure/checks/registry.ts';
import { CODES } from '../disclosure/data/classification.ts';
import { FUJIAN } from '../disclosure/data/fujian.ts';
import { parseDocument } from '../disclosure/document/parse.ts';
import { type Content, compose } from './compose.ts';
import type { CodedBudget } from './figures.ts';
import { missingOf, movesOf, typedFigures } from './rules.ts';

const YUAN = 100;
const line = (economicCode: string, cents: number, change: Partial<Line> = {}): Line => ({
  functionCode: '2010350',
  economicCode,
  fund: 'generalPublicBudget',
  kind: 'basic',
  role: economicCode.startsWith('302') ? 'public' : 'personnel',
  projectCode: null,
  fen: cents * 100 * YUAN,
  ...change,
});

const lines = [
  line('30101', 4729),
  line('30102', 2675),
  line('30107', 3200),
  line('30201', 1120),
  line('30228', 94),
  line('30213', 1198, { kind: 'project', role: null, projectCode: 'P1' }),
];
const total = lines.reduce((sum, { fen }) => sum + fen, 0);

const budget: Budget = {
  year: 2026,
  unit: {
    nameZh: '某市某区城市运行中心',
    shortNameZh: '',
    districtZh: '某区',
    kind: 'institution',
    fundingNatureZh: '全额拨款',
    staffInPost: 17,
    staffQuota: 18,
    internalDepartments: 4,
    subordinateUnits: 0,
    procurement: { goods: 0, works: 0, services: 367 * 100 * YUAN },
    vehicles: { ministerial: 0, confidential: 0, emergency: 0, lawEnforcement: 0, special: 0, other: 1 },
    equipment: { over500k: 2, over1m: 0, plannedVehicles: 0, planned500k: 0, planned1m: 0 },
    prior: {
      totalFen: total - 1000 * 100 * YUAN,
      overseasFen: 0,
      receptionFen: 0,
      vehiclePurchaseFen: 0,
      vehicleRunningFen: 0,
    },
    reasons: {
      'income.increase': '基本工资标准调整',
      'expenditure.increase': '基本工资标准调整',
      'generalBudgetExpenditure.increase': '基本工资标准调整',
    },
  },
  lines,
  incomes: [{ functionCode: '2010350', source: 'generalPublicBudget', fen: total }],
  projects: [],
  approvedLines: lines,
  approvedOn: '2026-01-20',
  approvalDocument: '财预〔2026〕1号',
  publishDueOn: '2026-02-09',
  adjustments: [],
};

const content: Content = {
  duties: ['负责区内公共应急的集中统一指挥调度。'],
  aims: '坚持目标导向，提升社会精细化治理效能',
  tasks: ['全力抓好热线平台工作。'],
  uses: { '2010350': '人员、公用支出' },
  goals: [{ titleZh: '全力抓好热线平台工作', textZh: '健全受理工作机制，按时回复群众诉求。' }],
  targets: [
    { level1Zh: '产出指标', level2Zh: '时效指标', nameZh: '热线诉求件及时回复率', targetZh: '≥98%' },
    { level1Zh: '满意度指标', level2Zh: '服务对象满意度指标', nameZh: '热线诉求件回复满意度', targetZh: '≥95%' },
  ],
  projects: [
    {
      nameZh: '一般业务经费',
      code: 'P1',
      fen: 1198 * 100 * YUAN,
      otherFen: 0,
      goalZh: '保证指挥中心设备网络维护。',
      targets: [{ level1Zh: '产出指标', level2Zh: '质量指标', nameZh: '系统故障率', targetZh: '≤0.1%' }],
    },
  ],
  agencyReason: '本单位为事业单位，按规定不安排机关运行经费',
  departmentsLabelZh: '内设科室',
  approvedOn: '2026-01-20',
  publishedOn: '2026-02-05',
};

const { approvedOn: _, publishedOn, ...words } = content;
/** The same words as they are kept. */
const written = { ...words, projects: [], reasons: {}, publishOn: publishedOn };

const findingsOf = (given: CodedBudget = budget, told: Content = content) =>
  checkDocument(parseDocument(compose(given, told, FUJIAN)), given.codes);
const errors = (given?: CodedBudget, told?: Content) =>
  findingsOf(given, told)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, at, printed, expected, message }) => `${rule} ${at.what} ${printed} ${expected} ${message.zh}`);

describe('a document made from the numbers', () => {
  test('has nothing that the reconciliation calls an error', () => {
    expect(errors()).toEqual([]);
  });

  test('names of each project its code, the unit that carries it out and the year', () => {
    const reading = parseDocument(compose(budget, content, FUJIAN));
    expect(reading.document.performance.projects.map(({ code }) => code)).toEqual(
      content.projects.map(({ code }) => code),
    );
    expect(content.projects.length).toBeGreaterThan(0);
    expect(checkDocument(reading).filter(({ rule }) => rule === 'K-13')).toEqual([]);
  });

  test('says in words what the tables say, by the same figures', () => {
    const text = compose(budget, content, FUJIAN);
    expect(text).toContain('收入预算为130.16万元，比上年增加10.00万元，主要原因是基本工资标准调整。');
    expect(text).toContain('增长8.32%');
    expect(text).toContain('本部门2026年没有使用政府性基金预算拨款安排的支出。');
  });

  test('figures that nobody has entered, or that moved, are called as the set in force calls them', () => {
    const { unit } = budget;
    const bare = { ...unit, staffInPost: null, internalDepartments: null, prior: { ...unit.prior, totalFen: null } };
    const other = {
      ...FUJIAN,
      facts: {
        ...FUJIAN.facts,
        'income.total': { id: 'N1.01', labelZh: '收入总预算', kind: 'amount' as const },
        'unit.staffInPost': { id: 'N0.02', labelZh: '年末在职人员', kind: 'count' as const },
      },
    };
    const sources = { budget: { ...budget, unit: bare }, last: null, plan: null, register: null, codes: CODES };
    expect(missingOf({ ...sources, template: FUJIAN })).toEqual([
      '收入预算比上年增加',
      '安排支出预算比上年增加',
      '一般公共预算拨款支出比上年增加',
      '内设机构数',
      '在职人数',
    ]);
    const told = missingOf({ ...sources, template: other });
    expect([told[0], told.at(-1)]).toEqual(['收入总预算比上年增加', '年末在职人员']);
    const [moved] = movesOf({ ...sources, budget, template: other }, { ...written, reasons: {} });
    expect(moved).toMatchObject({ key: 'income.increase', labelZh: '收入总预算', nowFen: total });
  });

  test('a year without any change says so, and a falling one says by how much', () => {
    const same = { ...budget, unit: { ...budget.unit, prior: { ...budget.unit.prior, totalFen: total } } };
    expect(compose(same, content, FUJIAN)).toContain('收入预算为130.16万元，与上年持平。');
    const fallen = {
      ...budget,
      unit: { ...budget.unit, prior: { ...budget.unit.prior, totalFen: total + 5_000_000 } },
    };
    expect(compose(fallen, content, FUJIAN)).toContain('比上年减少5.00万元');
    expect(errors(fallen)).toEqual([]);
    expect(errors(same)).toEqual([]);
  });

  test('holds for other money: a fund, a vehicle, travel abroad', () => {
    const more = [
      ...lines,
      line('30212', 200),
      line('30231', 300),
      line('30299', 500, { fund: 'governmentFund', kind: 'project', role: null, projectCode: 'P1' }),
    ];
    const sum = more.reduce((all, { fen }) => all + fen, 0);
    const richer: Budget = {
      ...budget,
      lines: more,
      incomes: [
        { functionCode: '2010350', source: 'generalPublicBudget', fen: sum - 500 * 100 * YUAN },
        { functionCode: '2010350', source: 'governmentFund', fen: 500 * 100 * YUAN },
      ],
      unit: {
        ...budget.unit,
        prior: { ...budget.unit.prior, generalFen: total },
        reasons: {
          ...budget.unit.reasons,
          'threePublic.overseasTravelChange': '参加国际会议',
          'threePublic.vehicleOperationChange': '新增保障用车',
        },
      },
    };
    const projects = content.projects.map((one) => ({ ...one, fen: (1198 + 500) * 100 * YUAN }));
    expect(errors(richer, { ...content, projects })).toEqual([]);
  });

  describe('with codes that later documents amended', () => {
    const amended = (part: Partial<Amendment>) =>
      printedCodes(
        versionsWith([
          {
            id: 'a',
            scheme: 'departmentEconomic',
            code: '30188',
            nameZh: '岗位津贴',
            from: '2026-05-23',
            to: null,
            source: '财预〔2026〕41号',
            ...part,
          },
        ]),
      );
    const moved = (code: string, to: string): Line[] =>
      lines.map((one) => (one.economicCode === code ? { ...one, economicCode: to } : one));
    const codeFaults = (given: CodedBudget) => errors(given).filter((one) => one.startsWith('R-CODE'));

    test('money under a code that came within the year is named by it, and nothing is found', () => {
      const codes = amended({});
      const given = { ...budget, lines: moved('30102', '30188'), codes };
      expect(compose(given, content, FUJIAN)).toContain('30188\t岗位津贴\t26.75');
      expect(errors(given)).toEqual([]);
      const unamended = checkDocument(parseDocument(compose(given, content, FUJIAN)));
      expect(unamended.map(({ rule, printed }) => `${rule} ${printed}`)).toContain('R-CODE-1 30188');
      expect(codeFaults({ ...given, codes: amended({ from: '2027-01-01' }) })).toEqual([
        'R-CODE-1 T09 30188 30188 30188 null 2026 年科目中没有 30188',
      ]);
    });

    test('of a code that was renamed within the year either name is right, and afterwards the new one only', () => {
      const codes = amended({ code: '30102', nameZh: '津补贴' });
      expect(compose({ ...budget, codes }, content, FUJIAN)).toContain('30102\t津补贴\t26.75');
      expect(errors({ ...budget, codes })).toEqual([]);
      expect(errors({ ...budget, codes, codeNames: { '30102': '津贴补贴' } })).toEqual([]);
      const since = amended({ code: '30102', nameZh: '津补贴', from: '2025-05-23' });
      expect(codeFaults({ ...budget, codes: since, codeNames: { '30102': '津贴补贴' } })).toEqual([
        expect.stringMatching(/^R-CODE-2 T09 30102 津贴补贴 .*名称应为“津补贴”/),
      ]);
    });

    test('an ended code is left out of the tables, unless money stands under it: then it is found', () => {
      const codes = amended({ code: '30102', nameZh: null, from: '2026-01-01' });
      expect(codeFaults({ ...budget, codes })).toEqual([
        expect.stringMatching(/^R-CODE-1 T09 30102 .*科目 30102 津贴补贴 只用到 2025 年$/),
      ]);
      const without = { ...budget, lines: moved('30102', '30103'), codes };
      expect(compose(without, content, FUJIAN)).not.toContain('30102');
      expect(errors(without)).toEqual([]);
    });
  });
});

describe('free words', () => {
  const written = {
    duties: [],
    aims: '',
    uses: {},
    goals: [],
    targets: [],
    projects: [],
    agencyReason: '',
    departmentsLabelZh: '内设科室',
    reasons: {},
    publishOn: '2026-02-03',
  };
  const refused = (tasks: string) => typedFigures({ ...written, tasks: [tasks] }, { budget, template: FUJIAN });

  test.each([
    '收入预算为282.61万元。',
    '收入预算为282.61 万。',
    '投入１２０元',
    '争取资金3.6亿，',
    '投入3百万元',
    '投入五千元以上',
    '收入二百八十二万元',
    '比上年增加两千余元',
    '满意率达到98％',
    '满意率提高2个百分点',
    '满意率提高两个百分点',
    '办结率百分之九十八',
  ])('hold no amount and no rate, in digits or in words: %s', (text) => {
    expect(refused(text).map(({ path }) => path)).toEqual(['tasks.0']);
  });

  test('are looked through wherever words are written', () => {
    const words = { ...written, tasks: [] };
    const target = { level1Zh: '', level2Zh: '', nameZh: '', targetZh: '≥98%' };
    const pathOf = (change: Partial<typeof words> | object) =>
      typedFigures({ ...words, ...change }, { budget, template: FUJIAN }).map(({ path }) => path);
    const typed = '投入五千元';
    expect(pathOf({ duties: [typed] })).toEqual(['duties.0']);
    expect(pathOf({ aims: typed })).toEqual(['aims']);
    expect(pathOf({ uses: { '2010350': typed } })).toEqual(['uses.2010350']);
    expect(pathOf({ goals: [{ titleZh: typed, textZh: typed }] })).toEqual(['goals.0.titleZh', 'goals.0.textZh']);
    expect(pathOf({ projects: [{ code: 'P1', goalZh: typed, otherFen: 0, targets: [] }] })).toEqual([
      'projects.0.goalZh',
    ]);
    expect(pathOf({ agencyReason: typed })).toEqual(['agencyReason']);
    expect(pathOf({ reasons: { 'income.increase': typed } })).toEqual(['reasons.income.increase']);
    expect(pathOf({ targets: [target] })).toEqual([]);
  });

  test('are told which figure of the budget they repeat, and nothing of one that is none', () => {
    const told = (tasks: string) => refused(tasks)[0]?.message.zh;
    expect(told('收入130.16 万元')).toContain('（这是“收入预算”）');
    expect(told('安排0.00万元')).not.toContain('这是');
  });

  test.each(['服务20万人次', '一体化、多元化治理', '2026年第3季度', '“二十四小时”值守', '四个方面'])(
    'may say other numbers: %s',
    (text) => {
      expect(refused(text)).toEqual([]);
    },
  );
});
