/**
 * Entities and attributes as the broker keeps them: names as IRIs, one normalized shape whatever form they came
 * in. Contents (`value`, `object` and so on) stay the JSON that was sent.
 */
import type { Json } from './json.ts';

/** The kinds of attribute and the member that holds what they tell (GS CIM 009 clause 4.5). */
export const contentMember = {
  Property: 'value',
  GeoProperty: 'value',
  Relationship: 'object',
  LanguageProperty: 'languageMap',
  JsonProperty: 'json',
  VocabProperty: 'vocab',
  ListProperty: 'valueList',
  ListRelationship: 'objectList',
} as const;

export type AttributeKind = keyof typeof contentMember;

export function isAttributeKind(type: unknown): type is AttributeKind {
  return typeof type === 'string' && Object.hasOwn(contentMember, type);
}

/** One instance of an attribute: the default one, or that of a `datasetId`. */
export interface Instance {
  readonly kind: AttributeKind;
  readonly content: Json;
  readonly observedAt: string | undefined;
  /** `observedAt` as milliseconds since 1970. */
  readonly observedAtMs: number | undefined;
  readonly unitCode: string | undefined;
  readonly datasetId: string | undefined;
  readonly objectType: string | undefined;
  readonly subAttributes: Attributes | undefined;
}

/** Instances by the IRI of the attribute; never an empty list. */
export type Attributes = ReadonlyMap<string, readonly Instance[]>;

export interface EntityInput {
  readonly id: string;
  readonly types: readonly string[];
  readonly scope: readonly string[] | undefined;
  readonly attributes: Attributes;
}

/** An instance with what the broker knows about it. */
export interface StoredInstance {
  readonly instance: Instance;
  readonly createdAt: string;
  readonly modifiedAt: string;
  /** Counts up over all instances the broker has taken; becomes the `instanceId`. */
  readonly number: number;
}

export interface StoredEntity {
  readonly id: string;
  types: readonly string[];
  scope: readonly string[] | undefined;
  readonly createdAt: string;
  modifiedAt: string;
  readonly attributes: Map<string, StoredInstance[]>;
}
