import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { instant, localDate } from '../../kernel/instant.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { salary } from './salary.fixture.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;

const unit = { nameZh: '区智慧城市服务中心', kind: 'institution' };
const office = { ...salary, economicCode: '30201', kind: 'project', role: null, projectCode: 'P1' };
const income = { functionCode: '2010350', source: 'generalPublicBudget' };

/** The day it is in the district as the tests begin; no test asks for it to be the same at its end. */
let today: string;
const dayLater = (days: number) => new Date(Date.parse(today) + days * 86_400_000).toISOString().slice(0, 10);

beforeAll(async () => {
  today = localDate(instant(Date.now()), 'Asia/Shanghai');
  server = await startTestServer({ days: 1, perDay: 2 });
  finance = await server.as('caiwu01');
  leader = await server.as('lingdao01');
});
afterAll(() => server.stop());

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
const act = async (who: Officer, budget: Body, action: string, body: object = {}): Promise<Body> =>
  (await who.ask('POST', `/budgets/${budget.id}/actions/${action}`, { body, version: budget.version })).body;
const enter = (budget: Body, body: object) => finance.ask('POST', `/budgets/${budget.id}/amounts`, { body });

async function draft(year: number): Promise<Body> {
  const made = await finance.ask('POST', '/budgets', { body: { year, unit } });
  expect(made.status).toBe(201);
  return made.body;
}

async function entered(year: number): Promise<Body> {
  let budget = await draft(year);
  budget = await act(finance, budget, 'putProject', {
    project: { code: 'P1', nameZh: '一般业务经费', category: 'operation' },
  });
  budget = await act(leader, budget, 'reviewProject', { code: 'P1', passed: true, on: today });
  const lines = [
    { ...salary, was: 0, fen: 27_063_00 * 100 },
    { ...office, was: 0, fen: 1_198_00 * 100 },
  ];
  return (await enter(budget, { lines, incomes: [{ ...income, was: 0, fen: 28_261_00 * 100 }] })).body;
}

async function approved(year: number): Promise<Body> {
  const budget = await act(finance, await entered(year), 'submitBudget');
  expect(await act(finance, budget, 'approveBudget', {})).toMatchObject({ status: 403 });
  return act(leader, budget, 'approveBudget', { approvedOn: today, document: '财预〔1〕号' });
}

