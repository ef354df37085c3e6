import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { type DeviceServer, serveTcp } from '../../src/simulator/device/tcp-server.ts';
import { fakeClock } from '../fakes/clock.ts';
import { modbusPoint } from '../fakes/modbus.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'kopru-'));

async function run(inFolder: string, ...args: string[]) {
  const world = recordingWorld({}, inFolder);
  const exit = await main(['driver', ...args], world);
  const plain = (text: string) => text.replaceAll(`${inFolder}/`, '');
  return { exit, out: plain(world.written.out), err: plain(world.written.err) };
}

const meter = `driver: acme/e1
maker: Acme
model: E1
every: 10s
modbus: { line: 9600 8N1, table: input, type: float32 }
points:
  voltage.L1: { address: 0, unit: VLT, max: 500 }
  airTemperature: { address: 2, type: i16, scale: 0.1, unit: CEL, invalid: [highest] }
samples:
  - { raw: { input: { 0: "4366 8000", 2: "00F6" } }, expect: { voltage.L1: 230.5, airTemperature: 24.6 } }
  - { raw: { input: { 2: "7FFF" } }, expect: { airTemperature: null } }
`;

function withDriver(text: string): string {
  const here = folder();
  mkdirSync(join(here, 'drivers/acme'), { recursive: true });
  writeFileSync(join(here, 'drivers/acme/e1.yaml'), text);
  return here;
}

