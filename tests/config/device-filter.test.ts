import { describe, expect, it } from 'vitest';
import { type FilterText, filterFor, filterText } from '../../src/config/device-filter.ts';
import { mqttPoint } from '../fakes/mqtt.ts';

const ofDriver: FilterText = { heartbeat: 300_000, deadband: { airTemperature: 0.2 } };
const own: FilterText = { heartbeat: 60_000, deadband: {} };

describe('the filter of a device', () => {
  it.each([
    ['its own', own, ofDriver, own],
    ['that of its driver where it says nothing', undefined, ofDriver, ofDriver],
    ['none where it says so', 'none', ofDriver, undefined],
    ['none where nobody says anything', undefined, undefined, undefined],
  ] as const)('is %s', (_, text, driver, filter) => {
    expect(filterText(text, driver)).toBe(filter);
  });

  it('keeps deadbands by quantity, and tells those that no number has', () => {
    const points = [mqttPoint('airTemperature'), mqttPoint('doorOpen', { kind: 'state' })];
    const deadband = { airTemperature: '2%', doorOpen: 1, airTemprature: 1 };

    const { filter, faults } = filterFor({ heartbeat: 1_000, deadband, interval: 500 }, points);

    expect(filter).toEqual({
      heartbeatMs: 1_000,
      deadband: { airTemperature: { percent: 2 } },
      intervalMs: 500,
    });
    expect(faults.map(([name, { code, mend }]) => [name, code, mend])).toEqual([
      ['doorOpen', 'UNKNOWN_POINT', 'Remove it; any change of it counts.'],
      ['airTemprature', 'UNKNOWN_POINT', expect.stringContaining('airTemperature')],
    ]);
  });
});
