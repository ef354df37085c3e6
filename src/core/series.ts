/**
 * A stretch of a strand's backlog as the temporal API takes it: one version for each entity, holding for each of its
 * attributes the instances in the order of the log. Nothing is late and nothing coalesced here: instances lie side
 * by side, and the current state of the entity is no business of theirs.
 */
import type { EntityPlan, Fragment } from './entity.ts';
import type { Part } from './parts.ts';
import type { MappingProblem, Round } from './round.ts';
import { type MappingBug, type Step, stepsOf } from './step.ts';
import type { Strand } from './strand.ts';
import type { Version } from './version.ts';

/** Bounds of one version. */
export interface SeriesBounds {
  readonly instances: number;
  readonly bytes: number;
}

const givenNothing = () => undefined;

/** Folds as many of the parts (at least one) as fit into the bounds. */
export function foldSeries(
  strand: Strand,
  parts: readonly Part[],
  bounds: SeriesBounds,
  report: (problem: MappingProblem) => void,
): Round {
  const growing = new Map<EntityPlan, Series>();
  const taken: Part[] = [];
  const bugs: MappingBug[] = [];
  for (const part of parts) {
    const stepped = stepsOf(part, strand, givenNothing);
    const texts = stepped.steps.map((step) => textsOf(step.fragment));
    const full = stepped.steps.some(({ plan }, index) =>
      growing.get(plan)?.exceededBy(texts[index] ?? [], bounds),
    );
    if (full && taken.length > 0) break;
    stepped.steps.forEach((step, index) => {
      tell(step, report);
      const series = growing.get(step.plan) ?? new Series(step.plan);
      growing.set(step.plan, series);
      series.add(texts[index] ?? [], step);
    });
    bugs.push(...stepped.bugs);
    taken.push(part);
  }
  const versions = [...growing.values()].flatMap((series) => series.finish() ?? []);
  return { strand, parts: taken, versions, others: new Map(), bugs };
}

/** An attribute of a fragment and its instance as JSON. */
type InstanceText = readonly [name: string, json: string];

function textsOf({ measured }: Fragment): InstanceText[] {
  return Object.entries(measured).map(([name, attribute]) => [name, JSON.stringify(attribute)]);
}

function tell({ plan, fragment }: Step, report: (problem: MappingProblem) => void): void {
  for (const { attribute, code, words } of fragment.problems) {
    report({ entity: plan.id, mapping: plan.mapping, attribute, code, words });
  }
}

/** The instances of one entity in the making. */
class Series {
  readonly #plan: EntityPlan;
  readonly #instances = new Map<string, string[]>();
  readonly #seqs: number[] = [];
  readonly #newest = new Map<string, Map<number, number>>();
  #count = 0;
  #length = 0;

  constructor(plan: EntityPlan) {
    this.#plan = plan;
  }

  exceededBy(texts: readonly InstanceText[], { instances, bytes }: SeriesBounds): boolean {
    return this.#count + texts.length > instances || this.#length + lengthOf(texts) > bytes;
  }

  add(texts: readonly InstanceText[], { guard, seqs, streamIds, atMs }: Step): void {
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

/** Characters, close enough to bytes for what devices measure. */
function lengthOf(texts: readonly InstanceText[]): number {
  return texts.reduce((sum, [name, json]) => sum + name.length + json.length + 1, 0);
}
