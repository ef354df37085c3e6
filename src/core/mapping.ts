/**
 * What a mapping file says, checked and in plain objects: an entity type and where each of its attributes comes
 * from. A mapping never names a driver or a device; `planEntity` makes it fit what a site offers.
 */
import type { Model } from './model.ts';
import type { Value } from './reading.ts';

/** Where something stands in a file; lines and columns count from 1. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export type FormulaInputs = Readonly<Record<string, unknown>>;

/** An expression, compiled and type-checked when its file was loaded. */
export interface Formula {
  readonly text: string;
  /** What its result is. */
  readonly type: 'number' | 'state' | 'text';
  /** Points it reads, by their names in the expression, for example `voltage_L1` for `voltage.L1`. */
  readonly inputs: ReadonlyMap<string, string>;
  /** Params it reads. */
  readonly params: readonly string[];
  /** `inputs` by name in the expression, params under `param`. Undefined for a missing input or a result that is not finite. */
  readonly evaluate: (inputs: FormulaInputs) => Value | undefined;
}

export const facts = ['id', 'name', 'location', 'serialNumber', 'device'] as const;
export type Fact = (typeof facts)[number];

/**
 * What a Relationship leads to: the first device, all devices, what a param names, or the entities that a mapping
 * makes from the same devices.
 */
export type Reference = 'device' | 'devices' | { readonly param: string } | { readonly entities: string };

export type AttributeSource =
  /** The reading of the first quantity that is offered. */
  | { readonly kind: 'from'; readonly quantities: readonly string[] }
  /** One JSON object from readings of one message; of the quantities of a part the first that is offered. */
  | { readonly kind: 'object'; readonly parts: Readonly<Record<string, readonly string[]>> }
  | { readonly kind: 'formula'; readonly formula: Formula }
  | { readonly kind: 'param'; readonly param: string }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'fact'; readonly fact: Fact }
  | { readonly kind: 'ref'; readonly ref: Reference }
  /** The word that tells this entity from its siblings; known once `per` was resolved. */
  | { readonly kind: 'tag'; readonly tag: PerTag; readonly word?: string }
  /** A constant for the beginning of the event and one for its end. */
  | { readonly kind: 'event'; readonly began: Value; readonly ended: Value }
  | { readonly kind: 'time'; readonly time: TimeWord };

/** Tags that a mapping may make an entity for each word of. */
export const perTags = ['class', 'direction'] as const;
export type PerTag = (typeof perTags)[number];

/**
 * `observed`: when the readings were made, or the end of their period; `interval`: the text `from/to`; `began` and
 * `changed`: when the condition of an event began, and when it began or ended last.
 */
export const timeWords = ['observed', 'from', 'to', 'interval', 'began', 'changed'] as const;
export type TimeWord = (typeof timeWords)[number];

/** An attribute that only dates the others. */
export interface TimeAttribute {
  readonly name: string;
  readonly time: TimeWord;
}

export interface Modifiers {
  /** UN/CEFACT code to convert to; becomes `unitCode`. Left out: the vocabulary's unit of the quantity. */
  readonly unit?: string;
  /** Words for values; what is not listed gives no value. */
  readonly values?: Readonly<Record<string, Value>> | { readonly param: string };
  /** Limits in `unit`; outside the attribute is left out, or with `clamp` set to the limit. */
  readonly min?: number;
  readonly max?: number;
  readonly clamp?: boolean;
  /** Decimals to round to; 0 gives an integer. */
  readonly round?: number;
}

/** What a period makes of the values in it. */
export const windowKinds = [
  'mean',
  'energyMean',
  'vectorMean',
  'min',
  'max',
  'first',
  'last',
  'sum',
  'shareTrue',
  'countTrue',
  'increase',
] as const;
export type WindowKind = (typeof windowKinds)[number];

/** What is made of the newest values of several devices; count is all of them, known those with a value. */
export const acrossKinds = [
  'count',
  'known',
  'countTrue',
  'countFalse',
  'shareTrue',
  'sum',
  'mean',
  'min',
  'max',
] as const;
export type AcrossKind = (typeof acrossKinds)[number];

/** A level in the unit of the vocabulary, or the param that answers it. */
export type Level = number | { readonly param: string };

/** A condition; the entity is sent when it begins and when it ends. Exactly one of is, above and below. */
export interface EventDefinition {
  readonly source: Extract<AttributeSource, { kind: 'from' | 'formula' }>;
  readonly is?: Value;
  readonly above?: Level;
  readonly below?: Level;
  /** The level that ends it; left out: the one that begins it. */
  readonly until?: Level;
  /** Milliseconds it must last before it is told. */
  readonly holdMs: number;
  readonly origin: Origin;
}

export interface AttributeDefinition {
  readonly name: string;
  readonly source: AttributeSource;
  readonly modifiers: Modifiers;
  /** What a period makes of its values; left out: in a mapping with a period the last one. */
  readonly window?: WindowKind;
  /** Over all devices, of the newest value of each. */
  readonly across?: AcrossKind;
  /** Quantity that weighs the values of a mean. */
  readonly weight?: string;
  /** Its own period in milliseconds, instead of the mapping's. */
  readonly periodMs?: number;
  readonly origin: Origin;
}

export type ParamType = 'number' | 'integer' | 'text' | 'boolean' | 'list' | 'table';

export interface ParamDefinition {
  readonly type: ParamType;
  readonly unit?: string;
  readonly choices?: readonly Value[];
  readonly default?: unknown;
  readonly optional: boolean;
  readonly help?: string;
}

export interface MappingDefinition {
  /** Path without ending, for example `Environment/AirQualityObserved`. */
  readonly mapping: string;
  readonly type: string;
  readonly version: string;
  readonly context: string;
  /** The devices must offer at least one of these; empty: anything that makes an attribute will do. */
  readonly needs: readonly string[];
  readonly params: Readonly<Record<string, ParamDefinition>>;
  /** An entity for each combination of these that the devices offer; see `variantsOf`. */
  readonly per?: readonly PerTag[];
  readonly event?: EventDefinition;
  /** Everything measured is sent once for each period of so many milliseconds; an entry may say another. */
  readonly periodMs?: number;
  /** Share of the expected readings that a period needs. */
  readonly coverage: number;
  readonly attributes: readonly AttributeDefinition[];
  /** Undefined for a type whose schema is not bundled. */
  readonly model: Model | undefined;
}
