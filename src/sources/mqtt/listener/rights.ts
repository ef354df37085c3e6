/** Who may publish and subscribe to what: topic filters of a user. Pure. */
import { topicMatches } from '../topic.ts';

export interface Rights {
  /** Topic filters; a message must fit one of them. */
  readonly publish: readonly string[];
  /** Topic filters; a subscription must lie within one of them. Usually none: sensors have nothing to read. */
  readonly subscribe: readonly string[];
}

/** Topics that begin with $ are the MQTT broker's own. */
export function mayPublish({ publish }: Rights, topic: string): boolean {
  return !topic.startsWith('$') && publish.some((filter) => topicMatches(filter, topic));
}

export function maySubscribe({ subscribe }: Rights, filter: string): boolean {
  return !filter.startsWith('$') && subscribe.some((right) => covers(right, filter));
}

/** True if every topic that fits `filter` fits `right` too. */
export function covers(right: string, filter: string): boolean {
  const wide = right.split('/');
  const narrow = filter.split('/');
  for (const [i, level] of wide.entries()) {
    if (level === '#') return true;
    const asked = narrow[i];
    if (asked === undefined || asked === '#') return false;
    if (level !== '+' && level !== asked) return false;
  }
  return wide.length === narrow.length;
}
