import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, type View, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));

let server: TestServer;
let screens: Screens;

async function sitDown(path: string, view?: View) {
  const visit = await screens.visit(view);
  const [name = '', value = ''] = (await server.as('xitong01')).cookie.split('=');
  await visit.context.addCookies([{ name, value, url: server.url }]);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('units and settings', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a unit is added, changed and made inactive', async () => {
    const { page, context, faults } = await sitDown('/organisation?id=new');
    await page.getByRole('textbox', { name: '编号' }).fill('SYDW');
    await page.getByRole('textbox', { name: '名称', exact: true }).fill('试用单位');
    await page.getByRole('textbox', { name: '英文名称' }).fill('Trial unit');
    await page.getByLabel('企业').check();
    await page.getByRole('textbox', { name: '考评分组' }).fill('公用企业');
    await page.locator('.form').getByRole('button', { name: '新增' }).click();
    await page.getByRole('heading', { name: '试用单位' }).waitFor();
    await page.getByRole('textbox', { name: '名称', exact: true }).fill('改名单位');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('heading', { name: '改名单位' }).waitFor();
    await page.getByRole('button', { name: '停用单位' }).click();
    await page.locator('.ask').getByRole('button', { name: '停用' }).click();
    await page.getByRole('button', { name: '重新启用' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('only what was changed becomes the district’s own choice; who was slower is told', async () => {
    const { page, context } = await sitDown('/organisation?part=settings');
    await page.getByLabel('退回几次后裁定').fill('3');
    await page.getByLabel('派遣', { exact: true }).fill('2');
    const other = await server.as('xitong01');
    const { body } = await other.ask('GET', '/jurisdiction');
    await other.ask('PATCH', '/jurisdiction/settings', { body: { reopenDays: 15 }, version: body.version });
    await page.getByRole('button', { name: '保存设置' }).click();
    const told = page.locator('.stale');
    await told.getByText('结案后几天内可重办').waitFor();
    await expect.poll(() => told.locator('ins').allTextContents()).toEqual(['15']);
    await page.getByLabel('结案后几天内可重办').fill('15');
    await page.getByRole('button', { name: '保存设置' }).click();
    await page.getByText('已保存').waitFor();
    const after = (await other.ask('GET', '/jurisdiction')).body.settings;
    expect(after).toMatchObject({ declinesBeforeRuling: 3, reopenDays: 15, warnAt: 0.8 });
    expect(after.stageLimits.dispatch).toEqual({ amount: 2, unit: 'workHours' });
    await context.close();
  });

  test('a number out of bounds is refused at its field', async () => {
    const { page, context } = await sitDown('/organisation?part=settings');
    await page.getByLabel('退回几次后裁定').fill('99');
    await page.getByRole('button', { name: '保存设置' }).click();
    await page.getByText('不能大于 10').waitFor();
    await context.close();
  });

  test.each(opposites)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('/organisation?id=new', view);
    await page.getByRole('textbox', { name: '编号' }).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/organisation?part=settings');
    await page.getByLabel('退回几次后裁定').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
