import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** The Chromium that the screen tests drive: CHROMIUM_PATH, or the one of the machine; undefined where there is none. */
export const chromiumPath: string | undefined = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((path) => path !== undefined && existsSync(path));

/** Why screen tests are skipped, for `describe.skipIf(!chromiumPath)`. */
export const withoutChromium = 'no Chromium found: set CHROMIUM_PATH to run the screen tests';

/** The four views in which every screen must stand: width by theme. */
export const views = [
  { width: 1440, height: 900, theme: 'light' },
  { width: 1440, height: 900, theme: 'dark' },
  { width: 390, height: 844, theme: 'light' },
  { width: 390, height: 844, theme: 'dark' },
] as const;
export type View = (typeof views)[number];

/**
 * `SCREENS_DELAY=800` keeps every answer back from the pages by up to so many milliseconds. A test that looks before
 * the page is there then fails every time, where it failed on one busy machine in a hundred before.
 */
const longestDelay = Number(process.env.SCREENS_DELAY ?? 0);

export interface Screens {
  /** A fresh visitor: own cookies, own storage. `faults` collects what the page threw or logged as an error. */
  visit: (view?: View) => Promise<{ page: Page; context: BrowserContext; faults: string[] }>;
  close: () => Promise<void>;
}

export async function openScreens(baseURL: string): Promise<Screens> {
  const browser: Browser = await chromium.launch({
    ...(chromiumPath ? { executablePath: chromiumPath } : {}),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    async visit({ width, height, theme } = views[0]) {
      const phone = width < 760;
      const context = await browser.newContext({
        baseURL,
        viewport: { width, height },
        colorScheme: theme,
        hasTouch: phone,
        isMobile: phone,
        locale: 'zh-CN',
        timezoneId: 'Europe/Lisbon',
        reducedMotion: 'reduce',
      });
      if (longestDelay > 0)
        await context.route(/\/(api|open311)\//, async (asking) => {
          await setTimeout(Math.random() * longestDelay);
          await asking.continue();
        });
      const page = await context.newPage();
      page.setDefaultTimeout(60_000);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      page.on('console', (message) => {
        // The answers to refused requests are logged by the browser itself; the screens show them.
        if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
          faults.push(message.text());
      });
      return { page, context, faults };
    },
    close: () => browser.close(),
  };
}

/** Signs in by the page, as an officer does, and waits for the frame. */
export async function signInAs(page: Page, username: string, password: string): Promise<void> {
  await page.goto('/sign-in');
  await page.locator('input[name=username]').fill(username);
  await page.locator('input[name=password]').fill(password);
  await page.locator('button[type=submit]').click();
  await page.locator('header.frame-header').waitFor();
}

/** What breaks WCAG 2.2 A or AA on the page as it stands, one line each. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    .analyze();
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 160)} — ${node.failureSummary ?? ''}`),
  );
}
