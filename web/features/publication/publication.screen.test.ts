import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { approvedBudget, compiled, published } from '../../../server/modules/publication/published.fixture.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, type View, views } from '../../testing.ts';

let server: TestServer;
let screens: Screens;

async function sitDown(username: string, path: string, view?: View) {
  const visit = await screens.visit(view);
  await signInAs(visit.page, username, PASSWORD);
  await visit.page.goto(path);
  return visit;
}

/** The budget of 2022 that the demo took in. */
async function takenIn(): Promise<string> {
  const finance = await server.as('caiwu01');
  const { body } = await finance.ask('GET', '/publications');
  return body.items.find(({ year }: { year: number }) => year === 2022).id;
}

describe.skipIf(!chromiumPath)('the published budget', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 6, perDay: 12 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test('a finding leads to the cell it is about', async () => {
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${await takenIn()}`);
    const cell = page.locator('td[data-finding="error"]').first();
    await cell.waitFor();
    const finding = page.locator('.findings li[data-finding="error"]').filter({ hasText: '30101' }).first();
    await finding.locator('.finding').click();
    const row = page.locator('tr[data-chosen]').first();
    await row.waitFor();
    await expect.poll(() => row.textContent()).toContain('基本工资');
    const box = await row.boundingBox();
    expect(box?.y).toBeGreaterThan(0);
    expect(box?.y).toBeLessThan(900);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the 51 findings of 2022 are filtered, and walked through by the keyboard', async () => {
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${await takenIn()}`);
    await page.locator('.finding').first().waitFor();
    await expect.poll(() => page.locator('.finding').count()).toBe(51);
    await page.keyboard.press('n');
    await page.getByText('第 1 条，共 51 条').waitFor();
    await page.locator('tr[data-chosen]').filter({ hasText: '基本工资' }).waitFor();
    await page.keyboard.press('p');
    await page.getByText('第 51 条，共 51 条').waitFor();
    await page.locator('.findings-head').getByRole('button', { name: /警告/ }).click();
    await expect.poll(() => page.locator('.finding').count()).toBe(24);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the course of a year says what is done and what is asked for by when, and leads there', async () => {
    await approvedBudget({ finance: await server.as('caiwu01'), leader: await server.as('lingdao01') }, 2052);
    const { page, context, faults } = await sitDown('caiwu01', '/publication');
    await page.getByRole('button', { name: '2052', exact: true }).click();
    const step = (name: string) => page.locator(`.course li[data-step="${name}"]`);
    await step('approval').and(page.locator('[data-state="done"]')).waitFor();
    await expect.poll(() => step('publication').textContent()).toMatch(/待办.*公开期限 \d{4}-\d{2}-\d{2} · 还有 17 天/);
    await expect.poll(() => step('closing').getAttribute('data-state')).toBe('ahead');
    await step('monitoring').getByRole('link', { name: '绩效监控' }).click();
    await page.waitForURL(/\/targets\?.*part=rounds/);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an old text is pasted and reconciled; what is no document says so', async () => {
    const { page, context } = await sitDown('caiwu01', '/publication');
    await page.getByRole('button', { name: '粘贴文本' }).click();
    const field = page.getByLabel('把旧文本或 JSON 粘贴在这里');
    await field.fill('今天天气很好');
    await page.getByRole('button', { name: '勾稽' }).click();
    await page.getByText('没有找到任何预算表').first().waitFor();
    const finance = await server.as('caiwu01');
    const { text } = (await finance.ask('GET', `/publications/${await takenIn()}/text`)).body;
    await field.fill(text);
    await page.getByRole('button', { name: '勾稽' }).click();
    await page.locator('.finding').first().waitFor();
    await expect.poll(() => page.locator('.finding').count()).toBe(51);
    await context.close();
  });

  test.each(views)('the sets of templates are listed with their tables at $width in $theme', async (view) => {
    const { page, context, faults } = await sitDown('lingdao01', '/publication/templates', view);
    await page.getByText('福建省部门预算公开样式').click();
    await page.getByText('部门专项资金管理清单目录').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('what is not published is not shown to anybody', async () => {
    const { page, context } = await screens.visit();
    await page.goto('/open/gulou/budget/2022');
    await page.getByText('没有公开这个年度的预算').waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('No budget of this year is published').waitFor();
    await context.close();
  });

  test('a server that is away is not taken for a budget that was never published', async () => {
    const { page, context } = await screens.visit();
    await page.route('**/api/public/**', (route) => route.abort());
    await page.goto('/open/gulou/budget/2022');
    await page.getByText('连不上服务器').waitFor();
    await expect.poll(() => page.getByText('没有公开这个年度的预算').count()).toBe(0);
    await page.unroute('**/api/public/**');
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByText('没有公开这个年度的预算').waitFor();
    await context.close();
  });

  test('an address that asks for a part the document has not opens what was found', async () => {
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${await takenIn()}?part=words`);
    await page.getByRole('tab', { name: /勾稽/, selected: true }).waitFor();
    await page.locator('.finding').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('on a phone no document of the list lies over the next', async () => {
    const { page, context, faults } = await sitDown('caiwu01', '/publication', views[2]);
    await page.locator('.publication-card').nth(1).waitFor();
    const rows = await page.locator('.table-row').evaluateAll((all) =>
      all.map((row) => ({
        row: row.getBoundingClientRect().bottom,
        card: row.querySelector('.publication-card')?.getBoundingClientRect().bottom ?? Number.NaN,
      })),
    );
    for (const { row, card } of rows) expect(card).toBeLessThanOrEqual(row);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a published one is read by anybody, with its files and their checksums', async () => {
    const [finance, leader] = await Promise.all([server.as('caiwu01'), server.as('lingdao01')]);
    const record = await published({ finance, leader }, 2048);
    expect(record.state).toBe('published');
    for (const view of views) {
      const { page, context, faults } = await screens.visit(view);
      await page.goto('/open/gulou/budget/2048');
      await page.getByRole('heading', { level: 1, name: record.titleZh }).waitFor();
      await expect.poll(() => page.locator('.files code').count()).toBe(record.files.length);
      await expect.poll(() => page.title()).toBe(record.titleZh);
      await expect.poll(() => barriers(page)).toEqual([]);
      await page.getByRole('button', { name: 'English' }).click();
      await page.getByText('What is spent in 2048').waitFor();
      await expect.poll(() => barriers(page)).toEqual([]);
      expect(faults).toEqual([]);
      await context.close();
    }
  });

  test('the words are written by people, the figures by nobody', async () => {
    const [finance, leader] = await Promise.all([server.as('caiwu01'), server.as('lingdao01')]);
    const office = { finance, leader };
    const { body } = await compiled(office, await approvedBudget(office, 2049));
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${body.id}?part=words`);
    const aims = page.getByLabel(/主要任务/);
    await aims.fill('满意率达到98%');
    // While typing, before anything is kept.
    await page.getByText('不能手写').first().waitFor();
    await page.locator('.sheet p').filter({ hasText: '满意率达到98%' }).waitFor();
    await page.getByRole('button', { name: '保存' }).click();
    await page.getByRole('status').filter({ hasText: '不能手写' }).first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await aims.fill('让群众办事更方便');
    await page.getByRole('button', { name: '保存' }).click();
    await page.locator('.sheet p').filter({ hasText: '让群众办事更方便' }).waitFor();
    await page.getByRole('status').filter({ hasText: '未说明的警告 1' }).waitFor();
    await page.getByRole('tab', { name: /勾稽/ }).click();
    await page.getByRole('button', { name: '确认并说明' }).click();
    await page.getByLabel('说明', { exact: true }).fill('已与财政局核对');
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.locator('.finding-answer').getByRole('button', { name: '保存' }).click();
    await page.getByText('已说明：已与财政局核对').waitFor();
    await page.getByRole('tab', { name: '办理' }).click();
    await page.getByRole('button', { name: '签发' }).first().click();
    await page.getByText('已签发').first().waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });

  test('findings are walked through and answered without a mouse', async () => {
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${await takenIn()}`);
    await page.locator('.finding').first().waitFor();
    const patient = { timeout: 20_000 };
    const focused = () => page.evaluate(() => document.activeElement?.closest('li')?.textContent ?? '');
    await page.keyboard.press('n');
    await expect.poll(focused, patient).toContain('保留并说明');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.type('短');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.locator('.finding-answer form').count()).toBe(0);
    await page.keyboard.press('Enter');
    await page.keyboard.press('End');
    await page.keyboard.type('：以批复为准');
    await page.keyboard.press('Control+Enter');
    await expect.poll(focused, patient).toContain('短：以批复为准 · 待第二人确认');
    await page.keyboard.press('n');
    await expect.poll(focused, patient).toContain('保留并说明');
    expect(faults).toEqual([]);
    await context.close();
  });

  test('words that are not saved outlive another part, a reload and a noted warning; what somebody else saved meanwhile is told', async () => {
    const [finance, leader] = await Promise.all([server.as('caiwu01'), server.as('lingdao01')]);
    const office = { finance, leader };
    const { body } = await compiled(office, await approvedBudget(office, 2050), { duties: [] });
    const { page, context, faults } = await sitDown('caiwu01', `/publication/${body.id}?part=words`);
    const aims = page.getByLabel(/主要任务/);
    await aims.fill('让群众办事更方便');
    await page.locator('.sheet p').filter({ hasText: '让群众办事更方便' }).waitFor();
    await page.getByRole('tab', { name: '办理' }).click();
    await page.getByText('有未保存的文字').waitFor();
    await page.getByRole('tab', { name: '撰写' }).click();
    await expect.poll(() => aims.inputValue()).toBe('让群众办事更方便');
    await page.reload();
    await page.locator('.sheet p').filter({ hasText: '让群众办事更方便' }).waitFor();
    await expect.poll(() => aims.inputValue()).toBe('让群众办事更方便');

    await page.getByRole('tab', { name: /勾稽/ }).click();
    const warning = page.locator('li[data-finding="warning"]').first();
    await warning.getByRole('button').last().click();
    await warning.getByRole('textbox').fill('已逐条核对');
    await warning.getByRole('button', { name: '保存' }).click();
    await warning.getByText('已逐条核对').waitFor();
    await page.getByRole('tab', { name: '撰写' }).click();
    await expect.poll(() => aims.inputValue()).toBe('让群众办事更方便');
    await expect.poll(() => page.getByText('他人已更改').count()).toBe(0);

    const read = async () => (await finance.ask('GET', `/publications/${body.id}`)).body;
    const seen = await read();
    const written = { content: { ...seen.content, tasks: ['抓好平台运行。'] } };
    const path = `/publications/${body.id}/actions/write`;
    expect((await finance.ask('POST', path, { body: written, version: seen.version })).status).toBe(200);
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: '他人已更改' }).waitFor();
    await expect.poll(async () => (await read()).content.tasks).toEqual(['抓好平台运行。']);
    await page.getByRole('button', { name: '放弃更改' }).click();
    await expect.poll(() => page.getByLabel(/重点工作/).inputValue(), { timeout: 20_000 }).toBe('抓好平台运行。');
    await aims.fill('让群众办事更快捷');
    await page.getByRole('button', { name: '保存', exact: true }).click();
    await page.getByRole('button', { name: '放弃更改' }).waitFor({ state: 'detached' });
    await expect
      .poll(async () => (await read()).content)
      .toMatchObject({ aims: '让群众办事更快捷', tasks: ['抓好平台运行。'] });
    expect(faults).toEqual([]);
    await context.close();
  });

  test.each(views)('nothing bars anybody at $width in $theme', async (view) => {
    const { page, context, faults } = await sitDown('caiwu01', '/publication', view);
    await page.getByText('福州市鼓楼区').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto(`/publication/${await takenIn()}`);
    await page.locator('.finding').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    await page.goto(`/publication/${await takenIn()}?part=facts`);
    await page.locator('.checklist li').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });
});
