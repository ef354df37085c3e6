/**
 * Every shipped mapping over every shipped driver that can feed it: the driver's own samples, decoded as a device's
 * answers are, become entities that validate with the original schemas and have the units these document.
 */
import { describe, expect, it } from 'vitest';
import { trySamples } from '../src/config/driver-samples.ts';
import { type EntityWindow, entityJson, type Fragment, type InputMessage } from '../src/core/entity.ts';
import { spansOf } from '../src/core/entity-window.ts';
import { type ShippedDriver, shippedDrivers, shippedMappings } from './docs/library.ts';
import { attemptsOf } from './docs/over-drivers.ts';
import { type Json, keyValues, present, skipped, validatorOf } from './smart-data-models/bundle.ts';
import { documentedUnits } from './smart-data-models/units.ts';

const mappings = shippedMappings();

describe.skipIf(!present)(`the samples of a driver, mapped ${skipped}`, () => {
  const validators = new Map(
    present ? mappings.map(({ definition: { type } }) => [type, validatorOf(type)]) : [],
  );

  it.each(shippedDrivers())('validate for $name', ({ name, driver, streams }) => {
    const planned = new Set<string>();
    const validated = new Set<string>();
    for (const { mapping, plan } of mappings.flatMap((each) => attemptsOf(each, { name, streams }))) {
      if (!plan) continue;
      // What no sample begins is not told.
      if (!mapping.event) planned.add(plan.id);
      const messages = messagesOf({ driver, streams });
      const fragments = [
        ...messages.map((message) => plan.map(message)),
        ...messages.flatMap((message) => plan.windows.map((window) => periodOf(window, message))),
      ];
      for (const fragment of fragments) {
        if (!fragment || Object.keys(fragment.measured).length === 0) continue;
        const entity = JSON.parse(entityJson(plan, fragment.measured, fragment.dating)) as Json;
        if (!mapping.event) validated.add(plan.id);
        const validate = validators.get(mapping.type);
        validate?.(keyValues(entity));
        expect([mapping.mapping, validate?.errors ?? 'sound']).toEqual([mapping.mapping, 'sound']);
        const units = documentedUnits[mapping.type] ?? {};
        for (const [attribute, { unitCode }] of Object.entries(fragment.measured as Record<string, Json>)) {
          if (attribute in units) expect([attribute, unitCode]).toEqual([attribute, units[attribute]]);
        }
      }
    }

    expect(validated).toEqual(planned);
  });
});

/** The second of two periods in which the device sent the same once each. */
function periodOf(window: EntityWindow, message: InputMessage): Fragment | undefined {
  const later = { ...message, observedAtMs: message.observedAtMs + window.periodMs };
  const [, span] = spansOf(window, [message, later]);
  return span && window.close(span).fragment;
}

/** A message for each sample, of the points that it gives a value for. */
function messagesOf({ driver, streams }: Pick<ShippedDriver, 'driver' | 'streams'>): InputMessage[] {
  const { results } = trySamples(driver);
  return [...new Set(results.map(({ sample }) => sample))].map((sample) => ({
    device: 'device',
    observedAtMs: Date.UTC(2026, 0, 1),
    readings: [
      ...results.flatMap(({ sample: of, point, got }) => {
        const stream = streams.find((each) => each.point === point);
        if (of !== sample || !stream || !got || !('value' in got)) return [];
        return [{ stream, value: typeof got.value === 'boolean' ? Number(got.value) : got.value }];
      }),
      ...radioOf(streams),
    ],
  }));
}

/** What a LoRaWAN network adds to every uplink: no sample of a payload has it. */
function radioOf(streams: ShippedDriver['streams']): InputMessage['readings'] {
  const typical: Readonly<Record<string, number>> = { rssi: -97, snr: 7.5 };
  return streams.flatMap((stream) => {
    const value = typical[stream.point];
    return value === undefined ? [] : [{ stream, value }];
  });
}
