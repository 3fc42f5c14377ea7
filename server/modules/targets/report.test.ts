import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readWorkbook } from '../../adapters/spreadsheet.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { salary as line } from '../budget/salary.fixture.ts';

let server: TestServer;
let finance: Officer;
let evaluator: Officer;
let leader: Officer;
const year = new Date().getUTCFullYear() - 1;

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
const at =
  (place: string) =>
  async (who: Officer, record: Body, action: string, body: object = {}): Promise<Body> =>
    (await who.ask('POST', `/${place}/${record.id}/actions/${action}`, { body, version: record.version })).body;
const onPlan = at('targets/plans');
const onRound = at('targets/rounds');
const onEvaluation = at('targets/evaluations');
const onAssessment = at('targets/assessments');
const onBudget = at('budgets');

const indicator = (id: string, more: object) => ({
  id,
  scope: 'overall',
  goalId: 'g1',
  level1Zh: '产出指标',
  level2Zh: '质量指标',
  ...more,
});
const content = {
  goals: [{ id: 'g1', titleZh: '平台平稳运行', reasonWithout: '' }],
  projects: [],
  indicators: [
    indicator('W05', {
      level2Zh: '时效指标',
      level3Zh: '12345诉求件及时回复率',
      targetPrinted: '≥95%',
      weight: '50',
      metric: 'hotline.replyRate',
      choice: 'working',
    }),
    indicator('W12', {
      level1Zh: '效益指标',
      level2Zh: '社会效益指标',
      level3Zh: '综合评价等级',
      targetPrinted: '≥90%',
      weight: '30',
      metric: 'assessment.grades',
      choice: 'district',
    }),
    indicator('W14', {
      level1Zh: '满意度指标',
      level2Zh: '服务对象满意度指标',
      level3Zh: '回复满意度',
      targetPrinted: '≥90%',
      weight: '10',
      metric: 'hotline.satisfaction',
      choice: 'satisfied',
    }),
  ],
};

async function budgetOf(of: number): Promise<void> {
  const unit = { nameZh: '区智慧城市服务中心', kind: 'institution' };
  let budget = (await finance.ask('POST', '/budgets', { body: { year: of, unit } })).body;
  const income = { functionCode: '2010350', source: 'generalPublicBudget', was: 0, fen: 100_000_000 };
  const lines = [{ ...line, was: 0, fen: 100_000_000 }];
  budget = (await finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { lines, incomes: [income] } })).body;
  budget = await onBudget(finance, budget, 'submitBudget');
  budget = await onBudget(leader, budget, 'approveBudget', { approvedOn: `${of}-02-01`, document: '财预〔1〕号' });
  const payment = { line, fen: 80_000_000, on: `${of}-11-30`, voucher: 'P-1', purpose: '全年工资' };
  const paid = await finance.ask('POST', '/payments', { body: { budgetId: budget.id, ...payment } });
  expect(paid.status).toBe(201);
}

/** A value that no record of that year gives, entered by one officer and confirmed by another. */
async function byHand(plan: Body, indicatorId: string, numerator: number, denominator: number): Promise<Body> {
  const evidence = '该年度系统尚未上线，据热线平台年报第 3 页';
  const entered = { indicatorId, on: `${year}-12-31`, numerator, denominator, evidence };
  const waiting = await onPlan(evaluator, plan, 'enterValue', entered);
  return onPlan(leader, waiting, 'confirmValue', { indicatorId });
}

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  [finance, evaluator, leader] = (await Promise.all(
    ['caiwu01', 'kaoping01', 'lingdao01'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer];
  await budgetOf(year);
});
afterAll(() => server.stop());

