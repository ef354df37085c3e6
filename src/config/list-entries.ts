/**
 * Adds an entry to a list at the top of a file as text, so that every other character, comments among them, stays as
 * it is. Where the entry belongs is what the `yaml` package says about the nodes.
 */
import { isMap, isScalar, isSeq, parseDocument, stringify } from 'yaml';
import { at } from './check-shape.ts';
import { parseDocument as parseFile } from './document.ts';

/** Undefined where the list is written so that nothing can be put in without changing the rest, such as `[a, b]`. */
export function withEntry(text: string, key: string, entry: object): string | undefined {
  const line = `- ${stringify(entry, { collectionStyle: 'flow', lineWidth: 0 }).trim()}`;
  const changed = inserted(text, key, line);
  return changed !== undefined && onlyAdds(text, changed, key) ? changed : undefined;
}

function inserted(text: string, key: string, line: string): string | undefined {
  const { contents } = parseDocument(text, { version: '1.2', schema: 'core' });
  if (!isMap(contents)) return undefined;
  const pair = contents.items.find((each) => isScalar(each.key) && each.key.source === key);
  if (!pair) return `${text.trimEnd()}\n${key}:\n  ${line}\n`;
  const list = pair.value;
  if (isSeq(list) && !list.flow) {
    const [first, last] = [list.items[0], list.items.at(-1)];
    return after(text, rangeEnd(last), dashColumn(text, rangeStart(first)), line);
  }
  const empty = (isSeq(list) && list.items.length === 0) || (isScalar(list) && list.value === null);
  if (!empty || !isScalar(pair.key)) return undefined;
  const end = pair.key.range?.[1] ?? 0;
  const rest = text.slice(end).replace(/^(\s*:)[ \t]*\[\s*\]/, '$1');
  return after(text.slice(0, end) + rest, end + 1, 2, line);
}

/** Behind the line on which the offset stands, so that a comment at its end stays with it. */
function after(text: string, offset: number, indent: number, line: string): string {
  const stop = text.slice(0, offset).trimEnd().length;
  const lineEnd = text.indexOf('\n', stop);
  const end = lineEnd < 0 ? text.length : lineEnd;
  const ending = text.slice(0, end).endsWith('\r') ? '\r\n' : '\n';
  const head = text.slice(0, end).replace(/\r$/, '');
  return `${head}${ending}${' '.repeat(indent)}${line}${ending}${text.slice(end + 1)}`;
}

function dashColumn(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', text.lastIndexOf('-', offset)) + 1;
  return text.slice(start).search(/\S/);
}

const rangeOf = (node: unknown) => (isMap(node) || isScalar(node) || isSeq(node) ? node.range : undefined);
const rangeStart = (node: unknown) => rangeOf(node)?.[0] ?? 0;
const rangeEnd = (node: unknown) => rangeOf(node)?.[1] ?? 0;

function onlyAdds(before: string, changed: string, key: string): boolean {
  const old = parseFile('before', before).document?.value;
  const fresh = parseFile('after', changed);
  const list = fresh.document && at(fresh.document.value, [key]);
  if (fresh.problems.length > 0 || !Array.isArray(list)) return false;
  const known = at(old, [key]);
  const rest = { ...(old as object), [key]: known ?? [] };
  return JSON.stringify({ ...rest, [key]: list.slice(0, -1) }) === JSON.stringify(rest);
}
