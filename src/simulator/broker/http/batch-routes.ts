/** `/entityOperations/`: many entities in one request (clauses 6.14 to 6.17 and 6.31). */
import type { Context as Call, Hono } from 'hono';
import { type BatchOperation, type BatchOutcome, checkElements, runBatch } from '../ngsi-ld/batch.ts';
import { coreOnly } from '../ngsi-ld/context.ts';
import { json, nothing } from './answer.ts';
import { optionsOf } from './parameters.ts';
import type { Parts } from './parts.ts';
import { elementContexts, readBody, tenantOf } from './request.ts';
import { route } from './route.ts';

export function addBatchRoutes(app: Hono, parts: Parts): void {
  const add = (name: string, operation: (options: ReadonlySet<string>) => BatchOperation) =>
    route(app, `/entityOperations/${name}`, {
      POST: (call) => batch(call, operation(optionsOf(call)), parts),
    });

  add('create', () => ({ kind: 'create' }));
  add('upsert', (options) => ({ kind: 'upsert', existing: options.has('update') ? 'update' : 'replace' }));
  add('update', (options) => ({ kind: 'update', overwrite: !options.has('noOverwrite') }));
  add('merge', () => ({ kind: 'merge' }));
  add('delete', () => ({ kind: 'delete' }));
}

async function batch(call: Call, operation: BatchOperation, { store, library }: Parts): Promise<Response> {
  const { json: body, isLd } = await readBody(call);
  const elements = checkElements(body, operation);
  const contexts =
    operation.kind === 'delete'
      ? elements.map(() => coreOnly)
      : await elementContexts(call, elements, isLd, library);
  const creates = operation.kind === 'create' || operation.kind === 'upsert';
  const tenant = creates ? store.tenantForWrite(tenantOf(call)) : store.tenant(tenantOf(call));
  return answer(runBatch(tenant, operation, elements, contexts));
}

function answer({ created, success, errors }: BatchOutcome): Response {
  if (errors.length > 0) return json({ success, errors }, 207);
  return created.length > 0 ? json(created, 201) : nothing();
}
