import { mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createVitals, deviceName } from '../../../src/sources/host/vitals.ts';
import { fakeClock } from '../../fakes/clock.ts';

function machine(files: Readonly<Record<string, string>>) {
  const sys = mkdtempSync(join(tmpdir(), 'kopru-sys-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(sys, path)), { recursive: true });
    writeFileSync(join(sys, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  const clock = fakeClock();
  return { clock, write, vitals: createVitals({ folder: sys, clock, sys }), sys };
}

describe('the machine', () => {
  it('tells temperature, supply, disk and memory of a Raspberry Pi', () => {
    const { vitals, sys, write } = machine({
      'class/thermal/thermal_zone0/temp': '52078\n',
      'class/hwmon/hwmon0/name': 'cpu_thermal\n',
      'class/hwmon/hwmon1/name': 'rpi_volt\n',
      'class/hwmon/hwmon1/in0_lcrit_alarm': '1\n',
    });
    const block = `dev/block/${deviceName(statSync(sys).dev)}/stat`;
    write(block, '   3201  102 118224 812  5150 1222 99320 4120 0 3300 4932\n');

    expect(vitals()).toMatchObject({
      processorCelsius: 52.1,
      underVoltage: true,
      writtenBytes: 99_320 * 512,
      disk: { bytes: expect.any(Number), freeBytes: expect.any(Number) },
      memory: { bytes: expect.any(Number) },
    });
  });

  it.each<[string, Readonly<Record<string, string>>]>([
    ['has none of these files', {}],
    ['has others', { 'class/thermal/thermal_zone0/temp': 'n/a', 'class/hwmon/hwmon0/name': 'nvme' }],
  ])('guesses nothing where it %s', (_, files) => {
    expect(machine(files).vitals()).toMatchObject({
      processorCelsius: undefined,
      underVoltage: undefined,
      writtenBytes: undefined,
    });
  });

  it('is asked every few seconds at most', async () => {
    const { vitals, write, clock } = machine({ 'class/thermal/thermal_zone0/temp': '50000' });
    vitals();
    write('class/thermal/thermal_zone0/temp', '60000');
    await clock.advance(4_000);
    expect(vitals().processorCelsius).toBe(50);

    await clock.advance(1_500);
    expect(vitals().processorCelsius).toBe(60);
  });

  it.each([
    [0xb302, '179:2'],
    [0x801, '8:1'],
    [0x10_fd00, '253:256'],
  ])('names device %i as the kernel does', (dev, name) => {
    expect(deviceName(dev)).toBe(name);
  });
});
