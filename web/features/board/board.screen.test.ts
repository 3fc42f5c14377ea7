import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  await visit.page.locator('.heat-table tbody tr').first().waitFor();
  return visit;
}

describe.skipIf(!chromiumPath)('the board', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 6, perDay: 12 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('every number opens exactly the cases it counts', async () => {
    const { page, context, faults } = await sitDown('zhibanzhang01', '/board');
    for (const path of [
      '/board',
      '/board?by=unit',
      '/board?window=week&by=source',
      '/board?window=all&by=subdistrict',
    ]) {
      await page.goto(path);
      const cell = page.locator('.heat-table tbody td a').first();
      const list = await context.newPage();
      await list.goto((await cell.getAttribute('href')) ?? '');
      await list.waitForURL(/\/cases\?/);
      const rows = list.locator('[role=grid]');
      // A case may move on meanwhile; then both change.
      await expect
        .poll(async () => {
          const counted = Number((await cell.textContent())?.replaceAll(',', ''));
          return counted - (Number(await rows.getAttribute('aria-rowcount')) - 1);
        })
        .toBe(0);
      await list.close();
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a report made elsewhere appears by itself', async () => {
    const { page, context } = await sitDown('zhibanzhang01', '/board');
    const open = page.locator('.board-figure dd').first();
    const before = Number(await open.textContent());
    const other = await screens.visit();
    await signInAs(other.page, 'zuoxi01', PASSWORD);
    const made = await other.page.evaluate(async () => {
      const answer = await fetch('/api/cases', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': crypto.randomUUID() },
        body: JSON.stringify({ source: 'hotline', nature: 'problem', description: '路口井盖松动', address: '鼓屏路' }),
      });
      return answer.status;
    });
    expect(made).toBe(201);
    await expect.poll(async () => Number(await open.textContent())).toBe(before + 1);
    await other.context.close();
    await context.close();
  });

  test('is narrowed, cut and ordered by the address, and a unit sees its own only', async () => {
    const { page, context } = await sitDown('jingban01', '/board');
    await page.getByText('只计本单位的案卷').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: '责任单位' }).count()).toBe(0);
    await page.getByRole('button', { name: '近 30 天' }).click();
    await page.waitForURL(/window=days30/);
    await page.getByRole('tab', { name: '来源' }).click();
    await page.waitForURL(/by=source/);
    await page.getByRole('button', { name: '超期' }).click();
    await page.waitForURL(/order=overdue/);
    await context.close();
  });

  test.each(views)('stands without barriers at $width px, $theme', async (view) => {
    const { page, context, faults } = await sitDown('lingdao01', '/board?window=all', view);
    await expect.poll(() => barriers(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
