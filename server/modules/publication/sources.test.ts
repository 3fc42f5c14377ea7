import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { approvedBudget, type Body, compiled, day, noted, type Office, step } from './published.fixture.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;
let office: Office;
beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  finance = await server.as('caiwu01');
  leader = await server.as('lingdao01');
  office = { finance, leader };
}, 120_000);
afterAll(() => server.stop());

const textOf = async (record: Body): Promise<string> =>
  (await finance.ask('GET', `/publications/${record.id}/text`)).body.text;

describe('what a document is made of', () => {
  test('the approved plan of the year gives goals and targets, whatever was typed', async () => {
    const record = (await compiled(office, await approvedBudget(office, 2071))).body;
    expect(await textOf(record)).toContain('热线诉求件及时回复率');
    let plan = (await finance.ask('POST', '/targets/plans', { body: { year: 2071 } })).body;
    const act = async (who: Officer, action: string, body: object) => {
      const path = `/targets/plans/${plan.id}/actions/${action}`;
      const done = await who.ask('POST', path, { body, version: plan.version });
      expect(done.status, JSON.stringify(done.body)).toBe(200);
      plan = done.body;
    };
    const indicator = {
      id: 'W02',
      scope: 'overall',
      goalId: 'G1',
      level1Zh: '产出指标',
      level2Zh: '时效指标',
      level3Zh: '重点工作办结率',
      targetPrinted: '≥90%',
      band: null,
      weight: '50',
      metric: 'task.keyTaskClosure',
      choice: 'due',
      systems: null,
      surveyZh: '',
    };
    const closing = {
      ...indicator,
      id: 'W16',
      level1Zh: '效益指标',
      level2Zh: '社会效益指标',
      level3Zh: '按期结案率',
      targetPrinted: '≥85%',
      weight: '30',
      metric: 'case.onTimeClosing',
      choice: 'scored',
    };
    const pleased = {
      ...indicator,
      id: 'W14',
      level1Zh: '满意度指标',
      level2Zh: '服务对象满意度指标',
      level3Zh: '12345诉求件回复满意度',
      weight: '10',
      metric: 'hotline.satisfaction',
      choice: 'satisfied',
      surveyZh: '办结后逐件回访',
    };
    await act(finance, 'writePlan', {
      staffInPost: 17,
      projects: [{ code: 'P1', nameZh: '一般业务经费' }],
      goals: [{ id: 'G1', titleZh: '督办事项件件有着落', textZh: '逐月通报进展。', reasonWithout: '' }],
      indicators: [indicator, closing, pleased],
    });
    expect(await textOf(record)).not.toContain('重点工作办结率');
    await act(leader, 'approvePlan', {});
    const now = (await finance.ask('GET', `/publications/${record.id}`)).body;
    expect(now.promises).toEqual({ goals: 1, indicators: 3 });
    const text = await textOf(record);
    expect(text).toContain('督办事项件件有着落 逐月通报进展。');
    const { findings } = (await finance.ask('GET', `/publications/${record.id}/text`)).body;
    const rules = findings.map(({ rule }: { rule: string }) => rule);
    // Its goal shares no word with an indicator, but the plan says which indicators it has.
    expect(rules).not.toContain('K-10');
    expect(rules).toContain('K-11');
    expect(text).toMatch(/重点工作办结率\t≥90%/);
    expect(text).not.toContain('热线诉求件及时回复率');
    expect(text).toContain('共设置0个项目绩效目标');
  });

  test('staff, vehicles and equipment are those of the registers on 31 December of the year before', async () => {
    const ask = async (path: string, body: object) => {
      const made = await leaderOrFinance(path).ask('POST', path, { body });
      expect(made.status, JSON.stringify(made.body)).toBe(201);
      return made.body;
    };
    const leaderOrFinance = (_path: string) => finance;
    const car = { number: 'C1', name: '应急指挥车', category: 'vehicle', valueFen: 30_000_000, place: '车库' };
    await ask('/assets', { ...car, acquiredOn: '2018-05-01', use: 'emergency' });
    await ask('/assets', { ...car, number: 'C2', acquiredOn: '2023-01-01' });
    const server60 = { ...car, number: 'E1', name: '存储', category: 'equipment', valueFen: 60_000_000 };
    await ask('/assets', { ...server60, acquiredOn: '2018-05-01' });
    await ask('/assets', { ...server60, number: 'E2', valueFen: 49_999_999, acquiredOn: '2018-05-01' });
    await ask('/assets', {
      ...server60,
      number: 'E3',
      valueFen: 200_000_000,
      acquiredOn: '2018-05-01',
      use: 'specialEquipment',
    });
    const post = { kind: 'establishment', post: '专业技术岗' };
    for (const [personNumber, from] of [
      ['A1', '2017-01-01'],
      ['A2', '2022-12-31'],
      ['A3', '2023-01-01'],
    ])
      await ask('/staff/engagements', { ...post, personNumber, from });
    const record = (await compiled(office, await approvedBudget(office, 2023))).body;
    const text = await textOf(record);
    expect(text).toContain('截至2022年12月31日，某市某区城市运行中心共有车辆1辆');
    expect(text).toContain('应急保障用车1辆');
    expect(text).toContain('单位价值50万元以上通用设备1台（套），单位价值100万元以上专用设备1台（套）');
    expect(text).toContain('全额拨款\t2');
    const staff = record.registered.find(({ labelZh }: Body) => labelZh === '在职人数');
    expect(staff).toEqual({ labelZh: '在职人数', typed: 17, registered: 2 });
    expect(record.open).toBe(0);
    const years = (await compiled(office, await approvedBudget(office, 2024))).body;
    expect(await textOf(years)).toContain('共有车辆2辆');
  });

  test('incomes are those that were approved, also of the year before, whatever adjustments brought in since', async () => {
    const budget = await approvedBudget(office, 2074);
    const { functionCode, economicCode, fund, kind, role } = budget.lines.find(({ fen }: Body) => fen === 259_430_000);
    const asked = await finance.ask('POST', `/budgets/${budget.id}/actions/askAdjustment`, {
      version: budget.version,
      body: {
        reason: '追加绩效奖',
        deltas: [{ functionCode, economicCode, fund, kind, role, fen: 4_000_000 }],
        incomes: [{ functionCode, source: 'generalPublicBudget', fen: 4_000_000 }],
      },
    });
    const granting = { version: asked.body.version, body: { on: day(0) } };
    const granted = await leader.ask('POST', `/budgets/${budget.id}/actions/grantAdjustment`, granting);
    expect(granted.body.incomes[0].fen).toBe(286_610_000);
    const record = (await compiled(office, budget)).body;
    expect(record.open).toBe(0);
    const text = await textOf(record);
    expect(text).toContain('282.61');
    expect(text).not.toContain('286.61');
    const next = (await compiled(office, await approvedBudget(office, 2075))).body;
    expect(next.moves.find(({ key }: Body) => key === 'income.increase')).toMatchObject({ beforeFen: 282_610_000 });
  });

  test('codes that the district amended are printed and checked as they hold in the year', async () => {
    const from = '2091-01-01';
    const amend = async (path: string, code: string, more: object) => {
      const body = { scheme: 'departmentEconomic', code, from, source: '财预〔2090〕41号', ...more };
      expect((await finance.ask('POST', `/classification/${path}`, { body })).status).toBe(201);
    };
    await amend('amendments', '30201', { nameZh: '办公用品费' });
    await amend('endings', '30216', {});
    const record = (await compiled(office, await approvedBudget(office, 2091))).body;
    expect(record.open).toBe(0);
    const text = await textOf(record);
    expect(text).toContain('30201\t办公用品费\t11.20');
    expect(text).not.toContain('30216');
    const check = async () => {
      const { findings } = (await finance.ask('POST', '/publication/check', { body: { content: text } })).body;
      return findings.filter(({ rule }: Body) => rule.startsWith('R-CODE')).map(({ printed }: Body) => printed);
    };
    expect(await check()).toEqual([]);
    const before = (await compiled(office, await approvedBudget(office, 2090))).body;
    expect(await textOf(before)).toContain('30201\t办公费\t11.20');
    await amend('endings', '30101', {});
    expect(await check()).toEqual(['30101']);
    expect((await finance.ask('GET', `/publications/${record.id}`)).body.open).toBeGreaterThan(0);
  });

  test('what is being written is reconciled without being kept', async () => {
    const record = (await compiled(office, await approvedBudget(office, 2072))).body;
    const preview = (content: object) =>
      finance.ask('POST', `/publications/${record.id}/preview`, {
        body: { content: { ...record.content, ...content } },
      });
    const same = await preview({});
    expect(same.body).toMatchObject({ open: 0, faults: [] });
    const typed = await preview({
      aims: '满意率达到98%',
      targets: [{ level1Zh: '产出指标', level2Zh: '时效指标', nameZh: '及时回复率', targetZh: '尽量好' }],
    });
    expect(typed.body.faults.map(({ path }: Body) => path)).toEqual(['aims']);
    expect(typed.body.findings.map(({ rule }: Body) => rule)).toContain('K-15');
    expect(typed.body.text).toContain('尽量好');
    const unmoved = (await finance.ask('GET', `/publications/${record.id}`)).body;
    expect(unmoved).toMatchObject({ version: record.version, content: record.content });
    const used = await preview({ uses: {} });
    expect(used.body.uses).toMatchObject([{ code: '2010350', fen: 282_610_000 }]);
    const signed = await step(finance, await noted(office, record), 'sign');
    expect(signed.state).toBe('signed');
    expect((await preview({})).body.code).toBe('notBeingWritten');
  });
});
