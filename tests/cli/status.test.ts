import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { type Api, startApi } from '../../src/api/server.ts';
import { main } from '../../src/cli/main.ts';
import type { Snapshot } from '../../src/core/status.ts';
import { freshAccess } from '../fakes/access.ts';
import { apiParts } from '../fakes/api.ts';
import { fakeClock } from '../fakes/clock.ts';
import { destination, silentDevice, snapshot } from '../fakes/snapshot.ts';
import { recordingWorld } from '../fakes/terminal.ts';

const running: Api[] = [];

async function gateway(change: Partial<Snapshot> = {}, counted = 0, trouble?: string) {
  const socketPath = join(mkdtempSync(join(tmpdir(), 'kopru-')), 'kopru.sock');
  const parts = apiParts({
    trouble: () => trouble,
    snapshot: async () => snapshot(change),
    checkLedger: async () => [{ destination: 'city', waiting: 0, counted }],
  });
  const world = { access: freshAccess().access, clock: fakeClock() };
  const settings = { listen: '127.0.0.1:0', socketPath, stateFolder: dirname(socketPath) };
  running.push(await startApi(settings, parts, world));
  return async (...argv: string[]) => {
    const world = recordingWorld({ KOPRU_SOCKET: socketPath });
    return { exit: await main(argv, world), ...world.written };
  };
}

afterEach(async () => {
  await Promise.all(running.splice(0).map((api) => api.stop()));
});

describe('kopru status', () => {
  it('asks the running gateway and names the next command', async () => {
    const kopru = await gateway();

    const { exit, out } = await kopru('status');

    expect(exit).toBe(0);
    expect(out).toMatch(/^Working\. All 17 devices answer/);
    expect(out).toMatch(/\nNext: kopru map meter\n$/);
  });

  it('ends with 2 when there is something to look at', async () => {
    const kopru = await gateway({ devices: [silentDevice('noise', 60_000)] });

    expect((await kopru('status')).exit).toBe(2);
  });

  it.each([
    [0, 0, 'counted 0 waiting, as the ledger says'],
    [5, 1, 'counted 5 waiting, but the ledger says 0'],
  ])('counts the ledger when asked (%d rows, exit %d)', async (counted, exit, words) => {
    const kopru = await gateway({}, counted);

    const answer = await kopru('status', '--ledger');

    expect(answer.exit).toBe(exit);
    expect(answer.out).toContain(words);
  });

  it('fails when asked for the ledger while one does not balance, and names the code', async () => {
    const { ledger } = destination();
    const kopru = await gateway({
      destinations: [
        destination({ ledger: { ...ledger, unexplained: 844, accepted: ledger.accepted + 844 } }),
      ],
    });

    const { exit, out } = await kopru('status', '--ledger');

    expect(exit).toBe(1);
    expect(out).toContain('city: of 844 readings nobody knows how they ended. LEDGER_UNEXPLAINED');
    expect(out).toContain('does not balance');
  });

  it('gives machines verdict and snapshot in one document', async () => {
    const kopru = await gateway();

    const { out } = await kopru('status', '--json', '--ledger');

    expect(JSON.parse(out)).toMatchObject({
      verdict: { situation: 'well' },
      gateway: { id: 'istanbul-kagithane-017' },
      ledgerCheck: [{ destination: 'city', waiting: 0, counted: 0 }],
    });
  });

  it('says what to do when no gateway runs', async () => {
    const world = recordingWorld({ KOPRU_SOCKET: '/nowhere/kopru.sock' });

    expect(await main(['status'], world)).toBe(1);
    expect(world.written.err).toMatch(/^✗ No gateway runs here\. .*\(NOT_RUNNING\)\n {2}Start it with/);
  });
});

describe('kopru health', () => {
  it('is fine during a silence of devices', async () => {
    const kopru = await gateway({ devices: [silentDevice('noise', 60_000)] });

    expect(await kopru('health')).toEqual({ exit: 0, out: '✓ alive, working in part\n', err: '' });
  });

  it('fails when commits fail', async () => {
    const kopru = await gateway({}, 0, 'The disk is full.');

    expect(await kopru('health')).toEqual({ exit: 1, out: '✗ The disk is full.\n', err: '' });
  });
});
