/**
 * How real brokers differ from the specification in what a sender of batches sees: limits, tenants, and the shape of
 * an answer when entities fail. Sources and tolerated differences: docs/brokers.md. A profile imitates answers,
 * never the speed or the storage of the broker it is named after.
 */
import type { MiddlewareHandler } from 'hono';
import { answer, problem } from './faults/fault.ts';
import { allOrNothing } from './profiles/all-or-nothing.ts';
import { type BatchFailures, reshape } from './profiles/reshape.ts';

export interface Profile {
  /** Whom it imitates and in what, in one sentence. */
  readonly about: string;
  /** Larger bodies are refused; default 2 MiB. */
  readonly bytesPerBody?: number;
  readonly middleware: readonly MiddlewareHandler[];
}

export interface ProfileOptions {
  /** Tenants that exist from the start, for brokers that make none on the fly. */
  readonly tenants: readonly string[];
}

export const profileNames = ['spec', 'scorpio', 'orion', 'stellio', 'all-or-nothing', 'collapsing'] as const;
export type ProfileName = (typeof profileNames)[number];

export function isProfileName(name: string): name is ProfileName {
  return (profileNames as readonly string[]).includes(name);
}

const mebibyte = 1_048_576;

export function profileOf(name: ProfileName, { tenants }: ProfileOptions = { tenants: [] }): Profile {
  switch (name) {
    case 'spec':
      return { about: 'GS CIM 009 1.8 to the letter.', middleware: [] };
    case 'scorpio':
      return {
        about:
          'Scorpio 5: when every entity fails there is no 207 but 400, 409 or 503, with the keys `id` and `ProblemDetails`.',
        bytesPerBody: 10 * mebibyte,
        middleware: [reshape(asScorpio)],
      };
    case 'orion':
      return {
        about:
          'Orion-LD 1.7 without TRoE: bodies up to 1 MiB, no batch merge, no temporal writes, and of a batch only the first 1 000 entities are found.',
        bytesPerBody: mebibyte,
        middleware: [withoutMerge, withoutTemporalWrites, reshape(identity, { entitiesAtMost: 1_000 })],
      };
    case 'stellio':
      return {
        about:
          'Stellio: bodies above 2 MiB are 400, tenants are never made on the fly, 400 in place of 422 and 503 in place of 504.',
        bytesPerBody: Number.POSITIVE_INFINITY,
        middleware: [knownTenants(tenants), limit400(2 * mebibyte), stellioStatuses],
      };
    case 'all-or-nothing':
      return {
        about: 'Cassiopeia: one wrong entity refuses the whole batch with 400; nothing of it is applied.',
        bytesPerBody: 100 * mebibyte,
        middleware: [allOrNothing],
      };
    case 'collapsing':
      return {
        about:
          'coraine without history: no temporal writes, and when all entities fail alike the answer is one plain problem with their status.',
        middleware: [withoutTemporalWrites, reshape(collapsed)],
      };
  }
}

const identity = () => undefined;

function asScorpio({ success, errors }: BatchFailures): Response | undefined {
  const listed = errors.map(({ entityId, error }) => ({
    type: 'Upsert',
    id: entityId,
    ProblemDetails: error,
  }));
  if (success.length > 0) return undefined;
  const statuses = errors.map(({ error }) => error.status);
  const status = statuses.every((one) => one === 409)
    ? 409
    : statuses.some((one) => one === 503 || one === 504)
      ? 503
      : 400;
  return answer(status, { errors: listed });
}

function collapsed({ success, errors: [first, ...others] }: BatchFailures): Response | undefined {
  if (!first || success.length > 0) return undefined;
  const alike = others.every(({ error }) => error.type === first.error.type);
  return alike ? answer(first.error.status, first.error) : undefined;
}

const withoutMerge: MiddlewareHandler = async (call, next) => {
  if (call.req.path.endsWith('/entityOperations/merge')) {
    return answer(501, problem('NotImplemented', 501, 'There is no batch merge here.'));
  }
  return next();
};

const withoutTemporalWrites: MiddlewareHandler = async (call, next) => {
  if (call.req.method !== 'GET' && call.req.path.includes('/temporal/entities')) {
    return answer(501, problem('NotImplemented', 501, 'No history is kept here.'));
  }
  return next();
};

function knownTenants(names: readonly string[]): MiddlewareHandler {
  return async (call, next) => {
    const name = call.req.header('ngsild-tenant') ?? '';
    if (name === '' || names.includes(name)) return next();
    return answer(404, problem('NonexistentTenant', 404, `Tenant ${name} does not exist.`));
  };
}

function limit400(bytes: number): MiddlewareHandler {
  return async (call, next) => {
    const length = Number(call.req.header('content-length') ?? 0);
    if (length <= bytes) return next();
    return answer(400, problem('InvalidRequest', 400, `Exceeded limit on max bytes to buffer : ${bytes}`));
  };
}

const stellioStatuses: MiddlewareHandler = async (call, next) => {
  await next();
  const { status } = call.res;
  const instead = status === 422 ? 400 : status === 504 ? 503 : undefined;
  if (instead !== undefined)
    call.res = new Response(call.res.body, { status: instead, headers: call.res.headers });
};
