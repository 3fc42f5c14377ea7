import { readFile } from 'node:fs/promises';
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

describe.skipIf(!chromiumPath)('access and its records', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('another session of mine is ended without ending this one; all of them end together', async () => {
    const elsewhere = await server.as('kaoping01');
    const { page, context, faults } = await sitDown('kaoping01', '/my-access');
    await page.getByRole('button', { name: '结束', exact: true }).click();
    await page.getByText('已结束这处登录').waitFor();
    expect((await elsewhere.ask('GET', '/session')).status).toBe(401);
    await page.getByRole('cell', { name: '本次登录' }).waitFor();
    const again = await server.as('kaoping01');
    await page.getByRole('button', { name: '在所有设备上退出' }).click();
    await page.getByRole('button', { name: '全部退出' }).click();
    await page.waitForURL(/sign-in/);
    expect((await again.ask('GET', '/session')).status).toBe(401);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a token is shown once, does what its scopes say and no more, and stops when revoked', async () => {
    const { page, context } = await sitDown('paiqian01', '/my-access');
    await page.getByRole('button', { name: '新建令牌' }).click();
    await page.getByLabel('名称').fill('值班大屏');
    await page.getByRole('checkbox', { name: 'case.read ', exact: false }).first().check();
    await page.getByRole('button', { name: '建立令牌' }).click();
    const secret = (await page.locator('.once code').textContent()) ?? '';
    const ask = (path: string) => fetch(`${server.url}/api${path}`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await ask('/cases')).status).toBe(200);
    expect((await ask('/scores')).status).not.toBe(200);
    await page.getByRole('button', { name: '作废' }).click();
    await page.locator('.ask').getByRole('button', { name: '作废' }).click();
    await page.getByText('失效的 1 个').waitFor();
    expect((await ask('/cases')).status).toBe(401);
    await context.close();
  });

  test('a list of which more could not be read says so and asks again once it is told to', async () => {
    const { page, context } = await sitDown('shenji01', '/my-access');
    let asked = 0;
    await page.route('**/api/audit?*', async (asking) => {
      const answer = await asking.fetch();
      const first = !asking.request().url().includes('cursor=');
      if (first) return asking.fulfill({ response: answer, json: { ...(await answer.json()), next: '1' } });
      asked += 1;
      return asked === 1
        ? asking.fulfill({ status: 429, json: { title: '请求过多', detail: '请稍后再试。' } })
        : asking.fulfill({ json: { items: [], next: null, names: {} } });
    });
    await page.goto('/audit');
    const fault = page.getByRole('alert').filter({ hasText: '后面的没有读到' });
    await fault.waitFor();
    await page.getByRole('row').first().waitFor();
    expect(asked).toBe(1);
    await fault.getByRole('button', { name: '重试' }).click();
    await fault.waitFor({ state: 'detached' });
    expect(asked).toBe(2);
    await context.close();
  });

  test('the audit is read by what was done, and proves itself', async () => {
    await fetch(`${server.url}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username: 'lingdao01', password: 'not-the-password' }),
    });
    const { page, context, faults } = await sitDown('shenji01', '/audit?action=signInFailed');
    const row = page.locator('.table-row').first();
    await row.getByText('登录失败').waitFor();
    await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2');
    await row.click();
    await page.waitForURL(/line=\d+/);
    await page.getByRole('button', { name: '核对是否完整' }).click();
    await page.getByText('每一条都与前一条相扣').waitFor();
    const given = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出' }).click();
    const lines = (await readFile(await (await given).path(), 'utf8')).trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).action)).toEqual(['signInFailed']);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a changed setting stands in the audit in words, with who changed it', async () => {
    const administrator = await server.as('xitong01');
    const { version } = (await administrator.ask('GET', '/jurisdiction')).body;
    await administrator.ask('PATCH', '/jurisdiction/settings', { version, body: { reopenDays: 9 } });
    const { page, context, faults } = await sitDown('shenji01', '/audit?action=settingsChanged');
    await page.locator('.table-row').filter({ hasText: '辖区设置' }).first().click();
    const told = page.locator('dl').filter({ hasText: '结案后几天内可重办' });
    await told.waitFor();
    await expect.poll(() => told.textContent()).toMatch(/系统管理员.*结案后几天内可重办.*9/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('who opened a case is found by the record and by the person', async () => {
    const officer = await server.as('zhibanzhang01');
    const { body } = await officer.ask('GET', '/cases?limit=1');
    const [kase] = body.cases;
    await officer.ask('GET', `/cases/${kase.id}`);
    const { page, context } = await sitDown('shenji01', '/looks');
    const row = page.locator('.table-row', { hasText: kase.id });
    await row.getByText('值班长').waitFor();
    await row.getByRole('button', { name: kase.id }).click();
    await page.waitForURL(new RegExp(`record=${kase.id}`));
    await page.locator('.chip-button', { hasText: '人员' }).click();
    await page.getByRole('searchbox', { name: '姓名或拼音首字母' }).fill('yspqy');
    await page
      .getByRole('button', { name: /派遣员/ })
      .first()
      .click();
    await page.getByText('还没有人查阅过').waitFor();
    await context.close();
  });

  test.each(opposites)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('shenji01', '/audit', view);
    await page.locator('.table-row').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/looks');
    await page.getByRole('grid').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/my-access');
    await page.getByRole('cell', { name: '本次登录' }).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
