/**
 * How many uplinks of each LoRaWAN device never came, by the numbers that the device gives them. A device that joins again
 * has another address and counts from 0; a smaller number comes late or from a device that was reset, and says nothing.
 * In memory: what was lost across a restart of the gateway is not known.
 */
export interface FrameCounters {
  /** Uplinks between this one and the last of the same session; each is told once. */
  missedBefore(device: string, frame: Counted): number;
}

interface Counted {
  readonly devAddr: string;
  readonly fCnt: number;
}

export function createFrameCounters(): FrameCounters {
  const last = new Map<string, Counted>();
  return {
    missedBefore(device, frame) {
      const { devAddr, fCnt } = frame;
      const before = last.get(device);
      last.set(device, { devAddr, fCnt });
      return before?.devAddr === devAddr ? Math.max(0, fCnt - before.fCnt - 1) : 0;
    },
  };
}
