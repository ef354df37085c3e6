/** Entities of mappings written as in a file, and messages for them. */
import { parseDocument } from '../../src/config/document.ts';
import { readMapping } from '../../src/config/mapping-file.ts';
import { noModels } from '../../src/config/models.ts';
import type { InputMessage } from '../../src/core/entity.ts';
import {
  type MappedEntity,
  type PlanDevice,
  type PlanRequest,
  planEntity,
} from '../../src/core/mapping-plan.ts';
import type { Rhythm } from '../../src/core/measure.ts';
import { quantityOf } from '../../src/core/measure.ts';
import type { Stream } from '../../src/core/reading.ts';

const location = { type: 'Point', coordinates: [28.97, 41.08] } as const;

export function streamOf(device: string, quantity: string, facts: Partial<Stream> = {}): Stream {
  const { unit, kind = 'gauge' } = quantityOf(quantity) ?? {};
  return { device, point: quantity, quantity, unit: unit === 'any' ? undefined : unit, kind, ...facts };
}

export function deviceOf(
  id: string,
  quantities: readonly (string | Stream)[],
  rhythm: Rhythm = { everyMs: 60_000 },
  facts: Partial<PlanDevice> = {},
): PlanDevice {
  const streams = quantities.map((each) => (typeof each === 'string' ? streamOf(id, each) : each));
  return { id, streams, location, facts: {}, rhythm, ...facts };
}

/** Plans an entity by a mapping; `body` is what follows its `context`. */
export function planByText(
  body: string,
  devices: readonly PlanDevice[],
  facts: Partial<PlanRequest> = {},
): ReturnType<typeof planEntity> {
  const text = `mapping: Test/Thing\nmodel: Thing 1.0.0\ncontext: https://example.org/context.jsonld\n${body}\n`;
  const { document, problems } = parseDocument('mappings/Test/Thing.yaml', text);
  const read = document && readMapping(document, noModels);
  if (!read?.mapping) {
    throw new Error([...problems, ...(read?.problems ?? [])].map(({ message }) => message).join('\n'));
  }
  const gateway = { id: 'site', facts: {} };
  return planEntity({ definition: read.mapping, gateway, entry: {}, devices, params: {}, ...facts });
}

export function entityByText(...of: Parameters<typeof planByText>): MappedEntity {
  const { plan, problems } = planByText(...of);
  if (!plan) throw new Error(problems.map(({ message }) => message).join('\n'));
  return plan;
}

/** A message of the device with these values by quantity; null: no reading. */
export function messageOf(
  device: PlanDevice,
  observedAtMs: number,
  values: Readonly<Record<string, number | string | null>>,
): InputMessage {
  const readings = device.streams.flatMap((stream) => {
    const value = values[stream.quantity] ?? null;
    return value === null ? [] : [{ stream, value }];
  });
  return { device: device.id, readings, observedAtMs };
}
