import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { chromiumPath, openScreens, type Screens, signInAs } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
const NEXT = new Date(Date.now() + 28_800_000).getUTCFullYear() + 1;

const row = (page: Page, code: string) => page.getByRole('row').filter({ has: page.getByText(code, { exact: true }) });
/** What the personnel and public cells of a row show, without what they were. */
const amounts = (one: Locator) =>
  one.locator('.cell').evaluateAll((cells) => cells.slice(0, 2).map((cell) => cell.firstChild?.textContent ?? ''));

async function fill(page: Page): Promise<void> {
  const preview = page.getByRole('region', { name: '粘贴预览' });
  await preview.getByRole('button', { name: '填入' }).click();
  await preview.waitFor({ state: 'detached' });
}

describe.skipIf(!chromiumPath)('the grid of amounts', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 40, perDay: 1 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a block is selected by keys or mouse, copied, cleared and pasted as a whole; what was undone is done again', async () => {
    const { page, context, faults } = await screens.visit();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').focus();
    await page.evaluate(() => navigator.clipboard.writeText('1\t2\n3\t4\n'));
    await page.keyboard.press('Control+v');
    await fill(page);
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('已选 4 格 · 合计 10.00').waitFor();
    await page.keyboard.press('Control+c');
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe('1\t2\n3\t4');

    const [salary, allowance] = [row(page, '30101'), row(page, '30102')];
    await page.keyboard.press('Delete');
    await expect
      .poll(async () => [await amounts(salary), await amounts(allowance)])
      .toEqual([
        ['—', '—'],
        ['—', '—'],
      ]);
    await page.keyboard.press('Control+z');
    await expect
      .poll(async () => [await amounts(salary), await amounts(allowance)])
      .toEqual([
        ['1.00', '2.00'],
        ['3.00', '4.00'],
      ]);
    await page.keyboard.press('Control+y');
    await expect.poll(() => amounts(salary)).toEqual(['—', '—']);
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => amounts(salary)).toEqual(['—', '—']);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Control+v');
    await page.getByText('将更改 4 格').waitFor();
    await fill(page);
    await expect.poll(() => amounts(row(page, '30103'))).toEqual(['1.00', '2.00']);

    await salary.locator('.cell').nth(0).hover();
    await page.mouse.down();
    await allowance.locator('.cell').nth(1).hover();
    await page.mouse.up();
    await page.getByText('已选 4 格').waitFor();
    await page.evaluate(() => navigator.clipboard.writeText('7'));
    await page.keyboard.press('Control+v');
    await fill(page);
    await expect
      .poll(async () => [await amounts(salary), await amounts(allowance)])
      .toEqual([
        ['7.00', '7.00'],
        ['7.00', '7.00'],
      ]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a line says its code of the government’s budget, and takes the other where it is not the usual one', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').focus();
    await page.keyboard.press('h');
    const code = page.getByLabel('政府经济分类');
    await code.waitFor();
    await expect
      .poll(() => code.locator('option').allTextContents())
      .toEqual(['50101 工资奖金津补贴', '50501 工资福利支出']);
    await expect.poll(() => code.inputValue()).toBe('50501');
    await code.selectOption('50101');
    await page.getByText('通常为 50501').waitFor();
    await page.reload();
    await page.getByRole('grid').focus();
    await page.keyboard.press('h');
    await page.getByText('通常为 50501').waitFor();
    await expect.poll(() => code.inputValue()).toBe('50101');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the list of keys tells what the grid obeys, and forgets it where there is no grid', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').focus();
    await page.keyboard.press('?');
    const help = page.getByRole('dialog');
    const redo = help.locator('dl > div', { hasText: '重做' });
    await expect.poll(() => redo.locator('kbd').allTextContents()).toEqual(['Ctrl', 'Y', 'Ctrl', 'Shift', 'Z']);
    await page.keyboard.press('Escape');
    await page.getByRole('tab', { name: '沿革' }).click();
    await page.getByRole('grid').waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await help.waitFor();
    await expect.poll(() => redo.count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('on paper a grid is shown whole, and nothing that is pressed', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    await page.getByRole('grid').waitFor();
    await page.emulateMedia({ media: 'print' });
    const cut = await page
      .locator('.grid-scroll')
      .evaluate(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight);
    expect(cut).toBeLessThanOrEqual(1);
    await page.locator('.money-grid tfoot .total').waitFor();
    for (const pressed of ['.tabs', '.grid-bar', '.frame-skip', '.frame-header', '.budget-years'])
      await expect
        .poll(async () => [pressed, await page.locator(pressed).first().isVisible()])
        .toEqual([pressed, false]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('nothing of all this was a fault of the server', () => {
    expect(server.faults).toEqual([]);
  });
});
