import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { salary } from '../../../server/modules/budget/salary.fixture.ts';
import { type Officer, PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
let finance: Officer;
const NEXT = new Date(Date.now() + 28_800_000).getUTCFullYear() + 1;

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
async function budgetOf(year: number): Promise<Body> {
  const { items } = (await finance.ask('GET', '/budgets')).body;
  const { id } = items.find((one: Body) => one.year === year);
  return (await finance.ask('GET', `/budgets/${id}`)).body;
}
const fenOf = ({ lines }: Body, economicCode: string): number =>
  lines.find((line: Body) => line.economicCode === economicCode && line.role === 'personnel')?.fen ?? 0;

/** Puts an amount into a cell of the personnel column, by its row. */
async function type(page: Page, code: string, amount: string) {
  await page.getByRole('row', { name: code }).getByRole('gridcell').first().click();
  await page.keyboard.type(amount);
  await page.keyboard.press('Enter');
}
const changed = (page: Page) => page.locator('.cell[data-changed]');

describe.skipIf(!chromiumPath)('what is typed into a budget and not saved', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 40, perDay: 1 });
    screens = await openScreens(server.url);
    finance = await server.as('caiwu01');
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('outlives a reload, the way back and the end of a session; what somebody else put there meanwhile stands beside it', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await type(page, '30101', '77.7');
    await type(page, '30102', '1e5');
    await page.reload();
    await changed(page).nth(1).waitFor();
    await page.getByRole('link', { name: '工作台' }).click();
    await page.waitForURL(/\/cases/);
    await page.goBack();
    await changed(page).nth(1).waitFor();
    await page.getByText('1 格不是金额').waitFor();
    await type(page, '30102', '');
    await page.keyboard.press('Control+z');
    await type(page, '30102', '3');

    const before = await budgetOf(NEXT);
    const meanwhile = [{ ...salary, was: fenOf(before, '30101'), fen: 510_000 }];
    await finance.ask('POST', `/budgets/${before.id}/amounts`, { body: { lines: meanwhile } });
    await context.clearCookies();
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/sign-in\?back=/);
    await page.locator('input[name=username]').fill('caiwu01');
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.getByText('他人改为 0.51').waitFor();
    await page.getByRole('grid').focus();
    await page.keyboard.press('Control+s');
    await changed(page).first().waitFor({ state: 'detached' });
    const after = await budgetOf(NEXT);
    expect([fenOf(after, '30101'), fenOf(after, '30102')]).toEqual([77_700_000, 3_000_000]);
    await page.reload();
    await page.getByRole('grid').waitFor();
    await expect.poll(() => changed(page).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('stands beside what somebody else enters, which appears by itself', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await type(page, '30101', '31.5');
    await changed(page).waitFor();
    const { id, lines, version } = await budgetOf(NEXT);
    const was = fenOf({ lines }, '30102');
    const others = [{ ...salary, economicCode: '30102', was, fen: 123_450_000 }];
    const entered = await finance.ask('POST', `/budgets/${id}/amounts`, { body: { lines: others }, version });
    expect(entered.status).toBe(200);
    await page.getByRole('row', { name: '30102' }).getByText('123.45', { exact: true }).first().waitFor();
    await expect.poll(() => changed(page).count()).toBe(1);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('is gone once it is discarded, and with signing out', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await type(page, '30103', '5');
    await page.getByRole('button', { name: '放弃更改' }).click();
    await page.reload();
    await page.getByRole('grid').waitFor();
    await expect.poll(() => changed(page).count()).toBe(0);
    await type(page, '30103', '6');
    await page.locator('.frame-user').click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL(/\/sign-in/);
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').waitFor();
    await expect.poll(() => changed(page).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each([views[0], views[3]])(
    'a reason for personnel is typed, put right and changed by the keyboard at $width in $theme',
    async (view) => {
      const { page, context, faults } = await screens.visit(view);
      await signInAs(page, 'caiwu01', PASSWORD);
      const code = view.width > 760 ? '30226' : '30227';
      const { id, version } = await budgetOf(NEXT);
      const lines = [{ ...salary, economicCode: code, was: 0, fen: 4_000_000 }];
      expect((await finance.ask('POST', `/budgets/${id}/amounts`, { body: { lines }, version })).status).toBe(200);
      await page.goto(`/budget/${NEXT}`);
      const item = page.locator('.personnel-reasons li', { hasText: code });
      const field = item.getByRole('textbox');
      await field.focus();
      await page.keyboard.type('编外');
      // The Enter that ends a word of an input method is not the officer's.
      await field.dispatchEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true });
      await expect.poll(() => item.getByText('至少 4 个字').count()).toBe(0);
      await page.keyboard.press('Enter');
      await item.getByText('至少 4 个字').waitFor();
      const owed = page.locator('.budget-head').getByText('1 个科目须说明列入人员经费的理由');
      await owed.waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);

      const now = await budgetOf(NEXT);
      const fen = fenOf(now, '30103');
      const others = [{ ...salary, economicCode: '30103', was: fen, fen: fen + 10_000 }];
      expect((await finance.ask('POST', `/budgets/${id}/amounts`, { body: { lines: others } })).status).toBe(200);
      await page.keyboard.type('人员劳务费');
      await page.keyboard.press('Enter');
      await page.locator('.toast', { hasText: '已被更改' }).waitFor();
      await expect.poll(() => field.inputValue()).toBe('编外人员劳务费');
      await page.keyboard.press('Enter');
      await item.getByText('已说明').waitFor();
      await expect.poll(() => owed.count()).toBe(0);
      await item.locator('button:focus', { hasText: '修改' }).waitFor();
      await page.keyboard.press('Enter');
      await item.locator('textarea:focus').waitFor();
      await page.keyboard.press('Escape');
      await item.locator('button:focus', { hasText: '修改' }).waitFor();
      await expect.poll(async () => Object.values((await budgetOf(NEXT)).personnelReasons)).toContain('编外人员劳务费');
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test('an adjustment being typed outlives a reload and what somebody else did meanwhile; who decides reads why a line counts as personnel', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT - 1}?tab=adjustments`);
    const asked = page.locator('.asked-adjustment');
    const put = async (code: string, fen: number) => {
      await asked.getByRole('row', { name: code }).getByRole('gridcell').first().click();
      await page.keyboard.type((fen / 1_000_000).toFixed(2));
      await page.keyboard.press('Enter');
    };
    await page.getByRole('button', { name: '申请调整' }).click();
    await put('30101', fenOf(await budgetOf(NEXT - 1), '30101') - 1_000_000);
    await put('30227', 1_000_000);
    await page.reload();
    await page.getByRole('button', { name: '申请调整' }).click();
    await asked.getByText('调整 2 个科目').waitFor();
    const reason = asked.locator('.personnel-reasons li', { hasText: '30227' }).getByRole('textbox');
    // The answer comes when the officer types elsewhere already.
    const answer = Promise.withResolvers<void>();
    await page.route('**/actions/explainLine', async (asking) => {
      await answer.promise;
      await asking.continue();
    });
    await reason.fill('编外人员委托派遣');
    await reason.press('Enter');
    await asked.getByLabel('调整理由').fill('编外人员');
    answer.resolve();
    await asked.getByText('已说明').waitFor();
    await page.keyboard.type('增加');
    await expect.poll(() => asked.getByLabel('调整理由').inputValue()).toBe('编外人员增加');

    const { id, unit, version } = await budgetOf(NEXT - 1);
    const described = await finance.ask('POST', `/budgets/${id}/actions/describe`, { body: { unit }, version });
    expect(described.status).toBe(200);
    await page.keyboard.press('Control+Enter');
    await asked.getByText('已被更改').waitFor();
    await asked.locator('button[type=submit]:not([aria-disabled])').waitFor();
    await page.keyboard.press('Control+Enter');
    await expect.poll(async () => (await budgetOf(NEXT - 1)).adjustments.at(-1)?.state).toBe('asked');
    expect(faults).toEqual([]);
    await context.close();

    const leader = await screens.visit();
    await signInAs(leader.page, 'lingdao01', PASSWORD);
    await leader.page.goto(`/budget/${NEXT - 1}?tab=adjustments`);
    await leader.page.getByText('30227 人员经费：编外人员委托派遣').waitFor();
    expect(leader.faults).toEqual([]);
    await leader.context.close();
  });

  test('a new year takes over the facts of the unit, not the figures and reasons of the year before', async () => {
    const last = await budgetOf(NEXT);
    const prior = { ...last.unit.prior, totalFen: 262_380_000 };
    const unit = { ...last.unit, prior, reasons: { 'income.increase': '基本工资标准调整' } };
    const told = await finance.ask('POST', `/budgets/${last.id}/actions/describe`, {
      body: { unit },
      version: last.version,
    });
    expect(told.status).toBe(200);
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto('/budget/new');
    await page.locator('form.form button[type=submit]').click();
    await page.getByRole('grid').waitFor();
    const begun = (await budgetOf(NEXT + 1)).unit;
    expect(begun).toMatchObject({ staffQuota: last.unit.staffQuota, prior: { totalFen: null }, reasons: {} });
    await page.goto(`/budget/${NEXT + 1}?tab=projects`);
    await page.getByRole('button', { name: '新增项目' }).click();
    await page.getByLabel('项目代码').fill('XM30');
    await page.getByLabel('项目名称').fill('指挥中心设备网络维护'.repeat(6));
    await page.getByLabel('结束年度').fill(String(NEXT - 1));
    await page.getByRole('button', { name: '存入项目库' }).click();
    await page.locator('.form-fault', { hasText: '结束年度不能早于起始年度' }).waitFor();
    await page.getByLabel('结束年度').fill(String(NEXT + 2));
    await page.getByRole('button', { name: '存入项目库' }).click();
    await page.getByText('待评审').first().waitFor();
    await page.getByRole('tab', { name: '支出' }).click();
    const head = page.getByRole('columnheader', { name: /指挥中心设备网络维护/ });
    await expect.poll(() => head.getAttribute('title')).toContain('待评审');
    await expect.poll(async () => (await head.boundingBox())?.height).toBeLessThan(80);
    expect(faults).toEqual([]);
    await context.close();
  });
});
