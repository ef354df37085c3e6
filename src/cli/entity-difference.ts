/**
 * How an entity as it would be sent differs from the one a broker holds, attribute by attribute. Values of sensors
 * differ by nature; a unit, a kind of attribute or a target of a relationship that differs is another matter.
 */
import { isDeepStrictEqual } from 'node:util';

/** Of one attribute. `value`: only the value differs. `only here`: the broker does not have it. */
export type Likeness = 'same' | 'value' | 'unit' | 'kind' | 'only here' | 'only there';

export interface AttributeDifference {
  readonly name: string;
  readonly likeness: Likeness;
  /** Normalized; undefined where there is none. */
  readonly here: unknown;
  readonly there: unknown;
}

type Entity = Readonly<Record<string, unknown>>;

const noAttributes: ReadonlySet<string> = new Set([
  'id',
  'type',
  '@context',
  'scope',
  'createdAt',
  'modifiedAt',
]);

/** In the order of the entity here; what only the other has comes last. */
export function entityDifferences(here: Entity, there: Entity): AttributeDifference[] {
  const names = new Set(
    [...Object.keys(here), ...Object.keys(there)].filter((name) => !noAttributes.has(name)),
  );
  return [...names].map((name) => ({
    name,
    likeness: likenessOf(here[name], there[name]),
    here: here[name],
    there: there[name],
  }));
}

function likenessOf(here: unknown, there: unknown): Likeness {
  if (there === undefined) return 'only here';
  if (here === undefined) return 'only there';
  const [ours, theirs] = [attributeOf(here), attributeOf(there)];
  if (ours.type !== theirs.type) return 'kind';
  if (ours.unitCode !== theirs.unitCode) return 'unit';
  return isDeepStrictEqual(ours.content, theirs.content) ? 'same' : 'value';
}

function attributeOf(attribute: unknown) {
  const { type, unitCode, value, object } = Object(attribute) as Entity;
  return { type, unitCode, content: type === 'Relationship' ? listOf(object) : value };
}

/** A relationship to one may come back as a list of one. */
const listOf = (object: unknown) => (Array.isArray(object) ? object : [object]);
