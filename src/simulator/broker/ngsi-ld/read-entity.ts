/** Entities and loose attributes as they come in: JSON to the shape the broker keeps, or BadRequestData. */
import type { Attributes, EntityInput, Instance } from './attribute.ts';
import type { Context } from './context.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { badData } from './problem.ts';
import { type ReadOptions, readInstances } from './read-attribute.ts';
import { checkName, checkUri, shown } from './values.ts';

/** Members of an entity that are not attributes; times of the broker itself are passed over. */
export const entityMembers: ReadonlySet<string> = new Set([
  'id',
  'type',
  '@id',
  '@type',
  '@context',
  'scope',
  'createdAt',
  'modifiedAt',
  'deletedAt',
]);

const single: ReadOptions = { series: false };

export function readEntity(json: unknown, context: Context, options: ReadOptions = single): EntityInput {
  if (!isObject(json)) throw badData(`An entity must be an object, not ${shown(json)}.`);
  const type = json.type ?? json['@type'];
  if (type === undefined) throw badData('The entity has no type.');
  return {
    id: checkUri(json.id ?? json['@id'], 'The id of an entity'),
    types: readTypes(type, context),
    scope: readScope(json.scope),
    attributes: readAttributes(json, context, options),
  };
}

/** What a fragment says about an entity that exists: its type is optional, its id must not contradict. */
export function readFragment(
  json: unknown,
  id: string,
  context: Context,
  options: ReadOptions = single,
): Omit<EntityInput, 'id'> {
  if (!isObject(json)) throw badData(`The body must be an object, not ${shown(json)}.`);
  const claimed = json.id ?? json['@id'];
  if (claimed !== undefined && claimed !== id)
    throw badData(`The body is about ${shown(claimed)}, not ${id}.`);
  const type = json.type ?? json['@type'];
  return {
    types: type === undefined ? [] : readTypes(type, context),
    scope: readScope(json.scope),
    attributes: readAttributes(json, context, options),
  };
}

function readAttributes(json: JsonObject, context: Context, options: ReadOptions): Attributes {
  const attributes = new Map<string, readonly Instance[]>();
  for (const name in json) {
    const value = json[name];
    if (value === undefined || entityMembers.has(name)) continue;
    const iri = context.expand(name);
    if (attributes.has(iri)) throw badData(`Two attributes mean ${iri}.`);
    attributes.set(iri, readInstances(name, value, context, options));
  }
  return attributes;
}

function readTypes(json: Json, context: Context): readonly string[] {
  const names: readonly Json[] = Array.isArray(json) ? json : [json];
  if (names.length === 0) throw badData('The entity has no type.');
  const types = names.map((name) => {
    if (typeof name !== 'string') throw badData(`The type of an entity must be text, not ${shown(name)}.`);
    checkName(name, 'a type');
    return context.expand(name);
  });
  return [...new Set(types)];
}

function readScope(json: Json | undefined): readonly string[] | undefined {
  if (json === undefined) return undefined;
  const scopes: readonly Json[] = Array.isArray(json) ? json : [json];
  return scopes.map((scope) => {
    if (typeof scope === 'string' && /^\/?[\p{L}\p{N}_-]+(?:\/[\p{L}\p{N}_-]+)*$/u.test(scope)) return scope;
    throw badData(`A scope is a path like /district/5, not ${shown(scope)}.`);
  });
}
