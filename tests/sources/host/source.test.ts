import { describe, expect, it } from 'vitest';
import type { HostStatus } from '../../../src/core/host.ts';
import type { Message } from '../../../src/core/reading.ts';
import type { Intake } from '../../../src/core/source.ts';
import type { HostDevice, HostPoint } from '../../../src/sources/host/settings.ts';
import { createHostSource } from '../../../src/sources/host/source.ts';
import { toldBy } from '../../../src/sources/host/told.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { silentLogger } from '../../fakes/logger.ts';

const day = 86_400_000;
const raspberry: HostStatus = {
  processorCelsius: 52.1,
  underVoltage: false,
  disk: { freeBytes: 7_120, bytes: 10_000 },
  writtenBytes: 50_000,
  memory: { freeBytes: 1, bytes: 3 },
  upMs: 2 * day + 900,
};
const container: HostStatus = {
  processorCelsius: undefined,
  underVoltage: undefined,
  disk: undefined,
  writtenBytes: undefined,
  memory: { freeBytes: 1, bytes: 4 },
  upMs: 61_900,
};

const point = (name: string, value: HostPoint['value'], max?: number): HostPoint => ({
  value,
  stream: {
    device: 'machine',
    point: name,
    quantity: name,
    unit: value === 'underVoltage' ? undefined : 'P1',
    kind: value === 'underVoltage' ? 'state' : 'gauge',
  },
  meaning: max === undefined ? {} : { max },
  hidden: false,
  used: true,
});

function started(points: readonly HostPoint[], host: () => HostStatus) {
  const clock = fakeClock();
  const messages: Message[] = [];
  const refused: string[] = [];
  const links: string[] = [];
  const intake: Intake = {
    accept: async (message) => {
      messages.push(message);
    },
    refuse: (_, name, reason, raw) => refused.push(`${name} ${reason} ${raw}`),
    link: (_, link) => links.push(link.state === 'silent' ? link.code : link.state),
  };
  const device: HostDevice = {
    id: 'machine',
    driver: 'kopru/host',
    protocol: 'host',
    everyMs: 60_000,
    staleMs: 180_000,
    name: undefined,
    location: undefined,
    serialNumber: undefined,
    facts: {},
    filter: undefined,
    points,
  };
  const source = createHostSource({ devices: [device], host, clock, logger: silentLogger, intake });
  source.start();
  return { clock, source, messages, refused, links };
}

const valuesOf = ({ readings }: Message) => readings.map(({ stream, value }) => [stream.point, value]);

describe('what the machine tells', () => {
  it('is in °C, percent, bytes, days and seconds', () => {
    expect(toldBy(raspberry)).toEqual({
      processorTemperature: 52.1,
      underVoltage: false,
      diskFree: 71.2,
      diskWritten: 50_000,
      diskLife: 120,
      memoryFree: 33.3,
      uptime: 172_800,
    });
  });

  it('is nothing where the kernel has no file for it', () => {
    const told = Object.entries(toldBy(container)).filter(([, value]) => value !== undefined);

    expect(told).toEqual([
      ['memoryFree', 25],
      ['uptime', 61],
    ]);
  });
});

describe('the machine as a source', () => {
  const points = [
    point('deviceTemperature', 'processorTemperature', 60),
    point('underVoltage', 'underVoltage'),
    point('memoryFree', 'memoryFree'),
  ];

  it('hands on one message for each interval', async () => {
    const { clock, source, messages } = started(points, () => raspberry);

    await clock.advance(0);
    await clock.advance(120_000);
    await source.stop();

    expect(messages.length).toBe(3);
    expect(messages.map(valuesOf)[0]).toEqual([
      ['deviceTemperature', 52.1],
      ['underVoltage', false],
      ['memoryFree', 33.3],
    ]);
    expect(clock.timers).toBe(0);
  });

  it('gives no reading for what is not told, and does not count it as refused', async () => {
    const { clock, source, messages, refused, links } = started(points, () => container);

    await clock.advance(0);
    await source.stop();

    expect(messages.map(valuesOf)).toEqual([[['memoryFree', 25]]]);
    expect(refused).toEqual([]);
    expect(links).toEqual(['answers']);
  });

  it('refuses a value beyond its limits', async () => {
    const { clock, source, messages, refused } = started(points, () => ({
      ...raspberry,
      processorCelsius: 130,
    }));

    await clock.advance(0);
    await source.stop();

    expect(messages.map(valuesOf)[0]).toEqual([
      ['underVoltage', false],
      ['memoryFree', 33.3],
    ]);
    expect(refused).toEqual(['deviceTemperature range 130']);
  });

  it('is silent, and says why, where the machine tells nothing that is read', async () => {
    const { clock, source, messages, links } = started(points.slice(0, 2), () => container);

    await clock.advance(0);
    await source.stop();

    expect(messages).toEqual([]);
    expect(links).toEqual(['HOST_UNTOLD']);
  });
});
