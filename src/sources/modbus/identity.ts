/**
 * What a device says it is. Read Device Identification carries named objects (Modbus Application Protocol 1.1b3, 6.21);
 * Report Server ID carries bytes of the maker's choice, in which most put a text (6.13).
 */

export interface IdentityText {
  /** `maker`, `product`, `version` or another name of the standard; `server` for Report Server ID. */
  readonly name: string;
  readonly text: string;
}

type Identity = 'device' | 'server';

const objectNames = ['maker', 'product', 'version', 'url', 'name', 'model', 'application'] as const;

/** Function, kind of request, code, conformity, more follows, next object, number of objects. */
const headBytes = 7;

/** Where the reply that begins at `from` ends; undefined if it is none or not whole yet. */
export function identityEnd(identity: Identity, bytes: Buffer, from: number): number | undefined {
  if (identity === 'server') {
    const count = bytes[from + 1];
    return count === undefined || count === 0 ? undefined : from + 2 + count;
  }
  const objects = bytes[from + 6];
  if (bytes[from + 1] !== 14 || bytes[from + 2] !== 1 || objects === undefined) return undefined;
  let at = from + headBytes;
  for (let each = 0; each < objects; each++) {
    const length = bytes[at + 1];
    if (length === undefined) return undefined;
    at += 2 + length;
  }
  return at;
}

/** The texts of a whole reply; what is not printable is left out. */
export function identityTexts(identity: Identity, reply: Buffer): readonly IdentityText[] {
  const texts =
    identity === 'server' ? [{ name: 'server', text: printable(reply.subarray(2)) }] : objectTexts(reply);
  return texts.filter(({ text }) => text !== '');
}

function objectTexts(reply: Buffer): IdentityText[] {
  const texts: IdentityText[] = [];
  for (let at = headBytes; at + 1 < reply.length; ) {
    const id = reply[at] ?? 0;
    const end = at + 2 + (reply[at + 1] ?? 0);
    const name = objectNames[id] ?? `object ${id}`;
    texts.push({ name, text: printable(reply.subarray(at + 2, end)) });
    at = end;
  }
  return texts;
}

function printable(bytes: Buffer): string {
  const letters = Array.from(bytes, (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : ' ',
  );
  return letters.join('').replaceAll(/ +/g, ' ').trim();
}
