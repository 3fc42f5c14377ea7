import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;
let officers: Officer[];

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  finance = await server.as('caiwu01');
  leader = await server.as('lingdao01');
  const names = ['zuoxi01', 'shouli01', 'paiqian01', 'zhibanzhang01', 'kaoping01', 'jingban01'];
  officers = await Promise.all(names.map((name) => server.as(name)));
});
afterAll(() => server.stop());

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
const made = async (path: string, body: object): Promise<any> => {
  const answer = await finance.ask('POST', path, { body });
  expect(answer.status).toBe(201);
  return answer.body;
};

describe('编制与用工', () => {
  test('without a quota there is no control rate, not 100 %', async () => {
    expect((await leader.ask('GET', '/staff')).body).toMatchObject({ posts: null, control: null });
  });

  test('counts who is in post on a day: one person once, leavers by their last day, interns not among the jobs', async () => {
    await made('/staff/quotas', { posts: 18, from: '2026-01-01', basis: '编委批复' });
    await made('/staff/quotas', { posts: 20, from: '2026-07-01', basis: '编委批复' });
    const engage = (personNumber: string, kind: string, from = '2026-01-01') =>
      made('/staff/engagements', { personNumber, kind, post: '坐席', from });
    await engage('001', 'establishment');
    const leaver = await engage('002', 'establishment');
    await engage('003', 'dispatched');
    await engage('003', 'hired', '2026-03-01');
    await engage('004', 'intern');
    const end = { until: '2026-06-30', reason: '退休离岗' };
    const ended = await finance.ask('POST', `/staff/engagements/${leaver.id}/actions/endEngagement`, {
      body: end,
      version: 1,
    });
    expect(ended.body.state).toBe('ended');
    expect((await leader.ask('GET', '/staff?on=2026-06-30')).body).toMatchObject({
      control: { inPost: 2, posts: 18 },
      jobs: { establishment: 2, hired: 1, dispatched: 0 },
    });
    expect((await leader.ask('GET', '/staff?on=2026-07-01')).body).toMatchObject({
      control: { inPost: 1, posts: 20 },
      jobs: { establishment: 1, hired: 1, dispatched: 0 },
    });
  });

  test('nobody leaves before he came', async () => {
    const { id } = await made('/staff/engagements', {
      personNumber: '009',
      kind: 'hired',
      post: '文员',
      from: '2026-05-01',
    });
    const end = { until: '2026-04-01', reason: '录入错误' };
    const answer = await finance.ask('POST', `/staff/engagements/${id}/actions/endEngagement`, {
      body: end,
      version: 1,
    });
    expect(answer.body.code).toBe('endBeforeStart');
  });
});

describe('固定资产利用率', () => {
  test('by value: idle only after 90 days, approved disposals on neither side', async () => {
    const register = (number: string, valueFen: number) =>
      made('/assets', {
        number,
        name: '服务器',
        category: 'equipment',
        valueFen,
        acquiredOn: '2026-01-01',
        place: '中心机房',
      });
    expect((await leader.ask('GET', '/assets')).body.use).toBeNull();
    await register('A1', 600_000);
    const idle = await register('A2', 300_000);
    const old = await register('A3', 100_000);
    const away = { on: '2026-03-01', reason: '设备更新' };
    await finance.ask('POST', `/assets/${idle.id}/actions/putAway`, { body: away, version: 1 });
    const disposal = { on: '2026-06-15', basis: '办公会纪要' };
    const path = `/assets/${old.id}/actions/approveDisposal`;
    expect((await finance.ask('POST', path, { body: disposal, version: 1 })).status).toBe(403);
    expect((await leader.ask('POST', path, { body: disposal, version: 1 })).body.state).toBe('disposing');
    const use = async (on: string) => (await leader.ask('GET', `/assets?on=${on}`)).body.use;
    expect(await use('2026-05-30')).toMatchObject({ inUseFen: 1_000_000, allFen: 1_000_000 });
    expect(await use('2026-05-31')).toMatchObject({ inUseFen: 700_000, allFen: 1_000_000 });
    expect(await use('2026-06-15')).toEqual({ inUseFen: 600_000, allFen: 900_000, inUse: 1, all: 2 });
    const again = await finance.ask('POST', '/assets', { body: { ...old, number: 'A1' } });
    expect(again.status).toBe(422);
  });
});

describe('满意度调查', () => {
  test('is answered once each without a trace of who said what, and says nothing below the least number', async () => {
    const survey = await made('/surveys', {
      title: '办公设备满意度',
      question: '您对办公设备是否满意？',
      audience: 'staff',
      asked: 17,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
    });
    const answer = (who: Officer, given: object) => who.ask('POST', `/surveys/${survey.id}/answers`, { body: given });
    const [first, ...others] = officers as [Officer, ...Officer[]];
    expect((await answer(first, { answer: 'satisfied' })).body.code).toBe('surveyNotOpen');
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    expect((await answer(first, {})).status).toBe(422);
    expect((await answer(first, { answer: 'satisfied' })).status).toBe(204);
    expect((await answer(first, { answer: 'satisfied' })).body.code).toBe('answeredAlready');
    const result = async () =>
      (await leader.ask('GET', '/surveys')).body.items.find(({ id }: { id: string }) => id === survey.id).result;
    for (const who of others.slice(0, 3)) await answer(who, { answer: 'fairly' });
    expect(await result()).toEqual({ answers: 4, asked: 17, rate: null, counts: null });
    await answer(others[3] as Officer, { answer: 'dissatisfied' });
    expect(await result()).toEqual({
      answers: 5,
      asked: 17,
      rate: 0.8,
      counts: { satisfied: 1, fairly: 3, dissatisfied: 1 },
    });
  });

  test('what citizens say is written down by whoever runs the survey', async () => {
    const survey = await made('/surveys', {
      title: '自助终端满意度',
      question: '您对终端是否满意？',
      audience: 'citizens',
      asked: 100,
      opensOn: '2026-11-01',
      closesOn: '2026-11-30',
    });
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    const answer = (who: Officer) =>
      who.ask('POST', `/surveys/${survey.id}/answers`, { body: { answer: 'satisfied' } });
    expect((await answer(leader)).status).toBe(403);
    expect([(await answer(finance)).status, (await answer(finance)).status]).toEqual([204, 204]);
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
