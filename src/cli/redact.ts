/**
 * A configuration file as it may leave the machine. What stands under a name that holds secrets, names of people or
 * addresses is covered, whatever it is, and so is the user part of every URL; everything else stays, comments too,
 * for they often tell what somebody meant.
 */
import { isMap, isScalar, isSeq, parseDocument, visit } from 'yaml';

/** Keys whose whole value is covered, a reference to a secret excepted. */
const covered =
  /^(password|secret|token|key|psk|pin|username|headers|clientSecret|refreshToken|clientId|apiKey)$/i;

export interface Redacted {
  readonly text: string;
  /** Keys that were covered, as often as they were. */
  readonly removed: readonly string[];
}

export function redacted(text: string): Redacted {
  const document = parseDocument(text);
  const removed: string[] = [];
  visit(document, {
    Pair: (_, { key, value }) => {
      const name = isScalar(key) ? String(key.value) : '';
      if (!covered.test(name)) return;
      if (isReference(value)) return visit.SKIP;
      visitScalars(value, (scalar) => {
        removed.push(name);
        scalar.value = '***';
      });
      return visit.SKIP;
    },
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'string') return;
      const bare = scalar.value.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1***@');
      if (bare !== scalar.value) removed.push('user in a URL');
      scalar.value = bare;
    },
  });
  // A file that is no YAML is not known well enough to be shown.
  if (document.errors.length > 0)
    return { text: '# not shown: it is no YAML\n', removed: ['the whole file'] };
  return { text: document.toString({ lineWidth: 0 }), removed };
}

/** `{ secret: broker }` names a secret and does not hold it. */
function isReference(value: unknown): boolean {
  return isMap(value) && value.items.length === 1 && value.has('secret');
}

function visitScalars(node: unknown, cover: (scalar: { value: unknown }) => void): void {
  if (isScalar(node)) cover(node);
  else if (isMap(node)) for (const { value } of node.items) visitScalars(value, cover);
  else if (isSeq(node)) for (const item of node.items) visitScalars(item, cover);
}
