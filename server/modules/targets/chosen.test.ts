import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';

let server: TestServer;
let finance: Officer;
let leader: Officer;
/** In the middle of a year: in its first weeks there is hardly anything to count yet. */
const now = '2026-09-16T02:00:00.000Z';
const year = 2026;

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
const act = async (
  who: Officer,
  record: Body,
  action: string,
  body: object = {},
  at = 'targets/plans',
): Promise<Body> => {
  const answer = await who.ask('POST', `/${at}/${record.id}/actions/${action}`, { body, version: record.version });
  expect([action, answer.status, answer.body.code]).toEqual([action, 200, undefined]);
  return answer.body;
};

const chosen: [id: string, metric: string, choice: string, more?: object][] = [
  ['W01', 'task.keyTaskClosure', 'created'],
  ['W02', 'meeting.heldCount', 'project', { targetPrinted: '≥1场' }],
  ['W03', 'system.failureRate', 'requests', { systems: 'city-management', targetPrinted: '≤0.1%' }],
  ['W04', 'system.failureRate', 'deviceDays', { systems: 'command-centre', targetPrinted: '≤5%' }],
  ['W05', 'system.availability', 'judged', { systems: 'city-management', targetPrinted: '正常' }],
  ['W06', 'room.inspectedDays', 'monitored', { targetPrinted: '≥300天' }],
  ['W07', 'room.inspectedDays', 'contract', { targetPrinted: '≥300天' }],
  ['W08', 'hotline.replyRate', 'originalBeside'],
  ['W09', 'hotline.replyRate', 'readBeside'],
  ['W10', 'hotline.replyRate', 'calendarDays'],
  ['W11', 'hotline.replyRate', 'wholeChain'],
  ['W12', 'assessment.grades', 'objects'],
  ['W13', 'assessment.grades', 'ownBeside'],
  ['W14', 'survey.staff', 'mean'],
  ['W15', 'survey.users', 'both'],
  ['W16', 'budget.execution', 'adjusted', { targetPrinted: '95%±2%' }],
];
const indicators = chosen.map(([id, metric, choice, more]) => ({
  id,
  scope: 'overall',
  goalId: null,
  level1Zh: '产出指标',
  level2Zh: '质量指标',
  level3Zh: `按所选口径 ${id}`,
  targetPrinted: '≥50%',
  weight: id === 'W16' ? '0' : '6',
  metric,
  choice,
  ...more,
}));

let lines: Map<string, Body>;

beforeAll(async () => {
  server = await startTestServer({ days: 40, perDay: 5, now });
  [finance, leader] = (await Promise.all(['caiwu01', 'lingdao01'].map((name) => server.as(name)))) as [
    Officer,
    Officer,
  ];
  const { items } = (await leader.ask('GET', '/targets/plans')).body;
  let plan = items.find((one: Body) => one.year === year);
  plan = await act(leader, plan, 'reopenPlan', { reason: '改按所选口径计算' });
  plan = await act(finance, plan, 'writePlan', { projects: plan.projects, goals: [], indicators });
  expect(plan.faults.filter(({ severity }: Body) => severity === 'error')).toEqual([]);
  await act(leader, plan, 'approvePlan');
  const board = (await leader.ask('GET', `/targets/years/${year}`)).body;
  lines = new Map(board.lines.map((one: Body) => [one.indicatorId, one]));
});
afterAll(() => server.stop());

const value = (id: string) => lines.get(id)?.value;

