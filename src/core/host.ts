/** The machine below the gateway, as far as it tells. What it does not tell is undefined, never a guess. */

export interface HostStatus {
  /** Of the processor, in °C. */
  readonly processorCelsius: number | undefined;
  /** The supply is too weak now, as a Raspberry Pi measures it. */
  readonly underVoltage: boolean | undefined;
  /** Of the disk that holds the buffer. */
  readonly disk: { readonly freeBytes: number; readonly bytes: number } | undefined;
  /** Written to that disk since the machine started, by whomever: what wears a card. */
  readonly writtenBytes: number | undefined;
  readonly memory: { readonly freeBytes: number; readonly bytes: number };
  readonly upMs: number;
}

/** Writes of the whole card that a cheap one survives; good ones reach ten times as many. */
const cheapRewrites = 300;
/** Less than a day of writing says little about the days to come. */
const tellingMs = 86_400_000;
const dayMs = 86_400_000;

/** What goes to the disk in a day, by whomever, and after how many days a cheap card of its size is worn. */
export function wear({
  disk,
  writtenBytes,
  upMs,
}: Pick<HostStatus, 'disk' | 'writtenBytes' | 'upMs'>):
  | { readonly bytesPerDay: number; readonly lifeDays: number }
  | undefined {
  if (!disk || writtenBytes === undefined || writtenBytes === 0 || upMs < tellingMs) return undefined;
  const bytesPerDay = (writtenBytes / upMs) * dayMs;
  return { bytesPerDay, lifeDays: (disk.bytes * cheapRewrites) / bytesPerDay };
}
