import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
/** A year that holds all that the demo district lived. */
const year = new Date().getUTCFullYear();
const PERIOD = `from=${year - 1}-12-01&to=${year}-12-31`;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('the scores', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 6, perDay: 12 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('every number opens to exactly the cases it counts, and each of them to its own page', async () => {
    const { page, context, faults } = await sitDown('kaoping01', `/scores?${PERIOD}`);
    const counts = page.locator('.rate').first().locator('.rate-parts a');
    await counts.first().waitFor();
    const [met, of] = (await counts.allTextContents()).map(Number);
    for (const [index, count] of [met, of].entries()) {
      await counts.nth(index).click();
      await page.waitForURL(/\/cases\?/);
      await page.locator('.table-row').first().waitFor();
      await expect.poll(() => page.getByRole('grid').getAttribute('aria-rowcount')).toBe(String((count ?? 0) + 1));
      await page.goBack();
      await counts.first().waitFor();
    }
    await counts.nth(1).click();
    await page.locator('.table-row a').first().click();
    await page.waitForURL(/\/cases\/[0-9a-f-]{36}$/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('on paper the ranking lies across, so that no indicator is cut off', async () => {
    const { page, context } = await sitDown('kaoping01', `/scores?${PERIOD}`);
    await page.locator('.ranking-table').waitFor();
    const paper = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, wide, high] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(paper) ?? [];
    expect(Number(wide)).toBeGreaterThan(Number(high));
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: Math.floor((Number(wide) * 96) / 72), height: 700 });
    const beyond = await page
      .locator('.ranking-table')
      .evaluate((table) => table.getBoundingClientRect().right - window.innerWidth);
    expect(beyond).toBeLessThanOrEqual(0);
    await context.close();
  });

  test('a card adds up: its parts are the composite, and its scheme is named', async () => {
    const { page, context } = await sitDown('kaoping01', `/scores?${PERIOD}`);
    const row = page
      .locator('.ranking-table tr')
      .filter({ has: page.locator('.composite') })
      .first();
    const shown = await row.locator('.composite').textContent();
    await row.getByRole('rowheader').getByRole('link').click();
    await page.locator('.card-value').waitFor();
    await expect.poll(() => page.locator('.card-value').textContent()).toBe(shown);
    const adds = await page.locator('.parts-table').first().locator('tbody tr td:nth-child(6)').allTextContents();
    expect(adds.reduce((sum, text) => sum + Number(text), 0)).toBeCloseTo(Number(shown), 1);
    await page.getByText('本系统默认方案').waitFor();
    await context.close();
  });

  test('too few cases are named so and not ranked; nothing at all is not zero', async () => {
    const { page, context } = await sitDown('kaoping01', `/scores?${PERIOD}`);
    await page.getByText('样本不足').first().waitFor();
    await page.getByText(/期内没有可评案卷的 \d+ 个/).waitFor();
    await page.goto('/scores?from=2001-01-01&to=2001-01-31');
    await page.getByText(/期内没有可评案卷的 \d+ 个/).waitFor();
    await expect.poll(() => page.locator('.composite').count()).toBe(0);
    await context.close();
  });

  test('a unit sees the ranking of its group and opens its own card only', async () => {
    const { page, context } = await sitDown('jingban01', `/scores?${PERIOD}`);
    await page.locator('.ranking-table').waitFor();
    const own = await page.locator('.ranking-table [data-own]').count();
    await expect.poll(() => page.locator('.ranking-table tbody th a').count()).toBe(own);
    await expect.poll(() => page.getByRole('tab').count()).toBe(0);
    await context.close();
  });

  test('the period stands in the address and steps with it', async () => {
    const { page, context } = await sitDown('kaoping01', '/scores?from=2026-01-01&to=2026-03-31');
    await page.getByText('2026 年第 1 季度').waitFor();
    await page.getByRole('button', { name: '上一期' }).click();
    await page.waitForURL(/from=2025-10-01&to=2025-12-31/);
    await page.getByRole('button', { name: '年', exact: true }).click();
    await page.waitForURL(/from=2025-01-01&to=2025-12-31/);
    await page.goBack();
    await page.getByText('2025 年第 4 季度').waitFor();
    await context.close();
  });

  test.each(views)('stands without barriers at $width px, $theme', async (view) => {
    const { page, context, faults } = await sitDown('kaoping01', `/scores?${PERIOD}`, view);
    await page.locator('.ranking-table').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('.ranking-table tbody th a').first().click();
    await page.locator('.parts-table').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('.rate .figure').first().click();
    await page.locator('.table-row').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto('/indicators');
    await page.locator('.definition').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
