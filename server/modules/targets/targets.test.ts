import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';

let server: TestServer;
let finance: Officer;
let evaluator: Officer;
let leader: Officer;
const year = new Date().getUTCFullYear();

const indicator = (id: string, more: object) => ({
  id,
  scope: 'overall',
  goalId: 'g1',
  level1Zh: '产出指标',
  level2Zh: '质量指标',
  choice: null,
  ...more,
});
const goals = [{ id: 'g1', titleZh: '接得住、答得快、办得好', reasonWithout: '' }];
const reply = indicator('W05', {
  level2Zh: '时效指标',
  level3Zh: '12345诉求件及时回复率',
  targetPrinted: '≥95%',
  weight: '40',
  metric: 'hotline.replyRate',
  choice: 'working',
});
const control = indicator('W07', {
  level3Zh: '在职人员控制率',
  targetPrinted: '≤100%',
  weight: '30',
  metric: 'staff.controlRate',
  choice: 'cutoff',
});
const grades = indicator('W12', {
  level3Zh: '数字城管综合评价等级达标率',
  targetPrinted: '≥95%',
  weight: '20',
  metric: 'assessment.grades',
  choice: 'district',
});
const content = { projects: [], goals, indicators: [reply, control, grades] };

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
const act = async (who: Officer, plan: Body, action: string, body: object = {}, at = 'plans'): Promise<Body> =>
  (await who.ask('POST', `/targets/${at}/${plan.id}/actions/${action}`, { body, version: plan.version })).body;

beforeAll(async () => {
  server = await startTestServer({ days: 25, perDay: 16 });
  finance = await server.as('caiwu01');
  evaluator = await server.as('kaoping01');
  leader = await server.as('lingdao01');
});
afterAll(() => server.stop());

async function draft(of: number): Promise<Body> {
  const made = await finance.ask('POST', '/targets/plans', { body: { year: of } });
  expect(made.status).toBe(201);
  return made.body;
}

describe('绩效目标', () => {
  test('nonsense is told while it is typed, with what would be right', async () => {
    const typed = [
      { ...reply, targetPrinted: '≥100%' },
      { ...reply, id: 'W06', level3Zh: '资金使用率', targetPrinted: '=95%', metric: 'budget.execution' },
      { ...control, targetPrinted: '≥90%' },
      { ...grades, targetPrinted: '尽量好' },
    ];
    const lone = [...goals, { id: 'g2', titleZh: '厉行节约', reasonWithout: '' }];
    const body = { year, projects: [], goals: lone, indicators: typed };
    const { faults } = (await finance.ask('POST', '/targets/check', { body })).body;
    const told = (at: string) => faults.filter((one: Body) => one.at === at).map((one: Body) => one.rule);
    const better = (rule: string, at: string) => faults.find((one: Body) => one.rule === rule && one.at === at)?.better;
    expect(told('W05')).toContain('K-02');
    expect(better('K-03', 'W06')).toBe('≥95%');
    expect(better('K-04', 'W07')).toBe('≤100%');
    expect(told('W12')).toContain('K-15');
    expect(told('g2')).toEqual(['K-10']);
    const banded = { ...body, indicators: typed.map((one) => (one.id === 'W06' ? { ...one, band: '2' } : one)) };
    const again = (await finance.ask('POST', '/targets/check', { body: banded })).body.faults;
    expect(again.filter((one: Body) => one.at === 'W06' && one.rule === 'K-03')).toEqual([]);
  });

  test('an unsound plan is not approved, nor one by its author; an approved one pins its definitions', async () => {
    let plan = await draft(year + 1);
    expect((await finance.ask('POST', '/targets/plans', { body: { year: year + 1 } })).body.code).toBe('planExists');
    expect(await act(leader, plan, 'approvePlan')).toMatchObject({ code: 'planEmpty' });
    plan = await act(finance, plan, 'writePlan', { ...content, indicators: [{ ...reply, targetPrinted: '尽量好' }] });
    expect(await act(leader, plan, 'approvePlan')).toMatchObject({ code: 'planUnsound' });
    plan = await act(finance, plan, 'writePlan', content);
    expect(plan.faults.filter(({ severity }: Body) => severity === 'error')).toEqual([]);
    plan = await act(leader, plan, 'approvePlan');
    expect(plan).toMatchObject({
      state: 'approved',
      indicators: [{ operator: 'gte', target: '95', metricVersion: 1 }, {}, {}],
    });
    expect(await act(finance, plan, 'writePlan', content)).toMatchObject({ code: 'notInThisState' });
  });
});

