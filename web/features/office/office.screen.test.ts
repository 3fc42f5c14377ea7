import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '../../../server/kernel/db.ts';
import { drawingAt } from '../../../server/modules/demo/pictures.ts';
import { eraseEvidence } from '../../../server/modules/office/evidence-store.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('key tasks and meetings', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 35, perDay: 2 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('the year’s tasks show their rates and rule, and each unit opens to its tasks', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/tasks');
    await page.getByText('按时办结率').first().waitFor();
    await page.getByText('各单位').click();
    await page.locator('details .link').first().click();
    await page.waitForURL(/unit=/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a task is set up by a template without losing a word, and stands in the list however far off it is due', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/tasks');
    await page.getByRole('button', { name: /^立项/ }).click();
    const form = page.getByRole('region', { name: '立项' });
    await form.getByRole('textbox', { name: '事项' }).fill('夜市摊点规范（远期）');
    await form.getByLabel('主办单位').selectOption({ index: 1 });
    await form.getByLabel('办结期限').fill('2041-12-31');
    await form.getByLabel('套用模板').selectOption({ label: '专项整治' });
    await expect
      .poll(() => form.getByLabel('节点').evaluateAll((nodes) => nodes.map((node) => (node as HTMLInputElement).value)))
      .toEqual(['排查摸底', '集中整治', '验收巩固']);
    await form.getByLabel('期限', { exact: true }).nth(1).fill('2042-01-01');
    await form.getByRole('button', { name: /^立项/ }).click();
    await form.getByText('第 2 项“期限”：里程碑不能晚于办结期限。').waitFor();
    await form.getByLabel('期限', { exact: true }).nth(1).fill('2041-06-30');
    await form.getByRole('button', { name: /^立项/ }).click();
    await form.waitFor({ state: 'detached' });
    const row = page.getByRole('row').filter({ hasText: '夜市摊点规范（远期）' });
    await row.getByText('已立项').waitFor();
    // Nobody has it to do yet: no light burns.
    await expect.poll(() => row.getByText('正常').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a request for more time is no longer shown once the task is reported done', async () => {
    const leader = await server.as('lingdao01');
    const officer = await server.as('jingban01');
    const { unit } = (await officer.ask('GET', '/session')).body;
    const body = { title: '雨季值守保障', source: 'plan', mainUnitId: unit.id, dueOn: '2040-06-30', milestones: [] };
    let task = (await leader.ask('POST', '/tasks', { body })).body;
    const act = async (who: typeof leader, action: string, answers: object = {}) => {
      const path = `/tasks/${task.id}/actions/${action}`;
      task = (await who.ask('POST', path, { body: answers, version: task.version })).body;
    };
    await act(leader, 'assign');
    await act(officer, 'sign');
    await act(officer, 'requestPostponement', { dueOn: '2040-08-31', reason: '雨季延长' });
    const { page, context, faults } = await sitDown('lingdao01', `/tasks/${task.id}`);
    await page.getByText('申请延期至 2040-08-31：雨季延长').waitFor();
    await act(officer, 'report', { result: '已全部完成', evidence: '值守记录' });
    await page.reload();
    await page.getByText('待验收').first().waitFor();
    await expect.poll(() => page.getByText('申请延期至').count()).toBe(0);
    await act(leader, 'accept');
    await page.goto('/tasks?state=accepted');
    await page.getByRole('link', { name: '雨季值守保障' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('meetings of the year say how many count, which do not, and why', async () => {
    const { page, context, faults } = await sitDown('zhibanzhang01', '/meetings');
    await page.getByText('计入', { exact: true }).first().waitFor();
    await page.getByText('同一地点同一时间的多条记录只计一次').waitFor();
    await page.getByText('其中学习活动').waitFor();
    await page.getByLabel('类型').selectOption({ label: '学习活动' });
    await page.waitForURL(/kind=study/);
    await expect.poll(() => page.locator('.meeting-row .tag').filter({ hasText: '调度会' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a case in dispute is given a coordination from its page; each leads to the other', async () => {
    const leader = await server.as('lingdao01');
    const [kase] = (await leader.ask('GET', '/cases?open=true&limit=1')).body.cases;
    const { page, context, faults } = await sitDown('zhibanzhang01', `/cases/${kase.id}`);
    await page.getByRole('link', { name: '安排协调会' }).click();
    await page.waitForURL(/plan=/);
    await page.getByText('为案卷安排协调会').waitFor();
    await page.getByLabel('事项').fill('古田路与五四路交叉口下穿通道积水责任划分协调会');
    await page.getByLabel('地点').fill('三楼会议室');
    await page.getByLabel('开始').fill('2030-03-04T09:00');
    await page
      .getByRole('button', { name: /^安排会议/ })
      .last()
      .click();
    await page.waitForURL(/month=2030-03/);
    await page.getByRole('link', { name: /下穿通道积水责任划分协调会/ }).waitFor();
    await page.goto(`/cases/${kase.id}`);
    await page.getByRole('link', { name: /下穿通道积水责任划分协调会/ }).click();
    await page.waitForURL(/\/meetings\//);
    await page.getByRole('link', { name: new RegExp(kase.number) }).click();
    await page.waitForURL(new RegExp(`/cases/${kase.id}`));
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what was typed into a form outlives a reload, until it is sent or cleared', async () => {
    const leader = await server.as('lingdao01');
    const officer = await server.as('jingban01');
    const { unit } = (await officer.ask('GET', '/session')).body;
    const body = { title: '夜市摊点规范', source: 'plan', mainUnitId: unit.id, dueOn: '2030-06-30', milestones: [] };
    const { id, version } = (await leader.ask('POST', '/tasks', { body })).body;
    const assigned = (await leader.ask('POST', `/tasks/${id}/actions/assign`, { body: {}, version })).body;
    await officer.ask('POST', `/tasks/${id}/actions/sign`, { body: {}, version: assigned.version });
    const { page, context, faults } = await sitDown('jingban01', `/tasks/${id}`);
    const report = page.getByRole('button', { name: /反馈进展/ }).first();
    const progress = page.getByRole('textbox', { name: '进展' });
    const kept = page.getByText('这是上次填写、尚未提交的内容');
    await report.click();
    await progress.fill('已约谈三家摊主，明天再去两家');
    await page.reload();
    await kept.waitFor();
    await expect.poll(() => progress.inputValue()).toBe('已约谈三家摊主，明天再去两家');
    await progress.press('Escape');
    await progress.waitFor({ state: 'detached' });
    await report.click();
    await kept.waitFor();
    await page.getByRole('button', { name: '清空' }).click();
    await kept.waitFor({ state: 'detached' });
    await expect.poll(() => progress.inputValue()).toBe('');
    await progress.fill('五家摊主都已入场经营');
    await page.getByLabel('完成（%）').fill('60');
    await progress.press('Control+Enter');
    await progress.waitFor({ state: 'detached' });
    await page.reload();
    await report.waitFor();
    await expect.poll(() => progress.count()).toBe(0);
    await expect
      .poll(() => page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('.draft.'))))
      .toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the unit breaks its task down, and the evidence it gave is there to be opened', async () => {
    const leader = await server.as('lingdao01');
    const officer = await server.as('jingban01');
    const { unit } = (await officer.ask('GET', '/session')).body;
    const body = {
      title: '背街小巷环境整治',
      source: 'plan',
      mainUnitId: unit.id,
      dueOn: '2030-06-30',
      milestones: [],
    };
    const { id, version } = (await leader.ask('POST', '/tasks', { body })).body;
    await leader.ask('POST', `/tasks/${id}/actions/assign`, { body: {}, version });
    const { page, context, faults } = await sitDown('jingban01', `/tasks/${id}`);
    // What hangs on the task comes when the officer has the next form open already.
    const opened = Promise.withResolvers<void>();
    await page.locator('.office-history li').first().waitFor();
    await page.route('**/api/tasks/*/history', async (asking) => {
      await opened.promise;
      await asking.continue();
    });
    await page.getByRole('button', { name: /签收/ }).click();
    await page.getByRole('button', { name: /^签收/ }).last().click();
    await page.getByRole('button', { name: /分解里程碑/ }).click();
    const told = page.waitForResponse(/history/);
    opened.resolve();
    await told;
    await page.getByLabel('节点').fill('排查建档');
    await page.getByLabel('期限').last().fill('2030-03-31');
    await page
      .getByRole('button', { name: /^分解里程碑/ })
      .last()
      .click();
    await page.locator('.nodes').getByText('排查建档').waitFor();
    await page.getByRole('button', { name: /反馈进展/ }).click();
    await page.getByLabel('完成（%）').fill('30');
    const text = page.getByRole('textbox', { name: '进展' });
    await text.fill('长'.repeat(2001));
    await text.press('Control+Enter');
    await page.getByText('至多 2,000 个字。').waitFor();
    await expect.poll(async () => (await text.inputValue()).length).toBe(2001);
    await text.fill('已完成两条街巷排查');
    await page.getByLabel('佐证').fill('台账 https://oa.example/files/17');
    const paper = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\n%%EOF\n', 'latin1');
    await page.getByLabel('照片、PDF').setInputFiles([
      { name: '巷口.png', mimeType: 'image/png', buffer: drawingAt('after', 0).bytes },
      { name: '台账.pdf', mimeType: 'application/pdf', buffer: paper },
      { name: '多余.pdf', mimeType: 'application/pdf', buffer: paper },
    ]);
    await page.getByText('多余.pdf').waitFor();
    const held = Promise.withResolvers<void>();
    await page.route('**/api/tasks/evidence', async (asking) => {
      await held.promise;
      await asking.continue();
    });
    const more = Array.from({ length: 8 }, (_, n) => `补充${n}.pdf`);
    await page
      .getByLabel('照片、PDF')
      .setInputFiles(more.map((name) => ({ name, mimeType: 'application/pdf', buffer: paper })));
    await page.getByText('最多 9 份，有 2 份未上传。').waitFor();
    await page.getByRole('button', { name: '去掉“多余.pdf”' }).press('Enter');
    await page.getByText('多余.pdf').waitFor({ state: 'detached' });
    await page
      .getByLabel('照片、PDF')
      .setInputFiles([{ name: '再选.pdf', mimeType: 'application/pdf', buffer: paper }]);
    await page.getByText('上一批还在上传，请稍后再选。').waitFor();
    held.resolve();
    for (const name of more.slice(0, 6)) await page.getByRole('button', { name: `去掉“${name}”` }).press('Enter');
    await page.locator('.evidence-field .tag').nth(2).waitFor({ state: 'detached' });
    await expect
      .poll(() => page.locator('.evidence-field .tag .cut').allInnerTexts())
      .toEqual(['巷口.png', '台账.pdf']);
    await page
      .getByLabel('照片、PDF')
      .setInputFiles([
        { name: '网页.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<!doctype html>'.padEnd(80)) },
      ]);
    await page.getByText('这不是完整的 JPEG、PNG、WebP 图片或 PDF').waitFor();
    await page
      .getByRole('button', { name: /^反馈进展/ })
      .last()
      .click();
    await page.getByRole('link', { name: 'https://oa.example/files/17' }).first().waitFor();
    await page.locator('.photos .photo').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('link', { name: /^PDF/ }).click();
    await expect.poll(async () => (await saving).suggestedFilename()).toMatch(/\.pdf$/);
    await expect.poll(() => barriers(page)).toEqual([]);
    const { db, close } = openDb(server.databaseUrl, { size: 1 });
    const { files } = (await officer.ask('GET', `/tasks/${id}`)).body;
    await eraseEvidence(
      db,
      1,
      files.map((file: { id: string }) => file.id),
    );
    await close();
    await page.reload();
    const evidence = page.locator('.papers');
    await evidence.getByText(/^照片 · .* · 已按期删除$/).waitFor();
    await evidence.getByText(/^PDF · .* · 已按期删除$/).waitFor();
    await expect.poll(() => page.locator('.photos, .papers a').count()).toBe(0);
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('lingdao01', '/tasks', view);
    await page.getByText('按时办结率').first().waitFor();
    await page.locator('.plain-table a').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('section.part .plain-table a').first().click();
    await page.getByText('办理经过').waitFor();
    await page.locator('.office-history li').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/meetings');
    await page.locator('.meeting-row a').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('.meeting-row a').last().click();
    await page.locator('.office-history li').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
