import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openDb } from '../../../server/kernel/db.ts';
import { startTestServer, type TestServer } from '../../../server/testing.ts';
import { barriers, chromiumPath, openScreens, type Screens, type View, views } from '../../testing.ts';

/** Wide and light, narrow and dark: every width and theme once. */
const opposites = views.filter((view) => view.width > 760 === (view.theme === 'light'));

let server: TestServer;
let screens: Screens;

async function sitDown(view?: View) {
  const visit = await screens.visit(view);
  const [name = '', value = ''] = (await server.as('shenji01')).cookie.split('=');
  await visit.context.addCookies([{ name, value, url: server.url }]);
  await visit.page.goto('/proof');
  return visit;
}

describe.skipIf(!chromiumPath)('the proof of the log', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 3, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  test.each(opposites)('shows the seals, and nothing bars the way at $width, $theme', async (view) => {
    const { page, context, faults } = await sitDown(view);
    await page.locator('.table-row').first().waitFor();
    await expect.poll(() => barriers(page)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('a whole log is proved whole; one changed byte is found, and its entry named', async () => {
    const { page, context } = await sitDown();
    await page.getByRole('button', { name: '校验全部日志' }).click();
    await page.locator('.proof-result').getByText('全部相符').first().waitFor();
    const opened = openDb(server.databaseUrl, { size: 1 });
    const { rows } = await sql<{ record_id: string; seq: number }>`
      update log_entry set body = replace(body, '{', ' {') where (record_id, seq) in (select record_id, seq from log_entry where seq = 2 limit 1)
      returning record_id, seq`.execute(opened.db);
    await opened.close();
    await page.getByRole('button', { name: '校验全部日志' }).click();
    await page.locator('.proof-result').getByText('有一处不符').waitFor();
    await expect.poll(() => page.locator('.proof-result').textContent()).toContain(rows[0]?.record_id);
    await context.close();
  });
});
