/** The original schemas and contexts of the Smart Data Models, where they are at hand. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

export type Json = Record<string, unknown>;

export interface ModelEntry {
  readonly version: string;
  readonly schema: string;
  readonly contextUrl: string;
  readonly contextFile: string;
}

export interface Index {
  readonly models: Readonly<Record<string, ModelEntry>>;
  readonly refs: Readonly<Record<string, string>>;
}

const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'smart-data-models');

/** False: tests against the originals are skipped, except where CI says that they must be there. */
export const present = existsSync(join(folder, 'index.json'));
if (!present && process.env.CI !== undefined)
  throw new Error(`The Smart Data Models are missing at ${folder}.`);

export const skipped = '(skipped where ../shared/smart-data-models is absent)';

export const readJson = (file: string): Json => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Json;

export const index: Index = present ? (readJson('index.json') as unknown as Index) : { models: {}, refs: {} };

/** A part of a schema with the document that its own references are relative to. */
export interface Node {
  readonly schema: Json;
  readonly document: Json;
}

/** What `$ref` leads to; the node itself if it has none. */
export function resolved({ schema, document }: Node): Node {
  if (typeof schema.$ref !== 'string') return { schema, document };
  const [uri = '', fragment = ''] = schema.$ref.split('#');
  const target = uri === '' ? document : readJson(index.refs[uri] ?? '');
  const steps = fragment.split('/').filter(Boolean);
  const found = steps.reduce<Json>((inner, step) => inner[step] as Json, target);
  const { $ref: _, ...beside } = schema;
  return resolved({ schema: { ...found, ...beside }, document: target });
}

export function schemaOf(type: string): Node {
  const schema = readJson(index.models[type]?.schema ?? '');
  return { schema, document: schema };
}

/** Names in `required`, following allOf and $ref, without id, type and @context. */
export function requiredNames(type: string): string[] {
  const found = new Set<string>();
  const walk = (node: Node) => {
    const { schema, document } = resolved(node);
    for (const name of (schema.required as string[] | undefined) ?? []) found.add(name);
    for (const part of (schema.allOf as Json[] | undefined) ?? []) walk({ schema: part, document });
  };
  walk(schemaOf(type));
  return [...found].filter((name) => !['id', 'type', '@context'].includes(name)).toSorted();
}

/** Compiles a schema with everything it may refer to. */
export function compiled(schema: AnySchema) {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  for (const format of ['idn-email', 'idn-hostname', 'iri']) ajv.addFormat(format, true);
  for (const [uri, file] of Object.entries(index.refs)) ajv.addSchema({ ...readJson(file), $id: uri });
  return ajv.compile(schema);
}

/** Some `$id`s are wrong or shared, so a model is compiled without its own. */
export function validatorOf(type: string) {
  const { $id: _, ...own } = schemaOf(type).schema;
  return compiled(own);
}

/** Normalized to key-values, by the recipe in the README of the bundle. */
export function keyValues(entity: Json): Json {
  return Object.fromEntries(
    Object.entries(entity)
      .filter(([name]) => name !== '@context')
      .map(([name, attribute]) => {
        if (name === 'id' || name === 'type') return [name, attribute];
        const { type, value, object } = attribute as Json;
        if (type === 'Relationship') return [name, object];
        const date = value as { '@type'?: string; '@value'?: string };
        return [name, date?.['@type'] === 'DateTime' ? date['@value'] : value];
      }),
  );
}

/** Terms that the context of a model defines. */
export function termsOf(type: string): Set<string> {
  const context = readJson(index.models[type]?.contextFile ?? '')['@context'];
  const parts = Array.isArray(context) ? context : [context];
  return new Set(parts.flatMap((part) => (typeof part === 'object' && part ? Object.keys(part) : [])));
}