describe('市级考评结果', () => {
  const told = {
    grade: 'B',
    score: 86.5,
    document: '市数字城管考评通报',
    publishedOn: `${year}-04-08`,
    text: '鼓楼区得分 86.5，良好。',
  };

  test('a month is entered once, and counts when somebody else has confirmed it', async () => {
    const month = `${year}-03`;
    const made = await evaluator.ask('POST', '/targets/assessments', { body: { ...told, month } });
    expect(made.status).toBe(201);
    const again = await finance.ask('POST', '/targets/assessments', { body: { ...told, month, grade: 'A' } });
    expect(again).toMatchObject({ status: 409, body: { code: 'monthRecorded' } });
    expect(await onAssessment(evaluator, made.body, 'confirmAssessment')).toMatchObject({ code: 'ownEntry' });
    expect(await onAssessment(leader, made.body, 'confirmAssessment')).toMatchObject({ state: 'confirmed' });
    const wrong = await evaluator.ask('POST', '/targets/assessments', { body: { ...told, month: `${year}-13` } });
    expect(wrong.status).toBe(422);
  });

  test('one that was withdrawn makes place for the right one', async () => {
    const month = `${year}-04`;
    const first = (await evaluator.ask('POST', '/targets/assessments', { body: { ...told, month, grade: 'D' } })).body;
    await onAssessment(leader, first, 'withdrawAssessment', { reason: '等级抄错' });
    const second = await evaluator.ask('POST', '/targets/assessments', { body: { ...told, month } });
    expect(second.status).toBe(201);
    await onAssessment(leader, second.body, 'confirmAssessment');
    const { items } = (await leader.ask('GET', `/targets/assessments?year=${year}`)).body;
    expect(items.map((one: Body) => [one.month, one.grade, one.state])).toEqual([
      [`${year}-03`, 'B', 'confirmed'],
      [`${year}-04`, 'B', 'confirmed'],
    ]);
  });
});

