import { describe, expect, it } from 'vitest';
import type { Message } from '../../../src/core/reading.ts';
import { createGnss } from '../../../src/sources/host/gnss.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingIntake } from '../../fakes/modbus.ts';

const position = (quantity: string, value: number) => ({
  stream: { device: 'gps', point: quantity, quantity, unit: 'DD', kind: 'gauge' as const },
  value,
});

function receiver() {
  const clock = fakeClock();
  const intake = recordingIntake();
  const said: string[] = [];
  const logger = {
    debug() {},
    info: (_: object, words: string) => said.push(words),
    warn: (_: object, words: string) => said.push(words),
    error() {},
  };
  const location = { type: 'Point' as const, coordinates: [28.9708, 41.0785] as const };
  const gnss = createGnss({ isReceiver: (id) => id === 'gps', location: () => location, clock, logger });
  const through = gnss.through(intake);
  const say = (parts: Partial<Message>) =>
    through.accept({
      device: 'gps',
      readings: [],
      monotonicMs: clock.monotonicMs(),
      awaited: false,
      ...parts,
    });
  const tell = async (apartMs: number, times: number) => {
    for (let i = 0; i < times; i++) {
      await say({ deviceTimeMs: clock.wallMs() - apartMs });
      await clock.advance(1_000);
    }
  };
  return { clock, intake, said, gnss, say, tell };
}

describe('a GNSS receiver', () => {
  it('vouches for a clock that agrees with three sentences', async () => {
    const { gnss, tell } = receiver();

    await tell(400, 2);
    expect(await gnss.voucher.vouches(0, Number.NEGATIVE_INFINITY)).toBe(false);
    await tell(400, 1);

    expect(await gnss.voucher.vouches(0, Number.NEGATIVE_INFINITY)).toBe(true);
    expect(gnss.voucher.source).toBe('gnss');
  });

  it('does not vouch for a clock that is wrong, nor by old sentences', async () => {
    const { clock, gnss, tell } = receiver();

    await tell(3_600_000, 5);
    expect(await gnss.voucher.vouches(0, Number.NEGATIVE_INFINITY)).toBe(false);
    await tell(0, 3);
    await clock.advance(600_000);

    expect(await gnss.voucher.vouches(0, Number.NEGATIVE_INFINITY)).toBe(false);
  });

  it('says once that the gateway stands elsewhere, and once that it does not any more', async () => {
    const { said, say } = receiver();
    const at = (longitude: number) =>
      say({ readings: [position('latitude', 41.0785), position('longitude', longitude)] });

    await at(28.9708);
    await at(29.5);
    await at(29.5);
    await at(28.971);

    expect(said).toEqual([
      'The gateway is not where gateway.yaml says.',
      'The gateway is where gateway.yaml says.',
    ]);
  });

  it('hands everything on', async () => {
    const { intake, tell } = receiver();

    await tell(0, 1);

    expect(intake.messages).toHaveLength(1);
  });
});
