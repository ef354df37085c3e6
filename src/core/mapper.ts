/** A planned entity at work: from one message to a fragment, and from a period of messages to another. */

import { type AcrossMeasure, acrossMap } from './across.ts';
import { conversionWords } from './conversion-words.ts';
import type { Attribute, EntityPlan, EntityWindow, Fragment, InputMessage, MapMessage } from './entity.ts';
import { entityWindow } from './entity-window.ts';
import { type EventMeasure, eventOf } from './event.ts';
import type { AttributeDefinition, Origin, TimeAttribute } from './mapping.ts';
import type { Measure, WindowMeasure } from './measure.ts';
import type { Stream } from './reading.ts';
import { type Measured, type Problems, Slots } from './slots.ts';
import { datingOf, timeText } from './time-attribute.ts';

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

/** An attribute and where its mapping says so. */
export type WrittenAttribute = Pick<AttributeDefinition, 'name' | 'origin'>;

export interface MappedEntity extends EntityPlan {
  /** As the mapping has them, those that are not measured too. */
  readonly attributes: readonly WrittenAttribute[];
  readonly windows: readonly EntityWindow[];
  readonly maps: (stream: Stream) => boolean;
  /** Attributes that were made of the message, with their sources; `measured` tells those of a period of such messages. */
  explain(message: InputMessage, measured?: Fragment['measured']): readonly Provenance[];
}

export interface MapperFacts {
  readonly id: string;
  readonly type: string;
  readonly mapping: string;
  readonly context: string;
  readonly attributes: readonly WrittenAttribute[];
  readonly statics: Readonly<Record<string, Attribute>>;
  /** Made of each message at once. */
  readonly measures: readonly Measure[];
  /** Made of all messages of a period, by its length in milliseconds. */
  readonly windows: ReadonlyMap<number, readonly WindowMeasure[]>;
  /** Made at once, of the newest states of many devices. */
  readonly across: readonly AcrossMeasure[];
  /** With it the rest is sent only when its condition begins and ends. */
  readonly event: EventMeasure | undefined;
  /** The period that the times are about; undefined: about each message. */
  readonly periodMs: number | undefined;
  readonly coverage: number;
  readonly times: readonly TimeAttribute[];
  readonly gasReference: number;
}

export function mappedEntity(facts: MapperFacts): MappedEntity {
  const { id, type, mapping, context, attributes, statics, times, gasReference } = facts;
  const slots = new Slots(facts.measures, gasReference);
  const periodSlots = new Slots([...facts.windows.values()].flat(), gasReference);
  const momentary = facts.periodMs === undefined ? times : [];
  const { across } = facts;
  const windows = Array.from(facts.windows, ([periodMs, measures]) =>
    entityWindow({
      id,
      periodMs,
      measures,
      coverage: facts.coverage,
      times: periodMs === facts.periodMs ? times : [],
      gasReference,
    }),
  );
  const all = [...facts.measures, ...[...facts.windows.values()].flat()];
  const inputs = [...all, ...(facts.event ? [facts.event.measure] : [])].flatMap((each) => each.inputs);
  const members = across.flatMap((each) => each.members);
  const devices = [...new Set([...inputs, ...members].map(({ device }) => device))];

  const ofMessage: MapMessage = (message) => {
    const problems: Problems = [];
    const measured: Record<string, Attribute> = {};
    const values = slots.valuesOf(message, problems);
    const observedAt = values && timeText(message.observedAtMs);
    if (!values || observedAt === undefined) {
      return problems.length > 0 ? { measured, dating: {}, problems } : undefined;
    }
    let any = false;
    for (const measure of slots.placed) {
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
    if (any) return { measured, dating: momentDating(momentary, message.observedAtMs), problems };
    return problems.length > 0 ? { measured, dating: {}, problems } : undefined;
  };
  const event = facts.event && eventOf(id, facts.event, ofMessage, momentary, gasReference);
  const atOnce = event?.map ?? ofMessage;
  const map = across.length === 0 ? atOnce : acrossMap(atOnce, across, momentary, facts.coverage);
  const marks = [...(event?.marks ?? []), ...new Set(members.flatMap(({ on, off }) => [on, off]))];
  const isMember = ({ device, quantity }: Stream) =>
    members.some((member) => member.device === device && member.quantity === quantity);
  const maps = (stream: Stream) =>
    slots.usesOf(stream).length > 0 || isMember(stream) || (event?.uses(stream) ?? false);

  return {
    id,
    type,
    mapping,
    context,
    attributes,
    statics,
    devices,
    windows,
    maps,
    uses: (stream) => maps(stream) || windows.some((window) => window.uses(stream)),
    ...(marks.length > 0 ? { marks } : {}),
    map,
    explain: (message, measured = map(message)?.measured ?? {}) => {
      const told = (named: readonly { readonly name: string; readonly origin: Origin }[], uses: Uses) =>
        named.flatMap(({ name, origin }) => {
          const attribute = measured[name];
          return attribute ? [{ name, attribute, origin, from: sourcesOf(message, uses) }] : [];
        });
      return [
        ...provenanceOf(slots, message, measured),
        ...provenanceOf(periodSlots, message, measured),
        ...told(across, isMember),
        ...told(facts.event?.values ?? [], event?.uses ?? isMember),
      ];
    },
  };
}

function provenanceOf<M extends Measured & { readonly origin: Origin }>(
  slots: Slots<M>,
  message: InputMessage,
  measured: Fragment['measured'],
): Provenance[] {
  return slots.placed.flatMap((measure) => {
    const attribute = measured[measure.name];
    if (!attribute) return [];
    const from = message.readings.flatMap(({ stream, value }) =>
      slots
        .usesOf(stream)
        .filter((use) => use.measure === measure)
        .map(({ input }) => ({ stream, value, words: sourceWords(stream, value, input.unit) })),
    );
    return [{ name: measure.name, attribute, origin: measure.origin, from }];
  });
}

type Uses = (stream: Stream) => boolean;

const sourcesOf = ({ readings }: InputMessage, uses: Uses): Provenance['from'] =>
  readings
    .filter(({ stream }) => uses(stream))
    .map(({ stream, value }) => ({ stream, value, words: sourceWords(stream, value, undefined) }));

const momentDating = (times: readonly TimeAttribute[], ms: number): Fragment['dating'] =>
  times.length === 0 ? {} : datingOf(times, { startMs: ms, endMs: ms });

function sourceWords(stream: Stream, value: number | string, unit: string | undefined): string {
  const raw = stream.unit === undefined ? String(value) : `${value} ${stream.unit}`;
  const words = unit === undefined || stream.unit === undefined ? '' : conversionWords(stream.unit, unit);
  return words === '' ? raw : `${raw}, ${words}`;
}