describe('部门预算', () => {
  test('two people who change different cells do not disturb each other; on one cell the second is told', async () => {
    const budget = await draft(2031);
    expect((await enter(budget, { lines: [{ ...salary, was: 0, fen: 100 }] })).status).toBe(200);
    expect((await enter(budget, { incomes: [{ ...income, was: 0, fen: 100 }] })).status).toBe(200);
    const clash = await enter(budget, { lines: [{ ...salary, was: 0, fen: 500 }] });
    expect(clash).toMatchObject({ status: 409, body: { code: 'cellChanged' } });
    const kept = (await finance.ask('GET', `/budgets/${budget.id}`)).body;
    expect(kept).toMatchObject({ lines: [{ fen: 100 }], totals: { income: 100, expenditure: 100 } });
    const undone = await enter(budget, { lines: [{ ...salary, was: 100, fen: 0 }] });
    expect(undone.body.lines).toEqual([]);
  });

  test('a code of another year, an amount that is none, and a line that is two things are told at their cells', async () => {
    const budget = await draft(2032);
    const paths = async (change: object) =>
      (await enter(budget, { lines: [{ ...salary, was: 0, fen: 1, ...change }] })).body.errors.map(
        ({ path }: { path: string }) => path,
      );
    expect(await paths({ economicCode: '30188', functionCode: '9999999' })).toEqual([
      'lines.0.functionCode',
      'lines.0.economicCode',
    ]);
    expect(await paths({ role: null })).toEqual(['lines.0.role']);
    expect(await paths({ kind: 'project' })).toEqual(['lines.0.role']);
    for (const fen of [1.5, -1, '100', null, 1e300])
      expect(new Set(await paths({ fen }))).toEqual(new Set(['lines.0.fen']));
    expect((await enter(budget, { lines: [{ ...office, was: 0, fen: 1 }] })).body.code).toBe('noSuchProject');
    const twice = await enter(budget, { lines: [1, 2].map((fen) => ({ ...salary, was: 0, fen })) });
    expect(twice.body.errors).toMatchObject([{ path: 'lines.1' }]);
    expect((await finance.ask('GET', `/budgets/${budget.id}`)).body.lines).toEqual([]);
  });

  test('is submitted only when income and expenditure are equal, and has to be published 20 days after approval', async () => {
    const budget = await draft(2033);
    expect(await act(finance, budget, 'submitBudget')).toMatchObject({ code: 'empty' });
    const uneven = (await enter(budget, { lines: [{ ...salary, was: 0, fen: 100 }] })).body;
    expect(await act(finance, uneven, 'submitBudget')).toMatchObject({ code: 'notBalanced' });
    expect(await approved(2034)).toMatchObject({ state: 'approved', publishDueOn: dayLater(20) });
    expect((await finance.ask('POST', '/budgets', { body: { year: 2034, unit } })).body.code).toBe('budgetExists');
  });

  test('once approved it changes by adjustments only, which somebody else grants, and what was approved stays', async () => {
    const budget = await approved(2035);
    expect((await enter(budget, { lines: [{ ...salary, was: 2_706_300_00, fen: 1 }] })).body.code).toBe(
      'notInThisState',
    );
    const tooMuch = { reason: '追加业务经费', deltas: [{ ...office, fen: -9_999_999_99 }] };
    expect(await act(finance, budget, 'askAdjustment', tooMuch)).toMatchObject({ code: 'belowZero' });
    const uneven = { reason: '追加业务经费', deltas: [{ ...office, fen: 500_00 }] };
    expect(await act(finance, budget, 'askAdjustment', uneven)).toMatchObject({ code: 'uneven' });
    const asked = await act(finance, budget, 'askAdjustment', { ...uneven, incomes: [{ ...income, fen: 500_00 }] });
    expect(await act(finance, asked, 'grantAdjustment', { on: today })).toMatchObject({ status: 403 });
    const granted = await act(leader, asked, 'grantAdjustment', { on: today });
    const now = granted.totals.expenditure - asked.totals.expenditure;
    expect(now).toBe(500_00);
    expect(granted.totals.income).toBe(granted.totals.expenditure);
    expect(granted.approvedLines).toEqual(budget.lines);
  });

  test('an adjustment is granted only if its project is reviewed by then, and the refusal names what is missing', async () => {
    const budget = await approved(2038);
    const more = { deltas: [{ ...office, fen: 500_00 }], incomes: [{ ...income, fen: 500_00 }] };
    let asked = await act(finance, budget, 'askAdjustment', { reason: '追加业务经费', ...more });
    const project = { code: 'P1', nameZh: '扩大的业务经费', category: 'operation' };
    asked = await act(finance, asked, 'putProject', { project });
    const refused = await act(leader, asked, 'grantAdjustment', { on: today });
    expect(refused).toMatchObject({ status: 409, code: 'notReviewed' });
    expect(refused.detail).toContain('P1 扩大的业务经费');
    const seen = (await leader.ask('GET', `/budgets/${budget.id}`)).body;
    const button = seen.may.find(({ action }: Body) => action === 'grantAdjustment');
    expect(button.refusal.message.zh).toContain('缺评审：P1 扩大的业务经费');
    asked = await act(leader, seen, 'reviewProject', { code: 'P1', passed: true, on: today });
    const granted = await act(leader, asked, 'grantAdjustment', { on: today });
    expect(granted.adjustments[0].state).toBe('granted');
  });
});

