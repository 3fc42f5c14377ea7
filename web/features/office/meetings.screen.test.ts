import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { chromiumPath, openScreens, type Screens, signInAs } from '../../testing.ts';

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, path: string) {
  const visit = await screens.visit();
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('a meeting: who is asked to come, and what it decides', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 2 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('whoever is invited is found by name among all officers, and is named although he has left', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/meetings');
    await page.getByRole('button', { name: /^安排会议/ }).click();
    await page.getByLabel('事项').fill('防汛调度会');
    await page.getByLabel('地点').fill('三楼会议室');
    await page.getByLabel('开始').fill('2030-03-05T09:00');
    const guest = (await (await server.as('lingdao01')).ask('GET', '/officers?role=callAgent&limit=1')).body.items[0];
    const invited = page.getByRole('combobox', { name: '参会人' });
    await invited.fill(guest.name);
    await page.getByRole('option', { name: guest.name }).waitFor();
    await invited.press('Enter');
    await page.getByRole('button', { name: `删去这一项 ${guest.name}` }).waitFor();
    const planned = page.waitForResponse(
      (answer) => answer.request().method() === 'POST' && answer.url().endsWith('/meetings'),
    );
    await invited.press('Control+Enter');
    const { id } = await (await planned).json();
    const administrator = await server.as('xitong01');
    const account = (await administrator.ask('GET', `/accounts/${guest.id}`)).body;
    const left = await administrator.ask('PATCH', `/accounts/${guest.id}`, {
      body: { active: false },
      version: account.version,
    });
    expect(left.status).toBe(200);
    await page.goto(`/meetings/${id}`);
    await page.getByText(guest.name).first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('minutes show to whom each decision is given, and which of them become no task', async () => {
    const recorder = await server.as('zhibanzhang01');
    const { unit } = (await (await server.as('jingban01')).ask('GET', '/session')).body;
    const body = { title: '泵站检修会商', room: '四楼', startsAt: new Date(Date.now() - 3_600_000).toISOString() };
    let meeting = (await recorder.ask('POST', '/meetings', { body })).body;
    const decisions = [
      { text: '检修泵站', mainUnitId: unit.id, dueOn: '2040-06-30' },
      { text: '清点沙袋', mainUnitId: unit.id },
    ];
    const minutes = { host: '领导', recorder: '文员', text: '研究泵站检修和防汛物资。', decisions };
    for (const [action, answers] of Object.entries({ signIn: {}, hold: {}, minute: minutes })) {
      const path = `/meetings/${meeting.id}/actions/${action}`;
      meeting = (await recorder.ask('POST', path, { body: answers, version: meeting.version })).body;
    }
    const { page, context, faults } = await sitDown('zhibanzhang01', `/meetings/${meeting.id}`);
    await page.getByText(`检修泵站 · 转督办：${unit.name.zh} · 2040-06-30`).waitFor();
    await page.getByText(`清点沙袋 · ${unit.name.zh} · 缺单位或期限，不转督办`).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
