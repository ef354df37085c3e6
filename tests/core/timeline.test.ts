import { describe, expect, it } from 'vitest';
import { deviceAheadMs, estimated, observedAt, type Segment } from '../../src/core/timeline.ts';

const segment: Segment = {
  id: 1,
  boot: 'boot',
  monoStart: 0,
  wallStart: 0,
  offset: 1_000_000_000,
  source: 'timesyncd',
  firstSeq: 1,
};
const cameMs = 1_000_000_500;

describe('the time at which a reading was observed', () => {
  it.each([
    ['of a device without a clock is when it came', undefined, segment, cameMs],
    [
      'is unknown while our clock is not known to be right',
      undefined,
      { ...segment, offset: null },
      undefined,
    ],
    ['is what the device says, hours ago too', cameMs - 7_200_000, segment, cameMs - 7_200_000],
    ['is what the device says a little ahead', cameMs + deviceAheadMs, segment, cameMs + deviceAheadMs],
    ['is never long after it came', cameMs + deviceAheadMs + 1, segment, cameMs],
    [
      'is what the device says where ours is only estimated',
      cameMs + 86_400_000,
      { ...segment, source: estimated },
      cameMs + 86_400_000,
    ],
  ])('%s', (_, deviceTimeMs, within, expected) => {
    expect(observedAt(within, 500, deviceTimeMs)).toBe(expected);
  });
});
