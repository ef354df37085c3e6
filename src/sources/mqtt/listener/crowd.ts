/**
 * Counts the connections of all addresses and says which of them must go. Those that have not logged in yet are kept
 * few, and where there are too many the oldest one leaves, not the new one: a flood of silent sockets cannot keep
 * a sensor out, which logs in within a moment. Those that have logged in are never sent away for others.
 */

export interface CrowdLimits {
  readonly connections: number;
  readonly connectionsPerAddress: number;
}

/** Connections that have not logged in yet, in all and from one address. */
const strangersAtMost = 100;
const strangersPerAddress = 30;

export interface Crowd<Guest> {
  /** A connection came. Returns the one that has to leave for it, if any. */
  arrive(guest: Guest, address: string): Guest | undefined;
  /** It logged in. False: there are too many of them, it has to leave. */
  settle(guest: Guest): boolean;
  leave(guest: Guest): void;
  /** Connections that have not logged in yet. */
  readonly strangers: number;
  readonly settled: number;
}

export function createCrowd<Guest>(limits: CrowdLimits): Crowd<Guest> {
  /** In order of arrival. */
  const strangers = new Map<Guest, string>();
  const settled = new Map<Guest, string>();

  const countFrom = (guests: ReadonlyMap<Guest, string>, address: string) => {
    let count = 0;
    for (const other of guests.values()) if (other === address) count += 1;
    return count;
  };
  const oldest = (address: string | undefined): Guest | undefined => {
    for (const [guest, from] of strangers) if (address === undefined || from === address) return guest;
    return undefined;
  };

  return {
    arrive(guest, address) {
      const leaving =
        countFrom(strangers, address) >= strangersPerAddress
          ? oldest(address)
          : strangers.size >= strangersAtMost
            ? oldest(undefined)
            : undefined;
      if (leaving !== undefined) strangers.delete(leaving);
      strangers.set(guest, address);
      return leaving;
    },
    settle(guest) {
      const address = strangers.get(guest);
      if (address === undefined) return false;
      strangers.delete(guest);
      if (settled.size >= limits.connections) return false;
      if (countFrom(settled, address) >= limits.connectionsPerAddress) return false;
      settled.set(guest, address);
      return true;
    },
    leave(guest) {
      strangers.delete(guest);
      settled.delete(guest);
    },
    get strangers() {
      return strangers.size;
    },
    get settled() {
      return settled.size;
    },
  };
}
