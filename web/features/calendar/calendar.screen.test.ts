import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, type View, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  const [name = '', value = ''] = (await server.as(username)).cookie.split('=');
  await visit.context.addCookies([{ name, value, url: server.url }]);
  await visit.page.goto(path);
  return visit;
}

const WHY = '/calendar?part=why&from=2026-09-24T02:30:00.000Z&amount=2&unit=workdays';

describe.skipIf(!chromiumPath)('the working calendar', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('the year shows holidays, make-up workdays and how many days are worked', async () => {
    const { page, context, faults } = await sitDown('zuoxi01', '/calendar?year=2026');
    await page.getByTitle('2月17日星期二 · 放假 · 春节').waitFor();
    await page.getByTitle('2月14日星期六 · 调休上班 · 春节').waitFor();
    await expect.poll(() => page.locator('.year-sums').textContent()).toMatch(/工作日\s*248 天/);
    await expect.poll(() => page.getByRole('tab', { name: '导入节假日' }).count()).toBe(0);
    await page.getByRole('button', { name: '后一年' }).click();
    await page.getByText('2027 年的放假安排尚未导入').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('“why then?” gives the server’s answer, day by day, with what was passed over', async () => {
    const officer = await server.as('zuoxi01');
    const { body } = await officer.ask('POST', '/calendar/deadline', {
      body: { from: '2026-09-24T02:30:00.000Z', limit: { amount: 2, unit: 'workdays' } },
    });
    expect(body.due).toBe('2026-09-29T02:30:00.000Z');
    const { page, context } = await sitDown('zuoxi01', WHY);
    await page.locator('.why-due', { hasText: '2026-09-29 10:30' }).waitFor();
    await page.locator('.span-row[data-what=off]', { hasText: '中秋节' }).waitFor();
    await page.getByLabel('时限').fill('3');
    await page.getByRole('button', { name: '推算', exact: false }).last().click();
    await page.locator('.why-due', { hasText: '2026-09-30 10:30' }).waitFor();
    expect(page.url()).toContain('amount=3');
    await context.close();
  });

  test('a closure moves the deadline, and taking it back, or undoing that, moves it again', async () => {
    const { page, context } = await sitDown('xitong01', '/calendar?part=closures&year=2026');
    await page.getByLabel('从', { exact: true }).fill('2026-09-28');
    await page.getByLabel('到（含当天）').fill('2026-09-28');
    await page.getByLabel('事由').fill('台风停工');
    await page.getByRole('button', { name: '登记停办' }).click();
    await page.getByRole('cell', { name: '台风停工' }).waitFor();
    await page.goto(WHY);
    await page.locator('.span-row[data-what=off]', { hasText: '台风停工' }).waitFor();
    await page.locator('.why-due', { hasText: '2026-09-30 10:30' }).waitFor();
    await page.goto('/calendar?part=closures&year=2026');
    await page.getByRole('button', { name: '撤销' }).click();
    await page.getByText('这一年没有停办').waitFor();
    await page.getByRole('status').getByRole('button', { name: '撤销' }).click();
    await page.getByRole('cell', { name: '台风停工' }).waitFor();
    await page.getByRole('button', { name: '撤销' }).first().click();
    await page.getByText('这一年没有停办').waitFor();
    await context.close();
  });

  test('the next year’s notice is looked at before it is taken; a wrong one is not taken', async () => {
    const notice = {
      year: 2027,
      title: '试用通知',
      source: 'https://example.org/notice',
      daysOff: [{ name: '元旦', from: '2027-01-01', to: '2027-01-03' }],
      makeUp: [{ name: '元旦', date: '2027-01-09' }],
    };
    const { page, context } = await sitDown('xitong01', '/calendar?part=import');
    const field = page.getByLabel('通知内容（JSON）');
    await field.fill(JSON.stringify({ ...notice, makeUp: [{ name: '元旦', date: '2027-01-02' }] }));
    await page.getByText('同一天既放假又上班').waitFor();
    await expect.poll(() => page.getByRole('button', { name: '导入 2027 年' }).count()).toBe(0);
    await field.fill(JSON.stringify(notice));
    await page.getByText('放假 3 天，调休上班 1 天').waitFor();
    await page.getByText('全年工作日 261 天 → 261 天').waitFor();
    await page.getByRole('button', { name: '导入 2027 年' }).click();
    await page.getByText('2027 年的节假日安排已导入').waitFor();
    await page.goto('/calendar?year=2027');
    await page.getByTitle('1月9日星期六 · 调休上班 · 元旦').waitFor();
    await context.close();
  });

  test('hours of a season are added; who was slower is told what the other changed', async () => {
    const { page, context } = await sitDown('xitong01', '/calendar?part=hours&year=2026');
    await page.getByRole('button', { name: '更改作息' }).click();
    await page.getByRole('button', { name: '加一套季节作息' }).click();
    const season = page.getByRole('group', { name: '季节' });
    await season.getByLabel('起用日').fill('2026-01-01');
    await season.getByLabel('每年从（月-日）').fill('07-01');
    await season.getByLabel('每年到（月-日）').fill('09-30');
    await season.getByLabel('周一', { exact: true }).fill('08:00-12:00 15:00-18:00');
    const other = await server.as('xitong01');
    const { body } = await other.ask('GET', '/calendar');
    const changed = { hours: body.hours, reading: 'toEndOfDay' };
    expect((await other.ask('PUT', '/calendar/office-hours', { body: changed, version: body.version })).status).toBe(
      200,
    );
    await page.getByRole('button', { name: '保存作息' }).click();
    await page.locator('.stale').getByText('到日终').waitFor();
    await page.getByRole('button', { name: '保存作息' }).click();
    await page.getByText('每年 07-01 至 09-30').waitFor();
    const after = (await other.ask('GET', '/calendar')).body;
    expect(after.reading).toBe('asWorkingHours');
    expect(after.hours[1].week[0]).toEqual([
      ['08:00', '12:00'],
      ['15:00', '18:00'],
    ]);
    await context.close();
  });

  test.each(opposites)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('xitong01', '/calendar?year=2026', view);
    await page.locator('.month').nth(11).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    for (const [part, shown] of [
      ['hours', '.hours-week'],
      ['closures', 'form'],
      ['import', 'textarea'],
    ]) {
      await page.goto(`/calendar?part=${part}`);
      await page
        .locator(shown ?? '')
        .first()
        .waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
    }
    await page.goto(WHY);
    await page.locator('.span-row').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
