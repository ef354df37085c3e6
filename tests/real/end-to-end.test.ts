import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { balances, total } from '../../src/core/ledger.ts';
import type { Snapshot } from '../../src/core/status.ts';
import { Street } from './end-to-end/street.ts';
import { mosquittoInstalled } from './mosquitto.ts';
import { kopruArguments } from './program.ts';
import { pymodbusInstalled, socatInstalled } from './pymodbus.ts';

const missing = [
  mosquittoInstalled ? '' : 'mosquitto',
  pymodbusInstalled ? '' : 'python3-pymodbus with python3-serial-asyncio',
  socatInstalled ? '' : 'socat',
].filter(Boolean);
const skipped = missing.length > 0 && !process.env.CI;

const acknowledgesEarly = ['node', 'tests/real/end-to-end/early-acknowledgement.mjs'];

const seconds = (count: number) => new Promise((resolve) => setTimeout(resolve, count * 1_000));

const answers =
  (count: number) =>
  ({ devices }: { devices: readonly { link: { state: string } }[] }) =>
    devices.filter(({ link }) => link.state === 'answers').length >= count;

/** The first number that counts: before the gateway subscribed, nobody kept messages for it. */
async function firstOf(street: Street): Promise<number> {
  const { devices } = await street.until(answers(3), 'the devices to answer');
  return Number(devices.find(({ id }) => id === 'counter')?.values[0]?.value);
}

/** Ends the traffic and waits until everything accepted has left the buffer. */
async function drain(street: Street, stopPublishing: () => Promise<void>): Promise<void> {
  await stopPublishing();
  const last = street.published.length - 1;
  const gotLast = ({ values }: { values: readonly { value: unknown }[] }) =>
    values.some(({ value }) => value === last);
  await street.until(({ devices }) => devices.some(gotLast), 'the last message');
  street.switchSensorsOff();
  const empty = ({ buffer, destinations: [city] }: Snapshot) =>
    buffer.queued === 0 && city?.ledger.waiting === 0;
  await street.until(empty, 'the buffer to drain');
}

describe.skipIf(skipped)(
  `sensor to broker on real protocols${skipped ? ` (needs ${missing.join(', ')})` : ''}`,
  () => {
    let street: Street;
    beforeAll(() => {
      expect(missing).toEqual([]);
    });
    afterEach(() => street.pullDown());

    /** Values that the broker was given, each with its device. */
    async function atBroker(): Promise<Set<string>> {
      const known = new Set<string>();
      for (const [device, attribute] of [
        ['one', 'temperature'],
        ['two', 'temperature'],
        ['counter', 'illuminance'],
      ] as const) {
        for (const [value] of await street.history(device, attribute)) known.add(`${device} ${value}`);
      }
      return known;
    }

    it('loses nothing through an outage of 20 s and three kill -9 in 60 s of traffic', {
      timeout: 180_000,
    }, async () => {
      street = await Street.build(['node', ...kopruArguments(), 'run']);
      street.start();
      const stopPublishing = street.publish(20);
      const first = await firstOf(street);
      const killAndStart = async () => {
        await street.kill();
        street.start();
      };

      await seconds(9);
      await killAndStart();
      await seconds(11);
      await street.broker.pause();
      await seconds(7);
      await killAndStart();
      await seconds(13);
      await street.broker.resume();
      await seconds(8);
      await killAndStart();
      await seconds(12);
      const { devices } = await street.snapshot();
      await drain(street, stopPublishing);
      const { destinations } = await street.snapshot();
      const [check] = await street.checkLedger();
      const known = await atBroker();

      const ledger = destinations[0]?.ledger;
      expect(ledger && balances(ledger)).toBe(true);
      expect(ledger && total(ledger, 'delivered')).toBe(ledger?.accepted);
      expect(check).toEqual({ destination: 'city', waiting: 0, counted: 0 });
      expect(street.published.length).toBeGreaterThan(2_500);
      expect(street.published.filter((n) => n >= first && !known.has(`counter ${n}`))).toEqual([]);
      expect(street.accepted.size).toBeGreaterThan(100);
      expect([...street.accepted].filter((reading) => !known.has(reading))).toEqual([]);
      expect(street.broker.store.counters.inversions).toBe(0);
      expect(devices.find(({ id }) => id === 'three')).toMatchObject({
        link: { state: 'silent' },
        running: 'parked',
      });
      const polls = await street.history('one', 'temperature');
      expect(polls.length).toBeGreaterThan(20);
      expect(await street.history('three', 'temperature')).toEqual([]);
    });

    it('notices when a message is acknowledged before its commit', { timeout: 90_000 }, async () => {
      street = await Street.build(acknowledgesEarly);
      street.start();
      const stopPublishing = street.publish(20);
      const first = await firstOf(street);

      for (let kills = 0; kills < 5; kills++) {
        await seconds(2.5);
        await street.kill();
        street.start();
      }
      await seconds(3);
      await drain(street, stopPublishing);
      const known = await atBroker();

      expect(street.published.filter((n) => n >= first && !known.has(`counter ${n}`)).length).toBeGreaterThan(
        0,
      );
    });
  },
);
