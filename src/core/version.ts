/** A version is one state of one entity, made by laying the fragments of messages over each other. */
import { type Attribute, type EntityPlan, entityJson, type Fragment } from './entity.ts';
import type { Part } from './parts.ts';

/** One state of one entity, as it goes out and, after an unknown outcome, goes out again unchanged. */
export interface Version {
  readonly plan: EntityPlan;
  readonly json: string;
  /** The readings in it. */
  readonly seqs: readonly number[];
  /** By stream id: newest time in it, for the guard. */
  readonly newest: ReadonlyMap<number, number>;
}

/** What one message gave to a version. */
interface Layer {
  readonly part: Part;
  readonly rows: readonly number[];
  /** Attributes it gave, and those of them that no later message has overwritten. */
  given: number;
  visible: number;
}

/** A version in the making. */
export class Growing {
  readonly #plan: EntityPlan;
  readonly #measured: Record<string, Attribute> = {};
  readonly #dating: Record<string, Attribute> = {};
  readonly #layers: Layer[] = [];
  /** By attribute: the layer that shows. */
  readonly #top = new Map<string, Layer>();
  readonly #newest = new Map<number, number>();

  constructor(plan: EntityPlan) {
    this.#plan = plan;
  }

  /** The fragment has an attribute that is in the version already. */
  overwrittenBy(fragment: Fragment): boolean {
    for (const name in fragment.measured) if (this.#top.has(name)) return true;
    return false;
  }

  /** Lays the fragment over what is there; `rows` are its readings in the part. */
  add(fragment: Fragment, part: Part, rows: readonly number[]): void {
    const layer: Layer = { part, rows, given: 0, visible: 0 };
    for (const name in fragment.measured) {
      const below = this.#top.get(name);
      if (below) below.visible--;
      this.#top.set(name, layer);
      layer.given++;
      layer.visible++;
    }
    Object.assign(this.#measured, fragment.measured);
    Object.assign(this.#dating, fragment.dating);
    this.#layers.push(layer);
    for (const row of rows) this.#newest.set(part.streamIds[row] ?? 0, part.observedAtMs);
  }

  /** Newest time in it of a stream, in ms since 1970. */
  newestOf(streamId: number): number | undefined {
    return this.#newest.get(streamId);
  }

  /**
   * The version, and the readings that are not in it: nothing of their message shows any more, or of what does a
   * newer reading of their stream took their place.
   */
  finish(): { readonly version: Version; readonly coalesced: readonly number[] } {
    const seqs: number[] = [];
    const coalesced: number[] = [];
    const newer = new Set<number>();
    for (const { part, rows, given, visible } of [...this.#layers].reverse()) {
      for (const row of rows) {
        const stream = part.streamIds[row] ?? 0;
        const shows = visible === given || (visible > 0 && !newer.has(stream));
        (shows ? seqs : coalesced).push(part.seqs[row] ?? 0);
        newer.add(stream);
      }
    }
    const json = entityJson(this.#plan, this.#measured, this.#dating);
    return {
      version: { plan: this.#plan, json, seqs: seqs.sort((a, b) => a - b), newest: this.#newest },
      coalesced,
    };
  }
}
