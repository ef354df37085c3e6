import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { reportOf } from '../../src/cli/ports.ts';
import type { SerialPortFacts } from '../../src/sources/host/serial-ports.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const stablePath = '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0';
const facts: SerialPortFacts = {
  path: '/dev/ttyUSB0',
  stablePath,
  chip: '1a86:7523',
  group: 'dialout',
  allowed: true,
  holders: [],
};
const line = { baud: 9_600, dataBits: 8, parity: 'none', stopBits: 1 } as const;
const bus = (port: string) => ({ name: 'rs485', kind: 'serial', framing: 'rtu', port, line }) as const;

describe('what stands in the way of a port', () => {
  it.each([
    ['nothing', facts, stablePath, undefined],
    [
      'nothing while the gateway has it',
      { ...facts, holders: [{ pid: 7, name: 'node' }] },
      stablePath,
      undefined,
    ],
    [
      'a missing group',
      { ...facts, allowed: false },
      stablePath,
      'sudo usermod -aG dialout ayse    then log in again',
    ],
    [
      'another program',
      { ...facts, holders: [{ pid: 812, name: 'mbpoll' }] },
      stablePath,
      'sudo kill 812    (mbpoll holds the port of bus rs485)',
    ],
    [
      'a name that changes',
      facts,
      '/dev/ttyUSB0',
      `In gateway.yaml, write for bus rs485: port: ${stablePath}`,
    ],
  ])('%s', (_, port, named, mend) => {
    expect(reportOf(port, [bus(named)], 'ayse')).toMatchObject({ bus: { name: 'rs485' }, mend });
  });

  it('a port that no bus uses may be held by whom it likes', () => {
    const held = { ...facts, holders: [{ pid: 812, name: 'mbpoll' }] };

    expect(reportOf(held, [], 'ayse')).toMatchObject({ bus: undefined, mend: undefined });
  });
});

describe('kopru ports', () => {
  it('works where there is no configuration', async () => {
    const world = recordingWorld();

    const exit = await main(['ports', '--json'], world);

    expect([0, 2]).toContain(exit);
    expect(JSON.parse(world.written.out)).toMatchObject({ absent: [] });
  });
});
