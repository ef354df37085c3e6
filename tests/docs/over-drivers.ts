/** Every shipped mapping planned with one shipped driver, as a site with one device of it would plan them. */
import { type MappedEntity, type PlanProblem, planEntity } from '../../src/core/mapping-plan.ts';
import { variantsOf } from '../../src/core/variants.ts';
import type { ShippedDriver, ShippedMapping } from './library.ts';

export interface Attempt {
  readonly mapping: ShippedMapping['definition'];
  readonly plan: MappedEntity | undefined;
  readonly problems: readonly PlanProblem[];
}

const location = { type: 'Point', coordinates: [28.9708, 41.0785] } as const;

/** One for each entity of the mapping; its params are answered as in its first sample. */
export function attemptsOf(
  { definition, samples }: ShippedMapping,
  { name, streams }: Pick<ShippedDriver, 'name' | 'streams'>,
): Attempt[] {
  const devices = [{ id: 'device', name, streams, location, facts: {} }];
  return variantsOf(definition, devices).map((variant) => {
    const { plan, problems } = planEntity({
      definition: variant.definition,
      gateway: { id: 'gateway', facts: {} },
      entry: { id: ['entity', ...variant.words].join('-') },
      devices,
      params: samples[0]?.params ?? {},
    });
    return { mapping: variant.definition, plan, problems };
  });
}
