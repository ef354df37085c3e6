/**
 * `idPattern` without a regular expression engine: users' patterns could make one run for hours. Known are `^`,
 * `$`, `.*` and escaped signs; the rest of the language is refused as not supported. Matching is linear.
 */
import { Problem } from './problem.ts';

export function idMatcher(pattern: string): (id: string) => boolean {
  const fromStart = pattern.startsWith('^');
  const toEnd = /(?:^|[^\\])(?:\\\\)*\$$/.test(pattern);
  const pieces = literals(pattern.slice(fromStart ? 1 : 0, toEnd ? -1 : undefined), pattern);
  const [first = '', ...rest] = pieces;
  const last = rest.at(-1);
  return (id) => {
    if (last === undefined) {
      if (fromStart && toEnd) return id === first;
      return fromStart ? id.startsWith(first) : toEnd ? id.endsWith(first) : id.includes(first);
    }
    let at = fromStart ? (id.startsWith(first) ? 0 : -1) : id.indexOf(first);
    if (at < 0) return false;
    at += first.length;
    for (const piece of toEnd ? rest.slice(0, -1) : rest) {
      const found = id.indexOf(piece, at);
      if (found < 0) return false;
      at = found + piece.length;
    }
    return !toEnd || (id.length - last.length >= at && id.endsWith(last));
  };
}

/** The texts between the `.*`. */
function literals(pattern: string, whole: string): string[] {
  const pieces = [''];
  const add = (sign: string) => pieces.push((pieces.pop() ?? '') + sign);
  for (let at = 0; at < pattern.length; at++) {
    const sign = pattern.charAt(at);
    if (sign === '.' && pattern[at + 1] === '*') {
      pieces.push('');
      at += 1;
    } else if (sign === '\\' && /[^\w]/.test(pattern[at + 1] ?? 'w')) {
      add(pattern.charAt(at + 1));
      at += 1;
    } else if (/[\\^$.*+?()[\]{}|]/.test(sign)) {
      throw new Problem(
        'OperationNotSupported',
        `idPattern ${whole} uses ${sign}; this broker knows ^ $ .* and escaped signs only.`,
      );
    } else add(sign);
  }
  return pieces;
}
