import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAsync } from 'mqtt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadConfiguration } from '../../src/cli/configuration.ts';
import { map } from '../../src/cli/map.ts';
import { read } from '../../src/cli/read.ts';
import { simulate } from '../../src/cli/simulate.ts';
import { trace } from '../../src/cli/trace.ts';
import { playDriver, type SimulatedUnit } from '../../src/simulator/device/play-driver.ts';
import { type DeviceServer, freePort, serveTcp } from '../../src/simulator/device/tcp-server.ts';
import { type SimulatedMqttBroker, startMqttBroker } from '../../src/simulator/mqtt/mqtt-broker.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { recordingTerminal } from '../fakes/terminal.ts';

const clock = systemClock();

describe('the field verbs, without a gateway that runs', () => {
  let folder: string;
  let server: DeviceServer;
  let climate: SimulatedUnit;
  let port: number;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-field-'));
    port = await freePort('127.0.0.1');
    writeFileSync(
      join(folder, 'gateway.yaml'),
      `schema: 1
gateway: { id: site, location: [28.9708, 41.0785], clock: trusted }
buses: { rs485: { tcp: "127.0.0.1:${port}" } }
devices:
  - { id: climate, driver: generic/xy-md02, bus: rs485, unitId: 2 }
  - { id: absent, driver: generic/xy-md02, bus: rs485, unitId: 9 }
entities:
  - { mapping: Weather/WeatherObserved, each: [climate, absent] }
buffer: { folder: ${join(folder, 'state')} }
`,
    );
    const { site } = loadConfiguration(recordingTerminal({}, folder), join(folder, 'gateway.yaml'));
    const [device] = site?.devices ?? [];
    if (device?.protocol !== 'modbus') throw new Error('a Modbus device was expected');
    climate = playDriver(device.points, { clock, values: { airTemperature: -4.5, relativeHumidity: 58 } });
    server = await serveTcp(new Map([[2, climate]]), { clock, port });
  });
  afterEach(async () => {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function call(verb: typeof read, id: string, options: Record<string, string | boolean> = {}) {
    const terminal = recordingTerminal({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
    const exit = await verb(terminal, {
      args: [id],
      options: { file: join(folder, 'gateway.yaml'), ...options },
    });
    return { exit, ...terminal.written };
  }

  it('read shows value, unit, both notations of the address, words and type', async () => {
    const { exit, out } = await call(read, 'climate');

    expect(exit).toBe(0);
    expect(out.replace(/\d+ ms/, '7 ms')).toBe(`climate  generic/xy-md02  rs485 unit 2, 7 ms
  airTemperature    -4.5  °C  input 0x0001 (30002)  FFD3  i16 ABCD
  relativeHumidity  58    %   input 0x0002 (30003)  0244  u16 ABCD
✓ 2 of 2 points, all in range.
Next: kopru map climate
`);
  });

  it('trace knows the bus of a device', async () => {
    const { out } = await call(trace, 'climate', { for: '300ms' });

    expect(out).toMatch(/^rs485 /);
  });

  it('read says which point has no value and why', async () => {
    climate.setWords('relativeHumidity', [0xffff]);

    const { exit, out } = await call(read, 'climate');

    expect(exit).toBe(2);
    expect(out).toContain('no value: range');
    expect(out).toContain('1 of 2 points have a value');
  });

  it('read says that a device is silent', async () => {
    const { exit, out } = await call(read, 'absent');

    expect(exit).toBe(1);
    expect(out).toContain('NO_REPLY');
  });

  it('read names the device that was meant', async () => {
    await expect(call(read, 'climat')).rejects.toMatchObject({
      code: 'USAGE',
      hint: 'Did you mean climate?',
    });
  });

  it('map shows the entity of the samples with the line that makes each attribute', async () => {
    const { exit, out } = await call(map, 'climate');

    expect(exit).toBe(0);
    expect(out.replace(/by .*mappings/, 'by mappings')).toBe(`urn:ngsi-ld:WeatherObserved:site-climate
  by mappings/Weather/WeatherObserved.yaml
  temperature       30.5 CEL   ← airTemperature 30.5 CEL          :11:3
  relativeHumidity  0.546 C62  ← relativeHumidity 54.6 P1, ÷ 100  :14:3
  location   {"type":"Point","coordinates":[28.9708,41.0785]}
  refDevice  urn:ngsi-ld:Device:site-climate
✓ 1 entity from a sample of generic/xy-md02; --live reads the device. Nothing was sent.
Next: kopru map climate --live
`);
  });

  it('map shows a period of such readings, and what these readings do not begin', async () => {
    const file = join(folder, 'gateway.yaml');
    const entities = `  - { mapping: Alert/Alert-heat, from: climate, params: { alertTemperature: 60 } }
  - { mapping: Environment/NoiseLevelObserved, from: sound }
`;
    const text = readFileSync(file, 'utf8')
      .replace('entities:\n', `entities:\n${entities}`)
      .replace(
        'devices:\n',
        'devices:\n  - { id: sound, driver: generic/rs485-noise, bus: rs485, unitId: 4 }\n',
      );
    writeFileSync(file, text);

    expect((await call(map, 'sound')).out).toMatch(
      /once in 15 min, of readings like these\n {2}LAeq {3}58\.2 2N {2}← soundLevel 58\.2 2N/,
    );
    const { exit, out } = await call(map, 'climate');
    expect(out).toContain('Alert:site-climate\n  nothing now: these readings begin no event');
    expect(exit).toBe(0);
  });

  it('map --live shows the entity of now', async () => {
    const { exit, out } = await call(map, 'climate', { live: true });

    expect(exit).toBe(0);
    expect(out).toContain('temperature       -4.5 CEL');
    expect(out).toContain('from the values of now. Nothing was sent.');
  });

  it('map --live fails where the device is silent', async () => {
    const { exit, err } = await call(map, 'absent', { live: true });

    expect(exit).toBe(1);
    expect(err).toContain('NO_REPLY');
  });

  it('simulate refuses what it does not know, with what there is', async () => {
    const terminal = recordingTerminal({}, folder);

    await expect(simulate(terminal, { args: ['eastron/sdm63'], options: {} })).rejects.toMatchObject({
      code: 'USAGE',
    });
    await expect(
      simulate(terminal, {
        args: ['generic/xy-md02'],
        options: { set: ['foo=1'], tcp: `127.0.0.1:${port}` },
      }),
    ).rejects.toMatchObject({ message: 'No point is called foo.' });
  });

  it('simulate plays a driver and says what to paste', async () => {
    const terminal = recordingTerminal({}, folder);
    const free = await freePort('127.0.0.1');

    const exit = await simulate(terminal, {
      args: ['generic/xy-md02'],
      options: { tcp: `127.0.0.1:${free}` },
    });

    expect(exit).toBe(0);
    expect(terminal.written.out).toContain(`simulated: { tcp: "127.0.0.1:${free}" }`);
    expect(terminal.written.out).toContain(
      '{ id: xy-md02, driver: generic/xy-md02, bus: simulated, unitId: 1 }',
    );
  });

  it('map shows what the sample says, whatever params the device answers', async () => {
    const file = join(folder, 'gateway.yaml');
    const clone = readFileSync(file, 'utf8').replace('unitId: 2', 'unitId: 2, params: { scale: 0.01 }');
    writeFileSync(file, clone);

    expect((await call(map, 'climate')).out).toContain('temperature       30.5 CEL');
  });

  it.each([
    ['a unit id beyond 247', { unit: '248' }],
    ['a unit id that is none', { unit: 'abc' }],
    ['a port that is none', { tcp: '127.0.0.1:99999' }],
    ['an address that is none', { tcp: 'here' }],
    ['a fault that is none', { fault: 'rude' }],
  ])('simulate refuses %s', async (_, options) => {
    const terminal = recordingTerminal({}, folder);

    await expect(simulate(terminal, { args: ['generic/xy-md02'], options })).rejects.toMatchObject({
      code: 'USAGE',
    });
  });

  it('simulate says that a port is taken', async () => {
    const terminal = recordingTerminal({}, folder);

    await expect(
      simulate(terminal, { args: ['generic/xy-md02'], options: { tcp: `127.0.0.1:${port}` } }),
    ).rejects.toMatchObject({ code: 'PORT_BUSY' });
  });
});

describe('read of an MQTT device', () => {
  let folder: string;
  let mqtt: SimulatedMqttBroker;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'kopru-field-'));
    mqtt = await startMqttBroker();
    writeFileSync(
      join(folder, 'gateway.yaml'),
      `schema: 1
gateway: { id: site, location: [28.9708, 41.0785], timezone: Europe/Istanbul, clock: trusted }
mqtt: { brokers: { local: { url: "${mqtt.url}" } } }
devices:
  - { id: plug, driver: tasmota/energy, mqtt: local, params: { topic: pano } }
entities:
  - { mapping: Energy/ACMeasurement, from: plug }
buffer: { folder: ${join(folder, 'state')} }
`,
    );
  });
  afterEach(async () => {
    await mqtt.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  async function readPlug(wait: string) {
    const terminal = recordingTerminal({ KOPRU_SOCKET: join(folder, 'none.sock') }, folder);
    const exit = await read(terminal, {
      args: ['plug'],
      options: { file: join(folder, 'gateway.yaml'), wait },
    });
    return { exit, ...terminal.written };
  }

  /** Publishes until the read has subscribed and got it. */
  async function whilePublishing(payload: string, retain = false) {
    const client = await connectAsync(mqtt.url);
    const timer = setInterval(() => client.publish('tele/pano/SENSOR', payload, { retain }), 20);
    const result = await readPlug('5s');
    clearInterval(timer);
    await client.endAsync();
    return result;
  }

  it('shows every point of the driver, also those that the message left out', async () => {
    const { exit, out } = await whilePublishing('{"ENERGY":{"Power":12}}');

    expect(exit).toBe(2);
    expect(out).toMatch(/activePower +12 +W/);
    expect(out).toContain('no value: missing');
    expect(out).toContain('1 of 7 points have a value');
  });

  it.each([
    ['broken JSON', '{"ENERGY":', 'PAYLOAD_UNREADABLE'],
    ['nothing of the driver', '{"other":1}', 'PAYLOAD_REFUSED'],
  ])('says that a message came with %s', async (_, payload, code) => {
    const { exit, out } = await whilePublishing(payload);

    expect(exit).toBe(1);
    expect(out).toContain(code);
  });

  it('says that a retained message may be of any age', async () => {
    const client = await connectAsync(mqtt.url);
    await client.publishAsync('tele/pano/SENSOR', '{"ENERGY":{"Power":12}}', { retain: true, qos: 1 });
    await client.endAsync();

    expect((await readPlug('1s')).out).toContain('a retained message of unknown age');
  });

  it('says that no message came, and that nobody listens', async () => {
    expect((await readPlug('1s')).out).toContain('NO_MESSAGE');

    await mqtt.stop();
    expect((await readPlug('30s')).out).toContain('MQTT_UNREACHABLE');
    mqtt = await startMqttBroker();
  });
});
