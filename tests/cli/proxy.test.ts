import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { startBroker } from '../../src/simulator/broker/broker.ts';
import { systemClock } from '../../src/sources/host/clock.ts';
import { recordingWorld } from '../fakes/terminal.ts';

describe('kopru proxy', () => {
  it('hands on until it is stopped', async () => {
    const broker = await startBroker({ clock: systemClock(), host: '127.0.0.1', port: 0 });
    const world = recordingWorld();
    const statuses: number[] = [];
    const untilStopped = async () => {
      const { port } = JSON.parse(world.written.out) as { port: number };
      statuses.push((await fetch(`http://127.0.0.1:${port}/ngsi-ld/v1/types`)).status);
    };
    const argv = ['proxy', '--to', `127.0.0.1:${broker.port}`, '--toxic', 'latency=5ms', '--json'];

    const exit = await main(argv, { ...world, untilStopped });
    await broker.close();

    expect(exit).toBe(0);
    expect(statuses).toEqual([200]);
  });

  it.each([
    [[], '--to is missing.'],
    [['--to', 'nowhere'], 'nowhere is no address.'],
    [['--to', '127.0.0.1:1', '--toxic', 'flood'], 'flood is no toxic.'],
    [['--to', '127.0.0.1:1', '--flap', '5s'], '5s is no pair of durations.'],
  ])('ends with 64 for %j', async (options, words) => {
    const world = recordingWorld();

    expect(await main(['proxy', ...options], world)).toBe(64);
    expect(world.written.err).toContain(words);
  });
});
