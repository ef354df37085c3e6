import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { withSample } from '../../src/cli/save-sample.ts';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { type DeviceServer, serveTcp } from '../../src/simulator/device/tcp-server.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { modbusPoint } from '../fakes/modbus.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const float = { table: 'input', type: 'float32' } as const;
const points = [
  modbusPoint('voltage.L1', { ...float, address: 0 }),
  modbusPoint('voltage.L2', { ...float, address: 2 }),
  modbusPoint('voltage.L3', { ...float, address: 4 }),
];
const folder = mkdtempSync(join(tmpdir(), 'kopru-probe-'));
let server: DeviceServer;

beforeAll(async () => {
  const clock = systemClock();
  const values = { 'voltage.L1': 231.4, 'voltage.L2': 230.9, 'voltage.L3': 229.5 };
  const units = new Map([[1, playDriver(points, { clock, values })]]);
  server = await serveTcp(units, { clock, host: '127.0.0.1', port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

async function probe(...args: string[]) {
  const world = recordingWorld({}, folder);
  const exit = await main(['probe', ...args, '--tcp', server.address], world);
  return { exit, ...world.written };
}

describe('kopru probe', () => {
  it('finds the number of a display one address lower and gives the line to paste', async () => {
    const { exit, out } = await probe('1', '0x0001', '--point', 'voltage.L1', '--expect', '231,4');

    expect(out).toContain('► 231.4');
    expect(out).toContain('✓ One match, one address lower: float32 ABCD.');
    expect(out).toContain(
      'Paste: voltage.L1: { address: 0x0000, table: input, type: float32, order: ABCD, unit: VLT }   # or as the display shows',
    );
    expect(exit).toBe(0);
  });

  it('takes an address as manuals write it, and a second number with an address of its own', async () => {
    const { exit, out } = await probe('1', '30001', '--json', '--expect', '231.4', '30003=230.9');

    expect(JSON.parse(out).found[0]).toMatchObject({ address: 0, type: 'float32', values: [231.4, 230.9] });
    expect(exit).toBe(0);
  });

  it('shows every meaning without a number, no line wider than the terminal', async () => {
    const { exit, out } = await probe('1', '2');

    for (const kind of ['u16', 'i32', 'float32', 'float64', 'bits', 'text']) expect(out).toContain(kind);
    expect(out.split('\n').filter((line) => line.length > 80 && !line.startsWith('Next'))).toEqual([]);
    expect(exit).toBe(0);
  });

  it.each([
    ['an address the device refuses', ['1', '0x9000'], 'refuses this address', 2],
    ['a number that is nowhere', ['1', '0', '--expect', '77777.7'], 'gives that number', 2],
    ['a number that fits everywhere', ['1', '0', '--expect', '0'], '0 fits nearly everywhere', 64],
    ['what is no number', ['1', '0', '--expect', '1.2.3'], 'is no number', 64],
    ['what is no address', ['1', 'four'], 'is no address', 64],
    ['what is no table', ['1', '0', '--table', 'inputs'], 'is no table', 64],
  ])('says so for %s', async (_, args, words, expected) => {
    const { exit, out, err } = await probe(...args);

    expect(`${out}${err}`).toContain(words);
    expect(exit).toBe(expected);
  });

  it.each([
    { counts: 'as on the wire', addressing: '', address: '0x0000' },
    { counts: 'from 1', addressing: ', addressing: register', address: '1' },
    { counts: 'by references', addressing: ', addressing: reference', address: '"30001"' },
  ])(
    'adds what the device said to the samples of a driver that counts $counts',
    async ({ addressing, address }) => {
      const file = join(folder, 'meter.yaml');
      const before = `driver: acme/meter\nmodbus: { table: input${addressing} }\nsamples:\n  - { raw: {}, expect: {} }   # first\n`;
      writeFileSync(file, before);
      const saving = ['--point', 'voltage.L1', '--save-sample', file];

      const { exit } = await probe('1', '0', '--expect', '231.4', ...saving);

      expect(exit).toBe(0);
      expect(readFileSync(file, 'utf8')).toBe(
        `${before}  - raw: { input: { ${address}: "4367 6666" } }\n    expect: { voltage.L1: 231.4 }\n    origin: recorded\n`,
      );
    },
  );
});

describe('a sample in a driver file', () => {
  it.each([
    ['no list', 'driver: a/b\n'],
    ['a list in one line', 'samples: [ { expect: {} } ]\n'],
  ])('is not added to %s', (_, text) => {
    expect(withSample(text, '  - x: 1\n')).toBeUndefined();
  });

  it('stands at the end of the list, before what follows it', () => {
    expect(withSample('samples:\n  - x: 0\n\nevery: 1s\n', '  - x: 1\n')).toBe(
      'samples:\n  - x: 0\n  - x: 1\n\nevery: 1s\n',
    );
  });
});
