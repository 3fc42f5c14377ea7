import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;
let watched: Server;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

describe.skipIf(!chromiumPath)('what must run', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 35, perDay: 2 });
    screens = await openScreens(server.url);
    watched = createServer((_ask, answer) => answer.end('fine'));
    await new Promise<void>((resolve) => watched.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    watched?.close();
    await screens?.close();
    await server?.stop();
  });

  test('the administrator registers a system, tries a probe before it counts, and gets the heartbeat’s line once', async () => {
    const { page, context, faults } = await sitDown('xitong01', '/uptime?tab=setup');
    await page.getByRole('button', { name: '新增系统或设备' }).click();
    await page.getByLabel('编号').fill('WX');
    await page.getByLabel('系统', { exact: true }).check();
    await page.getByLabel('名称', { exact: true }).fill('无线政务专网接入平台');
    await page.getByLabel('英文名称').fill('Wireless government network');
    await page.getByLabel('考核范围').fill('core，command-centre');
    await page
      .getByRole('button', { name: /^新增系统或设备/ })
      .last()
      .click();
    const opened = page.locator('.setup-row').filter({ hasText: '无线政务专网接入平台' });
    await opened.getByText('core, command-centre').waitFor();
    await opened.getByText('没有探测的时间一律为“未知”').waitFor();

    await opened.getByRole('button', { name: '新增探测' }).click();
    await opened.getByLabel('探测名称').fill('首页');
    await opened.getByLabel('网址').fill('ftp://somewhere');
    await opened.getByRole('button', { name: '立即测试' }).click();
    await opened.getByText('失败：应为 http:// 或 https:// 开头的网址').waitFor();
    await opened.getByLabel('网址').fill(`http://127.0.0.1:${(watched.address() as AddressInfo).port}/`);
    await opened.getByRole('button', { name: '立即测试' }).click();
    await opened.getByText('成功：HTTP 200').waitFor();
    await opened
      .getByRole('button', { name: /^新增探测/ })
      .last()
      .click();
    await opened.locator('.setup-probe').filter({ hasText: '首页' }).waitFor();

    await opened.getByRole('button', { name: '新增探测' }).click();
    await opened.getByLabel('方式').selectOption('heartbeat');
    await opened.getByLabel('探测名称').fill('备份机');
    await opened
      .getByRole('button', { name: /^新增探测/ })
      .last()
      .click();
    const line = (await opened.locator('.once code').textContent()) ?? '';
    const [, address = '', body = ''] = /-X POST (\S+) .* -d '(.+)'$/.exec(line) ?? [];
    const beat = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    expect(beat.status).toBe(204);
    await page.reload();
    await page.locator('.setup-row').filter({ hasText: '无线政务专网接入平台' }).waitFor();
    await expect.poll(() => page.getByText('curl -fsS').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the sheet of a room asks what the administrator set, from the next one on', async () => {
    const { page, context, faults } = await sitDown('xitong01', '/uptime?tab=setup');
    const room = page.locator('.setup-row').filter({ hasText: '中心机房' });
    const items = async () => Number(/(\d+) 项检查/.exec((await room.getByText(/项检查/).textContent()) ?? '')?.[1]);
    const before = await items();
    await room.getByRole('button', { name: '更改' }).click();
    await room.getByRole('button', { name: '再加一项' }).first().click();
    await room.getByLabel('检查项', { exact: true }).last().fill('精密空调漏水绳');
    await room.getByLabel('英文', { exact: true }).last().fill('Leak detection cable');
    await room.getByRole('button', { name: /^更改/ }).last().click();
    await room.getByText(`${before + 1} 项检查`).waitFor();
    await page.goto('/uptime?tab=rooms');
    await page.getByText('签名').first().waitFor();
    await page.getByText('本年已巡检').first().waitFor();
    await expect.poll(() => page.getByText('精密空调漏水绳').count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('faults show how many were handled in time, and by which rule; maintenance, whether it counts', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/uptime?tab=incidents');
    await page.getByText(/异常处理率 [\d.]+%：按时处理 \d+ ÷ 应处理 \d+/).waitFor();
    await page.getByLabel('范围').selectOption('device');
    await page.getByText('大屏左下单元偏色、闪烁').waitFor();
    await page.goto('/uptime?tab=planned');
    await page.getByRole('row').filter({ hasText: '更换存储控制器电池' }).getByText('批准后不计入').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: '登记' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a failing probe that was given up is no fault, and what is of last year can still be confirmed', async () => {
    const administrator = await server.as('xitong01');
    const lastYear = new Date().getUTCFullYear() - 1;
    const { body: old } = await administrator.ask('POST', '/uptime/subjects', {
      body: {
        code: 'OLD',
        kind: 'system',
        name: { zh: '旧排队系统', en: 'Old queue' },
        servesFrom: `${lastYear}-01-01`,
      },
    });
    const looks = { name: '排队页面', target: 'http://127.0.0.1:1/', intervalSeconds: 10, failuresToFault: 1 };
    const { probe } = (
      await administrator.ask('POST', '/uptime/probes', { body: { subjectId: old.id, kind: 'http', ...looks } })
    ).body;
    const { page, context, faults } = await sitDown('lingdao01', '/uptime');
    const row = page.locator('li.watch').filter({ hasText: '旧排队系统' });
    await expect
      .poll(() => page.reload().then(() => row.locator('.watch-name').textContent()), { timeout: 60_000 })
      .toContain('故障');
    const { version } = probe;
    await administrator.ask('PATCH', `/uptime/probes/${probe.id}`, { version, body: { ...looks, active: false } });
    await page.reload();
    await row.getByText('已停用').first().waitFor();
    await expect.poll(() => row.locator('.watch-name').textContent()).not.toContain('故障');
    const [from, to] = [`${lastYear}-12-20T01:00:00Z`, `${lastYear}-12-20T02:00:00Z`];
    const proposal = { subjectId: old.id, from, to, shouldBe: 'up', reason: '探测线路中断', evidence: '取号记录连续' };
    await administrator.ask('POST', '/uptime/corrections', { body: proposal });
    await page.goto('/uptime?tab=planned');
    await page.getByRole('button', { name: '旧排队系统' }).click();
    await page.getByRole('button', { name: /^确认/ }).click();
    await page.locator('form').getByRole('button', { name: /^确认/ }).click();
    await page.getByRole('row').filter({ hasText: '取号记录连续' }).getByText('已确认').waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)('nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown('xitong01', '/uptime?tab=setup', view);
    await page.getByRole('button', { name: '中心机房' }).or(page.getByText('中心机房')).first().waitFor();
    await page.locator('.setup-name').first().click();
    await page.getByRole('button', { name: '新增探测' }).click();
    await page.getByLabel('方式').waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    for (const tab of ['board', 'incidents', 'planned', 'rooms']) {
      await page.goto(`/uptime?tab=${tab}`);
      await page.locator('section.part').first().waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
    }
    // The days of a room show signs only where there is little room; their names say the rest.
    await page.getByRole('button', { name: 'English' }).click();
    await page
      .getByRole('button', { name: /^1 .* \d{4}-\d\d-01$/ })
      .first()
      .waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)(
    'anybody reads the status at $width, $theme, in both languages and without signing in',
    async (view) => {
      const { page, context, faults } = await screens.visit(view);
      await page.goto('/status/gulou');
      await page.getByText('近 90 天').waitFor();
      // What was judged a false alarm is not open.
      await page.getByText('所有系统运行正常').waitFor();
      await page.getByRole('heading', { name: '计划维护' }).waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
        .toBeLessThanOrEqual(0);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('Last 90 days').waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
      await expect
        .poll(() => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth))
        .toBeLessThanOrEqual(0);
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test('what is over says so on the public page, and the list does not name a system twice', async () => {
    const { page, context, faults } = await sitDown('lingdao01', '/uptime?tab=incidents');
    const cells = await textsOf(page.locator('.plain-table tbody tr'), 'td');
    for (const [title, system] of cells) expect(title).not.toBe(system);
    await page.goto('/status/gulou');
    const told = await textsOf(page.locator('.status-page article').filter({ hasText: '已定位' }), 'p');
    for (const lines of told) expect(lines.at(-1)).toMatch(lines[0]?.includes('处理中') ? /./ : /已恢复|已复盘/);
    expect(faults).toEqual([]);
    await context.close();
  });
});

/** The texts of the parts of each of several elements, of which there must be one. */
async function textsOf(all: Locator, part: string): Promise<string[][]> {
  await all.first().waitFor();
  return all.evaluateAll(
    (ones, selector) => ones.map((one) => [...one.querySelectorAll(selector)].map((inner) => inner.textContent ?? '')),
    part,
  );
}
