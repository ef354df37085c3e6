/** What a technician does on the page, in Chromium against a running gateway: sign in, send again, discard, sign out. */
import mqtt from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { balances, total } from '../../src/core/ledger.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { FaultScript } from '../../src/simulator/broker/faults.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';
import { chromiumAbsent, graveFindings, launchChromium, openPage } from './chromium.ts';
import { freePort } from './mosquitto.ts';
import { Cabinet } from './mqtt/cabinet.ts';

describe.skipIf(chromiumAbsent)('a technician (skipped where /usr/bin/chromium is not installed)', () => {
  const clock = systemClock();
  let browser: Browser;
  let script: FaultScript;
  let broker: RunningBroker;
  let cabinet: Cabinet;
  let url: string;
  let mqttUrl: string;

  beforeAll(async () => {
    browser = await launchChromium();
  }, 60_000);
  afterAll(() => browser?.close());

  const kopru = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: cabinet.socket }, cabinet.folder);
    await main([...args, '--json'], world);
    return JSON.parse(world.written.out);
  };
  const untilTallied = (outcome: 'quarantined' | 'delivered' | 'dropped') =>
    cabinet.until(
      ({ destinations: [city] }) => city !== undefined && total(city.ledger, outcome) === 1,
      `one reading ${outcome}`,
    );

  async function publish(n: number): Promise<void> {
    const client = await mqtt.connectAsync(mqttUrl);
    await client.publishAsync('load/0', JSON.stringify({ n }), { qos: 1 });
    await client.endAsync();
  }

  /** A gateway with one refused reading, and a broker that would take it now. */
  beforeEach(async () => {
    script = new FaultScript({ clock, random: Math.random });
    broker = await startBroker({ clock, host: '127.0.0.1', port: 0, middleware: [script.middleware] });
    const [mqttPort, apiPort] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${apiPort}`;
    cabinet = new Cabinet({
      broker: 'listen',
      devices: 1,
      mqtt: ['listen:', `  plain: { address: "127.0.0.1:${mqttPort}", anonymous: true }`],
      destination: broker.url,
      api: `127.0.0.1:${apiPort}`,
    });
    await cabinet.start();
    script.play([{ name: '207-all-refused' }]);
    mqttUrl = `mqtt://127.0.0.1:${mqttPort}`;
    await publish(41);
    await untilTallied('quarantined');
    script.stop();
  }, 60_000);
  afterEach(async () => {
    await cabinet?.remove();
    await broker?.close();
  });

  async function enter(page: Page): Promise<void> {
    const { link } = await kopru('page', 'enable');
    await page.goto(`${url}/enter?link=${link}`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${url}/`);
  }

  it('signs in by a link, sends a refused reading again and sees it delivered', async () => {
    const { context, page, faults } = await openPage(browser);
    await page.goto(url);
    expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0);
    await enter(page);

    await page.getByText('technician, technician').waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    const { destinations } = await untilTallied('delivered');

    await page.getByText('Empty: the broker has refused nothing').waitFor();
    expect(destinations.every(({ ledger }) => balances(ledger))).toBe(true);
    expect(faults).toEqual([]);
    await context.close();
  }, 90_000);

  it('signs in with name and secret and discards, without script', async () => {
    await kopru('page', 'enable');
    const { secret } = await kopru('page', 'user', 'add', 'ayse', '--role', 'technician');
    const { context, page } = await openPage(browser, { javaScriptEnabled: false, locale: 'tr-TR' });
    await page.goto(url);
    await page.getByRole('link', { name: 'Oturum aç' }).click();
    await page.getByLabel('Ad').fill('ayse');
    await page.getByLabel('Parola').fill('wrong and long');
    await page.getByRole('button', { name: 'Oturum aç' }).click();
    await page.getByText('Bilgiler doğru değil').waitFor();
    await page.getByLabel('Ad').fill('ayse');
    await page.getByLabel('Parola').fill(secret);
    await page.getByRole('button', { name: 'Oturum aç' }).click();

    await page.getByRole('button', { name: 'Sil' }).click();
    await untilTallied('dropped');
    await page.getByRole('button', { name: 'Oturumu kapat' }).click();
    await page.getByRole('link', { name: 'Oturum aç' }).waitFor();
    await context.close();
  }, 90_000);

  it('has a destination tried at once whose broker is mended', async () => {
    script.play([{ name: '401' }]);
    await publish(42);
    await cabinet.until(({ destinations: [city] }) => city?.state === 'denied', 'a refusal');
    script.stop();
    const { context, page } = await openPage(browser);
    await enter(page);
    await page.getByRole('button', { name: 'Try now' }).click();

    await untilTallied('delivered');
    await expect
      .poll(() => page.getByRole('button', { name: 'Try now' }).count(), { timeout: 20_000 })
      .toBe(0);
    await context.close();
  }, 90_000);

  it('who may only look is shown nothing to press', async () => {
    await kopru('page', 'enable');
    const { secret } = await kopru('page', 'user', 'add', 'veli', '--role', 'viewer');
    const { context, page } = await openPage(browser, { bypassCSP: true });
    await page.goto(`${url}/sign-in`);
    expect(await graveFindings(page)).toEqual([]);
    await page.getByLabel('Name').fill('veli');
    await page.getByLabel('Secret').fill(secret);
    await page.getByRole('button', { name: 'Sign in' }).click();

    await page.getByText('veli, viewer').waitFor();
    expect(await page.getByRole('button', { name: 'Send again' }).count()).toBe(0);
    expect(await graveFindings(page)).toEqual([]);
    await context.close();
  }, 90_000);
});
