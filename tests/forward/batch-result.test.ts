import { describe, expect, it } from 'vitest';
import type { Answer, Batch } from '../../src/core/broker.ts';
import { readAnswer } from '../../src/forward/batch-result.ts';
import type { HttpAnswer } from '../../src/forward/connection/http.ts';

const batch: Batch = {
  context: 'https://example.org/context.jsonld',
  items: ['urn:a', 'urn:b', 'urn:c'].map((entity) => ({ entity, json: '{}' })),
};

function read(
  status: number,
  body: unknown = '',
  more: Partial<HttpAnswer> & { bytes?: number } = {},
): Answer {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const answer = {
    status,
    contentType: 'application/json',
    retryAfterMs: undefined,
    body: text,
    cut: false,
    ...more,
  };
  return readAnswer(answer, batch, more.bytes ?? 1_000);
}

const problem = (type: string, status?: number) => ({
  type: `https://uri.etsi.org/ngsi-ld/errors/${type}`,
  title: type,
  ...(status === undefined ? {} : { status }),
});

/** One word for what the forwarder will do. */
function gist(answer: Answer): string {
  switch (answer.scope) {
    case 'items':
      return answer.verdicts.map((verdict) => verdict.kind).join(' ');
    case 'batch':
      return `batch ${answer.verdict.kind}`;
    default:
      return answer.scope;
  }
}

describe('reading the answer to a batch', () => {
  it.each<[string, Answer, string]>([
    ['201 lists created ids only and means everything', read(201, ['urn:a']), 'batch delivered'],
    ['204 is empty and means everything', read(204), 'batch delivered'],
    ['200 with JSON', read(200, {}), 'batch delivered'],
    ['200 with a captive portal page', read(200, '<html>Sign in</html>'), 'batch transient'],
    [
      '207 names one',
      read(207, { errors: [{ entityId: 'urn:b', error: problem('BadRequestData', 400) }] }),
      'delivered rejected delivered',
    ],
    [
      '207 ignores an empty success list',
      read(207, { success: [], errors: [{ entityId: 'urn:b', error: problem('BadRequestData') }] }),
      'delivered rejected delivered',
    ],
    [
      '207 with the keys id and ProblemDetails',
      read(207, { errors: [{ id: 'urn:a', ProblemDetails: problem('BadRequestData', 400) }] }),
      'rejected delivered delivered',
    ],
    [
      '207 as a bare array',
      read(207, [{ entityId: 'urn:c', error: problem('InternalError', 500) }]),
      'delivered delivered transient',
    ],
    [
      '207 with the error as a text',
      read(207, { errors: [{ entityId: 'urn:c', error: 'no such attribute' }] }),
      'delivered delivered rejected',
    ],
    [
      '207 with the error as texts',
      read(207, { errors: [{ entityId: 'urn:c', error: ['one', 'two'] }] }),
      'delivered delivered rejected',
    ],
    [
      '207 because contexts cannot be fetched',
      read(207, {
        errors: ['urn:a', 'urn:b', 'urn:c'].map((entityId) => ({
          entityId,
          error: problem('LdContextNotAvailable', 503),
        })),
      }),
      'transient transient transient',
    ],
    [
      '207 with 403 for one',
      read(207, { errors: [{ entityId: 'urn:a', error: { status: 403 } }] }),
      'denied delivered delivered',
    ],
    [
      '207 that names what was not sent',
      read(207, { errors: [{ entityId: 'urn:z', error: {} }] }),
      'unclear',
    ],
    ['207 without ids', read(207, { errors: [{ error: {} }] }), 'unclear'],
    ['207 without a body', read(207), 'unclear'],
    ['207 with broken JSON', read(207, '{"errors":['), 'unclear'],
    ['207 longer than the limit', read(207, '[]', { cut: true }), 'unclear'],
    [
      'all failed as 400 with a list',
      read(400, {
        errors: ['urn:a', 'urn:b', 'urn:c'].map((id) => ({
          type: 'Upsert',
          id,
          ProblemDetails: problem('BadRequestData', 400),
        })),
      }),
      'rejected rejected rejected',
    ],
    [
      'all failed as 503 with a list',
      read(503, { errors: ['urn:a', 'urn:b', 'urn:c'].map((id) => ({ id, ProblemDetails: {} })) }),
      'transient transient transient',
    ],
    [
      'all failed as 409 with a list',
      read(409, {
        errors: ['urn:a', 'urn:b', 'urn:c'].map((id) => ({ id, ProblemDetails: problem('AlreadyExists') })),
      }),
      'transient transient transient',
    ],
    [
      'a list that leaves one out with 400 is no success for it',
      read(400, { errors: [{ id: 'urn:a', ProblemDetails: {} }] }),
      'culprit',
    ],
    ['400 for one bad entity of many', read(400, problem('BadRequestData')), 'culprit'],
    ['404 of a collapsed answer', read(404, problem('ResourceNotFound')), 'culprit'],
    ['409 of a collapsed answer', read(409, problem('AlreadyExists')), 'culprit'],
    [
      '400 with the page of a server in front, which wants a client certificate',
      read(400, '<html><head><title>400 No required SSL certificate was sent</title></head></html>', {
        contentType: 'text/html',
      }),
      'batch denied',
    ],
    ['401', read(401), 'batch denied'],
    ['403 without words', read(403), 'batch denied'],
    ['an unknown tenant', read(404, problem('NonexistentTenant')), 'batch denied'],
    ['a path that is no broker', read(404, '<html>nginx</html>'), 'batch denied'],
    ['405', read(405), 'batch denied'],
    ['422 not supported', read(422, problem('OperationNotSupported')), 'batch denied'],
    ['400 not supported', read(400, problem('OperationNotSupported')), 'batch denied'],
    ['501', read(501), 'batch denied'],
    ['408', read(408), 'batch transient'],
    ['429', read(429), 'batch transient'],
    ['500 with a database message', read(500, problem('InternalError')), 'batch transient'],
    ['503 without a body', read(503), 'batch transient'],
    ['504 context not available', read(504, problem('LdContextNotAvailable')), 'batch transient'],
    ['413', read(413), 'size'],
    ['400 for a body above 1 MiB', read(400, problem('InvalidRequest'), { bytes: 1_100_000 }), 'size'],
    ['a redirect', read(302), 'batch transient'],
    ['202 from a queue in front', read(202), 'unclear'],
  ])('%s', (_, answer, expected) => {
    expect(gist(answer)).toBe(expected);
  });

  it('hands on the wait that the broker asks for', () => {
    const answer = read(503, '', { retryAfterMs: 120_000 });

    expect(answer).toMatchObject({
      scope: 'batch',
      verdict: { kind: 'transient', retryAfterMs: 120_000 },
    });
  });

  it('keeps the words of the broker, bounded', () => {
    const answer = read(400, 'x'.repeat(10_000));

    expect(answer.scope === 'culprit' && answer.words.length).toBe(4_096);
  });
});
