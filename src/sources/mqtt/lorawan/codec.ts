/**
 * Cuts a payload into the regions that a driver's points count in: entries of key and data, groups present by bit, or
 * the payload as a whole. Pure. What the driver's words do not cover ends the cut and is told; nothing is guessed.
 */
import { numberAt } from '../../../core/byte-value.ts';
import type { Codec, Region } from './message.ts';

export interface Cut {
  /** Undefined where the payload has no such region. */
  find(region: Region): Uint8Array | undefined;
  /** Keys of entries that came twice with different data: nobody knows which is meant. */
  readonly twice: ReadonlySet<string>;
  /** What could not be read and from where on, for people; what came before it holds. */
  readonly stopped: string | undefined;
}

/** Undefined where nothing of the payload can be trusted. */
export function cutPayload(codec: Codec, payload: Uint8Array): Cut | { readonly useless: string } {
  if (codec.kind === 'tlv') return entriesOf(codec, payload);
  if (codec.kind === 'flags') return groupsOf(codec, payload);
  return { find: ({ kind }) => (kind === 'payload' ? payload : undefined), twice: none, stopped: undefined };
}

const none: ReadonlySet<string> = new Set();

function entriesOf({ keyBytes, entries }: Extract<Codec, { kind: 'tlv' }>, payload: Uint8Array): Cut {
  const found = new Map<string, Uint8Array>();
  const twice = new Set<string>();
  let stopped: string | undefined;
  for (let at = 0; at < payload.length; ) {
    const key = hexOf(payload.subarray(at, at + keyBytes));
    const size = key.length === keyBytes * 2 ? entries.get(key) : undefined;
    const from = at + keyBytes;
    if (size === undefined || from + size > payload.length) {
      const why = size === undefined ? 'the driver does not know' : 'is cut off';
      stopped = `entry ${key} at byte ${at} ${why}: ${hexOf(payload.subarray(at))}`;
      break;
    }
    const data = payload.subarray(from, from + size);
    const before = found.get(key);
    if (before && hexOf(before) !== hexOf(data)) twice.add(key);
    found.set(key, data);
    at = from + size;
  }
  const find = (region: Region) =>
    region.kind === 'tlv' && !twice.has(region.key) ? found.get(region.key) : undefined;
  return { find, twice, stopped };
}

/**
 * A group of another size than the driver says moves all behind it, so that bytes left over or missing put every group
 * in doubt. Only flags beyond the driver's last group explain bytes behind it.
 */
function groupsOf(
  { byte, type, endian, sizes }: Extract<Codec, { kind: 'flags' }>,
  payload: Uint8Array,
): Cut | { readonly useless: string } {
  const flagBytes = Number(type.slice(1)) / 8;
  if (byte + flagBytes > payload.length) return { useless: 'ends before its flags' };
  const flags = Number(numberAt(payload, byte, type, endian));
  const groups = new Map<number, Uint8Array>();
  let at = byte + flagBytes;
  for (const [flag, size] of sizes.entries()) {
    if (Math.floor(flags / 2 ** flag) % 2 === 0) continue;
    groups.set(flag, payload.subarray(at, at + size));
    at += size;
  }
  const beyond = flags >= 2 ** sizes.length;
  if (at > payload.length) return { useless: `is ${at - payload.length} bytes shorter than its flags say` };
  if (!beyond && at < payload.length)
    return { useless: `is ${payload.length - at} bytes longer than its flags say` };
  const find = (region: Region) => {
    if (region.kind === 'flag') return groups.get(region.flag);
    return region.kind === 'payload' ? payload.subarray(0, byte + flagBytes) : undefined;
  };
  const stopped = beyond ? `flags ${flags.toString(2)}: the driver knows ${sizes.length} groups` : undefined;
  return { find, twice: none, stopped };
}

const hexOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex').toUpperCase();
