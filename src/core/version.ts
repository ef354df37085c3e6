/** A version is one state of one entity, made by laying the fragments of messages over each other. */
import { type Attribute, type EntityPlan, entityJson, type Fragment } from './entity.ts';
import { rememberedOf, type Step } from './step.ts';

/** One state of one entity, as it goes out and, after an unknown outcome, goes out again unchanged. */
export interface Version {
  readonly plan: EntityPlan;
  /** Older than what the entity has: it goes into its history alone, and `json` has lists of instances. */
  readonly late?: true;
  readonly json: string;
  /** The readings in it. */
  readonly seqs: readonly number[];
  /** Newest times in it for the guard: by the guard's name, by stream id. */
  readonly newest: ReadonlyMap<string, ReadonlyMap<number, number>>;
}

/** What one message or period gave to a version. */
interface Layer {
  readonly step: Step;
  /** Attributes it gave, and those of them that no later message has overwritten. */
  given: number;
  visible: number;
}

/** A version in the making. */
export class Growing {
  readonly #plan: EntityPlan;
  readonly #measured: Record<string, Attribute> = {};
  readonly #dating: Record<string, Attribute> = {};
  /** Those of which something shows. The others are let go at once: there may be thousands. */
  readonly #layers = new Set<Layer>();
  /** By attribute: the layer that shows. */
  readonly #top = new Map<string, Layer>();
  /** By stream: the layer with its newest reading. */
  readonly #newestOf = new Map<number, Layer>();
  /** Readings of layers that were let go. */
  readonly #hidden: number[] = [];
  readonly #newest = new Map<string, Map<number, number>>();

  constructor(plan: EntityPlan) {
    this.#plan = plan;
  }

  /** The fragment has an attribute that is in the version already. */
  overwrittenBy(fragment: Fragment): boolean {
    for (const name in fragment.measured) if (this.#top.has(name)) return true;
    return false;
  }

  /** Lays the fragment of the step over what is there. */
  add(step: Step): void {
    const layer: Layer = { step, given: 0, visible: 0 };
    const { measured, dating } = step.fragment;
    for (const name in measured) {
      const below = this.#top.get(name);
      if (below) this.#cover(below);
      this.#top.set(name, layer);
      layer.given++;
      layer.visible++;
    }
    Object.assign(this.#measured, measured);
    Object.assign(this.#dating, dating);
    this.#layers.add(layer);
    let newest = this.#newest.get(step.guard);
    if (!newest) {
      newest = new Map();
      this.#newest.set(step.guard, newest);
    }
    for (const stream of step.streamIds) {
      newest.set(stream, step.atMs);
      this.#newestOf.set(stream, layer);
    }
    for (const { guard, stream, at } of rememberedOf(step, step.fragment.marks)) {
      const times = this.#newest.get(guard) ?? new Map<number, number>();
      this.#newest.set(guard, times.set(stream, at));
    }
  }

  /**
   * The version, and the readings that are not in it: nothing of their message shows any more, or of what does a
   * newer reading of their stream took their place.
   */
  finish(): { readonly version: Version; readonly coalesced: readonly number[] } {
    const seqs = new Set<number>();
    const coalesced = this.#hidden;
    for (const layer of this.#layers) {
      const whole = layer.visible === layer.given;
      layer.step.seqs.forEach((seq, row) => {
        const shows = whole || this.#newestOf.get(layer.step.streamIds[row] ?? 0) === layer;
        if (shows) seqs.add(seq);
        else coalesced.push(seq);
      });
    }
    const json = entityJson(this.#plan, this.#measured, this.#dating);
    return {
      version: { plan: this.#plan, json, seqs: [...seqs].sort((a, b) => a - b), newest: this.#newest },
      coalesced: coalesced.filter((seq) => !seqs.has(seq)),
    };
  }
  /** One of its attributes shows no more. */
  #cover(layer: Layer): void {
    layer.visible--;
    if (layer.visible > 0) return;
    this.#layers.delete(layer);
    this.#hidden.push(...layer.step.seqs);
  }
}
