/** Topic filters of MQTT 3.1.1 (section 4.7): `+` for one level, `#` for all that follow. */

/** True if the topic of a message fits the filter of a subscription. */
export function topicMatches(filter: string, topic: string): boolean {
  if (filter === topic) return true;
  // 4.7.2-1: a filter that begins with a wildcard does not reach $SYS and the like.
  if (topic.startsWith('$') && !filter.startsWith('$')) return false;
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [i, want] of wanted.entries()) {
    if (want === '#') return true;
    if (i >= levels.length) return false;
    if (want !== '+' && want !== levels[i]) return false;
  }
  return wanted.length === levels.length;
}

/**
 * Why a text is no topic filter for us, as the end of a sentence; undefined if it is one. A shared
 * subscription is none: with it a part of the messages goes to somebody else.
 */
export function topicFilterProblem(filter: string): string | undefined {
  if (filter === '') return 'is empty';
  if (Buffer.byteLength(filter) > 65_535) return 'is longer than 65,535 bytes';
  if (filter.includes('\0')) return 'holds a null character';
  if (/^\$(share|queue)(\/|$)/.test(filter)) return 'is a shared subscription';
  const levels = filter.split('/');
  if (levels.some((level, i) => level.includes('#') && (level !== '#' || i !== levels.length - 1)))
    return 'has a # that is not the whole last level';
  if (levels.some((level) => level.includes('+') && level !== '+'))
    return 'has a + that is not a whole level';
  return undefined;
}
