import { type ChildProcess, spawn } from 'node:child_process';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumAbsent, graveFindings, launchChromium, openPage } from './chromium.ts';
import { kopruArguments } from './program.ts';

/** A demo with its page, whose broker goes away after a while and stays away. */
interface Demo {
  readonly url: string;
  /** Wall time at which the broker went away. */
  outage(): Promise<number>;
  end(): void;
}

async function startDemo(): Promise<Demo> {
  const child: ChildProcess = spawn(
    process.execPath,
    [...kopruArguments(), 'demo', '--city', 'istanbul', '--outage', '5m'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  let said = '';
  let offAt: number | undefined;
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (offAt === undefined && said.includes('broker off')) offAt = Date.now();
  });
  const until = async <T>(find: () => T | undefined): Promise<T> => {
    for (let tries = 0; tries < 600; tries += 1) {
      const found = find();
      if (found !== undefined) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The demo said only: ${said}`);
  };
  const url = await until(() => /page {5}(http:\S+)/.exec(said)?.[1]);
  return { url, outage: () => until(() => offAt), end: () => void child.kill() };
}

describe.skipIf(chromiumAbsent)(
  'the page in Chromium (skipped where /usr/bin/chromium is not installed)',
  () => {
    let browser: Browser;
    let demo: Demo;

    beforeAll(async () => {
      browser = await launchChromium();
      demo = await startDemo();
    }, 60_000);

    afterAll(async () => {
      demo?.end();
      await browser?.close();
    });

    const open = (options: BrowserContextOptions = {}) => openPage(browser, options);
    const verdict = (page: Page) => page.locator('[role=status] h1');

    it('is complete without script', async () => {
      const { context, page } = await open({ javaScriptEnabled: false });
      await page.goto(demo.url);

      expect(await page.locator('tr[role=row]').count()).toBeGreaterThan(5);
      expect(await verdict(page).textContent()).not.toBe('');
      await page.getByRole('link', { name: 'Türkçe' }).click();
      expect(await page.locator('html').getAttribute('lang')).toBe('tr');
      await context.close();
    });

    it('asks nobody but the gateway, breaks no rule of its content policy, and keeps its values fresh', async () => {
      const { context, page, faults, asked } = await open();
      await page.goto(demo.url);
      const shown = () => page.locator('.val').first().textContent();
      const before = await shown();

      await expect.poll(shown, { timeout: 20_000 }).not.toBe(before);
      expect(faults).toEqual([]);
      expect(asked.filter((url) => !url.startsWith(demo.url))).toEqual([]);
      await context.close();
    });

    it('tells an outage while somebody looks', async () => {
      const { context, page } = await open();
      await page.goto(demo.url);
      const offAt = await demo.outage();

      await page.getByText('The broker does not answer').waitFor({ timeout: 30_000 });
      const tookMs = Date.now() - offAt;
      process.stdout.write(`page: an outage is shown after ${(tookMs / 1_000).toFixed(1)} s (goal 2 s)\n`);
      expect(await page.locator('.chip').textContent()).toContain('not sending');
      expect(await page.title()).toMatch(/^not sending/);
      await context.close();
    }, 90_000);

    it.each([
      ['light', 1_280],
      ['dark', 360],
    ] as const)('has no serious fault of accessibility: %s, %s px', async (theme, width) => {
      const { context, page } = await open({
        bypassCSP: true,
        colorScheme: theme,
        viewport: { width, height: 800 },
      });
      await page.goto(demo.url);

      expect(await graveFindings(page)).toEqual([]);
      await context.close();
    });

    it.each([320, 360, 768])('needs no sideways scrolling at %s px', async (width) => {
      const { context, page } = await open({ viewport: { width, height: 800 }, locale: 'tr-TR' });
      await page.goto(demo.url);

      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
      await context.close();
    });

    it('is drawn quickly on a slow processor', async () => {
      const { context, page } = await open();
      const session = await context.newCDPSession(page);
      await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
      await page.goto(demo.url);
      const paint = () =>
        page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
      await expect.poll(paint, { timeout: 20_000 }).toBeGreaterThan(0);

      const paintMs = Math.round(await paint());
      process.stdout.write(`page: first paint after ${paintMs} ms at a quarter of the speed (goal 1 000)\n`);
      await context.close();
    }, 60_000);

    it('says that it lost the gateway, and keeps the values', async () => {
      const { context, page } = await open();
      await page.goto(demo.url);
      const values = await page.locator('.val').count();
      demo.end();

      await page.getByText('This page lost the gateway').waitFor({ timeout: 40_000 });
      expect(await page.locator('.val').count()).toBe(values);
      expect(await page.title()).toMatch(/^no contact/);
      await context.close();
    }, 60_000);
  },
);
