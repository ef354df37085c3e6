/**
 * What may stand in a log line. Devices, brokers and files are not trusted: their words may hold secrets, line
 * breaks or terminal commands. Values pass by kind (numbers, texts, plain lists and objects, errors); whatever
 * else, a header collection or a buffer, is named but not shown, and so is anything whose name speaks of secrets.
 */

/** The facts as they may be written. */
export function cleanFacts(facts: object): Record<string, unknown> {
  return cleanEntries(facts, deepest);
}

/**
 * The text on one line: control characters and those that turn the writing direction are shown as `\x1b`, user
 * information and queries of URLs and credentials of HTTP headers are left out, the rest is cut at 2 000 characters.
 */
export function cleanText(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}…` : text;
  return escapedControls(withoutSecrets(cut));
}

/** Control characters and those that hide or turn text, written out; `json`: as JSON writes them. */
export function escapedControls(text: string, json = false): string {
  return text.replace(unprintable, json ? escapedInJson : escaped);
}

const deepest = 3;
const longest = 2_000;
const mostItems = 50;
const hidden = '(not shown)';

/** Names of facts that are never shown. Keys of readings such as `keyCount` do not match. */
const secretName =
  /^(.*(password|passwd|passphrase|secret|token|credential|authori[sz]ation|cookie|private_?key|api_?key).*|headers?|auth|user(name)?)$/i;

/** Control characters, line and paragraph separators, and format characters that hide or turn text. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

function escaped(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length <= 2 ? `\\x${digits.padStart(2, '0')}` : `\\u{${digits}}`;
}

/** By UTF-16 unit, as JSON wants it. */
function escapedInJson(character: string): string {
  return Array.from({ length: character.length }, (_, index) => {
    const digits = character.charCodeAt(index).toString(16);
    return `\\u${digits.padStart(4, '0')}`;
  }).join('');
}

function withoutSecrets(text: string): string {
  return text
    .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/]*@/gi, '$1')
    .replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/[^\s?#"']+)[?#][^\s"']*/gi, '$1?…')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`);
}

function cleanEntries(facts: object, depth: number): Record<string, unknown> {
  const clean: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(facts).slice(0, mostItems)) {
    if (value === undefined) continue;
    clean[cleanText(name)] = secretName.test(name) ? hidden : cleanValue(value, depth - 1);
  }
  return clean;
}

function cleanValue(value: unknown, depth: number): unknown {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string') return cleanText(value);
  if (typeof value === 'bigint') return String(value);
  if (value instanceof Error) return cleanError(value);
  if (typeof value !== 'object' || depth <= 0) return `(${kindOf(value)})`;
  if (Array.isArray(value)) return value.slice(0, mostItems).map((item) => cleanValue(item, depth - 1));
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `(${kindOf(value)})`;
  return cleanEntries(value, depth);
}

/** Words and code; the stack, which names the place for a developer, only where the error has no code. */
function cleanError(error: Error): Record<string, unknown> {
  const code = 'code' in error ? error.code : undefined;
  const words = { name: cleanText(error.name), message: cleanText(error.message) };
  if (typeof code === 'string' || typeof code === 'number') return { ...words, code };
  return { ...words, stack: cleanText(error.stack ?? '') };
}

function kindOf(value: unknown): string {
  return typeof value === 'object' ? (value?.constructor?.name ?? 'object') : typeof value;
}
