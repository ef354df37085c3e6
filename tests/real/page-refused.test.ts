/** A gateway whose configuration is refused, as somebody with a phone meets it, until the file is mended. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';
import { chromiumAbsent, graveFindings, launchChromium, openPage } from './chromium.ts';
import { freePort } from './mosquitto.ts';
import { kopruArguments } from './program.ts';

describe.skipIf(chromiumAbsent)(
  'the page of a refused configuration (skipped where /usr/bin/chromium is not installed)',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'kopru-'));
    const file = join(folder, 'gateway.yaml');
    const environment = { KOPRU_SOCKET: join(folder, 'kopru.sock') };
    let browser: Browser;
    let gateway: ChildProcess;
    let port: number;

    const kopru = async (...args: string[]) => {
      const world = recordingWorld(environment, folder);
      const exit = await main(args, world);
      return { exit, ...world.written };
    };
    const write = (...devices: string[]) =>
      writeFileSync(
        file,
        `schema: 1
gateway: { id: refused-1, location: [29, 41] }
buses: { line: { tcp: "127.0.0.1:9" } }
devices:
${devices.map((device) => `  - { ${device}, bus: line, unitId: 1 }\n`).join('')}
api: { listen: "127.0.0.1:${port}" }
`,
      );

    beforeAll(async () => {
      port = await freePort();
      browser = await launchChromium();
      write('id: meter, driver: eastron/sdm63', 'id: "<b>meter</b>", driver: eastron/sdm630');
      gateway = spawn(process.execPath, [...kopruArguments(), 'run', file, '--stay'], {
        stdio: 'ignore',
        env: { ...process.env, NODE_OPTIONS: '', ...environment },
      });
    }, 60_000);

    afterAll(async () => {
      gateway?.kill();
      await browser?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('says what kopru check says, in the language of the phone, hostile names as text, and becomes the page once it is mended', async () => {
      const { context, page, faults } = await openPage(browser, { bypassCSP: true, locale: 'tr-TR' });
      await expect
        .poll(async () => (await page.goto(`http://127.0.0.1:${port}`).catch(() => null))?.status(), {
          timeout: 30_000,
        })
        .toBe(503);
      const checked = await kopru('check', file, '--all', '--lang', 'tr');

      expect(await page.locator('[role=status]').textContent()).toContain(
        'Çalışmıyor: yapılandırmada 2 hata var',
      );
      const shown = (await page.locator('pre').textContent()) ?? '';
      expect(shown).toContain('Şunu mu demek istediniz: eastron/sdm630?');
      expect(checked.err).toContain(shown.trim().split('\n\n')[0]);
      expect(await page.locator('pre b').count()).toBe(0);
      expect(await graveFindings(page)).toEqual([]);

      write('id: meter, driver: eastron/sdm630');
      expect((await kopru('reload')).exit).toBe(0);
      await expect
        .poll(async () => (await page.goto(`http://127.0.0.1:${port}`).catch(() => null))?.status(), {
          timeout: 30_000,
        })
        .toBe(200);
      await page.getByText('meter', { exact: true }).first().waitFor();
      expect(faults.filter((fault) => !/ERR_CONNECTION|503/.test(fault))).toEqual([]);
      await context.close();
    }, 90_000);
  },
);
