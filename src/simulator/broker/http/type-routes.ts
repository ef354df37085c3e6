/** `/types`: which types of entity there are (clause 6.25). */
import type { Context as Call, Hono } from 'hono';
import type { JsonObject } from '../ngsi-ld/json.ts';
import { inContext } from './answer.ts';
import type { Parts } from './parts.ts';
import { linkedContext, tenantOf, wantsLd } from './request.ts';
import { route } from './route.ts';

export function addTypeRoutes(app: Hono, parts: Parts): void {
  route(app, '/types', { GET: (call) => list(call, parts) });
}

async function list(call: Call, { store, library }: Parts): Promise<Response> {
  const isLd = wantsLd(call);
  const context = await linkedContext(call, library);
  const attributesOf = new Map<string, Set<string>>();
  for (const { types, attributes } of store.tenant(tenantOf(call)).entities.values()) {
    for (const type of types) {
      attributesOf.set(type, new Set([...(attributesOf.get(type) ?? []), ...attributes.keys()]));
    }
  }
  const sorted = [...attributesOf].sort(([a], [b]) => (a < b ? -1 : 1));
  if (call.req.query('details') !== 'true') {
    const typeList = sorted.map(([type]) => context.compact(type));
    return inContext(
      { id: 'urn:ngsi-ld:EntityTypeList:all', type: 'EntityTypeList', typeList },
      { context, isLd },
    );
  }
  const details = sorted.map(
    ([type, attributes]): JsonObject => ({
      id: type,
      type: 'EntityType',
      typeName: context.compact(type),
      attributeNames: [...attributes].map((iri) => context.compact(iri)),
    }),
  );
  return inContext(details, { context, isLd });
}
