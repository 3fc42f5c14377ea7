import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Officer, PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
let finance: Officer;
const phone = views[2];
const day = (ago: number) => new Date(Date.now() + 8 * 3_600_000 - ago * 86_400_000).toISOString().slice(0, 10);

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

async function survey(change: object): Promise<string> {
  const body = { question: '您对办公设备是否满意？', asked: 40, opensOn: day(1), closesOn: day(-9), ...change };
  const made = await finance.ask('POST', '/surveys', { body });
  expect(made.status).toBe(201);
  await finance.ask('POST', `/surveys/${made.body.id}/actions/openSurvey`, { body: {}, version: 1 });
  return made.body.id;
}

describe.skipIf(!chromiumPath)('people, things, and what people say', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 35, perDay: 2 });
    finance = await server.as('caiwu01');
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('an asset is entered in yuan, shown in yuan, and loses its value month by month', async () => {
    const { page, context, faults } = await sitDown('caiwu01', '/staff?tab=assets');
    await page.getByRole('button', { name: '登记' }).click();
    await page.getByLabel('编号').fill('ZC-TEST-0001');
    await page.getByLabel('名称').fill('机架式服务器（双路、含三年上门维保服务）');
    await page.getByLabel('类别').selectOption({ label: '设备' });
    await page.getByLabel('原值（元）').fill('12，345.678');
    await page.getByLabel('取得日期').fill('2026-01-15');
    await page.getByLabel('存放地点').fill('中心机房 A03 柜');
    await page.getByRole('button', { name: /^登记/ }).last().click();
    await page.locator('.form-fault').first().waitFor();
    await page.getByLabel('原值（元）').fill('12,345.67');
    await page.getByRole('button', { name: /^登记/ }).last().click();
    const row = page.getByRole('row').filter({ hasText: 'ZC-TEST-0001' });
    await row.getByText('12,345.67').waitFor();
    await page.goto('/staff?tab=assets&on=2026-07-01');
    // Six of seventy-two months are gone.
    await page.getByRole('row').filter({ hasText: 'ZC-TEST-0001' }).getByText('11,316.86').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the jobs offered are told by the chosen definition, and each part opens to its people', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/staff');
    const jobs = page.getByRole('region', { name: '提供就业岗位数' });
    await jobs.getByText('17 + 0 + 2 = 19').waitFor();
    await jobs.getByRole('button', { name: /劳务派遣/ }).click();
    await page.getByText('劳务派遣：2 条').waitFor();
    await expect.poll(() => page.getByRole('row').filter({ hasText: '劳务派遣' }).count()).toBe(2);
    await jobs.getByLabel('口径').selectOption({ label: '另加服务外包' });
    await jobs.getByRole('button', { name: /服务外包/ }).waitFor();
    await page.getByRole('region', { name: '在职人员控制率' }).getByText('94.4%').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an officer answers on the phone: nothing is chosen before, and the answer is his once', async () => {
    const id = await survey({ title: '办公设备满意度（手机）', audience: 'staff' });
    const { page, context, faults } = await sitDown('kaoping01', '/surveys', phone);
    await page.getByRole('link', { name: '办公设备满意度（手机）' }).first().click();
    await page.waitForURL(new RegExp(id));
    await expect.poll(() => page.locator('input[type=radio]:checked').count()).toBe(0);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('请选择一项；没有默认选项。').waitFor();
    await page.getByLabel('基本满意').check();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('您已答过此卷').waitFor();
    await page.getByText('答卷不足，不公布').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('citizens answer by a code at a kiosk, and the result says its method once there are enough', async () => {
    const title = '鼓楼区便民服务自助终端（含医保、社保、不动产查询）使用满意度年度调查';
    const id = await survey({ title, question: '您对自助终端是否满意？', audience: 'citizens' });
    const manager = await sitDown('caiwu01', `/surveys/${id}`);
    await manager.page.getByRole('button', { name: '生成二维码' }).click();
    await manager.page.getByLabel('终端（反复使用）').check();
    await manager.page.getByLabel('名称').fill('东街口终端');
    await manager.page
      .getByRole('button', { name: /^生成二维码/ })
      .last()
      .click();
    await manager.page.getByAltText('东街口终端的二维码').waitFor();
    const address = await manager.page.getByRole('link', { name: '打开' }).getAttribute('href');

    const citizen = await screens.visit(phone);
    await citizen.page.goto(address ?? '');
    for (const answer of ['满意', '满意', '基本满意', '不满意', '满意']) {
      await citizen.page.getByLabel(answer, { exact: true }).check();
      await expect.poll(() => barriers(citizen.page)).toEqual([]);
      await citizen.page.getByRole('button', { name: '提交' }).click();
      await citizen.page.getByText('谢谢，已收到').waitFor();
      await citizen.page.getByRole('button', { name: '下一位' }).click();
      await expect.poll(() => citizen.page.locator('input[type=radio]:checked').count()).toBe(0);
    }
    await citizen.page.goto('/survey/not-a-code-at-all');
    await citizen.page.getByText('二维码无效').waitFor();
    await expect.poll(() => barriers(citizen.page)).toEqual([]);
    // Title and language stand in one line, as on every page.
    const top = async (name: string) => (await citizen.page.locator(name).boundingBox())?.y ?? Number.NaN;
    await expect.poll(async () => Math.abs((await top('h1')) - (await top('.page-actions')))).toBeLessThan(20);

    await manager.page.reload();
    await manager.page.getByText('80.0%').first().waitFor();
    await manager.page.getByText('自助终端 5').waitFor();
    await manager.page.getByText('有效 5 / 发放 40，回收率 12.5%').waitFor();
    await manager.page.getByRole('button', { name: '停用' }).click();
    await citizen.page.goto(address ?? '');
    await citizen.page.getByText('此二维码已用过或已停用').waitFor();
    expect([...manager.faults, ...citizen.faults]).toEqual([]);
    await Promise.all([manager.context.close(), citizen.context.close()]);
  });

  test('slips on paper say what they are for and tell nothing of the result; one whose receipt is lost counts once', async () => {
    const id = await survey({ title: '夜市整治满意度', question: '您对夜市是否满意？', audience: 'citizens' });
    const manager = await sitDown('caiwu01', `/surveys/${id}`);
    await manager.page.getByRole('button', { name: '生成二维码' }).click();
    await manager.page.getByLabel('一次性（每张一人）').check();
    await manager.page.getByLabel('名称').fill('社区');
    await manager.page.getByLabel('张数').fill('2');
    let lost = 0;
    await manager.page.route('**/links', async (asking) => {
      lost += 1;
      if (lost > 1) return asking.continue();
      await asking.fetch();
      await asking.abort();
    });
    await manager.page.getByLabel('张数').press('Control+Enter');
    await manager.page.getByText('这一批已生成却没能显示').waitFor();
    for (const way of ['一次性（每张一人）', '终端（反复使用）']) {
      await manager.page.getByRole('button', { name: '生成二维码' }).click();
      await manager.page.getByLabel(way).check();
      await manager.page.getByLabel('名称').fill('社区');
      await manager.page.getByLabel('名称').press('Control+Enter');
      await manager.page.getByLabel('名称').waitFor({ state: 'detached' });
    }
    await expect.poll(() => manager.page.locator('.survey-codes li').count()).toBe(2);
    const slip = manager.page.locator('.survey-codes li').first();
    const address = await slip.getByRole('link', { name: '打开' }).getAttribute('href');
    await manager.page.emulateMedia({ media: 'print' });
    await slip.getByText('夜市整治满意度').waitFor();
    await slip.getByText(`截至 ${day(-9)}`).waitFor();
    for (const kept of ['结果', '录入市民答卷', '打开'])
      await manager.page.getByText(kept, { exact: true }).first().waitFor({ state: 'hidden' });

    const citizen = await screens.visit(phone);
    await citizen.page.goto(address ?? '');
    let sent = 0;
    await citizen.page.route('**/answers', async (asking) => {
      sent += 1;
      if (sent > 1) return asking.continue();
      await asking.fetch();
      await asking.abort();
    });
    await citizen.page.getByLabel('满意', { exact: true }).check();
    await citizen.page.getByRole('button', { name: '提交' }).click();
    await citizen.page.getByText('谢谢，已收到').waitFor();
    expect(sent).toBe(2);
    const { result } = (await finance.ask('GET', `/surveys/${id}`)).body;
    expect(result.answers).toBe(1);
    expect([...manager.faults, ...citizen.faults]).toEqual([]);
    await Promise.all([manager.context.close(), citizen.context.close()]);
  });

  test('a survey that nobody closed after its last day says so, and offers no form that would be refused', async () => {
    const id = await survey({ title: '过期的市民调查', audience: 'citizens', opensOn: day(9), closesOn: day(2) });
    const { page, context, faults } = await sitDown('caiwu01', '/surveys');
    const row = page.getByRole('row').filter({ hasText: '过期的市民调查' });
    await row.getByText('不在答卷时间内').waitFor();
    await page.goto(`/surveys/${id}`);
    await page.getByText('不在答卷时间内').waitFor();
    await expect.poll(() => page.getByText('录入市民答卷').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('caiwu01', '/staff', view);
    await page.getByText('提供就业岗位数').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/staff?tab=assets');
    await page.getByText('固定资产利用率').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/surveys');
    await page.getByRole('link', { name: '年度员工满意度' }).click();
    await page.getByText('回收率').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
