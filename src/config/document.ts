/**
 * One YAML file with the place of everything in it. YAML 1.2 core, strict, and without what makes a file mean
 * something else than it shows: anchors, aliases, merges, tags, several documents, repeated keys, tabs.
 * What the values must be is not decided here; see check-shape.ts.
 */
import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Lexer,
  type Pair,
  Parser,
  visit,
} from 'yaml';
import { type Fault, type Place, type Problem, problem } from './problems.ts';
import { deepestLevel, followsIndent, largestBytes, syntaxFault } from './syntax-faults.ts';

export type Path = readonly (string | number)[];

export interface SourceDocument {
  readonly file: string;
  readonly text: string;
  /** Maps are objects without a prototype, their keys the text as written (`0x0028`, not 40). */
  readonly value: unknown;
  /** Place of a value; for a map or list, and for what is not there, of the key that leads to it. */
  place(path: Path): Place;
  /** Place of the key that leads to a value. */
  keyPlace(path: Path): Place;
  /** The characters of a scalar as written, without quotes; undefined for maps, lists and what is not there. */
  written(path: Path): string | undefined;
}

export interface ParsedDocument {
  /** Absent when the text cannot be understood as a whole. */
  readonly document?: SourceDocument;
  readonly problems: readonly Problem[];
}

/** A problem with the value at a path. */
export const problemAt = (document: SourceDocument, path: Path, fault: Fault): Problem =>
  problem(document.place(path), fault);

/** A problem with the key at a path, for example one that has no business there. */
export const problemAtKey = (document: SourceDocument, path: Path, fault: Fault): Problem =>
  problem(document.keyPlace(path), fault);

const mostSyntaxFaults = 50;

const isBent = ({ code }: Problem) => code === 'YAML_INDENT' || code === 'YAML_TAB';

/** Never throws; a text that is no YAML gives problems and no document. */
export function parseDocument(file: string, text: string): ParsedDocument {
  const places = placesOf(file, text);
  const whole = { file, line: 1, column: 1, length: 1 };
  if (Buffer.byteLength(text) > largestBytes) return { problems: [problem(whole, syntaxFault('TOO_LARGE'))] };
  const tokens = tokensOf(text);
  if ('tooDeepAt' in tokens) {
    return { problems: [problem(places.at(tokens.tooDeepAt, 1), syntaxFault('TOO_DEEP'))] };
  }
  const options = {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    merge: false,
    prettyErrors: false,
  } as const;
  const [yaml, second] = [...new Composer(options).compose(tokens.tokens, true, text.length)];
  const problems: Problem[] = [];
  // Each is looked for from the beginning of the text on, and nobody reads more.
  for (const { code, pos, message: words } of yaml?.errors.slice(0, mostSyntaxFaults) ?? []) {
    const [start, end] = pos;
    if (followsIndent(words) && problems.some(isBent)) continue;
    problems.push(problem(places.at(start, end - start), syntaxFault(code, { text, start, words })));
  }
  if (second) problems.push(problem(places.at(second.range[0], 1), syntaxFault('MULTIPLE_DOCS')));
  if (!yaml?.contents)
    return { problems: problems.length > 0 ? problems : [problem(whole, syntaxFault('EMPTY'))] };

  const fatal = problems.some((each) => each.code !== 'YAML_DUPLICATE_KEY');
  const { refusals, legible } = refusedNodes(yaml, places);
  problems.push(...refusals);
  return fatal || !legible ? { problems } : { document: documentOf(file, text, yaml, places), problems };
}

/** Lexes and nests without recursion, so that a hostile depth ends here and not in the stack of the composer. */
function tokensOf(text: string): { tokens: CST.Token[] } | { tooDeepAt: number } {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > deepestLevel + 2) return { tooDeepAt: parser.offset - lexeme.length };
  }
  tokens.push(...parser.end());
  return { tokens };
}