describe('kopru driver test', () => {
  it('runs the samples, and says what a poll costs at the line of the factory and at a slow one', async () => {
    const { exit, out } = await run(withDriver(meter), 'test', 'acme/e1');

    expect(out).toMatch(/acme\/e1 {2}1 read {2}\d+ ms at 9600 8N1; \d+ ms at 2400 8N1/);
    expect(out).toContain('✓ 0 errors, 0 warnings: 1 driver, 2 samples.');
    expect(exit).toBe(0);
  });

  it.each([
    ['a sample that comes out otherwise', meter.replace('230.5,', '232.5,'), 1, 'SAMPLE_DIFFERS'],
    ['two points at one place', meter.replace('address: 2,', 'address: 1,'), 1, 'MODBUS_OVERLAP'],
    ['a unit that measures something else', meter.replace('unit: VLT', 'unit: CEL'), 1, 'UNIT_MISMATCH'],
    ['a point that no sample proves', meter.replace('voltage.L1: 230.5, ', ''), 2, 'SAMPLE_LACKS'],
    [
      'a sentinel that no sample shows',
      meter.replace(/ {2}- \{ raw: \{ input: \{ 2: "7FFF".*\n/, ''),
      2,
      'SAMPLE_LACKS',
    ],
  ])('tells of %s', async (_, text, exit, code) => {
    const result = await run(withDriver(text), 'test', 'drivers/acme/e1.yaml');

    expect(result.err).toContain(code);
    expect(result.exit).toBe(exit);
  });

  it('takes the drivers beside gateway.yaml when none is named', async () => {
    const { out } = await run(withDriver(meter), 'test');

    expect(out).toContain('1 driver, 2 samples');
  });

  it('says when there is no such file', async () => {
    const { exit, err } = await run(folder(), 'test', 'drivers/acme/e2.yaml');

    expect(err).toContain('FILE_MISSING');
    expect(exit).toBe(1);
  });
});

describe('kopru driver list', () => {
  it('lists what fits all words', async () => {
    const { exit, out } = await run(withDriver(meter), 'list', 'acme', 'modbus');

    expect(out).toMatch(/acme\/e1 {2}modbus {2}2 points {2}Acme E1/);
    expect(exit).toBe(0);
    expect((await run(withDriver(meter), 'list', 'nobody')).exit).toBe(2);
  });

  it('names the points of a driver that the words name alone', async () => {
    const alone = await run(withDriver(meter), 'list', 'acme/e1');
    const several = await run(withDriver(meter), 'list', 'modbus');

    expect(alone.out).toMatch(/\n {2}Points: \S+, \S+\.\n✓ 1 driver\./);
    expect(several.out).not.toContain('Points:');
  });
});

describe('kopru driver new', () => {
  const points = [
    modbusPoint('voltage.L1', { table: 'input', type: 'float32', address: 0 }),
    modbusPoint('frequency', { table: 'input', address: 2, meaning: { scale: 0.1 } }),
  ];
  let server: DeviceServer;

  beforeAll(async () => {
    const clock = fakeClock();
    const unit = playDriver(points, { clock, values: { 'voltage.L1': 230.5, frequency: 50 } });
    server = await serveTcp(new Map([[1, unit]]), { clock, port: 0 });
  });
  afterAll(() => server.close());

  const list = 'Register,Type,Unit,Scale,Description\n1,FLOAT32,V,,Voltage L1\n3,UINT16,Hz,0.1,Frequency\n';
  const withList = () => {
    const here = folder();
    writeFileSync(join(here, 'registers.csv'), list);
    return here;
  };

  it('drafts a driver from a register table, which its own test understands', async () => {
    const here = withList();

    const { exit, out } = await run(
      here,
      'new',
      'acme/e1',
      '--from',
      'registers.csv',
      '--addressing',
      'register',
    );

    expect(exit).toBe(0);
    expect(out).toContain(
      'drivers/acme/e1.yaml: 2 points, 0 without a quantity of the vocabulary, 0 not understood',
    );
    expect(readFileSync(join(here, 'drivers/acme/e1.yaml'), 'utf8')).toContain('voltage.L1:');
    const tested = await run(here, 'test', 'acme/e1');
    expect(tested.out).toContain('0 errors, 1 warning');
  });

  it('records the words of a device as the first sample', async () => {
    const here = withList();
    const device = ['--unit', '1', '--tcp', server.address];
    const csv = list
      .replaceAll('FLOAT32', 'FLOAT32')
      .replace('Description', 'Description,Function')
      .replaceAll(/(L1|Frequency)\n/g, '$1,04\n');
    writeFileSync(join(here, 'registers.csv'), csv);

    await run(here, 'new', 'acme/e1', '--from', 'registers.csv', '--addressing', 'register', ...device);

    const text = readFileSync(join(here, 'drivers/acme/e1.yaml'), 'utf8');
    expect(text).toContain('expect: { voltage.L1: 230.5, frequency: 50 }');
    expect((await run(here, 'test', 'acme/e1')).out).toContain('✓ 0 errors, 0 warnings');
  });

  it('drafts a driver from a live device alone', async () => {
    const here = folder();

    const { exit } = await run(
      here,
      'new',
      'acme/e2',
      '--unit',
      '1',
      '--tcp',
      server.address,
      '--table',
      'input',
      '--range',
      '0-9',
    );

    expect(exit).toBe(0);
    const text = readFileSync(join(here, 'drivers/acme/e2.yaml'), 'utf8');
    expect(text).toContain('expect: { x-input0000: 230.5, x-input0002: 500 }');
    expect((await run(here, 'test', 'acme/e2')).out).toContain('✓ 0 errors, 0 warnings');
  });

  it.each([
    ['a name that is no path', ['new', 'Acme E1', '--from', 'registers.csv'], /no driver path/],
    ['nothing to make it from', ['new', 'acme/e1'], /nothing to make a draft from/],
    ['a message that is not there', ['new', 'acme/e1', '--message', 'none.json'], /cannot be read/],
    ['a message without a value', ['new', 'acme/e1', '--message', 'empty.json'], /holds no value/],
    ['a table that is not there', ['new', 'acme/e1', '--from', 'none.csv'], /cannot be read/],
    ['an action that is none', ['old', 'acme/e1'], /no `kopru driver old`/],
  ])('refuses %s', async (_, args, words) => {
    const here = withList();
    writeFileSync(join(here, 'empty.json'), '{"id":null}');
    const { exit, err } = await run(here, ...args);

    expect(exit).toBe(64);
    expect(err).toMatch(words);
    expect(existsSync(join(here, 'drivers'))).toBe(false);
  });

  it.each([
    ['a JSON payload', '{"power":{"now":12.5},"at":"2026-11-23T10:12:38Z"}', 'a MQTT payload'],
    ['a line of text', '$T=21.5;H=48\r\n', 'a line of text'],
    ['bytes in hex', 'AA C0 09 00 09 00 58 D9 43 AB', 'a frame of bytes'],
    ['an uplink', '{"deviceInfo":{},"fPort":2,"data":"DQUDHwAA+gE="}', 'a LoRaWAN uplink'],
  ])('makes a draft of %s that passes its own test', async (_, message, kind) => {
    const here = folder();
    writeFileSync(join(here, 'message'), message);

    const { exit, out } = await run(here, 'new', 'acme/x', '--message', 'message');

    expect(exit).toBe(0);
    expect(out).toContain(`drivers/acme/x.yaml, from ${kind}: `);
    expect((await run(here, 'test', 'acme/x')).out).toContain('✓ 0 errors, 0 warnings');
  });

  it('never writes over a driver that is there', async () => {
    const here = withList();
    await run(here, 'new', 'acme/e1', '--from', 'registers.csv');

    expect((await run(here, 'new', 'acme/e1', '--from', 'registers.csv')).exit).toBe(64);
  });
});
