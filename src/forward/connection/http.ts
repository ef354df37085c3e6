/** One HTTP request and its answer, as the parts of the forwarder that talk to servers see them. */

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** Absolute path with query, as it goes on the wire. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer;
}

export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string;
  /** What the server asks to wait, in bounds. */
  readonly retryAfterMs: number | undefined;
  /** At most 1 MiB. */
  readonly body: string;
  /** The body was longer and is not complete. */
  readonly cut: boolean;
}

/** A web page: it comes from something in front of the API, not from the API. */
export function isPage({ contentType, body }: HttpAnswer): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(contentType) || /^\s*<(!doctype|html)/i.test(body);
}
