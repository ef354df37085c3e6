/** JSON as it comes in: a type, and the questions asked of it everywhere. */

export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [member: string]: Json;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Values nested deeper than this are taken for an attack on the stack. */
const deepest = 64;

/** What is wrong inside a value, if anything: null has no meaning in NGSI-LD (clause 4.5.0). */
export function faultIn(value: Json, depth = 0): 'holds null' | 'is nested too deep' | undefined {
  if (value === null) return 'holds null';
  if (typeof value !== 'object') return undefined;
  if (depth > deepest) return 'is nested too deep';
  for (const part of Object.values(value)) {
    const fault = faultIn(part, depth + 1);
    if (fault) return fault;
  }
  return undefined;
}

/** Sets a member as data, also one named `__proto__`, which plain assignment would take as the prototype. */
export function setMember(target: Record<string, Json>, name: string, value: Json): void {
  if (name === '__proto__') {
    Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
  } else target[name] = value;
}