describe('项目库', () => {
  const lines = [{ ...office, was: 0, fen: 100 }];
  const incomes = [{ ...income, was: 0, fen: 100 }];
  const project = { code: 'P1', nameZh: '一般业务经费', category: 'operation', firstYear: 2041, lastYear: 2043 };
  const put = (budget: Body) => act(finance, budget, 'putProject', { project });

  test('money of a project is submitted only after somebody else has reviewed it; a change asks for a new review', async () => {
    let budget = await put(await draft(2041));
    expect(budget.projects[0]).toMatchObject({ reviewed: false, lastYear: 2043 });
    budget = (await enter(budget, { lines, incomes })).body;
    expect(await act(finance, budget, 'submitBudget')).toMatchObject({ code: 'notReviewed' });
    expect(await act(finance, budget, 'reviewProject', { code: 'P1', passed: true, on: today })).toMatchObject({
      status: 403,
    });
    const turned = { code: 'P1', passed: false, on: today, note: '依据不足' };
    budget = await act(leader, budget, 'reviewProject', turned);
    expect(budget.projects[0]).toMatchObject({ reviewed: false, review: { passed: false, note: '依据不足' } });
    budget = await act(leader, budget, 'reviewProject', { ...turned, passed: true });
    expect(await act(leader, budget, 'reviewProject', { ...turned, code: 'P9' })).toMatchObject({
      code: 'unknownProject',
    });
    budget = await put(budget);
    expect(await act(finance, budget, 'submitBudget')).toMatchObject({ code: 'notReviewed' });
    budget = await act(leader, budget, 'reviewProject', { ...turned, passed: true });
    budget = await act(finance, budget, 'submitBudget');
    expect(budget.state).toBe('submitted');
    budget = await act(leader, budget, 'reviewProject', turned);
    const approval = { approvedOn: today, document: '财预〔1〕号' };
    expect(await act(leader, budget, 'approveBudget', approval)).toMatchObject({ code: 'notReviewed' });
  });

  test('a decision or a payment is of today or before: a later approval would put off the day of publication', async () => {
    const told = { path: 'approvedOn', message: expect.stringMatching(/^不能晚于今天（\d{4}-\d\d-\d\d）。$/) };
    const budget = await act(finance, await entered(2050), 'submitBudget');
    const approval = { approvedOn: dayLater(2), document: '财预〔1〕号' };
    expect(await act(leader, budget, 'approveBudget', approval)).toMatchObject({ status: 422, errors: [told] });
    const granted = await act(leader, budget, 'approveBudget', { ...approval, approvedOn: today });
    expect(granted).toMatchObject({ state: 'approved', approvedOn: today });
    const payment = { budgetId: budget.id, line: salary, fen: 1, on: '2050-03-05', voucher: '1', purpose: '工资' };
    const paid = await finance.ask('POST', '/payments', { body: payment });
    expect([paid.status, paid.body.errors[0]]).toEqual([422, { ...told, path: 'on' }]);
  });

  test('a project tells nobody’s numbers: what is written of it is kept without them', async () => {
    const told = { goalZh: '联系人手机13812345678', basis: '依据申请人350102199003077512的来信' };
    const budget = await act(finance, await draft(2053), 'putProject', { project: { ...project, ...told } });
    expect(JSON.stringify(budget.projects)).toMatch(/依据申请人〔身份证号〕的来信.*联系人手机〔电话〕/);
    expect(JSON.stringify(budget.projects)).not.toMatch(/13812345678|350102199003077512/);
  });

  test('a project for which months or purchases are planned is in use, though no line has money', async () => {
    const budget = await put(await draft(2040));
    const month = { kind: 'project', role: null, projectCode: 'P1', month: 3, fen: 100 };
    const plan = (months: object[]) => finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { months } });
    const planned = (await plan([{ ...month, was: 0 }])).body;
    expect(await act(finance, planned, 'removeProject', { code: 'P1' })).toMatchObject({ code: 'projectInUse' });
    const cleared = (await plan([{ ...month, was: 100, fen: 0 }])).body;
    expect(await act(finance, cleared, 'removeProject', { code: 'P1' })).toMatchObject({ projects: [] });
  });
});

