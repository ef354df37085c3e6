/**
 * Attributes as they come in, normalized or concise, checked and brought into the one shape the broker keeps
 * (GS CIM 009 clauses 4.5.2 to 4.5.24). What is wrong throws BadRequestData with a sentence that names the
 * attribute as the client wrote it.
 */
import { type AttributeKind, contentMember, type Instance, isAttributeKind } from './attribute.ts';
import type { Context } from './context.ts';
import { checkGeometry, looksLikeGeometry } from './geojson.ts';
import { faultIn, isObject, type Json, type JsonObject } from './json.ts';
import { badData } from './problem.ts';
import { checkName, checkUri, checkUtc, ngsiLdNull, shown } from './values.ts';

export interface ReadOptions {
  /** Temporal writes hold many instances of one dataset in a list; elsewhere each dataset comes once. */
  readonly series: boolean;
}

/** Members of an instance that are not sub-attributes; those the broker sets itself are passed over. */
const reserved = new Set([
  'type',
  'observedAt',
  'unitCode',
  'datasetId',
  'objectType',
  'instanceId',
  'createdAt',
  'modifiedAt',
  'deletedAt',
]);

const inferred: readonly (readonly [member: string, kind: AttributeKind])[] = [
  ['value', 'Property'],
  ['object', 'Relationship'],
  ['languageMap', 'LanguageProperty'],
  ['json', 'JsonProperty'],
  ['vocab', 'VocabProperty'],
  ['valueList', 'ListProperty'],
  ['objectList', 'ListRelationship'],
];

const deepestSubAttribute = 16;

export function readInstances(
  name: string,
  json: Json,
  context: Context,
  options: ReadOptions,
  depth = 0,
): readonly Instance[] {
  checkName(name, 'an attribute');
  if (depth > deepestSubAttribute) throw badData(`The attribute ${name} is nested too deep.`);
  if (!Array.isArray(json) || !json.some(looksLikeInstance))
    return [readInstance(name, json, context, depth)];
  const instances = json.map((part) => readInstance(name, part, context, depth));
  if (!options.series) checkDatasets(name, instances);
  return instances;
}

/** The kind an instance claims or shows by its members; undefined when it is a bare value. */
export function kindOf(json: JsonObject): AttributeKind | undefined {
  if (isAttributeKind(json.type)) return json.type;
  if (json.type !== undefined) return undefined;
  const [, kind] = inferred.find(([member]) => json[member] !== undefined) ?? [];
  return kind === 'Property' && json.value !== undefined && looksLikeGeometry(json.value)
    ? 'GeoProperty'
    : kind;
}

function looksLikeInstance(json: Json): boolean {
  return isObject(json) && kindOf(json) !== undefined;
}

function readInstance(name: string, json: Json, context: Context, depth: number): Instance {
  if (!isObject(json)) return bare('Property', checkContent(name, 'Property', json, context));
  const kind = kindOf(json);
  if (kind) return full(name, kind, json, context, depth);
  if (looksLikeGeometry(json)) return bare('GeoProperty', checkContent(name, 'GeoProperty', json, context));
  throw badData(
    json.type === undefined
      ? `The attribute ${name} has no value, object or other member that tells something.`
      : `The attribute ${name} has the type ${shown(json.type)}, which is no kind of attribute.`,
  );
}

function bare(kind: AttributeKind, content: Json): Instance {
  return {
    kind,
    content,
    observedAt: undefined,
    observedAtMs: undefined,
    unitCode: undefined,
    datasetId: undefined,
    objectType: undefined,
    subAttributes: undefined,
  };
}

function full(
  name: string,
  kind: AttributeKind,
  json: JsonObject,
  context: Context,
  depth: number,
): Instance {
  const member = contentMember[kind];
  let subAttributes: Map<string, readonly Instance[]> | undefined;
  for (const sub in json) {
    const value = json[sub];
    if (sub === member || value === undefined || reserved.has(sub)) continue;
    subAttributes ??= new Map();
    subAttributes.set(context.expand(sub), readInstances(sub, value, context, { series: false }, depth + 1));
  }
  const { observedAt, unitCode, datasetId, objectType } = json;
  return {
    kind,
    content: checkContent(name, kind, json[member], context),
    observedAt: observedAt === undefined ? undefined : String(observedAt),
    observedAtMs: observedAt === undefined ? undefined : checkUtc(observedAt, `observedAt of ${name}`),
    unitCode: unitCode === undefined ? undefined : checkText(unitCode, `unitCode of ${name}`),
    datasetId: datasetId === undefined ? undefined : checkUri(datasetId, `datasetId of ${name}`),
    objectType:
      objectType === undefined ? undefined : context.expand(checkText(objectType, `objectType of ${name}`)),
    subAttributes,
  };
}

function checkContent(name: string, kind: AttributeKind, content: Json | undefined, context: Context): Json {
  const what = `The ${contentMember[kind]} of ${name}`;
  if (content === undefined) throw badData(`The ${kind} ${name} has no ${contentMember[kind]}.`);
  if (content === ngsiLdNull)
    throw badData(`${what} is ${ngsiLdNull}, which only a merge or partial update may say.`);
  const fault = kind === 'JsonProperty' && content !== null ? undefined : faultIn(content);
  if (fault) throw badData(`${what} ${fault}.`);
  switch (kind) {
    case 'GeoProperty':
      checkGeometry(content, what);
      return content;
    case 'Relationship':
      for (const one of atLeastOne(content, what)) checkUri(one, what);
      return content;
    case 'VocabProperty': {
      const terms = atLeastOne(content, what).map((one) => context.expand(checkText(one, what)));
      return Array.isArray(content) ? terms : (terms[0] ?? '');
    }
    case 'LanguageProperty':
      return checkLanguageMap(content, what);
    case 'ListProperty':
      if (!Array.isArray(content)) throw badData(`${what} must be an array.`);
      return content;
    case 'ListRelationship':
      if (!Array.isArray(content)) throw badData(`${what} must be an array.`);
      for (const one of content) checkUri(isObject(one) ? one.object : one, what);
      return content;
    default:
      return content;
  }
}

function atLeastOne(content: Json, what: string): readonly Json[] {
  if (!Array.isArray(content)) return [content];
  if (content.length === 0) throw badData(`${what} is an empty array.`);
  return content;
}

function checkLanguageMap(content: Json, what: string): Json {
  const text = (value: Json) => typeof value === 'string';
  const valid =
    isObject(content) &&
    Object.entries(content).every(
      ([language, value]) =>
        /^(@none|[a-z]{1,8}(-[a-z0-9]{1,8})*)$/i.test(language) &&
        (text(value) || (Array.isArray(value) && value.every(text))),
    );
  if (!valid) throw badData(`${what} must hold text by language tag, not ${shown(content)}.`);
  return content;
}

function checkText(value: Json, what: string): string {
  if (typeof value !== 'string' || value === '') throw badData(`${what} must be text, not ${shown(value)}.`);
  return value;
}

function checkDatasets(name: string, instances: readonly Instance[]): void {
  if (new Set(instances.map((instance) => instance.datasetId)).size === instances.length) return;
  throw badData(`The attribute ${name} has two instances of one datasetId.`);
}
