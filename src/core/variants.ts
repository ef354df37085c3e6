/**
 * A mapping with `per` makes an entity for each lane, class or direction that the devices tell apart. Each of them has
 * a mapping of its own, in which every quantity carries its tags; from there on it is planned like any other.
 */
import type { AttributeDefinition, AttributeSource, MappingDefinition, PerTag } from './mapping.ts';
import type { OfferingDevice } from './measure.ts';
import { misfit } from './model.ts';
import { parseQuantity, tagNames } from './quantity.ts';

export interface Variant {
  readonly definition: MappingDefinition;
  /** Follow the id of the entity, in the order of `per`. */
  readonly words: readonly string[];
}

type Words = Readonly<Partial<Record<PerTag, string>>>;

/**
 * One for each combination of tags that the devices offer, at least one: when nothing fits, the mapping as it is, so
 * that planning tells what is missing. A word that the data model does not know makes no entity.
 */
export function variantsOf(
  definition: MappingDefinition,
  devices: readonly Pick<OfferingDevice, 'streams'>[],
): readonly Variant[] {
  const { per, needs } = definition;
  if (!per) return [{ definition, words: [] }];
  const combinations = new Map<string, Words>();
  for (const { quantity } of devices.flatMap(({ streams }) => streams)) {
    const { base, words } = apart(quantity, per);
    if (!needs.includes(base) || !isKnown(words, definition)) continue;
    combinations.set(JSON.stringify(words), words);
  }
  if (combinations.size === 0) return [{ definition, words: [] }];
  return [...combinations.values()].map((words) => ({
    definition: withWords(definition, words),
    words: per.flatMap((tag) => words[tag] ?? []),
  }));
}

/** The name without the tags of `per`, and their words. */
function apart(name: string, per: readonly PerTag[]): { readonly base: string; readonly words: Words } {
  const parsed = parseQuantity(name);
  if ('problem' in parsed) return { base: name, words: {} };
  const words = Object.fromEntries(
    per.flatMap((tag) => (parsed.tags[tag] === undefined ? [] : [[tag, parsed.tags[tag]]])),
  );
  const rest = tagNames.flatMap((tag) => (tag in words ? [] : (parsed.tags[tag] ?? [])));
  return { base: [parsed.quantity.name, ...rest].join('.'), words };
}

function isKnown(words: Words, { attributes, model }: MappingDefinition): boolean {
  return attributes.every(({ name, source, modifiers }) => {
    const word = source.kind === 'tag' ? words[source.tag] : undefined;
    const form = model?.attributes.get(name);
    return word === undefined || !form || modifiers.values !== undefined || misfit(form, word) === undefined;
  });
}

function withWords(definition: MappingDefinition, words: Words): MappingDefinition {
  const tagged = (name: string) => withTags(name, words);
  const attributes = definition.attributes.map(
    (attribute): AttributeDefinition => ({
      ...attribute,
      source: taggedSource(attribute.source, words),
      ...(attribute.weight === undefined ? {} : { weight: tagged(attribute.weight) }),
    }),
  );
  return { ...definition, needs: definition.needs.map(tagged), attributes };
}

function taggedSource(source: AttributeSource, words: Words): AttributeSource {
  const tagged = (name: string) => withTags(name, words);
  switch (source.kind) {
    case 'from':
      return { ...source, quantities: source.quantities.map(tagged) };
    case 'object': {
      const parts = Object.entries(source.parts).map(([key, names]) => [key, names.map(tagged)]);
      return { ...source, parts: Object.fromEntries(parts) };
    }
    case 'formula': {
      const inputs = new Map([...source.formula.inputs].map(([name, point]) => [name, tagged(point)]));
      return { ...source, formula: { ...source.formula, inputs } };
    }
    case 'tag': {
      const word = words[source.tag];
      return word === undefined ? source : { ...source, word };
    }
    default:
      return source;
  }
}

/** Quantities that know no such tag stay as they are: the battery of a counter belongs to all of its lanes. */
function withTags(name: string, words: Words): string {
  const parsed = parseQuantity(name);
  if ('problem' in parsed || parsed.quantity.group !== 'traffic and people') return name;
  const tags = { ...parsed.tags, ...words };
  return [parsed.quantity.name, ...tagNames.flatMap((tag) => tags[tag] ?? [])].join('.');
}
