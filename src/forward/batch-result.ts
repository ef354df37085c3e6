/**
 * Reads a broker's answer to a batch upsert. Brokers differ in status codes and key names for the same thing
 * (docs/brokers.md); what is not understood is never taken for a success or for a refusal of the data.
 */
import type { Answer, Batch, Verdict } from '../core/broker.ts';
import { type HttpAnswer, isPage } from './connection/http.ts';

const delivered: Verdict = { kind: 'delivered' };
const transientStatus = new Set([408, 425, 429]);
const transientTypes = new Set(['LdContextNotAvailable', 'InternalError']);
/** An upsert cannot fail for this but by a race inside the broker; the forwarder tries a few times. */
const alreadyExists = 'AlreadyExists';
const deniedTypes = new Set([
  'NonexistentTenant',
  'NoMultiTenantSupport',
  'OperationNotSupported',
  'NotImplemented',
]);
/** Above this, brokers with a silent 1 MiB limit answer 400 where they mean 413 (facts on body limits, docs/brokers.md). */
const suspiciousBytes = 1_048_576;
const wordsAtMost = 4_096;

export function readAnswer(answer: HttpAnswer, batch: Batch, sentBytes: number): Answer {
  const { status } = answer;
  const json = answer.cut ? undefined : parse(answer.body);
  const words = cutWords(answer.body) || `status ${status}`;
  if (status === 201 || status === 204) return { scope: 'batch', status, verdict: delivered };
  if (status === 200) {
    return json === undefined
      ? {
          scope: 'batch',
          status,
          verdict: {
            kind: 'transient',
            code: 'NO_BROKER',
            words: 'An HTML page came in place of an answer.',
          },
        }
      : { scope: 'batch', status, verdict: delivered };
  }
  if (status === 207) return perItem(json, batch, status) ?? { scope: 'unclear', status, words };
  const problem = problemOf(json);
  const allFailed = status >= 400 ? perItem(json, batch, status) : undefined;
  if (allFailed?.scope === 'items' && allFailed.verdicts.every((verdict) => verdict.kind !== 'delivered')) {
    return allFailed;
  }
  if (transientStatus.has(status) || (status >= 500 && status !== 501) || transientTypes.has(problem.type)) {
    const verdict: Verdict = { kind: 'transient', code: problem.type || `HTTP_${status}`, words };
    return {
      scope: 'batch',
      status,
      verdict:
        answer.retryAfterMs === undefined ? verdict : { ...verdict, retryAfterMs: answer.retryAfterMs },
    };
  }
  if (isDenied(status, problem.type)) {
    return {
      scope: 'batch',
      status,
      verdict: { kind: 'denied', code: problem.type || `HTTP_${status}`, words },
    };
  }
  if (status === 413 || (status === 400 && sentBytes > suspiciousBytes))
    return { scope: 'size', status, words };
  if (status >= 400 && status < 500 && isPage(answer)) {
    const said = 'A web server in front of the broker refuses the request with a page of its own';
    return {
      scope: 'batch',
      status,
      verdict: { kind: 'denied', code: `HTTP_${status}`, words: `${said}: ${titleOf(answer.body)}` },
    };
  }
  if (status >= 400 && status < 500)
    return { scope: 'culprit', status, code: problem.type || `HTTP_${status}`, words };
  if (status >= 300 && status < 400) {
    const code = 'REDIRECTED';
    return {
      scope: 'batch',
      status,
      verdict: { kind: 'transient', code, words: 'The broker redirects elsewhere.' },
    };
  }
  return { scope: 'unclear', status, words };
}

function isDenied(status: number, type: string): boolean {
  if (status === 401 || status === 403 || status === 405 || status === 407 || status === 501) return true;
  return deniedTypes.has(type) || (status === 404 && type === '');
}

/** There is no such endpoint here, as far as this answer tells: the path or the method is not known, or not built. */
export function deniesOperation(answer: HttpAnswer): boolean {
  const { type } = problemOf(answer.cut ? undefined : parse(answer.body));
  if (type === 'OperationNotSupported' || type === 'NotImplemented') return true;
  return answer.status === 405 || answer.status === 501 || (answer.status === 404 && type === '');
}

/** The title of a web page, or its beginning. */
function titleOf(page: string): string {
  const title = /<title>([^<]{1,200})<\/title>/i.exec(page)?.[1] ?? page.slice(0, 200);
  return title.trim();
}

/** The verdict for each item of a body that lists errors; undefined if it does not, or names what we did not send. */
function perItem(json: unknown, batch: Batch, status: number): Answer | undefined {
  const errors = Array.isArray(json) ? json : field(json, 'errors');
  if (!Array.isArray(errors)) return undefined;
  const byEntity = new Map<string, Verdict>();
  for (const error of errors) {
    const entity = field(error, 'entityId') ?? field(error, 'id');
    if (typeof entity !== 'string') return undefined;
    byEntity.set(entity, verdictOf(field(error, 'error') ?? field(error, 'ProblemDetails') ?? error, status));
  }
  const ours = new Set(batch.items.map((item) => item.entity));
  for (const entity of byEntity.keys()) if (!ours.has(entity)) return undefined;
  return {
    scope: 'items',
    status,
    verdicts: batch.items.map((item) => byEntity.get(item.entity) ?? delivered),
  };
}

function verdictOf(error: unknown, batchStatus: number): Verdict {
  const { type, status } = problemOf(error);
  const words = cutWords(typeof error === 'string' ? error : JSON.stringify(error));
  const effective = status ?? (batchStatus === 207 ? undefined : batchStatus);
  const code = type || (effective === undefined ? 'REFUSED' : `HTTP_${effective}`);
  if (transientTypes.has(type) || type === alreadyExists) return { kind: 'transient', code, words };
  if (deniedTypes.has(type)) return { kind: 'denied', code, words };
  if (effective === undefined) return { kind: 'rejected', code, words };
  if (effective === 401 || effective === 403 || effective === 501) return { kind: 'denied', code, words };
  if (transientStatus.has(effective) || effective >= 500) return { kind: 'transient', code, words };
  return { kind: 'rejected', code, words };
}

/** Type (last step of the URI) and status of a ProblemDetails, as far as they are there. */
function problemOf(json: unknown): { type: string; status: number | undefined } {
  const type = field(json, 'type');
  const status = Number(field(json, 'status') ?? Number.NaN);
  return {
    type: typeof type === 'string' && type.includes('/errors/') ? type.slice(type.lastIndexOf('/') + 1) : '',
    status: Number.isInteger(status) ? status : undefined,
  };
}

function field(json: unknown, name: string): unknown {
  return typeof json === 'object' && json !== null && Object.hasOwn(json, name)
    ? (json as Record<string, unknown>)[name]
    : undefined;
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function cutWords(words: string): string {
  return words.slice(0, wordsAtMost).trim();
}
