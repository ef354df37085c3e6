/**
 * The batch operations (clauses 5.6.7 to 5.6.10 and 5.6.20): elements one after another in the order of the array, each
 * succeeding or failing alone. An entity named twice is written twice; the last one stands.
 */
import type { Context } from './context.ts';
import { isObject } from './json.ts';
import { mergeEntity } from './merge.ts';
import { asProblem, badData, type Problem, type ProblemDetails } from './problem.ts';
import { readEntity } from './read-entity.ts';
import type { Tenant } from './tenant.ts';
import { checkUri, shown } from './values.ts';

export type BatchOperation =
  | { readonly kind: 'create' }
  | { readonly kind: 'upsert'; readonly existing: 'replace' | 'update' }
  | { readonly kind: 'update'; readonly overwrite: boolean }
  | { readonly kind: 'merge' }
  | { readonly kind: 'delete' };

export interface BatchOutcome {
  /** Ids that did not exist before, each once. */
  readonly created: readonly string[];
  /** Ids without an error, each once. */
  readonly success: readonly string[];
  readonly errors: readonly { readonly entityId: string; readonly error: ProblemDetails }[];
}

/** Throws BadRequestData when the array itself is wrong: empty, or with elements that are no entity at all. */
export function checkElements(body: unknown, operation: BatchOperation): readonly unknown[] {
  if (!Array.isArray(body)) throw badData('The body of a batch must be an array.');
  if (body.length === 0) throw badData('The array of a batch must not be empty.');
  const elements: readonly unknown[] = body;
  const wanted = operation.kind === 'delete' ? isText : isObject;
  const index = elements.findIndex((element) => !wanted(element));
  if (index >= 0) {
    const noun = operation.kind === 'delete' ? 'the id of an entity' : 'an entity';
    throw badData(`Element ${index} of the batch is ${shown(elements[index])}, not ${noun}.`);
  }
  return elements;
}

/** `contexts` holds for each element its context, or why there is none. */
export function runBatch(
  tenant: Tenant,
  operation: BatchOperation,
  elements: readonly unknown[],
  contexts: readonly (Context | Problem)[],
): BatchOutcome {
  const created = new Set<string>();
  const success = new Set<string>();
  const errors: { entityId: string; error: ProblemDetails }[] = [];
  elements.forEach((element, index) => {
    const context = contexts[index];
    try {
      if (context === undefined || context instanceof Error)
        throw context ?? badData('There is no @context.');
      const { id, isNew } = apply(tenant, operation, element, context);
      success.add(id);
      if (isNew) created.add(id);
    } catch (thrown) {
      errors.push({ entityId: claimedId(element), error: asProblem(thrown).details() });
    }
  });
  return { created: [...created], success: [...success], errors };
}

function apply(tenant: Tenant, operation: BatchOperation, element: unknown, context: Context) {
  if (operation.kind === 'delete') {
    const id = checkUri(element, 'The id of an entity');
    tenant.delete(id);
    return { id, isNew: false };
  }
  if (operation.kind === 'merge') {
    const id = checkUri(isObject(element) ? element.id : undefined, 'The id of an entity');
    mergeEntity(tenant, tenant.entity(id), element, context);
    return { id, isNew: false };
  }
  const input = readEntity(element, context);
  const existing = tenant.entities.get(input.id);
  if (operation.kind === 'create' || (operation.kind === 'upsert' && !existing)) tenant.create(input);
  else if (operation.kind === 'upsert' && operation.existing === 'replace') tenant.replace(input);
  else
    tenant.append(
      existing ?? tenant.entity(input.id),
      input,
      operation.kind === 'upsert' || operation.overwrite,
    );
  return { id: input.id, isNew: existing === undefined };
}

/** What the element calls itself, right or wrong, so that the client finds it again. */
function claimedId(element: unknown): string {
  const id = isObject(element) ? (element.id ?? element['@id']) : element;
  return typeof id === 'string' ? id : '';
}

function isText(element: unknown): element is string {
  return typeof element === 'string';
}
