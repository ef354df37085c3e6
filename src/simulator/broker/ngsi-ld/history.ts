/**
 * What has been written to each attribute, in the order of arrival, and what tests of delivery want to know of
 * it: readings that came twice and values that went back in time. Bounded per attribute and in all, so that a
 * long demo does not grow without end: when full, the oldest tenth goes at once.
 */
import type { StoredInstance } from './attribute.ts';

export interface Counters {
  /** Attribute instances taken, through entity operations and temporal ones alike. */
  readonly writes: number;
  /** Instances that had the same attribute, datasetId and `observedAt` as one still in the history. */
  readonly duplicates: number;
  /** Current values replaced by one with an older `observedAt`. */
  readonly inversions: number;
  /** Instances that left a full history. */
  readonly forgotten: number;
}

/** How much history there may be; shared by all series of a broker. */
export class HistoryRoom {
  /** How many series share the room. Kept right by whoever makes and drops them. */
  seriesCount = 0;
  readonly #perSeries: number;

  constructor(perSeries: number) {
    this.#perSeries = perSeries;
  }

  /** Instances that one series may hold now. */
  get perSeries(): number {
    return Math.min(this.#perSeries, Math.max(leastPerSeries, Math.floor(inAll / this.seriesCount)));
  }
}

/** About 250 MB. */
const inAll = 1_000_000;
const leastPerSeries = 100;

/** All instances of one attribute and dataset of one entity. */
export class Series {
  readonly iri: string;
  readonly #kept: StoredInstance[] = [];
  readonly #times = new Set<number>();
  readonly #room: HistoryRoom;

  constructor(iri: string, room: HistoryRoom) {
    this.iri = iri;
    this.#room = room;
  }

  get instances(): readonly StoredInstance[] {
    return this.#kept;
  }

  get last(): StoredInstance | undefined {
    return this.#kept.at(-1);
  }

  /** A duplicate has a time that the series holds already. */
  add(stored: StoredInstance): { readonly duplicate: boolean; readonly forgotten: number } {
    const ms = stored.instance.observedAtMs;
    const duplicate = ms !== undefined && this.#times.has(ms);
    if (ms !== undefined) this.#times.add(ms);
    this.#kept.push(stored);
    const { perSeries } = this.#room;
    return { duplicate, forgotten: this.#kept.length > perSeries ? this.#forget(perSeries) : 0 };
  }

  #forget(perSeries: number): number {
    const tenth = Math.max(1, Math.floor(perSeries / 10));
    const gone = this.#kept.splice(0, Math.max(tenth, this.#kept.length - perSeries));
    this.#times.clear();
    for (const { instance } of this.#kept) {
      if (instance.observedAtMs !== undefined) this.#times.add(instance.observedAtMs);
    }
    return gone.length;
  }
}

/** The temporal evolution of one entity. Outlives the entity's deletion. */
export interface EntityHistory {
  readonly id: string;
  types: readonly string[];
  scope: readonly string[] | undefined;
  readonly createdAt: string;
  modifiedAt: string;
  /** By IRI of the attribute and datasetId. */
  readonly series: Map<string, Series>;
}
