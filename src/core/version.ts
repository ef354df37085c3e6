/** A version is one state of one entity, made by laying the fragments of messages over each other. */
import { type Attribute, type EntityPlan, entityJson, type Fragment } from './entity.ts';
import type { Step } from './step.ts';

/** One state of one entity, as it goes out and, after an unknown outcome, goes out again unchanged. */
export interface Version {
  readonly plan: EntityPlan;
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
  readonly #layers: Layer[] = [];
  /** By attribute: the layer that shows. */
  readonly #top = new Map<string, Layer>();
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
      if (below) below.visible--;
      this.#top.set(name, layer);
      layer.given++;
      layer.visible++;
    }
    Object.assign(this.#measured, measured);
    Object.assign(this.#dating, dating);
    this.#layers.push(layer);
    let newest = this.#newest.get(step.guard);
    if (!newest) {
      newest = new Map();
      this.#newest.set(step.guard, newest);
    }
    for (const stream of step.streamIds) newest.set(stream, step.atMs);
  }

  /**
   * The version, and the readings that are not in it: nothing of their message shows any more, or of what does a
   * newer reading of their stream took their place.
   */
  finish(): { readonly version: Version; readonly coalesced: readonly number[] } {
    const seqs = new Set<number>();
    const coalesced: number[] = [];
    const newer = new Set<number>();
    for (const { step, given, visible } of [...this.#layers].reverse()) {
      step.seqs.forEach((seq, row) => {
        const stream = step.streamIds[row] ?? 0;
        const shows = visible === given || (visible > 0 && !newer.has(stream));
        if (shows) seqs.add(seq);
        else coalesced.push(seq);
      });
      for (const stream of step.streamIds) newer.add(stream);
    }
    const json = entityJson(this.#plan, this.#measured, this.#dating);
    return {
      version: { plan: this.#plan, json, seqs: [...seqs].sort((a, b) => a - b), newest: this.#newest },
      coalesced: coalesced.filter((seq) => !seqs.has(seq)),
    };
  }
}
