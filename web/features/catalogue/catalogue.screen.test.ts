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

async function lampId(): Promise<string> {
  const { body } = await (await server.as('zuoxi01')).ask('GET', '/catalogue/categories?query=ldbl&limit=1');
  return body.items[0].category.id;
}

describe.skipIf(!chromiumPath)('the catalogue', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a category is found by pinyin and everyday words, says why, and leads to its counterpart', async () => {
    const { page, context, faults } = await sitDown('zuoxi01', '/catalogue');
    await page.getByRole('searchbox', { name: '名称、俗称、拼音首字母、代码' }).fill('ldbl');
    await page.locator('.table-row', { hasText: '拼音与俗称“路灯不亮”相符' }).first().click();
    await page.getByRole('heading', { name: '路灯异常' }).waitFor();
    await page.getByText('单盏灯不亮').first().waitFor();
    await page.getByRole('button', { name: /GB\/T 30428.2-2013/ }).click();
    await page.getByRole('heading', { name: '路灯', exact: true }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: '新版本' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the other edition has its own categories', async () => {
    const { page, context } = await sitDown('zuoxi01', '/catalogue');
    await page.getByRole('button', { name: '热线诉求事项（本地）' }).click();
    await page.getByText('共 47 条').waitFor();
    expect(page.url()).toContain('edition=local');
    await context.close();
  });

  test('a condition changes by a new version from a day on; until then the old one holds', async () => {
    const id = await lampId();
    const { page, context } = await sitDown('xitong01', `/catalogue?id=${id}`);
    const condition = page.locator('.condition', { hasText: '单盏灯不亮' }).first();
    await condition.getByRole('button', { name: '新版本' }).click();
    await page.getByLabel('时限').fill('3');
    await page.getByRole('button', { name: '发布新版本' }).click();
    await page.getByText('以前和将来的版本 1 条').click();
    await page.locator('details .condition', { hasText: '3 个工作日' }).waitFor();
    await expect.poll(() => condition.locator('.condition-limit').textContent()).toBe('2 个工作日');
    await context.close();
  });

  test('a duty is added by pinyin, changed, told to who was slower, and removed', async () => {
    const { page, context } = await sitDown('xitong01', '/catalogue?part=duties&duty=new');
    await page.getByRole('combobox', { name: '类别或大类' }).fill('ldbl');
    await page.getByRole('option', { name: /路灯异常/ }).click();
    await page.getByLabel('责任单位').selectOption({ label: '供电公司' });
    await page.getByRole('combobox', { name: /^区域/ }).selectOption({ label: '鼓东街道' });
    await page.getByRole('textbox', { name: '依据' }).fill('试用文件第一条');
    await page.locator('.form').getByRole('button', { name: '新增' }).click();
    await page.getByRole('heading', { name: '路灯异常' }).waitFor();
    const id = new URL(page.url()).searchParams.get('duty');
    const other = await server.as('xitong01');
    const { body } = await other.ask('GET', '/catalogue/responsibilities');
    const { version, id: _id, ...duty } = body.items.find((row: { id: string }) => row.id === id);
    expect(duty).toMatchObject({ areaCode: '350102001', basis: '试用文件第一条' });
    await other.ask('PUT', `/catalogue/responsibilities/${id}`, { body: { ...duty, basis: '别人的依据' }, version });
    await page.getByRole('textbox', { name: '依据' }).fill('我的依据');
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.stale').getByText('别人的依据').waitFor();
    await page.getByRole('button', { name: '改用现在的内容' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: '依据' }).inputValue()).toBe('别人的依据');
    await page.getByRole('button', { name: '删除' }).click();
    await page.locator('.ask').getByRole('button', { name: '删除' }).click();
    await page.getByText('已删除这一条职责').waitFor();
    await context.close();
  });

  test.each(opposites)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('xitong01', `/catalogue?id=${await lampId()}`, view);
    await page.getByText('单盏灯不亮').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/catalogue?part=duties&duty=new');
    await page.getByRole('combobox', { name: '类别或大类' }).click();
    await page.getByRole('option').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
