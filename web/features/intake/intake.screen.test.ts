import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

const PLACE = { lon: 119.2851, lat: 26.0927 };

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto('/intake');
  await visit.page.getByRole('textbox', { name: '什么事' }).waitFor();
  return visit;
}

async function tell(page: Page, words: string, { lon, lat } = PLACE) {
  await page.getByRole('textbox', { name: '什么事' }).fill(words);
  await page.getByRole('textbox', { name: '坐标' }).fill(`${lon}, ${lat}`);
  await page.keyboard.press('Enter');
  await page.locator('.place-officers span').first().waitFor();
}

/** The cases whose description holds the words. */
async function casesOf(words: string) {
  const { body } = await (await server.as('shouli01')).ask(
    'GET',
    `/cases?order=newest&text=${encodeURIComponent(words)}`,
  );
  return body.cases as { id: string; number: string; state: string; lon: number; lat: number }[];
}

/** A JPEG of one grey pixel, taken at a place. */
function photoAt({ lon, lat }: { lon: number; lat: number }): Buffer {
  const plain = Buffer.from(
    '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
    'base64',
  );
  const tiff = Buffer.alloc(128);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(8, 4);
  const entry = (at: number, tag: number, type: number, count: number, value: number) => {
    tiff.writeUInt16LE(tag, at);
    tiff.writeUInt16LE(type, at + 2);
    tiff.writeUInt32LE(count, at + 4);
    tiff.writeUInt32LE(value, at + 8);
  };
  tiff.writeUInt16LE(1, 8);
  entry(10, 0x8825, 4, 1, 26);
  tiff.writeUInt16LE(4, 26);
  entry(28, 1, 2, 2, 'N'.charCodeAt(0));
  entry(40, 2, 5, 3, 80);
  entry(52, 3, 2, 2, 'E'.charCodeAt(0));
  entry(64, 4, 5, 3, 104);
  for (const [at, degrees] of [
    [80, lat],
    [104, lon],
  ] as const) {
    for (const [index, [part, of]] of [
      [Math.round(degrees * 1e6), 1_000_000],
      [0, 1],
      [0, 1],
    ].entries()) {
      tiff.writeUInt32LE(part ?? 0, at + index * 8);
      tiff.writeUInt32LE(of ?? 1, at + index * 8 + 4);
    }
  }
  const exif = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([plain.subarray(0, 2), head, exif, plain.subarray(2)]);
}

