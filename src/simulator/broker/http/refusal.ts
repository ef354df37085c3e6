/** Refusals of HTTP itself, which NGSI-LD has no error type for: problem details with the type `about:blank`. */
import { asProblem } from '../ngsi-ld/problem.ts';

const titles = {
  404: 'No such endpoint',
  405: 'The endpoint does not take this method',
  406: 'The answer cannot be given in any of the accepted types',
  413: 'The body is too large',
  415: 'The type of the body is not supported',
} as const;

export class Refusal extends Error {
  readonly status: keyof typeof titles;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: keyof typeof titles, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.name = 'Refusal';
    this.status = status;
    this.headers = headers;
  }
}

/** The answer to anything thrown on the way. */
export function problemResponse(thrown: unknown): Response {
  if (thrown instanceof Refusal) {
    const { status, message, headers } = thrown;
    return problemJson(
      status,
      { type: 'about:blank', title: titles[status], detail: message, status },
      headers,
    );
  }
  const details = asProblem(thrown).details();
  return problemJson(details.status, details);
}

function problemJson(
  status: number,
  details: object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(JSON.stringify(details), {
    status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}
