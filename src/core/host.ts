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
