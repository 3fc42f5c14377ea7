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

async function idOf(username: string): Promise<string> {
  const { body } = await (await server.as('xitong01')).ask('GET', `/accounts?query=${username}`);
  return body.items.find((account: { username: string }) => account.username === username).id;
}

describe.skipIf(!chromiumPath)('people', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a new account comes with a password shown once, which its owner must replace first of all', async () => {
    const { page, context, faults } = await sitDown('xitong01', '/people?id=new');
    await page.getByRole('textbox', { name: '姓名', exact: true }).fill('新来的坐席员');
    await page.getByLabel('用户名', { exact: true }).fill('xinlai01');
    await page.getByRole('button', { name: '建立账号' }).click();
    const password = (await page.locator('.once code').textContent()) ?? '';
    await page.getByRole('button', { name: '已抄下，关闭' }).click();
    await page.getByRole('heading', { name: '新来的坐席员' }).waitFor();
    await expect.poll(() => page.content()).not.toContain(password);
    const other = await screens.visit();
    await other.page.goto('/sign-in');
    await other.page.locator('input[name=username]').fill('xinlai01');
    await other.page.locator('input[name=password]').fill(password);
    await other.page.locator('button[type=submit]').click();
    await other.page.waitForURL(/\/password/);
    expect(faults).toEqual([]);
    await context.close();
    await other.context.close();
  });

  test('that an administrator holds no other role is said before the roles are sent, and refused if they are', async () => {
    const id = await idOf('paiqian01');
    const { page, context } = await sitDown('anquan01', `/people?id=${id}`);
    await page.getByRole('checkbox', { name: '审计管理员' }).check();
    await page.getByText('必须由不同的账号担任').waitFor();
    await page.getByRole('button', { name: '授予角色' }).click();
    await page.getByRole('alert').getByText('必须由不同的账号担任').waitFor();
    await page.getByRole('checkbox', { name: '审计管理员' }).uncheck();
    await page.getByRole('checkbox', { name: '考评员' }).check();
    await page.getByRole('button', { name: '授予角色' }).click();
    await page.getByText('已保存').waitFor();
    const { body } = await (await server.as('anquan01')).ask('GET', `/accounts/${id}`);
    expect(body.roles.toSorted()).toEqual(['dispatcher', 'evaluator']);
    await context.close();
  });

  test('who was slower is told what the other changed, keeps what was written, and may still save it', async () => {
    const id = await idOf('jiandu02');
    const { page, context } = await sitDown('xitong01', `/people?id=${id}`);
    await page.getByRole('textbox', { name: '姓名', exact: true }).fill('我写的名字');
    const other = await server.as('xitong01');
    const { body } = await other.ask('GET', `/accounts/${id}`);
    await other.ask('PATCH', `/accounts/${id}`, { body: { name: '别人写的名字' }, version: body.version });
    await page.getByRole('button', { name: '保存' }).click();
    const told = page.locator('.stale');
    await told.getByText('别人写的名字').waitFor();
    await expect.poll(() => told.locator('del').textContent()).toBe(body.name);
    await expect.poll(() => page.getByRole('textbox', { name: '姓名', exact: true }).inputValue()).toBe('我写的名字');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('已保存').waitFor();
    expect((await other.ask('GET', `/accounts/${id}`)).body.name).toBe('我写的名字');
    await context.close();
  });

  test('a disabled account is signed out at once and can be enabled again', async () => {
    const id = await idOf('jiandu03');
    const officer = await server.as('jiandu03');
    const { page, context } = await sitDown('xitong01', `/people?id=${id}`);
    await page.getByRole('button', { name: '停用账号' }).click();
    await page.getByRole('button', { name: '停用', exact: true }).last().click();
    await page.getByRole('button', { name: '启用账号' }).waitFor();
    expect((await officer.ask('GET', '/session')).status).toBe(401);
    await page.getByRole('button', { name: '启用账号' }).click();
    await page.locator('.ask').getByRole('button', { name: '启用账号' }).click();
    await page.getByRole('button', { name: '停用账号' }).waitFor();
    await context.close();
  });

  test('people are found by the initials of their names, and one cannot change oneself', async () => {
    const { page, context } = await sitDown('xitong01', '/people');
    await page.getByRole('searchbox', { name: '姓名、拼音首字母、用户名' }).fill('ysxtgly');
    await page.waitForURL(/q=ysxtgly/);
    const row = page.locator('.table-row', { hasText: 'xitong01' });
    await row.click();
    await page.getByText('这是您自己的账号').waitFor();
    await expect.poll(() => page.getByRole('button', { name: '保存' }).count()).toBe(0);
    await context.close();
  });

  test('each role is offered only what it may open', async () => {
    const offered: Record<string, string[]> = {};
    for (const username of ['zuoxi01', 'xitong01', 'anquan01', 'shenji01']) {
      const { page, context } = await sitDown(username, '/calendar');
      await page.getByRole('button', { name: '管理', exact: true }).click();
      offered[username] = await page.locator('.frame-nav .menu a').allTextContents();
      await context.close();
    }
    expect(offered.zuoxi01).toEqual(['工作日历', '类别目录']);
    expect(offered.xitong01).toEqual(['人员与账号', '工作日历', '类别目录', '单位与设置']);
    expect(offered.anquan01).toEqual(['人员与账号', '异常登录', '查阅记录', '个人信息', '工作日历', '类别目录']);
    expect(offered.shenji01).toEqual(['人员与账号', '审计记录', '查阅记录', '工作日历', '类别目录', '日志的证明']);
  });

  test.each(opposites)('nothing bars the way at $width, $theme', async (view) => {
    const id = await idOf('paiqian01');
    const { page, context, faults } = await sitDown('anquan01', `/people?id=${id}`, view);
    await page.getByRole('heading', { name: '登录与令牌' }).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
