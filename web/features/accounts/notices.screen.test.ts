import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, type View, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));

let server: TestServer;
let screens: Screens;

/** Knocks from somewhere else: by another kind of device than the browser of these tests. */
async function knockElsewhere(username: string, password: string): Promise<number> {
  const answer = await fetch(`${server.url}/api/session`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) Version/18.1 Mobile Safari/604.1',
    },
    body: JSON.stringify({ username, password }),
  });
  return answer.status;
}

/** Signs in at this desk, by keys alone. */
async function signIn(username: string, view?: View) {
  const visit = await screens.visit(view);
  const { page } = visit;
  await page.goto('/sign-in');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('header.frame-header').waitFor();
  return visit;
}

describe.skipIf(!chromiumPath)('what an officer is told of their own sign-in', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 1, perDay: 4 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('stands above every page at the next sign-in, is looked at by keys, and is then known', async () => {
    await (await signIn('paiqian01')).context.close();
    expect(await knockElsewhere('paiqian01', 'not-the-password')).toBe(401);
    expect(await knockElsewhere('paiqian01', 'nor-this-password')).toBe(401);
    expect(await knockElsewhere('paiqian01', PASSWORD)).toBe(200);
    const { page, context, faults } = await signIn('paiqian01');
    const news = page.getByRole('complementary', { name: '登录提醒' });
    await news.getByText('异常登录 1 次，登录失败 2 次').waitFor();
    await news.getByRole('link', { name: '查看' }).press('Enter');
    await page.waitForURL(/my-access/);
    await news.waitFor({ state: 'detached' });
    const part = page.getByRole('region', { name: '登录提醒' });
    const odd = part.getByRole('row', { name: /90 天内未用过的设备/ });
    await odd.getByText('Safari 18 · iOS').waitFor();
    await odd.getByText('新', { exact: true }).waitFor();
    await part.getByRole('row', { name: /登录失败 2 次/ }).waitFor();
    await page.reload();
    await part.waitFor();
    await expect.poll(() => news.count()).toBe(0);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('row', { name: /Kind of device not used in 90 days/ }).waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('is of 30 days where an officer sits for the first time', async () => {
    expect(await knockElsewhere('zuoxi01', 'not-the-password')).toBe(401);
    const { page, context } = await signIn('zuoxi01');
    await page.getByText('近 30 天：登录失败 1 次').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('In the last 30 days: failed sign-ins: 1').waitFor();
    await context.close();
  });

  test('is asked for once where looking further back fails, until the reader asks again', async () => {
    const { page, context } = await signIn('anquan01');
    let asked = 0;
    await page.route('**/api/sign-ins/odd*', async (asking) => {
      if (!asking.request().url().includes('cursor=')) return asking.fulfill({ json: { items: [], next: '7' } });
      asked += 1;
      return asked === 1
        ? asking.fulfill({ status: 429, json: { title: '请求过多', detail: '请稍后再试。' } })
        : asking.fulfill({ json: { items: [], next: null } });
    });
    await page.goto('/odd-sign-ins');
    const fault = page.getByRole('alert').filter({ hasText: '请求过多' });
    await fault.waitFor();
    expect(asked).toBe(1);
    await fault.getByRole('button').click();
    await page.getByText('近 90 天没有这样的登录').waitFor();
    expect(asked).toBe(2);
    await context.close();
  });

  test('is not told to who signed in as always', async () => {
    await (await signIn('shouli01')).context.close();
    const { page, context } = await signIn('shouli01');
    await page.goto('/my-access');
    await page
      .getByRole('region', { name: '登录提醒' })
      .getByRole('row', { name: /90 天内首次登录/ })
      .waitFor();
    await expect.poll(() => page.locator('.sign-in-news').count()).toBe(0);
    await context.close();
  });

  test('is seen for the whole district by the security administrator, by reason and by person', async () => {
    await (await signIn('kaoping01')).context.close();
    await knockElsewhere('kaoping01', PASSWORD);
    for (let i = 0; i < 5; i++) await knockElsewhere('kaoping01', 'not-the-password');
    const { page, context, faults } = await signIn('anquan01');
    await page.goto('/odd-sign-ins?oddity=device');
    const rows = page.locator('.table-row');
    await rows.filter({ hasText: '考评员' }).getByText('Safari 18 · iOS').waitFor();
    const { id } = (await (await server.as('kaoping02')).ask('GET', '/officers?query=kaoping01')).body.items[0] ?? {};
    expect(id).toBeDefined();
    await page.goto(`/people?id=${id}`);
    await page.getByRole('link', { name: '此人的异常登录' }).press('Enter');
    await page.waitForURL(new RegExp(`odd-sign-ins.*account=${id}`));
    await rows.filter({ hasText: '多次失败' }).waitFor();
    await page.goto('/odd-sign-ins?oddity=locked');
    await rows.filter({ hasText: '考评员' }).getByText('多次失败，登录锁定').waitFor();
    await expect.poll(() => rows.filter({ hasText: 'iOS' }).count()).toBe(0);
    await page.goto('/odd-sign-ins?oddity=network');
    await page.getByText('近 90 天没有这样的登录').waitFor();
    expect(faults).toEqual([]);
    await context.close();
    const officer = await signIn('shouli01');
    await officer.page.goto('/odd-sign-ins');
    await officer.page.waitForURL(/forbidden/);
    await officer.context.close();
  });

  test.each(opposites)('bars nobody’s way at $width, $theme', async (view) => {
    await (await signIn('anquan01', view)).context.close();
    await knockElsewhere('anquan01', 'not-the-password');
    const { page, context, faults } = await signIn('anquan01', view);
    await page.locator('.sign-in-news').waitFor();
    await page.goto('/odd-sign-ins');
    await page.getByText('90 天内首次登录').first().waitFor();
    await expect.poll(() => page.locator('.sign-in-news').count()).toBe(1);
    await expect.poll(() => barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    await page.getByRole('button', { name: '知道了' }).press('Enter');
    await page.locator('.sign-in-news').waitFor({ state: 'detached' });
    await page.goto('/my-access');
    await page
      .getByRole('region', { name: '登录提醒' })
      .getByRole('row', { name: /登录失败/ })
      .first()
      .waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });
});
