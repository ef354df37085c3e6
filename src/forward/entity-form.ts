/**
 * How a destination wants entities written: attributes normalized or concise (GS CIM 009 clauses 4.5.1 and 4.5.2.2), the
 * context in a Link header or in each entity (clause 6.3.5: one of them, never both), and its URL as it is or that of a
 * copy that the city keeps. Pure: the same version gives the same bytes whenever it is written.
 */
import type { BatchItem } from '../core/broker.ts';
import type { DestinationSettings } from './settings.ts';

export type EntityFormSettings = Pick<DestinationSettings, 'output' | 'context'>;

export interface EntityForm {
  /** The item as it goes out. */
  readonly item: (context: string, item: BatchItem) => BatchItem;
  /** Of a request with such a body. */
  readonly headers: (context: string) => Record<string, string>;
  /** Of a request without a body. */
  readonly link: (context: string) => string;
}

export function entityForm({ output, context: { in: place, mirrors } }: EntityFormSettings): EntityForm {
  const urlOf = mirrored(Object.entries(mirrors ?? {}));
  const link = (context: string) =>
    `<${urlOf(context)}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"`;
  const styled = (json: string) => (output === 'concise' ? JSON.stringify(conciseEntity(json)) : json);
  if (place === 'link') {
    return {
      item: (_, item) => (output === 'concise' ? { ...item, json: styled(item.json) } : item),
      headers: (context) => ({ 'content-type': 'application/json', link: link(context) }),
      link,
    };
  }
  return {
    item: (context, item) => ({ ...item, json: withContext(styled(item.json), urlOf(context)) }),
    headers: () => ({ 'content-type': 'application/ld+json' }),
    link,
  };
}

/** The longest prefix that fits decides. */
function mirrored(mirrors: readonly (readonly [original: string, copy: string])[]): (url: string) => string {
  const longestFirst = [...mirrors].sort(([one], [other]) => other.length - one.length);
  return (url) => {
    const [original, copy] = longestFirst.find(([prefix]) => url.startsWith(prefix)) ?? ['', ''];
    return copy + url.slice(original.length);
  };
}

/** `json` is an object with an id. */
const withContext = (json: string, url: string) => `{"@context":${JSON.stringify(url)},${json.slice(1)}`;

type Members = Readonly<Record<string, unknown>>;

function conciseEntity(json: string): Members {
  const { id, type, ...attributes } = JSON.parse(json) as Members;
  return { id, type, ...mapped(attributes, concise) };
}

/** An attribute, or the list of its instances; what is no attribute stays. */
function concise(attribute: unknown): unknown {
  if (Array.isArray(attribute)) return attribute.map(concise);
  if (!isObject(attribute)) return attribute;
  const { type, ...members } = attribute;
  if (type === 'Relationship') return mapped(members, concise, ['object']);
  // A value with a type of its own, such as a geometry, would be taken for something else.
  if (type !== 'Property' || (isObject(members.value) && 'type' in members.value)) return attribute;
  const isBare = Object.keys(members).length === 1 && typeof members.value !== 'object';
  return isBare ? members.value : mapped(members, concise, ['value']);
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapped = (
  members: Members,
  change: (value: unknown) => unknown,
  but: readonly string[] = [],
): Members =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => [name, but.includes(name) ? value : change(value)]),
  );
