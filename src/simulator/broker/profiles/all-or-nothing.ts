/** Looks through a batch before it is applied: if one entity is wrong, nobody gets in. */
import type { MiddlewareHandler } from 'hono';
import { answer } from '../faults/fault.ts';
import { coreOnly } from '../ngsi-ld/context.ts';
import { isObject } from '../ngsi-ld/json.ts';
import { asProblem } from '../ngsi-ld/problem.ts';
import { readEntity } from '../ngsi-ld/read-entity.ts';

export const allOrNothing: MiddlewareHandler = async (call, next) => {
  if (!/\/entityOperations\/(create|upsert|update)$/.test(call.req.path)) return next();
  const { url, method, headers } = call.req.raw;
  const text = await call.req.raw.text();
  call.req.raw = new Request(url, { method, headers, body: text });
  const fault = firstFault(text);
  return fault ? answer(400, fault.details()) : next();
};

/** What is wrong with the first wrong entity. The context is left aside: it makes no entity wrong. */
function firstFault(text: string) {
  try {
    const elements: unknown = JSON.parse(text);
    if (!Array.isArray(elements)) return undefined;
    for (const element of elements) {
      if (!isObject(element)) continue;
      const { '@context': _, ...entity } = element;
      readEntity(entity, coreOnly);
    }
    return undefined;
  } catch (thrown) {
    return thrown instanceof SyntaxError ? undefined : asProblem(thrown);
  }
}
