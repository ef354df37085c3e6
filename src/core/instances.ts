/** A version as the temporal API takes it: of each attribute a list of instances, in the order in which they are added. */
import type { EntityPlan, Fragment } from './entity.ts';
import type { Step } from './step.ts';
import type { Version } from './version.ts';

/** Bounds of one version; a single message that passes them goes alone. */
export interface InstanceBounds {
  readonly instances: number;
  readonly bytes: number;
}

/** The instances of one entity in the making. */
export class Instances {
  readonly #plan: EntityPlan;
  readonly #instances = new Map<string, string[]>();
  readonly #seqs: number[] = [];
  readonly #newest = new Map<string, Map<number, number>>();
  #count = 0;
  #length = 0;

  constructor(plan: EntityPlan) {
    this.#plan = plan;
  }

  exceededBy(texts: readonly InstanceText[], { instances, bytes }: InstanceBounds): boolean {
    return this.#count + texts.length > instances || this.#length + lengthOf(texts) > bytes;
  }

  add({ guard, seqs, streamIds, atMs, fragment }: Step, texts = textsOf(fragment)): void {
    if (texts.length === 0) return;
    for (const [name, json] of texts) {
      const instances = this.#instances.get(name);
      if (instances) instances.push(json);
      else this.#instances.set(name, [json]);
    }
    this.#count += texts.length;
    this.#length += lengthOf(texts);
    this.#seqs.push(...seqs);
    const newest = this.#newest.get(guard) ?? new Map<number, number>();
    this.#newest.set(guard, newest);
    for (const stream of streamIds) newest.set(stream, atMs);
  }

  /** Undefined when no attribute got a value. */
  finish(): Version | undefined {
    if (this.#count === 0) return undefined;
    const { id, type } = this.#plan;
    const head = JSON.stringify({ id, type }).slice(0, -1);
    const attributes = Array.from(
      this.#instances,
      ([name, instances]) => `${JSON.stringify(name)}:[${instances.join(',')}]`,
    );
    const json = `${head},${attributes.join(',')}}`;
    return { plan: this.#plan, json, seqs: this.#seqs, newest: this.#newest };
  }
}

/** An attribute of a fragment and its instance as JSON. */
type InstanceText = readonly [name: string, json: string];

export function textsOf({ measured }: Fragment): InstanceText[] {
  return Object.entries(measured).map(([name, attribute]) => [name, JSON.stringify(attribute)]);
}

/** Characters, close enough to bytes for what devices measure. */
function lengthOf(texts: readonly InstanceText[]): number {
  return texts.reduce((sum, [name, json]) => sum + name.length + json.length + 1, 0);
}
