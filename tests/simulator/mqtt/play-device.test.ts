import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Value } from '../../../src/core/reading.ts';
import { encodeMessage } from '../../../src/simulator/mqtt/encode.ts';
import { playMqttDevice } from '../../../src/simulator/mqtt/play-device.ts';
import { contentOf, decodeMessage } from '../../../src/sources/mqtt/payload.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { mqttDevice, mqttMessage } from '../../fakes/mqtt.ts';

const wallMs = Date.UTC(2026, 10, 23, 8);

const everything = mqttMessage(
  {
    power: { path: '/ENERGY/Power/1', unit: 'WTT', meaning: { scale: 0.1 } },
    temperature: { path: '/t', unit: 'CEL', meaning: { offset: -40 } },
    open: { path: '/door/open', kind: 'state', meaning: { invert: true } },
    mode: { path: '/mode', kind: 'text', meaning: { values: { 0: 'off', 1: 'eco' } } },
    lit: { path: '/POWER', kind: 'state', meaning: { values: { ON: true, OFF: false } } },
    pm10: { field: 'SDS_P1', unit: 'GQ', guard: [{ path: '/ok', is: [true] }] },
  },
  {
    topic: 'tele/+/SENSOR/#',
    guard: [{ path: '/id', is: ['a', 'b'] }],
    groups: { path: '/list', name: '/type', value: '/value' },
    time: { path: '/Time', form: 'iso', zone: 'Europe/Istanbul' },
  },
);

describe('encodeMessage', () => {
  it('builds the payload a device would send', () => {
    const values = new Map<string, Value>([
      ['power', 120],
      ['open', true],
      ['mode', 'eco'],
      ['lit', false],
      ['pm10', 4.05],
    ]);

    const publication = encodeMessage(everything, values, wallMs);

    expect(JSON.parse(JSON.stringify(publication))).toEqual({
      topic: 'tele/simulated/SENSOR/simulated',
      payload: {
        Time: '2026-11-23T11:00:00',
        id: 'a',
        ok: true,
        // The driver names the second of a list only.
        ENERGY: { Power: [null, 1200] },
        door: { open: false },
        mode: 1,
        POWER: 'OFF',
        list: [{ type: 'SDS_P1', value: 4.05 }],
      },
    });
  });

  it('is undone by decoding', () => {
    const decimal = fc.integer({ min: -10_000, max: 10_000 }).map((n) => n / 10);
    const some = fc.record(
      {
        power: decimal,
        temperature: decimal,
        open: fc.boolean(),
        mode: fc.constantFrom('off', 'eco'),
        lit: fc.boolean(),
        pm10: decimal,
      },
      { requiredKeys: ['power'] },
    );
    fc.assert(
      fc.property(some, (values) => {
        const publication = encodeMessage(everything, new Map<string, Value>(Object.entries(values)), wallMs);

        const decoded = decodeMessage(
          everything,
          contentOf('city/sensor', Buffer.from(JSON.stringify(publication?.payload))),
        );

        if (decoded.kind !== 'message') throw new Error('not recognised');
        expect(decoded.refused).toEqual([]);
        expect(decoded.deviceTimeMs).toBe(wallMs);
        expect(
          Object.fromEntries(decoded.readings.map(({ stream, value }) => [stream.point, value])),
        ).toEqual(values);
      }),
    );
  });

  it('says nothing without a value', () => {
    expect(encodeMessage(everything, new Map([['other', 1]]), wallMs)).toBeUndefined();
  });

  it('says why a point cannot be played', () => {
    const squared = mqttMessage({ v: { meaning: { formula: (raw) => raw * raw } } });

    expect(() => encodeMessage(squared, new Map([['v', 4]]), wallMs)).toThrow(
      'v: a point with a formula or units cannot be played backwards.',
    );
  });
});

describe('playMqttDevice', () => {
  const device = mqttDevice('plug', [
    mqttMessage({ voltage: { unit: 'VLT', meaning: { min: 100, max: 250 } } }, { name: 'a' }, 'plug'),
    mqttMessage({ doorOpen: { kind: 'state' } }, { name: 'b', topic: 'city/door' }, 'plug'),
  ]);

  it('publishes each of its messages with plausible values', () => {
    const simulated = playMqttDevice(device, { clock: fakeClock() });

    const [first, second] = simulated.publications();

    expect(first).toEqual({ topic: 'city/sensor', payload: { voltage: expect.any(Number) } });
    expect(simulated.values().get('voltage')).toBeGreaterThan(200);
    expect(second).toEqual({ topic: 'city/door', payload: { doorOpen: expect.any(Boolean) } });
  });

  it('says what it was told to', async () => {
    const clock = fakeClock();
    const simulated = playMqttDevice(device, { clock, values: { voltage: 231 } });

    simulated.set('doorOpen', (ms) => ms > wallMs);

    expect(simulated.publications().map(({ payload }) => payload)).toEqual([
      { voltage: 231 },
      { doorOpen: false },
    ]);
    await clock.advance(1_000);
    expect(simulated.publications().at(1)?.payload).toEqual({ doorOpen: true });
  });

  it('knows no other points', () => {
    const simulated = playMqttDevice(device, { clock: fakeClock() });

    expect(() => simulated.set('frequency', 50)).toThrow('plug: no point is called frequency.');
  });
});