describe('采购与用款计划', () => {
  test('is planned by cells, also after approval, and beside it stands what was paid', async () => {
    const budget = await approved(2022);
    const month = { kind: 'project', role: null, projectCode: 'P1', month: 3, was: 0, fen: 500_00 };
    const purchase = {
      purchase: 'services',
      economicCode: '30201',
      projectCode: 'P1',
      item: '平台 运维',
      was: 0,
      fen: 900,
    };
    const plan = (body: object) => finance.ask('POST', `/budgets/${budget.id}/amounts`, { body });
    expect((await plan({ months: [month], purchases: [purchase] })).body).toMatchObject({
      months: [{ month: 3, fen: 500_00 }],
      purchases: [{ item: '平台 运维', fen: 900 }],
      procurement: { goods: 0, works: 0, services: 900 },
    });
    expect((await plan({ months: [month] })).body.code).toBe('cellChanged');
    expect((await plan({ purchases: [{ ...purchase, economicCode: '30188' }] })).body.errors[0].path).toBe(
      'purchases.0.economicCode',
    );
    const seen = await leader.ask('GET', `/budgets/${budget.id}/execution?cutoff=2022-03-15`);
    expect(seen.body.plan).toMatchObject({ dueFen: 500_00 });
    expect(seen.body.plan.months).toHaveLength(12);
  });
});

describe('填报', () => {
  test('amounts and the month plan of one saving are kept together, or neither is', async () => {
    const budget = await draft(2044);
    const lines = [{ ...salary, was: 0, fen: 1_200 }];
    const month = { kind: 'basic', role: 'personnel', projectCode: null, month: 1, was: 0, fen: 100 };
    const stale = await enter(budget, { lines, months: [{ ...month, was: 7 }] });
    expect(stale).toMatchObject({ status: 409, body: { code: 'cellChanged' } });
    const none = (await finance.ask('GET', `/budgets/${budget.id}`)).body;
    expect([none.lines, none.months, none.version]).toEqual([[], [], budget.version]);
    const saved = await enter(budget, { lines, months: [month] });
    expect(saved.body).toMatchObject({ lines: [{ fen: 1_200 }], months: [{ month: 1, fen: 100 }] });
  });

  test('equipment is bought as an asset: as goods on another class it is refused, with the code that is right', async () => {
    const budget = await draft(2045);
    const buy = (change: object) =>
      enter(budget, {
        purchases: [
          {
            purchase: 'goods',
            economicCode: '30201',
            projectCode: null,
            item: '台式 计算机',
            was: 0,
            fen: 100,
            ...change,
          },
        ],
      });
    const [fault] = (await buy({})).body.errors;
    expect(fault.path).toBe('purchases.0.economicCode');
    expect(fault.message).toContain('31002 办公设备购置');
    expect((await buy({ item: '计算机耗材' })).status).toBe(200);
    expect((await buy({ purchase: 'services', item: '服务器租赁' })).status).toBe(200);
    expect((await buy({ economicCode: '31002' })).status).toBe(200);
    expect((await buy({ economicCode: '30907', item: '应用服务器' })).status).toBe(200);
  });
});

describe('政府预算支出经济分类', () => {
  const code = ({ governmentCodes }: Body, line: object) => {
    const { functionCode, economicCode, fund, kind, role, projectCode } = line as Body;
    return governmentCodes[[functionCode, economicCode, fund, kind, role ?? '', projectCode ?? ''].join(' ')];
  };

  test('follows from the item and the kind of the unit; where a unit of the other kind spends, the line says so', async () => {
    let budget = await draft(2046);
    budget = (await enter(budget, { lines: [{ ...salary, was: 0, fen: 100 }] })).body;
    expect(code(budget, salary)).toBe('50501');
    const say = (body: object) => act(finance, budget, 'mapLine', { line: salary, ...body });
    const wrong = await say({ code: '50201' });
    expect(wrong.errors).toMatchObject([{ path: 'code' }]);
    expect(wrong.errors[0].message).toContain('50101 工资奖金津补贴、50501 工资福利支出');
    budget = await say({ code: '50101' });
    expect(code(budget, salary)).toBe('50101');
    budget = await say({ code: null });
    expect(code(budget, salary)).toBe('50501');
    const elsewhere = await act(finance, budget, 'mapLine', { line: { ...salary, role: 'public' }, code: '50101' });
    expect(elsewhere.errors).toMatchObject([{ path: 'line' }]);
  });
});

