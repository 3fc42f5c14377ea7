import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Role, roleNames, rolePermissions } from '../../server/modules/accounts/roles.ts';
import { PASSWORD, startTestServer, type TestServer } from '../../server/testing.ts';
import { screens as listed } from '../screens.ts';
import { barriers, chromiumPath, openScreens, type Screens, signInAs, views } from '../testing.ts';

/** Whose desk is taken for a role; every permission of a screen is held by one of them. */
const desks: Partial<Record<Role, string>> = {
  shiftLeader: 'zhibanzhang01',
  leader: 'lingdao01',
  financeOfficer: 'caiwu01',
  systemAdministrator: 'xitong01',
  securityAdministrator: 'anquan01',
  auditAdministrator: 'shenji01',
};

const deskOf = (permission: string): string | undefined =>
  desks[
    roleNames.find(
      (role) => desks[role] && (permission === 'signedIn' || rolePermissions[role].includes(permission)),
    ) ?? 'leader'
  ];

let server: TestServer;
let screens: Screens;

describe.skipIf(!chromiumPath)('every screen', () => {
  beforeAll(async () => {
    server = await startTestServer({ days: 6, perDay: 6 });
    screens = await openScreens(server.url);
  });
  afterAll(async () => {
    await screens?.close();
    await server?.stop();
  });

  const byDesk = Map.groupBy(
    listed.filter(({ path }) => !path.includes('$')),
    ({ permission }) => deskOf(permission),
  );

  test.each([...byDesk])('in English on a dark phone bars nobody and keeps within it: %s', async (desk, own) => {
    const { page, context, faults } = await screens.visit(views[3]);
    await page.addInitScript(() => localStorage.setItem('drumtower.language', 'en'));
    await signInAs(page, desk ?? '', PASSWORD);
    for (const { path, label } of own) {
      await page.goto(path);
      await page.waitForFunction(
        () => document.querySelector('main h1') && !document.querySelector('[aria-busy=true]'),
      );
      const beyond = await page.evaluate(() => {
        const main = document.querySelector('main');
        return main ? main.scrollWidth - main.clientWidth : Number.NaN;
      });
      expect([path, beyond]).toEqual([path, 0]);
      await expect.poll(async () => [path, await barriers(page)]).toEqual([path, []]);
      await expect.poll(() => page.title()).toContain(label.en);
    }
    expect(faults).toEqual([]);
    await context.close();
  });

  test('the header says in which group the open screen is', async () => {
    const { page, context } = await screens.visit();
    await signInAs(page, 'caiwu01', PASSWORD);
    await page.goto('/budget');
    const group = (name: string) => page.getByRole('navigation', { name: '菜单' }).getByRole('button', { name });
    await expect.poll(() => group('中心').getAttribute('class')).toContain('here');
    await expect.poll(() => group('管理').getAttribute('class')).not.toContain('here');
    await context.close();
  });

  test.each([
    ['lingdao01', '/tasks', '立项'],
    ['caiwu01', '/staff?tab=assets', '登记'],
    // Its button makes way for the form.
    ['xitong01', '/uptime?tab=setup', '新增系统或设备'],
  ])('the focus goes back to the button whose form is left: %s %s', async (desk, path, name) => {
    const { page, context, faults } = await screens.visit();
    await signInAs(page, desk, PASSWORD);
    await page.goto(path);
    const button = page.getByRole('button', { name: new RegExp(`^${name}`) }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    await page.locator('form.form').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => button.evaluate((one) => one === document.activeElement)).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  });

  test('an address that names nothing says so, and offers no second try', async () => {
    const { page, context } = await screens.visit();
    await signInAs(page, 'lingdao01', PASSWORD);
    for (const [path, said] of [
      ['/tasks/nothing', '没有这个页面'],
      ['/tasks/019d50e5-a300-7b3b-8604-89e9afe61100', '没有这个督办事项'],
    ] as const) {
      await page.goto(path);
      await page.getByText(said).waitFor();
      await expect.poll(() => page.getByRole('button', { name: '重试' }).count()).toBe(0);
    }
    await context.close();
  });
});