describe('年度绩效报告', () => {
  let plan: Body;
  const report = async () => (await leader.ask('GET', `/targets/plans/${plan.id}/report`)).body;
  const file = (format: string) => leader.ask('GET', `/targets/plans/${plan.id}/report/${format}`);

  beforeAll(async () => {
    plan = (await finance.ask('POST', '/targets/plans', { body: { year } })).body;
    plan = await onPlan(finance, plan, 'writePlan', content);
    plan = await onPlan(leader, plan, 'approvePlan');
    plan = await byHand(plan, 'W05', 970, 1000);
    plan = await byHand(plan, 'W14', 85, 100);
  });

  test('before the closing it is a draft of what is measured now, each value with definition, evidence and log', async () => {
    const draft = await report();
    expect(draft).toMatchObject({ year, unitZh: '区智慧城市服务中心', state: 'approved', frozen: null });
    const lines = draft.tables[0].lines;
    expect(lines.map((one: Body) => [one.indicator.id, one.line.value.state, one.line.value.value])).toEqual([
      ['W05', 'manual', 97],
      ['W12', 'live', 100],
      ['W14', 'manual', 85],
    ]);
    expect(lines[1].line.value).toMatchObject({
      numerator: 2,
      denominator: 2,
      ids: [expect.any(String), expect.any(String)],
    });
    expect(lines[1].definition).toMatchObject({ version: 2, choice: { zh: expect.stringContaining('良好') } });
    expect(draft.log.at(-1)).toMatchObject({
      what: { zh: '确认填报值' },
      by: expect.any(String),
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  });

  test('the year is closed only after its self-evaluation was reviewed; then nothing of it moves any more', async () => {
    expect(await onPlan(leader, plan, 'closePlan')).toMatchObject({ code: 'notEvaluated' });
    const cutoff = `${year}-12-31`;
    const round = (await finance.ask('POST', '/targets/rounds', { body: { planId: plan.id, cutoff: `${year}-06-30` } }))
      .body;
    expect(await onPlan(leader, plan, 'closePlan')).toMatchObject({ code: 'proceduresOpen' });
    let open = round;
    for (const { indicatorId } of round.lines.filter((one: Body) => one.verdict !== 'met'))
      open = await onRound(finance, open, 'explain', { indicatorId, cause: '系统尚未上线', action: '年底补录数据' });
    open = await onRound(finance, open, 'submitRound');
    await onRound(leader, open, 'reviewRound', { opinion: '同意按期补录' });

    const body = { planId: plan.id, scope: 'overall', cutoff };
    let evaluation = (await finance.ask('POST', '/targets/evaluations', { body })).body;
    expect(evaluation).toMatchObject({ execution: 8, grade: 'excellent', money: { originalFen: 100_000_000 } });
    expect(evaluation.total).toBeCloseTo(8 + 50 + 30 + (10 * 85) / 90);
    evaluation = await onEvaluation(finance, evaluation, 'explain', {
      indicatorId: 'W14',
      cause: '回访用语生硬',
      action: '开展话术培训',
    });
    evaluation = await onEvaluation(finance, evaluation, 'submitRound');
    await onEvaluation(leader, evaluation, 'reviewRound', { opinion: '同意自评结果' });

    plan = await onPlan(leader, plan, 'closePlan');
    expect(plan).toMatchObject({ state: 'closed', closing: { cutoff, lines: [{}, {}, {}] } });
    const closed = await report();
    expect(closed.frozen).toMatch(/^[0-9a-f]{64}$/);
    expect(closed.sha256).toBe(closed.frozen);
    expect(closed.tables[0].evaluation).toMatchObject({ grade: 'excellent', opinion: '同意自评结果' });
    expect(closed.tables[0].lines[2].score.formula).toBe('85 ÷ 90 × 10 = 9.4444');
    expect(closed.tables[0].lines[1].history).toMatchObject([{ cutoff: `${year}-06-30` }]);

    const late = {
      grade: 'D',
      score: 50,
      document: '补发通报第 9 期',
      publishedOn: `${year}-12-30`,
      text: '鼓楼区较差。',
      month: `${year}-11`,
    };
    const added = (await evaluator.ask('POST', '/targets/assessments', { body: late })).body;
    await onAssessment(leader, added, 'confirmAssessment');
    const [own] = (await finance.ask('GET', '/budgets')).body.items.filter((one: Body) => one.year === year);
    const unit = { nameZh: '区城市运行管理中心', kind: 'institution' };
    expect(await onBudget(finance, own, 'describe', { unit })).toMatchObject({ unit });
    expect((await report()).sha256).toBe(closed.frozen);
    const another = await finance.ask('POST', '/targets/rounds', { body: { planId: plan.id, cutoff } });
    expect(another).toMatchObject({ status: 409, body: { code: 'planClosed' } });
  });

  test('it is written as page, Word, workbook and PDF, and as open data that say the same', async () => {
    const { sha256, tables } = await report();
    const page = await file('html');
    expect(page.status).toBe(200);
    const html = String(page.body);
    for (const text of [
      sha256,
      '12345诉求件及时回复率',
      '85 ÷ 90 × 10 = 9.4444',
      '偏差原因分析及改进措施',
      '开展话术培训',
      '系统尚未上线',
    ])
      expect(html).toContain(text);
    expect(html).toContain('市级考评结果');
    expect(html).not.toContain('/api/');
    const raw = async (format: string) => {
      const answer = await fetch(`${server.url}/api/targets/plans/${plan.id}/report/${format}`, {
        headers: { cookie: leader.cookie },
      });
      return Buffer.from(await answer.arrayBuffer());
    };
    expect((await raw('pdf')).subarray(0, 5).toString()).toBe('%PDF-');
    expect((await raw('docx')).subarray(0, 2).toString()).toBe('PK');
    const sheets = await readWorkbook(await raw('xlsx'));
    expect(JSON.stringify(sheets)).toContain('回复满意度');
    const json = JSON.parse((await raw('json')).toString());
    expect(json).toMatchObject({ sha256, tables: [{ lines: [{}, {}, { line: { value: { value: 85 } } }] }] });
    const csv = (await raw('csv')).toString().trim().split('\r\n');
    expect(csv).toHaveLength(1 + tables[0].lines.length);
    expect(csv[3]).toContain('85');
    expect(csv[3]).toContain(tables[0].lines[2].sha256);
  });

  test('the self-evaluation prints in the columns of the official form', async () => {
    const { items } = (await leader.ask('GET', '/targets/evaluations')).body;
    const form = await leader.ask('GET', `/targets/evaluations/${items[0].id}/form/html`);
    for (const column of [
      '年初预算数',
      '全年预算数',
      '全年执行数',
      '执行率',
      '年度指标值',
      '实际完成值',
      '偏差原因分析及改进措施',
    ])
      expect(String(form.body)).toContain(column);
  });

  test('who may not read targets is told nothing of the report', async () => {
    const agent = await server.as('zuoxi01');
    expect((await agent.ask('GET', `/targets/plans/${plan.id}/report`)).status).toBe(403);
  });
});
