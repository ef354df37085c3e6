/** Which entities a query means: by id, pattern of id, type, attributes and `q`. Works on entities and histories. */
import type { Instance } from './attribute.ts';
import type { Context } from './context.ts';
import { isObject } from './json.ts';
import { type Condition, compare, type Path } from './query-language.ts';

export interface Query {
  readonly ids: ReadonlySet<string> | undefined;
  readonly idMatches: ((id: string) => boolean) | undefined;
  /** IRIs; one of them is enough. */
  readonly types: ReadonlySet<string> | undefined;
  /** IRIs; one of them is enough. */
  readonly attributes: ReadonlySet<string> | undefined;
  readonly condition: Condition | undefined;
  readonly context: Context;
}

/** What a query asks of an entity. `instances` are the current ones, or in a history the newest. */
export interface Candidate {
  readonly id: string;
  readonly types: readonly string[];
  hasAttribute(iri: string): boolean;
  instances(iri: string): readonly Instance[];
}

export function matches(query: Query, candidate: Candidate): boolean {
  const { ids, idMatches, types, attributes, condition } = query;
  if (ids && !ids.has(candidate.id)) return false;
  if (idMatches && !idMatches(candidate.id)) return false;
  if (types && !candidate.types.some((type) => types.has(type))) return false;
  if (attributes && ![...attributes].some((iri) => candidate.hasAttribute(iri))) return false;
  return !condition || holds(condition, candidate, query.context);
}

function holds(condition: Condition, candidate: Candidate, context: Context): boolean {
  if (condition.kind === 'and') return condition.parts.every((part) => holds(part, candidate, context));
  if (condition.kind === 'or') return condition.parts.some((part) => holds(part, candidate, context));
  const values = valuesAt(condition.path, candidate, context);
  if (condition.kind === 'exists') return values.length > 0;
  return values.some((value) => compare(value, condition.operator, condition.operands));
}

function valuesAt({ names, members }: Path, candidate: Candidate, context: Context): unknown[] {
  const [attribute, ...subs] = names;
  return candidate
    .instances(context.expand(attribute))
    .flatMap((instance) => contents(instance, subs, context))
    .map((content) => inside(content, members))
    .filter((value) => value !== undefined);
}

function contents(instance: Instance, [name, ...deeper]: readonly string[], context: Context): unknown[] {
  if (name === undefined) return [bareTime(instance.content)];
  if (deeper.length === 0 && (name === 'observedAt' || name === 'unitCode' || name === 'datasetId')) {
    return [instance[name]];
  }
  const subs = instance.subAttributes?.get(context.expand(name)) ?? [];
  return subs.flatMap((sub) => contents(sub, deeper, context));
}

function inside(content: unknown, members: readonly string[]): unknown {
  let value = content;
  for (const member of members)
    value = isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;
  return bareTime(value);
}

/** `{"@type":"DateTime","@value":"..."}` compares like the text it holds. */
function bareTime(value: unknown): unknown {
  return isObject(value) && '@value' in value ? value['@value'] : value;
}
