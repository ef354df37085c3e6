/** What goes wrong in an NGSI-LD request, as the problem details of RFC 7807 with ETSI's types (GS CIM 009 5.5.2). */

const statuses = {
  InvalidRequest: 400,
  BadRequestData: 400,
  AlreadyExists: 409,
  OperationNotSupported: 422,
  ResourceNotFound: 404,
  NonexistentTenant: 404,
  LdContextNotAvailable: 504,
  TooManyResults: 403,
  InternalError: 500,
} as const;

const titles: Readonly<Record<ProblemType, string>> = {
  InvalidRequest: 'The request is not well formed',
  BadRequestData: 'The request holds data that NGSI-LD does not allow',
  AlreadyExists: 'It exists already',
  OperationNotSupported: 'This broker does not support the operation',
  ResourceNotFound: 'It does not exist',
  NonexistentTenant: 'The tenant does not exist',
  LdContextNotAvailable: 'The @context cannot be had',
  TooManyResults: 'The answer would be too large',
  InternalError: 'The broker failed',
};

export type ProblemType = keyof typeof statuses;

export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly detail: string;
  readonly status: number;
}

export class Problem extends Error {
  readonly type: ProblemType;

  constructor(type: ProblemType, detail: string) {
    super(detail);
    this.name = 'Problem';
    this.type = type;
  }

  get status() {
    return statuses[this.type];
  }

  details(): ProblemDetails {
    return {
      type: `https://uri.etsi.org/ngsi-ld/errors/${this.type}`,
      title: titles[this.type],
      detail: this.message,
      status: this.status,
    };
  }
}

/** Any throw as a problem; what is none of ours is the broker's own fault. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  return new Problem('InternalError', thrown instanceof Error ? thrown.message : String(thrown));
}

export function badData(detail: string): Problem {
  return new Problem('BadRequestData', detail);
}
