/**
 * The guard of promise 4: remembers, for each entity and stream, the newest observation time the broker was
 * given, so that an older value never follows it.
 */
import type { DestinationState } from '../core/buffer.ts';
import type { EntityPlan, Told } from '../core/entity.ts';
import type { Clock } from '../core/environment.ts';
import { fingerprint } from '../core/hash.ts';
import type { Newest, Remembered } from '../core/step.ts';
import type { Version } from '../core/version.ts';

/** A guard further in the future came from a wrong clock and would silence the sensor for years: it is void. */
const futureMs = 5 * 60_000;

export class Guard {
  /** By the guard's name, then stream id. */
  readonly #given = new Map<string, Map<number, number>>();
  readonly #clock: Pick<Clock, 'wallMs'>;

  constructor(
    plans: readonly EntityPlan[],
    stored: DestinationState['newest'],
    clock: Pick<Clock, 'wallMs'>,
  ) {
    this.#clock = clock;
    const names = plans.flatMap(({ id, windows = [], marks = [] }) => [
      id,
      ...windows.map(({ guard }) => guard),
      ...marks,
    ]);
    const ids = new Map(names.map((name) => [fingerprint(name), name]));
    for (const { entity, stream, at } of stored) {
      const id = ids.get(entity);
      if (id !== undefined) this.#of(id).set(stream, at);
    }
  }

  readonly newest: Newest = (name, stream) => {
    const at = this.#given.get(name)?.get(stream);
    return at !== undefined && at > this.#clock.wallMs() + futureMs ? undefined : at;
  };

  /** When the mark was made last. */
  readonly told: Told = (mark) => {
    const streams = this.#given.get(mark);
    if (!streams) return undefined;
    const latestMs = this.#clock.wallMs() + futureMs;
    let newest: number | undefined;
    for (const at of streams.values()) {
      if (at <= latestMs && at > (newest ?? Number.NEGATIVE_INFINITY)) newest = at;
    }
    return newest;
  };

  /** Marks of a round that is over. */
  remember(marks: readonly Remembered[]): void {
    for (const { guard, stream, at } of marks) this.#of(guard).set(stream, at);
  }

  /** The broker has this version now. */
  given(version: Version): void {
    for (const [name, times] of version.newest) {
      const streams = this.#of(name);
      for (const [stream, at] of times) streams.set(stream, Math.max(at, this.newest(name, stream) ?? at));
    }
  }

  #of(name: string): Map<number, number> {
    let streams = this.#given.get(name);
    if (!streams) {
      streams = new Map();
      this.#given.set(name, streams);
    }
    return streams;
  }
}

/** What the buffer shall remember of marks. */
export function guardsOfMarks(marks: readonly Remembered[]): DestinationState['newest'] {
  return marks.map(({ guard, stream, at }) => ({ stream, entity: fingerprint(guard), at }));
}

/** What the buffer shall remember of a version that the broker was given. */
export function guardsOf({ newest }: Version): DestinationState['newest'] {
  return [...newest].flatMap(([name, times]) =>
    Array.from(times, ([stream, at]) => ({ stream, entity: fingerprint(name), at })),
  );
}
