/**
 * What a broker is told of a time that nobody vouched for: a boot without a right clock that ended, dated afterwards.
 * A sub-property on each attribute of such a message, by a name of our own that no context defines.
 */
import type { Attribute, Fragment } from './entity.ts';

const mark = { type: 'Property', value: true } as const;

export function withEstimatedTime(fragment: Fragment): Fragment {
  const marked = (attributes: Readonly<Record<string, Attribute>>) =>
    Object.fromEntries(
      Object.entries(attributes).map(([name, attribute]) => [
        name,
        attribute.type === 'Property' ? { ...attribute, timeEstimated: mark } : attribute,
      ]),
    );
  return { ...fragment, measured: marked(fragment.measured), dating: marked(fragment.dating) };
}
