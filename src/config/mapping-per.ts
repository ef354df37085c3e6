/** What a mapping says about entities for each class or direction: of which quantities, and which attribute tells. */
import type { MappingText } from './mapping-schema.ts';
import type { Fault } from './problems.ts';

export interface PerFault {
  readonly path: readonly string[];
  readonly fault: Fault;
}

export function perFaults({ per, needs, attributes }: MappingText): PerFault[] {
  const faults: PerFault[] = [];
  if (per && !needs) {
    const message = 'An entity is made for each word of `per`, and nothing says of which quantities.';
    faults.push({
      path: ['per'],
      fault: { code: 'PER_NEEDS', message, mend: 'Add `needs`, for example [vehicleCount].' },
    });
  }
  for (const [name, { tag }] of Object.entries(attributes)) {
    if (tag === undefined || per?.includes(tag)) continue;
    const message = `${name} tells the ${tag}, and the mapping does not make an entity for each ${tag}.`;
    faults.push({
      path: ['attributes', name, 'tag'],
      fault: {
        code: 'TAG_WITHOUT_PER',
        message,
        mend: `Add \`per: [${[...(per ?? []), tag].join(', ')}]\`.`,
      },
    });
  }
  return faults;
}
