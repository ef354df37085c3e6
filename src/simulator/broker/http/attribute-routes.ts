/** `/entities/{id}/attrs`: the attributes of one entity (clauses 6.6 and 6.7). */
import type { Context as Call, Hono } from 'hono';
import { isObject, type Json } from '../ngsi-ld/json.ts';
import { mergeAttribute } from '../ngsi-ld/merge.ts';
import { badData, Problem } from '../ngsi-ld/problem.ts';
import { readInstances } from '../ngsi-ld/read-attribute.ts';
import { readFragment } from '../ngsi-ld/read-entity.ts';
import { json, nothing } from './answer.ts';
import { idOf } from './entity-routes.ts';
import { optionsOf } from './parameters.ts';
import type { Parts } from './parts.ts';
import { bodyContext, linkedContext, readBody, tenantOf } from './request.ts';
import { pathPart, route } from './route.ts';

export function addAttributeRoutes(app: Hono, parts: Parts): void {
  route(app, '/entities/:id/attrs', {
    POST: (call) => write(call, parts, 'append'),
    PATCH: (call) => write(call, parts, 'update'),
  });
  route(app, '/entities/:id/attrs/:name', {
    PATCH: (call) => patch(call, parts),
    PUT: (call) => replace(call, parts),
    DELETE: (call) => remove(call, parts),
  });
}

/** Append adds what is new; update only overwrites what exists. What was left alone makes the answer a 207. */
async function write(call: Call, { store, library }: Parts, way: 'append' | 'update'): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const context = await bodyContext(call, body, library);
  const tenant = store.tenant(tenantOf(call));
  const entity = tenant.entity(id);
  const { types, scope, attributes } = readFragment(body.json, id, context);
  const writable = new Map(attributes);
  const notUpdated: { attributeName: string; reason: string }[] = [];
  const leave = (iri: string, reason: string) => {
    notUpdated.push({ attributeName: context.compact(iri), reason });
    writable.delete(iri);
  };
  for (const iri of attributes.keys()) {
    const exists = entity.attributes.has(iri);
    if (way === 'update' && !exists) leave(iri, 'The entity has no such attribute.');
    if (way === 'append' && exists && optionsOf(call).has('noOverwrite')) leave(iri, 'The attribute exists.');
  }
  tenant.append(entity, { types, scope, attributes: writable }, true);
  if (notUpdated.length === 0) return nothing();
  return json({ updated: [...writable.keys()].map((iri) => context.compact(iri)), notUpdated }, 207);
}

async function patch(call: Call, { store, library }: Parts): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const context = await bodyContext(call, body, library);
  const tenant = store.tenant(tenantOf(call));
  mergeAttribute(tenant, tenant.entity(id), pathPart(call, 'name'), withoutContext(body.json), context);
  return nothing();
}

async function replace(call: Call, { store, library }: Parts): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const context = await bodyContext(call, body, library);
  const tenant = store.tenant(tenantOf(call));
  const entity = tenant.entity(id);
  const name = pathPart(call, 'name');
  const iri = context.expand(name);
  if (!entity.attributes.has(iri)) throw new Problem('ResourceNotFound', `${id} has no attribute ${name}.`);
  const instances = readInstances(name, withoutContext(body.json), context, { series: false });
  tenant.replaceAttribute(entity, iri, instances);
  return nothing();
}

async function remove(call: Call, { store, library }: Parts): Promise<Response> {
  const context = await linkedContext(call, library);
  const tenant = store.tenant(tenantOf(call));
  const dataset = call.req.query('deleteAll') === 'true' ? 'all' : { id: call.req.query('datasetId') };
  tenant.deleteAttribute(tenant.entity(idOf(call)), context.expand(pathPart(call, 'name')), dataset);
  return nothing();
}

function withoutContext(body: unknown): Json {
  if (!isObject(body)) throw badData('The body must be an object: one instance of the attribute.');
  const { '@context': _, ...rest } = body;
  return rest;
}
