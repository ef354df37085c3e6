import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { recordingWorld } from '../fakes/terminal.ts';

describe('kopru broker', () => {
  it('answers until it is stopped', async () => {
    const world = recordingWorld();
    const statuses: number[] = [];
    const untilStopped = async () => {
      const { url } = JSON.parse(world.written.out) as { url: string };
      statuses.push((await fetch(`${url}/entities?local=true&type=Device`)).status);
    };

    const exit = await main(['broker', '--port', '0', '--json'], { ...world, untilStopped });

    expect(exit).toBe(0);
    expect(statuses).toEqual([200]);
    const { url } = JSON.parse(world.written.out) as { url: string };
    await expect(fetch(`${url}/entities`)).rejects.toThrow();
  });

  it.each(['x', '65536', '-1', '1.5'])('ends with 64 for the port %s', async (port) => {
    const world = recordingWorld();

    expect(await main(['broker', `--port=${port}`], world)).toBe(64);
  });
});
