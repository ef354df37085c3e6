import { describe, expect, it } from 'vitest';
import {
  type AnnouncedSite,
  deviceAnnouncements,
  deviceContext,
  gatewayAnnouncement,
} from '../../src/core/announcement.ts';
import type { Snapshot } from '../../src/core/status.ts';
import { backlog, buffer, destination, device, silentDevice, snapshot } from '../fakes/snapshot.ts';
import { type Json, keyValues, present, skipped, termsOf, validatorOf } from '../smart-data-models/bundle.ts';

const site: AnnouncedSite = {
  location: { type: 'Point', coordinates: [28.9708, 41.0785] },
  locations: new Map([['meter', { type: 'Point', coordinates: [28.9709, 41.0786] }]]),
  mark: '7f3a9c',
};
const ourOwn = [
  'backlogReadings',
  'oldestReadingAge',
  'quarantinedReadings',
  'droppedReadings',
  'roomLeft',
  'devicesSilent',
  'busUtilisation',
  'clockSynchronized',
  'processorTemperature',
  'underVoltage',
  'diskFree',
  'outageStart',
  'outageEnd',
];
const day = 86_400_000;

function announced(change: Partial<Snapshot> = {}, outage?: { startAt: number; endAt: number | undefined }) {
  const now = snapshot(change);
  const { id, json, key } = gatewayAnnouncement(now, now.destinations[0] ?? destination(), site, outage);
  return { id, key, entity: JSON.parse(json) };
}

describe('the gateway as an entity', () => {
  it('has an id of its own, and says how it does', () => {
    const { id, entity } = announced();

    expect(id).toBe('urn:ngsi-ld:Device:istanbul-kagithane-017-self');
    expect(entity).toMatchObject({
      id,
      type: 'Device',
      deviceState: { type: 'Property', value: 'ok', observedAt: '2026-11-23T08:29:04.000Z' },
      backlogReadings: { value: 0 },
      softwareVersion: { value: '0.1.0' },
      configuration: { value: [{ parameter: 'mark', value: '7f3a9c' }] },
      dateLastValueReported: { value: { '@type': 'DateTime', '@value': '2026-11-23T08:29:03.000Z' } },
      controlledProperty: { value: ['electricityConsumption', 'power'] },
    });
  });

  it.each<[string, Partial<Snapshot>]>([
    ['blocked', { buffer: buffer({ trouble: 'disk I/O error' }) }],
    ['degraded', { devices: [device('meter'), silentDevice('noise', 60_000)] }],
    ['backlog', { destinations: [backlog(9_282, 47 * 60_000, { state: 'sending' })] }],
    ['degraded', { destinations: [destination({ quarantined: 3 })] }],
  ])('is %s', (state, change) => {
    expect(announced(change).entity.deviceState.value).toBe(state);
  });

  it('claims no time while its clock is not set', () => {
    const { entity } = announced({ clock: { synchronised: false, source: undefined, steps: 0 } });

    expect(JSON.stringify(entity)).not.toContain('observedAt');
    expect(entity.dateLastValueReported).toBeUndefined();
    expect(entity.clockSynchronized.value).toBe(false);
  });

  it('tells when the last outage was', () => {
    const { entity } = announced({}, { startAt: Date.UTC(2026, 10, 23, 7), endAt: undefined });

    expect(entity.outageStart.value['@value']).toBe('2026-11-23T07:00:00.000Z');
    expect(entity.outageEnd).toBeUndefined();
  });

  it('has a key that moves with what matters and not with what counts up', () => {
    const one = announced({ destinations: [backlog(10, 1_000)] });
    const other = announced({ destinations: [backlog(4_000, 20_000)] });
    const silent = announced({ devices: [silentDevice('noise', day)] });

    expect(other.key).toBe(one.key);
    expect(silent.key).not.toBe(one.key);
  });
});

describe('a device as an entity', () => {
  it.each([
    ['online', device('meter')],
    ['silent', silentDevice('meter', day)],
    ['starting', device('meter', { lastReadingMs: undefined, lastReadingAt: undefined, linkMs: 0 })],
  ])('is %s, where it stands', (state, meter) => {
    const [first] = deviceAnnouncements(snapshot({ devices: [meter] }), site);

    const entity = JSON.parse(first?.json ?? '{}');
    expect(entity.deviceState.value).toBe(state);
    expect(entity.location.value.coordinates).toEqual([28.9709, 41.0786]);
  });

  it('is left out when it is switched off', () => {
    expect(deviceAnnouncements(snapshot({ devices: [device('meter', { running: 'off' })] }), site)).toEqual(
      [],
    );
  });
});

describe.skipIf(!present)(`the model Device 0.0.9 ${skipped}`, () => {
  it('takes both, and has or leaves to us each of their names', () => {
    const validate = validatorOf('Device');
    const now = snapshot();
    const all = [
      gatewayAnnouncement(now, destination(), site, { startAt: 0, endAt: day }),
      ...deviceAnnouncements(now, site),
    ].map(({ json }) => JSON.parse(json) as Json);

    for (const entity of all) {
      validate(keyValues(entity));
      expect(validate.errors ?? 'sound').toBe('sound');
    }
    const terms = termsOf('Device');
    const foreign = new Set(all.flatMap((entity) => Object.keys(entity)).filter((name) => !terms.has(name)));
    expect([...foreign].filter((name) => !ourOwn.includes(name)).sort()).toEqual([]);
    expect(deviceContext).toContain('dataModel.Device');
  });
});
