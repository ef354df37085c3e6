/**
 * What a request brings: tenant, body, context, accepted type. The rules of GS CIM 009 clauses 6.3.4, 6.3.5 and
 * 6.3.14: JSON takes its context from a Link header, JSON-LD from the body, never both.
 */
import type { Context as Call } from 'hono';
import type { Context } from '../ngsi-ld/context.ts';
import { type ContextLibrary, keyOf } from '../ngsi-ld/context-library.ts';
import { isObject, type Json } from '../ngsi-ld/json.ts';
import { asProblem, badData, Problem } from '../ngsi-ld/problem.ts';
import { Refusal } from './refusal.ts';

export interface Body {
  readonly json: unknown;
  /** True for `application/ld+json`. */
  readonly isLd: boolean;
}

const contextRelation = 'http://www.w3.org/ns/json-ld#context';

const bodyTypes = ['application/json', 'application/ld+json', 'application/merge-patch+json'];

/** The tenant's name; the empty text is the nameless one. */
export function tenantOf(call: Call): string {
  const name = call.req.header('ngsild-tenant') ?? '';
  if (!/^[\w.-]{0,128}$/.test(name)) throw badData('NGSILD-Tenant must be letters, digits, _, - and points.');
  return name;
}

export async function readBody(call: Call): Promise<Body> {
  const type = mediaType(call.req.header('content-type') ?? '');
  if (!bodyTypes.includes(type)) {
    throw new Refusal(415, `The body must be ${bodyTypes.join(' or ')}, not ${type || 'of no type'}.`);
  }
  const text = await call.req.text();
  try {
    return { json: JSON.parse(text), isLd: type === 'application/ld+json' };
  } catch (thrown) {
    throw new Problem('InvalidRequest', `The body is no JSON: ${asProblem(thrown).message}.`);
  }
}

/** The context that a Link header names, or the core one. */
export async function linkedContext(call: Call, library: ContextLibrary): Promise<Context> {
  return library.find(linkOf(call));
}

/** The context of a body that is one entity or fragment. */
export async function bodyContext(
  call: Call,
  { json, isLd }: Body,
  library: ContextLibrary,
): Promise<Context> {
  const embedded = isObject(json) ? json['@context'] : undefined;
  const found = source(embedded, isLd, linkOf(call));
  return library.find(found);
}

/** For each element of a batch its context, or why there is none. Throws when body and Link contradict. */
export async function elementContexts(
  call: Call,
  elements: readonly unknown[],
  isLd: boolean,
  library: ContextLibrary,
): Promise<readonly (Context | Problem)[]> {
  const link = linkOf(call);
  if (isLd && link !== undefined) throw bothGiven();
  const found = new Map<string, Context | Problem>();
  const contexts: (Context | Problem)[] = [];
  for (const element of elements) {
    const embedded = isObject(element) ? element['@context'] : undefined;
    const key = keyOf(embedded);
    let context = found.get(key);
    if (!context) {
      context = await attempt(() => library.find(source(embedded, isLd, link)));
      found.set(key, context);
    }
    contexts.push(context);
  }
  return contexts;
}

/** True if the answer is to be JSON-LD. Throws 406 when neither it nor JSON is accepted. */
export function wantsLd(call: Call): boolean {
  const accepted = (call.req.header('accept') ?? '*/*').split(',').map((part) => {
    const quality = /;\s*q=([\d.]+)/.exec(part)?.[1];
    return { type: mediaType(part), quality: quality === undefined ? 1 : Number(quality) };
  });
  const best = (...types: string[]) =>
    Math.max(0, ...accepted.filter(({ type }) => types.includes(type)).map(({ quality }) => quality));
  const ld = best('application/ld+json');
  const json = best('application/json', 'application/*', '*/*');
  if (ld === 0 && json === 0)
    throw new Refusal(406, 'This broker answers application/json or application/ld+json.');
  return ld > json;
}

/** The words of a comma-separated query parameter; undefined when it is absent or empty. */
export function listOf(call: Call, name: string): readonly string[] | undefined {
  const words = (call.req.query(name) ?? '').split(',').map((word) => word.trim());
  const list = words.filter((word) => word !== '');
  return list.length === 0 ? undefined : list;
}

function source(embedded: Json | undefined, isLd: boolean, link: string | undefined): Json | undefined {
  if (!isLd) {
    if (embedded === undefined) return link;
    throw badData('application/json must not hold an @context; send application/ld+json or a Link header.');
  }
  if (link !== undefined) throw bothGiven();
  if (embedded === undefined) throw badData('application/ld+json must hold an @context.');
  return embedded;
}

function bothGiven(): Problem {
  return badData('application/ld+json brings its own @context; a Link header with another is not allowed.');
}

async function attempt(find: () => Promise<Context>): Promise<Context | Problem> {
  try {
    return await find();
  } catch (thrown) {
    return asProblem(thrown);
  }
}

function linkOf(call: Call): string | undefined {
  const header = call.req.header('link');
  if (header === undefined) return undefined;
  for (const [, address, parameters = ''] of header.matchAll(/<([^<>]*)>([^<]*)/g)) {
    if (address && relationOf(parameters) === contextRelation) return address;
  }
  return undefined;
}

function relationOf(parameters: string): string | undefined {
  const found = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
  return found?.[1] ?? found?.[2];
}

function mediaType(text: string): string {
  return (text.split(';', 1)[0] ?? '').trim().toLowerCase();
}
