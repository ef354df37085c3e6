/**
 * A planned entity at work: from one message to a fragment. Which readings go where is looked up once for each
 * stream and kept by the stream's identity, because a buffered reading may carry an older unit of the same
 * quantity: conversion always starts at the stream's own unit, and what cannot be converted is told, never guessed.
 */
import type { NoValue } from './attribute-value.ts';
import { conversionWords } from './conversion-words.ts';
import type { Attribute, EntityPlan, Fragment, InputMessage } from './entity.ts';
import type { Origin } from './mapping.ts';
import { type Input, inputConverter, type Measure, sortOf, unitText } from './measure.ts';
import type { Stream, Value } from './reading.ts';

/** Where an attribute of a message came from, for `kopru map`. */
export interface Provenance {
  readonly name: string;
  readonly attribute: Attribute;
  /** Where the mapping says so. */
  readonly origin: Origin;
  readonly from: readonly {
    readonly stream: Stream;
    readonly value: number | string;
    /** For example `58 P1, ÷ 100`. */
    readonly words: string;
  }[];
}

export interface MappedEntity extends EntityPlan {
  /** The measured attributes of a message with their sources. */
  explain(message: InputMessage): readonly Provenance[];
}

export interface MapperFacts {
  readonly id: string;
  readonly type: string;
  readonly mapping: string;
  readonly context: string;
  readonly statics: Readonly<Record<string, Attribute>>;
  readonly measures: readonly Measure[];
  /** Names of attributes that hold the time of observation. */
  readonly times: readonly string[];
  readonly gasReference: number;
}

/** One place that a reading of a stream goes to. */
interface Use {
  readonly slot: number;
  readonly measure: Measure;
  readonly read: (value: number | string) => Value | undefined;
  /** Why no reading of this stream can be used there. */
  readonly fault: NoValue | undefined;
}

interface Placed extends Measure {
  /** Slot of its first input. */
  readonly first: number;
}

export function mappedEntity(facts: MapperFacts): MappedEntity {
  const { id, type, mapping, context, statics, times, gasReference } = facts;
  const { placed, slots } = place(facts.measures);
  const uses = useFinder(placed, gasReference);
  const devices = [...new Set(placed.flatMap(({ inputs }) => inputs.map(({ device }) => device)))];

  const map = (message: InputMessage): Fragment | undefined => {
    const problems: { attribute: string; code: string; words: string }[] = [];
    const measured: Record<string, Attribute> = {};
    const values = valuesOf(message, slots, uses, problems);
    const observedAt = values && timeText(message.observedAtMs);
    if (!values || observedAt === undefined) {
      return problems.length > 0 ? { measured, dating: {}, problems } : undefined;
    }
    let any = false;
    for (const measure of placed) {
      const made = measure.make(values, measure.first);
      if (!made) continue;
      for (const refused of made.refused ?? []) problems.push({ attribute: measure.name, ...refused });
      if (made.value === undefined) continue;
      any = true;
      measured[measure.name] =
        measure.unitCode === undefined
          ? { type: 'Property', value: made.value, observedAt }
          : { type: 'Property', value: made.value, unitCode: measure.unitCode, observedAt };
    }
    if (any) return { measured, dating: datingOf(times, observedAt), problems };
    return problems.length > 0 ? { measured, dating: {}, problems } : undefined;
  };

  return {
    id,
    type,
    mapping,
    context,
    statics,
    devices,
    uses: (stream) => uses(stream).length > 0,
    map,
    explain: (message) => {
      const measured = map(message)?.measured ?? {};
      return placed.flatMap((measure) => {
        const attribute = measured[measure.name];
        if (!attribute) return [];
        const from = message.readings.flatMap(({ stream, value }) =>
          uses(stream)
            .filter((use) => use.measure === measure)
            .map((use) => ({ stream, value, words: sourceWords(stream, value, inputAt(placed, use)?.unit) })),
        );
        return [{ name: measure.name, attribute, origin: measure.origin, from }];
      });
    },
  };
}