/** What YAML allows and these files do not. Not `legible`: the values cannot be trusted. */
function refusedNodes(yaml: Document.Parsed, places: Places): { refusals: Problem[]; legible: boolean } {
  const refusals: Problem[] = [];
  let legible = true;
  const refuse = (range: readonly number[] | null | undefined, name: string, loss = false) => {
    const [start = 0, end = start + 1] = range ?? [];
    refusals.push(problem(places.at(start, end - start), syntaxFault(name)));
    if (loss) legible = false;
  };
  if (yaml.directives.yaml.explicit) refuse([0, 1], 'DIRECTIVE', true);
  visit(yaml, {
    Alias: (_, node) => refuse(node.range, 'ALIAS', true),
    Value: (_, node) => {
      if (node.anchor !== undefined)
        refuse([(node.range?.[0] ?? 0) - node.anchor.length - 2, (node.range?.[0] ?? 0) - 1], 'ANCHOR');
      if (node.tag !== undefined) refuse(node.range, 'TAG', true);
    },
    Pair: (_, pair) => {
      const key = pair.key;
      if (!isScalar(key) || key.value === null) return refuse(rangeOf(key), 'KEY_NOT_TEXT', true);
      if (key.source === '<<') refuse(key.range, 'MERGE', true);
      if (key.source === '__proto__') refuse(key.range, 'KEY_RESERVED', true);
    },
  });
  return { refusals, legible };
}

function documentOf(file: string, text: string, yaml: Document.Parsed, places: Places): SourceDocument {
  const root: unknown = yaml.contents;
  const keyPlace = (path: Path): Place => {
    const { node, pair, depth } = nearest(root, path);
    if (pair && isScalar(pair.key) && depth > 0) return places.range(rangeOf(pair.key));
    return places.first(rangeOf(node));
  };
  return {
    file,
    text,
    value: plain(root),
    keyPlace,
    place: (path) => {
      const { node, depth } = nearest(root, path);
      const scalar = isScalar(node) && node.source !== '' && depth === path.length;
      return scalar ? places.range(node.range) : keyPlace(path);
    },
    written: (path) => {
      const { node, depth } = nearest(root, path);
      return depth === path.length && isScalar(node) ? node.source : undefined;
    },
  };
}

/** The node at a path, or the deepest one on the way to it; `pair` when a map's key led there. */
function nearest(root: unknown, path: Path): { node: unknown; pair: Pair | undefined; depth: number } {
  let found: { node: unknown; pair: Pair | undefined; depth: number } = {
    node: root,
    pair: undefined,
    depth: 0,
  };
  for (const step of path) {
    const { node, depth } = found;
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && keyText(item) === String(step));
      if (!pair) break;
      found = { node: pair.value, pair, depth: depth + 1 };
    } else if (isSeq(node)) {
      if (node.items[Number(step)] === undefined) break;
      found = { node: node.items[Number(step)], pair: undefined, depth: depth + 1 };
    } else break;
  }
  return found;
}

function plain(node: unknown): unknown {
  if (isMap(node)) {
    const entries = node.items.map((pair): [string, unknown] => [keyText(pair), plain(pair.value)]);
    return Object.assign(Object.create(null) as object, Object.fromEntries(entries));
  }
  if (isSeq(node)) return node.items.map(plain);
  return isScalar(node) ? node.value : undefined;
}

const keyText = ({ key }: Pair): string => (isScalar(key) ? (key.source ?? String(key.value)) : '');

const rangeOf = (node: unknown): readonly number[] | null | undefined =>
  isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;

interface Places {
  at(offset: number, length: number): Place;
  /** A stretch of the text, cut at the end of its first line. */
  range(range: readonly number[] | null | undefined): Place;
  /** Only where it begins: for what goes over many lines. */
  first(range: readonly number[] | null | undefined): Place;
}

function placesOf(file: string, text: string): Places {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const at = (offset: number, length: number): Place => {
    const line = starts.findLastIndex((start) => start <= offset);
    const start = starts[line] ?? 0;
    const end = (starts[line + 1] ?? text.length + 1) - 1;
    return {
      file,
      line: line + 1,
      column: offset - start + 1,
      length: Math.max(1, Math.min(length, end - offset)),
    };
  };
  return {
    at,
    range: (range) => at(range?.[0] ?? 0, (range?.[1] ?? 0) - (range?.[0] ?? 0)),
    first: (range) => at(range?.[0] ?? 0, 1),
  };
}
