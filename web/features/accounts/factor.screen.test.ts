import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeAt } from '../../../server/adapters/one-time-code.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));
const HALF_MINUTE = 30_000;

let server: TestServer;
let screens: Screens;

async function knock(page: Page, username: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
}

/** By keys alone: the password is proved, the picture shown, the code of the telephone typed. Gives the key. */
async function enrol(page: Page): Promise<string> {
  await page.getByRole('button', { name: '启用', exact: true }).press('Enter');
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /动态口令二维码/ }).waitFor();
  const secret = ((await page.locator('.factor-key code').textContent()) ?? '').replaceAll(' ', '');
  await page.keyboard.type(codeAt(secret, Date.now()));
  await page.keyboard.press('Enter');
  await page.locator('.factor-codes').waitFor();
  return secret;
}

describe.skipIf(!chromiumPath)('a second factor', () => {
  beforeAll(async () => {
    // The next code is taken too, so that nobody waits half a minute for it.
    server = await startTestServer({ days: 1, perDay: 4, secondFactor: 'administrators', codeWindow: 'around' });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('is enrolled by an administrator before anything else, then asked for, and replaced by a recovery code', async () => {
    const { page, context, faults } = await screens.visit();
    await knock(page, 'xitong01');
    await page.waitForURL(/my-access/);
    await page.getByText('须先启用动态口令').waitFor();
    await expect.poll(() => page.locator('.frame-nav a, .frame-nav button').count()).toBe(0);
    const secret = await enrol(page);
    const codes = await page.locator('.factor-codes code').allTextContents();
    expect(codes).toHaveLength(10);
    await page.getByRole('button', { name: '已保存好' }).click();
    await page.getByText('剩余恢复码').waitFor();
    await context.clearCookies();

    await knock(page, 'xitong01');
    const field = page.locator('input[name=code]');
    await field.fill('000000');
    await page.getByRole('alert').getByText('动态口令不正确').waitFor();
    await field.fill(codeAt(secret, Date.now() + HALF_MINUTE));
    await page.locator('header.frame-header').waitFor();
    await context.clearCookies();

    await knock(page, 'xitong01');
    await page.getByRole('button', { name: '手机不在身边' }).click();
    await field.fill(codes[0] ?? '');
    await page.keyboard.press('Enter');
    await page.locator('header.frame-header').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('that was lost is reset by the security administrator, and no more asked for', async () => {
    const { id } = await server.as('paiqian01');
    const officer = await screens.visit();
    await knock(officer.page, 'paiqian01');
    await officer.page.locator('header.frame-header').waitFor();
    await officer.page.goto('/my-access');
    await enrol(officer.page);
    const { page, context, faults } = await screens.visit();
    await knock(page, 'anquan01');
    await page.waitForURL(/my-access/);
    await enrol(page);
    await page.getByRole('button', { name: '已保存好' }).click();
    await page.goto(`/people?id=${id}`);
    await page.getByRole('button', { name: '清除动态口令' }).click();
    await page.locator('.ask').getByRole('button', { name: '清除', exact: true }).click();
    await page.getByText('动态口令已清除').waitFor();
    expect(faults).toEqual([]);
    await knock(officer.page, 'paiqian01');
    await officer.page.locator('header.frame-header').waitFor();
    await officer.context.close();
    await context.close();
  });

  test.each(opposites)('bars nobody’s way at $width, $theme', async (view) => {
    const username = view.width > 760 ? 'jiandu01' : 'kaoping01';
    const { page, context, faults } = await screens.visit(view);
    await knock(page, username);
    await page.locator('header.frame-header').waitFor();
    await page.goto('/my-access');
    await page.getByRole('button', { name: '启用', exact: true }).click();
    await page.locator('input[name=password]').fill(PASSWORD);
    await page.getByRole('button', { name: '继续' }).click();
    await page.getByRole('img', { name: /动态口令二维码/ }).waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    const secret = ((await page.locator('.factor-key code').textContent()) ?? '').replaceAll(' ', '');
    await page.locator('input[name=code]').fill(codeAt(secret, Date.now()));
    await page.getByRole('button', { name: '确认启用' }).click();
    await page.locator('.factor-codes').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await context.clearCookies();
    await knock(page, username);
    await page.locator('input[name=code]').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.getByRole('button', { name: '手机不在身边' }).click();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
