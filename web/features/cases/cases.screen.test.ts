import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

/** A JPEG of one grey pixel: enough to be kept as evidence. */
const PHOTO = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
);

let server: TestServer;
let screens: Screens;

/** Reported by a call agent, then taken as far as wanted by the officers whose work it is. */
async function caseIn(
  state: 'registered' | 'dispatched',
  description: string,
): Promise<{ id: string; number: string; version: number }> {
  const agent = await server.as('zuoxi01');
  const { items } = (await agent.ask('GET', `/catalogue/categories?query=${encodeURIComponent('井盖')}&limit=1`)).body;
  const categoryId = items[0].category.id;
  const { conditions } = (await agent.ask('GET', `/catalogue/categories/${categoryId}`)).body;
  const point = { lon: 119.2851, lat: 26.0927 };
  const reported = await agent.ask('POST', '/cases', {
    body: {
      source: 'hotline',
      description,
      address: '试验路1号',
      point,
      categoryId,
      reporter: { name: '某市民', phone: '13800000000' },
    },
  });
  expect(reported.status).toBe(201);
  let kase = reported.body;
  kase = await act(await server.as('shouli01'), kase, 'accept', { categoryId });
  kase = await act(await server.as('zhibanzhang01'), kase, 'register', { conditionId: conditions[0].id });
  if (state === 'registered') return kase;
  const dispatcher = await server.as('paiqian02');
  const { suggestions } = (await dispatcher.ask('GET', `/cases/${kase.id}/suggestions`)).body;
  return act(dispatcher, kase, 'dispatch', { unitId: suggestions[0].unitId });
}

async function act(officer: Officer, kase: { id: string; version: number }, action: string, body: object) {
  const answer = await officer.ask('POST', `/cases/${kase.id}/actions/${action}`, { body, version: kase.version });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body;
}

async function sitDown(username: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  return visit;
}

const row = (page: Page, words: string) => page.getByRole('row').filter({ hasText: words });

