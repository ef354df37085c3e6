/**
 * Which connections hold their next message back until we acknowledge the last one. Those are answered at once; the
 * others, sensors that speak at their own pace, need not be, and share a commit. A sender that waits shows it: all it
 * sends between two acknowledgements comes right after the first of them, be it one message or a window of them.
 * Pure; times are monotonic milliseconds.
 */

/** A message that comes so soon after an acknowledgement was waiting for it. */
export const promptMs = 100;
/** Connections that are remembered: MQTT clients can invent any number of names. */
export const connectionsAtMost = 1_024;

/** What a connection did since its last acknowledgement, or since its first message. */
interface Stretch {
  readonly sinceMs: number;
  /** In the stretch before, it sent nothing that was not waiting for us. */
  readonly waited: boolean;
  /** It sent something of its own accord. */
  paced: boolean;
}

export class Senders {
  /** The one acknowledged longest ago first. */
  readonly #stretches = new Map<string, Stretch>();

  /** A message that awaits its acknowledgement came in. True if its sender sends nothing more before that. */
  came(connection: string, nowMs: number): boolean {
    const stretch = this.#stretches.get(connection);
    if (!stretch) {
      this.#begin(connection, { sinceMs: nowMs, waited: false, paced: false });
      return false;
    }
    if (nowMs - stretch.sinceMs < promptMs) return stretch.waited;
    stretch.paced = true;
    return false;
  }

  /** All that came so far on these connections is acknowledged now. */
  acknowledged(connections: Iterable<string>, nowMs: number): void {
    for (const connection of new Set(connections)) {
      const waited = this.#stretches.get(connection)?.paced === false;
      this.#begin(connection, { sinceMs: nowMs, waited, paced: false });
    }
  }

  #begin(connection: string, stretch: Stretch): void {
    this.#stretches.delete(connection);
    this.#stretches.set(connection, stretch);
    for (const oldest of this.#stretches.keys()) {
      if (this.#stretches.size <= connectionsAtMost) break;
      this.#stretches.delete(oldest);
    }
  }
}
