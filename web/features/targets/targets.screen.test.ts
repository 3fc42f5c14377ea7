import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;

/** What stands on a part once it is there. */
const marks = {
  plan: '.plan-fields',
  rounds: '.opening',
  evaluations: '.opening',
  assessments: '.part, .actions button',
  report: '.checksum',
};

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('the promises of the year', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 35, perDay: 4 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('every promise shows its target, what is, and what it rests on', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/targets');
    const row = page.getByRole('row').filter({ hasText: 'W05' });
    await row.getByText('≥90%').waitFor();
    await row.getByRole('link').click();
    await page.waitForURL(/\/targets\/\d{4}\/W05$/);
    await page.getByRole('heading', { name: /W05/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the records behind a number open where they are, on the day that it was counted', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/targets');
    for (const [indicator, address] of [
      ['W11', /\/staff\?tab=people&on=\d{4}-\d\d-\d\d&choice=own$/],
      ['W10', /\/staff\?tab=assets&on=\d{4}-\d\d-\d\d$/],
      ['W08', /\/uptime\?tab=rooms&month=\d{4}-\d\d&day=\d{4}-\d\d-\d\d$/],
    ] as const) {
      await page.getByRole('row').filter({ hasText: indicator }).getByRole('link').click();
      await page.waitForURL(address);
      await page.getByRole('tab', { selected: true }).waitFor();
      await page.goBack();
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the report of the year opens each number to its definition and evidence, and downloads as a file', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/targets?part=report');
    const row = page.getByRole('row').filter({ hasText: 'W14' });
    await row.getByText('满意 + 基本满意').click();
    await row.getByText('一案以最后一次有效回答为准').waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'CSV' }).click();
    expect((await downloading).suggestedFilename()).toMatch(/年度绩效报告\.csv$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the plan of the next year is begun beside this year’s, and a year without one says so', async () => {
    const year = new Date(Date.now() + 8 * 3_600_000).getUTCFullYear();
    const { page, context, faults } = await sitDown('caiwu01', `/targets?year=${year - 20}`);
    await page.getByText(`没有 ${year - 20} 年的绩效目标`).waitFor();
    await expect.poll(() => page.getByRole('button', { name: '编制目标' }).count()).toBe(0);
    await page.getByRole('button', { name: `编制 ${year + 1} 年` }).click();
    await page.getByText(`没有 ${year + 1} 年的绩效目标`).waitFor();
    await page.getByRole('button', { name: '编制目标' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('on a phone a round is read downwards: cause and action stand under their promise', async () => {
    const { page, context, faults } = await sitDown('caiwu01', '/targets?part=rounds', views[2]);
    await page.getByRole('button', { name: '发起监控' }).click();
    await page.locator('.target-told').filter({ hasText: '未说明' }).first().waitFor();
    for (const box of await page
      .locator('.target-scroll')
      .evaluateAll((all) => all.map((one) => one.scrollWidth - one.clientWidth)))
      expect(box).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a target that cannot be is told while it is typed, with what would be right', async () => {
    const year = new Date().getUTCFullYear() + 1;
    const finance = await server.as('caiwu01');
    const drafted = (await finance.ask('POST', '/targets/plans', { body: { year } })).body;
    expect(drafted.state).toBe('drafting');
    const { page, context, faults } = await sitDown('caiwu01', `/targets?part=plan&year=${year}`);
    await page.getByRole('button', { name: '增加指标' }).click();
    await page.getByLabel('三级指标').fill('资金使用率');
    await page.getByLabel('目标', { exact: true }).fill('=95%');
    await page.getByText('≥95%').waitFor();
    await page.getByLabel('目标', { exact: true }).fill('尽量好');
    await page.getByText('K-15').waitFor();
    await page.getByLabel('目标', { exact: true }).last().fill('=95%');
    await page.locator('.plan-faults li').filter({ hasText: 'K-03' }).getByRole('button', { name: '一键改正' }).click();
    await expect.poll(() => page.getByLabel('目标', { exact: true }).last().inputValue()).toBe('≥95%');
    await page.getByRole('button', { name: '增加目标' }).click();
    await page.getByText('K-10').waitFor();
    await page.getByRole('button', { name: '为它增加指标' }).click();
    await page.getByText('K-10').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a plan that is not saved outlives another part and a reload; a network that is away is told, and nothing is lost', async () => {
    const year = new Date().getUTCFullYear() + 3;
    const finance = await server.as('caiwu01');
    expect((await finance.ask('POST', '/targets/plans', { body: { year } })).status).toBe(201);
    const { page, context, faults } = await sitDown('caiwu01', `/targets?part=plan&year=${year}`);
    await page.getByRole('button', { name: '增加指标' }).click();
    await page.getByLabel('三级指标').fill('资金使用率');
    await page.getByRole('tab', { name: '看板' }).click();
    await page.getByRole('tab', { name: '目标' }).click();
    await expect.poll(() => page.getByLabel('三级指标').inputValue()).toBe('资金使用率');
    await page.reload();
    await page.getByText('未保存').waitFor();
    await expect.poll(() => page.getByLabel('三级指标').inputValue()).toBe('资金使用率');
    await page.route('**/actions/writePlan', (route) => route.abort());
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.toast', { hasText: '没有送到服务器' }).waitFor();
    await page.unroute('**/actions/writePlan');
    const plan = async () => {
      const { items } = (await finance.ask('GET', '/targets/plans')).body;
      return items.find((one: { year: number }) => one.year === year);
    };
    const { id, version } = await plan();
    const content = { staffInPost: 21, projects: [], goals: [], indicators: [] };
    const path = `/targets/plans/${id}/actions/writePlan`;
    expect((await finance.ask('POST', path, { body: content, version })).status).toBe(200);
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('alert').filter({ hasText: '他人已更改' }).waitFor();
    await expect.poll(() => page.getByLabel('三级指标').inputValue()).toBe('资金使用率');
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByText('未保存').waitFor({ state: 'detached' });
    await expect.poll(async () => (await plan()).indicators).toMatchObject([{ level3Zh: '资金使用率' }]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a deviation is explained for an indicator that is chosen, those that owe it first; a day that is missing is told', async () => {
    const { page, context, faults } = await sitDown('caiwu01', '/targets?part=rounds');
    await page.getByLabel('截止日期').fill('');
    await page.getByRole('button', { name: '发起监控' }).click();
    const told = page.locator('.toast');
    await told.waitFor();
    await expect.poll(() => told.textContent()).not.toContain('errors');
    await page.reload();
    await page.getByRole('button', { name: '发起监控' }).click();
    await page.getByRole('button', { name: '说明偏差' }).first().click();
    const owing = page.getByRole('row').filter({ hasText: '未说明' }).first();
    const id = (await owing.locator('small').first().textContent()) ?? '';
    const form = page.locator('form.form').first();
    await expect.poll(() => form.getByRole('option').nth(1).textContent()).toContain(id);
    await form.getByLabel('指标').selectOption({ index: 1 });
    await form.getByLabel('偏差原因').fill('全年累计指标');
    await form.getByLabel('改进措施').fill('保持现有频次');
    await form.locator('button[type=submit]').click();
    await page.getByRole('row').filter({ hasText: id }).filter({ hasText: '全年累计指标' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('whoever chooses a definition reads its formula, and which choices are not offered and why', async () => {
    const year = new Date().getUTCFullYear() + 2;
    const finance = await server.as('caiwu01');
    expect((await finance.ask('POST', '/targets/plans', { body: { year } })).status).toBe(201);
    const { page, context, faults } = await sitDown('caiwu01', `/targets?part=plan&year=${year}`);
    await page.getByRole('button', { name: '增加指标' }).click();
    const first = page.locator('.plan-fields').first();
    await first.getByLabel('计算口径').selectOption({ label: '系统故障率' });
    const choice = first.locator('label').filter({ has: page.getByText('口径', { exact: true }) });
    await choice.locator('select').selectOption({ label: '失败的探测 ÷ 探测' });
    await first.getByText('其中失败的 ÷ 期内的探测次数').waitFor();
    await first.getByLabel('计算口径').selectOption({ label: '资金使用率' });
    await first.getByText('不提供的口径').click();
    await first.getByText('计划不是承诺').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a promise measured by another choice shows what stands beside it, and opens to its own records', async () => {
    const year = new Date().getUTCFullYear();
    const [finance, leader] = await Promise.all(['caiwu01', 'lingdao01'].map((name) => server.as(name)));
    let plan = (await leader?.ask('GET', '/targets/plans'))?.body.items.find(
      (one: { year: number }) => one.year === year,
    );
    const act = async (who: typeof finance, action: string, body: object) => {
      const path = `/targets/plans/${plan.id}/actions/${action}`;
      const done = await who?.ask('POST', path, { body, version: plan.version });
      expect([action, done?.status]).toEqual([action, 200]);
      plan = done?.body;
    };
    const picked: Record<string, string> = { W02: 'created', W03: 'project', W12: 'ownBeside', W15: 'both' };
    await act(leader, 'reopenPlan', { reason: '改按所选口径计算' });
    const indicators = plan.indicators.map(
      ({ operator: _o, target: _t, unit: _u, metricVersion: _v, wording: _w, ...one }: Record<string, string>) => ({
        ...one,
        choice: picked[one.id ?? ''] ?? one.choice,
      }),
    );
    const { staffInPost, projects, goals } = plan;
    await act(finance, 'writePlan', { staffInPost, projects, goals, indicators });
    await act(leader, 'approvePlan', {});
    const { page, context, faults } = await sitDown('lingdao01', '/targets');
    const row = (id: string) => page.getByRole('row').filter({ hasText: id });
    await row('W12').locator('.target-beside').getByText('本系统自算').waitFor();
    await row('W15').locator('.target-beside').getByText('市民').waitFor();
    await row('W03').getByRole('link').click();
    await page.waitForURL(/\/meetings\?project=any/);
    await page.getByRole('button', { name: /项目经费支持/ }).waitFor();
    await page.goBack();
    await row('W02').getByRole('link').click();
    await page.waitForURL(/\/tasks\?setUp=\d{4}/);
    await page.getByRole('button', { name: /年立项/ }).click();
    await page.waitForURL(/\/tasks$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('caiwu01', '/targets', view);
    await page.getByRole('row').filter({ hasText: 'W05' }).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    for (const part of ['plan', 'rounds', 'evaluations', 'assessments', 'report']) {
      await page.goto(`/targets?part=${part}&year=${new Date().getUTCFullYear()}`);
      await page
        .locator(marks[part as keyof typeof marks])
        .first()
        .waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });
});
