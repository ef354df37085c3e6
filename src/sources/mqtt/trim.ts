/**
 * Cuts publications that are too large while they come in. mqtt.js gathers a whole packet in memory before it
 * shows it, and MQTT allows 256 MB: one such message, repeated at every restart because nobody acknowledged it,
 * would keep the gateway down for ever. Here its payload shrinks to one byte more than is allowed, so that it
 * is refused as too large, acknowledged and counted like any other.
 *
 * Follows the fixed headers of MQTT 3.1.1 (2.2); what is no MQTT passes untouched, for mqtt.js to complain about.
 */

/** What is left of the bytes of one connection, chunk by chunk, where payloads may have `mostBytes`. */
export function createTrimmer(mostBytes: number): (chunk: Buffer) => Buffer {
  let carried: Buffer = Buffer.alloc(0);
  /** Bytes of the current packet still to pass, then to drop. */
  let pass = 0;
  let drop = 0;

  return (chunk) => {
    const bytes = carried.length === 0 ? chunk : Buffer.concat([carried, chunk]);
    const kept: Buffer[] = [];
    let from = 0;
    let at = 0;
    while (at < bytes.length) {
      if (pass === 0 && drop === 0) {
        const packet = packetAt(bytes, at, mostBytes);
        if (packet === undefined) break;
        if (packet.header) {
          kept.push(bytes.subarray(from, at), packet.header);
          at += packet.headerBytes;
          from = at;
        }
        ({ pass, drop } = packet);
      }
      const passing = Math.min(pass, bytes.length - at);
      pass -= passing;
      at += passing;
      if (pass > 0 || drop === 0) continue;
      kept.push(bytes.subarray(from, at));
      const dropping = Math.min(drop, bytes.length - at);
      drop -= dropping;
      at += dropping;
      from = at;
    }
    carried = bytes.subarray(at);
    kept.push(bytes.subarray(from, at));
    return kept.length === 1 ? (kept[0] as Buffer) : Buffer.concat(kept);
  };
}

interface Packet {
  /** Stands for the first `headerBytes` bytes of a packet that is cut. */
  readonly header?: Buffer;
  readonly headerBytes: number;
  readonly pass: number;
  readonly drop: number;
}

const publish = 3;

/** Undefined while too little of the packet is there to judge it. */
function packetAt(bytes: Buffer, at: number, mostBytes: number): Packet | undefined {
  const first = bytes[at] as number;
  let length = 0;
  let headerBytes = 1;
  for (let more = true; more; headerBytes += 1) {
    if (headerBytes > 4) return { headerBytes, pass: Number.POSITIVE_INFINITY, drop: 0 };
    const digit = bytes[at + headerBytes];
    if (digit === undefined) return undefined;
    length += (digit & 0x7f) * 128 ** (headerBytes - 1);
    more = digit >= 0x80;
  }
  if (first >> 4 !== publish || length <= mostBytes)
    return { headerBytes, pass: headerBytes + length, drop: 0 };
  if (bytes.length < at + headerBytes + 2) return undefined;
  const topicBytes = bytes.readUInt16BE(at + headerBytes);
  const messageIdBytes = (first & 0b110) === 0 ? 0 : 2;
  const most = 2 + topicBytes + messageIdBytes + mostBytes + 1;
  if (length <= most) return { headerBytes, pass: headerBytes + length, drop: 0 };
  return { header: fixedHeader(first, most), headerBytes, pass: most, drop: length - most };
}

function fixedHeader(first: number, length: number): Buffer {
  const bytes = [first];
  for (let rest = length; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest < 128 ? rest : (rest % 128) | 0x80);
    if (rest < 128) return Buffer.from(bytes);
  }
}
