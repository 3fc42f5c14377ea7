import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
const NEXT = new Date(Date.now() + 28_800_000).getUTCFullYear() + 1;

describe.skipIf(!chromiumPath)('the centre’s own year on its screens', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 40, perDay: 1 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a cell is typed, undone, typed again and saved by keys alone; nonsense is marked and cannot be saved', async () => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto(`/budget/${NEXT}`);
    const grid = page.getByRole('grid');
    await grid.focus();
    const cell = page.locator('.money-grid .cell[aria-selected=true]');
    const before = await cell.textContent();
    await page.keyboard.type('12.5');
    await page.keyboard.press('Enter');
    await page.locator('.cell-was').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.cell-was').waitFor({ state: 'detached' });
    await page.keyboard.press('ArrowUp');
    await expect.poll(() => cell.textContent()).toBe(before);
    await page.keyboard.press('F2');
    await page.keyboard.press('Control+a');
    await page.keyboard.type('1e5');
    await page.keyboard.press('Enter');
    await page.locator('.cell-fault').waitFor();
    await page.keyboard.press('ArrowUp');
    await page.keyboard.type('60');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Control+s');
    await page.locator('.cell-was').waitFor({ state: 'detached' });
    const finance = await server.as('caiwu01');
    const years = (await finance.ask('GET', '/budgets')).body.items;
    const { id } = years.find((one: { year: number }) => one.year === NEXT);
    const { lines } = (await finance.ask('GET', `/budgets/${id}`)).body;
    expect(lines.find((line: { economicCode: string }) => line.economicCode === '30101').fen).toBe(60_000_000);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a public page tells how the systems run to anybody, and nobody is asked to sign in', async () => {
    const { page, context } = await screens.visit(views[2]);
    const { body } = await (await server.as('lingdao01')).ask('GET', '/session');
    await page.goto(`/status/${body.jurisdiction.code}`);
    await page.locator('.day-bars').first().waitFor();
    await expect.poll(() => page.locator('.watch').count()).toBe(3);
    await expect.poll(() => barriers(page)).toEqual([]);
    await context.close();
  });

  test.each([views[0], views[3]])('every screen stands without barriers at $width px, $theme', async (view) => {
    const { page, context, faults } = await screens.visit(view);
    await signInAs(page, 'lingdao01', PASSWORD);
    const paths: [string, string][] = [
      ['/uptime', '.day-bars'],
      ['/uptime?tab=incidents', '.plain-table'],
      ['/uptime?tab=planned', '.plain-table'],
      ['/uptime?tab=rooms', '.room-day'],
      ['/tasks', '.task-meter'],
      ['/meetings', '.meeting-row'],
      ['/budget', '.money-grid'],
      ['/budget?tab=execution', '.execution-share'],
      ['/staff', '.plain-table'],
      ['/staff?tab=assets', '.plain-table'],
    ];
    for (const [path, sign] of paths) {
      await page.goto(path);
      await page.locator(sign).first().waitFor();
      await expect.poll(async () => [path, await barriers(page)]).toEqual([path, []]);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([path, wide]).toEqual([path, 0]);
    }
    await page.goto('/tasks');
    await page.locator('.plain-table tbody a').first().click();
    await page.locator('.nodes').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
