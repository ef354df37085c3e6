/** Runs the samples of a mapping file: readings in the unit of the vocabulary, and what they must give. */
import { entityJson, type InputMessage, marksIn } from '../core/entity.ts';
import { spansOf } from '../core/entity-window.ts';
import type { MappingDefinition } from '../core/mapping.ts';
import { type PlanDevice, planEntity } from '../core/mapping-plan.ts';
import { quantityOf, unitText } from '../core/measure.ts';
import { parseQuantity } from '../core/quantity.ts';
import type { Value } from '../core/reading.ts';
import { entityUrn } from '../core/urn.ts';
import { variantsOf } from '../core/variants.ts';
import type { SourceDocument } from './document.ts';
import type { MappingSample } from './mapping-schema.ts';
import { type Fault, type Problem, problem } from './problems.ts';

export interface SampleRun {
  /** The entity in normalized form, every message folded in; undefined if it could not be planned. */
  readonly entity: Readonly<Record<string, unknown>> | undefined;
  /** Differences between what came out and what the sample says. */
  readonly faults: readonly (Fault & { readonly attribute?: string })[];
}

/** The site a sample is run on. */
const gateway = { id: 'sample', facts: {} };
const location = { type: 'Point', coordinates: [28.9708, 41.0785] } as const;
const startMs = Date.UTC(2026, 0, 1);

/** Messages of a mapping without a period come a minute apart. */
const minuteMs = 60_000;

export function runSample(definition: MappingDefinition, sample: MappingSample): SampleRun {
  const periods = [definition, ...definition.attributes].map(({ periodMs = 0 }) => periodMs);
  const periodMs = Math.max(...periods);
  const devices = Object.entries(sample.readings).map(([id, readings]) =>
    deviceOf(id, Object.keys(readings), periodMs > 0 ? periodMs / countOf(readings) : minuteMs),
  );
  const entry = { id: 'sample', name: 'Sample' };
  const [variant] = variantsOf(definition, devices);
  const { plan, problems } = planEntity({
    definition: variant?.definition ?? definition,
    gateway,
    entry,
    devices,
    params: sample.params ?? {},
    madeBy: (mapping) => devices.map(({ id }) => entityUrn(typeOf(mapping), gateway.id, id)),
  });
  if (!plan) return { entity: undefined, faults: problems };
  const messages = devices
    .flatMap((device) => messagesOf(device, sample.readings[device.id] ?? {}))
    .toSorted((a, b) => a.observedAtMs - b.observedAtMs);
  const marks = new Map<string, number>();
  const fragments = [
    ...messages.flatMap((message) => {
      const fragment = plan.map(message, (mark) => marks.get(mark));
      if (!fragment) return [];
      for (const [mark, atMs] of Object.entries(marksIn(fragment))) marks.set(mark, atMs);
      return fragment;
    }),
    ...plan.windows.flatMap((window) => spansOf(window, messages).map((span) => window.close(span).fragment)),
  ];
  const measured = Object.assign({}, ...fragments.map((fragment) => fragment.measured));
  const dating = Object.assign({}, ...fragments.map((fragment) => fragment.dating));
  const entity = JSON.parse(entityJson(plan, measured, dating)) as Record<string, unknown>;
  return { entity, faults: [...problems, ...differences(entity, sample.expect, definition)] };
}

/** What the samples of a file say and its mapping does not do, each at its place. */
export function sampleProblems(
  document: SourceDocument,
  definition: MappingDefinition,
  samples: readonly MappingSample[],
): Problem[] {
  return samples.flatMap((sample, index) =>
    runSample(definition, sample).faults.map((fault) => {
      const said = fault.attribute !== undefined && Object.hasOwn(sample.expect, fault.attribute);
      const place = said ? ['samples', index, 'expect', fault.attribute ?? ''] : ['samples', index];
      return problem(said ? document.place(place) : document.keyPlace(place), fault);
    }),
  );
}

const typeOf = (mapping: string) => /[^/]+\/([A-Za-z]+)/.exec(mapping)?.[1] ?? mapping;

type Readings = MappingSample['readings'][string];
type Read = Readings[string];

const listOf = (read: Read) => (Array.isArray(read) ? read : [read]);

/** How many messages the device sends. */
const countOf = (readings: Readings): number =>
  Math.max(1, ...Object.values(readings).map((read) => listOf(read).length));

/** One message, or as many as the lists are long, spread evenly over the period. */
function messagesOf({ id, streams, rhythm }: PlanDevice, all: Readings): InputMessage[] {
  return Array.from({ length: countOf(all) }, (_, index) => {
    const readings = streams.flatMap((stream) => {
      const value = listOf(all[stream.quantity] ?? '')[index] ?? null;
      return value === null ? [] : [{ stream, value: typeof value === 'boolean' ? Number(value) : value }];
    });
    return { device: id, readings, observedAtMs: startMs + index * (rhythm?.everyMs ?? 0) };
  });
}

function deviceOf(id: string, names: readonly string[], everyMs: number): PlanDevice {
  const streams = names.flatMap((name) => {
    const parsed = parseQuantity(name);
    if ('problem' in parsed) return [];
    const { unit, kind } = parsed.quantity;
    return [{ device: id, point: name, quantity: name, unit: unit === 'any' ? undefined : unit, kind }];
  });
  return { id, streams, location, facts: {}, rhythm: { everyMs } };
}

function differences(
  entity: Readonly<Record<string, unknown>>,
  expect: MappingSample['expect'],
  definition: MappingDefinition,
): SampleRun['faults'] {
  return Object.entries(expect).flatMap(([attribute, wanted]) => {
    const found = plainValue(entity[attribute]);
    if (same(found, wanted)) return [];
    return [
      {
        code: 'SAMPLE_DIFFERS',
        message: `The sample gives ${attribute} ${text(found)} and should give ${text(wanted)}.`,
        mend: `Correct the attribute or the sample${readIn(definition, attribute)}.`,
        attribute,
      },
    ];
  });
}

/** In which unit a sample gives the readings of an attribute. */
function readIn({ attributes }: MappingDefinition, name: string): string {
  const source = attributes.find((each) => each.name === name)?.source;
  if (source?.kind !== 'from') return '';
  const units = source.quantities.flatMap((quantity) => {
    const unit = quantityOf(quantity)?.unit;
    return unit === undefined || unit === 'any' ? [] : [`${quantity} stands in ${unitText(unit)}`];
  });
  return units.length > 0 ? `, in which ${units.join(', ')}` : '';
}

const text = (value: unknown) => (value === undefined || value === null ? 'no value' : JSON.stringify(value));

function plainValue(attribute: unknown): unknown {
  if (typeof attribute !== 'object' || attribute === null) return null;
  if ('object' in attribute) return attribute.object;
  return 'value' in attribute ? attribute.value : null;
}

/** Numbers to 9 significant digits; maps whatever the order of their keys. */
function same(found: unknown, wanted: unknown): boolean {
  if (typeof found === 'number' && typeof wanted === 'number') {
    return Math.abs(found - wanted) <= 1e-9 * Math.max(Math.abs(found), Math.abs(wanted));
  }
  if (!isMap(found) || !isMap(wanted)) return found === wanted;
  const keys = Object.keys(found);
  return keys.length === Object.keys(wanted).length && keys.every((key) => same(found[key], wanted[key]));
}

const isMap = (value: unknown): value is Readonly<Record<string, Value>> =>
  typeof value === 'object' && value !== null;
