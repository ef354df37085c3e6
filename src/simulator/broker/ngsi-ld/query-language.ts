/**
 * The `q` of a query (clause 4.9): `temperature>20;status=="ok"`. Comparisons joined by `;` (and), `|` (or) and
 * parentheses; attribute paths with `.sub` and `[member.of.value]`; numbers, texts, booleans, times, URIs, lists
 * and ranges. Patterns (`~=`) are refused: see id-pattern.ts for the reason.
 */
import { badData, Problem } from './problem.ts';
import { utcMs } from './values.ts';

export interface Path {
  /** The attribute, then sub-attributes or members such as `observedAt`, as the client wrote them. */
  readonly names: readonly [string, ...string[]];
  /** Members inside the value. */
  readonly members: readonly string[];
}

export type Operand = number | string | boolean;
export type Operator = '==' | '!=' | '<' | '<=' | '>' | '>=';
export type Range = { readonly from: Operand; readonly to: Operand };

export type Condition =
  | { readonly kind: 'exists'; readonly path: Path }
  | {
      readonly kind: 'compare';
      readonly path: Path;
      readonly operator: Operator;
      readonly operands: readonly (Operand | Range)[];
    }
  | { readonly kind: 'and'; readonly parts: readonly Condition[] }
  | { readonly kind: 'or'; readonly parts: readonly Condition[] };

const deepest = 16;

export function parseQuery(text: string): Condition {
  const scan = { text, at: 0 };
  const condition = parseOr(scan, 0);
  if (scan.at < text.length) throw fault(scan, 'expected ; or |');
  return condition;
}

/** What a condition says of a value that the path leads to. */
export function compare(value: unknown, operator: Operator, operands: readonly (Operand | Range)[]): boolean {
  if (operator === '==') return operands.some((operand) => equals(value, operand));
  if (operator === '!=') return !operands.some((operand) => equals(value, operand));
  const [operand] = operands;
  if (operand === undefined || typeof operand === 'object') return false;
  const order = orderOf(value, operand);
  if (order === undefined) return false;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

interface Scan {
  readonly text: string;
  at: number;
}

function parseOr(scan: Scan, depth: number): Condition {
  const parts = [parseAnd(scan, depth)];
  while (take(scan, '|')) parts.push(parseAnd(scan, depth));
  return joined('or', parts);
}

function parseAnd(scan: Scan, depth: number): Condition {
  const parts = [parseTerm(scan, depth)];
  while (take(scan, ';')) parts.push(parseTerm(scan, depth));
  return joined('and', parts);
}

function joined(kind: 'and' | 'or', parts: readonly Condition[]): Condition {
  const [only] = parts;
  return parts.length === 1 && only ? only : { kind, parts };
}

function parseTerm(scan: Scan, depth: number): Condition {
  if (take(scan, '(')) {
    if (depth >= deepest) throw fault(scan, 'too many parentheses');
    const inner = parseOr(scan, depth + 1);
    if (!take(scan, ')')) throw fault(scan, 'expected )');
    return inner;
  }
  const path = parsePath(scan);
  if (match(scan, /!?~=/y)) throw new Problem('OperationNotSupported', 'This broker takes no patterns in q.');
  const operator = match(scan, /==|!=|<=|>=|<|>/y) as Operator | undefined;
  if (!operator) return { kind: 'exists', path };
  const operands = [parseOperand(scan)];
  while (take(scan, ',')) operands.push(parseOperand(scan));
  return { kind: 'compare', path, operator, operands };
}

function parsePath(scan: Scan): Path {
  const text = match(scan, /[^\s;|()<>=!~,"[\]]+/y);
  const inside = match(scan, /\[[^[\]]*\]/y);
  // Dots part sub-attributes, but a full IRI has dots of its own.
  const names = text?.includes('://') ? [text] : text?.split('.');
  const [first, ...rest] = names ?? [];
  if (!first || rest.includes('')) throw fault(scan, 'expected the name of an attribute');
  return { names: [first, ...rest], members: inside?.slice(1, -1).split('.') ?? [] };
}

function parseOperand(scan: Scan): Operand | Range {
  const from = parseSingle(scan);
  if (!match(scan, /\.\./y)) return from;
  return { from, to: parseSingle(scan) };
}

function parseSingle(scan: Scan): Operand {
  const quoted = match(scan, /"(?:[^"\\]|\\.)*"/y);
  if (quoted !== undefined) return unquoted(quoted, scan);
  // A point belongs to the word unless a second one makes it a range.
  const word = match(scan, /(?:[^\s;|()<>=!~,".]|\.(?!\.))+/y);
  if (word === undefined) throw fault(scan, 'expected a value');
  if (word === 'true' || word === 'false') return word === 'true';
  return /^[-+]?(\d+(\.\d+)?)([eE][-+]?\d+)?$/.test(word) ? Number(word) : word;
}

function unquoted(quoted: string, scan: Scan): string {
  try {
    return String(JSON.parse(quoted));
  } catch {
    throw fault(scan, 'the text in quotes is not well formed');
  }
}

function equals(value: unknown, operand: Operand | Range): boolean {
  if (Array.isArray(value)) return value.some((one) => equals(one, operand));
  if (typeof operand === 'object') {
    const [low, high] = [orderOf(value, operand.from), orderOf(value, operand.to)];
    return low !== undefined && high !== undefined && low >= 0 && high <= 0;
  }
  return orderOf(value, operand) === 0;
}

/** Negative, zero or positive like a comparison; undefined for values that cannot be compared. */
function orderOf(value: unknown, operand: Operand): number | undefined {
  if (typeof value !== typeof operand) return undefined;
  if (typeof value === 'string' && typeof operand === 'string') {
    const times = [utcMs(value), utcMs(operand)] as const;
    if (times[0] !== undefined && times[1] !== undefined) return times[0] - times[1];
    return value < operand ? -1 : value > operand ? 1 : 0;
  }
  return Number(value) - Number(operand);
}

function take(scan: Scan, sign: string): boolean {
  if (scan.text[scan.at] !== sign) return false;
  scan.at += 1;
  return true;
}

function match(scan: Scan, pattern: RegExp): string | undefined {
  pattern.lastIndex = scan.at;
  const found = pattern.exec(scan.text)?.[0];
  scan.at += found?.length ?? 0;
  return found;
}

function fault({ text, at }: Scan, what: string): Problem {
  return badData(
    `q is not understood at sign ${at + 1}, ${JSON.stringify(text.slice(at, at + 20))}: ${what}.`,
  );
}
