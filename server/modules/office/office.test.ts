import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb, transact } from '../../kernel/db.ts';
import { instant } from '../../kernel/instant.ts';
import { type Officer, startTestServer, type TestServer } from '../../testing.ts';
import { issueSlips } from './commands.ts';
import { listTasksOfPeriod } from './store.ts';

let server: TestServer;
let leader: Officer;
let shiftLeader: Officer;
let unitOfficer: Officer;
let otherUnit: Officer;
let unitId: string;

const day = (ahead: number) => new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);
const period = `from=${day(-30)}&to=${day(60)}`;

beforeAll(async () => {
  server = await startTestServer({ days: 1, perDay: 2 });
  [leader, shiftLeader, unitOfficer, otherUnit] = (await Promise.all(
    ['lingdao01', 'zhibanzhang01', 'jingban01', 'jingban02'].map((name) => server.as(name)),
  )) as [Officer, Officer, Officer, Officer];
  unitId = (await unitOfficer.ask('GET', '/session')).body.unit.id;
});
afterAll(() => server.stop());

const draft = (change: object = {}) => ({
  title: '内河水质提升',
  source: 'superior',
  mainUnitId: unitId,
  dueOn: day(20),
  rhythm: 'onDone',
  milestones: [{ name: '排查', dueOn: day(5) }],
  ...change,
});

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
async function act(who: Officer, task: any, action: string, body: object = {}): Promise<any> {
  const answer = await who.ask('POST', `/tasks/${task.id}/actions/${action}`, { body, version: task.version });
  return answer.status === 200 ? answer.body : { refused: answer.status, ...answer.body };
}

describe('督办事项', () => {
  test('goes from above to the unit and back, with evidence, and counts when it is accepted', async () => {
    const set = await leader.ask('POST', '/tasks', { body: draft() });
    expect(set.status).toBe(201);
    expect((await unitOfficer.ask('GET', `/tasks/${set.body.id}`)).status).toBe(404);
    let task = await act(leader, set.body, 'assign');
    expect(await act(otherUnit, task, 'sign')).toMatchObject({ refused: 404 });
    task = await act(unitOfficer, task, 'sign');
    task = await act(unitOfficer, task, 'progress', { percent: 40, text: '已排查两段内河' });
    expect(task.progress).toMatchObject([{ percent: 40 }]);
    expect(await act(unitOfficer, task, 'report', { result: '全部完成', evidence: '验收报告' })).toMatchObject({
      code: 'milestonesOpen',
    });
    task = await act(unitOfficer, task, 'reach', { name: '排查', evidence: '排查台账一份' });
    task = await act(unitOfficer, task, 'report', { result: '全部完成', evidence: '验收报告' });
    expect(await act(unitOfficer, task, 'accept')).toMatchObject({ refused: 403 });
    task = await act(leader, task, 'accept');
    expect(task).toMatchObject({ state: 'accepted', acceptedOn: day(0), may: [] });
    const { body } = await leader.ask('GET', `/office/figures?${period}`);
    expect(body.keyTasks.closed).toContain(task.id);
    expect(body.milestones).toMatchObject({ due: 1, reached: 1 });
  });

  test('the unit breaks a task down itself, within its time, and its history keeps what was said', async () => {
    const set = (await leader.ask('POST', '/tasks', { body: draft() })).body;
    let task = await act(unitOfficer, await act(leader, set, 'assign'), 'sign');
    const late = await act(unitOfficer, task, 'decompose', { milestones: [{ name: '整治', dueOn: day(21) }] });
    expect(late.errors[0].path).toBe('milestones.0.dueOn');
    const twice = await act(unitOfficer, task, 'decompose', { milestones: [{ name: '排查', dueOn: day(6) }] });
    expect(twice.errors[0].path).toBe('milestones');
    task = await act(unitOfficer, task, 'decompose', { milestones: [{ name: '制定方案', dueOn: day(2) }] });
    expect(task.milestones.map(({ name }: { name: string }) => name)).toEqual(['制定方案', '排查']);
    await act(unitOfficer, task, 'reach', { name: '制定方案', evidence: '方案见 https://oa.example/plan/7' });
    const { items } = (await leader.ask('GET', `/tasks/${task.id}/history`)).body;
    expect(items.map(({ label }: { label: { zh: string } }) => label.zh)).toEqual([
      '立项',
      '交办',
      '签收',
      '分解里程碑',
      '完成里程碑',
    ]);
    expect(items.at(-1).said).toContainEqual({
      label: { zh: '佐证', en: 'Evidence' },
      text: '方案见 https://oa.example/plan/7',
    });
    expect((await otherUnit.ask('GET', `/tasks/${task.id}/history`)).status).toBe(404);
  });

  test('more time is asked for and granted, and the date first promised stays', async () => {
    let task = await act(leader, (await leader.ask('POST', '/tasks', { body: draft() })).body, 'assign');
    task = await act(unitOfficer, task, 'sign');
    expect(await act(unitOfficer, task, 'requestPostponement', { dueOn: day(10), reason: '天气原因' })).toMatchObject({
      code: 'notLater',
    });
    task = await act(unitOfficer, task, 'requestPostponement', { dueOn: day(30), reason: '天气原因' });
    task = await act(leader, task, 'grantPostponement');
    expect(task).toMatchObject({ dueOn: day(30), firstDueOn: day(20) });
  });

  test('nobody makes the rate better by cancelling alone', async () => {
    const { body } = await leader.ask('POST', '/tasks', { body: draft() });
    const asked = await act(leader, body, 'requestCancellation', { reason: '上级已撤销' });
    expect(await act(leader, asked, 'approveCancellation')).toMatchObject({ code: 'ownRequest' });
    expect(await act(leader, asked, 'refuseCancellation', { reason: '仍须办理' })).toMatchObject({ state: 'drafted' });
  });

  test('what cannot be is told at its field', async () => {
    const fault = async (change: object) =>
      (await leader.ask('POST', '/tasks', { body: draft(change) })).body.errors?.[0]?.path;
    expect(await fault({ dueOn: day(-1), milestones: [] })).toBe('dueOn');
    expect(await fault({ milestones: [{ name: '太晚', dueOn: day(21) }] })).toBe('milestones.0.dueOn');
    expect(await fault({ mainUnitId: '00000000-0000-7000-8000-000000000000' })).toBe('mainUnitId');
    expect(await fault({ assistUnitIds: [unitId] })).toBe('assistUnitIds');
    expect(await fault({ dueOn: '尽快' })).toBe('dueOn');
    expect(await fault({ dueOn: '3027-01-01' })).toBe('dueOn');
    expect(await fault({ milestones: [{ name: '排查', dueOn: '0026-01-01' }] })).toBe('milestones.0.dueOn');
  });

  test('slips are issued by the system, each colour once', async () => {
    let task = await act(
      leader,
      (await leader.ask('POST', '/tasks', { body: draft({ dueOn: day(2), milestones: [] }) })).body,
      'assign',
    );
    const opened = openDb(server.databaseUrl, { size: 1 });
    const issue = () => transact(opened.db, (tx) => issueSlips(tx, instant(Date.now())));
    await issue();
    await issue();
    // Next year it is still to be seen among what is overdue, though it is due in none of that year's days.
    const nextYear = { from: day(40), to: day(400) };
    const listed = (stillOpen: boolean) =>
      transact(opened.db, async (tx) =>
        (await listTasksOfPeriod(tx, 1, { ...nextYear, stillOpen })).map(({ id }) => id),
      );
    expect(await listed(true)).toContain(task.id);
    expect(await listed(false)).not.toContain(task.id);
    await opened.close();
    task = (await leader.ask('GET', `/tasks/${task.id}`)).body;
    expect(task.slips).toMatchObject([{ colour: 'blue', dueOn: day(2) }]);
    expect(task.light).toBe('blue');
  });
});