function place(measures: readonly Measure[]): { placed: Placed[]; slots: number } {
  let slots = 0;
  const placed = measures.map((measure): Placed => {
    const first = slots;
    slots += measure.inputs.length;
    return { ...measure, first };
  });
  return { placed, slots };
}

/** The converted readings by slot; undefined if the message has none for this entity. */
function valuesOf(
  message: InputMessage,
  slots: number,
  uses: (stream: Stream) => readonly Use[],
  problems: { attribute: string; code: string; words: string }[],
): (Value | undefined)[] | undefined {
  let values: (Value | undefined)[] | undefined;
  for (const { stream, value } of message.readings) {
    for (const use of uses(stream)) {
      const read = use.read(value);
      if (read === undefined) {
        const fault = use.fault ?? { code: 'NOT_FINITE', words: `${value} is no finite number` };
        problems.push({ attribute: use.measure.name, ...fault });
        continue;
      }
      values ??= new Array<Value | undefined>(slots).fill(undefined);
      values[use.slot] = read;
    }
  }
  return values;
}

function useFinder(placed: readonly Placed[], gasReference: number): (stream: Stream) => readonly Use[] {
  const known = new Map<Stream, readonly Use[]>();
  return (stream) => {
    let uses = known.get(stream);
    if (!uses) {
      uses = placed.flatMap((measure) =>
        measure.inputs.flatMap((input, index) =>
          input.device === stream.device && input.quantity === stream.quantity
            ? [useOf(measure, measure.first + index, input, stream, gasReference)]
            : [],
        ),
      );
      known.set(stream, uses);
    }
    return uses;
  };
}

function useOf(measure: Placed, slot: number, input: Input, stream: Stream, gasReference: number): Use {
  const place = { slot, measure };
  const none = () => undefined;
  const sort = sortOf(stream.kind);
  if (sort !== input.sort) {
    const words = `${stream.quantity} was a ${stream.kind} when it was read`;
    return { ...place, read: none, fault: { code: 'KIND_CHANGED', words } };
  }
  if (sort === 'text') return { ...place, read: String, fault: undefined };
  if (sort === 'state') return { ...place, read: stateOf, fault: undefined };
  const convert = inputConverter(stream, input.unit, gasReference);
  if (!convert) {
    const words = `${unitText(stream.unit)} cannot be turned into ${unitText(input.unit)}`;
    return { ...place, read: none, fault: { code: 'UNIT_NO_CONVERSION', words } };
  }
  const read = (value: number | string) => {
    if (typeof value !== 'number') return undefined;
    const converted = convert(value);
    return Number.isFinite(converted) ? converted : undefined;
  };
  return { ...place, read, fault: undefined };
}

/** States are kept as 0 and 1. */
function stateOf(value: number | string): boolean | undefined {
  return value === 1 ? true : value === 0 ? false : undefined;
}

const latestMs = 8.64e15;

/** UTC with milliseconds and Z; undefined for what no date can hold. */
function timeText(ms: number): string | undefined {
  return Math.abs(ms) <= latestMs ? new Date(ms).toISOString() : undefined;
}

function datingOf(times: readonly string[], observedAt: string): Record<string, Attribute> {
  const dating: Record<string, Attribute> = {};
  for (const name of times) {
    dating[name] = { type: 'Property', value: { '@type': 'DateTime', '@value': observedAt } };
  }
  return dating;
}

const inputAt = (placed: readonly Placed[], { measure, slot }: Use): Input | undefined => {
  const found = placed.find((each) => each === measure);
  return found?.inputs[slot - found.first];
};

function sourceWords(stream: Stream, value: number | string, unit: string | undefined): string {
  const raw = stream.unit === undefined ? String(value) : `${value} ${stream.unit}`;
  const words = unit === undefined || stream.unit === undefined ? '' : conversionWords(stream.unit, unit);
  return words === '' ? raw : `${raw}, ${words}`;
}
