/** `/temporal/entities`: the history, read and written (clauses 6.18 to 6.20). */
import type { Context as Call, Hono } from 'hono';
import type { Context } from '../ngsi-ld/context.ts';
import { Problem } from '../ngsi-ld/problem.ts';
import { matches } from '../ngsi-ld/query.ts';
import { readEntity, readFragment } from '../ngsi-ld/read-entity.ts';
import { historyCandidate, type TemporalForm, writeHistory } from '../ngsi-ld/temporal.ts';
import { addPages, created, inContext, nothing } from './answer.ts';
import { idOf } from './entity-routes.ts';
import { optionsOf, pageFrom, queryFrom, temporalQueryFrom, writeOptionsFrom } from './parameters.ts';
import { basePath, type Parts } from './parts.ts';
import { bodyContext, linkedContext, readBody, tenantOf, wantsLd } from './request.ts';
import { route } from './route.ts';

const series = { series: true };

export function addTemporalRoutes(app: Hono, parts: Parts): void {
  route(app, '/temporal/entities', {
    GET: (call) => query(call, parts),
    POST: (call) => upsert(call, parts),
  });
  route(app, '/temporal/entities/:id', {
    GET: (call) => retrieve(call, parts),
    DELETE: (call) => remove(call, parts),
  });
  route(app, '/temporal/entities/:id/attrs', { POST: (call) => append(call, parts) });
}

async function upsert(call: Call, { store, library }: Parts): Promise<Response> {
  const body = await readBody(call);
  const input = readEntity(body.json, await bodyContext(call, body, library), series);
  const began = store.tenantForWrite(tenantOf(call)).appendHistory(input);
  return began ? created(`${basePath}/temporal/entities/${encodeURIComponent(input.id)}`) : nothing();
}

async function append(call: Call, { store, library }: Parts): Promise<Response> {
  const id = idOf(call);
  const body = await readBody(call);
  const context = await bodyContext(call, body, library);
  const tenant = store.tenant(tenantOf(call));
  tenant.history(id);
  tenant.appendHistory({ id, ...readFragment(body.json, id, context, series) });
  return nothing();
}

async function query(call: Call, { store, library }: Parts): Promise<Response> {
  const isLd = wantsLd(call);
  const context = await linkedContext(call, library);
  const wanted = queryFrom(call, context);
  const times = temporalQueryFrom(call);
  const page = pageFrom(call);
  const form = formFrom(call, context);
  const found = [...store.tenant(tenantOf(call)).histories.values()].flatMap((history) => {
    const written = matches(wanted, historyCandidate(history))
      ? writeHistory(history, times, form)
      : undefined;
    return written ? [written] : [];
  });
  const answer = inContext(found.slice(page.offset, page.offset + page.limit), { context, isLd });
  addPages(answer, call, page, found.length);
  return answer;
}

async function retrieve(call: Call, { store, library }: Parts): Promise<Response> {
  const isLd = wantsLd(call);
  const id = idOf(call);
  const context = await linkedContext(call, library);
  const history = store.tenant(tenantOf(call)).history(id);
  const written = writeHistory(history, temporalQueryFrom(call), formFrom(call, context));
  if (!written) throw new Problem('ResourceNotFound', `${id} has no instances in that time.`);
  return inContext(written, { context, isLd });
}

function remove(call: Call, { store }: Parts): Response {
  store.tenant(tenantOf(call)).deleteHistory(idOf(call));
  return nothing();
}

function formFrom(call: Call, context: Context): TemporalForm {
  const { sysAttrs, only } = writeOptionsFrom(call, context);
  return { context, sysAttrs, only, values: optionsOf(call).has('temporalValues') };
}
