/**
 * Entities on their way out. A fragment is what one message gives to one entity; fragments are folded, in
 * order, into a version: one state of one entity, as one element of a batch.
 */
import type { Stream } from './reading.ts';

/** An NGSI-LD attribute in normalized form (GS CIM 009 clause 4.5.1). */
export type Attribute =
  | { type: 'Property'; value: unknown; unitCode?: string; observedAt?: string; [sub: string]: unknown }
  | { type: 'GeoProperty'; value: unknown; observedAt?: string }
  | { type: 'Relationship'; object: string | readonly string[]; observedAt?: string };

export interface InputReading {
  readonly stream: Stream;
  /** The number, 0 or 1 for a state, or the text. */
  readonly value: number | string;
}

/** Readings that arrived together, with the time they were observed. */
export interface InputMessage {
  readonly device: string;
  readonly readings: readonly InputReading[];
  /** Milliseconds since 1970. */
  readonly observedAtMs: number;
  /** Nobody vouched for that time. */
  readonly estimated?: true;
}

export interface Fragment {
  /**
   * Measured attributes by name: two fragments that share a name cannot be in one version. Empty when every
   * reading was refused: then only the problems count, and nothing is sent.
   */
  readonly measured: Readonly<Record<string, Attribute>>;
  /** Attributes that only date the fragment (`dateObserved`): the newest one wins when folding. */
  readonly dating: Readonly<Record<string, Attribute>>;
  /** Attributes that a source gave no value for although the reading was there, and why. */
  readonly problems: readonly { readonly attribute: string; readonly code: string; readonly words: string }[];
  /**
   * What is remembered for later messages, by name, with a time in ms since 1970, so that it comes through a restart:
   * that this was told, once the broker took it or when there was nothing to send.
   */
  readonly marks?: Marks;
  /** The same of what a sensor said, whatever the broker makes of it. */
  readonly seen?: Marks;
}

export type Marks = Readonly<Record<string, number>>;

/** All that is remembered of a fragment that was taken. */
export const marksIn = ({ marks, seen }: Fragment): Marks => ({ ...seen, ...marks });

/** When a mark was last made, in ms since 1970; undefined: never. */
export type Told = (mark: string) => number | undefined;

/** What one message gives to an entity; without `told` as if it were the first. */
export type MapMessage = (message: InputMessage, told?: Told) => Fragment | undefined;

/** The messages of one period, in order of observation. */
export interface Span {
  /** Milliseconds since 1970; the end is the start of the next. */
  readonly startMs: number;
  readonly endMs: number;
  readonly messages: readonly InputMessage[];
  /** The last messages of the period before, where a counter needs them. */
  readonly before: readonly InputMessage[];
}

/** What a period gave to an entity. */
export interface Closed {
  /** Its `measured` is empty when too little came. */
  readonly fragment: Fragment;
  /** True if readings of the stream are in an attribute of the fragment. */
  gives(stream: Stream): boolean;
}

/** Attributes of an entity that are made of all messages of a period. Pure. */
export interface EntityWindow {
  /** In milliseconds; periods begin at its multiples in UTC. */
  readonly periodMs: number;
  /** So many milliseconds after the end of a period a reading of it may still come in. */
  readonly graceMs: number;
  /** Name under which is remembered which periods the broker was given. */
  readonly guard: string;
  uses(stream: Stream): boolean;
  /** True if the last reading of a period is needed by the next one: totals of a counter. */
  carries(stream: Stream): boolean;
  close(span: Span): Closed;
}

/** An entity of this site, ready to map. Made once from mapping, devices and params; pure from then on. */
export interface EntityPlan {
  readonly id: string;
  readonly type: string;
  /** Path of the mapping, for example `Environment/AirQualityObserved`. */
  readonly mapping: string;
  readonly context: string;
  /** Attributes that go with every version: facts, params, relationships. */
  readonly statics: Readonly<Record<string, Attribute>>;
  /** Ids of the devices it takes readings from. */
  readonly devices: readonly string[];
  /** True if a reading of this stream becomes, or helps to become, an attribute. */
  uses(stream: Stream): boolean;
  /** What of it needs a whole period; left out: nothing. */
  readonly windows?: readonly EntityWindow[];
  /** True if `map` uses the stream; left out: the same as `uses`. */
  readonly maps?: (stream: Stream) => boolean;
  /** Names of what its fragments have remembered; left out: nothing. With any, messages are mapped strictly in order. */
  readonly marks?: readonly string[];
  /** What one message gives at once; undefined when it has nothing for this entity. Never throws for any value. */
  readonly map: MapMessage;
}

/** The JSON of an entity version: id and type first, then measured, dating and static attributes. */
export function entityJson(
  plan: Pick<EntityPlan, 'id' | 'type' | 'statics'>,
  measured: Readonly<Record<string, Attribute>>,
  dating: Readonly<Record<string, Attribute>>,
): string {
  return JSON.stringify({ id: plan.id, type: plan.type, ...measured, ...dating, ...plan.statics });
}
