/**
 * When the state of the gateway is published at an MQTT broker: at once after each connection, when something changes,
 * and else every few minutes, so that whoever watches knows that it still stands.
 */
import type { Clock, Random } from '../../core/environment.ts';
import type { ShortStatus } from '../../core/short-status.ts';

const everyMs = 5 * 60_000;
/** Of ten thousand cabinets that start together, not all speak in the same second. */
const jitter = 0.2;
/** A state that flickers is told this often at most. */
const leastApartMs = 10_000;

export class StatusTeller {
  readonly #clock: Clock;
  readonly #random: Random;
  /** False: it cannot go out now. */
  readonly #publish: (text: string) => boolean;
  #last: ShortStatus | undefined;
  #toldKey: string | undefined;
  #leastMs = 0;
  #nextMs = 0;

  constructor(clock: Clock, random: Random, publish: (text: string) => boolean) {
    this.#clock = clock;
    this.#random = random;
    this.#publish = publish;
  }

  /** Called with each snapshot, every few seconds. */
  observe(status: ShortStatus): void {
    this.#last = status;
    const nowMs = this.#clock.monotonicMs();
    const isNews = status.key !== this.#toldKey && nowMs >= this.#leastMs;
    if (isNews || nowMs >= this.#nextMs) this.#tell(status, nowMs);
  }

  /** A new connection: what the MQTT broker still keeps there is an old state, or the last will. */
  connected(): void {
    if (this.#last) this.#tell(this.#last, this.#clock.monotonicMs());
  }

  #tell(status: ShortStatus, nowMs: number): void {
    if (!this.#publish(status.text)) return;
    this.#toldKey = status.key;
    this.#leastMs = nowMs + leastApartMs;
    this.#nextMs = nowMs + everyMs * (1 + jitter * (2 * this.#random() - 1));
  }
}
