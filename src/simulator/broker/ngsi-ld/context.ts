/**
 * One @context, ready to use: term to IRI on the way in, IRI to term on the way out, both remembered. Only what
 * NGSI-LD needs of JSON-LD: terms, prefixes and the core context on top. Containers, scoped contexts, `@base`
 * and `@vocab` of others have no part in the expansion of entity and attribute names here.
 */
import { coreTerms, defaultVocabulary } from './core-terms.ts';
import type { Json } from './json.ts';
import { isObject } from './json.ts';

/** Names remembered per direction. A client that makes up names must not make the broker grow. */
const rememberedAtMost = 10_000;

/** Chains of terms defined by terms longer than this are taken as they stand. */
const deepest = 8;

export class Context {
  /** Where a client can read it again; undefined for one that came inline. */
  readonly url: string | undefined;
  readonly #terms: ReadonlyMap<string, string>;
  readonly #byIri = new Map<string, string>();
  readonly #prefixes: readonly (readonly [term: string, iri: string])[];
  readonly #expanded = new Map<string, string>();
  readonly #compacted = new Map<string, string>();

  /** `terms` are those of the user's contexts, later ones having overwritten earlier ones. */
  constructor(terms: ReadonlyMap<string, string>, url?: string) {
    this.url = url;
    this.#terms = new Map([...terms, ...coreTerms]);
    for (const term of this.#terms.keys()) {
      const iri = this.#resolve(term, 0);
      if (!iri.startsWith('@') && !this.#byIri.has(iri)) this.#byIri.set(iri, term);
    }
    this.#prefixes = [...this.#byIri]
      .filter(([iri, term]) => /[/#:]$/.test(iri) && !term.includes(':'))
      .map(([iri, term]) => [term, iri] as const)
      .sort((a, b) => b[1].length - a[1].length);
  }

  expand(name: string): string {
    const known = this.#expanded.get(name);
    if (known !== undefined) return known;
    return remember(this.#expanded, name, this.#resolve(name, 0));
  }

  /** The shortest name that `expand` turns into the same IRI again; the IRI itself when there is none. */
  compact(iri: string): string {
    const known = this.#compacted.get(iri);
    if (known !== undefined) return known;
    return remember(this.#compacted, iri, this.#shorten(iri));
  }

  #resolve(name: string, depth: number): string {
    const defined = this.#terms.get(name);
    if (defined !== undefined && defined !== name && depth < deepest) {
      return defined.startsWith('@') ? defined : this.#resolve(defined, depth + 1);
    }
    const colon = name.indexOf(':');
    if (colon < 0) return defaultVocabulary + name;
    const prefix = this.#terms.get(name.slice(0, colon));
    if (
      prefix === undefined ||
      prefix.startsWith('@') ||
      name.startsWith('//', colon + 1) ||
      depth >= deepest
    ) {
      return name;
    }
    return this.#resolve(prefix, depth + 1) + name.slice(colon + 1);
  }

  #shorten(iri: string): string {
    const candidates = [this.#byIri.get(iri)];
    if (iri.startsWith(defaultVocabulary)) candidates.push(iri.slice(defaultVocabulary.length));
    for (const [term, prefix] of this.#prefixes) {
      if (iri.startsWith(prefix)) candidates.push(`${term}:${iri.slice(prefix.length)}`);
    }
    return candidates.find((name) => name && !name.startsWith('@') && this.#resolve(name, 0) === iri) ?? iri;
  }
}

/** The terms an inline context object defines. What is no definition of a name is passed over. */
export function termsIn(definitions: Json): Map<string, string> {
  const terms = new Map<string, string>();
  if (!isObject(definitions)) return terms;
  for (const [term, definition] of Object.entries(definitions)) {
    if (term.startsWith('@')) continue;
    const id = isObject(definition) ? definition['@id'] : definition;
    if (typeof id === 'string') terms.set(term, id);
  }
  return terms;
}

/** What holds for a request that names no context. */
export const coreOnly = new Context(new Map());

function remember(memory: Map<string, string>, key: string, value: string): string {
  if (memory.size < rememberedAtMost) memory.set(key, value);
  return value;
}
