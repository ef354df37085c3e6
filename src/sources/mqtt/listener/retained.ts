/**
 * Bounds what the MQTT broker keeps for new subscribers: it is in memory, and a client may publish to any number of
 * topics. Beyond the bounds a message is passed on and not kept.
 */

const mostTopics = 1_000;
const mostBytes = 1_048_576;

export interface Retained {
  /** True if a message that asks to be kept may be kept. An empty one ends what was kept for its topic. */
  admit(topic: string, payloadBytes: number): boolean;
}

export function createRetained(): Retained {
  const sizes = new Map<string, number>();
  let bytes = 0;
  return {
    admit(topic, payloadBytes) {
      const before = sizes.get(topic) ?? 0;
      if (payloadBytes === 0) {
        sizes.delete(topic);
        bytes -= before;
        return true;
      }
      const size = payloadBytes + 2 * topic.length;
      const more = sizes.has(topic) ? 0 : 1;
      if (sizes.size + more > mostTopics || bytes - before + size > mostBytes) return false;
      sizes.set(topic, size);
      bytes += size - before;
      return true;
    },
  };
}
