/**
 * An entity that tells only when a condition begins and when it ends: a door that opens, a level that is passed. What
 * was told last, and since when a condition lasts that is not told yet, are marks: they come through a restart.
 */
import type { Attribute, Fragment, MapMessage, Told } from './entity.ts';
import type { Origin, TimeAttribute } from './mapping.ts';
import type { Measure } from './measure.ts';
import type { Stream, Value } from './reading.ts';
import { type Problems, Slots } from './slots.ts';
import { datingOf, timeText } from './time-attribute.ts';

/** Bound to what the site offers. */
export interface EventMeasure {
  /** What the condition is about. */
  readonly measure: Measure;
  readonly begins: (value: Value) => boolean;
  /** Not simply the contrary: between two levels everything stays as it is. */
  readonly ends: (value: Value) => boolean;
  /** So many milliseconds the condition must last. */
  readonly holdMs: number;
  readonly values: readonly EventValue[];
}

/** An attribute that says which of the two it is. */
export interface EventValue {
  readonly name: string;
  readonly origin: Origin;
  readonly began: Value;
  readonly ended: Value;
}

export interface Event {
  readonly uses: (stream: Stream) => boolean;
  readonly map: MapMessage;
  readonly marks: readonly string[];
}

const words = ['began', 'ended', 'waits', 'calm'] as const;
type Word = (typeof words)[number];

/** `map` gives the attributes that go with the beginning and the end. */
export function eventOf(
  entity: string,
  { measure, begins, ends, holdMs, values }: EventMeasure,
  map: MapMessage,
  times: readonly TimeAttribute[],
  gasReference: number,
): Event {
  const slots = new Slots([measure], gasReference);
  const mark = (word: Word) => `${entity} ${word}`;
  const remember = (word: Word, atMs: number): Fragment => ({
    measured: {},
    dating: {},
    problems: [],
    marks: { [mark(word)]: atMs },
  });

  return {
    uses: (stream) => slots.usesOf(stream).length > 0,
    marks: words.map(mark),
    map: (message, told = never) => {
      const problems: Problems = [];
      const read = slots.valuesOf(message, problems);
      const value = read && measure.make(read, 0)?.value;
      const isValue = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string';
      if (!isValue) return problems.length > 0 ? { measured: {}, dating: {}, problems } : undefined;
      const nowMs = message.observedAtMs;
      const at = (word: Word) => told(mark(word)) ?? Number.NEGATIVE_INFINITY;
      if (words.some((word) => at(word) > nowMs)) return undefined;

      const tell = (word: 'began' | 'ended', beganMs: number, changedMs: number): Fragment => {
        const observedAt = timeText(nowMs) ?? '';
        const said = values.map((each): [string, Attribute] => [
          each.name,
          { type: 'Property', value: each[word], observedAt },
        ]);
        const others = map(message, told);
        return {
          measured: { ...others?.measured, ...Object.fromEntries(said) },
          dating: datingOf(times, { startMs: nowMs, endMs: nowMs, beganMs, changedMs }),
          problems: others?.problems ?? [],
          marks: { [mark(word)]: changedMs },
        };
      };

      if (at('began') > at('ended')) return ends(value) ? tell('ended', at('began'), nowMs) : undefined;
      const waits = at('waits') > Math.max(at('calm'), at('ended'));
      if (!begins(value)) return waits ? remember('calm', nowMs) : undefined;
      const sinceMs = waits ? at('waits') : nowMs;
      if (nowMs - sinceMs >= holdMs) return tell('began', sinceMs, sinceMs);
      return waits ? undefined : remember('waits', nowMs);
    },
  };
}

const never: Told = () => undefined;
