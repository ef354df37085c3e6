import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { readSimulated } from '../../src/config/simulated-device.ts';
import { playDriver } from '../../src/simulator/device/play-driver.ts';
import { type DeviceServer, serveTcp } from '../../src/simulator/device/tcp-server.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const names = ['eastron/sdm630', 'abb/b23', 'lufft/ws-umb'];
let server: DeviceServer;

beforeAll(async () => {
  const clock = systemClock();
  const units = names.map((name, index) => {
    const read = readSimulated({ name, id: 'x', folders: ['drivers'], params: {} });
    if (!('device' in read) || read.device.protocol !== 'modbus') throw new Error(`No driver ${name}.`);
    return [index + 1, playDriver(read.device.points, { clock })] as const;
  });
  server = await serveTcp(new Map(units), { clock, host: '127.0.0.1', port: 0 });
});

afterAll(() => server.close());

function world() {
  const never = () => new Promise<void>(() => {});
  return { ...recordingWorld({}, process.cwd()), untilStopped: never };
}

describe('kopru scan', () => {
  it('says how long it takes, then finds the devices and their drivers', async () => {
    const { written, ...here } = world();
    const args = ['scan', '--tcp', server.address, '--units', '1-4', '--timeout', '50ms'];

    const exit = await main(args, here);

    expect(written.out.split('\n')[0]).toContain('4 unit ids, at most 1 s.');
    expect(written.out).toContain('✓ 3 devices answer.');
    expect(written.out).toContain(`Next: kopru probe 1 0 --tcp ${server.address}`);
    expect(exit).toBe(0);
  });

  it('proposes the right driver first', async () => {
    const { written, ...here } = world();

    await main(['scan', '--tcp', server.address, '--units', '1-3', '--json'], here);

    const { found } = JSON.parse(written.out) as { found: { drivers: { driver: string }[] }[] };
    expect(found.map(({ drivers }) => drivers[0]?.driver)).toEqual(names);
  });

  it('keeps what was found when it is stopped', async () => {
    const { written, ...here } = world();
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    const out = (text: string) => {
      here.out(text);
      if (text.includes('unit 1')) stop();
    };

    const exit = await main(['scan', '--tcp', server.address, '--no-drivers', '--timeout', '50ms'], {
      ...here,
      out,
      untilStopped: () => stopped,
    });

    expect(written.out).toMatch(/Stopped after \d+ questions: \d devices? answer/);
    expect(exit).toBe(0);
  });

  it.each([
    [['--units', '0-9'], 'no range of unit ids'],
    [['--timeout', 'soon'], 'no such wait'],
  ])('refuses %s', async (args, words) => {
    const { written, ...here } = world();

    expect(await main(['scan', '--tcp', server.address, ...args], here)).toBe(64);
    expect(written.err).toContain(words);
  });

  it('gives the checklist of the cable where nothing answers', async () => {
    const { written, ...here } = world();

    const exit = await main(['scan', '--tcp', server.address, '--units', '9', '--timeout', '50ms'], here);

    expect(written.out).toContain('A and B swapped');
    expect(exit).toBe(2);
  });
});
