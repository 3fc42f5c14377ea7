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

/** The local date so many days ago. */
const day = (ago: number) => new Date(Date.now() + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10);

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
    const thing = (number: string, valueFen: number) => ({
      number,
      name: '服务器',
      category: 'equipment',
      valueFen,
      acquiredOn: '2026-01-01',
      place: '中心机房',
    });
    const register = (number: string, valueFen: number) => made('/assets', thing(number, valueFen));
    expect((await leader.ask('GET', '/assets')).body.use).toBeNull();
    await register('A1', 600_000);
    const idle = await register('A2', 300_000);
    const old = await register('A3', 100_000);
    const away = { on: '2026-03-01', reason: '设备更新' };
    await finance.ask('POST', `/assets/${idle.id}/actions/putAway`, { body: away, version: 1 });
    const disposal = { on: '2026-06-15', basis: '办公会纪要' };
    const approval = `/assets/${old.id}/actions/approveDisposal`;
    expect((await finance.ask('POST', approval, { body: disposal, version: 1 })).status).toBe(403);
    expect((await leader.ask('POST', approval, { body: disposal, version: 1 })).body.state).toBe('disposing');
    const use = async (on: string) => (await leader.ask('GET', `/assets?on=${on}`)).body.use;
    expect(await use('2026-05-30')).toMatchObject({ inUseFen: 1_000_000, allFen: 1_000_000 });
    expect(await use('2026-05-31')).toMatchObject({ inUseFen: 700_000, allFen: 1_000_000 });
    expect(await use('2026-06-15')).toEqual({ inUseFen: 600_000, allFen: 900_000, inUse: 1, all: 2 });
    const worth = async (on: string) =>
      (await leader.ask('GET', `/assets?on=${on}`)).body.items.map(
        ({ stands, netFen }: { stands: string | null; netFen: number }) => [stands, netFen],
      );
    // Six years without an end value: the month it came counts, so half a year later a twelfth is gone.
    expect(await worth('2026-07-01')).toEqual([
      ['inUse', 550_000],
      ['idle', 275_000],
      [null, 91_667],
    ]);
    const again = await finance.ask('POST', '/assets', { body: { ...old, number: 'A1' } });
    expect(again.status).toBe(422);
    // A date by mistake in the future would bar every later change: nothing is before the last one.
    const path = (answer: { body: { errors: { path: string }[] } }) => answer.body.errors[0]?.path;
    expect(path(await finance.ask('POST', '/assets', { body: { ...thing('A4', 100), acquiredOn: day(-1) } }))).toBe(
      'acquiredOn',
    );
    const a1 = (await leader.ask('GET', '/assets')).body.items[0];
    const tomorrow = { on: day(-1), reason: '日期录错' };
    expect(path(await finance.ask('POST', `/assets/${a1.id}/actions/putAway`, { body: tomorrow, version: 1 }))).toBe(
      'on',
    );
  });
});

