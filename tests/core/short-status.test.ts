import { describe, expect, it } from 'vitest';
import { shortStatus } from '../../src/core/short-status.ts';
import { backlog, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';

describe('the state of a gateway in short', () => {
  it('says in one object how it does, in the units that the names carry', () => {
    const { text } = shortStatus(snapshot());

    expect(JSON.parse(text)).toEqual({
      state: 'ok',
      verdict: expect.any(String),
      at: expect.stringMatching(/Z$/),
      devices: expect.any(Number),
      devicesSilent: 0,
      backlogReadings: expect.any(Number),
      oldestReadingSeconds: expect.any(Number),
      roomLeftSeconds: expect.any(Number),
      quarantinedReadings: 0,
      clockSynchronized: true,
      version: expect.any(String),
    });
  });

  it('takes the destination with the longest backlog', () => {
    const { text } = shortStatus(
      snapshot({
        destinations: [destination(), backlog(9_282, 47 * 60_000)],
      }),
    );

    expect(JSON.parse(text)).toMatchObject({ backlogReadings: 9_282, oldestReadingSeconds: 2_820 });
  });

  it('is news when a device falls silent, not when a number grows', () => {
    const key = (change: Parameters<typeof snapshot>[0]) => shortStatus(snapshot(change)).key;
    const devices = [device('meter'), device('climate')];

    expect(key({ devices: [device('meter'), silentDevice('climate', 60_000)] })).not.toBe(key({ devices }));
    expect(key({ devices, at: '2026-11-23T12:00:00.000Z' })).toBe(key({ devices }));
  });

  it('gives no time that may be wrong', () => {
    const clock = { synchronised: false, source: undefined, steps: 0 };

    expect(JSON.parse(shortStatus(snapshot({ clock })).text)).not.toHaveProperty('at');
  });
});