describe.skipIf(!chromiumPath)('the workbench and the case page', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 6, perDay: 12 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a case goes from the dispatcher’s queue to closing, by the keyboard and live for all', async () => {
    const words = '人行道井盖缺失，行人险些踏空';
    const { id } = await caseIn('registered', words);
    const { page, context, faults } = await sitDown('paiqian01');
    await page.getByRole('button', { name: /^待派遣/ }).click();
    await page.waitForURL(/state=registered$/);
    await row(page, words).click();
    await page.waitForURL(new RegExp(`case=${id}`));
    const detail = page.getByRole('region', { name: '案卷', exact: true });
    await detail.getByRole('button', { name: '派遣 D' }).waitFor();
    await page.keyboard.press('d');
    // The suggested unit stands first, with its grounds; Enter takes it.
    const first = page.getByRole('listbox').getByRole('option').first();
    await first.filter({ hasText: '建议' }).filter({ hasText: '派单目录' }).waitFor();
    await page.keyboard.press('Enter');
    const unit = await page.getByRole('combobox', { name: '主办单位' }).inputValue();
    expect(unit).not.toBe('');
    await page.keyboard.press('Control+Enter');
    await row(page, words).filter({ hasText: '待签收' }).waitFor();
    await detail.getByText('待签收').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();

    const kase = (await (await server.as('paiqian01')).ask('GET', `/cases/${id}`)).body;
    const officers = (
      await (await server.as('zhibanzhang01')).ask('GET', `/officers?role=unitOfficer&unitId=${kase.unitId}`)
    ).body;
    expect(officers.items).not.toHaveLength(0);
    const handler = await usernameOf(officers.items[0].id);

    const unitDesk = await sitDown(handler);
    await row(unitDesk.page, words).click();
    await unitDesk.page.getByRole('button', { name: /^签收/ }).waitFor();
    await unitDesk.page.keyboard.press('a');
    await row(unitDesk.page, words).filter({ hasText: '处置中' }).waitFor();
    await unitDesk.page.getByRole('button', { name: /^处置反馈/ }).click();
    await unitDesk.page.getByRole('textbox', { name: '处置情况' }).fill('已更换井盖并清理现场');
    await unitDesk.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'fixed.jpg', mimeType: 'image/jpeg', buffer: PHOTO });
    await unitDesk.page.locator('.pick-photo img').waitFor();
    await unitDesk.page.keyboard.press('Control+Enter');
    await row(unitDesk.page, words).filter({ hasText: '待核查' }).waitFor();
    await unitDesk.page.getByRole('button', { name: /查看大图.*处置反馈/ }).waitFor();
    expect(unitDesk.faults).toEqual([]);
    await unitDesk.context.close();

    const field = await sitDown('jiandu01');
    await row(field.page, words).click();
    await field.page.getByRole('button', { name: /^核查/ }).click();
    await field.page.getByRole('radio', { name: '是' }).check();
    await field.page.keyboard.press('Control+Enter');
    // Checked, it is nobody's task in the field any more.
    await row(field.page, words)
      .filter({ has: field.page.locator('.case-gone') })
      .or(field.page.getByText('没有取到内容'))
      .first()
      .waitFor();
    await field.context.close();

    const leader = await sitDown('zhibanzhang01');
    await leader.page.getByRole('button', { name: /^待结案/ }).click();
    await row(leader.page, words).click();
    await leader.page.getByRole('button', { name: /^结案/ }).click();
    await leader.page.getByRole('textbox', { name: '给上报人的答复' }).fill('井盖已更换，现场已经核查。');
    await leader.page.keyboard.press('Control+Enter');
    await row(leader.page, words).filter({ hasText: '已结案' }).waitFor();
    await leader.page.getByRole('button', { name: '打开整页' }).click();
    await leader.page.waitForURL(`**/cases/${id}`);
    const log = leader.page.getByRole('region', { name: '办理经过' });
    await log.getByText('井盖已更换，现场已经核查。').waitFor();
    for (const step of ['上报', '受理', '立案', '派遣', '签收', '处置反馈', '核查', '结案']) {
      await expect.poll(() => log.locator('.log-head b', { hasText: new RegExp(`^${step}$`) }).count()).toBe(1);
    }
    await expect.poll(() => log.locator('.log-answers', { hasText: unit }).count()).toBe(1);
    expect(leader.faults).toEqual([]);
    await leader.context.close();
  });

  test('what others do shows by itself: changed rows in place, new ones when asked for', async () => {
    const words = '路口井盖破损等候派遣';
    const kase = await caseIn('registered', words);
    const { page, context } = await sitDown('paiqian01');
    const line = row(page, words);
    await line.click();
    const before = await page
      .getByRole('grid')
      .evaluate((grid) => [...grid.querySelectorAll('.table-row')].map((one) => one.id));
    await act(await server.as('paiqian02'), kase, 'flagUrgent', {});
    await line.getByText('急要件').waitFor();
    await caseIn('registered', '另一处井盖松动，刚刚立案');
    const more = page.getByRole('button', { name: '有 1 件新案件' });
    await more.waitFor();
    await expect
      .poll(() =>
        page.getByRole('grid').evaluate((grid) => [...grid.querySelectorAll('.table-row')].map((one) => one.id)),
      )
      .toEqual(before);
    await more.click();
    await row(page, '另一处井盖松动').waitFor();
    await context.close();
  });

  test('of two officers the slower is told what happened, and keeps what was typed', async () => {
    const kase = await caseIn('registered', '雨水井盖下沉，待派遣');
    const { page, context } = await sitDown('paiqian01');
    await page.goto(`/cases/${kase.id}`);
    await page.getByRole('button', { name: /^批注/ }).click();
    const note = page.getByRole('textbox', { name: '内容' });
    await note.fill('已电话告知权属单位');
    // The live change arrives too late: its reading of the case is held back until the officer has sent.
    let release = () => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route(`**/api/cases/${kase.id}`, async (route) => {
      await held;
      await route.continue();
    });
    await act(await server.as('paiqian02'), kase, 'flagUrgent', { note: '领导关注' });
    await page.keyboard.press('Control+Enter');
    const told = page.locator('.case-stale');
    release();
    await told.getByText('列为急要件').waitFor();
    await expect.poll(() => note.inputValue()).toBe('已电话告知权属单位');
    // Seen and sent again, it is taken on the present version.
    await page.locator('.case-head').getByText('急要件').waitFor();
    await page.locator('.actions-form button[type=submit]:not([aria-disabled])').waitFor();
    await note.press('Control+Enter');
    await page.getByRole('region', { name: '办理经过' }).getByText('已电话告知权属单位').waitFor();
    await context.close();
  });

  test('many at once: the preview names who is refused and why, and only the others are done', async () => {
    const flagged = await caseIn('registered', '批量甲：井盖异响');
    await caseIn('registered', '批量乙：井盖异响');
    await act(await server.as('paiqian02'), flagged, 'flagUrgent', {});
    const { page, context } = await sitDown('paiqian01');
    for (const words of ['批量甲', '批量乙']) await row(page, words).getByRole('checkbox').check();
    const pane = page.getByRole('region', { name: '已选 2 件' });
    await pane.getByRole('button', { name: /列为急要件/ }).click();
    await pane.getByRole('button', { name: /预览结果/ }).click();
    await pane.getByText('1 件不能办理').waitFor();
    await pane.getByText('已经是急要件。').waitFor();
    await expect.poll(() => row(page, '批量乙').getByText('急要件').count()).toBe(0);
    await pane.getByRole('button', { name: '确认办理 1 件' }).click();
    await pane.getByText('已办理 1 件').waitFor();
    await row(page, '批量乙').getByText('急要件').waitFor();
    await context.close();
  });

  test('all that the filters leave is exported as a table, by who may', async () => {
    const { page, context, faults } = await sitDown('zhibanzhang01');
    await page.goto(`${server.url}/cases?scope=all`);
    await page.getByRole('row').nth(3).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '导出' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^cases-.*\.csv$/);
    const table = readFileSync(await download.path(), 'utf8');
    expect(table).toMatch(/^\uFEFFnumber,/);
    expect(table.split('\r\n').length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
    await context.close();

    const other = await sitDown('paiqian01');
    await other.page.getByRole('row').first().waitFor();
    await expect.poll(() => other.page.getByRole('link', { name: '导出' }).count()).toBe(0);
    await other.context.close();
  });

  test('why a deadline is then, and who reported, are told when asked for, the second only for a reason', async () => {
    const kase = await caseIn('dispatched', '井盖下陷，问时限与上报人');
    const { page, context } = await sitDown('zhibanzhang01');
    await page.goto(`/cases/${kase.id}`);
    await page.getByRole('region', { name: '时限' }).locator('.clock-button').first().click();
    await page.getByText('为什么是这个时间？').waitFor();
    await page.getByText('工作日折算为工作时').waitFor();
    await page.keyboard.press('Escape');
    const reporter = page.getByRole('region', { name: '上报人' });
    await expect.poll(() => reporter.textContent()).not.toContain('13800000000');
    await reporter.getByRole('button', { name: '查看上报人' }).click();
    await reporter.getByRole('textbox').fill('短');
    await page.keyboard.press('Control+Enter');
    await reporter.getByText('至少 4 个字。').waitFor();
    await reporter.getByRole('textbox').fill('须联系上报人核实现场位置');
    await page.keyboard.press('Control+Enter');
    await reporter.getByText('13800000000').waitFor();
    await context.close();
  });

  test.each(views)('stands without barriers at $width px, $theme', async (view) => {
    const { page, context, faults } = await sitDown('paiqian01', view);
    await page.goto('/cases?scope=open');
    await page.locator('.table-row').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('.table-row').first().click();
    if (view.width > 760) await page.getByRole('article').waitFor();
    else await page.waitForURL(/\/cases\/[0-9a-f-]{36}/);
    await page.locator('.log-entry').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    if (view.width > 760) {
      await page.getByRole('button', { name: '打开整页' }).click();
      await page.locator('.case-whole .log-entry').first().waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});

async function usernameOf(accountId: string): Promise<string> {
  const { items } = (await (await server.as('xitong01')).ask('GET', '/accounts?role=unitOfficer&limit=200')).body;
  const found = items.find((one: { id: string }) => one.id === accountId);
  return found.username;
}
