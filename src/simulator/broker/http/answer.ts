/** Answers: JSON with the context as a Link header, or JSON-LD with the context inside (clause 6.3.5). */
import type { Context as Call } from 'hono';
import type { Context } from '../ngsi-ld/context.ts';
import { coreContextUrl } from '../ngsi-ld/core-terms.ts';
import type { Json, JsonObject } from '../ngsi-ld/json.ts';

export interface AnswerOptions {
  readonly context: Context;
  readonly isLd: boolean;
}

export function nothing(): Response {
  return new Response(null, { status: 204 });
}

export function json(body: Json | object, status: 200 | 201 | 207): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
}

export function created(location: string): Response {
  return new Response(null, { status: 201, headers: { location } });
}

/** Entities or types, one or many, in the words of the reader's context. */
export function inContext(
  body: JsonObject | readonly JsonObject[],
  { context, isLd }: AnswerOptions,
): Response {
  const url = context.url ?? coreContextUrl;
  if (!isLd) {
    const answer = json(body, 200);
    answer.headers.append(
      'link',
      `<${url}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`,
    );
    return answer;
  }
  const value = url === coreContextUrl ? url : [url, coreContextUrl];
  const dressed = isList(body) ? body.map((one) => withContext(one, value)) : withContext(body, value);
  return new Response(JSON.stringify(dressed), {
    status: 200,
    headers: { 'content-type': 'application/ld+json' },
  });
}

/** Says how many there are when asked, and where the neighbouring pages are. */
export function addPages(answer: Response, call: Call, page: Page, total: number): void {
  if (page.count) answer.headers.set('ngsild-results-count', String(total));
  if (page.offset > 0) addPage(answer, call, 'prev', Math.max(0, page.offset - page.limit), page.limit);
  const next = page.offset + page.limit;
  if (page.limit > 0 && next < total) addPage(answer, call, 'next', next, page.limit);
}

export interface Page {
  readonly limit: number;
  readonly offset: number;
  readonly count: boolean;
}

function addPage(answer: Response, call: Call, relation: string, offset: number, limit: number): void {
  const url = new URL(call.req.url);
  url.searchParams.set('limit', String(limit));
  url.searchParams.set('offset', String(offset));
  const type = answer.headers.get('content-type') ?? 'application/json';
  answer.headers.append('link', `<${url.pathname}${url.search}>; rel="${relation}"; type="${type}"`);
}

function withContext(body: JsonObject, value: Json): JsonObject {
  return { '@context': value, ...body };
}

function isList(body: JsonObject | readonly JsonObject[]): body is readonly JsonObject[] {
  return Array.isArray(body);
}
