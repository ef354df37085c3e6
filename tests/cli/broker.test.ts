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

  it('misbehaves as told and says at the end what struck', async () => {
    const world = recordingWorld();
    const statuses: number[] = [];
    const untilStopped = async () => {
      const { url } = JSON.parse(world.written.out) as { url: string };
      for (const id of ['urn:a:1', 'urn:a:2', 'urn:a:3']) {
        const init = { method: 'POST', headers: { 'content-type': 'application/json' } };
        const body = JSON.stringify([{ id, type: 'A' }]);
        statuses.push((await fetch(`${url}/entityOperations/upsert`, { ...init, body })).status);
      }
    };
    const argv = ['broker', '--port', '0', '--json', '--fault', '503-empty=1', '--fault', '429=1'];

    const exit = await main(argv, { ...world, untilStopped });

    expect(exit).toBe(0);
    expect(statuses).toEqual([503, 429, 201]);
    const last = JSON.parse(world.written.out.trim().split('\n').at(-1) ?? '') as { struck: unknown };
    expect(last.struck).toEqual({ '503-empty': 1, '429': 1 });
  });

  it('lists profiles and faults', async () => {
    const world = recordingWorld();

    expect(await main(['broker', '--list'], world)).toBe(0);
    expect(world.written.out).toMatch(/^Profiles\n {2}spec /);
    expect(world.written.out).toContain('  reset-after-applying ');
    expect(Math.max(...world.written.out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  it.each([
    [['--fault', 'reset-afer-applying'], 'Did you mean reset-after-applying?'],
    [['--fault', 'silent=soon'], 'Write --fault NAME'],
    [['--profile', 'orionld'], 'Choose one of spec'],
    [['--seed', 'x'], 'Give a whole number'],
  ])('ends with 64 for %j and says the mend', async (options, mend) => {
    const world = recordingWorld();

    expect(await main(['broker', '--port', '0', ...options], world)).toBe(64);
    expect(world.written.err).toContain(mend);
  });

  it.each(['x', '65536', '-1', '1.5'])('ends with 64 for the port %s', async (port) => {
    const world = recordingWorld();

    expect(await main(['broker', `--port=${port}`], world)).toBe(64);
  });
});
