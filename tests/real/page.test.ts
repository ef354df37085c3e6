import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const executablePath = '/usr/bin/chromium';
const absent = !existsSync(executablePath) && !process.env.CI;
const program = join(import.meta.dirname, '..', '..', 'dist', 'cli', 'kopru.js');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

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
    [program, 'demo', '--city', 'istanbul', '--outage', '5m'],
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

describe.skipIf(absent)('the page in Chromium (skipped where /usr/bin/chromium is not installed)', () => {
  let browser: Browser;
  let demo: Demo;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath,
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
    demo = await startDemo();
  }, 60_000);

  afterAll(async () => {
    demo?.end();
    await browser?.close();
  });

  /** A page that tells what went wrong on it and what it asked for. */
  async function open(options: Parameters<Browser['newContext']>[0] = {}) {
    const context = await browser.newContext({ viewport: { width: 1_280, height: 900 }, ...options });
    const page = await context.newPage();
    const faults: string[] = [];
    const asked: string[] = [];
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => asked.push(request.url()));
    return { context, page, faults, asked };
  }

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
    const before = await page.locator('.val').first().textContent();

    const changed = `document.querySelector('.val')?.textContent !== ${JSON.stringify(before)}`;
    await page.waitForFunction(changed, undefined, { timeout: 20_000 });
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
    await page.evaluate(axe);
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
      };
      return (await axe.run()).violations;
    });

    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
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
    const paintMs = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
    );

    process.stdout.write(
      `page: first paint after ${Math.round(paintMs)} ms at a quarter of the speed (goal 1 000)\n`,
    );
    expect(paintMs).toBeGreaterThan(0);
    await context.close();
  });

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
});
