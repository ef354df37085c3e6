/**
 * Finds the contexts that requests name. Known without a network: every version of the core context and the
 * subjects of Smart Data Models. Others are fetched when they are on loopback or when the owner allows it, once,
 * bounded in size and time; otherwise the request gets LdContextNotAvailable, as from a broker behind a firewall.
 */
import { subjectAt, termsOf } from '../../../core/smart-data-models/vocabulary.ts';
import { Context, coreOnly, termsIn } from './context.ts';
import { isCoreContext } from './core-terms.ts';
import { isObject, type Json } from './json.ts';
import { badData, Problem } from './problem.ts';

export interface ContextLibraryOptions {
  /** Also fetch contexts from other machines. Default false. */
  readonly fetchContexts: boolean;
  readonly fetch: typeof fetch;
}

type Terms = ReadonlyMap<string, string>;

const bytesAtMost = 1_048_576;
const fetchWithinMs = 5_000;
const nestedAtMost = 5;
const keptAtMost = 500;

export class ContextLibrary {
  readonly #options: ContextLibraryOptions;
  readonly #ready = new Map<string, Context>();
  readonly #terms = new Map<string, Promise<Terms>>();

  constructor(options: ContextLibraryOptions) {
    this.#options = options;
  }

  /** The context for the `@context` member of an element or the address in a Link header; rejects with a Problem. */
  async find(value: Json | undefined): Promise<Context> {
    if (value === undefined) return coreOnly;
    const key = keyOf(value);
    const ready = this.#ready.get(key);
    if (ready) return ready;
    const terms = await this.#collect(value, 0);
    const context = new Context(terms, typeof value === 'string' ? value : undefined);
    makeRoom(this.#ready);
    this.#ready.set(key, context);
    return context;
  }

  async #collect(value: Json, depth: number): Promise<Terms> {
    if (depth > nestedAtMost) throw badData(`The @context is nested more than ${nestedAtMost} deep.`);
    if (typeof value === 'string') return this.#named(value, depth);
    if (Array.isArray(value)) {
      const terms = new Map<string, string>();
      for (const part of value)
        for (const [term, iri] of await this.#collect(part, depth + 1)) terms.set(term, iri);
      return terms;
    }
    if (!isObject(value))
      throw badData('An @context is an address, an object of terms or an array of these.');
    return termsIn(value);
  }

  async #named(url: string, depth: number): Promise<Terms> {
    if (isCoreContext(url)) return new Map();
    const subject = subjectAt(url);
    if (subject) return termsOf(subject);
    const known = this.#terms.get(url);
    if (known) return known;
    const terms = this.#fetch(url, depth);
    makeRoom(this.#terms);
    this.#terms.set(url, terms);
    try {
      return await terms;
    } catch (thrown) {
      this.#terms.delete(url);
      throw thrown;
    }
  }

  async #fetch(address: string, depth: number): Promise<Terms> {
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (!url) throw badData(`The @context ${JSON.stringify(address)} is no address.`);
    if (!/^https?:$/.test(url.protocol) || !(this.#options.fetchContexts || isLoopback(url.hostname))) {
      throw notAvailable(address, 'this broker fetches contexts from this machine only');
    }
    const text = await this.#text(url, address);
    const document = parse(text);
    const context = isObject(document) ? document['@context'] : undefined;
    if (context === undefined) throw notAvailable(address, 'the document there holds no @context');
    return this.#collect(context, depth + 1);
  }

  async #text(url: URL, address: string): Promise<string> {
    try {
      const answer = await this.#options.fetch(url, {
        headers: { accept: 'application/ld+json, application/json;q=0.9' },
        redirect: this.#options.fetchContexts ? 'follow' : 'error',
        signal: AbortSignal.timeout(fetchWithinMs),
      });
      if (!answer.ok) {
        await answer.body?.cancel();
        throw new Error(`the answer was ${answer.status}`);
      }
      return await textOf(answer);
    } catch (thrown) {
      throw notAvailable(address, thrown instanceof Error ? thrown.message : String(thrown));
    }
  }
}

/** The same for values that mean the same context, and cheap for the usual one: a single address. */
export function keyOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function notAvailable(address: string, why: string): Problem {
  return new Problem('LdContextNotAvailable', `The @context ${address} cannot be had: ${why}.`);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

async function textOf(answer: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > bytesAtMost) throw new Error(`the document is larger than ${bytesAtMost} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Drops the oldest entry when full: a client that sends ever new contexts must not make the broker grow. */
function makeRoom(map: Map<string, unknown>): void {
  if (map.size < keptAtMost) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
