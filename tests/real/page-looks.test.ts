/**
 * The page's day in one cabinet, as Chromium draws it: every state in every theme, on a phone and on a desk.
 * With UPDATE_DOCS=1 the pictures of docs/page are taken anew.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadPage, type PageFiles, type Viewer } from '../../src/page/files.ts';
import { pageState, type Situation, situations } from '../fakes/page-day.ts';
import { chromiumAbsent, graveFindings, launchChromium, openPage } from './chromium.ts';
import { smallPng } from './small-png.ts';

const root = join(import.meta.dirname, '..', '..');
const built = join(process.env.KOPRU_UNDER_TEST ?? root, 'dist', 'page');
const pictures = process.env.PICTURES ?? join(root, 'docs', 'page');

/** What `kopru check` says. */
const refusal = `gateway.yaml:11:28  UNKNOWN_DRIVER
  11 |   - { id: air,     driver: nova/sds11, port: /dev/serial/by-id/usb-1a86 }
     |                            ^^^^^^^^^^
  No driver is called nova/sds11. Did you mean nova/sds011?`;

/** Serves `/situation/language/theme`, `refused` being one more situation, and a stream on which nothing comes. */
async function serve(files: PageFiles): Promise<{ readonly server: Server; readonly url: string }> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    const file = files.files.get(path.replace('/assets/', ''));
    if (file) response.writeHead(200, { 'content-type': file.type }).end(file.bytes);
    else if (path.startsWith('/events'))
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(':\n\n');
    else {
      const [situation, language, theme] = path.slice(1).split('/');
      const viewer = { language, theme } as Viewer;
      const { assets } = files;
      response.setHeader('content-type', 'text/html; charset=utf-8');
      response.end(
        situation === 'refused'
          ? files.entry({ kind: 'refused', viewer, assets, errors: 1, text: refusal })
          : files.render(pageState(situation as Situation), { viewer, assets, tick: 1 }),
      );
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe.skipIf(chromiumAbsent)(
  'the looks of the page (skipped where /usr/bin/chromium is not installed)',
  () => {
    let browser: Browser;
    let server: Server;
    let url: string;

    beforeAll(async () => {
      const files = await loadPage(built);
      if (!files) throw new Error('There is no page in dist: npm run build makes it.');
      ({ server, url } = await serve(files));
      browser = await launchChromium();
    }, 60_000);

    afterAll(async () => {
      await browser?.close();
      server?.closeAllConnections();
      server?.close();
    });

    const cases = situations.flatMap((situation) =>
      (['light', 'dark', 'sun'] as const).flatMap((theme) =>
        [360, 1_280].map((width) => ({ situation, theme, width })),
      ),
    );

    it.each(cases)(
      'have no serious fault of accessibility: $situation, $theme, $width px',
      async ({ situation, theme, width }) => {
        const { context, page, faults } = await openPage(browser, {
          viewport: { width, height: 800 },
          reducedMotion: 'reduce',
          bypassCSP: true,
        });
        await page.goto(`${url}/${situation}/en/${theme}`);

        expect(await graveFindings(page)).toEqual([]);
        expect(faults).toEqual([]);
        if (process.env.UPDATE_DOCS !== undefined && theme !== 'sun') {
          const taken = await page.screenshot({ fullPage: true });
          writeFileSync(join(pictures, `${situation}-${theme}-${width}.png`), smallPng(taken));
        }
        await context.close();
      },
      60_000,
    );

    it.each(['light', 'dark', 'sun'])('are as good where the configuration is refused: %s', async (theme) => {
      const { context, page } = await openPage(browser, {
        viewport: { width: 360, height: 800 },
        bypassCSP: true,
      });
      await page.goto(`${url}/refused/en/${theme}`);

      expect(await page.locator('[role=status]').textContent()).toContain('Not running');
      expect(await page.locator('pre').textContent()).toContain('UNKNOWN_DRIVER');
      expect(await graveFindings(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await context.close();
    });

    it.each(situations.flatMap((situation) => [320, 360, 768].map((width) => [situation, width] as const)))(
      'need no sideways scrolling with text of twice the size: %s, %s px',
      async (situation, width) => {
        const { context, page } = await openPage(browser, { viewport: { width: width * 2, height: 800 } });
        await page.goto(`${url}/${situation}/tr/light`);
        const excess = 'document.documentElement.scrollWidth - innerWidth';
        const plain = await page.evaluate(excess);
        await page.setViewportSize({ width, height: 800 });
        const narrow = await page.evaluate(excess);
        await page.setViewportSize({ width: width * 2, height: 800 });
        await page.addStyleTag({ content: 'html { font-size: 200% }' });
        const large = await page.evaluate(excess);

        expect({ plain, narrow, large }).toEqual({ plain: 0, narrow: 0, large: 0 });
        await context.close();
      },
    );
  },
);
