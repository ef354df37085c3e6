import { describe, expect, it } from 'vitest';
import type { GatewayPlace } from '../../../src/core/device.ts';
import type { Message } from '../../../src/core/reading.ts';
import { createGnss } from '../../../src/sources/host/gnss.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { recordingIntake } from '../../fakes/modbus.ts';

const reading = (quantity: string, value: number) => ({
  stream: { device: 'gps', point: quantity, quantity, unit: 'DD', kind: 'gauge' as const },
  value,
});

interface Choice {
  /** The place follows the receiver. */
  readonly follows?: boolean;
}

function receiver({ follows = false }: Choice = {}) {
  const clock = fakeClock();
  const intake = recordingIntake();
  const said: string[] = [];
  const logger = {
    debug() {},
    info: (_: object, words: string) => said.push(words),
    warn: (_: object, words: string) => said.push(words),
    error() {},
  };
  let place: GatewayPlace = follows
    ? { location: undefined, receiver: 'gps', found: false }
    : {
        location: { type: 'Point', coordinates: [28.9708, 41.0785] },
        receiver: undefined,
        found: false,
      };
  const found: (readonly [number, number])[] = [];
  const gnss = createGnss({
    isReceiver: (id) => id === 'gps',
    place: () => place,
    onPlace: (location) => {
      found.push(location.coordinates);
      place = { ...place, location, found: true };
    },
    clock,
    logger,
  });
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
  const at = (longitude: number, latitude = 41.0785) =>
    say({ readings: [reading('latitude', latitude), reading('longitude', longitude)] });
  const stays = async (minutes: number, longitude: number, latitude?: number) => {
    for (let i = 0; i < minutes; i++) {
      await at(longitude, latitude);
      await clock.advance(60_000);
    }
  };
  return { clock, intake, said, found, gnss, say, tell, at, stays, through };
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
    const { said, at } = receiver();

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
    const { intake, tell, through } = receiver();

    await tell(0, 1);
    through.refuse('gps', undefined, 'not received', 'three', 3);

    expect(intake.messages).toHaveLength(1);
    expect(intake.refusals).toHaveLength(1);
  });

  it('finds the place that follows it, and says nothing more while the cabinet stands', async () => {
    const { found, stays } = receiver({ follows: true });

    await stays(200, 28.9708);

    expect(found).toEqual([[28.9708, 41.0785]]);
  });

  it('finds no place for a gateway whose place is written', async () => {
    const { found, stays } = receiver();

    await stays(200, 29.5);

    expect(found).toEqual([]);
  });

  it.each([
    ['a dilution of 9', [reading('x-hdop', 9), reading('x-satellites', 8)], []],
    ['three satellites', [reading('x-hdop', 0.9), reading('x-satellites', 3)], []],
    ['a good fix', [reading('x-hdop', 0.9), reading('x-satellites', 8)], [[28.9708, 41.0785]]],
  ])('counts positions only under a good sky: %s', async (_, quality, expected) => {
    const { found, say, stays } = receiver({ follows: true });

    await say({ readings: quality });
    await stays(12, 28.9708);

    expect(found).toEqual(expected);
  });

  it('goes with a cabinet that was moved, after an hour', async () => {
    const { found, stays } = receiver({ follows: true });

    await stays(12, 28.9708);
    await stays(47, 28.99);
    expect(found).toHaveLength(1);
    await stays(15, 28.99);

    expect(found).toEqual([
      [28.9708, 41.0785],
      [28.99, 41.0785],
    ]);
  });
});
