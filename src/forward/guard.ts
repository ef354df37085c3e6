/**
 * The guard of promise 4: remembers, for each entity and stream, the newest observation time the broker was
 * given, so that an older value never follows it.
 */
import type { DestinationState } from '../core/buffer.ts';
import type { EntityPlan } from '../core/entity.ts';
import type { Clock } from '../core/environment.ts';
import { fingerprint } from '../core/hash.ts';
import type { Newest } from '../core/step.ts';
import type { Version } from '../core/version.ts';

/** A guard further in the future came from a wrong clock and would silence the sensor for years: it is void. */
const futureMs = 5 * 60_000;

export class Guard {
  /** By entity id, then stream id. */
  readonly #given = new Map<string, Map<number, number>>();
  readonly #clock: Pick<Clock, 'wallMs'>;

  constructor(
    plans: readonly EntityPlan[],
    stored: DestinationState['newest'],
    clock: Pick<Clock, 'wallMs'>,
  ) {
    this.#clock = clock;
    const ids = new Map(plans.map((plan) => [fingerprint(plan.id), plan.id]));
    for (const { entity, stream, at } of stored) {
      const id = ids.get(entity);
      if (id !== undefined) this.#of(id).set(stream, at);
    }
  }

  readonly newest: Newest = (entity, stream) => {
    const at = this.#given.get(entity)?.get(stream);
    return at !== undefined && at > this.#clock.wallMs() + futureMs ? undefined : at;
  };

  /** The broker has this version now. */
  given(version: Version): void {
    const streams = this.#of(version.plan.id);
    for (const [stream, at] of version.newest)
      streams.set(stream, Math.max(at, this.newest(version.plan.id, stream) ?? at));
  }

  #of(entity: string): Map<number, number> {
    let streams = this.#given.get(entity);
    if (!streams) {
      streams = new Map();
      this.#given.set(entity, streams);
    }
    return streams;
  }
}
