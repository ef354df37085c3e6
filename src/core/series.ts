/**
 * A stretch of a strand's backlog as the temporal API takes it: one version for each entity, holding for each of its
 * attributes the instances in the order of the log. Nothing is late and nothing coalesced here: instances lie side
 * by side, and the current state of the entity is no business of theirs.
 */
import type { EntityPlan } from './entity.ts';
import { type InstanceBounds, Instances, textsOf } from './instances.ts';
import type { Part } from './parts.ts';
import type { MappingProblem, Round } from './round.ts';
import { type MappingBug, type Step, stepsOf } from './step.ts';
import type { Strand } from './strand.ts';

const givenNothing = () => undefined;

/** Folds as many of the parts (at least one) as fit into the bounds. */
export function foldSeries(
  strand: Strand,
  parts: readonly Part[],
  bounds: InstanceBounds,
  report: (problem: MappingProblem) => void,
): Round {
  const growing = new Map<EntityPlan, Instances>();
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
      const instances = growing.get(step.plan) ?? new Instances(step.plan);
      growing.set(step.plan, instances);
      instances.add(step, texts[index]);
    });
    bugs.push(...stepped.bugs);
    taken.push(part);
  }
  const versions = [...growing.values()].flatMap((instances) => instances.finish() ?? []);
  return { strand, parts: taken, versions, others: new Map(), bugs };
}

function tell({ plan, fragment }: Step, report: (problem: MappingProblem) => void): void {
  for (const { attribute, code, words } of fragment.problems) {
    report({ entity: plan.id, mapping: plan.mapping, attribute, code, words });
  }
}
