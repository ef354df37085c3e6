/** From what runs to what a new configuration wants, once all that may fail is done. Called in this order, once. */
export interface Handover {
  /** Stops what is wanted no more. It hands in, and sends, nothing after that. */
  end(): Promise<void>;
  /** Starts what is new. */
  begin(): void;
}