describe.skipIf(!chromiumPath)('the intake', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 3, perDay: 8 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('what is told becomes one case, however often it is sent; its number leaves the text for the reporter', async () => {
    const { page, context, faults } = await sitDown('zuoxi01');
    await tell(page, '巷口单盏路灯不亮，老人不敢走夜路，联系电话 13800000000');
    await page.getByText('描述里有电话').waitFor();
    await page.getByRole('button', { name: '移到“谁”' }).click();
    await expect.poll(() => page.getByRole('textbox', { name: '电话' }).inputValue()).toBe('13800000000');
    await expect
      .poll(() => page.getByRole('textbox', { name: '什么事' }).inputValue())
      .toBe('巷口单盏路灯不亮，老人不敢走夜路');
    await page.getByRole('button', { name: /路灯异常/ }).click();
    const outlook = page.locator('.outlook');
    await outlook.getByText('单盏灯不亮').waitFor();
    await outlook.getByText('2 个工作日').waitFor();
    await outlook.getByText(/现在派遣则 .* 到期/).waitFor();
    await page.getByRole('radio', { name: '几天了' }).check({ force: true });
    await page.keyboard.press('Control+Enter');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: /已上报/ }).waitFor();
    const cases = await casesOf('老人不敢走夜路');
    expect(cases).toHaveLength(1);
    const { body } = await (await server.as('shouli01')).ask('GET', `/cases/${cases[0]?.id}`);
    expect(body).toMatchObject({
      source: 'hotline',
      description: '巷口单盏路灯不亮，老人不敢走夜路\n情况已持续几天。',
      hasReporter: true,
    });

    await page.getByRole('button', { name: /再记一件/ }).click();
    await expect.poll(() => page.getByRole('textbox', { name: '电话' }).inputValue()).toBe('13800000000');
    await expect.poll(() => page.getByRole('textbox', { name: '什么事' }).inputValue()).toBe('');
    await page.locator('.place-officers span').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the same thing told again is merged by those who may, and noted by those who may not', async () => {
    const first = await sitDown('zuoxi01');
    await tell(first.page, '公园门口污水外溢，气味很重');
    await first.page.keyboard.press('Control+Enter');
    const number = await first.page.locator('.sent .mono').textContent();
    await first.context.close();

    for (const [username, button, said] of [
      ['shouli01', '上报并入', `已并入 ${number}。`],
      ['zuoxi01', '上报并注明', `已注明与 ${number} 疑为同一件`],
    ] as const) {
      const { page, context } = await sitDown(username);
      await tell(page, '公园门口污水外溢，一地都是');
      const line = page.locator('.alike-case').filter({ hasText: number ?? '' });
      await line.getByRole('button', { name: '就是这件' }).click();
      await page.getByRole('button', { name: new RegExp(button) }).click();
      await page.getByText(said).waitFor();
      await context.close();
    }
    const states = (await casesOf('污水外溢')).map(({ state }) => state).sort();
    expect(states).toEqual(['merged', 'reported', 'reported']);
  });

  test('a point outside the district is answered with what it looks like, and read so', async () => {
    const { page, context } = await sitDown('zuoxi01');
    await page.getByRole('textbox', { name: '坐标' }).fill('0, 0');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('没有定位').waitFor();
    await page.getByRole('combobox', { name: '坐标系' }).selectOption('GCJ-02');
    await page.getByRole('textbox', { name: '坐标' }).fill(`${PLACE.lat} ${PLACE.lon}`);
    await page.keyboard.press('Enter');
    await page.locator('.place-officers span').first().waitFor();
    const read = (await page.getByRole('textbox', { name: '坐标' }).inputValue()).split(', ').map(Number);
    expect(Math.abs((read[0] ?? 0) - PLACE.lon)).toBeGreaterThan(0.002);
    await context.close();
  });

  test('a category is found by initials, with what it is taken for; a lamp nearby can be picked', async () => {
    const { page, context } = await sitDown('zuoxi01');
    const category = page.getByRole('combobox', { name: '类别' });
    await category.fill('bllj');
    await page.getByRole('option').filter({ hasText: '暴露垃圾' }).first().waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => category.inputValue()).toBe('暴露垃圾');
    await page.getByRole('region', { name: '怎么区分' }).getByText('积存').first().waitFor();
    const { body } = await (await server.as('zuoxi01')).ask(
      'GET',
      '/geo/components?west=119.28&south=26.08&east=119.29&north=26.1&limit=1',
    );
    await tell(page, '旁边有一堆垃圾', body.items[0].point);
    const component = page.locator('.components .pick').first();
    await component.click();
    await expect.poll(() => component.getAttribute('aria-pressed')).toBe('true');
    await context.close();
  });

  test('the place in a photo is offered as the place of the report', async () => {
    const { page, context } = await sitDown('jiandu01');
    await page
      .locator('input[type=file]')
      .setInputFiles({ name: 'near.jpg', mimeType: 'image/jpeg', buffer: photoAt(PLACE) });
    await page.getByRole('button', { name: '用照片的位置' }).click();
    await page.locator('.place-officers span').first().waitFor();
    await expect.poll(() => page.getByRole('textbox', { name: '坐标' }).inputValue()).toBe('119.285100, 26.092700');
    await context.close();
  });

  test('a draft outlives a reload and is gone with its officer', async () => {
    const { page, context } = await sitDown('zuoxi01');
    await tell(page, '还没有说完的一件事');
    await page.getByText('草稿已存在本机').waitFor();
    await page.waitForFunction(() => Object.keys(localStorage).some((key) => key.includes('draft')));
    await page.reload();
    await expect.poll(() => page.getByRole('textbox', { name: '什么事' }).inputValue()).toBe('还没有说完的一件事');
    await page.getByRole('button', { name: /我的账户/ }).click();
    await page.getByRole('button', { name: '退出登录' }).click();
    await page.waitForURL('**/sign-in**');
    await expect.poll(() => page.evaluate(() => JSON.stringify(localStorage))).not.toContain('还没有说完');
    await context.close();
  });

  test.each(views)('stands without barriers at $width px, $theme', async (view) => {
    const { page, context, faults } = await sitDown('zuoxi01', view);
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.getByRole('textbox', { name: '什么事' }).fill('路灯不亮，电话 13800000000，请尽快处理');
    await page.getByRole('button', { name: /路灯异常/ }).click();
    await page.locator('.outlook').getByText('到期').waitFor();
    if (view.width > 760) {
      await tell(page, '路灯不亮，电话 13800000000，请尽快处理');
      const hidden = await page.locator('.intake-form').evaluate((form) => form.scrollHeight - form.clientHeight);
      expect(hidden).toBeLessThanOrEqual(0);
    }
    await expect.poll(() => barriers(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