describe('所选口径', () => {
  test('each is read from the records of its module, with its parts', () => {
    expect(value('W01').denominator).toBeGreaterThan(0);
    expect(value('W02').value).toBeGreaterThan(0);
    expect(value('W03').denominator).toBeGreaterThan(1000);
    expect(value('W04').denominator).toBeGreaterThan(20);
    expect(value('W05')).toMatchObject({ value: 100, word: { zh: '正常' }, sample: 4 });
    // The demo has lived forty days, and its rooms are watched since.
    expect(value('W06').value).toBeGreaterThan(30);
    expect(value('W06').value).toBeLessThanOrEqual(40);
    for (const id of ['W08', 'W09', 'W10', 'W11']) expect([id, value(id).denominator > 5]).toEqual([id, true]);
    expect(value('W14')).toMatchObject({ denominator: 42, sample: 21 });
    expect(value('W15').beside.map(({ label }: Body) => label.zh)).toEqual(['内部用户', '市民']);
  });

  test('the contracts of the rooms cover every day of the year so far', () => {
    // 31 + 28 + 31 + 30 + 31 + 30 + 31 + 31 + 16, today included.
    expect(value('W07').value).toBe(259);
  });

  test('an extension takes nothing from the rate beside it that the first deadline would have given', () => {
    const [beside] = value('W08').beside;
    expect(beside.numerator).toBeLessThanOrEqual(value('W08').numerator);
    expect(beside.denominator).toBeGreaterThanOrEqual(value('W08').denominator - 5);
    expect(value('W09').beside[0].denominator).toBeGreaterThan(5);
  });

  test('a reading that is stricter opens to the cases that failed it', async () => {
    for (const id of ['W10', 'W11']) {
      const ask = async (part: string) =>
        (await leader.ask('GET', `/targets/years/${year}/indicators/${id}/cases?part=${part}`)).body.items;
      const { numerator, denominator } = value(id);
      expect(numerator / denominator).toBeLessThan(value('W08').numerator / value('W08').denominator);
      expect(await ask('missed')).toHaveLength(Math.min(50, denominator - numerator));
      expect(await ask('met')).toHaveLength(Math.min(50, numerator));
    }
  });

  test('what each number rests on opens', async () => {
    for (const [id, line] of lines)
      for (const { api, label } of line.value.evidence) {
        const { status } = await leader.ask('GET', api.replace('/api', ''));
        expect([id, label.zh, status]).toEqual([id, label.zh, 200]);
      }
    const tasks = lines.get('W01').value.evidence[0].api.replace('/api', '');
    const own = (await leader.ask('GET', tasks)).body.items.filter(({ isKey }: Body) => isKey);
    expect(own.filter(({ state }: Body) => state !== 'cancelled')).toHaveLength(value('W01').denominator);
    const meetings = (await leader.ask('GET', value('W02').evidence[0].api.replace('/api', ''))).body.items;
    expect(meetings.length).toBeGreaterThanOrEqual(value('W02').value);
    expect(meetings.every(({ projectCode }: Body) => projectCode === 'XM01')).toBe(true);
    const checks = (await leader.ask('GET', value('W03').evidence[0].api.replace('/api', ''))).body.items;
    const all = checks.flatMap(({ days }: Body) => days.map((one: Body) => one.checks));
    const counted = all.reduce((sum: number, n: number) => sum + n, 0);
    // The server goes on probing meanwhile.
    const { lines: since } = (await leader.ask('GET', `/targets/years/${year}`)).body;
    const after = since.find(({ indicatorId }: Body) => indicatorId === 'W03').value.denominator;
    expect(counted).toBeGreaterThanOrEqual(value('W03').denominator);
    expect(counted).toBeLessThanOrEqual(after);
    expect(after - value('W03').denominator).toBeLessThan(100);
  });

  test('each shows the formula of its choice, and the plan keeps its words', () => {
    expect(lines.get('W03').definition.numerator.zh).toBe('其中失败的');
    expect(lines.get('W03').wording.choice.zh).toBe('失败的探测 ÷ 探测');
    expect(lines.get('W03').indicator.wording).toEqual(lines.get('W03').wording);
    expect(lines.get('W16').indicator).toMatchObject({ targetPrinted: '=95%', band: '2' });
  });

  test('definitions say which choices are not offered, and why', async () => {
    const { items } = (await finance.ask('GET', '/targets/metrics')).body;
    const of = (key: string) =>
      items.find((one: Body) => one.key === key).notOffered.map(({ label }: Body) => label.zh);
    expect(of('budget.execution')).toEqual(['含已承诺未支付']);
    expect(of('asset.use')).toEqual(['按使用机时 ÷ 可用机时']);
    expect(of('hotline.replyRate')).toEqual([]);
  });
});
