/** Entities on their way out: normalized, concise or simplified (clause 4.5.4), names by the reader's context. */
import {
  type AttributeKind,
  contentMember,
  type Instance,
  type StoredEntity,
  type StoredInstance,
} from './attribute.ts';
import type { Context } from './context.ts';
import { type Json, type JsonObject, setMember } from './json.ts';

export type Format = 'normalized' | 'concise' | 'simplified';

export interface WriteOptions {
  readonly context: Context;
  readonly format: Format;
  /** With `createdAt` and `modifiedAt`. */
  readonly sysAttrs: boolean;
  /** IRIs of the attributes to give; undefined means all. */
  readonly only?: ReadonlySet<string> | undefined;
  /** IRIs of attributes to leave out. */
  readonly without?: ReadonlySet<string> | undefined;
}

type Target = Record<string, Json>;

export function writeEntity(entity: StoredEntity, options: WriteOptions): JsonObject {
  const target = writeHead(entity, options);
  for (const [iri, stored] of entity.attributes) {
    if (options.only?.has(iri) === false || options.without?.has(iri)) continue;
    setMember(target, options.context.compact(iri), writeAttribute(stored, options));
  }
  return target;
}

/** What comes before the attributes: id, type, scope, times. */
export function writeHead(
  entity: Pick<StoredEntity, 'id' | 'types' | 'scope' | 'createdAt' | 'modifiedAt'>,
  { context, sysAttrs }: Pick<WriteOptions, 'context' | 'sysAttrs'>,
): Target {
  const target: Target = {
    id: entity.id,
    type: bareIfOne(entity.types.map((type) => context.compact(type))),
  };
  if (entity.scope) target.scope = bareIfOne(entity.scope);
  if (sysAttrs) {
    target.createdAt = entity.createdAt;
    target.modifiedAt = entity.modifiedAt;
  }
  return target;
}

export function writeAttribute(stored: readonly StoredInstance[], options: WriteOptions): Json {
  if (options.format === 'simplified') return simplified(stored, options.context);
  return bareIfOne(stored.map((one) => writeStored(one, options)));
}

export function writeStored(stored: StoredInstance, options: WriteOptions): Json {
  const { instance } = stored;
  const plain = options.format === 'concise' && isBare(instance) && !options.sysAttrs;
  if (plain && (instance.kind === 'Property' || instance.kind === 'GeoProperty')) return instance.content;
  const target = writeInstance(instance, options);
  if (options.sysAttrs) {
    target.createdAt = stored.createdAt;
    target.modifiedAt = stored.modifiedAt;
  }
  return target;
}

/** The content as the simplified form gives it; kinds that would read as a Property keep their member. */
export function simpleContent({ kind, content }: Instance, context: Context): Json {
  const value = contentOut(kind, content, context);
  return kind === 'Property' || kind === 'GeoProperty' || kind === 'Relationship'
    ? value
    : { [contentMember[kind]]: value };
}

function writeInstance(instance: Instance, options: WriteOptions): Target {
  const { context, format } = options;
  const target: Target = format === 'concise' ? {} : { type: instance.kind };
  target[contentMember[instance.kind]] = contentOut(instance.kind, instance.content, context);
  if (instance.objectType !== undefined) target.objectType = context.compact(instance.objectType);
  if (instance.unitCode !== undefined) target.unitCode = instance.unitCode;
  if (instance.observedAt !== undefined) target.observedAt = instance.observedAt;
  if (instance.datasetId !== undefined) target.datasetId = instance.datasetId;
  for (const [iri, instances] of instance.subAttributes ?? []) {
    setMember(target, context.compact(iri), bareIfOne(instances.map((sub) => writeSub(sub, options))));
  }
  return target;
}

function writeSub(instance: Instance, options: WriteOptions): Json {
  const plain = options.format === 'concise' && isBare(instance);
  if (plain && (instance.kind === 'Property' || instance.kind === 'GeoProperty')) return instance.content;
  return writeInstance(instance, options);
}

function simplified(stored: readonly StoredInstance[], context: Context): Json {
  const [first] = stored;
  if (stored.length === 1 && first && first.instance.datasetId === undefined) {
    return simpleContent(first.instance, context);
  }
  const dataset: Target = {};
  for (const { instance } of stored)
    dataset[instance.datasetId ?? '@none'] = simpleContent(instance, context);
  return { dataset };
}

function contentOut(kind: AttributeKind, content: Json, context: Context): Json {
  if (kind !== 'VocabProperty') return content;
  const name = (one: Json) => (typeof one === 'string' ? context.compact(one) : one);
  return Array.isArray(content) ? content.map(name) : name(content);
}

function isBare(instance: Instance): boolean {
  return (
    instance.unitCode === undefined &&
    instance.observedAt === undefined &&
    instance.datasetId === undefined &&
    instance.subAttributes === undefined
  );
}

function bareIfOne<T extends Json>(list: readonly T[]): T | readonly T[] {
  const [first] = list;
  return list.length === 1 && first !== undefined ? first : list;
}