describe('目标看板', () => {
  let plan: Body;
  const board = async () => (await leader.ask('GET', `/targets/years/${year}`)).body;
  const line = async (id: string) => (await board()).lines.find((one: Body) => one.indicatorId === id);

  beforeAll(async () => {
    plan = await draft(year);
    plan = await act(finance, plan, 'writePlan', content);
    plan = await act(leader, plan, 'approvePlan');
  });

  test('the hotline rate is that of its cases, each of which it opens to', async () => {
    const { value, forecast, verdict } = await line('W05');
    expect(value.denominator).toBeGreaterThan(5);
    expect(value.value).toBeCloseTo((100 * value.numerator) / value.denominator, 9);
    expect(verdict).toBe(value.value >= 95 ? 'met' : 'missed');
    expect(forecast.low).toBeLessThanOrEqual(forecast.likely);
    expect(forecast.high).toBeGreaterThanOrEqual(forecast.likely);
    expect(value.months.reduce((sum: number, one: Body) => sum + (one.value === null ? 0 : 1), 0)).toBeGreaterThan(0);
    const cases = async (part: string) =>
      (await leader.ask('GET', `/targets/years/${year}/indicators/W05/cases?part=${part}`)).body.items.length;
    expect(await cases('missed')).toBe(Math.min(50, value.denominator - value.numerator));
    expect(await cases('met')).toBe(Math.min(50, value.numerator));
  });

  test('a value by hand needs evidence and a second person, and stays marked', async () => {
    const entered = {
      indicatorId: 'W12',
      on: `${year}-01-01`,
      numerator: 9,
      denominator: 10,
      evidence: '市局通报第 3 期',
    };
    expect(await act(finance, plan, 'enterValue', { ...entered, evidence: '' })).toMatchObject({ status: 422 });
    plan = await act(evaluator, plan, 'enterValue', entered);
    expect((await line('W12')).value.state).toBe('noData');
    expect(await act(evaluator, plan, 'confirmValue', { indicatorId: 'W12' })).toMatchObject({ code: 'ownValue' });
    plan = await act(leader, plan, 'confirmValue', { indicatorId: 'W12' });
    expect(await line('W12')).toMatchObject({
      verdict: 'missed',
      value: { state: 'manual', value: 90, denominator: 10 },
    });
  });

  test('a round freezes targets and money together, and is submitted once every deviation has its cause', async () => {
    const cutoff = new Date().toISOString().slice(0, 10);
    const opened = await finance.ask('POST', '/targets/rounds', { body: { planId: plan.id, cutoff } });
    expect(opened.status).toBe(201);
    let round = opened.body;
    expect(round).toMatchObject({
      state: 'open',
      money: { plannedFen: expect.any(Number), yearPassed: expect.any(Number) },
    });
    expect(await act(finance, round, 'submitRound', {}, 'rounds')).toMatchObject({ code: 'causesOwed' });
    for (const { indicatorId } of round.lines.filter((one: Body) => one.verdict !== 'met'))
      round = await act(
        finance,
        round,
        'explain',
        { indicatorId, cause: '编制批复未到', action: '催办编制批复' },
        'rounds',
      );
    round = await act(finance, round, 'submitRound', {}, 'rounds');
    round = await act(leader, round, 'reviewRound', { opinion: '同意，抓紧整改' }, 'rounds');
    expect(round).toMatchObject({ state: 'reviewed', opinion: '同意，抓紧整改' });
  });

  test('a self-evaluation has no total while a value is missing', async () => {
    const cutoff = new Date().toISOString().slice(0, 10);
    const { body } = await finance.ask('POST', '/targets/evaluations', {
      body: { planId: plan.id, scope: 'overall', cutoff },
    });
    expect(body.scores).toHaveLength(3);
    expect(body.scores.find((one: Body) => one.indicatorId === 'W12')).toMatchObject({ points: 20 });
    const complete = body.execution !== null && body.scores.every((one: Body) => one.score !== null);
    expect(body.total === null).toBe(!complete);
    expect(body.grade === null).toBe(!complete);
  });
});
