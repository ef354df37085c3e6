import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSimulated } from '../../../src/config/simulated-device.ts';
import { playSerialDevice, serialFaults } from '../../../src/simulator/serial/play-device.ts';
import { decodeSample } from '../../../src/sources/serial/sample.ts';
import { fakeClock } from '../../fakes/clock.ts';

const drivers = join(import.meta.dirname, '..', '..', '..', 'drivers');
const names = readdirSync(drivers, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -5));

function deviceOf(name: string) {
  const made = readSimulated({ name, id: 'device', folders: [drivers], params: {} });
  return 'device' in made && made.device.protocol === 'serial' ? made.device : undefined;
}
const serial = names.filter((name) => deviceOf(name) !== undefined);

function played(name: string) {
  const device = deviceOf(name);
  if (!device) throw new Error(`${name} is no serial driver.`);
  const simulated = playSerialDevice(device, { clock: fakeClock(), random: () => 0.5 });
  const values = () => decodeSample(device.framing, device.messages, Buffer.concat(simulated.frames()));
  return { device, simulated, values };
}

describe('a serial driver played backwards', () => {
  it.each(serial)('%s gives frames that the driver reads', (name) => {
    const { values } = played(name);

    const good = [...values().values()].filter((value) => 'value' in value);

    expect(good.length).toBeGreaterThan(0);
  });

  it.each([
    ['nova/sds011', { pm25: 12.3, pm10: 45.6 }],
    ['plantower/pms5003t', { airTemperature: -4.5, relativeHumidity: 61.2 }],
    ['maxbotix/hrxl', { distance: 1234 }],
    [
      'nmea/weather',
      { windDirection: 271.5, windSpeed: 4.2, atmosphericPressure: 1013, relativeHumidity: 55 },
    ],
    ['gill/maximet', { airTemperature: 21.5, atmosphericPressure: 1009.3 }],
  ])('%s says the values it was given', (name, given) => {
    const { simulated, values } = played(name);
    for (const [point, value] of Object.entries(given)) simulated.set(point, value);

    const said = Object.fromEntries(
      [...values()].flatMap(([point, value]) => ('value' in value ? [[point, value.value]] : [])),
    );

    expect(said).toMatchObject(given);
  });

  it('a receiver is where its degrees and minutes say', () => {
    const { simulated, values } = played('nmea/gnss');
    const place = {
      _latDegrees: 41,
      _latMinutes: 4.71,
      _north: 1,
      _lonDegrees: 28,
      _lonMinutes: 58.248,
      _east: 1,
    };
    for (const [point, value] of Object.entries(place)) simulated.set(point, value);

    expect(values().get('latitude')).toEqual({ value: 41.0785 });
    expect(values().get('longitude')).toEqual({ value: 28.9708 });
  });

  it.each(serialFaults)('with the fault %s it never says a wrong value', (fault) => {
    const { simulated, values } = played('nova/sds011');
    simulated.set('pm25', 12.3);
    simulated.setFault(fault);

    const pm25 = values().get('pm25');

    expect(pm25).toEqual(fault === 'noise' ? { value: 12.3 } : undefined);
  });

  it('answers when it is asked, and only to its question', () => {
    const { device, simulated } = played('nova/sds011-duty');
    const question = device.ask.find((step) => step.kind === 'send' && step.timeoutMs !== undefined);

    expect(simulated.answer(question?.kind === 'send' ? question.bytes : new Uint8Array(0))).toHaveLength(1);
    expect(simulated.answer(Uint8Array.of(1, 2, 3))).toEqual([]);
  });
});