describe('满意度调查', () => {
  test('is answered once each without a trace of who said what, and says nothing below the least number', async () => {
    const survey = await made('/surveys', {
      title: '办公设备满意度',
      question: '您对办公设备是否满意？',
      audience: 'staff',
      asked: 17,
      opensOn: day(3),
      closesOn: day(-3),
    });
    const answer = (who: Officer, given: object) => who.ask('POST', `/surveys/${survey.id}/answers`, { body: given });
    const [first, ...others] = officers as [Officer, ...Officer[]];
    const ofAnotherUnit = others.at(-1) as Officer;
    const mine = async (who: Officer) =>
      (await who.ask('GET', '/surveys')).body.items.find(({ id }: { id: string }) => id === survey.id)?.mine;
    expect((await answer(first, { answer: 'satisfied' })).body.code).toBe('surveyNotOpen');
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    expect((await answer(first, {})).status).toBe(422);
    expect((await answer(ofAnotherUnit, { answer: 'satisfied' })).body.code).toBe('notPermitted');
    expect([await mine(ofAnotherUnit), await mine(first)]).toEqual(['notAsked', 'toAnswer']);
    expect((await answer(first, { answer: 'satisfied' })).status).toBe(204);
    expect((await answer(first, { answer: 'satisfied' })).body.code).toBe('answeredAlready');
    expect(await mine(first)).toBe('answered');
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
      opensOn: day(3),
      closesOn: day(-3),
    });
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    const answer = (who: Officer) =>
      who.ask('POST', `/surveys/${survey.id}/answers`, { body: { answer: 'satisfied' } });
    expect((await answer(leader)).status).toBe(403);
    expect([(await answer(finance)).status, (await answer(finance)).status]).toEqual([204, 204]);
    const mine = async (who: Officer) => (await who.ask('GET', `/surveys/${survey.id}`)).body.mine;
    expect([await mine(finance), await mine(leader)]).toEqual(['writeDown', 'notAsked']);
  });

  test('takes no answers before its days or after them, however it stands', async () => {
    const asked = {
      title: '已过期的调查',
      question: '您对办公设备是否满意？',
      audience: 'users',
      asked: 10,
      opensOn: day(9),
      closesOn: day(2),
    };
    const survey = await made('/surveys', asked);
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    const late = await leader.ask('POST', `/surveys/${survey.id}/answers`, { body: { answer: 'fairly' } });
    expect(late.body).toMatchObject({ code: 'surveyNotOpen', right: expect.stringContaining(day(9)) });
    const ofCitizens = await made('/surveys', { ...asked, audience: 'citizens' });
    await finance.ask('POST', `/surveys/${ofCitizens.id}/actions/openSurvey`, { body: {}, version: 1 });
    expect((await finance.ask('GET', `/surveys/${ofCitizens.id}`)).body).toMatchObject({
      state: 'open',
      mine: 'notOpen',
    });
  });

  test('citizens answer by a code without an account: a slip serves once, a kiosk until it is taken away', async () => {
    const survey = await made('/surveys', {
      title: '自助终端满意度',
      question: '您对终端是否满意？',
      audience: 'citizens',
      asked: 200,
      opensOn: day(1),
      closesOn: day(-1),
    });
    const links = async (body: object) =>
      finance.ask('POST', `/surveys/${survey.id}/links`, { body: { origin: server.url, ...body } });
    const slips = (await links({ kind: 'slip', label: '窗口', count: 2 })).body.links;
    const [kiosk] = (await links({ kind: 'kiosk', label: '东街口终端' })).body.links;
    expect(slips.map(({ label }: { label: string }) => label)).toEqual(['窗口-001', '窗口-002']);
    expect(kiosk.picture).toContain('<svg');
    const word = (link: { address: string }) => link.address.split('/').at(-1);
    const opened = async (of: string | undefined) => (await fetch(`${server.url}/api/public/surveys/${of}`)).json();
    const answer = async (of: string | undefined, answered = 'satisfied', number?: string) =>
      fetch(`${server.url}/api/public/surveys/${of}/answers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ answer: answered, number }),
      });
    expect(await opened(word(slips[0]))).toMatchObject({ open: false, used: false });
    expect((await (await answer(word(slips[0]))).json()).code).toBe('surveyNotOpen');
    await finance.ask('POST', `/surveys/${survey.id}/actions/openSurvey`, { body: {}, version: 1 });
    expect(await opened(word(slips[0]))).toMatchObject({ open: true, kind: 'slip', question: '您对终端是否满意？' });
    expect((await answer(word(slips[0]))).status).toBe(204);
    expect((await (await answer(word(slips[0]))).json()).code).toBe('linkUsed');
    expect(await opened(word(slips[0]))).toMatchObject({ open: false, used: true });
    for (const given of ['satisfied', 'fairly', 'dissatisfied', 'satisfied'])
      expect((await answer(word(kiosk), given)).status).toBe(204);
    // The receipt of an answer may be lost: sent again under its number it is the same answer, and its last word stands.
    const number = '0c8f2f0e-4e52-4b4f-8d1b-64f0c6f0a001';
    for (const given of ['satisfied', 'dissatisfied'])
      expect((await answer(word(kiosk), given, number)).status).toBe(204);
    const ofSlip = number.replace(/1$/, '2');
    for (const _ of [1, 2]) expect((await answer(word(slips[1]), 'fairly', ofSlip)).status).toBe(204);
    expect((await (await answer(word(slips[1]))).json()).code).toBe('linkUsed');
    expect((await answer('no-such-word-at-all')).status).toBe(404);
    const told = (await finance.ask('GET', `/surveys/${survey.id}`)).body;
    expect(told).toMatchObject({
      result: { answers: 7, counts: { satisfied: 3, fairly: 2, dissatisfied: 2 } },
      ways: { slip: 2, kiosk: 5 },
    });
    expect(told.links.filter(({ closed }: { closed: boolean }) => closed)).toHaveLength(2);
    expect(JSON.stringify(told)).not.toContain(word(kiosk));
    await finance.ask('POST', `/surveys/${survey.id}/links/${kiosk.id}/end`);
    expect((await (await answer(word(kiosk))).json()).code).toBe('linkUsed');
    const ofStaff = await made('/surveys', {
      title: '员工调查',
      question: '您对食堂是否满意？',
      audience: 'staff',
      asked: 9,
      opensOn: day(1),
      closesOn: day(-1),
    });
    const refused = await finance.ask('POST', `/surveys/${ofStaff.id}/links`, {
      body: { kind: 'kiosk', label: '食堂', origin: server.url },
    });
    expect(refused.body.code).toBe('noLinks');
    expect((await leader.ask('POST', `/surveys/${survey.id}/links`, { body: {} })).status).toBe(403);
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
