/**
 * Looks at the bytes of one connection before the MQTT parser does, and only at what it needs: the fixed header of each
 * packet (MQTT 3.1.1, 2.2). The parser gathers a whole packet in memory before it shows it, and a header can announce
 * 256 MB; here such a packet ends the connection with its first bytes. What a client sends first must be a CONNECT, and
 * small.
 */

export type Offence = 'packet too large' | 'not MQTT';

/** Largest CONNECT: names, password and a last will; 4 KiB is far more than any of them needs. */
const connectBytes = 4_096;

/**
 * The first byte that each side sends, and the packets it may send then (MQTT 3.1.1, table 2.1, and 15 of MQTT 5). The
 * flags of CONNECT are 0, which tells it from the first byte of TLS.
 */
const sides = {
  client: { first: 0x10, types: new Set([1, 3, 4, 5, 6, 7, 8, 10, 12, 14]) },
  server: { first: 0x20, types: new Set([2, 3, 4, 5, 6, 7, 9, 11, 13, 14, 15]) },
} as const;

export interface PacketGate {
  /** Hand in every chunk, in order; what it returns is the reason to end the connection. */
  check(chunk: Uint8Array): Offence | undefined;
  /** The first packet has come whole. */
  readonly greeted: boolean;
}

export function createPacketGate(packetBytes: number, sender: keyof typeof sides = 'client'): PacketGate {
  const side = sides[sender];
  /** Bytes of the current packet still to come. */
  let rest = 0;
  /** Bytes of the remaining length read so far; -1 before a packet's first byte. */
  let digits = -1;
  let length = 0;
  let limit = packetBytes;
  let first = true;
  let greeted = false;

  const check = (chunk: Uint8Array): Offence | undefined => {
    let at = 0;
    while (at < chunk.length) {
      if (rest > 0) {
        const passing = Math.min(rest, chunk.length - at);
        rest -= passing;
        at += passing;
        greeted ||= rest === 0;
        continue;
      }
      const byte = chunk[at] as number;
      at += 1;
      if (digits < 0) {
        if (first ? byte !== side.first : !side.types.has(byte >> 4)) return 'not MQTT';
        limit = first && sender === 'client' ? Math.min(connectBytes, packetBytes) : packetBytes;
        first = false;
        digits = 0;
        length = 0;
        continue;
      }
      length += (byte & 0x7f) * 128 ** digits;
      digits += 1;
      // Also while more digits are to come: each makes it longer.
      if (length > limit) return 'packet too large';
      if (byte < 0x80) {
        rest = length;
        digits = -1;
      } else if (digits === 4) return 'not MQTT';
    }
    return undefined;
  };
  return {
    check,
    get greeted() {
      return greeted;
    },
  };
}
