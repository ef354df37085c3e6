import { describe, expect, it } from 'vitest';
import { isFaulty, sparkline, Watch, watchLines } from '../../src/cli/watch-table.ts';
import type { DeviceStatus } from '../../src/core/status.ts';
import { device, silentDevice } from '../fakes/snapshot.ts';

const plain = { color: false, ascii: false };
const meter = (value: number): DeviceStatus =>
  device('meter', {
    values: [{ point: 'activePower', quantity: 'activePower', value, unit: 'WTT', ageMs: 4_000 }],
    refusals: [{ point: 'frequency', reason: 'range', count: 3, raw: '0000' }],
  });

describe('what watch remembers', () => {
  it('keeps smallest, largest and the last ten of each point', () => {
    const watch = new Watch();
    for (let value = 1; value <= 12; value++) watch.look([meter(value)], true);

    const [power] = watch.look([meter(5)], false);

    expect(power).toMatchObject({ value: 5, min: 1, max: 12, lately: [3, 4, 5, 6, 7, 8, 9, 10, 11, 12] });
  });

  it('shows a point that never had a good value, with the reason', () => {
    const points = new Watch().look([meter(5)], true);

    expect(points.map((point) => [point.point, isFaulty(point), point.errors, point.reason])).toEqual([
      ['activePower', false, 0, undefined],
      ['frequency', true, 3, 'range'],
    ]);
    expect(watchLines(points, plain)[2]).toMatch(/^! meter +frequency +range .* 3/);
  });

  it('keeps the last value of a silent device and marks the gap', () => {
    const watch = new Watch();
    const silent = silentDevice('meter', 90_000, { values: meter(5).values });
    watch.look([meter(5)], true);

    const points = watch.look([silent], true);

    expect(points[0]).toMatchObject({ silent: true, value: 5, lately: [5, undefined] });
    expect(isFaulty(points[0] ?? expect.fail('no point'))).toBe(true);
  });

  it('marks a value that is too old although its device answers', () => {
    const old = { point: 'pm10', quantity: 'pm10', value: 9, unit: 'GQ', ageMs: 30_001 };
    const points = new Watch().look([device('air', { values: [...meter(5).values, old] })], true);

    expect(points.map(({ point, stale, lately }) => [point, stale, lately])).toEqual([
      ['activePower', false, [5]],
      ['pm10', true, [undefined]],
    ]);
    expect(watchLines(points, plain)[2]).toMatch(/^! air +pm10 +9/);
  });

  it('stays within the terminal', () => {
    const long = { ...meter(-1234567.8), id: 'a-device-with-a-very-long-name' };

    for (const line of watchLines(new Watch().look([long], true), plain))
      expect(line.length).toBeLessThanOrEqual(80);
  });
});

describe('a sparkline', () => {
  it.each([
    [[1, 2, 3], '▁▅█'],
    [[5, 5], '▄▄'],
    [[1, undefined, 2], '▁·█'],
    [[], ''],
  ])('of %j is %s', (values, expected) => {
    expect(sparkline(values, false)).toBe(expected);
  });

  it('has letters of its own where there is no Unicode', () => {
    expect(sparkline([1, undefined, 2], true)).toBe('_ #');
  });
});
