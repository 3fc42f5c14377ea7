import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));
const reason = '本人来电申请查阅';

let server: TestServer;
let screens: Screens;
let closed: string;

/** Rejected at once, so that its reporter may be erased. */
async function reported(phone: string): Promise<string> {
  const agent = await server.as('zuoxi01');
  const reporter = { name: '某市民', phone };
  const point = { lon: 119.2851, lat: 26.0927 };
  const description = `井盖缺失，回电${phone}`;
  const kase = (await agent.ask('POST', '/cases', { body: { source: 'hotline', description, point, reporter } })).body;
  const intake = await server.as('shouli01');
  const body = { reason: 'outOfScope', reply: '不属受理范围，谢谢来电。' };
  await intake.ask('POST', `/cases/${kase.id}/actions/reject`, { body, version: kase.version });
  return kase.number;
}

async function sitDown(view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, 'anquan01', PASSWORD);
  await visit.page.goto('/personal-data');
  await visit.page.locator('.personal-term').first().waitFor();
  return visit;
}

describe.skipIf(!chromiumPath)('the page of personal data', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 2, perDay: 6 });
    screens = await openScreens(server.url);
    closed = await reported('13800001234');
    await reported('13800001234');
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test.each(opposites)(
    'finds a person by the number, masked, and nothing bars the way at $width, $theme',
    async (view) => {
      const { page, context, faults } = await sitDown(view);
      await page.getByLabel('电话、证件或车牌号').fill('138 0000 1234');
      await page.getByLabel('理由').fill(reason);
      await page.locator('.personal-find button[type=submit]').click();
      await page.locator('.personal-case').nth(1).waitFor();
      const text = await page.locator('.personal-held').textContent();
      expect(text).toContain('某**');
      expect(text).toContain('138****1234');
      expect(text).not.toContain('某市民');
      expect(page.url()).not.toContain('1234');
      await expect.poll(() => barriers(page)).toEqual([]);
      const folder = process.env.PICTURES;
      if (folder) await page.screenshot({ path: `${folder}/personal-${view.width}-${view.theme}.png`, fullPage: true });
      expect(faults).toEqual([]);
      await context.close();
    },
  );

  test('erases one case with a reason, and lists the proof', async () => {
    const { page, context } = await sitDown();
    await page.getByLabel('或案卷编号').fill(closed);
    await page.getByLabel('理由').fill(reason);
    await page.locator('.personal-find button[type=submit]').click();
    await page.getByRole('button', { name: '删除…' }).click();
    await page.locator('.personal-ask textarea').fill('本人要求删除');
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/personal-erase.png` });
    await page.locator('.personal-ask button[type=submit]').click();
    await page.locator('.personal-tag').getByText('已删除').waitFor();
    await page.getByRole('row').filter({ hasText: 'onRequest/1' }).waitFor();
    await context.close();
  });

  test('without a number is told what is missing, at its place', async () => {
    const { page, context } = await sitDown();
    await page.getByLabel('理由').fill(reason);
    await page.locator('.personal-find button[type=submit]').click();
    await page.getByText('须给出号码或案卷编号').first().waitFor();
    await context.close();
  });
});
