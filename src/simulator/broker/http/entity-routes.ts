/** `/entities` and `/entities/{id}`: one entity at a time, and queries (clauses 6.4 and 6.5). */
import type { Context as Call, Hono } from 'hono';
import type { StoredEntity } from '../ngsi-ld/attribute.ts';
import { mergeEntity } from '../ngsi-ld/merge.ts';
import { badData, Problem } from '../ngsi-ld/problem.ts';
import { type Candidate, matches } from '../ngsi-ld/query.ts';
import { readEntity } from '../ngsi-ld/read-entity.ts';
import { checkUri } from '../ngsi-ld/values.ts';
import { writeEntity } from '../ngsi-ld/write-entity.ts';
import { addPages, created, inContext, nothing } from './answer.ts';
import { pageFrom, queryFrom, writeOptionsFrom } from './parameters.ts';
import { basePath, type Parts } from './parts.ts';
import { bodyContext, linkedContext, readBody, tenantOf, wantsLd } from './request.ts';
import { pathPart, route } from './route.ts';

export function addEntityRoutes(app: Hono, parts: Parts): void {
  route(app, '/entities', { GET: (call) => query(call, parts), POST: (call) => create(call, parts) });
  route(app, '/entities/:id', {
    GET: (call) => retrieve(call, parts),
    PATCH: (call) => merge(call, parts),
    PUT: (call) => replace(call, parts),
    DELETE: (call) => remove(call, parts),
  });
}

/** The id in the path; what is no URI is refused. */
export function idOf(call: Call): string {
  return checkUri(pathPart(call, 'id'), 'The id in the path');
}

async function query(call: Call, { store, library }: Parts): Promise<Response> {
  const isLd = wantsLd(call);
  const context = await linkedContext(call, library);
  const wanted = queryFrom(call, context);
  const page = pageFrom(call);
  const options = writeOptionsFrom(call, context);
  const found = [...store.tenant(tenantOf(call)).entities.values()].filter((entity) =>
    matches(wanted, candidate(entity)),
  );
  const shown = found.slice(page.offset, page.offset + page.limit);
  const answer = inContext(
    shown.map((entity) => writeEntity(entity, options)),
    { context, isLd },
  );
  addPages(answer, call, page, found.length);
  return answer;
}

async function create(call: Call, { store, library }: Parts): Promise<Response> {
  const body = await readBody(call);
  const input = readEntity(body.json, await bodyContext(call, body, library));
  store.tenantForWrite(tenantOf(call)).create(input);
  return created(`${basePath}/entities/${encodeURIComponent(input.id)}`);
}

async function retrieve(call: Call, { store, library }: Parts): Promise<Response> {
  const isLd = wantsLd(call);
  const id = idOf(call);
  const context = await linkedContext(call, library);
  const options = writeOptionsFrom(call, context);
  const entity = store.tenant(tenantOf(call)).entity(id);
  if (options.only && ![...options.only].some((iri) => entity.attributes.has(iri))) {
    throw new Problem('ResourceNotFound', `${id} has none of these attributes.`);
  }
  return inContext(writeEntity(entity, options), { context, isLd });
}

async function merge(call: Call, { store, library }: Parts): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const context = await bodyContext(call, body, library);
  const tenant = store.tenant(tenantOf(call));
  mergeEntity(tenant, tenant.entity(id), body.json, context);
  return nothing();
}

async function replace(call: Call, { store, library }: Parts): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const input = readEntity(body.json, await bodyContext(call, body, library));
  if (input.id !== id) throw badData(`The body is about ${input.id}, not ${id}.`);
  const tenant = store.tenant(tenantOf(call));
  tenant.entity(id);
  tenant.replace(input);
  return nothing();
}

function remove(call: Call, { store }: Parts): Response {
  store.tenant(tenantOf(call)).delete(idOf(call));
  return nothing();
}

function candidate(entity: StoredEntity): Candidate {
  return {
    id: entity.id,
    types: entity.types,
    hasAttribute: (iri) => entity.attributes.has(iri),
    instances: (iri) => entity.attributes.get(iri)?.map(({ instance }) => instance) ?? [],
  };
}
