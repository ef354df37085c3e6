/**
 * From bytes off the network to JSON, and from a JSON Pointer to a place in it. Whoever can publish to the
 * MQTT broker chooses these bytes: size and depth are counted before anything is parsed, and no lookup
 * reaches a prototype.
 */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type Parsed = { readonly json: Json } | { readonly refusal: 'unreadable' | 'too large' };

/** Largest payload in bytes. */
export const mostBytes = 65_536;

/** Most arrays and objects inside one another. */
export const mostDepth = 32;

/** The JSON of a payload. Text that is not UTF-8 is unreadable, because guessing at bytes makes wrong values. */
export function parseJson(bytes: Uint8Array): Parsed {
  if (bytes.length > mostBytes || deeper(bytes, mostDepth)) return { refusal: 'too large' };
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return { refusal: 'unreadable' };
  }
}

/** What stands at a JSON Pointer (RFC 6901); undefined if nothing does. Without a pointer: everything. */
export function jsonAt(json: Json, pointer: string | undefined): Json | undefined {
  if (!pointer) return json;
  let place: Json | undefined = json;
  for (const token of pointerTokens(pointer)) {
    place = child(place, token);
    if (place === undefined) return undefined;
  }
  return place;
}

/** The steps of a JSON Pointer, escapes undone. */
export function pointerTokens(pointer: string): string[] {
  const tokens = pointer.split('/').slice(1);
  return pointer.includes('~') ? tokens.map((t) => t.replaceAll('~1', '/').replaceAll('~0', '~')) : tokens;
}

function child(json: Json, token: string): Json | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  if (Array.isArray(json)) return /^(0|[1-9]\d{0,5})$/.test(token) ? json[Number(token)] : undefined;
  return Object.hasOwn(json, token) ? (json as { readonly [key: string]: Json })[token] : undefined;
}

const quote = 0x22;
const backslash = 0x5c;
const openers = new Set([0x5b, 0x7b]);
const closers = new Set([0x5d, 0x7d]);

/** True when brackets outside strings nest deeper than `limit`. Right for every text that JSON.parse takes. */
function deeper(bytes: Uint8Array, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    if (inString) {
      if (byte === backslash) i += 1;
      else if (byte === quote) inString = false;
    } else if (byte === quote) inString = true;
    else if (openers.has(byte)) {
      depth += 1;
      if (depth > limit) return true;
    } else if (closers.has(byte)) depth -= 1;
  }
  return false;
}
