import { describe, expect, it } from 'vitest';
import { Pace } from '../../src/core/pace.ts';

const limits = { entities: 100, bytes: 262_144, retryAtMostMs: 60_000 };
const newPace = () => new Pace(limits, () => 0.5);

describe('the pace of sending', () => {
  it('grows by steps while full requests are answered quickly', () => {
    const pace = newPace();

    for (let i = 0; i < 3; i++) pace.answered(200, true);

    expect(pace.bounds(0).entities).toBe(80);
  });

  it('never grows beyond the configured bound', () => {
    const pace = newPace();

    for (let i = 0; i < 30; i++) pace.answered(200, true);

    expect(pace.bounds(0).entities).toBe(100);
  });

  it('does not grow on requests that were not full', () => {
    const pace = newPace();

    pace.answered(200, false);

    expect(pace.bounds(0).entities).toBe(50);
  });

  it('shrinks by a quarter on a slow answer and by half on a failure', () => {
    const pace = newPace();

    pace.answered(3_000, true);
    expect(pace.bounds(0).entities).toBe(37);

    pace.failed(undefined);
    expect(pace.bounds(0).entities).toBe(18);
  });

  it('waits with full jitter under a bound that doubles up to the cap', () => {
    const pace = newPace();

    const waits = Array.from({ length: 9 }, () => pace.failed(undefined));

    expect(waits).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('does as Retry-After says', () => {
    expect(newPace().failed(7_000)).toBe(7_000);
  });

  it('sends a probe of one after five failures, then doubles up to the old size', () => {
    const pace = newPace();
    for (let i = 0; i < 5; i++) pace.failed(undefined);
    expect(pace.bounds(0).entities).toBe(1);

    const sizes = [1, 2, 3].map(() => {
      pace.answered(100, true);
      return pace.bounds(0).entities;
    });

    expect(sizes).toEqual([2, 3, 13]);
  });

  it.each([
    ['as many states of each entity as it may take', 8, 400],
    ['no more than 500 states in all', 20, 500],
  ])('sends %s', (_, versionsPerEntity, versions) => {
    expect(new Pace({ ...limits, versionsPerEntity }, () => 0.5).bounds(0)).toMatchObject({
      entities: 50,
      versions,
    });
  });

  it('sends one state as a probe, however many it may', () => {
    const pace = new Pace({ ...limits, versionsPerEntity: 8 }, () => 0.5);
    for (let i = 0; i < 5; i++) pace.failed(undefined);

    expect(pace.bounds(0)).toMatchObject({ entities: 1, versions: 1 });
  });

  it('remembers for an hour that a body was too large', () => {
    const pace = newPace();

    pace.tooLarge(200_000, 0);

    expect(pace.bounds(1_000).bytes).toBe(100_000);
    expect(pace.bounds(3_600_001).bytes).toBe(262_144);
  });
});
