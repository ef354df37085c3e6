/**
 * Merges and partial updates (clauses 5.6.17 and 5.6.4). A merge is done on the document, as RFC 7396 does it:
 * what is there is written in the client's words, the patch laid over it, `urn:ngsi-ld:null` removes, and the
 * result is read and checked like any other write.
 */
import { contentMember, type StoredEntity } from './attribute.ts';
import type { Context } from './context.ts';
import { isObject, type Json, type JsonObject, setMember } from './json.ts';
import { badData, Problem } from './problem.ts';
import { kindOf, readInstances } from './read-attribute.ts';
import { entityMembers, readFragment } from './read-entity.ts';
import type { Tenant } from './tenant.ts';
import { ngsiLdNull, shown } from './values.ts';
import { writeAttribute } from './write-entity.ts';

/** Lays a patch over an entity that exists. Nothing is changed when any part of the patch is refused. */
export function mergeEntity(tenant: Tenant, entity: StoredEntity, patch: unknown, context: Context): void {
  if (!isObject(patch)) throw badData(`The body must be an object, not ${shown(patch)}.`);
  const merged: Record<string, Json> = {};
  const removed: string[] = [];
  for (const [name, value] of Object.entries(patch)) {
    if (entityMembers.has(name)) setMember(merged, name, value);
    else if (removes(value)) removed.push(context.expand(name));
    else setMember(merged, name, overlay(current(entity, name, context), instanceOf(value)));
  }
  const fragment = readFragment(merged, entity.id, context);
  for (const iri of removed) if (entity.attributes.has(iri)) tenant.deleteAttribute(entity, iri, 'all');
  tenant.append(entity, fragment, true);
}

/** Lays a patch over one instance of one attribute; throws ResourceNotFound when it is not there. */
export function mergeAttribute(
  tenant: Tenant,
  entity: StoredEntity,
  name: string,
  patch: unknown,
  context: Context,
): void {
  if (!isObject(patch)) throw badData(`The body must be an object, not ${shown(patch)}.`);
  const iri = context.expand(name);
  const stored = entity.attributes.get(iri)?.find((one) => one.instance.datasetId === patch.datasetId);
  if (!stored) throw new Problem('ResourceNotFound', `${entity.id} has no such attribute ${name}.`);
  if (removes(patch)) {
    tenant.deleteAttribute(entity, iri, { id: stored.instance.datasetId });
    return;
  }
  const before = writeAttribute([stored], { context, format: 'normalized', sysAttrs: false });
  const merged: Record<string, Json> = isObject(before) ? { ...before } : {};
  for (const [member, value] of Object.entries(patch)) {
    if (value === ngsiLdNull) delete merged[member];
    else setMember(merged, member, value);
  }
  const attributes = new Map([[iri, readInstances(name, merged, context, { series: false })]]);
  tenant.append(entity, { types: [], scope: undefined, attributes }, true);
}

function current(entity: StoredEntity, name: string, context: Context): Json | undefined {
  const stored = entity.attributes.get(context.expand(name));
  return stored && writeAttribute(stored, { context, format: 'normalized', sysAttrs: false });
}

/** Lists of instances are merged dataset by dataset. */
function overlay(before: Json | undefined, patch: Json): Json {
  if (before === undefined) return withoutNulls(patch);
  const instances = (json: Json): readonly Json[] => (Array.isArray(json) ? json : [json]);
  const old = instances(before).filter(isObject);
  const merged = instances(patch).map((one) => {
    if (!isObject(one)) return one;
    return laidOver(old.find((instance) => instance.datasetId === one.datasetId) ?? {}, one);
  });
  return Array.isArray(patch) ? merged : (merged[0] ?? patch);
}

function laidOver(before: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const merged: Record<string, Json> = isObject(before) ? { ...before } : {};
  for (const [member, value] of Object.entries(patch)) {
    if (value === ngsiLdNull) delete merged[member];
    else setMember(merged, member, laidOver(merged[member], value));
  }
  return merged;
}

function withoutNulls(patch: Json): Json {
  return isObject(patch) ? laidOver({}, patch) : patch;
}

/** The concise form's bare values in normalized clothes, so that they lie over what is there. */
function instanceOf(value: Json): Json {
  if (Array.isArray(value)) return value.some((one) => isObject(one) && kindOf(one)) ? value : { value };
  if (isObject(value)) return typeof value.type === 'string' && 'coordinates' in value ? { value } : value;
  return { value };
}

function removes(value: Json): boolean {
  if (value === ngsiLdNull) return true;
  return isObject(value) && Object.values(contentMember).some((member) => saysNull(value, member));
}

function saysNull(value: JsonObject, member: string): boolean {
  const content = value[member];
  return content === ngsiLdNull || (isObject(content) && content['@none'] === ngsiLdNull);
}
