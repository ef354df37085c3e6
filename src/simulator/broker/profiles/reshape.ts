/** Puts what failed in a batch into the words of another broker. */
import type { MiddlewareHandler } from 'hono';
import { answer, problem } from '../faults/fault.ts';
import type { BatchOutcome } from '../ngsi-ld/batch.ts';
import { isObject } from '../ngsi-ld/json.ts';

export type BatchFailures = Pick<BatchOutcome, 'success' | 'errors'>;

export interface ReshapeOptions {
  /** What stands behind so many entities in a batch fails as AlreadyExists, and is not applied. */
  readonly entitiesAtMost?: number;
}

/** `say` is asked about every 207; undefined leaves it as it is. */
export function reshape(
  say: (failures: BatchFailures) => Response | undefined,
  { entitiesAtMost = Number.POSITIVE_INFINITY }: ReshapeOptions = {},
): MiddlewareHandler {
  return async (call, next) => {
    if (!call.req.path.includes('/entityOperations/') || call.req.method !== 'POST') return next();
    const beyond = Number.isFinite(entitiesAtMost) ? await cutBatch(call.req, entitiesAtMost) : [];
    await next();
    if (beyond.length > 0 && call.res.ok) {
      const { success, errors } = call.res.status === 207 ? await failuresOf(call.res) : allWell;
      const misfiled = beyond.map((entityId) => ({ entityId, error: problem('AlreadyExists', 409) }));
      replace(call, answer(207, { success, errors: [...errors, ...misfiled] }));
      return;
    }
    if (call.res.status !== 207) return;
    const said = say(await failuresOf(call.res.clone()));
    if (said) replace(call, said);
  };
}

const allWell: BatchFailures = { success: [], errors: [] };

/** Hands only the first elements on; returns the ids of the others. */
async function cutBatch(request: { raw: Request }, atMost: number): Promise<readonly string[]> {
  const { url, method, headers } = request.raw;
  const text = await request.raw.text();
  const carry = (body: string) => {
    request.raw = new Request(url, { method, headers, body });
  };
  carry(text);
  try {
    const elements: unknown = JSON.parse(text);
    if (!Array.isArray(elements) || elements.length <= atMost) return [];
    carry(JSON.stringify(elements.slice(0, atMost)));
    return elements.slice(atMost).map((element) => (isObject(element) ? String(element.id) : ''));
  } catch {
    return [];
  }
}

async function failuresOf(response: Response): Promise<BatchFailures> {
  return (await response.json()) as BatchFailures;
}

/** hono keeps the headers of the answer that is replaced, unless there is none. */
function replace(call: { res: Response | undefined }, response: Response): void {
  call.res = undefined;
  call.res = response;
}
