/**
 * What a fault is: a sentence about it, and a function that plays it on one request. A fault decides itself whether
 * the broker applies the request, when, and what the client is told about it; these need not agree.
 */
import type { ServerResponse } from 'node:http';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Json, JsonObject } from '../ngsi-ld/json.ts';

export interface FaultCall {
  /** The elements of the batch; empty if the body is no array. */
  readonly elements: readonly Json[];
  /** Their ids. */
  readonly ids: readonly string[];
  /** Bytes of the body. */
  readonly bytes: number;
  /** The same entity in all requests since the fault began: the first one that came. */
  readonly poison: string;
  /** The answer as Node writes it: for faults below HTTP. */
  readonly wire: ServerResponse;
  /** Hands these elements to the broker, all of them by default, and returns its true answer. At most once. */
  apply(elements?: readonly Json[]): Promise<Response>;
  /** Resolves after so many milliseconds, false if the faults ended meanwhile. */
  wait(ms: number): Promise<boolean>;
  /** Milliseconds since 1970. */
  wallMs(): number;
}

export interface Fault {
  /** What it does, in one sentence. */
  readonly about: string;
  play(call: FaultCall): Response | Promise<Response>;
}

export type Faults = Readonly<Record<string, Fault>>;

/** Returned by a fault that wrote to the wire itself, or never will. */
export const nothingMore: Response = RESPONSE_ALREADY_SENT;

/** An answer of a status with an optional body, JSON unless it is a text. */
export function answer(
  status: number,
  body?: string | object,
  headers: Readonly<Record<string, string>> = {},
): Response {
  if (body === undefined) return new Response(null, { status, headers });
  const isText = typeof body === 'string';
  const type = isText ? 'text/html' : 'application/json';
  return new Response(isText ? body : JSON.stringify(body), {
    status,
    headers: { 'content-type': type, ...headers },
  });
}

/** Problem details of a type of NGSI-LD (GS CIM 009 clause 5.5.2). */
export function problem(type: string, status: number, detail = 'Played on purpose.'): JsonObject {
  return { type: `https://uri.etsi.org/ngsi-ld/errors/${type}`, title: type, detail, status };
}