describe('会议', () => {
  const plan = (change: object = {}) => ({
    title: '周例会',
    kind: 'regular',
    room: '三楼会议室',
    startsAt: instant(Date.now() - 3_600_000),
    ...change,
  });
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
  const step = async (who: Officer, meeting: any, action: string, body: object = {}): Promise<any> =>
    (await who.ask('POST', `/meetings/${meeting.id}/actions/${action}`, { body, version: meeting.version })).body;

  test('is held with people signed in, minuted, and its decisions become tasks', async () => {
    const { body, status } = await shiftLeader.ask('POST', '/meetings', { body: plan() });
    expect(status).toBe(201);
    expect(await step(shiftLeader, body, 'hold')).toMatchObject({ code: 'nobodyThere' });
    let meeting = await step(shiftLeader, body, 'signIn');
    expect(await step(shiftLeader, meeting, 'signIn')).toMatchObject({ code: 'signedAlready' });
    meeting = await step(leader, meeting, 'signIn');
    meeting = await step(shiftLeader, meeting, 'hold');
    meeting = await step(shiftLeader, meeting, 'minute', {
      host: '值班长',
      recorder: '文员',
      text: '研究内河整治，议定事项如下。',
      decisions: [{ text: '清理白马河口', mainUnitId: unitId, dueOn: day(14) }, { text: '继续观察水位' }],
    });
    expect(await step(shiftLeader, meeting, 'issue')).toMatchObject({ status: 403 });
    meeting = await step(leader, meeting, 'issue');
    expect(meeting.state).toBe('issued');
    const { body: tasks } = await leader.ask('GET', `/tasks?${period}`);
    const made = tasks.items.filter((task: { meetingId: string }) => task.meetingId === meeting.id);
    expect((await leader.ask('GET', `/tasks?meetingId=${meeting.id}`)).body.items).toEqual(made);
    expect(made).toMatchObject([{ title: '清理白马河口', source: 'meeting', dueOn: day(14), state: 'drafted' }]);
    const { body: figures } = await leader.ask('GET', `/office/figures?${period}`);
    expect(figures.meetings.counted).toContain(meeting.id);
  });

  test('cannot be held before it begins, and a case coordination names its case', async () => {
    const { body } = await shiftLeader.ask('POST', '/meetings', {
      body: plan({ startsAt: instant(Date.now() + 3_600_000) }),
    });
    expect(await step(shiftLeader, body, 'hold')).toMatchObject({ code: 'notYet' });
    const nameless = await shiftLeader.ask('POST', '/meetings', { body: plan({ kind: 'coordination' }) });
    expect(nameless.body.errors[0].path).toBe('caseId');
    const [kase] = (await leader.ask('GET', '/cases?limit=1')).body.cases;
    const named = await shiftLeader.ask('POST', '/meetings', {
      body: plan({ kind: 'coordination', caseId: kase.id, startsAt: instant(Date.now() + 90 * 86_400_000) }),
    });
    const found = (await leader.ask('GET', `/meetings?caseId=${kase.id}`)).body.items;
    expect(found.map(({ id }: { id: string }) => id)).toEqual([named.body.id]);
  });

  test('nobody signs in before the day, and no meeting is in the year 26', async () => {
    const { body } = await shiftLeader.ask('POST', '/meetings', {
      body: plan({ startsAt: instant(Date.now() + 2 * 86_400_000) }),
    });
    expect(await step(shiftLeader, body, 'signIn')).toMatchObject({ code: 'tooEarly' });
    for (const startsAt of ['0026-03-04T09:00:00+08:00', '9026-03-04T09:00:00+08:00']) {
      const { status, body: refused } = await shiftLeader.ask('POST', '/meetings', { body: plan({ startsAt }) });
      expect([status, refused.errors[0].path]).toEqual([422, 'startsAt']);
    }
  });

  test('nothing is decided for a day before the meeting, nor given to a unit that is out of use', async () => {
    const administrator = await server.as('xitong01');
    const unit = {
      code: 'OLD01',
      name: { zh: '旧街道环卫所', en: 'Old cleaning station' },
      kind: 'department',
      group: 'A',
    };
    const closing = (await administrator.ask('POST', '/units', { body: unit })).body;
    let meeting = (await shiftLeader.ask('POST', '/meetings', { body: plan() })).body;
    meeting = await step(shiftLeader, meeting, 'signIn');
    meeting = await step(shiftLeader, meeting, 'hold');
    const minute = (decisions: object[]) =>
      step(shiftLeader, meeting, 'minute', {
        host: '领导',
        recorder: '文员',
        text: '研究旧街道的清扫，议定如下。',
        decisions,
      });
    const of = { text: '清扫旧街', mainUnitId: closing.id };
    for (const dueOn of [day(-2), '0026-12-01'])
      expect((await minute([{ ...of, mainUnitId: unitId, dueOn }])).errors[0].path).toBe('decisions.0.dueOn');
    // The directory of units is kept in memory for a moment: a new unit, and one put out of use, are seen a little later.
    const minuted = async () => {
      const answer = await minute([{ ...of, dueOn: day(9) }]);
      if (answer.state) meeting = answer;
      return answer.state;
    };
    await expect.poll(minuted).toBe('minuted');
    const off = { body: { active: false }, version: closing.version };
    expect(await administrator.ask('PATCH', `/units/${closing.id}`, off)).toMatchObject({
      status: 200,
      body: { active: false },
    });
    await expect
      .poll(async () => (await leader.ask('GET', `/meetings/${meeting.id}`)).body.may)
      .toContainEqual(
        expect.objectContaining({ action: 'issue', refusal: expect.objectContaining({ code: 'unitGone' }) }),
      );
    expect(await step(leader, meeting, 'issue')).toMatchObject({ code: 'unitGone' });
    expect((await minute([{ ...of, dueOn: day(9) }])).errors[0].path).toBe('decisions.0.mainUnitId');
    meeting = await minute([{ ...of, mainUnitId: unitId, dueOn: day(9) }]);
    expect((await step(leader, meeting, 'issue')).state).toBe('issued');
  });

  test('one paid from project money names its project, in its log too, and is found by it', async () => {
    expect((await shiftLeader.ask('POST', '/meetings', { body: plan({ projectCode: '项目一' }) })).status).toBe(422);
    const { body } = await shiftLeader.ask('POST', '/meetings', { body: plan({ projectCode: 'XM09' }) });
    expect(body.projectCode).toBe('XM09');
    const history = (await leader.ask('GET', `/meetings/${body.id}/history`)).body.items;
    expect(JSON.stringify(history[0])).toContain('XM09');
    const found = async (project: string) =>
      (await leader.ask('GET', `/meetings?project=${project}`)).body.items.map(({ id }: { id: string }) => id);
    expect(await found('XM09')).toEqual([body.id]);
    expect(await found('any')).toContain(body.id);
    expect(await found('XM08')).toEqual([]);
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
