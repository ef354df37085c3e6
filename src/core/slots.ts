/**
 * The places that readings go to before measures are made of them: each input of each measure has one. Which readings go
 * where is looked up once for each stream and kept by the stream's identity, because a buffered reading may carry
 * an older unit of the same quantity: conversion always starts at the stream's own unit, and what cannot be
 * converted is told, never guessed.
 */
import type { NoValue } from './attribute-value.ts';
import type { Fragment, InputMessage } from './entity.ts';
import { type Input, inputConverter, sortOf, unitText } from './measure.ts';
import type { Stream, Value } from './reading.ts';

/** Whatever has inputs. */
export interface Measured {
  readonly name: string;
  readonly inputs: readonly Input[];
}

export type Placed<M extends Measured> = M & {
  /** Slot of its first input. */
  readonly first: number;
};

/** One place that a reading of a stream goes to. */
export interface Use<M extends Measured> {
  readonly slot: number;
  readonly measure: Placed<M>;
  readonly input: Input;
  readonly read: (value: number | string) => Value | undefined;
  /** Why no reading of this stream can be used there. */
  readonly fault: NoValue | undefined;
}

export type Problems = Fragment['problems'][number][];

export class Slots<M extends Measured> {
  readonly placed: readonly Placed<M>[];
  readonly #count: number;
  readonly #gasReference: number;
  readonly #known = new Map<Stream, readonly Use<M>[]>();

  constructor(measures: readonly M[], gasReference: number) {
    let slots = 0;
    this.placed = measures.map((measure) => {
      const first = slots;
      slots += measure.inputs.length;
      return { ...measure, first };
    });
    this.#count = slots;
    this.#gasReference = gasReference;
  }

  usesOf(stream: Stream): readonly Use<M>[] {
    let uses = this.#known.get(stream);
    if (!uses) {
      uses = this.placed.flatMap((measure) =>
        measure.inputs.flatMap((input, index) =>
          input.device === stream.device && input.quantity === stream.quantity
            ? [useOf(measure, measure.first + index, input, stream, this.#gasReference)]
            : [],
        ),
      );
      this.#known.set(stream, uses);
    }
    return uses;
  }

  /** The converted readings by slot; undefined if the message has none for these measures. */
  valuesOf(message: InputMessage, problems: Problems): (Value | undefined)[] | undefined {
    let values: (Value | undefined)[] | undefined;
    for (const { stream, value } of message.readings) {
      for (const use of this.usesOf(stream)) {
        const read = use.read(value);
        if (read === undefined) {
          const fault = use.fault ?? { code: 'NOT_FINITE', words: `${value} is no finite number` };
          problems.push({ attribute: use.measure.name, ...fault });
          continue;
        }
        values ??= new Array<Value | undefined>(this.#count).fill(undefined);
        values[use.slot] = read;
      }
    }
    return values;
  }
}

function useOf<M extends Measured>(
  measure: Placed<M>,
  slot: number,
  input: Input,
  stream: Stream,
  gasReference: number,
): Use<M> {
  const place = { slot, measure, input };
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