describe('沿革', () => {
  test('says which project was put forward, reviewed or refused, by whom and when', async () => {
    let budget = await draft(2047);
    const project = { code: 'P7', nameZh: '热线扩容', category: 'purpose' };
    budget = await act(finance, budget, 'putProject', { project });
    budget = await act(leader, budget, 'reviewProject', {
      code: 'P7',
      passed: false,
      on: today,
      note: '依据不足',
    });
    budget = await act(leader, budget, 'reviewProject', { code: 'P7', passed: true, on: today });
    await act(finance, budget, 'removeProject', { code: 'P7' });
    const { items } = (await leader.ask('GET', `/budgets/${budget.id}/history`)).body;
    const [removed, passed, refused, put] = items;
    for (const one of [removed, passed, refused, put]) expect(one.project).toEqual({ code: 'P7', nameZh: '热线扩容' });
    expect([removed.review, passed.review, refused.review]).toEqual([
      null,
      { passed: true, on: today },
      { passed: false, on: today },
    ]);
    expect(refused).toMatchObject({ reason: '依据不足', label: { zh: '评审项目' } });
    expect([passed.actorName, put.actorName]).toEqual([refused.actorName, removed.actorName]);
    expect(passed.actorName).not.toBe(put.actorName);
  });

  test('says who changed which cell from what to what, and what an adjustment made of it', async () => {
    let budget = await approved(2043);
    budget = await act(finance, budget, 'askAdjustment', {
      reason: '追加业务经费',
      deltas: [{ ...office, fen: 500_00 }],
      incomes: [{ ...income, fen: 500_00 }],
    });
    budget = await act(leader, budget, 'grantAdjustment', { on: today });
    const cell = 'line 2010350 30201 generalPublicBudget project  P1';
    const { items } = (await leader.ask('GET', `/budgets/${budget.id}/history?cell=${encodeURIComponent(cell)}`)).body;
    expect(items.map(({ action, cells }: Body) => [action, cells[0].was, cells[0].fen])).toEqual([
      ['grantAdjustment', 119_800_00, 120_300_00],
      ['edit', 0, 119_800_00],
    ]);
    const names = (await leader.ask('GET', `/budgets/${budget.id}/history`)).body.items;
    expect(names[0]).toMatchObject({ label: { zh: '批准调整' }, changed: 2 });
    expect(names[0].actorName).not.toBe(names.at(-1).actorName);
    expect(Object.keys(budget.names)).toContain(budget.adjustments[0].askedBy);
  });
});

