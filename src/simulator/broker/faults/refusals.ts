/** Faults that are one status for the whole request: a struggling broker, a proxy in front, a closed door. */
import { answer, type Faults, problem } from './fault.ts';

const refuses = (about: string, status: number, body?: string | object, headers = {}) => ({
  about,
  play: () => answer(status, body, headers),
});

const page = (title: string) =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`;

const retryAfterSeconds = 2;
const retryAfterDateMs = 3_000;
/** A body may have this many bytes while `413` is played. */
export const smallBody = 4_096;

export const overload: Faults = {
  '500': refuses('Answers 500 InternalError; applies nothing.', 500, problem('InternalError', 500)),
  '500-empty': refuses('Answers 500 without a body; applies nothing.', 500),
  '500-after-applying': {
    about: 'Applies the request and answers 500, as when writing history failed.',
    play: async (call) => {
      await call.apply();
      return answer(500, problem('InternalError', 500, 'I/O error occurred while sending to the backend'));
    },
  },
  '502': refuses('Answers 502 with the page of a proxy; applies nothing.', 502, page('502 Bad Gateway')),
  '503': refuses(
    'Answers 503 with the page of a proxy; applies nothing.',
    503,
    page('503 Service Unavailable'),
  ),
  '503-empty': refuses('Answers 503 without a body; applies nothing.', 503),
  '504': refuses('Answers 504 with the page of a proxy; applies nothing.', 504, page('504 Gateway Time-out')),
  '504-context': refuses(
    'Answers 504 LdContextNotAvailable for the whole request; applies nothing.',
    504,
    problem('LdContextNotAvailable', 504),
  ),
  '408': refuses('Answers 408 Request Timeout; applies nothing.', 408),
  '425': refuses('Answers 425 Too Early; applies nothing.', 425),
  '429': refuses('Answers 429 without Retry-After; applies nothing.', 429),
  '429-seconds': refuses('Answers 429 with Retry-After: 2; applies nothing.', 429, undefined, {
    'retry-after': String(retryAfterSeconds),
  }),
  '503-date': {
    about: 'Answers 503 with the date 3 s from now as Retry-After; applies nothing.',
    play(call) {
      const inMs = (ms: number) => new Date(call.wallMs() + ms).toUTCString();
      return answer(503, undefined, { date: inMs(0), 'retry-after': inMs(retryAfterDateMs) });
    },
  },
  '503-negative': refuses('Answers 503 with Retry-After: -5; applies nothing.', 503, undefined, {
    'retry-after': '-5',
  }),
  '429-absurd': refuses(
    'Answers 429 with Retry-After: 1000000000, which is 31 years; applies nothing.',
    429,
    undefined,
    { 'retry-after': '1000000000' },
  ),
};

export const closedDoors: Faults = {
  '401': refuses('Answers 401, as for an expired token; applies nothing.', 401, undefined, {
    'www-authenticate': 'Bearer error="invalid_token"',
  }),
  '403': refuses('Answers 403; applies nothing.', 403, { error: 'access denied' }),
  '407': refuses('Answers 407, as a proxy that wants credentials; applies nothing.', 407),
  '404-tenant': refuses(
    'Answers 404 NonexistentTenant; applies nothing.',
    404,
    problem('NonexistentTenant', 404),
  ),
  '404-page': refuses(
    'Answers 404 with the page of a web server: no broker lives here now; applies nothing.',
    404,
    page('404 Not Found'),
  ),
  '405': refuses('Answers 405 Method Not Allowed; applies nothing.', 405, undefined, { allow: 'GET' }),
  '422': refuses(
    'Answers 422 OperationNotSupported; applies nothing.',
    422,
    problem('OperationNotSupported', 422),
  ),
  '501': refuses('Answers 501 NotImplemented; applies nothing.', 501, problem('NotImplemented', 501)),
  '302': refuses('Redirects to the login page of another host; applies nothing.', 302, undefined, {
    location: 'http://login.invalid/',
  }),
  '307': refuses('Redirects the request to another host; applies nothing.', 307, undefined, {
    location: 'http://other.invalid/ngsi-ld/v1/entityOperations/upsert',
  }),
  '200-page': refuses(
    'Answers 200 with the sign-in page of a captive portal; applies nothing.',
    200,
    page('Welcome'),
  ),
  '413': {
    about: 'Answers 413 to bodies above 4 KiB with several entities; applies the others.',
    play: (call) =>
      call.bytes > smallBody && call.ids.length > 1
        ? answer(413, problem('BadRequestData', 413, 'The body is too large.'))
        : call.apply(),
  },
};
