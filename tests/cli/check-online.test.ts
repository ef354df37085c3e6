import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/cli/configuration.ts';
import { main } from '../../src/cli/main.ts';
import { type RunningBroker, startBroker } from '../../src/simulator/broker/broker.ts';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { type DeviceServer, freePort, serveTcp } from '../../src/simulator/device/tcp-server.ts';
import { type SimulatedMqttBroker, startMqttBroker } from '../../src/simulator/mqtt/mqtt-broker.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { fakeClock } from '../fakes/clock.ts';
import { recordingTerminal, recordingWorld } from '../fakes/terminal.ts';

describe('kopru check --online', () => {
  let folder: string;
  let units: DeviceServer;
  let mqtt: SimulatedMqttBroker;
  let broker: RunningBroker;
  /** A serial port behind TCP, and what hangs on it. */
  let port: Server;
  let lines: Socket[];

  const configuration = (bus: number, change: (text: string) => string = (text) => text) =>
    writeFileSync(
      join(folder, 'gateway.yaml'),
      change(`schema: 1
gateway: { id: site, location: [28.9708, 41.0785], timezone: Europe/Istanbul, clock: trusted }
buses: { rs485: { tcp: "127.0.0.1:${bus}" } }
mqtt: { brokers: { local: { url: "${mqtt.url}" } } }
devices:
  - { id: climate, driver: generic/xy-md02, bus: rs485, unitId: 2 }
  - { id: dust, driver: nova/sds011, port: "tcp://127.0.0.1:${(port.address() as AddressInfo).port}" }
  - { id: plug, driver: tasmota/energy, mqtt: local, params: { topic: pano } }
entities:
  - { mapping: Weather/WeatherObserved, from: climate }
  - { mapping: Environment/AirQualityObserved, from: dust }
  - { mapping: Energy/ACMeasurement, from: plug }
forward:
  - { name: city, broker: "${broker.url}" }
buffer: { folder: ${join(folder, 'state')} }
`),
    );

  const check = async (...args: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
    const exit = await main(
      ['check', join(folder, 'gateway.yaml'), '--online', '--wait', '100ms', ...args],
      world,
    );
    return { exit, ...world.written };
  };

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-online-'));
    mqtt = await startMqttBroker();
    broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
    lines = [];
    port = createServer((socket) => lines.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => port.listen(0, '127.0.0.1', resolve));
    const bus = await freePort('127.0.0.1');
    configuration(bus);
    const { site } = loadConfiguration(recordingTerminal({}, folder), join(folder, 'gateway.yaml'));
    const [device] = site?.devices ?? [];
    if (device?.protocol !== 'modbus') throw new Error('a Modbus device was expected');
    const clock = systemClock();
    const climate = playDriver(device.points, {
      clock,
      values: { airTemperature: -4.5, relativeHumidity: 58 },
    });
    units = await serveTcp(new Map([[2, climate]]), { clock, port: bus });
  });
  afterEach(async () => {
    for (const socket of lines) socket.destroy();
    port.close();
    await Promise.all([units.close(), mqtt.stop(), broker.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  it('reads what can be asked, and does not fail for what has merely not spoken', async () => {
    const { exit, out } = await check();

    expect(out).toMatch(/^✓ 0 errors, 0 warnings: /);
    expect(out).toMatch(/\n✓ climate rs485 unit 2, \d+ ms, 2 points\n/);
    expect(out).toContain('\n~ dust    its port is open, and it has not spoken in 0 s\n');
    expect(out).toContain('\n~ plug    connected to local, and it has not spoken in 0 s\n');
    expect(out).toMatch(/\n✓ city {4}answers, and has no urn:ngsi-ld:WeatherObserved:site-climate yet\n/);
    expect(out).toContain('\n~ 2 of 4 answer, 2 not heard yet. No entity was sent.\nNext: kopru run ');
    expect(exit).toBe(0);
  });

  it('takes a message that is there already, and says that its age is not known', async () => {
    const client = await connectAsync(mqtt.url);
    await client.publishAsync('tele/pano/SENSOR', '{"ENERGY":{"Power":12}}', { retain: true, qos: 1 });
    await client.endAsync();

    const { exit, out } = await check('--wait', '1s');

    expect(out).toMatch(
      /! plug +local, tele\/pano\/SENSOR, a retained message of unknown age, 1 of 7 points: no .* and 3 more\n +kopru read plug/,
    );
    expect(exit).toBe(2);
  });

  it('says of each what failed, with its code and the mend', async () => {
    await Promise.all([units.close(), mqtt.stop(), broker.close()]);

    const { exit, out } = await check('--json');

    const { ok, online } = JSON.parse(out);
    expect({ exit, ok }).toEqual({ exit: 1, ok: false });
    expect(online).toHaveLength(4);
    expect(online).toEqual(
      expect.arrayContaining(
        [
          { kind: 'device', name: 'climate', state: 'stopped', code: 'CONNECTION_REFUSED' },
          { kind: 'device', name: 'plug', state: 'stopped', code: 'MQTT_UNREACHABLE' },
          { kind: 'device', name: 'dust', state: 'waiting', code: 'NO_BYTES' },
          { kind: 'destination', name: 'city', state: 'stopped', code: 'ECONNREFUSED' },
        ].map((each) => expect.objectContaining(each)),
      ),
    );
    units = { address: '', close: async () => {} };
    mqtt = await startMqttBroker();
    broker = await startBroker({ clock: fakeClock(), host: '127.0.0.1', port: 0 });
  });

  it('finds a secret that is missing', async () => {
    configuration(1, (text) =>
      text.replace('name: city,', 'name: city, headers: { X-Key: { secret: key } },'),
    );

    const { exit, out } = await check();

    expect(exit).toBe(1);
    expect(out).toMatch(/✗ city +The secret key is nowhere to be found/);
  });

  it('opens the ports itself where a gateway is up and waits for a sound configuration', async () => {
    const gateway = createHttpServer((_, answer) => {
      answer.end(JSON.stringify({ phase: 'refused', verdict: { sentence: '' }, text: '' }));
    });
    await new Promise<void>((resolve) => gateway.listen(join(folder, 'none.sock'), resolve));

    const { out } = await check();
    await new Promise((resolve) => gateway.close(resolve));

    expect(out).toMatch(/\n✓ climate rs485 unit 2, /);
  });

  it('opens nothing for a configuration with errors', async () => {
    configuration(1, (text) => text.replace('generic/xy-md02', 'generic/none'));

    const { exit, out } = await check();

    expect(exit).toBe(78);
    expect(out).not.toContain('of 4');
    expect(lines).toHaveLength(0);
  });
});
