import { Ajv2020 } from 'ajv/dist/2020.js';
import type { Officer, TestServer } from '../../testing.ts';
import { salary } from '../budget/salary.fixture.ts';
import schema from '../disclosure/data/department-budget.schema.json' with { type: 'json' };

/** A budget that can be published, and the steps to it, for tests. */
export interface Office {
  finance: Officer;
  leader: Officer;
}

const NOW = new Date();
export const day = (offset: number) =>
  new Date(NOW.getTime() + 8 * 3_600_000 + offset * 86_400_000).toISOString().slice(0, 10);

export const unit = {
  nameZh: '某市某区城市运行中心',
  districtZh: '某区',
  kind: 'institution',
  fundingNatureZh: '全额拨款',
  staffInPost: 17,
  staffQuota: 18,
  internalDepartments: 4,
  subordinateUnits: 0,
  procurement: { goods: 0, works: 0, services: 3_670_000 },
  prior: { totalFen: 271_610_000, overseasFen: 0, receptionFen: 0, vehiclePurchaseFen: 0, vehicleRunningFen: 0 },
};
const content = {
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
      code: 'P1',
      goalZh: '保证指挥中心设备网络维护。',
      targets: [{ level1Zh: '产出指标', level2Zh: '质量指标', nameZh: '系统故障率', targetZh: '≤0.1%' }],
    },
  ],
  agencyReason: '本单位为事业单位，按规定不安排机关运行经费',
  reasons: {
    'income.increase': '基本工资标准调整',
    'expenditure.increase': '基本工资标准调整',
    'generalBudgetExpenditure.increase': '基本工资标准调整',
  },
  publishOn: day(0),
};

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
export type Body = any;
const act = async (who: Officer, what: string, record: Body, action: string, body: object = {}): Promise<Body> =>
  (await who.ask('POST', `/${what}/${record.id}/actions/${action}`, { body, version: record.version })).body;
export const step = (who: Officer, record: Body, action: string, body?: object) =>
  act(who, 'publications', record, action, body);

export async function approvedBudget({ finance, leader }: Office, year: number, approvedOn = day(-3)): Promise<Body> {
  let budget = (await finance.ask('POST', '/budgets', { body: { year, unit } })).body;
  const project = { code: 'P1', nameZh: '一般业务经费', category: 'operation' };
  budget = await act(finance, 'budgets', budget, 'putProject', { project });
  budget = await act(leader, 'budgets', budget, 'reviewProject', { code: 'P1', passed: true, on: day(-5) });
  const lines = [
    { ...salary, was: 0, fen: 259_430_000 },
    { ...salary, economicCode: '30201', role: 'public', was: 0, fen: 11_200_000 },
    { ...salary, economicCode: '30213', kind: 'project', role: null, projectCode: 'P1', was: 0, fen: 11_980_000 },
  ];
  const incomes = [{ functionCode: '2010350', source: 'generalPublicBudget', was: 0, fen: 282_610_000 }];
  budget = (await finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { lines, incomes } })).body;
  budget = await act(finance, 'budgets', budget, 'submitBudget');
  return act(leader, 'budgets', budget, 'approveBudget', { approvedOn, document: '财预〔1〕号' });
}

export const compiled = async ({ finance }: Office, budget: Body, change: object = {}) =>
  finance.ask('POST', '/publications', { body: { budgetId: budget.id, content: { ...content, ...change } } });

const follows = new Ajv2020({ strict: false, validateFormats: false, allErrors: true }).compile(schema);

/** Where the JSON of every document that the house makes departs from the published schema. */
export async function schemaBreaches(
  server: Pick<TestServer, 'url'>,
  who: Officer,
): Promise<{ documents: number; breaches: string[] }> {
  const { items } = (await who.ask('GET', '/publications')).body;
  const made = items.filter(({ kind }: Body) => kind === 'made');
  const breaches: string[] = [];
  for (const { id, titleZh } of made) {
    const file = `${server.url}/api/publications/${id}/files/json`;
    const json = await (await fetch(file, { headers: { cookie: who.cookie } })).json();
    if (follows(json)) continue;
    for (const { instancePath, message } of follows.errors ?? [])
      breaches.push(`${titleZh} ${instancePath} ${message}`);
  }
  return { documents: made.length, breaches };
}

/** With every warning noted, so that it can be signed. */
export async function noted({ finance }: Office, record: Body): Promise<Body> {
  const { findings } = (await finance.ask('GET', `/publications/${record.id}/text`)).body;
  const warnings = findings.filter(({ severity }: Body) => severity === 'warning').map(({ key }: Body) => key);
  const [finding, ...also] = new Set(warnings);
  return finding ? step(finance, record, 'overrule', { finding, also, reason: '已逐条核对' }) : record;
}

/** A budget that is out. */
export async function published(office: Office, year: number): Promise<Body> {
  let record = (await compiled(office, await approvedBudget(office, year))).body;
  record = await step(office.finance, await noted(office, record), 'sign');
  record = await step(office.leader, record, 'countersign');
  return step(office.finance, record, 'publish');
}
