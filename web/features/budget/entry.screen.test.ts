import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeSheet } from '../../../server/adapters/spreadsheet.ts';
import { salary } from '../../../server/modules/budget/salary.fixture.ts';
import { type Officer, PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
let finance: Officer;
let leader: Officer;
const TODAY = new Date(Date.now() + 28_800_000).toISOString().slice(0, 10);
const NOW = Number(TODAY.slice(0, 4));
const NEXT = NOW + 1;
const LATER = NOW + 2;

// biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects
type Body = any;
async function budgetOf(year: number): Promise<Body> {
  const { items } = (await finance.ask('GET', '/budgets')).body;
  const { id } = items.find((one: Body) => one.year === year);
  return (await finance.ask('GET', `/budgets/${id}`)).body;
}
const lineOf = ({ lines }: Body, economicCode: string, role: string | null) =>
  lines.find((line: Body) => line.economicCode === economicCode && line.role === role);

async function paste(page: Page, text: string): Promise<void> {
  await page.getByRole('grid').evaluate((grid, block) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', block);
    grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

describe.skipIf(!chromiumPath)('a budget year on its screens', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 40, perDay: 1 });
    screens = await openScreens(server.url);
    [finance, leader] = [await server.as('caiwu01'), await server.as('lingdao01')];
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a pasted block is shown before it is filled in; the balance follows; on a cell that somebody else changed both are shown', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').focus();
    await paste(page, '50\t1e5\n1200元\n');
    const preview = page.getByRole('region', { name: '粘贴预览' });
    await preview.getByText('将更改 3 格').waitFor();
    await expect.poll(() => preview.textContent()).toContain('1e5 · 不是金额');
    await preview.getByRole('button', { name: '填入' }).click();
    await page.getByText('1 格不是金额').waitFor();
    await page.locator('.budget-head .tag').getByText('收支差额').waitFor();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Delete');
    await expect.poll(() => page.locator('.cell[data-fine]').count()).toBe(0);

    const budget = await budgetOf(NEXT);
    const { fen } = lineOf(budget, '30101', 'personnel');
    const meanwhile = [{ ...salary, was: fen, fen: fen + 10_000 }];
    await finance.ask('POST', `/budgets/${budget.id}/amounts`, { body: { lines: meanwhile } });
    await page.keyboard.press('Control+s');
    await page.getByText('他人改为').waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('他人改为').waitFor({ state: 'detached' });
    await expect.poll(async () => lineOf(await budgetOf(NEXT), '30101', 'personnel').fen).toBe(50_000_000);

    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('h');
    const told = page.locator('.cell-history li');
    await told.first().waitFor();
    await expect.poll(() => told.first().textContent()).toContain('50.00');
    await expect.poll(() => told.count()).toBe(3);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('income, months and purchases are entered by keys; what is finer than 0.01 万元 is marked', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}?tab=income`);
    await page.getByRole('grid').focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.type('8.88');
    await page.keyboard.press('Enter');
    await page.locator('.budget-head .tag').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.cell-was').waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: '用款计划' }).click();
    await page.getByRole('grid').focus();
    await page.keyboard.type('1.2345');
    await page.keyboard.press('Enter');
    await page.locator('.cell[data-fine]').waitFor();
    await page.locator('td[data-apart]').first().waitFor();

    await page.getByRole('tab', { name: '政府采购' }).click();
    await page.getByRole('button', { name: '增加采购项目' }).click();
    const form = page.locator('form.form');
    await form.locator('select').selectOption({ index: 1 });
    await form.getByLabel('采购项目').fill('办公 用品');
    await form.getByRole('button', { name: '增加采购项目' }).click();
    const row = page.getByRole('row', { name: /办公 用品/ });
    await row.getByRole('gridcell').first().click();
    await page.keyboard.type('900');
    await page.keyboard.press('Enter');
    await page.getByText('采购金额超过该科目的预算：办公 用品').waitFor();
    await page.keyboard.press('Control+s');
    await page.locator('.cell-was').waitFor({ state: 'detached' });
    const budget = await budgetOf(NEXT);
    expect(budget.incomes.find(({ source }: Body) => source === 'governmentFund').fen).toBe(8_880_000);
    expect(budget.months).toContainEqual(expect.objectContaining({ role: 'personnel', month: 1, fen: 1_234_500 }));
    expect(budget.purchases).toContainEqual(expect.objectContaining({ item: '办公 用品', fen: 900_000_000 }));
    expect(faults).toEqual([]);
    await context.close();
  });

  test('equipment on a class of goods and services is told while it is planned, and is not taken', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}?tab=purchases`);
    await page.getByRole('button', { name: '增加采购项目' }).click();
    const form = page.locator('form.form');
    await form.locator('select').selectOption({ label: '30201 办公费 · 基本支出' });
    await form.getByLabel('采购项目').fill('台式计算机');
    await form.getByRole('button', { name: '增加采购项目' }).click();
    const told = '“台式计算机”是资产，应列 31002 办公设备购置，不列 30201';
    await page.locator('p[role=alert]', { hasText: told }).waitFor();
    await page
      .getByRole('row', { name: /台式计算机/ })
      .getByRole('gridcell')
      .first()
      .click();
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await page.locator('.toast', { hasText: told }).waitFor();
    const { purchases } = await budgetOf(NEXT);
    expect(purchases.some(({ item }: Body) => item === '台式计算机')).toBe(false);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a project is put forward by finance and reviewed by the leader; the unit’s facts are saved', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}?tab=projects`);
    await page.getByRole('button', { name: '新增项目' }).click();
    await page.getByLabel('项目代码').fill('XM09');
    await page.getByLabel('项目名称').fill('热线坐席扩容');
    await page.getByRole('button', { name: '存入项目库' }).click();
    await page.getByRole('button', { name: '热线坐席扩容' }).waitFor();
    await page.getByText('待评审').first().waitFor();
    await page.goto(`/budget/${NEXT}?tab=unit`);
    await page.getByLabel('公务接待批次').fill('3');
    await page.getByLabel('上年预算收支合计').fill('271.61');
    await page.getByRole('button', { name: '保存单位情况' }).click();
    await expect
      .poll(async () => (await budgetOf(NEXT)).unit, { timeout: 20_000 })
      .toMatchObject({ visits: { receptions: 3 }, prior: { totalFen: 271_610_000 }, staffQuota: 18 });
    await context.close();

    const second = await screens.visit();
    await signInAs(second.page, 'lingdao01', PASSWORD);
    await second.page.goto(`/budget/${NEXT}?tab=projects`);
    await second.page.getByRole('button', { name: '热线坐席扩容' }).click();
    await second.page.getByRole('button', { name: '评审项目' }).click();
    await second.page.getByRole('radio', { name: '是' }).check();
    await second.page.getByLabel('评审日期').fill(`${NOW}-11-02`);
    await second.page.locator('form.form button[type=submit]').click();
    await expect
      .poll(async () => (await budgetOf(NEXT)).projects.find(({ code }: Body) => code === 'XM09').reviewed, {
        timeout: 20_000,
      })
      .toBe(true);
    expect([...faults, ...second.faults]).toEqual([]);
    await second.context.close();
  });

  test('a year is begun; a workbook with faults names its cells and enters nothing; JSON that is right is entered as a whole', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto('/budget/new');
    await page.locator('form.form').getByLabel('年度').fill(String(LATER));
    await page.locator('form.form button[type=submit]').click();
    await page.getByRole('grid').waitFor();
    await page.getByRole('button', { name: '导入' }).click();
    const head = ['功能科目', '经济科目', '支出性质', '经费类别', '金额（万元）'];
    const bad = await writeSheet('预算', [
      head,
      ['2010350', '30101', '基本支出', '人员经费', '1e5'],
      ['2010350', '39999', '基本支出', '公用', 3],
    ]);
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: '预算.xlsx', mimeType: 'application/zip', buffer: Buffer.from(bad) });
    const stopped = page.locator('.import-notes').first();
    await stopped.waitFor();
    await expect.poll(() => stopped.locator('b').allTextContents()).toEqual(['E2', 'D3']);
    await expect.poll(() => page.getByRole('button', { name: /^写入/ }).getAttribute('aria-disabled')).toBe('true');
    const good = {
      lines: [{ ...salary, amount: '12.34' }],
      incomes: [{ functionCode: '2010350', source: 'generalPublicBudget', yuan: '123400' }],
    };
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'lines.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(good)) });
    await page.getByRole('button', { name: '写入 2 格' }).click();
    await expect
      .poll(async () => (await budgetOf(LATER)).totals, { timeout: 20_000 })
      .toEqual({ income: 123_400_00, expenditure: 123_400_00 });
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an adjustment is asked for in the grid, granted by another, and stands among the versions', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NOW}?tab=adjustments`);
    await page.getByRole('button', { name: '申请调整' }).click();
    await page.getByRole('grid').first().focus();
    const before = lineOf(await budgetOf(NOW), '30101', 'personnel').fen;
    await page.keyboard.type(((before + 10_000) / 1_000_000).toFixed(2));
    await page.keyboard.press('Enter');
    await page.getByText('支出与收入的增减不等').waitFor();
    const income = (await budgetOf(NOW)).totals.income;
    await page.getByRole('grid').last().focus();
    await page.keyboard.type(((income + 10_000) / 1_000_000).toFixed(2));
    await page.keyboard.press('Enter');
    await page.getByText('支出与收入的增减不等').waitFor({ state: 'detached' });
    await page.getByLabel('调整理由').fill('基本工资标准调整');
    await page.locator('form.form button[type=submit]').click();
    await page.getByText('待批').waitFor();
    const asked = await budgetOf(NOW);
    expect(asked.adjustments.at(-1)).toMatchObject({
      state: 'asked',
      deltas: [{ economicCode: '30101', fen: 10_000 }],
    });
    await leader.ask('POST', `/budgets/${asked.id}/actions/grantAdjustment`, {
      body: { on: `${NOW}-11-02` },
      version: asked.version,
    });
    await page.reload();
    await page.getByText('基本工资标准调整').waitFor();
    await expect.poll(() => page.locator('.plain-table tbody tr').last().textContent()).toContain('+0.01');
    const now = await budgetOf(NOW);
    expect(lineOf(now, '30101', 'personnel').fen).toBe(before + 10_000);
    expect(now.totals.income).toBe(now.totals.expenditure);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a payment is booked from its line in 元 and reversed on its own row', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NOW}?tab=execution`);
    await page.getByRole('button', { name: '登记支付' }).first().click();
    const form = page.locator('form.form');
    await form.getByLabel('预算科目').selectOption({ index: 1 });
    await form.getByLabel('金额').fill('12.34元');
    await form.getByText('= 12.34 元').waitFor();
    await form.getByLabel('支付日期').fill(TODAY);
    await form.getByLabel('凭证号').fill('试-0001');
    await form.getByLabel('用途').fill('办公用品');
    await form.locator('button[type=submit]').click();
    await page.getByRole('button', { name: '试-0001' }).click();
    await page.getByRole('button', { name: '冲销' }).click();
    await page.getByLabel('日期').fill(TODAY);
    await page.getByLabel('理由').fill('收款账户有误');
    await page.locator('form.form button[type=submit]').click();
    await page.getByText(`已冲销 ${TODAY}`).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a code that came within the year is added by its document, is found by date, and can be budgeted', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto('/classification?tab=amendments');
    await page.getByRole('button', { name: '增设或更名科目' }).click();
    await page.getByLabel('编码').fill('30188');
    await page.getByLabel('名称').fill('新设津贴');
    await page.getByLabel('生效日期').fill(`${NEXT}-05-23`);
    await page.getByLabel('依据文件').fill('财预〔2041〕41号');
    await page.locator('form.form button[type=submit]').click();
    await page.getByRole('button', { name: '撤回' }).waitFor();
    await page.goto(`/classification?tab=changes&since=${NEXT}-01-01&on=${NEXT}-12-31`);
    await page.getByRole('cell', { name: '新设津贴' }).waitFor();
    await page.goto(`/classification?scheme=departmentEconomic&on=${NEXT}-05-22&q=30188`);
    await page.getByText('没有这样的科目').waitFor();
    await page.goto(`/budget/${NEXT}?all=true`);
    await page.getByRole('rowheader', { name: '新设津贴' }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the head of a long list stays in sight while the list is read', async () => {
    const { page, context } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto('/classification');
    const list = page.locator('.scroll-x.tall');
    await list.locator('tbody tr').nth(40).waitFor();
    await list.focus();
    await page.keyboard.press('End');
    await expect.poll(() => list.evaluate((one) => one.scrollTop)).toBeGreaterThan(400);
    const head = list.locator('thead th').first();
    const [inside, above] = [await head.boundingBox(), await list.boundingBox()];
    expect(Math.abs((inside?.y ?? 0) - (above?.y ?? Number.NaN))).toBeLessThan(3);
    await context.close();
  });

  const parts: [string, string][] = [
    [`/budget/${NEXT}`, '.money-grid'],
    [`/budget/${NEXT}?tab=income`, '.money-grid'],
    [`/budget/${NEXT}?tab=purchases`, '.money-grid'],
    [`/budget/${NEXT}?tab=months`, '.money-grid'],
    [`/budget/${NEXT}?tab=projects`, '.plain-table'],
    [`/budget/${NEXT}?tab=unit`, '.unit-form'],
    [`/budget/${NOW}?tab=execution`, '.execution-share'],
    [`/budget/${NOW}?tab=adjustments`, '.plain-table'],
    [`/budget/${NOW}?tab=history`, '.plain-table'],
    ['/budget/new', 'form.form'],
    ['/classification', '.plain-table'],
    ['/classification?tab=changes&since=2017-01-01', '.plain-table'],
    ['/classification?tab=amendments', '.actions'],
  ];
  test.each([
    ['zh', views[0]],
    ['en', views[2]],
  ] as const)('in %s, every part stands without barriers and within $width px', async (language, view) => {
    const { page, context, faults } = await screens.visit(view);
    await page.addInitScript((chosen) => localStorage.setItem('drumtower.language', chosen), language);
    await signInAs(page, 'caiwu01', PASSWORD);
    for (const [path, sign] of parts) {
      await page.goto(path);
      await page.locator(sign).first().waitFor();
      if (process.env.PICTURES)
        await page.screenshot({
          path: `${process.env.PICTURES}/${path.replace(/\W+/g, '-')}-${language}-${view.width}.png`,
        });
      await expect.poll(async () => [path, await barriers(page)]).toEqual([path, []]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, wide]).toEqual([path, 0]);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