describe('支付与执行', () => {
  test('money goes out by month, is not spent twice, and a reversal counts in its own month', async () => {
    const budget = await approved(2024);
    const payment = {
      budgetId: budget.id,
      line: office,
      fen: 1_000_00 * 100,
      on: '2024-03-05',
      voucher: '1',
      purpose: '平台运维',
    };
    const first = await finance.ask('POST', '/payments', { body: payment });
    expect(first.status).toBe(201);
    const second = await finance.ask('POST', '/payments', { body: { ...payment, voucher: '2' } });
    expect(second).toMatchObject({ status: 409, body: { code: 'beyondBudget', facts: { leftFen: 198_00 * 100 } } });
    const wrongYear = await finance.ask('POST', '/payments', { body: { ...payment, on: '2023-12-31' } });
    expect(wrongYear.body.errors[0].path).toBe('on');
    const back = { on: '2024-04-02', reason: '收款账户有误' };
    await finance.ask('POST', `/payments/${first.body.id}/actions/reverse`, { body: back, version: 1 });
    const execution = async (cutoff: string) =>
      (await leader.ask('GET', `/budgets/${budget.id}/execution?cutoff=${cutoff}`)).body;
    expect(await execution('2024-03-31')).toMatchObject({ paidFen: 1_000_00 * 100, months: [{ month: '2024-03' }] });
    expect(await execution('2024-04-30')).toMatchObject({ paidFen: 0, plannedFen: 28_261_00 * 100 });
    expect((await execution('2024-06-30')).yearPassed).toBeCloseTo(182 / 366, 6);
    const third = (await finance.ask('POST', '/payments', { body: { ...payment, voucher: '3' } })).body;
    const { version } = (await leader.ask('GET', `/budgets/${budget.id}`)).body;
    await leader.ask('POST', `/budgets/${budget.id}/actions/closeBudget`, { body: {}, version });
    const late = await finance.ask('POST', `/payments/${third.id}/actions/reverse`, { body: back, version: 1 });
    expect(late).toMatchObject({ status: 409, body: { code: 'yearClosed' } });
    const { payments } = (await finance.ask('GET', `/budgets/${budget.id}/execution`)).body;
    const offered = payments.find(({ id }: Body) => id === third.id).may;
    expect(offered).toMatchObject([{ action: 'reverse', refusal: { code: 'yearClosed' } }]);
  });

  test('an adjustment takes no more from a line than is left of it when it is asked for and when it is granted', async () => {
    const budget = await approved(2021);
    const payment = { budgetId: budget.id, line: office, on: '2021-03-05', voucher: '1', purpose: '平台运维' };
    const pay = (fen: number) => finance.ask('POST', '/payments', { body: { ...payment, fen } });
    expect((await pay(1_000_00 * 100)).status).toBe(201);
    const move = (fen: number) => ({
      reason: '调减业务经费',
      deltas: [
        { ...office, fen: -fen },
        { ...salary, fen },
      ],
    });
    const tooMuch = await act(finance, budget, 'askAdjustment', move(198_00 * 100 + 1));
    expect(tooMuch).toMatchObject({ status: 409, code: 'belowPaid', detail: expect.stringContaining('30201') });
    const asked = await act(finance, budget, 'askAdjustment', move(198_00 * 100));
    expect((await pay(1)).status).toBe(201);
    expect(await act(leader, asked, 'grantAdjustment', { on: today })).toMatchObject({ code: 'belowPaid' });
  });

  test('nothing is paid from a budget that is not approved', async () => {
    const budget = await draft(2023);
    const payment = { budgetId: budget.id, line: salary, fen: 1, on: '2023-03-05', voucher: '1', purpose: '工资' };
    expect((await finance.ask('POST', '/payments', { body: payment })).body.code).toBe('budgetNotApproved');
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});

describe('列入人员经费', () => {
  const labour = { ...salary, economicCode: '30226' };
  const lines = [{ ...labour, was: 0, fen: 100 }];
  const incomes = [{ ...income, was: 0, fen: 100 }];

  test('money outside classes 301 and 303 counts as personnel only once somebody has said why', async () => {
    let budget = (await enter(await draft(2051), { lines, incomes })).body;
    const refused = await act(finance, budget, 'submitBudget');
    expect(refused).toMatchObject({ status: 409, code: 'personnelUnexplained' });
    expect(refused.detail).toContain('30226');
    const say = (line: object, reason: string) => act(finance, budget, 'explainLine', { line, reason });
    expect(await say(labour, '无')).toMatchObject({ status: 422, errors: [{ path: 'reason' }] });
    for (const other of [salary, { ...labour, role: 'public' }, { ...labour, economicCode: '30301' }])
      expect(await say(other, '编外人员劳务费')).toMatchObject({ errors: [{ path: 'line.economicCode' }] });
    budget = await say(labour, '编外人员劳务费');
    expect(Object.values(budget.personnelReasons)).toEqual(['编外人员劳务费']);
    expect(await act(finance, budget, 'submitBudget')).toMatchObject({ state: 'submitted' });
  });

  test('an adjustment that gives such a line more asks for the same; one that takes from it does not', async () => {
    const budget = await approved(2052);
    const money = (economicCode: string, fen: number) => ({ ...salary, economicCode, fen });
    const move = { reason: '编外人员增加', deltas: [money('30101', -100), money('30226', 100)] };
    expect(await act(finance, budget, 'askAdjustment', move)).toMatchObject({ code: 'personnelUnexplained' });
    const said = await act(finance, budget, 'explainLine', { line: labour, reason: '编外人员劳务费' });
    const asked = await act(finance, said, 'askAdjustment', move);
    expect(asked.adjustments).toHaveLength(1);
  });
});
